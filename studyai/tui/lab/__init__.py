"""Networks trained while one watches."""
