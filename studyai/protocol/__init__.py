"""What the app and its torch worker say to each other: JSON lines, one message a line.

The app writes *requests* to the worker's standard input, the worker writes *reports* to its standard
output. Every request carries an ``id`` and gets exactly one reply with that ``id``: the report named
in the request's base class (``class Check(Request[Checked])``), or a `Problem`. `Frame` and `Finished`
come unasked while something trains.

Scalars travel exactly (the shortest decimal that reads back as the same float64; fractions as text,
``"1/10"``; what is not finite as ``"nan"``, ``"inf"``, ``"-inf"``). Tensors travel as base64 float32.
Nothing here imports torch or numpy: both sides use it.

A new request is a class in a topic's file below, a handler in `studyai.backend.worker.handlers`, and
whoever asks it in `studyai.client`.
"""

from studyai.protocol.asking import *
from studyai.protocol.base import *
from studyai.protocol.checks import *
from studyai.protocol.claims import *
from studyai.protocol.codec import *
from studyai.protocol.explaining import *
from studyai.protocol.frames import *
from studyai.protocol.measuring import *
from studyai.protocol.race import *
from studyai.protocol.training import *
from studyai.protocol.weights import *
from studyai.protocol.worker import *
