"""A question in a panel over the screen it came from."""
