"""Section 8: optimisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import torch
from torch import Tensor

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

HAND_STEPS = 50
OLD = 10
SHOCK_STEPS = 500
SPIKE_AT = 50
DECAY_UPDATES = 200


@claim(
    section=8,
    says="In an exponentially weighted average a larger β has the longer memory: less weight on the newest value, more "
    f"on those {OLD} or more steps old.",
    guess=Guess(
        "v ← βv + (1 − β)x, once with β = 0.5 and once with β = 0.98. Which gives the newest x more weight?",
        {"smaller": "The one with the smaller β.", "larger": "The one with the larger β.",
         "same": "Both give it the same weight."},
    ),
    why="The newest value enters with 1 − β, and each later step multiplies its weight by β: it fades over about "
    "1/(1 − β) steps.",
    fails={"beta_weighs": "newest"},
    plot=Plot("age in steps", "weight of a value in the average"),
)  # fmt: skip
def a_larger_beta_has_a_longer_memory(
    beta: Annotated[float, Option("β of one average", 0, 0.99)] = 0.98,
    other_beta: Annotated[float, Option("β of the other average", 0, 0.99)] = 0.5,
    beta_weighs: Annotated[
        Literal["average", "newest"],
        Option("what β multiplies: the old average, or the newest value as momentum does in torch's batch norm"),
    ] = "average",
) -> Growing:
    """Feed both averages one 1 and then zeros: what is left of it after t steps is the weight of a value of age t."""
    betas = torch.tensor(sorted((other_beta, beta)), dtype=torch.float64)  # (averages,)
    keeps = betas if beta_weighs == "average" else 1 - betas
    average, weights = torch.zeros(2, dtype=torch.float64), []
    for age in range(1000):
        average = keeps * average + (1 - keeps) * float(age == 0)  # (averages,)
        weights.append(average)
        if age <= 60:
            yield Point(age, {f"β = {one:g}": weight.item() for one, weight in zip(betas, average, strict=True)})
    newest = weights[0].tolist()
    old = torch.stack(weights)[OLD:].sum(0).tolist()
    outcome = "same" if newest[0] == newest[1] else "smaller" if newest[0] > newest[1] else "larger"
    return Measured(
        holds=outcome == "smaller" and old[1] > old[0],
        outcome=outcome,
        said=f"β = {betas[0]:g} gives {newest[0]:.2f} to the newest value and {old[0]:.3f} to all that are {OLD} or "
        f"more steps old; β = {betas[1]:g} gives them {newest[1]:.2f} and {old[1]:.3f}.",
        numbers={"newest, smaller β": newest[0], "newest, larger β": newest[1], "old, smaller β": old[0],
                 "old, larger β": old[1]},
    )  # fmt: skip


@claim(
    section=8,
    says="Bias correction matters only early: within 100 steps the average differs from the corrected one by less "
    "than 1 %.",
    guess=Guess(
        "v₀ = 0 and β = 0.9. After how many steps does dividing v by 1 − βᵗ change it by less than 1 %?", within=0.15
    ),
    why="The start at 0 still has the weight βᵗ at step t, and the correction divides by what is left, 1 − βᵗ. How "
    "long early is depends on β alone.",
    fails={"beta": 0.99},
    plot=Plot("step", "average"),
)
def bias_correction_matters_only_early(
    beta: Annotated[float, Option("β of the average", 0, 0.999)] = 0.9,
    noise: Annotated[float, Option("standard deviation of the values around 1", 0, 1)] = 0.1,
) -> Growing:
    """Average values around 1 from v = 0 on, until the correction changes less than 1 %."""
    average, step, change = torch.tensor(0.0), 0, 1.0
    while change >= 0.01 or step < 100:
        step += 1
        average = beta * average + (1 - beta) * (1 + noise * torch.randn(()))
        corrected = average / (1 - beta**step)
        if step <= 100:
            yield Point(step, {"average": average.item(), "corrected": corrected.item()})
        if change >= 0.01:
            change, lasted = (1 - average / corrected).abs().item(), step
    return Measured(
        holds=lasted <= 100,
        outcome=lasted,
        said=f"The correction changes the average by less than 1 % from step {lasted} on; 1/(1 − β), its "
        f"memory in steps, is {1 / (1 - beta):.4g}.",
        numbers={"steps that it lasts": lasted, "memory": 1 / (1 - beta)},
    )


@claim(
    section=8,
    says="Adam's first step is as long as the learning rate, whatever the gradient.",
    guess=Guess("A weight's first gradient is 0.0001, the rate 0.01. How long is Adam's first step?", within=0.1),
    why="After bias correction the first step is α·g/(√(g²) + ε): the gradient's size cancels, as long as it is large "
    "against ε = 10⁻⁸.",
    fails={"smallest_gradient": 1e-9},
)
def adams_first_step_is_the_rate_whatever_the_gradient(
    smallest_gradient: Annotated[float, Option("the smallest of nine gradients, up to 10 000", 1e-12, 1)] = 1e-4,
    learning_rate: Annotated[float, Option("learning rate", 1e-4, 1)] = 0.01,
) -> Measured:
    """Give nine weights gradients of very different size, and let torch's Adam take one step."""
    smallest = torch.tensor(smallest_gradient, dtype=torch.float64)
    gradients = torch.logspace(smallest.log10().item(), 4, 9, dtype=torch.float64)  # (weights,)
    weights = torch.zeros(9, dtype=torch.float64, requires_grad=True)
    weights.grad = gradients
    torch.optim.Adam([weights], lr=learning_rate).step()
    steps = weights.detach().abs()
    return Measured(
        holds=bool((steps - learning_rate).abs().max() <= 0.01 * learning_rate),
        outcome=steps[0].item(),
        said=f"Gradients from {gradients[0]:.3g} to {gradients[-1]:.3g} give first steps from {steps.min():.3g} to "
        f"{steps.max():.3g}, at a rate of {learning_rate:g}.",
        numbers={"shortest step": steps.min().item(), "longest step": steps.max().item(), "rate": learning_rate},
        bars=Bars(
            {f"gradient {gradient:.1e}": step.item() for gradient, step in zip(gradients, steps, strict=True)},
            "length of the first step",
        ),
    )


