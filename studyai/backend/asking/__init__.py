"""Questions that are answered by going on: the next update, and what would happen, found out on copies."""
