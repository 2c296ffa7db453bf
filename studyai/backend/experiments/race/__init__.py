"""The optimiser race: surfaces of two parameters, and the path each of torch's optimisers takes down them."""