@claim(
    section=8,
    says="Adagrad's rate only falls, even where the gradients become small.",
    guess=Guess(
        "After 100 steps the gradients become a hundred times smaller. What does Adagrad's rate α/√(Σg²) do then?",
        {"rises": "It rises again.", "falls": "It goes on falling, by less and less.", "stays": "It stays exactly."},
    ),
    why="The rate is divided by the root of a sum of squares. A sum of squares never gets smaller; a moving average "
    "does.",
    fails={"squares": "averaged"},
    plot=Plot("step", "rate", logarithmic=True),
)  # fmt: skip
def adagrads_rate_only_falls(
    squares: Annotated[
        Literal["summed", "averaged"], Option("what becomes of the squares: Adagrad sums them, RMSprop averages them")
    ] = "summed",
    later_gradient: Annotated[float, Option("size of the gradients after 100 steps; 1 before", 0, 10)] = 0.01,
) -> Growing:
    """Feed torch's optimiser random gradients, and read the rate off its state."""
    weight = torch.zeros(1, requires_grad=True)
    optimiser: torch.optim.Optimizer = (
        torch.optim.Adagrad([weight], lr=0.1) if squares == "summed" else torch.optim.RMSprop([weight], lr=0.1)
    )
    rates = []
    for step in range(1, 201):
        weight.grad = torch.randn(1) * (1 if step <= 100 else later_gradient)
        optimiser.step()
        state = optimiser.state[weight]
        rates.append((0.1 / (state["sum"] if squares == "summed" else state["square_avg"]).sqrt()).item())
        yield Point(step, {"rate": rates[-1]})
    changes = torch.tensor(rates).diff()
    before, after = rates[99], rates[-1]
    return Measured(
        holds=bool((changes <= 0).all()),
        outcome="rises" if after > before else "falls" if after < before else "stays",
        said=f"The rate is {rates[0]:.4f} at step 1, {before:.4f} at step 100 and {after:.4f} at step 200; it rose in "
        f"{int((changes > 0).sum())} of 199 steps.",
        numbers={"rate at step 1": rates[0], "rate at step 100": before, "rate at step 200": after},
    )


