"""The bank speaks as a lecturer of the field does: words that none would say do not stand in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyai.backend import claims
from studyai.bank.packs import built_in

SAID_OTHERWISE = {
    "afresh": "anew",
    "dearer": "more expensive",
    "foretell": "predict",
    "foretells": "predicts",
    "foretold": "predicted",
    "jerkily": "erratically",
    "likeliest": "most probable",
    "steadiness": "stability",
    "summand": "term",
    "summands": "terms",
    "unsaid": "left out",
    "wholly": "entirely",
}
FILES = [*built_in().files(), *Path(claims.__file__).parent.glob("*.py")]
ID = re.compile(r"[\w-]*-[\w-]*|\w*_\w*")  # never changes, whatever becomes of the words


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_words_are_those_of_the_field(file: Path) -> None:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        for word in re.findall(r"[a-z]+", ID.sub(" ", line.lower())):
            assert word not in SAID_OTHERWISE, f"{file}:{number}: {word}; say: {SAID_OTHERWISE[word]}"
