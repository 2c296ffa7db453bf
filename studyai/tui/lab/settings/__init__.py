"""The settings of a run: how its model is built and trained."""
