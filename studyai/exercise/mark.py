"""Marks one typed step: correct, too coarse, carried forward, a named slip, wrong, or unreadable.

An answer is first compared with the truth, then with what follows from the learner's own earlier
values, so that one mistake costs one step. Right given the learner's values comes before the slips: who
computes correctly from an earlier wrong value must not be accused of a mistake with the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from studyai.exercise.definition import Slip
from studyai.exercise.diagnosis import diagnosis
from studyai.exercise.precision import agrees, asked_decimals, differing
from studyai.exercise.present import subscripts
from studyai.exercise.rounding import is_one_unit_off, said_of_rounding
from studyai.exercise.shapes import check_decimal_commas, in_shape
from studyai.exercise.slips import slips_at, solve_with_slip
from studyai.exercise.solve import Line, Override, Solution, solve_as_far
from studyai.exercise.symbolic import read_typed
from studyai.formula.arrays import describe, entries, shape_of
from studyai.formula.equivalence import equivalent
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.expression import Expression
from studyai.formula.typed.named import without_name
from studyai.formula.values import Value


class Verdict(StrEnum):
    """What a mark says. `unreadable` and `coarse` use no attempt."""

    CORRECT = "correct"
    COARSE = "coarse"
    CARRIED = "carried"
    SLIP = "slip"
    WRONG = "wrong"
    UNREADABLE = "unreadable"


GLYPHS = {
    Verdict.CORRECT: "✓",
    Verdict.COARSE: "?",
    Verdict.CARRIED: "↷",
    Verdict.SLIP: "✗",
    Verdict.WRONG: "✗",
    Verdict.UNREADABLE: "?",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The verdict on one typed step. `position` is the place of an unreadable character in the text."""

    key: str
    verdict: Verdict
    feedback: str
    slip: str = ""
    value: Value | None = None
    position: int = 0

    @property
    def earns_credit(self) -> bool:
        """Whether the step counts as done right."""
        return self.verdict in (Verdict.CORRECT, Verdict.CARRIED)

    @property
    def uses_attempt(self) -> bool:
        """Whether the answer was read and judged."""
        return self.verdict not in (Verdict.UNREADABLE, Verdict.COARSE)


def mark(solution: Solution, key: str, text: str, earlier: Mapping[str, Value] | None = None) -> Mark:
    """Return the mark of a typed answer to step `key`, given the values of earlier steps as the learner wrote them."""
    line = solution.line(key)
    truth = line.value
    try:
        typed = in_shape(read_typed(line, _without_name(line, text)), truth)
        marked = mark_value(solution, key, typed, earlier or {})
        if marked.verdict is Verdict.WRONG:
            check_decimal_commas(text, typed, truth)
    except FormulaError as problem:
        return Mark(key, Verdict.UNREADABLE, problem.message, position=problem.position)
    return marked


def _without_name(line: Line, text: str) -> str:
    return without_name(text, line.step.symbol, line.key, subscripts=subscripts(line, numbered=True))


def mark_value(solution: Solution, key: str, typed: Value, earlier: Mapping[str, Value]) -> Mark:
    """Do as `mark`, for a value already read."""
    line = solution.line(key)
    decimals = asked_decimals(line.value, line.step.decimals)
    if _is_correct(typed, line.value, decimals):
        return Mark(key, Verdict.CORRECT, "Correct.", value=typed)
    own = _from_own_values(solution, key, earlier)
    if own is not None and agrees(typed, own.value, asked_decimals(own.value, line.step.decimals)):
        return _carried(solution, key, typed, earlier)
    slip = _slip(solution, line, own, typed, decimals, earlier)
    if slip is not None:
        return Mark(key, Verdict.SLIP, slip.say, slip.tag, typed)
    if shape_of(typed) != shape_of(line.value):
        return Mark(key, Verdict.WRONG, _shape_feedback(typed, line.value), value=typed)
    if isinstance(typed, Expression):
        return Mark(key, Verdict.WRONG, diagnosis(typed, line), value=typed)
    rounding = said_of_rounding(typed, line.value, decimals)
    if rounding:
        return Mark(key, Verdict.COARSE, rounding, value=typed)
    return Mark(key, Verdict.WRONG, _wrong_feedback(typed, line.value, decimals), value=typed)


def _is_correct(typed: Value, truth: Value, decimals: int) -> bool:
    if isinstance(typed, Expression) and isinstance(truth, Expression):
        return equivalent(typed, truth)
    return agrees(typed, truth, decimals)


def _carried(solution: Solution, key: str, typed: Value, earlier: Mapping[str, Value]) -> Mark:
    """Mark as right from the learner's values: simply correct where those were right and only rounded."""
    if _only_rounded(solution, key, earlier):
        return Mark(key, Verdict.CORRECT, "Correct, computed from your rounded values.", value=typed)
    return Mark(key, Verdict.CARRIED, "Right, given your earlier value: full credit for this step.", value=typed)


