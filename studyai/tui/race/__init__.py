"""Optimisers race down a surface."""
