"""Sets of variants on paper and for other programs, and one worked solution in any of their formats."""
