"""What goes on inside a model: an inner tensor, an example, the arithmetic of one number."""
