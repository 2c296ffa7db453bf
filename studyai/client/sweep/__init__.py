"""One setting of a training varied, each value with several seeds, on all cores."""
