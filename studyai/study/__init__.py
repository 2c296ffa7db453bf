"""The learner's record and the practice session, without any screen."""
