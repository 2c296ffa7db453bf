"""Two runs with one difference on one screen."""
