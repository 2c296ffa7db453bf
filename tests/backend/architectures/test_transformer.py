"""Attention, both layers and the whole transformer against torch's own with the same weights; masks; decoding."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.activations import Activation
from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.registry import Mismatch
from studyai.backend.architectures.transformer import DecoderLayer, EncoderLayer, Transformer, later, positions
from studyai.backend.tasks import registry as tasks

WIDTH, HEADS = 12, 3
ACTIVATIONS: list[Activation] = ["relu", "gelu"]


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(0)


def give_attention(twin: nn.MultiheadAttention, ours: MultiHeadAttention) -> None:
    parts = (ours.query, ours.key, ours.value)
    with torch.no_grad():
        twin.in_proj_weight.copy_(torch.cat([part.weight for part in parts]))
        twin.in_proj_bias.copy_(torch.cat([part.bias for part in parts]))
        twin.out_proj.load_state_dict(ours.output.state_dict())


def give_layer(twin: nn.TransformerEncoderLayer | nn.TransformerDecoderLayer, ours: nn.Module) -> None:
    twin.linear1.load_state_dict(ours.feed_forward[0].state_dict())
    twin.linear2.load_state_dict(ours.feed_forward[2].state_dict())
    for name, part in ours.named_children():
        if isinstance(part, nn.LayerNorm):
            twin.get_submodule(name).load_state_dict(part.state_dict())


def encoder_twin(ours: EncoderLayer, activation: Activation = "relu") -> nn.TransformerEncoderLayer:
    twin = nn.TransformerEncoderLayer(
        WIDTH, HEADS, 4 * WIDTH, dropout=0.0, activation=activation, batch_first=True, dtype=torch.float64
    )
    give_attention(twin.self_attn, ours.attention)
    give_layer(twin, ours)
    return twin


def decoder_twin(ours: DecoderLayer, activation: Activation = "relu") -> nn.TransformerDecoderLayer:
    twin = nn.TransformerDecoderLayer(
        WIDTH, HEADS, 4 * WIDTH, dropout=0.0, activation=activation, batch_first=True, dtype=torch.float64
    )
    give_attention(twin.self_attn, ours.self_attention)
    give_attention(twin.multihead_attn, ours.cross_attention)
    give_layer(twin, ours)
    return twin


def randomise(layer: nn.Module) -> None:
    """Norms begin as the identity, which would hide one in the wrong place."""
    for parameter in layer.parameters():
        nn.init.normal_(parameter, std=0.5)


def same_with_gradients(ours: Tensor, twin: Tensor, *leaves: Tensor) -> None:
    assert torch.allclose(ours, twin, atol=1e-10)
    weight = torch.randn_like(ours)
    for one, other in zip(
        torch.autograd.grad((ours * weight).sum(), leaves),
        torch.autograd.grad((twin * weight).sum(), leaves),
        strict=True,
    ):
        assert torch.allclose(one, other, atol=1e-10)


def tensors(*lengths: int) -> list[Tensor]:
    return [torch.randn(2, length, WIDTH, dtype=torch.float64, requires_grad=True) for length in lengths]


@pytest.mark.parametrize("masked", [False, True])
def test_attention_and_every_heads_weights_are_torchs(masked: bool) -> None:
    ours = MultiHeadAttention(WIDTH, HEADS).double()
    randomise(ours)
    twin = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True, dtype=torch.float64)
    give_attention(twin, ours)
    x, memory = tensors(5, 5 if masked else 7)
    hidden = later(5, x.device) if masked else None
    output, weights = ours(x, memory, hidden)
    twin_output, twin_weights = twin(x, memory, memory, attn_mask=hidden, average_attn_weights=False)
    assert weights.shape == (2, HEADS, 5, memory.shape[1])
    assert torch.allclose(weights, twin_weights, atol=1e-10)
    same_with_gradients(output, twin_output, x, memory)


def test_the_mask_hides_what_torchs_hides() -> None:
    torchs = nn.Transformer.generate_square_subsequent_mask(6)
    assert torch.equal(later(6, torchs.device), torchs.isneginf())


def test_heads_that_cannot_share_the_width_are_refused() -> None:
    with pytest.raises(Mismatch, match="5 heads"):
        registry.find("transformer").build(tasks.find("reverse-8").sizes, {"heads": 5})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_encoder_layer_is_torchs(activation: Activation) -> None:
    ours = EncoderLayer(WIDTH, HEADS, activation, dropout=0.0).double()
    randomise(ours)
    (x,) = tensors(5)
    same_with_gradients(ours(x), encoder_twin(ours, activation)(x), x)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_decoder_layer_is_torchs(activation: Activation) -> None:
    ours = DecoderLayer(WIDTH, HEADS, activation, dropout=0.0).double()
    randomise(ours)
    y, memory = tensors(5, 7)
    twin = decoder_twin(ours, activation)
    same_with_gradients(ours(y, memory), twin(y, memory, tgt_mask=later(5, y.device)), y, memory)


def test_positions_are_sines_and_cosines_of_ever_longer_waves() -> None:
    for length, width in ((9, 8), (4, 7), (20, 32)):
        table = positions(length, width)
        assert table.shape == (length, width)
        for position in range(length):
            for unit in range(width):
                angle = position / 10000 ** ((unit - unit % 2) / width)
                expected = math.cos(angle) if unit % 2 else math.sin(angle)
                assert table[position, unit].item() == pytest.approx(expected, abs=1e-5)


def network(**options: int) -> Transformer:
    built = registry.find("transformer").build(
        tasks.find("reverse-8").sizes, {"hidden_size": WIDTH, "heads": HEADS} | options
    )
    assert isinstance(built, Transformer)
    return built.double().eval()


def examples(count: int = 40) -> tuple[Tensor, Tensor]:
    source, given = (one[:count].clone() for one in tasks.find("reverse-8").test.inputs)
    return source, given


def test_the_whole_is_torchs_layers_one_after_the_other() -> None:
    ours = network(layers=2)
    source, given = examples(4)
    table = positions(8, WIDTH)
    x, y = ours.embedding.weight[source] + table, ours.embedding.weight[given] + table
    for layer in ours.encoder:
        x = encoder_twin(layer)(x)
    for layer in ours.decoder:
        y = decoder_twin(layer)(y, x, tgt_mask=later(8, y.device))
    assert torch.allclose(ours(source, given), ours.output(y), atol=1e-6)  # the table is of single precision


def test_a_later_token_changes_no_earlier_logits() -> None:
    ours = network(layers=2)
    source, given = examples()
    before = ours(source, given)
    given[:, 3] = (given[:, 3] + 1) % 10
    after = ours(source, given)
    assert torch.allclose(after[:, :3], before[:, :3], atol=1e-12)
    assert not torch.isclose(after[:, 3:], before[:, 3:]).all(dim=2).any()


def test_what_it_writes_is_the_likeliest_given_what_it_wrote_and_not_what_it_was_taught() -> None:
    ours = network()
    source, given = examples()
    written = ours.answer(source, given)
    assert torch.equal(written, ours.answer(source, given.flip(0)))
    own = torch.cat([given[:, :1], written[:, :-1]], dim=1)
    assert torch.equal(ours(source, own).argmax(dim=2), written)


def test_every_heads_map_of_all_three_attentions_can_be_looked_at() -> None:
    ours = network(layers=2)
    seen: dict[str, Tensor] = {}
    for name, part in ours.named_modules():
        if isinstance(part, MultiHeadAttention):
            assert part.weights.axes == ("head", "query", "key")
            part.weights.register_forward_hook(lambda tap, inputs, output, name=name: seen.update({name: output}))
    ours(*examples(4))
    parts = ("encoder.{}.attention", "decoder.{}.self_attention", "decoder.{}.cross_attention")
    assert set(seen) == {part.format(layer) for part in parts for layer in range(2)}
    for name, weights in seen.items():
        assert weights.shape == (4, HEADS, 8, 8)
        assert torch.allclose(weights.sum(dim=3), torch.ones(4, HEADS, 8).double())
        assert bool(weights.triu(diagonal=1).any()) == ("self_attention" not in name)


def test_its_source_shows_the_attention_too_and_every_file_once() -> None:
    for name in registry.names():
        text = registry.find(name).source()
        assert text.count("class MultiHeadAttention") == (name in ("transformer", "vit"))
        assert text.count("class RecurrentLayer") == (name in ("rnn", "birnn", "lstm", "gru"))
        assert text.count(f'@architecture("{name}"') == 1
