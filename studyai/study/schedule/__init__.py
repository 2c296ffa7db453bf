"""What to study next, and what will be remembered: one policy for every place that asks."""
