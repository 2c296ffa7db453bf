"""Bad input to a command."""


class BadInputError(ValueError):
    """What was typed cannot be used: one line, naming what is wrong and what is accepted; exit code 2."""
