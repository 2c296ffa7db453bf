"""The next update of a real weight: its real gradient, what the optimiser remembers of it, and where it then stands."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from studyai.backend.architectures.perceptron import Perceptron
from studyai.backend.experiments.copies import Moment
from studyai.backend.inside.scene import Numbers, Scene, question
from studyai.backend.training.health import Diverged
from studyai.backend.training.optimiser_state import Rule, rule_of, state_of
from studyai.backend.training.trainer import Trainer
from studyai.protocol import LiveNumber

TRIES = 8
LARGEST_OF = 10  # a weight is drawn among one in so many whose gradients are the largest
CLEAR = 0.05  # a weighted sum nearer to 0 could change its sign when weights are rounded
BATCHES = 10  # until one has a gradient: a perceptron that makes no mistake has none


def updates(scene: Scene, moment: Moment) -> Iterator[LiveNumber]:
    """Yield the next update of weights, carried out by a copy of the training."""
    trainer = moment.copy()
    rule = rule_of(trainer.optimiser)
    if rule is not None:
        yield from _next_update(scene.draw, trainer, rule)
    if isinstance(scene.trainer.model, Perceptron):
        yield from _perceptron_rule(scene)


def _next_update(draw: random.Random, trainer: Trainer, rule: Rule) -> Iterator[LiveNumber]:
    named = dict(trainer.model.named_parameters())
    for _ in range(BATCHES):
        before = {name: one.detach().clone() for name, one in named.items()}
        states = {name: state_of(rule, trainer.optimiser, one) for name, one in named.items()}
        rate = trainer.learning_rate
        try:
            trainer.step()
        except Diverged:
            return
        moved = [name for name, one in named.items() if one.grad is not None and bool(one.grad.any())]
        if moved:
            break
    else:
        return
    group = trainer.optimiser.param_groups[0]
    decay = group["weight_decay"]
    if decay and not isinstance(trainer.optimiser, torch.optim.AdamW):
        return
    title = type(trainer.optimiser).__name__
    for _ in range(TRIES):
        name = draw.choice(moved)
        place = _place(draw, named[name].grad)
        state = {entry: float(value[place] if value.dim() else value) for entry, value in states[name].items()}
        steps = int(state.pop("t_0", 0))
        given: dict[str, Any] = {**state, "t_0": steps} if "t_0" in states[name] else dict(state)
        start = float(before[name][place])
        if decay:  # AdamW shrinks the weight first, then Adam's step goes on from there
            start *= 1 - rate * decay
        gradient = float(_gradient(named[name])[place])
        given |= {**rule.settings(group), "theta_0": start, "g": [gradient], "alpha": rate}
        index = "".join(f"[{', '.join(map(str, place))}]") if place else ""
        shrunk = f" (θ₀ is the weight after weight decay, × (1 − {rate * decay:.2g}))" if decay else ""
        about = f"{name}{index}: the next update by {title}, with its gradient on a batch{shrunk}"
        yield question("update", about, rule.exercise, f"theta_{steps + 1}", named[name].detach()[place], **given)


def _gradient(parameter: Tensor) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad


def _place(draw: random.Random, gradient: Tensor | None) -> tuple[int, ...]:
    """Return the place of an entry with a large gradient, so that it moves by something."""
    assert gradient is not None
    order = gradient.abs().flatten().argsort(descending=True).tolist()
    entry = draw.choice(order[: max(1, len(order) // LARGEST_OF)])
    if gradient.flatten()[entry] == 0:
        entry = order[0]
    return tuple(int(one) for one in torch.unravel_index(torch.tensor(entry), gradient.shape))


def _perceptron_rule(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the perceptron's own rule, done by SGD on its criterion, on examples that it gets wrong if it can."""
    trainer = scene.trainer
    rate = trainer.learning_rate
    with torch.no_grad():
        sums = trainer.model(*trainer.train.inputs)[:, 0]
        wrong = trainer.model.answer(*trainer.train.inputs) != trainer.train.targets
    clear = sums.abs() > CLEAR
    places = (wrong & clear).nonzero().flatten().tolist() or clear.nonzero().flatten().tolist()
    scene.draw.shuffle(places)
    for place in places[:TRIES]:
        data = trainer.train.rows(slice(place, place + 1))
        model = copy.deepcopy(trainer.model)
        layer = model.unit
        assert isinstance(layer, nn.Linear)
        given: Numbers = {"w": layer.weight.detach()[0].clone(), "b": layer.bias.item(), "x": data.inputs[0][0]}
        optimiser = torch.optim.SGD(model.parameters(), lr=rate)
        optimiser.zero_grad()
        trainer.task.loss(model(*data.inputs), data.targets).backward()
        optimiser.step()
        about = f"training example {place}: the perceptron's weights after it"
        y = int(data.targets[0])
        yield question("rule", about, "perceptron-update", "w_new", layer.weight.detach()[0], **given, y=y, alpha=rate)
