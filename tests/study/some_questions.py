"""A pack with a question of each form, for tests of items, screens and commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.packs import Pack
from studyai.study.items.question import QuestionItem

FILE = """\
section: 4
title: Activation functions
questions:
  - question: range-of-tanh
    kind: one-choice
    theme: activations
    difficulty: 1
    ask: In which range do the outputs of [tanh] lie?
    options:
      zero-to-one: {text: "(0, 1)", feedback: "That is the sigmoid's range."}
      minus-one-to-one: {text: "(−1, 1)", right: true}
      zero-upwards: {text: "[0, ∞)", feedback: "That is ReLU's range."}
    explanation: tanh(z) tends to 1 for large z and to −1 for very negative z.
    evidence: {claim: sigmoid-slope-is-at-most-a-quarter, exercise: activation-value}
    links: {exercises: [activation-value]}
  - question: bounded-activations
    kind: several-choices
    theme: activations
    difficulty: 2
    ask: Which of these have an upper bound?
    options:
      sigmoid: {text: sigmoid, right: true, feedback: "A sigmoid stays below 1."}
      tanh: {text: tanh, right: true}
      relu: {text: ReLU, feedback: "ReLU of 1000 is 1000."}
    explanation: A bound on both sides is what saturates.
    evidence: {reference: lecun1998, at: "section 4.4"}
  - question: parameters-of-a-layer
    kind: number
    theme: shapes-and-counts
    difficulty: 1
    ask: How many parameters has a layer from 3 to 64?
    number:
      value: 3*64 + 64
      decimals: 0
      mistakes: {biases-forgotten: {value: 3*64, feedback: "The biases are missing."}}
    explanation: Each unit has 3 weights and a bias.
    evidence: {exercise: mlp-parameters}
  - question: order-of-a-layer
    kind: order
    theme: activations
    difficulty: 1
    ask: What comes after what in a layer?
    order:
      multiply: {text: multiply by W, feedback: "The inputs come first."}
      add: {text: add b, feedback: "The bias is added to the product."}
      activate: {text: activate, feedback: "The activation takes the sum."}
    explanation: a = g(Wx + b).
    evidence: {exercise: mlp-forward}
  - question: activation-and-range
    kind: match
    theme: activations
    difficulty: 1
    ask: Which range belongs to which activation?
    match:
      sigmoid: {text: sigmoid, partner: "(0, 1)", feedback: "A sigmoid is a probability."}
      tanh: {text: tanh, partner: "(−1, 1)", feedback: "tanh is centred."}
      relu: {text: ReLU, partner: "[0, ∞)", feedback: "ReLU is never negative."}
    decoys: ["(0, 2)"]
    explanation: Each follows from its formula.
    evidence: {exercise: activation-value}
  - question: name-of-the-stop
    kind: gap
    theme: regularisation
    difficulty: 1
    ask: How many epochs without improvement early stopping waits is its ___.
    gap:
      accepted: [patience, "patience parameter"]
      mistakes:
        delta: {texts: ["min-delta", "delta"], feedback: "That is how much counts as an improvement."}
    explanation: With a patience of 3 it stops after the third such epoch.
    evidence: {exercise: early-stopping}
  - question: a-loop
    kind: spot-the-mistake
    theme: gradients
    difficulty: 2
    ask: Why does this loop not learn?
    code: |
      for x, y in batches:
          loss = criterion(model(x), y)
          optimiser.zero_grad()
          optimiser.step()
    options:
      backward: {text: "loss.backward() is missing", right: true}
      order: {text: "zero_grad() comes too late", feedback: "It may come anywhere before backward()."}
      eval: {text: "model.eval() is missing", feedback: "That is for evaluation."}
    explanation: Without backward() there are no gradients to step along.
    evidence: {exercise: neuron-gradient}
  - question: a-curve
    kind: read-the-curve
    theme: learning-rate
    difficulty: 2
    ask: Which learning rate was it?
    curve:
      run: mlp/moons?learning_rate=3&seed=1&steps=60
      x: update
      y: loss
      series:
        training loss: [[0, 0.7], [10, 0.9], [20, 0.6], [30, 1.1]]
        validation loss: [[0, 0.7], [15, 0.8], [30, 1.2]]
    options:
      large: {text: too large, right: true}
      small: {text: too small, feedback: "Then the curve would fall slowly."}
      right: {text: well chosen, feedback: "Then it would fall."}
    explanation: The loss jumps up and down.
    evidence: {exercise: learning-rate-stability}
"""
BIB = """\
@incollection{lecun1998,
  author = {LeCun, Yann and Bottou, L{\\'e}on and Orr, Genevieve B. and M{\\"u}ller, Klaus-Robert},
  title = {Efficient {BackProp}},
  booktitle = {Neural Networks: Tricks of the Trade},
  publisher = {Springer},
  year = {1998},
}
@misc{torch-linear,
  author = {{PyTorch contributors}},
  title = {torch.nn.Linear},
  howpublished = {PyTorch documentation},
  year = {2026},
}
"""


def pack(folder: Path, text: str = FILE) -> Pack:
    """The pack in a folder of the test."""
    (folder / "04-mine").mkdir(parents=True, exist_ok=True)
    (folder / "04-mine" / "questions.yaml").write_text(text, encoding="utf-8")
    (folder / "references.bib").write_text(BIB, encoding="utf-8")
    return Pack("mine", folder)


def bank_of(folder: Path, text: str = FILE, others: Sequence[Pack] = ()) -> Bank:
    """A bank with these questions alone, and what other packs have."""
    return Bank([pack(folder / "pack", text), *others], folder / "index.json")


def item(bank: Bank, identifier: str, seed: int = 0) -> QuestionItem:
    """A question as it is asked."""
    return QuestionItem(bank.entry(QUESTIONS, identifier), seed)
