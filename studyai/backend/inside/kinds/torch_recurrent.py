"""torch's own recurrent layers and cells, by their names only; for the arithmetic of a GRU see `torch_gru`."""

from __future__ import annotations

from torch import nn

from studyai.backend.inside.layer_kind import LayerKind, Names, Weight, register

STATES = Names(
    "states",
    ("time", "unit"),
    (
        Weight("weight_ih_l0", "input_weights", ("unit", "input")),
        Weight("weight_hh_l0", "recurrent_weights", ("unit", "unit")),
    ),
)
STATE = Names(
    "state",
    ("unit",),
    (
        Weight("weight_ih", "input_weights", ("unit", "input")),
        Weight("weight_hh", "recurrent_weights", ("unit", "unit")),
    ),
)

register(LayerKind((nn.RNN, nn.LSTM), STATES))
register(LayerKind((nn.RNNCell, nn.GRUCell, nn.LSTMCell), STATE))
