"""Widgets that know how to draw and edit, and nothing of what is studied."""
