"""Reads givens, sizes and levels of an exercise: how numbers are sampled and what is accepted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from studyai.bank.kinds.exercises import shape
from studyai.bank.kinds.exercises.names import read_identifier, read_symbol
from studyai.bank.located import Located, keys
from studyai.exercise.definition import Domain, Given, Level, Rule, Templates
from studyai.formula.arrays import as_array
from studyai.formula.errors import FormulaError
from studyai.formula.probing import CALLS, CONSTANTS
from studyai.formula.typed.expression import read_expression

LIMITS = ("at_least", "at_most", "above", "below")
RULES = keys(shape.Rule)
MOST_VALUES = 10_000
LONGEST_AXIS = 100


def read_given(symbol: str, place: Located) -> Given:
    """Return a given; raises BankError with the line of the mistake."""
    entries = place.fields(shape.Given)
    name = entries["name"].text()
    if "options" in entries:
        listed = entries["options"].mapping()
        options = {read_identifier(option, say): say.text() for option, say in listed.items()}
        default = _default_option(entries.get("default"), options)
        quiet = _is_quiet(place, entries, default)
        return Given(symbol, name, Rule(()), Domain(), default=default, options=options, quiet=quiet)
    if "expression" in entries:
        return _read_expression_given(symbol, name, entries)
    limits = {limit: entries[limit].number() for limit in LIMITS if limit in entries}
    # Whole numbers are sampled where only whole numbers make sense, unless the author says otherwise.
    whole = entries["whole"].flag() if "whole" in entries else "int" in entries
    domain = Domain(whole=whole, **limits)
    rule = read_rule(place, entries)
    sizes = tuple(_size(size) for size in entries["shape"].items()) if "shape" in entries else ()
    if sizes and "pair" in entries:
        raise place.wrong("a pair is [height, width] already and takes no shape")
    default_number = entries["default"].number() if "default" in entries else None
    given = Given(
        symbol,
        name,
        rule,
        domain,
        shape=sizes,
        pair="pair" in entries and entries["pair"].flag(),
        default=default_number,
        quiet=_is_quiet(place, entries, default_number),
        row_total=entries["rows_add_up_to"].number() if "rows_add_up_to" in entries else None,
    )
    _check_rule(place, given, rule)
    return given


def _is_quiet(place: Located, entries: dict[str, Located], default: object) -> bool:
    quiet = "quiet" in entries and entries["quiet"].flag()
    if quiet and default is None:
        raise place.wrong("a quiet given needs a default")
    return quiet


def _read_expression_given(symbol: str, name: str, entries: dict[str, Located]) -> Given:
    """Return an expression in the listed variables, one of some texts with {placeholders} for words."""
    variables = tuple(item.text() for item in entries["expression"].items())
    for key in entries.keys() - {"name", "expression", "words", "one_of"}:
        raise entries[key].wrong(f"{key} does not go with an expression")
    for variable, at in zip(variables, entries["expression"].items(), strict=True):
        if read_symbol(variable, at) in (*CONSTANTS, *CALLS):
            raise at.wrong(f"{variable} cannot be a variable: it is a constant or a function")
    if "one_of" not in entries or not variables:
        raise entries["expression"].wrong("an expression needs its variables here, and its texts in one_of")
    listed = entries["words"].mapping() if "words" in entries else {}
    words = {read_symbol(name, at): tuple(item.text() for item in at.items()) for name, at in listed.items()}
    given = Given(symbol, name, Rule(()), Domain(), variables=variables, templates=Templates((), words))
    return replace(given, templates=Templates(_read_texts(entries["one_of"], given), words))


def _read_texts(place: Located, given: Given) -> tuple[str, ...]:
    """Return the texts, each readable with any of its words in any place."""
    texts = tuple(item.text() for item in place.items())
    for text, at in zip(texts, place.items(), strict=True):
        for placeholder, words in {"": ("",), **given.templates.words}.items():
            for word in words:
                _check_text(at, text.replace(f"{{{placeholder}}}", word), given)
    if not texts:
        raise place.wrong("one text at least is needed")
    return texts


def _check_text(place: Located, text: str, given: Given) -> None:
    for placeholder, words in given.templates.words.items():
        text = text.replace(f"{{{placeholder}}}", words[0])
    try:
        read_expression(text, given.variables)
    except FormulaError as problem:
        raise place.wrong(f"expression: {problem.message}\n{problem.caret(text)}") from problem


def _check_rule(place: Located, given: Given, rule: Rule) -> None:
    """Refuse what does not have the given's shape, or would not be accepted from a user."""
    if rule.filled_axes > len(given.shape):
        raise place.wrong("a row or table needs a shape with as many axes")
    default = () if given.default is None or isinstance(given.default, str) else (given.default,)
    for number in (*default, *rule.values, *_flat(rule.rows)):
        if not given.domain.holds(number):
            raise place.wrong(f"{given.symbol} must be {given.domain}, and {number} is not")
    if given.row_total is not None:
        _check_row_totals(place, given, rule)


def _check_row_totals(place: Located, given: Given, rule: Rule) -> None:
    """Refuse rows that add up to something else, and numbers drawn one by one, which seldom add up to anything."""
    if not given.shape or not rule.rows:
        raise place.wrong("rows_add_up_to needs a shape, and whole rows in one_of")
    for row in _rows(rule.rows):
        if sum(row) != given.row_total:
            raise place.wrong(
                f"each row of {given.symbol} must add up to {given.row_total}, and {sum(row)} is not that"
            )


