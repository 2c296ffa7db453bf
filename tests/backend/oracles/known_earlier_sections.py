"""Values worked by hand, for the oracles of sections 1 to 11."""

from __future__ import annotations

import math
from typing import Any

WARM = {t: 0.5 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in (1, 2)}  # momenta of PyTorch's Nadam with β₁ = ½

AUGMENTED: list[tuple[str, list[int], list[list[int]]]] = [
    ("mirrored-left-right", [1, 1], [[3, 2, 1], [6, 5, 4]]),
    ("mirrored-top-bottom", [1, 1], [[4, 5, 6], [1, 2, 3]]),
    ("quarter-turn-left", [1, 1], [[3, 6], [2, 5], [1, 4]]),
    ("quarter-turn-right", [1, 1], [[4, 1], [5, 2], [6, 3]]),
    ("half-turn", [1, 1], [[6, 5, 4], [3, 2, 1]]),
    ("translated", [1, -1], [[0, 0, 0], [2, 3, 0]]),
    ("cropped", [1, 1], [[5, 6]]),
    ("enlarged", [1, 1], [[1, 1, 2, 2, 3, 3]] * 2 + [[4, 4, 5, 5, 6, 6]] * 2),
]

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
    (
        "mlp-forward",
        {
            "x": [1, 2],
            "W_1": [[1, 0], [0, -1]],
            "b_1": [1, 1],
            "W_2": [[2, 5]],
            "b_2": [-4],
            "output": "output-sigmoid",
        },
        {"z_1": [2, -1], "a_1": [2, 0], "z_2": [0], "a_2": [0.5]},
    ),
    ("mlp-parameters", {"n": [3, 2, 1]}, {"p_1": 8, "N_1": 8, "p_2": 3, "N_2": 11}),
    # σ(0) = ½ with slope ¼; the output lies ½ below its target
    (
        "neuron-gradient",
        {"w": [1, -1], "x": [2, 2], "b": 0, "y": 1, "alpha": 1},
        {
            "z": 0,
            "a": 0.5,
            "dJ_da": -0.5,
            "s": 0.25,
            "dJ_dz": -0.125,
            "dJ_dw": [-0.25, -0.25],
            "dJ_db": -0.125,
            "w_new": [1.25, -0.75],
            "b_new": 0.125,
        },
    ),
    (
        "neuron-gradient",
        {"w": [1], "x": [0], "b": 0, "y": 1, "alpha": 1, "loss": "loss-bce"},
        {
            "z": 0,
            "a": 0.5,
            "dJ_da": -2,
            "s": 0.25,
            "dJ_dz": -0.5,
            "dJ_dw": [0],
            "dJ_db": -0.5,
            "w_new": [1],
            "b_new": 0.5,
        },
    ),
    # the second hidden unit is dead: nothing flows through it
    (
        "backprop-two-layer",
        {
            "x": [1, 2],
            "y": [1],
            "W_1": [[1, 1], [-1, 0]],
            "b_1": [0, 0],
            "W_2": [[2, 3]],
            "b_2": [-4],
            "alpha": "0.5",
            "hidden": "hidden-relu",
        },
        {
            "z_1": [3, -1],
            "a_1": [3, 0],
            "z_2": [2],
            "a_2": [2],
            "delta_2": [1],
            "dJ_da_1": [2, 3],
            "delta_1": [2, 0],
            "dJ_dW_2": [[3, 0]],
            "dJ_db_2": [1],
            "dJ_dW_1": [[2, 4], [0, 0]],
            "dJ_db_1": [2, 0],
            "W_2_new": [[0.5, 3]],
            "b_2_new": [-4.5],
            "W_1_new": [[0, -1], [-1, 0]],
            "b_1_new": [-1, 0],
        },
    ),
    ("activation-value", {"z": [-2, 3], "activation": "act-leaky"}, {"a": [-0.2, 3]}),
    ("activation-value", {"z": 0}, {"a": 0.5}),
    ("activation-derivative", {"z": 0}, {"a": 0.5, "s": 0.25}),
    ("activation-derivative", {"z": [-1, 0, 2], "activation": "act-relu"}, {"a": [0, 0, 2], "s": [0, 0, 1]}),
    ("activation-derivative", {"z": [-1, 0], "activation": "act-leaky", "c": "0.2"}, {"a": [-0.2, 0], "s": [0.2, 0.2]}),
    ("softmax-jacobian", {"z": [1, 1], "i": 1, "j": 1}, {"p": [0.5, 0.5], "s": 0.25}),
    ("softmax-jacobian", {"z": [0, 0, 0, 0], "i": 2, "j": 4}, {"p": [0.25] * 4, "s": -0.0625}),
    ("mse", {"y": [1, 2], "o": [3, -2]}, {"e": [2, -4], "J": 10, "dJ_do": [2, -4]}),
    ("mse", {"y": [1, 2], "o": [3, -2], "convention": "loss-half"}, {"e": [2, -4], "J": 5, "dJ_do": [1, -2]}),
    ("mae", {"y": [1, 2, 0, 4], "o": [3, -2, 0, 4]}, {"e": [2, -4, 0, 0], "J": 1.5, "dJ_do": [0.25, -0.25, 0, 0]}),
    (
        "binary-cross-entropy",
        {"y": [1, 0], "p": [0.25, 0.5]},
        {
            "L": [math.log(4), math.log(2)],
            "J": math.log(8) / 2,
            "dJ_dp": [-2, 1],
            "dJ_dz": [-0.375, 0.25],
        },
    ),
    (
        "categorical-cross-entropy",
        {"P": [[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]], "c": [3, 1]},
        {"Y": [[0, 0, 1], [1, 0, 0]], "J": math.log(8) / 2, "dJ_dP": [[0, 0, -2], [-1, 0, 0]]},
    ),
    # beyond the margin, exactly at it, within it, on the wrong side
    (
        "hinge",
        {"y": [1, -1, -1, 1], "z": [2, -1, -0.5, -1]},
        {"L": [0, 0, 0.5, 2], "J": 0.625, "dJ_dz": [0, 0, 0.25, -0.25]},
    ),
    (
        "softmax-cross-entropy-gradient",
        {"z": [1, 1, 1, 1], "c": 2},
        {"p": [0.25] * 4, "J": math.log(4), "dJ_dz": [0.25, -0.75, 0.25, 0.25]},
    ),
    ("init-variance", {"n": 3, "m": 9}, {"V": 1 / 3, "s": 3**-0.5, "r": 1}),
    ("init-variance", {"n": 2, "m": 9, "layer": "relu-he"}, {"V": 1, "s": 1, "r": 3**0.5}),
    ("init-variance", {"n": 4, "m": 2, "layer": "tanh-averaged"}, {"V": 1 / 3, "s": 3**-0.5, "r": 1}),
    # the second batch meets the moved line y = x
    (
        "gradient-descent-step",
        {"x": [1, 2], "y": [1, 3], "w_0": 0, "b_0": 0, "alpha": "0.5", "B": 1},
        {
            "X_1": [1],
            "Y_1": [1],
            "e_1": [-1],
            "dJ_dw_1": -2,
            "dJ_db_1": -2,
            "w_1": 1,
            "b_1": 1,
            "X_2": [2],
            "Y_2": [3],
            "e_2": [0],
            "dJ_dw_2": 0,
            "dJ_db_2": 0,
            "w_2": 1,
            "b_2": 1,
        },
    ),
    (
        "gradient-descent-step",
        {"x": [1, 2], "y": [1, 3], "w_0": 0, "b_0": 0, "alpha": 1, "B": 2, "loss": "loss-half"},
        {"X_1": [1, 2], "Y_1": [1, 3], "e_1": [-1, -3], "dJ_dw_1": -3.5, "dJ_db_1": -2, "w_1": 3.5, "b_1": 2},
    ),
    ("updates-per-epoch", {"N": 10, "B": 4, "E": 3}, {"U": 3, "T": 9}),
    ("updates-per-epoch", {"N": 10, "B": 4, "E": 3, "rest": "drop-last"}, {"U": 2, "T": 6}),
    ("ewa", {"x": [4, 8], "beta": "0.75", "v_0": 8}, {"v_1": 7, "v_2": 7.25}),
    # a constant series is its own corrected average from the first step on
    ("ewa-bias-corrected", {"x": [4, 4], "beta": "0.75"}, {"v_1": 1, "v_hat_1": 4, "v_2": 1.75, "v_hat_2": 4}),
    ("ewa-window", {"beta": "0.5", "k": 2}, {"n": 2, "a": 0.125, "r": 0.125}),
    # at the look-ahead point 1 the slope is 2; plain momentum would take the slope 4 at θ = 2
    (
        "nesterov",
        {"theta_0": 2, "a": 2, "c": 0, "alpha": "0.25", "beta": "0.5", "T": 1, "v_0": -2},
        {"p_1": 1, "g_1": 2, "v_1": -1.5, "theta_1": 0.5},
    ),
    (
        "nesterov",
        {"theta_0": 2, "a": 2, "c": 0, "alpha": "0.25", "beta": "0.5", "T": 1, "v_0": 2, "convention": "torch"},
        {"p_1": 2, "g_1": 4, "v_1": 5, "theta_1": 0.375},
    ),
    (
        "adagrad",
        {"theta_0": 1, "g": [3, -4], "alpha": 1, "epsilon": 0},
        {"s_1": 9, "theta_1": 0, "s_2": 25, "theta_2": 0.8},
    ),
    (
        "rmsprop",
        {"theta_0": [1, 1], "g": [[4, -2]], "alpha": "0.1", "beta": 0.75, "epsilon": 0},
        {"s_1": [4, 1], "theta_1": [0.8, 1.2]},
    ),
    # no steps were made yet: √(ε/(s + ε)) is what gets the method going
    (
        "adadelta",
        {"theta_0": 1, "g": [4], "epsilon": 0.5, "rho": 0.90625},
        {"s_1": 1.5, "u_1": 0.375, "theta_1": -1},
    ),
    # the second gradient is smaller than the faded maximum
    (
        "adamax",
        {"theta_0": 1, "g": [4, 1], "alpha": 1, "beta_1": 0.5, "beta_2": 0.5},
        {"m_1": 2, "u_1": 4, "theta_1": 0, "m_2": 1.5, "u_2": 2, "theta_2": -1},
    ),
    # ½·2/(1 − ¼) + ½·4/(1 − ½) = 16/3, over √16
    (
        "nadam",
        {"theta_0": 1, "g": [4], "alpha": 3, "beta_1": 0.5, "beta_2": 0, "epsilon": 0},
        {"m_1": 2, "v_1": 16, "P_1": 0.5, "theta_1": -3},
    ),
    (
        "nadam",
        {"theta_0": [0], "g": [[4]], "alpha": 1, "beta_1": 0.5, "beta_2": 0, "epsilon": 0, "schedule": "warm-up"},
        {
            "m_1": [2],
            "v_1": [16],
            "P_1": WARM[1],
            "theta_1": [-(WARM[2] * 2 / (1 - WARM[1] * WARM[2]) + 4) / 4],
        },
    ),
    ("momentum-rate", {"alpha": "0.25", "beta": "0.5", "g": -3}, {"f": 2, "alpha_new": 0.5, "s": -1.5}),
    (
        "learning-rate-stability",
        {"lambda": 4, "alpha": "0.75", "theta_0": -1, "n": 3},
        {"r": 0.5, "f": -2, "theta_n": 8, "o": 1, "v": -1},
    ),
    (
        "learning-rate-stability",
        {"lambda": 5, "alpha": "0.4", "theta_0": 1, "n": 2},
        {"r": 0.4, "f": -1, "theta_n": 1, "o": 1, "v": 0},
    ),
    ("learning-rate-schedule", {"alpha_0": 8, "t": 7, "s": 3, "gamma": "0.5"}, {"alpha_t": 2}),
    ("learning-rate-schedule", {"alpha_0": 8, "t": 3, "s": 3, "gamma": "0.5", "kind": "exponential"}, {"alpha_t": 1}),
    (
        "learning-rate-schedule",
        {"alpha_0": 8, "t": 3, "s": 6, "gamma": 1, "alpha_min": 2, "kind": "cosine"},
        {"alpha_t": 5},
    ),
    ("learning-rate-schedule", {"alpha_0": 8, "t": 0, "s": 4, "gamma": 1, "kind": "warm-up"}, {"alpha_t": 2}),
    ("learning-rate-schedule", {"alpha_0": 8, "t": 9, "s": 4, "gamma": 1, "kind": "warm-up"}, {"alpha_t": 8}),
    ("search-budget", {"n": [3, 4], "K": 5, "R": 2}, {"C_1": 3, "C_2": 12, "F": 60, "N": 120}),
    (
        "l1-penalty",
        {"w": [2, -1, 0], "g": [1, 1, 1], "J": 3, "lambda": "0.5", "alpha": 2, "b": 9},
        {"Omega": 3, "J_tilde": 4.5, "g_tilde": [1.5, 0.5, 1], "w_new": [-1, -2, -2]},
    ),
    (
        "l2-penalty",
        {"w": [2, -1], "g": [1, 1], "J": 3, "lambda": "0.5", "alpha": 1},
        {"J_tilde": 5.5, "g_tilde": [3, 0], "w_new": [-1, -1]},
    ),
    (
        "l2-penalty",
        {"w": [2, -1], "g": [1, 1], "J": 3, "lambda": "0.5", "alpha": 1, "convention": "half-square"},
        {"J_tilde": 4.25, "g_tilde": [2, 0.5], "w_new": [0, -1.5]},
    ),
    ("dropout", {"a": [3, -1], "m": [1, 0], "p": "0.25"}, {"a_train": [4, 0], "a_test": [3, -1]}),
    (
        "dropout",
        {"a": [4, -1], "m": [1, 0], "p": "0.25", "convention": "classic"},
        {"a_train": [4, 0], "a_test": [3, -0.75]},
    ),
    # 0.5 is 0.6 − 0.1 exactly, which is not below it; after two epochs without improvement the 0.1 is never reached
    (
        "early-stopping",
        {"L": ["0.9", "0.6", "0.5", "0.55", "0.1"], "P": 2, "d": "0.1"},
        {
            **{f"u_{t}": int(t <= 2) for t in range(1, 6)},
            "b_1": "9/10",
            **{f"b_{t}": "3/5" for t in range(2, 6)},
            "e_1": 1,
            **{f"e_{t}": 2 for t in range(2, 6)},
            "s": 4,
            "r": 2,
        },
    ),
    (
        "early-stopping",
        {"L": [3, 2, 1], "P": 1},
        {f"{name}_{t}": {"u": 1, "b": 4 - t, "e": t}[name] for name in "ube" for t in (1, 2, 3)} | {"s": 3, "r": 3},
    ),
    (
        "batch-norm",
        {"X": [[1, 0], [3, 5.5]], "gamma": [2, 13], "beta": [1, 0], "epsilon": 3},
        {
            "mu": [2, 2.75],
            "v": [1, "121/16"],  # and 3 more: the squares of 2 and of 13/4
            "X_hat": [[-0.5, "-11/13"], [0.5, "11/13"]],
            "Y": [[0, -11], [2, 11]],
        },
    ),
    # √(3 + 1) is 2, and the examples lie 2 above and 4 below the mean
    (
        "batch-norm-evaluation",
        {"X": [[3], [-3]], "mu_r": [1], "v_r": [3], "gamma": [3], "beta": [1], "epsilon": 1},
        {"X_hat": [[1], [-2]], "Y": [[4], [-5]]},
    ),
    # the batch variance is 2 with N − 1, as torch keeps it, and 1 with N, as Keras does
    (
        "batch-norm-inference",
        {"X": [[1], [3]], "mu_r": [0], "v_r": [1], "m": "0.5", "x": [3], "gamma": [3], "beta": [1], "epsilon": "0.75"},
        {"mu_r_new": [1], "v_r_new": [1.5], "y": [5]},
    ),
    (
        "batch-norm-inference",
        {
            "X": [[1], [3]],
            "mu_r": [0],
            "v_r": [3],
            "m": "0.75",
            "x": [0.5],
            "gamma": [3],
            "beta": [1],
            "epsilon": 1,
            "convention": "weighs-old",
        },
        {"mu_r_new": [0.5], "v_r_new": [2.5], "y": [1]},
    ),
    # ReLU halves what two layers of doubled weights double; a leak of ½ keeps a quarter of the other half
    (
        "variance-through-depth",
        {"n": 4, "L": 2, "q_0": 3, "a": 0.5, "scheme": "he", "activation": "leaky-units"},
        {"V": 0.5, "c": 0.625, "f": 1.25, "q_L": 4.6875, "v": 1},
    ),
    (
        "variance-through-depth",
        {"n": 4, "L": 2, "q_0": 3, "scheme": "xavier", "activation": "tanh-units"},
        {"V": 0.25, "c": 1, "f": 1, "q_L": 3, "v": 0},
    ),
    (
        "variance-through-depth",
        {"n": 3, "L": 2, "scheme": "torch-default", "activation": "relu-units"},
        {"V": "1/9", "c": 0.5, "f": "1/6", "q_L": "1/36", "v": -1},
    ),
    *(
        ("data-augmentation", {"X": [[1, 2, 3], [4, 5, 6]], "p": p, "f": [1, 2], "transform": transform}, {"Y": Y})
        for transform, p, Y in AUGMENTED
    ),
    # ½(wx + b − y)² has the slopes (wx + b − y)x and wx + b − y
    (
        "symbolic-gradient",
        {"J": "(w*x + b - y)**2/2", "w": [2, 0], "x": [3, 1], "b": [1, 0], "y": [4, 5]},
        {"dJ_dw": [9, -5], "dJ_db": [3, -5]},
    ),
    ("activation-derivative-symbolic", {"f": "z*sigmoid(z)", "z": [0]}, {"df_dz": [0.5]}),
    ("loss-derivative-symbolic", {"L": "-y*log(p)", "y": [1, 3], "p": [0.5, 0.25]}, {"dL_dp": [-2, -12]}),
]
