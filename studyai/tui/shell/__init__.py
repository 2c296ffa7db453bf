"""The app: its frame, its places, its commands, and what all screens share."""
