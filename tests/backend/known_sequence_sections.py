"""Values worked by hand, for the oracles of sequences unrolled, decoded and cut into pairs."""

from __future__ import annotations

import math
from typing import Any

GATES = "ifgo"

# weights 0 but for the candidate's: every gate half open, the candidate tanh(1) at each step
HALF_OPEN_LSTM: dict[str, Any] = {
    "X": [[1], [1]],
    "h_0": [0],
    "c_0": [0],
    **{f"W_{gate}": [[int(gate == "g")]] for gate in GATES},
    **{f"U_{gate}": [[0]] for gate in GATES},
    **{f"b_{gate}": [0] for gate in GATES},
}

KNOWN_SEQUENCES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "lstm-unroll",
        HALF_OPEN_LSTM,
        {
            **{f"{gate}_{t}": [0.5] for gate in "ifo" for t in (1, 2)},
            **{f"g_{t}": [math.tanh(1)] for t in (1, 2)},
            "c_1": [math.tanh(1) / 2],
            "h_1": [math.tanh(math.tanh(1) / 2) / 2],
            "c_2": [math.tanh(1) * 3 / 4],
            "h_2": [math.tanh(math.tanh(1) * 3 / 4) / 2],
        },
    ),
    # tokens 5 and 6 between start 0 and end 1; the decoder said 5, 7, 1
    (
        "teacher-forcing",
        {"y": [5, 6], "p": [5, 7, 1], "s": 0, "e": 1},
        {"x": [0, 5, 6], "t": [5, 6, 1], "r": [0, 5, 7], "k": 2, "share": 2 / 3},
    ),
]
