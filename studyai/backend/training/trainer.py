"""One training, without clocks, threads or messages: the same settings give the same losses, number for number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Network, evaluating
from studyai.backend.tasks.registry import Data
from studyai.backend.training import optimisers, schedules
from studyai.backend.training.health import check_alive, check_loss
from studyai.backend.training.initialisation import initialise
from studyai.backend.training.randomness import seeded, set_dropout, with_own_dropout
from studyai.backend.training.replay import LOADED, Changes, written
from studyai.backend.training.settings import BadSetting, Settings, Value
from studyai.backend.training.telemetry import Measured, Observer
from studyai.backend.training.validation import EPOCHS_TO_THE_NEXT_END, is_due

DRAWS = 0x5DEECE66D  # so that noise and dropout do not draw the numbers that the order of the examples comes from


class Trainer:
    """Builds the model from the seed and updates it, one batch at a time.

    ``changes`` are made by themselves when so many updates are done; they cannot be ones that rebuild.
    ``model``, ``optimiser``, ``settings`` and ``updates`` (how many were done) are there to be looked at.
    Raises `BadSetting` and `Mismatch` for what cannot be built.
    """

    model: Network
    optimiser: torch.optim.Optimizer
    updates: int
    _planned: list[tuple[int, Mapping[str, Value]]]
    _changes: list[tuple[int, Mapping[str, Value]]]

    def __init__(self, settings: Settings, changes: Changes = (), device: str = "cpu") -> None:
        self.device = torch.device(device)
        self._begin(settings)
        for step, values in changes:
            planned = settings.changed(values)
            if settings.rebuilds(planned):
                raise BadSetting(f"{', '.join(values)} after {step} updates: a new model begins at update 0")
            settings = planned
        self._planned = list(changes)

    # Building and changing

    def _begin(self, settings: Settings) -> None:
        seed = settings.whole("seed")
        with seeded(seed):
            model = settings.architecture.build(settings.task.sizes, settings.options())
            initialise(model, settings.word("initialisation"))
        self.settings = self._start = settings
        self.task = settings.task
        self.train = self.task.train.to(self.device)
        self.validation, self.test = self.task.validation.to(self.device), self.task.test.to(self.device)
        self._draws = torch.Generator(self.device).manual_seed(seed ^ DRAWS)
        with_own_dropout(model, self._draws)
        self.model = model.to(self.device)
        self._order = torch.Generator().manual_seed(seed)
        self._planned, self._changes = [], []
        self.updates = 0
        self._loaded = False
        self._take_over(settings)
        self._new_optimiser()
        self._new_batches()
        can_explode = settings.architecture.recipe.can_explode
        self._reference = self.loss(self.validation) if can_explode else math.inf

    def reset(self) -> None:
        """Build a new model at step 0, with the settings of now."""
        self._begin(self.settings)

    def change(self, values: Mapping[str, Value]) -> bool:
        """Take other settings from the next update on; return whether the model had to be built anew.

        Raises `BadSetting`.
        """
        new, old = self.settings.changed(values), self.settings
        if old.rebuilds(new):
            self._begin(new)
            return True
        self._take_over(new)
        if old.word("optimiser") != new.word("optimiser"):
            self._new_optimiser()
        elif old.number("momentum") != new.number("momentum"):
            self._set_momentum(new.number("momentum"))
        if old.whole("batch_size") != new.whole("batch_size"):
            self._new_batches()
        if self.updates:
            self._changes.append((self.updates, dict(values)))
        else:
            self._start = new
        return False

    def load(self, weights: Mapping[str, Tensor]) -> None:
        """Go on from those weights; the optimiser begins without memory."""
        self.model.load_state_dict(dict(weights))
        self._new_optimiser()
        self._loaded = True

    def replay(self) -> str:
        """Return the line from which this run can be done again."""
        mark = f"&{LOADED}=weights" if self._loaded else ""
        return written(self._start, self._changes) + mark

    @property
    def unfinished(self) -> bool:
        """Whether changes that were planned are still to come."""
        return bool(self._planned)

    @property
    def last_step(self) -> int:
        """The update that the plan ends with; it comes later where a planned change does."""
        return max(self.settings.whole("steps"), *(step + 1 for step, _ in self._planned[-1:]), 0)

    @property
    def may_end(self) -> bool:
        """Whether so many updates are done that the target ends the training, if it is reached."""
        return self.updates % self.evaluate_every == 0

    @property
    def validation_is_due(self) -> bool:
        """Whether so many updates are done that the model is measured on the validation examples."""
        return is_due(self.updates, self.steps_per_epoch, self.evaluate_every)

    def _take_over(self, settings: Settings) -> None:
        self.settings = settings
        self._l1, self._l2, self._clip = (settings.number(name) for name in ("l1", "l2", "clip"))
        self._full_rate, self._schedule = settings.number("learning_rate"), settings.word("schedule")
        self._input_noise, self._label_noise = settings.number("input_noise"), settings.number("label_noise")
        self.steps_per_epoch = math.ceil(len(settings.task.train) / settings.whole("batch_size"))
        self.evaluate_every = self.steps_per_epoch * EPOCHS_TO_THE_NEXT_END
        self._course = schedules.Course(
            settings.whole("warm_up"), settings.whole("steps"), settings.number("decay"), settings.whole("decay_every")
        )
        if "dropout" in settings.rows:
            set_dropout(self.model, settings.number("dropout"))

    def _new_optimiser(self) -> None:
        more = {"momentum": self.settings.number("momentum")}
        name = self.settings.word("optimiser")
        self.optimiser = optimisers.build(name, self.model.parameters(), self.learning_rate, more)

    def _set_momentum(self, momentum: float) -> None:
        if isinstance(self.optimiser, torch.optim.SGD):
            for group in self.optimiser.param_groups:
                group["momentum"] = momentum
        else:
            self._new_optimiser()  # RMSprop keeps a velocity only if it began with one

    def _new_batches(self) -> None:
        self._batches: Iterator[Data] = self.train.batches(self.settings.whole("batch_size"), self._order)

    # Training

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next update, by the schedule."""
        return self._full_rate * schedules.factor(self._schedule, self._course, self.updates)

    def step(self) -> float:
        """Do one update; return the loss of its batch before it. Raises `Diverged`."""
        return self._update(None)

    def observed_step(self) -> tuple[float, Measured]:
        """Do one update as `step` does; return its loss, and what it did to every layer."""
        observer = Observer(self.model)
        loss = self._update(observer)
        return loss, observer.measured(self.updates)

    def _update(self, observer: Observer | None) -> float:
        while self._planned and self._planned[0][0] <= self.updates:
            self.change(self._planned.pop(0)[1])
        batch = self._noisy(next(self._batches))
        self.optimiser.zero_grad()
        loss = self.task.loss(self.model(*batch.inputs), batch.targets)
        loss.backward()
        value, rate = loss.item(), self.learning_rate
        check_loss(value, self._reference, self.updates, rate, self.model)
        if (self.updates + 1) % self.evaluate_every == 0:
            check_alive(value, self.updates, self.settings.word("initialisation"), self.model)
        if observer is not None:
            observer.note_gradients()
        self._regularise()
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        self.updates += 1
        return value

    def _noisy(self, batch: Data) -> Data:
        if not (self._input_noise or self._label_noise):
            return batch
        (first, *others), targets = batch.inputs, batch.targets
        if self._input_noise:
            noise = torch.empty_like(first).normal_(generator=self._draws)
            first = first + self._input_noise * noise
        if self._label_noise:
            wrong = torch.empty(targets.shape, device=self.device).uniform_(generator=self._draws) < self._label_noise
            random = torch.empty_like(targets).random_(0, len(self.task.classes), generator=self._draws)
            targets = torch.where(wrong, random, targets)
        return Data((first, *others), targets)

    def _regularise(self) -> None:
        if self._l1 or self._l2:
            _penalise(self.model.parameters(), self._l1, self._l2)
        if self._clip:
            nn.utils.clip_grad_norm_(self.model.parameters(), self._clip)

    # Measuring

    def loss(self, data: Data) -> float:
        """Return the mean loss on all those examples, without noise or dropout."""
        with evaluating(self.model), torch.no_grad():
            return self.task.loss(self.model(*data.inputs), data.targets).item()

    def evaluation(self, data: Data) -> tuple[float, float]:
        """Return the metric and the mean loss; by one forward pass where it tells both."""
        if type(self.model).answer is not Network.answer and not self.task.sequences:
            return self.evaluate(data), self.loss(data)
        with evaluating(self.model), torch.no_grad():
            outputs = self.model(*data.inputs)
            # Each token right after the right ones: then, by induction, it writes the whole sequence by itself too.
            answers = outputs.argmax(dim=2) if self.task.sequences else outputs
            metric, loss = self.task.measure(answers, data.targets), self.task.loss(outputs, data.targets)
            return metric.item(), loss.item()

    def evaluate(self, data: Data) -> float:
        """Return the task's metric on all those examples."""
        with evaluating(self.model), torch.no_grad():
            return self.task.measure(self.model.answer(*data.inputs), data.targets).item()


def _penalise(parameters: Iterable[nn.Parameter], l1: float, l2: float) -> None:
    """Add the gradient of the penalties on the weights: l1 · sign(w) + l2 · w. Biases are spared."""
    for weight in parameters:
        if weight.dim() < 2 or weight.grad is None:
            continue
        if l2:
            weight.grad.add_(weight.detach(), alpha=l2)
        if l1:
            weight.grad.add_(weight.detach().sign(), alpha=l1)
