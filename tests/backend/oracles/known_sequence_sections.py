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
    # the end token 1 comes second; the third row is not read
    (
        "seq2seq-greedy",
        {"P": [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0, 0, 1]], "e": 1, "T": 3},
        {
            "y_1": 0,
            "s_1": -math.log(2),
            "y_2": 1,
            "s_2": -math.log(4),
            "y_3": 1,
            "s_3": -math.log(4),
            "L": 2,
            "Y": [0, 1],
        },
    ),
    # the start token's row is the last; its most probable token is the end
    (
        "seq2seq-greedy",
        {"P": [[0.5, 0.5], [1, 0], [0.25, 0.75]], "e": 1, "T": 2, "table": "by-token"},
        {"y_1": 1, "s_1": math.log(0.75), "y_2": 1, "s_2": math.log(0.75), "L": 1, "Y": [1]},
    ),
    # 2 after the start token, 0 after 2, the first of equals after 0; the end does not come
    (
        "seq2seq-greedy",
        {"P": [[0.5, 0, 0.5], [1, 0, 0], [1, 0, 0], [0.25, 0, 0.75]], "e": 1, "T": 3, "table": "by-token"},
        {
            "y_1": 2,
            "s_1": math.log(0.75),
            "y_2": 0,
            "s_2": math.log(0.75),
            "y_3": 0,
            "s_3": math.log(0.375),
            "L": 3,
            "Y": [2, 0, 0],
        },
    ),
    # token 0 ends: the hypothesis that ends first keeps its quarter, the other ends with 9/16
    (
        "beam-search",
        {"P": [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]], "B": 2, "e": 0, "T": 2},
        {
            "C_1": [[0.25, 0.75]],
            "k_1": [1, 0],
            "y_1": [1, 0],
            "H_1": [[2, 1], [2, 0]],
            "p_1": [0.75, 0.25],
            "C_2": [[0.5625, 0.1875], [0.25, 0]],
            "k_2": [0, 2],
            "y_2": [0, 0],
            "H_2": [[2, 1, 0], [2, 0, 0]],
            "p_2": [0.5625, 0.25],
            "S": [math.log(0.5625), math.log(0.25)],
            "Y": [2, 1, 0],
        },
    ),
    # (3, 1) − (1, 0) + (0, 2) is (2, 3), the very direction of word 3
    (
        "word-analogy",
        {"E": [[3, 1], [1, 0], [0, 2], [2, 3], [1, -1]], "a": 0, "b": 1, "c": 2},
        {
            "x": [2, 3],
            "p": [9, 2, 6, 13, -1],
            "n": [math.sqrt(10), 1, 2, math.sqrt(13), math.sqrt(2)],
            "cos": [9 / math.sqrt(130), 2 / math.sqrt(13), 3 / math.sqrt(13), 1, -1 / math.sqrt(26)],
            "w": 3,
        },
    ),
    (
        "skip-gram-pairs",
        {"w": [7, 5, 6], "m": 1},
        {"M": [[0, 1, 0], [1, 0, 1], [0, 1, 0]], "N": 4, "Q": [[7, 5], [5, 7], [5, 6], [6, 5]]},
    ),
    ("skip-gram-pairs", {"w": [4, 4], "m": 9}, {"M": [[0, 1], [1, 0]], "N": 2, "Q": [[4, 4], [4, 4]]}),
]
