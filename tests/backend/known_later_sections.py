"""Values worked by hand, for the oracles of sections 12 to 23."""

from __future__ import annotations

from typing import Any

KNOWN_LATER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("l2-pool", {"X": [[3, -4], [0, 0]], "F": 2, "S": 1}, {"A": [[5]]}),
    ("l2-pool", {"X": [[3, -4]], "F": [1, 2], "S": 1, "P": [0, 1]}, {"A": [[3, 5, 4]]}),
    # 2·3·5 weights a kernel; 4 kernels, 4 biases
    ("conv-parameters", {"C_in": 2, "C_out": 4, "F": [3, 5]}, {"N_k": 30, "N": 124}),
    ("conv-parameters", {"C_in": 2, "C_out": 4, "F": 3, "bias": "unbiased"}, {"N_k": 18, "N": 72}),
    ("conv-macs", {"C_in": 2, "C_out": 3, "H": 5, "W": 4, "F": 3, "S": 2}, {"O_h": 2, "O_w": 1, "m": 18, "M": 108}),
    (
        "dense-versus-conv",
        {"C_in": 1, "C_out": 2, "H": 3, "W": 3, "F": 2},
        {"N_c": 10, "n_in": 9, "n_out": 8, "N_d": 80, "r": 8},
    ),
    ("same-padding", {"W": 8, "F": 5}, {"P": 4, "P_before": 2, "P_after": 2}),
    ("same-padding", {"W": 8, "F": 4, "D": 3}, {"P": 9, "P_before": 4, "P_after": 5}),
    (
        "transposed-conv-output-size",
        {"H": 4, "W": 2, "F": [3, 2], "S": 2, "P": [1, 0], "D": [1, 3], "Q": 1},
        {"O_h": 8, "O_w": 7},
    ),
    # the second kernel's three entries lie 2 apart: the first layer's stride
    ("receptive-field", {"F": [3, 3], "S": [2, 1], "D": [1, 1]}, {"r_1": 3, "j_1": 2, "r_2": 7, "j_2": 2}),
    ("receptive-field", {"F": [2], "S": [3], "D": [4]}, {"r_1": 5, "j_1": 3}),
]
