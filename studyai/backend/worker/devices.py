"""Where a training computes."""

from __future__ import annotations

import torch

from studyai.backend.settings import BadSetting

CHOICES = ("auto", "cpu", "cuda", "mps")


def there() -> list[str]:
    """Return the devices of this machine, as torch names them."""
    cuda = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    return ["cpu", *cuda, *(["mps"] if torch.backends.mps.is_available() else [])]


def choose(wanted: str) -> tuple[str, str]:
    """Return the device to take, and what there is to say: that there is no such GPU. Raises `BadSetting`."""
    found = there()
    if wanted in found:
        return wanted, ""
    if wanted not in CHOICES:
        raise BadSetting(f"device {wanted!r} is not one of {', '.join(dict.fromkeys((*CHOICES, *found)))}")
    fitting = [name for name in found if name != "cpu" and (wanted == "auto" or name.startswith(wanted))]
    if fitting:
        return fitting[0], ""
    return "cpu", f"There is no GPU here that torch can use ({wanted} was asked for); it computes on the CPU."
