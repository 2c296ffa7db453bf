"""One exercise with the learner's own numbers."""
