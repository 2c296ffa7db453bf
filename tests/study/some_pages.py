"""Two pages of the sheet with every block that there is, for tests of the bank, the documents, commands and screens."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.bank import Bank
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.bank.packs import Pack, built_in

ACTIVATIONS = """\
---
section: 4
title: Activation functions
---

An activation puts a bend between two layers; without one, any number of them is **one layer**
[@goodfellow2016, section 6.1].

## Sigmoid

```formula
sigma(z) = 1/(1 + exp(-z))                # z: the weighted sum of the inputs
dsigma_dz = sigma(z)*(1 - sigma(z))       # at most 1/4
```

Output of a binary classifier: a probability. Its slope is at most 1/4, so ten layers pass on less than a millionth
of a gradient.

```claim
sigmoid-slope-is-at-most-a-quarter
```

## ReLU

```formula
relu(z) = max(0, z)
leaky(z) = where(z > 0, z, a*z)           # a: a small slope, 0.01 in `nn.LeakyReLU`
```

Hidden layers. A unit that is negative on every example gets no gradient.

## Softmax

```formula
p_i = exp(z_i)/sum(exp(z))                # z: the logits
```

```example
exercise: softmax
level: 1
seed: 3
```

## Which one where

| activation | range | use |
|---|---|---|
| sigmoid | (0, 1) | binary output |
| tanh | (−1, 1) | hidden layers of a recurrent network |
| softmax | (0, 1), sum 1 | output for several classes |
| ReLU | [0, ∞) | hidden layers |

```correction
statement: tanh-range
says: "Tanh: range (0,1), binary output"
fact: tanh has the range (−1, 1) and is centred at 0; it belongs into hidden layers.
claim: sigmoid-slope-is-at-most-a-quarter
reference: goodfellow2016
at: section 6.3.2
```

```correction
statement: leaky-hard-coded
says: "Leaky ReLU: max(0.1x, x)"
fact: The slope is a hyper-parameter; `nn.LeakyReLU()` takes 0.01.
reference: goodfellow2016
at: section 6.3.1
```

## Pitfalls

- A softmax before `CrossEntropyLoss` is applied twice: the loss cannot go below 1.46 for ten classes.
- A dead ReLU unit never recovers.
"""
CONVOLUTION = """\
---
section: 12
title: Convolutional networks
---

A kernel slides over the image; its weights are the same everywhere.

## Sizes

```formula
O = floor((W - F_e + 2*P)/S) + 1      # W: input, P: padding, S: stride
F_e = D*(F - 1) + 1                   # D: dilation, F: kernel
n = F**2*C_in*C_out + C_out           # parameters with biases
```

```example
exercise: max-pool
level: 1
seed: 0
```

```correction
statement: dilation-no-more-computation
says: "Parameter sharing enables translation invariance"
fact: It makes the map equivariant; a shifted input shifts the map.
reference: goodfellow2016
at: section 9.2
```
"""
REFERENCES = """\
@book{goodfellow2016,
  author = {Goodfellow, Ian and Bengio, Yoshua and Courville, Aaron},
  title = {Deep Learning},
  publisher = {MIT Press},
  year = {2016},
}
"""


class ExercisesAlone(Pack, frozen=True):
    """A pack without its pages."""

    def files(self) -> list[Path]:
        return [file for file in super().files() if file.name != SHEETS.file_name]


def pages_pack(folder: Path, activations: str = ACTIVATIONS) -> Pack:
    """A pack with the two pages."""
    for name, text in (("04-activations", activations), ("12-convolution", CONVOLUTION)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "sheet.md").write_text(text, encoding="utf-8")
    (folder / "references.bib").write_text(REFERENCES, encoding="utf-8")
    return Pack("pages", folder)


def pages_bank(folder: Path, activations: str = ACTIVATIONS, *others: Pack) -> Bank:
    """The built-in bank's exercises with the two pages alone, and what other packs have."""
    mine = pages_pack(folder / "pack", activations)
    return Bank([mine, *others, ExercisesAlone("built-in", built_in().folder)], folder / "index.json")
