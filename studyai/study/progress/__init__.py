"""What a record says of the learner's weeks: when they studied, what they forgot, which slips they make."""