@claim(
    section=8,
    says=f"RMSprop forgets old gradients: {SHOCK_STEPS} steps after one that was far too large its rate is back, "
    "Adagrad's is not.",
    guess=Guess(
        f"The first gradient is a hundred times too large. Whose rate is {SHOCK_STEPS} steps later at least 90 % of "
        "what it would be without?",
        {"both": "Both are back.", "rmsprop": "Only RMSprop's.", "adagrad": "Only Adagrad's.",
         "neither": "Neither is."},
    ),
    why="In a moving average the old square fades by ρ at each step; in Adagrad's sum it stays for ever. That "
    "is all that RMSprop changes: its rate is still yours to choose.",
    fails={"rho": 0.999},
    plot=Plot("step", "rate, as a share of the rate without the large gradient"),
)  # fmt: skip
def rmsprop_forgets_old_gradients(
    rho: Annotated[float, Option("ρ, RMSprop's share of the old average; torch calls it alpha", 0.5, 0.9999)] = 0.9,
    first_gradient: Annotated[float, Option("how many times too large the first gradient is", 1, 1000)] = 100.0,
) -> Growing:
    """Feed both optimisers the same random gradients, to one weight with the large one first and to one without."""
    weights = torch.zeros(2, requires_grad=True)  # (with the large gradient, without)
    adagrad, rmsprop = torch.optim.Adagrad([weights]), torch.optim.RMSprop([weights], alpha=rho)
    for step in range(SHOCK_STEPS + 1):
        weights.grad = torch.randn(1).repeat(2) if step else torch.tensor([first_gradient, 1.0])
        adagrad.step()
        rmsprop.step()
        disturbed, calm = adagrad.state[weights]["sum"].sqrt()
        adagrads = (calm / disturbed).item()
        disturbed, calm = rmsprop.state[weights]["square_avg"].sqrt()
        rmsprops = (calm / disturbed).item()
        if step % 5 == 0:
            yield Point(step, {"Adagrad": adagrads, "RMSprop": rmsprops})
    back = (adagrads >= 0.9, rmsprops >= 0.9)
    return Measured(
        holds=back == (False, True),
        outcome={(True, True): "both", (False, True): "rmsprop", (True, False): "adagrad"}.get(back, "neither"),
        said=f"{SHOCK_STEPS} steps later RMSprop's rate is {rmsprops:.1%} of what it would be without the large "
        f"gradient, Adagrad's {adagrads:.1%}.",
        numbers={"RMSprop's share": rmsprops, "Adagrad's share": adagrads},
    )


