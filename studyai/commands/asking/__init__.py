"""Asking in plain lines: exercises, questions and predictions, for pipes and screen readers."""
