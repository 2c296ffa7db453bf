"""Updates per second on the CPU and, where one is at hand, on a GPU: at the lab's size, and on batches 100 times it."""

from __future__ import annotations

import os
import time

from benchmarks.figure import Figure

NAMES = "cnn", "transformer"
TIMES = 1, 100  # the recipe's batch
SECONDS = 2.0
WARM_UP = 3  # updates


def updates_per_second(name: str, times: int, device: str) -> float:
    """Of the architecture's own recipe, every update on other examples (some of them twice in a large batch)."""
    import torch

    from studyai.backend.architectures.registry import find
    from studyai.backend.training.settings import Settings
    from studyai.backend.training.trainer import Trainer

    trainer = Trainer(Settings(find(name)), device=device)
    size = trainer.settings.whole("batch_size") * times
    done, began = 0, 0.0
    while done <= WARM_UP or time.perf_counter() - began < SECONDS:
        if done == WARM_UP:
            began = time.perf_counter()
        batch = trainer.train.rows(torch.randint(len(trainer.train), (size,), device=device))
        trainer.optimiser.zero_grad()
        loss = trainer.task.loss(trainer.model(*batch.inputs), batch.targets)
        loss.backward()
        loss.item()  # waits for the device, as a training does
        trainer.optimiser.step()
        done += 1
    return (done - WARM_UP) / (time.perf_counter() - began)


def measure() -> list[Figure]:
    """Both, or what the CPU does and that there is no GPU."""
    import torch

    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))  # as in the worker
    figures = []
    for name in NAMES:
        for times in TIMES:
            floor = updates_per_second(name, times, "cpu")
            gpu = updates_per_second(name, times, "cuda") if torch.cuda.is_available() else None
            said = "no GPU at hand" if gpu is None else f"{gpu:,.1f}/s = {gpu / floor:.1f} ×"
            size = "the lab's size" if times == 1 else f"batches {times} × the lab's"
            figures.append(Figure(f"{name}: updates/s on a GPU, {size}", f"CPU {floor:,.1f}/s", said, "printed", True))
    return figures
