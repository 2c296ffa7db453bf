"""What the schedule keeps of each exercise and level, question and prediction: how well it is remembered."""