@claim(
    section=8,
    says="Momentum needs a rate scaled by 1/(1 − β) only where v is an average: with ten times the rate, at β = 0.9, "
    "v ← βv + (1 − β)g takes the very steps of v ← βv + g.",
    guess=Guess("The gradient stays 1, α = 0.1, β = 0.9 and v ← βv + g, as in torch. How long is the 100th step αv?"),
    why="The average lets each gradient in with 1 − β, the sum with 1. The two v differ by that factor at every step, "
    "and a rate 1/(1 − β) times as large takes it back.",
    fails={"rate_factor": 1.0},
    plot=Plot("step", "length of the step"),
)
def momentum_needs_a_scaled_rate_only_in_the_ewa_form(
    rate_factor: Annotated[float, Option("the average's rate, as a multiple of the sum's", 1, 100)] = 10.0,
    beta: Annotated[float, Option("β, the share of v that is kept", 0, 0.99)] = 0.9,
) -> Growing:
    """Let both forms step on a constant gradient; the sum is torch's SGD."""
    weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([weight], lr=0.1, momentum=beta)
    average, worst = torch.zeros(1, dtype=torch.float64), 0.0
    for step in range(1, 101):
        before = weight.detach().clone()
        weight.grad = torch.ones_like(weight)
        optimiser.step()
        summed = (before - weight).item()
        average = beta * average + (1 - beta) * weight.grad
        averaged = rate_factor * 0.1 * average.item()
        yield Point(step, {"v ← βv + g": summed, f"v ← βv + (1 − β)g, rate × {rate_factor:g}": averaged})
        worst = max(worst, abs(summed - averaged))
    return Measured(
        holds=worst <= 1e-9,
        outcome=summed,
        said=f"Step 100 is {summed:.3f} with v ← βv + g at the rate 0.1, and {averaged:.3f} with the average at the "
        f"rate {0.1 * rate_factor:.3g}; 1/(1 − β) is {1 / (1 - beta):.3g}.",
        numbers={"step of the sum": summed, "step of the average": averaged, "largest difference": worst},
    )


def _by_hand(
    name: str, gradient: Callable[[Tensor], Tensor], theta: Tensor, rate: float, epsilon: float, inside: bool
) -> Tensor:
    """Return θ after the steps of an optimiser as a textbook writes it; m, v and s are its memories."""
    m, v, s, schedule = torch.zeros_like(theta), torch.zeros_like(theta), torch.zeros_like(theta), 1.0

    def root(square: Tensor) -> Tensor:
        return (square + epsilon).sqrt() if inside else square.sqrt() + epsilon

    for t in range(1, HAND_STEPS + 1):
        g = gradient(theta)
        if name == "SGD":
            step = g
        elif name in ("momentum", "Nesterov"):
            m = 0.9 * m + g
            step = m if name == "momentum" else g + 0.9 * m
        elif name == "Adagrad":
            v = v + g**2
            step = g / root(v)
        elif name == "RMSprop":
            v = 0.9 * v + 0.1 * g**2
            step = g / root(v)
        elif name == "Adadelta":
            v = 0.9 * v + 0.1 * g**2
            step = (s + epsilon).sqrt() / (v + epsilon).sqrt() * g
            s = 0.9 * s + 0.1 * step**2
        else:
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            step = m / (1 - 0.9**t) / root(v / (1 - 0.999**t))
            if name == "Adamax":
                s = torch.maximum(0.999 * s, g.abs() + epsilon)
                step = m / (1 - 0.9**t) / s
            if name == "NAdam":
                now, following = (0.9 * (1 - 0.5 * 0.96 ** (0.004 * at)) for at in (t, t + 1))
                schedule *= now
                mixed = following * m / (1 - schedule * following) + (1 - now) * g / (1 - schedule)
                step = mixed / root(v / (1 - 0.999**t))
        theta = theta - rate * step
    return theta


