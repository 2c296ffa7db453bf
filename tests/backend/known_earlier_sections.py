"""Values worked by hand, for the oracles of sections 1 to 11."""

from __future__ import annotations

from typing import Any

KNOWN_EARLIER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("perceptron-output", {"w": ["0.1", "0.2"], "x": [1, 1], "b": "-0.3"}, {"z": 0, "o": 1}),
    ("perceptron-output", {"w": [1, -2], "x": [1, 1], "b": "1/2"}, {"z": "-1/2", "o": 0}),
    # fires at 0 although it should not, then is silent although it should fire
    (
        "perceptron-epoch",
        {"X": [[1, 0], [0, 1]], "y": [0, 1], "w_0": [0, 0], "b_0": 0, "alpha": "0.1"},
        {
            "z_1": 0,
            "o_1": 1,
            "w_1": ["-1/10", 0],
            "b_1": "-1/10",
            "z_2": "-1/10",
            "o_2": 0,
            "w_2": ["-1/10", "1/10"],
            "b_2": 0,
        },
    ),
    ("stacked-perceptrons", {"W": [[1, 2], [3, 4]], "b": [-3, -8], "x": [1, 1]}, {"z": [0, -1], "o": [1, 0]}),
]
