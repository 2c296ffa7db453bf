"""What the truth of a question rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.bank.kinds.questions.question import Proof
from studyai.bank.references import Reference


def evidence_words(proof: Proof, references: Mapping[str, Reference]) -> str:
    """Return the command that proves it, the exercise, and the place in a work: what there is of them."""
    return "; ".join(
        part
        for part in (
            proof.claim and f"studyai prove {proof.claim}",
            proof.exercise and f"exercise {proof.exercise}",
            source_words(proof, references),
        )
        if part
    )


def source_words(proof: Proof, references: Mapping[str, Reference]) -> str:
    """Return the work and the place in it; of a work that no pack tells of, its key."""
    reference = references.get(proof.reference)
    return f"{reference.words if reference else proof.reference}, {proof.at}" if proof.reference else ""
