"""The kinds of files that a pack is made of: a folder for each, and the registry of them all."""