def _rows(nested: Any) -> list[Any]:
    """Return the innermost tuples."""
    return [row for item in nested for row in (_rows(item) if isinstance(item[0], tuple) else [item])]


def _flat(nested: Any) -> list[int | Fraction]:
    return [number for item in nested for number in _flat(item)] if isinstance(nested, tuple) else [nested]


def _default_option(place: Located | None, options: dict[str, str]) -> str | None:
    if place is None:
        return None
    if place.text() not in options:
        raise place.wrong(f"must be one of {', '.join(options)}")
    return place.text()


def _size(place: Located) -> str | int:
    text = place.text()
    if not text.isdecimal():
        return text
    return _axis(place, int(text), least=1)


def _axis(place: Located, length: int | Fraction, least: int) -> int:
    if not isinstance(length, int) or not least <= length <= LONGEST_AXIS:
        raise place.wrong(f"the length of an axis is a whole number from {least} to {LONGEST_AXIS}")
    return length


def read_rule(place: Located, entries: dict[str, Located]) -> Rule:
    """Return the one sampling rule among the entries."""
    kinds = [kind for kind in RULES if kind in entries]
    if len(kinds) != 1:
        raise place.wrong(f"needs exactly one of {', '.join(RULES)}")
    (kind,) = kinds
    rule = entries[kind]
    items = rule.items()
    if kind == "one_of" and items and items[0].is_list:
        return _read_rows(rule, items)
    numbers = [item.number() for item in items]
    if kind == "one_of":
        values = tuple(numbers)
    elif kind == "int":
        values = _steps(rule, numbers, 1) if len(numbers) == 2 else ()
    else:
        values = _steps(rule, numbers[:2], numbers[2]) if len(numbers) == 3 else ()
    if not values:
        raise rule.wrong(
            "int takes [lowest, highest], decimal [lowest, highest, step], one_of one number or row at least"
        )
    return Rule(values)


def _read_rows(place: Located, items: list[Located]) -> Rule:
    rows = tuple(_nested(item) for item in items)
    try:
        as_array(rows)
    except ValueError as problem:
        raise place.wrong(f"whole rows must be alike: {problem}") from problem
    return Rule((), rows)


def _nested(place: Located) -> Any:
    return tuple(_nested(item) for item in place.items()) if place.is_list else place.number()


def _steps(place: Located, ends: list[int | Fraction], step: int | Fraction) -> tuple[int | Fraction, ...]:
    lowest, highest = ends
    if step <= 0 or lowest > highest or (highest - lowest) / step > MOST_VALUES:
        raise place.wrong(f"must rise from lowest to highest in at most {MOST_VALUES} steps")
    count = int((highest - lowest) / step)
    values = (Fraction(lowest) + number * step for number in range(count + 1))
    return tuple(value.numerator if value.denominator == 1 else value for value in values)


def read_size(place: Located) -> Rule:
    """Return a size: how long an axis is."""
    return _check_size(place, read_rule(place, place.fields(shape.Rule)))


def _check_size(place: Located, rule: Rule) -> Rule:
    """Return the rule, once it is known to give sizes; a size of 0 leaves its axis out."""
    if rule.rows:
        raise place.wrong("a size is a number, not a row")
    for value in rule.values:
        _axis(place, value, least=0)
    return rule


def read_levels(place: Located, givens: dict[str, Given], sizes: dict[str, Rule]) -> dict[int, Level]:
    """Return the levels: for each, what is held fixed or sampled by another rule."""
    levels: dict[int, Level] = {}
    for name, entry in place.mapping().items():
        if not name.isdecimal() or not 1 <= int(name) <= 9:
            raise entry.wrong(f"{name} is not a level; levels are 1 to 9")
        changes = entry.mapping((*givens, *sizes))
        rules = {
            symbol: _level_rule(change, givens.get(symbol))
            for symbol, change in changes.items()
            if symbol in sizes or not (givens[symbol].options or givens[symbol].variables)
        }
        options = {
            symbol: _level_options(change, givens[symbol])
            for symbol, change in changes.items()
            if symbol in givens and givens[symbol].options
        }
        texts = {
            symbol: _read_texts(change, givens[symbol])
            for symbol, change in changes.items()
            if symbol in givens and givens[symbol].variables
        }
        levels[int(name)] = Level(rules, options, texts)
    if not levels:
        raise place.wrong("at least one level is needed")
    return levels


def _level_rule(place: Located, given: Given | None) -> Rule:
    if place.is_mapping:
        rule = read_rule(place, place.fields(shape.Rule))
    else:
        numbers = place.items() if place.is_list else [place]
        rule = Rule(tuple(item.number() for item in numbers))
        if not numbers:
            raise place.wrong("one number at least is needed")
    if given is None:
        return _check_size(place, rule)
    _check_rule(place, given, rule)
    return rule


def _level_options(place: Located, given: Given) -> tuple[str, ...]:
    chosen = [item.text() for item in place.items()] if place.is_list else [place.text()]
    for option in chosen:
        if option not in given.options:
            raise place.wrong(f"{option} is not an option of {given.symbol}: {', '.join(given.options)}")
    return tuple(chosen)
