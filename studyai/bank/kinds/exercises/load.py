"""Builds exercises from a pack's YAML; every mistake is a BankError with file and line.

One bad exercise does not take the others with it: `load_file` returns what is good and what is wrong.
"""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.exercises import shape
from studyai.bank.kinds.exercises.choices import check_choices
from studyai.bank.kinds.exercises.examples import read_example
from studyai.bank.kinds.exercises.formulas import PLACEHOLDER, read_formula
from studyai.bank.kinds.exercises.givens import read_given, read_levels, read_size
from studyai.bank.kinds.exercises.names import read_identifier, read_symbol
from studyai.bank.kinds.exercises.parts import part_lines
from studyai.bank.kinds.exercises.stack import read_stack
from studyai.bank.kinds.listed import read_listed
from studyai.bank.located import Located
from studyai.bank.section import Placed, Section
from studyai.exercise.definition import (
    SERIES_ENDINGS,
    Block,
    Choices,
    Exercise,
    Formula,
    Given,
    Requirement,
    Rule,
    Slip,
    Step,
    option_name,
)
from studyai.formula.draw.words import with_subscripts


def load_file(file: Path) -> Section[Exercise]:
    """Return the section in a file; raises BankError where the file as a whole cannot be used."""
    return read_listed(file, shape.File, "exercises", "exercise", place_exercise)


def place_exercise(place: Located, section: int) -> Placed[Exercise]:
    """Return one exercise and where it stands; raises BankError at the first mistake."""
    exercise = read_exercise(place, section)
    levels = tuple(exercise.levels)
    return Placed(exercise.id, exercise.title, levels, exercise, place.file, place.span, part_lines(place))


def read_exercise(place: Located, section: int) -> Exercise:
    """Return one exercise; raises BankError at the first mistake."""
    entries = place.fields(shape.Exercise)
    identifier = _identifier(entries["exercise"])
    givens = {symbol: read_given(read_symbol(symbol, at), at) for symbol, at in entries["given"].mapping().items()}
    sizes = (
        {read_symbol(size, at): read_size(at) for size, at in entries["sizes"].mapping().items()}
        if "sizes" in entries
        else {}
    )
    _check_shapes(entries["given"], givens, sizes)
    for symbol in givens.keys() & {name for given in givens.values() for name in given.variables}:
        raise entries["given"].wrong(f"{symbol} is a given and cannot be a variable of an expression too")
    known = _bound_names(givens, sizes)
    body = _read_body(entries["steps"], known)
    check_choices(entries["steps"], givens)
    symbols = [step.symbol for part in body for step in (part.steps if isinstance(part, Block) else (part,))]
    return Exercise(
        id=identifier,
        section=section,
        title=entries["title"].text(),
        ask=_read_ask(entries["ask"], givens, sizes),
        givens=givens,
        sizes=sizes,
        levels=read_levels(entries["levels"], givens, sizes),
        require=_read_require(entries.get("require"), _bound_names(givens, sizes)),
        body=body,
        answer=_read_answer(entries.get("answer"), symbols),
        source=entries["source"].text(),
        oracle=_identifier(entries["oracle"]) if "oracle" in entries else identifier,
        convention=with_subscripts(entries["convention"].text()) if "convention" in entries else "",
        stack=read_stack(entries["stack"], body, _bound_names(givens, sizes)) if "stack" in entries else None,
    )


def _identifier(place: Located) -> str:
    return read_identifier(place.text(), place)


def _check_shapes(place: Located, givens: dict[str, Given], sizes: dict[str, Rule]) -> None:
    for symbol, at in place.mapping().items():
        for size in givens[symbol].shape:
            if isinstance(size, str) and size.removesuffix("?") not in sizes:
                raise at.wrong(f"the shape of {symbol} names {size}, which is not among the sizes")


def _bound_names(givens: dict[str, Given], sizes: dict[str, Rule]) -> set[str]:
    known = {"pi", *givens, *sizes}
    for given in givens.values():
        known |= {option_name(option) for option in given.options} | set(given.variables)
        if given.pair:
            known |= {f"{given.symbol}_h", f"{given.symbol}_w"}
    return known


def _read_ask(place: Located, givens: dict[str, Given], sizes: dict[str, Rule]) -> str:
    text = place.text()
    for name in PLACEHOLDER.findall(text):
        if name not in givens and name not in sizes:
            raise place.wrong(f"{{{name}}} is not a given; the givens are {', '.join(givens)}")
    return text


