"""What can go wrong between the app and its worker."""

from __future__ import annotations

from studyai.errors import ToldError


class WorkerLost(ToldError):
    """The worker died, hangs, printed rubbish or could not be started; `Worker.restart` helps.

    ``reason`` is one line for the learner; ``stderr`` the last lines the worker wrote there.
    """

    exit_code = 1

    def __init__(self, reason: str, stderr: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stderr = stderr


class TorchMissing(WorkerLost):
    """There is no torch where the worker runs; the reason says what installs it. All else works without."""

    exit_code = 2


class WorkerProblem(ToldError):
    """The worker is well but cannot do what was asked.

    ``name`` is one of `studyai.protocol.PROBLEMS` (``"bad-givens"``, ``"refused"``, …); ``message`` says
    what is wrong in one line that can be shown as it is (as plain text, never as markup).
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