@claim(
    section=8,
    says=f"Worked by hand, {HAND_STEPS} steps of nine optimisers agree with torch.optim's to at least eight digits.",
    guess=Guess(
        f"Nine optimisers take {HAND_STEPS} steps by their formulas, ε = 10⁻⁶ beside the root. How many part from "
        "torch.optim by more than rounding?",
        {"none": "None.", "some": "Some of them.", "all": "All nine."},
    ),
    why="An optimiser is nothing but its update rule. Two runs with the same rule part by rounding only; another place "
    "for ε is another rule. (torch keeps one factor of NAdam in single precision, so there fewer digits agree.)",
    fails={"epsilon_inside": True},
)  # fmt: skip
def hand_traces_equal_torch_optim(
    epsilon_inside: Annotated[bool, Option("ε inside the root, √(v + ε), as some courses write it")] = False,
    epsilon: Annotated[float, Option("ε", 1e-12, 0.01)] = 1e-6,
) -> Measured:
    """Descend the same bowl by hand and by torch, from the same random point."""
    curvatures, learning_rate = torch.tensor([1.0, 3.0, 9.0], dtype=torch.float64), 0.05
    start = 1 + torch.rand(3, dtype=torch.float64)  # (weights,)
    makers: dict[str, Callable[..., torch.optim.Optimizer]] = {
        "SGD": lambda theta, **_: torch.optim.SGD(theta, lr=learning_rate),
        "momentum": lambda theta, **_: torch.optim.SGD(theta, lr=learning_rate, momentum=0.9),
        "Nesterov": lambda theta, **_: torch.optim.SGD(theta, lr=learning_rate, momentum=0.9, nesterov=True),
        "Adagrad": torch.optim.Adagrad,
        "RMSprop": lambda theta, **rest: torch.optim.RMSprop(theta, alpha=0.9, **rest),
        "Adadelta": torch.optim.Adadelta,
        "Adam": torch.optim.Adam,
        "Adamax": torch.optim.Adamax,
        "NAdam": torch.optim.NAdam,
    }
    digits = {}
    for name, maker in makers.items():
        theta = start.clone().requires_grad_()
        optimiser = maker([theta], lr=learning_rate, eps=epsilon)
        for _ in range(HAND_STEPS):
            theta.grad = curvatures * theta.detach()
            optimiser.step()
        by_hand = _by_hand(name, lambda at: curvatures * at, start, learning_rate, epsilon, epsilon_inside)
        gap = (by_hand - theta.detach()).abs().max() / start.max()
        digits[name] = -gap.clamp(min=1e-16).log10().item()
    apart = [name for name, agreeing in digits.items() if agreeing < 8]
    least = min(digits, key=lambda name: digits[name])
    return Measured(
        holds=not apart,
        outcome="none" if not apart else "all" if len(apart) == len(digits) else "some",
        said=f"{len(digits) - len(apart)} of {len(digits)} agree with torch to at least eight digits; {least} agrees "
        f"least, to {digits[least]:.1f}.",
        numbers=digits,
        bars=Bars(digits, f"digits that agree after {HAND_STEPS} steps"),
    )


@claim(
    section=8,
    says="Nesterov takes the gradient where the momentum is about to carry it, and overshoots less for it.",
    guess=Guess(
        "Both roll into the bowl θ²/2 from θ = 1, with β = 0.9 and α = 0.1. Which gets further beyond the minimum?",
        {"momentum": "Plain momentum.", "nesterov": "Nesterov's.", "same": "Both equally far."},
    ),
    why="At the look-ahead point beyond the minimum the gradient already points back, so it brakes a step earlier. "
    "At a large rate that brake itself is too strong.",
    fails={"learning_rate": 1.5},
    plot=Plot("step", "θ"),
)  # fmt: skip
def nesterov_looks_ahead(
    learning_rate: Annotated[float, Option("learning rate α", 0.01, 2)] = 0.1,
    beta: Annotated[float, Option("β, the share of the velocity that is kept", 0, 0.99)] = 0.9,
) -> Growing:
    """Roll both into the bowl; they differ only in the point whose gradient they take."""
    theta = torch.ones(2, dtype=torch.float64)  # (plain momentum, Nesterov's)
    velocity, looks_ahead = torch.zeros_like(theta), torch.tensor([0.0, 1.0])
    furthest = torch.zeros_like(theta)
    for step in range(61):
        yield Point(step, {"momentum": theta[0].item(), "Nesterov": theta[1].item()})
        point = (theta + looks_ahead * beta * velocity).requires_grad_()
        (gradient,) = torch.autograd.grad((point**2 / 2).sum(), point)
        velocity = beta * velocity - learning_rate * gradient
        theta = theta + velocity
        furthest = torch.maximum(furthest, -theta)
    plain, nesterov = furthest.tolist()
    return Measured(
        holds=nesterov < plain,
        outcome="same" if nesterov == plain else "momentum" if nesterov < plain else "nesterov",
        said=f"Plain momentum gets {plain:.3g} beyond the minimum, Nesterov's {nesterov:.3g}; in the end they are "
        f"at {theta[0]:.2g} and {theta[1]:.2g}.",
        numbers={"overshoot of momentum": plain, "overshoot of Nesterov": nesterov},
    )


