"""The arithmetic of any cell of an inner tensor: which numbers of the live model made it, and how."""
