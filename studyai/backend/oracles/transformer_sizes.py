"""Sections 22 and 23, shapes, parameters and costs: counted on real layers without numbers (device meta)."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from studyai.backend.oracles.registry import Answers, oracle


@oracle("multi-head-shapes")
def multi_head_shapes(d: int, h: int, n: int) -> Answers:
    """Return width of a head, weights of its query projection, attention weights and joined width, for n tokens."""
    layer = nn.MultiheadAttention(d, h, bias=False, batch_first=True, device="meta")
    tokens = torch.empty(1, n, d, device="meta")
    _, weights = layer(tokens, tokens, tokens, average_attn_weights=False)  # (1, h, n, n)
    queries, _, _ = layer.in_proj_weight.chunk(3)  # (d, d): a block of rows for each head
    w = queries.chunk(h)[0].numel()
    return {"d_k": layer.head_dim, "w": w, "a": weights.numel(), "c": layer.out_proj.in_features}


@oracle("encoder-layer-parameters")
def encoder_layer_parameters(d: int, h: int, f: int) -> Answers:
    """Return parameters of a transformer encoder layer, part by part."""
    layer = nn.TransformerEncoderLayer(d, h, f, device="meta")
    parts = {
        "N_a": layer.self_attn,
        "N_f": nn.ModuleList([layer.linear1, layer.linear2]),
        "N_n": nn.ModuleList([layer.norm1, layer.norm2]),
        "N": layer,
    }
    return {symbol: sum(one.numel() for one in part.parameters()) for symbol, part in parts.items()}


@oracle("transformer-parameters")
def transformer_parameters(L: int, d: int, f: int, V: int) -> Answers:
    """Return parameters of L encoder and L decoder layers and one embedding table of V tokens."""
    encoder = nn.TransformerEncoderLayer(d, 1, f, device="meta")
    decoder = nn.TransformerDecoderLayer(d, 1, f, device="meta")
    parts = {
        "N_a": decoder.multihead_attn,
        "N_e": encoder,
        "N_d": decoder,
        "N": nn.ModuleList(
            [
                nn.TransformerEncoder(encoder, L, enable_nested_tensor=False),
                nn.TransformerDecoder(decoder, L),
                nn.Embedding(V, d, device="meta"),
            ]
        ),
    }
    return {symbol: sum(one.numel() for one in part.parameters()) for symbol, part in parts.items()}


@oracle("attention-cost")
def attention_cost(n: int, d: int, h: int) -> Answers:
    """Return multiply–accumulates of self-attention over n tokens, by torch's own counter."""
    layer = nn.MultiheadAttention(d, h, batch_first=True, device="meta")
    tokens = torch.empty(1, n, d, device="meta")
    with FlopCounterMode(display=False) as counter:
        layer(tokens, tokens, tokens)
    products = {kind.__name__: flops // 2 for kind, flops in counter.get_flop_counts()["Global"].items()}
    both = products.pop("bmm") + products.pop("baddbmm", 0)  # scores and weighted sums cost the same
    return {"M_p": sum(products.values()), "M_s": both // 2, "M_w": both // 2, "M": counter.get_total_flops() // 2}


@oracle("vit-patches")
def vit_patches(H: int, W: int, C: int, P: int) -> Answers:
    """Return how many patches unfold cuts from a C×H×W image, their length, and the sequence with a CLS token."""
    image = torch.empty(1, C, H, W, device="meta")
    patches = functional.unfold(image, P, stride=P)[0].T  # (N, P·P·C)
    cls = torch.empty(1, patches.shape[1], device="meta")
    return {"N": patches.shape[0], "l": patches.shape[1], "n": torch.cat([cls, patches]).shape[0]}


@oracle("vit-parameters")
def vit_parameters(H: int, C: int, P: int, d: int, f: int, L: int, K: int) -> Answers:
    """Return parameters of a vision transformer for H×H images with C channels and K classes, part by part."""
    embedding = nn.Conv2d(C, d, P, stride=P, device="meta")
    patches = embedding(torch.empty(1, C, H, H, device="meta")).flatten(2)  # (1, d, N)
    N = patches.shape[-1]
    cls = nn.Parameter(torch.empty(1, d, device="meta"))
    positions = nn.Embedding(len(torch.cat([cls, patches[0].T])), d, device="meta")
    layer = nn.TransformerEncoderLayer(d, 1, f, norm_first=True, device="meta")
    stack = nn.TransformerEncoder(layer, L, enable_nested_tensor=False)
    head = nn.Sequential(nn.LayerNorm(d, device="meta"), nn.Linear(d, K, device="meta"))
    parts = {
        "N_p": [*embedding.parameters()],
        "N_t": [cls, *positions.parameters()],
        "N_l": [*layer.parameters()],
        "N_h": [*head.parameters()],
    }
    counts = {symbol: sum(one.numel() for one in part) for symbol, part in parts.items()}
    layers = sum(one.numel() for one in stack.parameters())
    return {**counts, "N": N, "M": counts["N_p"] + counts["N_t"] + layers + counts["N_h"]}
