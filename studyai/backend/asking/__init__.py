"""Questions made from a live model: numbers for the bank's exercises, and what its own tensors have for an answer."""