@claim(
    section=8,
    says="Nadam takes one gradient a step, at the weights themselves: with a constant μ, a trace by hand that uses no "
    "other is torch's NAdam.",
    guess=Guess(
        "Nadam is said to combine Adam and Nesterov. Which gradients does it take in a step?",
        {"one": "One, at the weights as they are.", "ahead": "One, at a look-ahead point.",
         "two": "Two: at the weights, and at a look-ahead point."},
    ),
    why="Instead of moving to a look-ahead point it mixes the gradient at hand into the momentum a second time. torch "
    "by default also lets μ grow from about β₁/2 to β₁, which textbooks leave constant.",
    fails={"momentum_decay": 0.004},
    plot=Plot("step", "θ"),
)  # fmt: skip
def nadam_has_one_gradient(
    momentum_decay: Annotated[
        float, Option("how fast torch's μ grows: 0.004 is its default, at 1000 it is β₁ from the start", 0, 1000)
    ] = 1000.0,
    learning_rate: Annotated[float, Option("learning rate", 0.001, 0.5)] = 0.1,
) -> Growing:
    """Note where torch's NAdam asks for gradients, and follow it by hand with these alone."""
    theta = (1 + torch.rand(1, dtype=torch.float64)).requires_grad_()
    by_hand, m, v = theta.item(), 0.0, 0.0
    optimiser = torch.optim.NAdam([theta], lr=learning_rate, momentum_decay=momentum_decay)
    asked: list[float] = []

    def closure() -> float:
        optimiser.zero_grad()
        asked.append(theta.item())
        loss = (theta**2 / 2).sum()
        loss.backward()
        return loss.item()

    apart, starts = 0.0, []
    for t in range(1, HAND_STEPS + 1):
        yield Point(t - 1, {"torch": theta.item(), "by hand": by_hand})
        starts.append(theta.item())
        optimiser.step(closure)
        g = by_hand
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        mixed = 0.9 * m / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
        by_hand -= learning_rate * mixed / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        apart = max(apart, abs(by_hand - theta.item()))
    outcome = "two" if len(asked) > HAND_STEPS else "one" if asked == starts else "ahead"
    return Measured(
        holds=outcome == "one" and apart <= 1e-5,
        outcome=outcome,
        said=f"torch asked for {len(asked)} gradients in {HAND_STEPS} steps, "
        f"{sum(map(float.__eq__, asked, starts))} of them at the weights themselves; the trace by hand with a "
        f"constant μ is at most {apart:.1g} away.",
        numbers={"gradients": len(asked), "largest difference": apart},
    )


