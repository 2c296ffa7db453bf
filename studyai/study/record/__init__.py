"""The learner's record on disk: reviews, and how the file's format has changed."""
