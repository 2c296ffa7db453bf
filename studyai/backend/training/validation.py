"""When a training is measured on the examples that it is not trained on: often at first, when much changes."""

from __future__ import annotations

EPOCHS_TO_THE_NEXT_END = 4  # a training may end after every so many epochs; by then testing takes about 1 % of the time

_SPACING = ((0.5, 1 / 8), (4, 1 / 2), (16, 1))
"""Up to so many epochs, every so many epochs; later as often as the training may end."""


def is_due(updates: int, steps_per_epoch: int, evaluate_every: int) -> bool:
    """Return whether the model is measured after so many updates; it is wherever the training may end.

    It depends on nothing else: a run that is done again is measured at the same places.
    """
    if updates % evaluate_every == 0:
        return True
    share = next((share for epochs, share in _SPACING if updates <= epochs * steps_per_epoch), None)
    return share is not None and updates % max(1, round(share * steps_per_epoch)) == 0
