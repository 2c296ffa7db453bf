"""Section 15, what a decoder reads and writes: teacher forcing, greedy decoding, beam search."""

from __future__ import annotations

from typing import Literal

import torch
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix
from studyai.backend.oracles.registry import Answers, oracle


@oracle("teacher-forcing")
def teacher_forcing(y: list[int], p: list[int], s: int, e: int) -> Answers:
    """Return inputs and targets of a decoder for the tokens y, and its inputs when it is fed its predictions p."""
    framed = functional.pad(functional.pad(torch.tensor(y), (1, 0), value=s), (0, 1), value=e)  # (T + 2)
    predictions = torch.tensor(p)  # (T + 1)
    fed_back = predictions.roll(1)
    fed_back[0] = s
    right = predictions.eq(framed[1:])
    return {"x": framed[:-1], "t": framed[1:], "r": fed_back, "k": right.sum(), "share": right.double().mean()}


@oracle("seq2seq-greedy")
def seq2seq_greedy(P: Matrix, e: int, T: int, table: Literal["by-step", "by-token"] = "by-step") -> Answers:
    """Return the most probable token of each of T steps until e; a row of P (n×V) per step, or per token before."""
    start = P.shape[1]  # its row is the last
    log_likely = torch.log(P)
    tokens: list[int] = []
    scores, score = [], torch.zeros((), dtype=torch.float64)
    for t in range(T):
        before = tokens[-1] if tokens else start
        row = log_likely[t if table == "by-step" else before]  # (V)
        token = row.argmax()
        if before != e:
            score = score - functional.nll_loss(row[None], token[None])
        tokens.append(e if before == e else int(token))
        scores.append(score)
    length = tokens.index(e) + 1 if e in tokens else T
    by_round: Answers = {f"y_{t}": token for t, token in enumerate(tokens, start=1)}
    by_round |= {f"s_{t}": score for t, score in enumerate(scores, start=1)}
    return {**by_round, "L": length, "Y": tokens[:length]}


@oracle("beam-search")
def beam_search(P: Matrix, B: int, e: int, T: int) -> Answers:
    """B hypotheses over T steps of the table P (V+1)×V, whose last row follows the start token; in logarithms."""
    V = P.shape[1]
    log_likely = torch.log(P)
    ended = torch.full((V,), -torch.inf, dtype=torch.float64)
    ended[e] = 0  # after the end token only the end token
    H, scores = torch.tensor([[V]]), torch.zeros(1, dtype=torch.float64)
    answers: Answers = {}
    for t in range(1, T + 1):
        last = H[:, -1:]  # (beam, 1)
        rows = torch.where(last == e, ended, log_likely[last[:, 0]])
        candidates = (scores[:, None] + rows).flatten()  # (beam · V)
        # rounded, as sums of logarithms in another order differ in their last digits
        places = candidates.round(decimals=10).sort(descending=True, stable=True).indices[:B]
        scores = candidates.gather(0, places)
        H = torch.cat([H.index_select(0, places // V), (places % V)[:, None]], dim=1)
        answers |= {f"C_{t}": candidates.exp().view(-1, V), f"k_{t}": places, f"y_{t}": H[:, -1]}
        answers |= {f"H_{t}": H, f"p_{t}": scores.exp()}
    return {**answers, "S": scores, "Y": H[scores.argmax()]}
