"""Concept questions: what one is, how it is read from `questions.yaml`, and how it is proven."""