@claim(
    section=8,
    says="Adamax divides by the largest gradient that it remembers: one ten times the others rules the 50 steps after "
    "it.",
    guess=Guess(
        "Gradients up to 1, and one of 10. By about what does Adamax divide 50 steps later, with β₂ = 0.999?",
        {"spike": "By almost 10.", "between": "By something in between, like a root of averaged squares.",
         "usual": "By less than 1."},
    ),
    why="u ← max(β₂u, |g|): no squares, no average. A large gradient stays in u until it has faded below the size of a "
    "new one, so how long it rules depends on β₂.",
    fails={"beta2": 0.9},
    plot=Plot("step", "what the momentum is divided by"),
)  # fmt: skip
def adamax_takes_a_maximum_not_squares(
    beta2: Annotated[float, Option("β₂, by which what is remembered fades at each step", 0.5, 0.9999)] = 0.999,
    spike: Annotated[float, Option("the large gradient", 1, 1000)] = 10.0,
) -> Growing:
    """Feed Adamax and Adam random gradients up to 1 with a large one among them, and read their states."""
    weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    adamax = torch.optim.Adamax([weight], betas=(0.9, beta2))
    adam = torch.optim.Adam([weight], betas=(0.9, beta2))
    ruled = 0
    for step in range(1, SPIKE_AT + 51):
        weight.grad = torch.rand(1, dtype=torch.float64) if step != SPIKE_AT else torch.tensor([spike]).double()
        adamax.step()
        adam.step()
        largest = adamax.state[weight]["exp_inf"].item()
        averaged = (adam.state[weight]["exp_avg_sq"] / (1 - beta2**step)).sqrt().item()
        yield Point(step, {"Adamax, u": largest, "Adam, √v̂": averaged})
        faded = spike * beta2 ** (step - SPIKE_AT)
        ruled += step > SPIKE_AT and abs(largest - faded) <= 1e-6 * faded
    return Measured(
        holds=ruled == 50,
        outcome="usual" if largest < 1 else "spike" if largest > 0.8 * spike else "between",
        said=f"The gradient of {spike:g}, faded by β₂ a step, is Adamax's u in {ruled} of the 50 steps after it; in "
        f"the last Adamax divides by {largest:.3g}, Adam by {averaged:.3g}.",
        numbers={"u in the last step": largest, "Adam's root": averaged, "steps ruled": ruled},
    )


@claim(
    section=8,
    says="Adam's weight_decay shrinks weights with large gradients less than others; AdamW shrinks all alike.",
    guess=Guess(
        "Half of the weights have gradients ten times as large. Which does weight_decay in Adam shrink less?",
        {"large": "Those with large gradients.", "small": "Those with small gradients.", "alike": "All shrink alike."},
    ),
    why="Adam adds λw to the gradient and divides the sum by √v̂: the larger a weight's gradients, the less is left of "
    "its decay. AdamW subtracts αλw outside of that division.",
    fails={"ratio": 1.0},
    plot=Plot("update", "mean weight"),
)  # fmt: skip
def weight_decay_in_adam_is_not_adamw(
    ratio: Annotated[float, Option("how many times as large the large gradients are", 1, 1000)] = 10.0,
    weight_decay: Annotated[float, Option("weight decay λ", 0, 1)] = 0.5,
) -> Growing:
    """Give weights of 1 nothing but noise for gradients, so that only the decay moves their means."""
    scales = torch.tensor([[1.0], [ratio]])  # (kinds, 1)
    coupled, decoupled = torch.ones(2, 1000, requires_grad=True), torch.ones(2, 1000, requires_grad=True)
    adam = torch.optim.Adam([coupled], lr=0.01, weight_decay=weight_decay)
    adamw = torch.optim.AdamW([decoupled], lr=0.01, weight_decay=weight_decay)
    for update in range(DECAY_UPDATES + 1):
        (small, large), (small_w, large_w) = coupled.mean(1).tolist(), decoupled.mean(1).tolist()
        yield Point(update, {"Adam, small": small, "Adam, large": large, "AdamW, small": small_w,
                             "AdamW, large": large_w})  # fmt: skip
        coupled.grad = scales * torch.randn(2, 1000)  # (kinds, weights)
        decoupled.grad = coupled.grad.clone()
        adam.step()
        adamw.step()
    outcome = "alike" if abs(large - small) < 0.02 else "large" if large > small else "small"
    return Measured(
        holds=outcome == "large" and abs(large_w - small_w) < 0.02,
        outcome=outcome,
        said=f"From 1, Adam brought weights with large gradients to {large:.2f} and the others to {small:.2f}; AdamW "
        f"brought them to {large_w:.2f} and {small_w:.2f}.",
        numbers={"Adam, large": large, "Adam, small": small, "AdamW, large": large_w, "AdamW, small": small_w},
    )
