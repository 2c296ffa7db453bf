"""Talks to the torch worker; imports neither torch nor numpy."""
