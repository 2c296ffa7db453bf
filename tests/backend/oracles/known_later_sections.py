"""Values worked by hand, for the oracles of sections 12 to 23."""

from __future__ import annotations

import math
from typing import Any


def gru(**changed: Any) -> dict[str, Any]:
    """A GRU of one unit in state 1 whose weights are 0 but for those named."""
    parts = {f"{kind}_{gate}": 0 for kind in "WUb" for gate in "rzn"}
    numbers = {name: changed.get(name, value) for name, value in parts.items()}
    weights = {name: [value] if name[0] == "b" else [[value]] for name, value in numbers.items()}
    return {"x": [1], "h": [1], **weights, **{name: changed[name] for name in ("reset", "update") if name in changed}}


RNN_TASKS = [
    ("video", 1, [2, 5, 3], [2, 5, 4], [2, 5, 7]),
    ("sentiment", 2, [2, 5, 3], [2, 4], [2, 7]),
    ("captioning", 3, [2, 3], [2, 6, 4], [2, 6, 7]),
    ("translation", 4, [2, 5, 3], [2, 6, 4], [2, 6, 7]),
]

KNOWN_LATER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "birnn-shapes",
        {"B": 2, "T": 3, "d": 5, "n": 4, "L": 3},
        {"S_f": [2, 3, 4], "S_y": [2, 3, 8], "S_h": [6, 2, 4], "S_W": [4, 8]},
    ),
    (
        "birnn-shapes",
        {"B": 9999, "T": 1, "d": 999, "n": 4},
        {"S_f": [9999, 1, 4], "S_y": [9999, 1, 8], "S_h": [2, 9999, 4], "S_W": [4, 999]},
    ),
    *(
        (
            "rnn-architecture-shapes",
            {"B": 2, "T": 5, "S": 6, "d": 3, "n": 4, "K": 7, "task": task},
            {"c": kind, "X": X, "H": H, "Y": Y},
        )
        for task, kind, X, H, Y in RNN_TASKS
    ),
    # LeNet-5 as it is taught
    (
        "cnn-shape-trace",
        {"C": 1, "H": 32, "W": 32, "k": [6, 16], "F": [5, 5], "M": [120, 84, 10]},
        {
            "n": 400,
            "N": 61706,
        }
        | {"A_1": [6, 28, 28], "p_1": 156, "B_1": [6, 14, 14], "q_1": 0}
        | {"A_2": [16, 10, 10], "p_2": 2416, "B_2": [16, 5, 5], "q_2": 0}
        | {"w_1": 48120, "u_1": 120, "w_2": 10164, "u_2": 84, "w_3": 850, "u_3": 10},
    ),
    # 1·1 + 2·0 of the first channel, 2·3 + 1·1 of the second, 5 once
    (
        "conv-forward-channels",
        {"X": [[[1, 2], [3, 4]], [[3, 1], [0, 0]]], "K": [[[[1, 0]], [[2, 1]]], [[[0, 1]], [[0, 0]]]], "b": [5, 0]},
        {"A_1": [[13], [8]], "A_2": [[2], [4]]},
    ),
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
    ("rnn-step", {"x": [1], "h": [2], "W": [[0.5]], "U": [[-0.5]], "b": [0.5]}, {"z": [0], "h_new": [0]}),
    # the state keeps only what the weights let in: tanh 1, then tanh(tanh 1)
    (
        "rnn-unroll",
        {"X": [[1], [0]], "h_0": [0], "W": [[1]], "U": [[1]], "b": [0]},
        {"h_1": [math.tanh(1)], "h_2": [math.tanh(math.tanh(1))]},
    ),
    ("rnn-parameters", {"d": 3, "n": 2}, {"N_x": 6, "N_h": 4, "N": 12}),
    ("rnn-parameters", {"d": 3, "n": 2, "biases": "two"}, {"N_x": 6, "N_h": 4, "N": 14}),
    # states stay 0, where tanh has slope 1: δ is −1 at the last step and −u before; only h_0 = 0 is met
    (
        "bptt",
        {"x": [0, 0], "w": 1, "u": 0.5, "y": 1},
        {"h_1": 0, "h_2": 0, "delta_1": -1, "delta_2": -0.5, "G_2": 0},
    ),
    # u = 0: only the last step's contribution is left, (h − y)(1 − h²)·h_0 with h = 0
    ("bptt", {"x": [0], "w": 1, "u": 0, "y": 1, "h_0": 3}, {"h_1": 0, "delta_1": -1, "G_1": -3}),
    ("gradient-flow", {"u": "5/4", "s": ["4/5", 1]}, {"p_1": 1, "p_2": 1.25, "v": 1}),
    ("gradient-flow", {"u": "5/4", "s": [0.8]}, {"p_1": 1, "v": 0}),
    ("gradient-flow", {"u": -3, "s": [0.5]}, {"p_1": -1.5, "v": 1}),
    ("clip-by-norm", {"g": [3, -4], "c": 1}, {"norm": 5, "g_new": [0.6, -0.8]}),
    ("clip-by-norm", {"g": [3, -4], "c": 10}, {"norm": 5, "g_new": [3, -4]}),
    ("clip-by-value", {"g": [3, -4, 1], "c": 2}, {"g_new": [2, -2, 1]}),
    (
        "birnn-output",
        {"x": [1, 0], "w_f": 1, "u_f": 0, "w_b": 0, "u_b": 1, "b_b": 1},
        {
            "h_1": math.tanh(1),
            "h_2": 0,
            "k_1": math.tanh(1),
            "k_2": math.tanh(math.tanh(1) + 1),
            "Y": [[math.tanh(1), math.tanh(math.tanh(1) + 1)], [0, math.tanh(1)]],
        },
    ),
    ("birnn-parameters", {"d": 3, "n": 2}, {"N_1": 12, "N": 24, "m": 4}),
    ("birnn-parameters", {"d": 3, "n": 2, "biases": "two"}, {"N_1": 14, "N": 28, "m": 4}),
    # equal scores share alike
    (
        "attention-context",
        {"H": [[1, 0], [3, 2]], "s": [0, 0], "W": [[1, 2], [3, 4]], "U": [[1, 2], [3, 4]], "v": [1, 1]},
        {"e": [0, 0], "a": [0.5, 0.5], "c": [2, 1]},
    ),
    # sᵀ W h picks the second entry of h: ln 3 against 0
    (
        "attention-context",
        {
            "H": [[4, math.log(3)], [0, 0]],
            "s": [1, 0],
            "W": [[0, 1], [0, 0]],
            "U": [[0, 0], [0, 0]],
            "v": [0, 0],
            "score": "general",
        },
        {"e": [math.log(3), 0], "a": [0.75, 0.25], "c": [3, 0.75 * math.log(3)]},
    ),
    (
        "attention-context",
        {"H": [[1], [-2]], "s": [1], "W": [[1]], "U": [[-1]], "v": [2], "score": "additive"},
        {
            "e": [0, 2 * math.tanh(-3)],
            "a": [1 / (1 + math.exp(2 * math.tanh(-3))), 1 / (1 + math.exp(-2 * math.tanh(-3)))],
            "c": [(1 - 2 * math.exp(2 * math.tanh(-3))) / (1 + math.exp(2 * math.tanh(-3)))],
        },
    ),
    ("gate", {"c": [2, 3], "g": [1, -0.5], "f": [0, 1], "i": [1, 0.5]}, {"c_new": [1, 2.75]}),
    ("lstm-parameters", {"d": 3, "n": 2}, {"N": 48}),
    ("lstm-parameters", {"d": 3, "n": 2, "biases": "two"}, {"N": 56}),
    ("gru-parameters", {"d": 3, "m": 2}, {"N": 36, "saved": 12}),
    ("gru-parameters", {"d": 3, "m": 2, "biases": "two"}, {"N": 42, "saved": 14}),
    # gates half open: the candidate sees half of U h = 4; z = ½ mixes alike in both conventions
    (
        "gru-step",
        gru(U_n=4),
        {"r": [0.5], "z": [0.5], "h_new": [(math.tanh(2) + 1) / 2]},
    ),
    # z = σ(ln 3) = ¾ keeps the old state, or takes the new
    ("gru-step", gru(b_z=math.log(3)), {"r": [0.5], "z": [0.75], "h_new": [0.75]}),
    ("gru-step", gru(b_z=math.log(3), update="takes-new"), {"r": [0.5], "z": [0.75], "h_new": [0.25]}),
    (
        "gru-step",
        gru(b_z=math.log(3), b_n=1, update="takes-new", reset="reset-before"),
        {"r": [0.5], "z": [0.75], "n": [math.tanh(1)], "h_new": [0.25 + 0.75 * math.tanh(1)]},
    ),
    ("one-hot", {"V": 3, "w": [2, 0]}, {"X": [[0, 0, 1], [1, 0, 0]]}),
    ("embedding-lookup", {"E": [[1, 2], [3, 4], [5, 6]], "w": [2, 0, 2]}, {"Y": [[5, 6], [1, 2], [5, 6]]}),
    ("embedding-parameters", {"V": 10, "d": 4, "T": 3}, {"N": 40, "n": 12}),
    ("cosine-similarity", {"a": [3, 4], "b": [4, 3]}, {"p": 24, "n_a": 5, "n_b": 5, "cos": 0.96}),
    # the first token sees only itself; the second sees both alike, as its query is 0
    (
        "causal-attention",
        {"X": [[1, 0], [0, 1]], "W_Q": [[1], [0]], "W_K": [[2], [1]], "W_V": [[4, 0], [0, 2]]},
        {
            "Q": [[1], [0]],
            "K": [[2], [1]],
            "V": [[4, 0], [0, 2]],
            "S": [[2, 1], [0, 0]],
            "M": [[1, 0], [1, 1]],
            "A": [[1, 0], [0.5, 0.5]],
            "Y": [[4, 0], [2, 1]],
        },
    ),
    # 10000^(2/4) is 100
    (
        "positional-encoding",
        {"pos": 3, "d": 4},
        {"phi": [3, 3, 0.03, 0.03], "E": [math.sin(3), math.cos(3), math.sin(0.03), math.cos(0.03)]},
    ),
    (
        "layer-norm",
        {"X": [[9, 9], [1, 3]], "t": 2, "gamma": [2, 3], "beta": [1, 0], "epsilon": 3},
        {"mu": 2, "v": 1, "x_hat": [-0.5, 0.5], "y": [0, 1.5]},
    ),
    (
        "add-and-norm",
        {"x": [1, 1], "s": [0, 2], "gamma": [2, 3], "beta": [1, 0], "epsilon": 3},
        {"mu": 2, "v": 1, "y": [0, 1.5]},
    ),
    (
        "feed-forward",
        {"X": [[1, -1]], "W_1": [[2, 0], [1, 3]], "b_1": [1, 1], "W_2": [[1, 2], [5, 5]], "b_2": [0, -1]},
        {"Z": [[2, -2]], "A": [[2, 0]], "Y": [[2, 3]]},
    ),
    (
        "output-distribution",
        {"h": [1, 2], "W": [[0, 0], [1, -1], [0, 0]], "b": [0, 1, math.log(2)]},
        {"z": [0, 0, math.log(2)], "p": [0.25, 0.25, 0.5], "k": 2},
    ),
    ("multi-head-shapes", {"d": 6, "h": 2, "n": 5}, {"d_k": 3, "w": 18, "a": 50, "c": 6}),
    # head 1 looks at token 1 and token 2 alike, head 2 too: means of the first and of the second entries
    (
        "multi-head-attention",
        {
            "X": [[1, 2], [3, 6]],
            "W_Q_1": [[0], [0]],
            "W_K_1": [[1], [1]],
            "W_V_1": [[1], [0]],
            "W_Q_2": [[1], [1]],
            "W_K_2": [[0], [0]],
            "W_V_2": [[0], [1]],
            "W_O": [[1, 10], [0, 1]],
        },
        {"A_1": [[0.5, 0.5]] * 2, "A_2": [[0.5, 0.5]] * 2, "Y": [[2, 24]] * 2},
    ),
    # the score of the first encoder output is ln 3, of the second 0
    (
        "cross-attention",
        {"D": [[1]], "E": [[math.log(3)], [0]], "W_Q": [[1]], "W_K": [[1]], "W_V": [[4]]},
        {
            "Q": [[1]],
            "K": [[math.log(3)], [0]],
            "V": [[4 * math.log(3)], [0]],
            "A": [[0.75, 0.25]],
            "Y": [[3 * math.log(3)]],
        },
    ),
    ("encoder-layer-parameters", {"d": 2, "h": 2, "f": 3}, {"N_a": 24, "N_f": 17, "N_n": 8, "N": 49}),
    # a decoder layer: two attentions of 24, 17, three norms of 4
    ("transformer-parameters", {"L": 2, "d": 2, "f": 3, "V": 5}, {"N_a": 24, "N_e": 49, "N_d": 77, "N": 262}),
    ("attention-cost", {"n": 3, "d": 4, "h": 2}, {"M_p": 192, "M_s": 36, "M_w": 36, "M": 264}),
    ("vit-patches", {"H": 4, "W": 6, "C": 3, "P": 2}, {"N": 6, "l": 12, "n": 7}),
    # (4·1 + 1)·2; CLS and 5 positions of 2; as the encoder layer above; norm of 4 and a head of 9
    (
        "vit-parameters",
        {"H": 4, "C": 1, "P": 2, "d": 2, "f": 3, "L": 2, "K": 3},
        {"N": 4, "N_p": 10, "N_t": 12, "N_l": 49, "N_h": 13, "M": 133},
    ),
    (
        "patchify",
        {"X": [[1, 2, 3, 4], [5, 6, 7, 8]], "P": 2},
        {"N": 2, "Z": [[1, 2, 5, 6], [3, 4, 7, 8]]},
    ),
    (
        "patch-embedding",
        {"X": [[1, 2], [3, 4]], "W": [[1], [10]], "b": [1], "c": [5], "E": [[1], [0], [-1]]},
        {"Z": [[22], [44]], "T": [[5], [22], [44]], "Y": [[6], [22], [43]]},
    ),
    (
        "cls-classification",
        {"Z": [[1, 0], [9, 9]], "W": [[0, 1], [math.log(3), 1]], "b": [0, 0]},
        {"z": [0, math.log(3)], "p": [0.25, 0.75], "k": 1},
    ),
    # the padded step's ln 4 does not count
    (
        "masked-sequence-loss",
        {"p": [0.5, 0.25, 1], "m": [1, 0, 1]},
        {"e": [math.log(2), math.log(4), 0], "s": math.log(2), "J": math.log(2) / 2},
    ),
]
