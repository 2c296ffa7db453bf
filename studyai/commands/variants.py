"""The variant a command is about: from exercise, level and seed, or from a user's own givens."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from studyai.bank.bank import Bank
from studyai.commands.errors import BadInputError
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, GivenValue, check_names, read_entry, read_own
from studyai.exercise.sample import Variant, read_variant_id, sample, with_own_givens
from studyai.files import MEBIBYTE, read_file
from studyai.formula.arrays import as_array

LARGEST_FILE = 4 * MEBIBYTE


def variant_of(bank: Bank, arguments: Namespace) -> Variant:
    """Return the variant; raises BadInputError, GivenError, UnknownExerciseError, EvaluationError."""
    identifier, level, seed = arguments.exercise, arguments.level, arguments.seed
    if ":" in identifier:
        if level is not None or seed is not None:
            raise BadInputError(f"{identifier} names a level and a seed already; leave out --level and --seed")
        try:
            identifier, level, seed = read_variant_id(identifier)
        except ValueError as problem:
            raise BadInputError(str(problem)) from problem
    exercise = bank.exercise(identifier)
    own = own_givens(exercise, arguments)
    if own:
        return with_own_givens(exercise, level or _own_level(exercise), seed or 0, own)
    return sample(exercise, level or min(exercise.levels), seed or 0)


def _own_level(exercise: Exercise) -> int:
    return min(exercise.levels)


def own_givens(exercise: Exercise, arguments: Namespace) -> dict[str, GivenValue]:
    """Return the givens from --givens and --given; the latter win."""
    own: dict[str, GivenValue] = {}
    if getattr(arguments, "givens", None):
        own.update(_from_file(exercise, Path(arguments.givens)))
    typed = named_values("--given", getattr(arguments, "given", None) or [], "write NAME=VALUE, such as F=2")
    check_names(exercise, typed)
    return own | {symbol: read_own(exercise, symbol, value) for symbol, value in typed.items()}


def named_values(option: str, texts: Iterable[str], how: str) -> dict[str, str]:
    """Return what an option says that is given once for each name; raises BadInputError, saying how it is written."""
    values: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise BadInputError(f"{option} {text}: {how}")
        if name in values:
            raise BadInputError(f"{option} {name}: given twice, as {values[name]} and as {value}; give it once")
        values[name] = value
    return values


def _from_file(exercise: Exercise, file: Path) -> dict[str, GivenValue]:
    try:
        document = msgspec.json.decode(read_file(file, LARGEST_FILE), type=dict[str, Any])
    except OSError as problem:
        raise BadInputError(f"--givens {file}: {problem.strerror}") from problem
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadInputError(f"--givens {file}: must be a JSON object of givens: {problem}") from problem
    check_names(exercise, document)
    return {symbol: _from_json(exercise, symbol, value) for symbol, value in document.items()}


def _from_json(exercise: Exercise, symbol: str, value: Any) -> GivenValue:
    if isinstance(value, str):
        return read_own(exercise, symbol, value)
    if isinstance(value, list):
        try:
            return as_array(_entries(symbol, value))
        except ValueError as problem:
            raise GivenError(symbol, str(problem)) from problem
    return read_own(exercise, symbol, _text(symbol, value))


def _text(symbol: str, value: Any) -> str:
    """Return a number of the file as it stood there, so that 0.1 is exactly one tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        said = msgspec.json.encode(value).decode()
        raise GivenError(symbol, f'must be a number, a list of numbers, or text such as "1/3", not {said}')
    return repr(value)


def _entries(symbol: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_entries(symbol, item) for item in value]
    return read_entry(symbol, value if isinstance(value, str) else _text(symbol, value))