def _read_require(place: Located | None, known: set[str]) -> tuple[Requirement, ...]:
    return () if place is None else tuple(_read_requirement(item, known) for item in place.items())


def _read_requirement(place: Located, known: set[str]) -> Requirement:
    entries = place.fields(shape.Requirement)
    drawn = "drawn" in entries and entries["drawn"].flag()
    return Requirement(read_formula(entries["rule"], known), entries["say"].text(), drawn)


def _read_answer(place: Located | None, symbols: list[str]) -> tuple[str, ...]:
    if place is None:
        return (symbols[-1],)
    chosen = tuple(item.text() for item in place.items())
    for symbol in chosen:
        if symbol not in symbols:
            raise place.wrong(f"{symbol} is not a step; the steps are {', '.join(symbols)}")
    return chosen


def _read_body(place: Located, known: set[str]) -> tuple[Step | Block, ...]:
    body: list[Step | Block] = []
    for item in place.items():
        entries = item.mapping()
        if "repeat" in entries:
            body.append(_read_block(item, known))
        else:
            body.extend(_read_steps(item, known))
    if not body:
        raise place.wrong("at least one step is needed")
    return tuple(body)


def _read_block(place: Located, known: set[str]) -> Block:
    entries = place.fields(shape.Block)
    index = read_symbol(entries["repeat"].text(), entries["repeat"])
    listed = entries["each"].mapping() if "each" in entries else {}
    each = {read_symbol(name, at): at.text() for name, at in listed.items()}
    for name, series in each.items():
        if series not in known:
            raise entries["each"].wrong(f"{name} goes through {series}, which is not a given")
    if "times" not in entries and not each:
        raise place.wrong("a repeated block needs times or each")
    carry_entries = entries["carry"].mapping() if "carry" in entries else {}
    carry = {symbol: read_formula(at, known) for symbol, at in carry_entries.items()}
    times = read_formula(entries["times"], known) if "times" in entries else None
    first = read_formula(entries["first"], known) if "first" in entries else None
    known |= {index, *each, *(f"{symbol}_prev" for symbol in carry)}
    steps = tuple(step for item in entries["steps"].items() for step in _read_steps(item, known))
    if not steps:
        raise entries["steps"].wrong("at least one step is needed")
    for symbol, at in carry_entries.items():
        if symbol not in {step.symbol for step in steps}:
            raise at.wrong(f"{symbol} is carried but is no step of the block")
    known |= {f"{symbol}{ending}" for symbol in carry for ending in SERIES_ENDINGS}
    return Block(index, each, carry, steps, times, first)


def _read_steps(place: Located, known: set[str]) -> list[Step]:
    steps = []
    for symbol, at in place.mapping().items():
        if symbol in known:
            raise at.wrong(f"{symbol} stands for something else already: a given, a size or an earlier step")
        steps.append(_read_step(read_symbol(symbol, at), at, known))
        known.add(symbol)
    return steps


def _read_step(symbol: str, place: Located, known: set[str]) -> Step:
    entries = place.fields(shape.Step)
    decimals = entries["decimals"].whole() if "decimals" in entries else shape.DECIMALS
    if not 0 <= decimals <= shape.MOST_DECIMALS:
        raise entries["decimals"].wrong(f"decimals are 0 (a whole number) to {shape.MOST_DECIMALS}")
    slips = tuple(_read_slip(item, known | {symbol}) for item in entries["slips"].items()) if "slips" in entries else ()
    tags = [slip.tag for slip in slips]
    if len(set(tags)) != len(tags):
        raise entries["slips"].wrong("two slips of this step have the same tag")
    return Step(
        symbol=symbol,
        name=entries["name"].text(),
        formula=_formulas(entries["formula"], known),
        hint=with_subscripts(entries["hint"].text()) if "hint" in entries else "",
        decimals=decimals,
        slips=slips,
    )


def _read_slip(place: Located, known: set[str]) -> Slip:
    entries = place.fields(shape.Slip)
    return Slip(
        tag=_identifier(entries["tag"]),
        say=with_subscripts(entries["say"].text()),
        formula=_formulas(entries["formula"], known),
        when=read_formula(entries["when"], known) if "when" in entries else None,
        example=read_example(entries["example"]) if "example" in entries else None,
    )


def _formulas(place: Located, known: set[str]) -> Formula | Choices:
    if not place.is_mapping:
        return read_formula(place, known)
    return Choices({option: read_formula(at, known) for option, at in place.mapping().items()})
