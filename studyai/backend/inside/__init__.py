"""One look inside a model: what it computed, how each number came about, and what can be asked about it."""
