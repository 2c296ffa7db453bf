"""`studyai new`: skeletons of packs, exercises and questions, which lint as they stand."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.exercises.shape import IDENTIFIER, LONGEST_NAME
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.questions.load import ANSWERED_BY
from studyai.bank.kinds.questions.question import Sort
from studyai.bank.located import BankError
from studyai.bank.yaml_text import read_bytes, read_text, read_yaml
from studyai.commands.errors import BadInputError
from studyai.commands.output import say

SKELETONS = Path(__file__).with_name("skeletons")
ASKS = {
    "options": "Which of these makes an update?",
    "number": "100 examples in batches of 10: how many updates has an epoch?",
    "order": "In which order does a training step do these?",
    "match": "What belongs to what?",
    "gap": "One pass over all training examples is an ___.",
}
ANSWERS = {
    "options": """\
    options:
      one: {text: "the right one, about as long as the others", right: true}
      two: {text: "a belief that students really hold", feedback: "What shows that it is wrong: a number or a case."}
      three: {text: "another one, no less careful", feedback: "What shows that it is wrong."}""",
    "number": """\
    number:
      value: 100/10
      decimals: 0
      mistakes:
        one-for-each-example: {value: 100, feedback: "A batch makes one update, not each of its examples."}""",
    "order": """\
    order:
      forward: {text: "compute the loss", feedback: "Gradients are of a loss: it comes first."}
      backward: {text: "compute the gradients", feedback: "The update needs them."}
      update: {text: "update the weights", feedback: "It needs the gradients."}""",
    "match": """\
    match:
      batch: {text: "batch gradient descent", partner: "one update an epoch", feedback: "All examples make one update."}
      single: {text: "one example at a time", partner: "an update for each example", feedback: "Each makes one."}
      mini: {text: "mini-batches of B", partner: "N/B updates an epoch", feedback: "Each batch makes one."}""",
    "gap": """\
    gap:
      accepted: ["epoch"]
      mistakes:
        iteration: {texts: ["iteration", "update"], feedback: "That is one batch."}""",
}
TRUE_FALSE = """\
    options:
      true-because: {text: "True: and the reason that is right", right: true}
      true-but: {text: "True: and a reason that is not", feedback: "What shows that the reason is wrong."}
      false-because: {text: "False: and why somebody may think so", feedback: "What shows that it is true."}"""
CODE = """\
    code: |
      for x, y in batches:
          loss = criterion(model(x), y)
          optimiser.step()
"""
CURVE = """\
    curve:
      run: mlp/moons?seed=1&steps=60   # a real run: studyai train --replay prints its numbers with --json
      x: update
      y: loss
      series:
        training loss: [[0, 0.7], [30, 0.4], [60, 0.3]]
"""


def new(arguments: Namespace) -> int:
    """Write the skeleton and say where it stands."""
    path = Path(arguments.path)
    if arguments.what == "pack":
        _pack(path, arguments)
        return 0
    kind = EXERCISES if arguments.what == "exercise" else QUESTIONS
    if path.suffix != ".yaml":
        path = path / kind.file_name
    if path.name != kind.file_name:
        raise BadInputError(f"{path.name} is no file of {kind.name}; name a folder, or {kind.file_name} in one")
    identifier = _identifier(arguments.id or f"my-{kind.one}")
    entry = _exercise(identifier) if kind is EXERCISES else _question(identifier, Sort(arguments.kind or "one-choice"))
    line = _append(path, kind.name, identifier, entry, arguments)
    say(f"{path}:{line}: {kind.one} {identifier}. Change it; studyai lint {path.parent} says whether it is right.")
    return 0


def _pack(folder: Path, arguments: Namespace) -> None:
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise BadInputError(f"{folder} is there and not empty; name a folder that is new")
    name = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "pack"
    _append(folder / EXERCISES.file_name, EXERCISES.name, "", _exercise(f"{name}-exercise"), arguments)
    _append(folder / QUESTIONS.file_name, QUESTIONS.name, "", _question(f"{name}-question", Sort.ONE_CHOICE), arguments)
    say(f"{folder}: a pack of one exercise and one question. studyai lint {folder} proves it;")
    say("studyai doctor names the folder that the app reads packs from.")


def _identifier(name: str) -> str:
    if re.fullmatch(IDENTIFIER, name) is None or len(name) > LONGEST_NAME:
        raise BadInputError(f"{name} is not an id: small letters and digits, joined by -, {LONGEST_NAME} at most")
    return name


def _exercise(identifier: str) -> str:
    return (SKELETONS / "exercise.yaml").read_text(encoding="utf-8").replace("ID", identifier)


def _question(identifier: str, sort: Sort) -> str:
    way = ANSWERED_BY[sort]
    answer = TRUE_FALSE if sort is Sort.TRUE_FALSE else ANSWERS[way]
    looked_at = {Sort.SPOT_THE_MISTAKE: CODE, Sort.READ_THE_CURVE: CURVE}.get(sort, "")
    text = (SKELETONS / "question.yaml").read_text(encoding="utf-8")
    for name, value in (("ID", identifier), ("KIND", sort.value), ("ASK", ASKS[way]), ("ANSWER", looked_at + answer)):
        text = text.replace(name, value)
    return text


def _append(path: Path, listed: str, identifier: str, entry: str, arguments: Namespace) -> int:
    """Write the entry at the end of the file, which is made where there is none; return the line it stands in."""
    try:
        if path.exists():
            before = read_text(path, read_bytes(path))
            _check(path, listed, identifier)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            before = f"section: {arguments.section}\ntitle: {arguments.title}\n{listed}:\n"
        before = before if before.endswith("\n") else f"{before}\n"
        path.write_text(before + entry, encoding="utf-8")
    except OSError as problem:
        raise BadInputError(f"{path} cannot be written: {problem.strerror}") from problem
    return before.count("\n") + 2


def _check(path: Path, listed: str, identifier: str) -> None:
    """Raise BankError where the file cannot take another entry at its end."""
    entries = read_yaml(path).mapping()
    if list(entries)[-1:] != [listed]:
        raise BankError(path, 1, f"{listed} must be the last key, for a new entry is written at the file's end")
    for one in entries[listed].items():
        fields = one.mapping()
        named = fields.get("exercise") or fields.get("question")
        if named is not None and named.text() == identifier:
            raise BankError(path, one.line, f"{identifier} stands here already; give another with --id")
