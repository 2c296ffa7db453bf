"""The layers of a model, as a tree and as a table."""
