"""What a person types or pastes: read as a value or an expression, bounded, and never executed."""
