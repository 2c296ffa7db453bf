"""Examples of slips: read from a pack, and proven by marking them."""

from __future__ import annotations

from studyai.bank.kinds.exercises import shape
from studyai.bank.located import Located
from studyai.exercise.definition import Example, Exercise, Slip, Step
from studyai.exercise.givens import GivenError, read_own
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.sample import SamplingError, Variant, with_own_givens
from studyai.formula.draw.words import with_subscripts
from studyai.formula.errors import EvaluationError


def read_example(place: Located) -> Example:
    """Return a slip's example, its values as they are typed; raises BankError."""
    entries = place.fields(shape.Example)
    return Example(
        given={symbol: _as_typed(at) for symbol, at in entries["given"].mapping().items()},
        typed=_as_typed(entries["typed"]),
        says=with_subscripts(entries["says"].text()),
        line=entries["line"].text() if "line" in entries else "",
    )


def _as_typed(place: Located) -> str:
    if place.is_list:
        return f"[{', '.join(_as_typed(item) for item in place.items())}]"
    return place.text()


def example_problem(exercise: Exercise, step: Step, slip: Slip) -> str:
    """Return what is wrong with the slip's example; nothing where what is typed is told to be this slip."""
    example = slip.example
    if example is None:
        return "it has no example; `example:` takes given, what is typed, and a phrase that its words say"
    try:
        solution = _variant(exercise, example).solution
    except (GivenError, EvaluationError, SamplingError) as problem:
        return f"its example has no solution: {problem}"
    keys = [line.key for line in solution.lines if line.step.symbol == step.symbol]
    key = example.line or keys[0]
    if key not in keys:
        return f"its example answers {key}, which is no line of this step: {', '.join(keys)}"
    marked = mark(solution, key, example.typed)
    if marked.verdict is not Verdict.SLIP or marked.feedback != slip.say:
        said = f"{marked.verdict} {marked.slip}".rstrip()
        return f"its example, {example.typed} for {key}, is not marked as this slip but as {said}: {marked.feedback}"
    if example.says not in slip.say:
        return f"its words do not say what its example expects: {example.says!r} is not in {slip.say!r}"
    return ""


def _variant(exercise: Exercise, example: Example) -> Variant:
    own = {symbol: read_own(exercise, symbol, text) for symbol, text in example.given.items()}
    for symbol, given in exercise.givens.items():
        if symbol not in own and given.default is None:
            raise GivenError(symbol, "is missing; only givens that have a default may be left out")
    return with_own_givens(exercise, min(exercise.levels), 0, own)