def _only_rounded(solution: Solution, key: str, earlier: Mapping[str, Value]) -> bool:
    """Return whether each earlier value is right, by itself or given those before it.

    Rounding adds up from step to step.
    """
    before: dict[str, Value] = {}
    for line in solution.lines:
        if line.key == key:
            break
        if line.key in earlier:
            value = earlier[line.key]
            own = line if _is_right(line, value) else _from_own_values(solution, line.key, before)
            if own is None or not _is_right(own, value):
                return False
            before[line.key] = value
    return True


def _is_right(line: Line, value: Value) -> bool:
    return agrees(value, line.value, asked_decimals(line.value, line.step.decimals))


def followed(solution: Solution, key: str, earlier: Mapping[str, Value]) -> Line:
    """Return the step as it follows from the learner's earlier values.

    It is the true one where these are right or lead nowhere.
    """
    own = None if _only_rounded(solution, key, earlier) else _from_own_values(solution, key, earlier)
    return own or solution.line(key)


def _from_own_values(solution: Solution, key: str, earlier: Mapping[str, Value]) -> Line | None:
    others = {other: value for other, value in earlier.items() if other != key}
    if not others:
        return None
    try:
        return solve_as_far(solution.exercise, solution.givens, Override({}, others)).line(key)
    except KeyError:
        return None  # nothing follows from these values


def _slip(
    solution: Solution,
    line: Line,
    own: Line | None,
    typed: Value,
    decimals: int,
    earlier: Mapping[str, Value],
) -> Slip | None:
    candidates = list(slips_at(line))
    if own is not None:
        candidates += slips_at(own)
    for slipped in candidates:
        if _agrees_with_slip(typed, slipped.value, decimals):
            return slipped.slip
    return _earlier_slip(solution, line, typed, decimals, earlier)


def _earlier_slip(
    solution: Solution, line: Line, typed: Value, decimals: int, earlier: Mapping[str, Value]
) -> Slip | None:
    """Return a slip made in a step that the learner did not write down (answers without their steps)."""
    for before in solution.lines:
        if before.key == line.key:
            return None
        if before.key in earlier:
            continue
        for slipped in slips_at(before):
            try:
                followed = solve_with_slip(solution, before, slipped.slip).line(line.key)
            except (EvaluationError, KeyError):
                continue  # the slip leads nowhere with these numbers
            if not agrees(followed.value, line.value, decimals) and _agrees_with_slip(typed, followed.value, decimals):
                return slipped.slip
    return None


def _agrees_with_slip(typed: Value, slipped: Value, decimals: int) -> bool:
    """Return whether the answer is the slip's: where whole numbers are asked, 13.33 may be what the mistake gives."""
    return agrees(typed, slipped, decimals if decimals else asked_decimals(slipped, 0) and 2)


def _shape_feedback(typed: Value, truth: Value) -> str:
    wanted, got = shape_of(truth), shape_of(typed)
    if len(wanted) == 2 and got == wanted[::-1]:
        return f"This is transposed: asked is {describe(wanted)}, yours is {describe(got)}."
    if len(wanted) == 1 and got in ((1, *wanted), (*wanted, 1)):
        return f"Asked is a plain list of {describe(wanted)}, such as [1, 2], without inner lists."
    return f"The shape is wrong: asked is {describe(wanted)}, yours is {describe(got)}."


def _wrong_feedback(typed: Value, truth: Value, decimals: int) -> str:
    shape = shape_of(truth)
    if agrees(_negated(typed), truth, decimals):
        return "The size is right, the sign is not."
    if is_one_unit_off(typed, truth, decimals):
        return f"Off by one unit in the last of the {decimals} decimals: round at the very end only."
    if not shape:
        return "This is not the value."
    wrong = differing(typed, truth, decimals)
    if len(wrong) == len(entries(truth)):
        return "No entry is right."
    between = ", " if len(shape) == 1 else "; "
    places = between.join(_place(place, shape) for place in wrong[:6])
    more = f" and {len(wrong) - 6} more" if len(wrong) > 6 else ""
    return f"Not right: {places}{more}. The other entries are."


def _negated(value: Value) -> Value:
    return -value


def _place(place: int, shape: tuple[int, ...]) -> str:
    indices: list[int] = []
    for size in reversed(shape):
        place, index = divmod(place, size)
        indices.insert(0, index + 1)
    if len(indices) == 1:
        return f"entry {indices[0]}"
    *outer, row, column = indices
    within = f"matrix {', '.join(map(str, outer))}, " if outer else ""
    return f"{within}row {row}, column {column}"
