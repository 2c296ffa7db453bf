"""Prove: a claim is predicted, run, explained, and broken by one of its knobs."""
