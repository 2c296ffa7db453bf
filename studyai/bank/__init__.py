"""The bank: loads, validates, indexes and lints packs of exercises."""
