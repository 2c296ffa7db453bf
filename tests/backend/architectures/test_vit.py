"""The vision transformer: patches against torch's unfolding, blocks against torch's layer, what CLS reads."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.registry import Mismatch
from studyai.backend.architectures.vit import Block, VisionTransformer, cut
from studyai.backend.tasks import registry as tasks

WIDTH, HEADS = 12, 3


def network() -> VisionTransformer:
    torch.manual_seed(0)
    built = registry.find("vit").build(tasks.find("digits").sizes, {"hidden_size": WIDTH, "heads": HEADS})
    assert isinstance(built, VisionTransformer)
    return built.double().eval()


@pytest.mark.parametrize("shape", [(2, 1, 8, 8), (3, 4, 6, 10)])
def test_patches_are_what_torch_unfolds(shape: tuple[int, int, int, int]) -> None:
    images = torch.randn(shape)
    assert torch.equal(cut(images), nn.Unfold(kernel_size=2, stride=2)(images).transpose(1, 2))


def test_cutting_and_embedding_is_a_convolution_whose_stride_is_its_kernel() -> None:
    ours, images = network(), torch.randn(2, 1, 8, 8).double()
    kernels = ours.embedding.weight.reshape(WIDTH, 1, 2, 2)
    maps = nn.functional.conv2d(images, kernels, ours.embedding.bias, stride=2)  # (2, d, 4, 4)
    assert torch.allclose(ours.embedding(cut(images)), maps.flatten(2).transpose(1, 2), atol=1e-12)


def block_twin(ours: Block) -> nn.TransformerEncoderLayer:
    twin = nn.TransformerEncoderLayer(
        WIDTH, HEADS, 4 * WIDTH, 0.0, "gelu", batch_first=True, norm_first=True, dtype=torch.float64
    )
    parts = (ours.attention.query, ours.attention.key, ours.attention.value)
    with torch.no_grad():
        twin.self_attn.in_proj_weight.copy_(torch.cat([part.weight for part in parts]))
        twin.self_attn.in_proj_bias.copy_(torch.cat([part.bias for part in parts]))
    for theirs, mine in (
        (twin.self_attn.out_proj, ours.attention.output),
        (twin.linear1, ours.feed_forward[0]),
        (twin.linear2, ours.feed_forward[2]),
        (twin.norm1, ours.norm1),
        (twin.norm2, ours.norm2),
    ):
        theirs.load_state_dict(mine.state_dict())
    return twin


def test_a_block_is_torchs_encoder_layer_with_the_norm_first() -> None:
    ours = Block(WIDTH, HEADS, "gelu", dropout=0.0).double()
    for parameter in ours.parameters():
        nn.init.normal_(parameter, std=0.5)
    z = torch.randn(2, 17, WIDTH, dtype=torch.float64, requires_grad=True)
    output, twin_output = ours(z)[0], block_twin(ours)(z)
    assert torch.allclose(output, twin_output, atol=1e-10)
    weight = torch.randn_like(output)
    gradient = torch.autograd.grad((output * weight).sum(), z)[0]
    assert torch.allclose(gradient, torch.autograd.grad((twin_output * weight).sum(), z)[0], atol=1e-10)


def test_the_whole_classifies_by_the_cls_token_after_torchs_layers() -> None:
    ours, images = network(), tasks.find("digits").test.inputs[0][:5].double()
    patches = nn.Unfold(2, stride=2)(images).transpose(1, 2) @ ours.embedding.weight.T + ours.embedding.bias
    z = torch.stack([torch.cat([ours.cls[None], one]) for one in patches]) + ours.positions
    for block in ours.blocks:
        z = block_twin(block)(z)
    assert torch.allclose(ours(images), ours.head(ours.norm(z))[:, 0], atol=1e-10)


def test_what_cls_reads_is_shown_over_the_image() -> None:
    ours, images = network(), tasks.find("digits").test.inputs[0][:5].double()
    weights: list[Tensor] = []
    maps: list[Tensor] = []
    for block, tap in zip(ours.blocks, ours.cls_attention, strict=True):
        block.attention.weights.register_forward_hook(lambda module, inputs, output: weights.append(output))
        tap.register_forward_hook(lambda module, inputs, output: maps.append(output))
        assert tap.axes == ("head", "row", "column")
    ours(images)
    assert len(maps) == len(weights) == 2
    for seen, shown in zip(weights, maps, strict=True):
        assert shown.shape == (5, HEADS, 4, 4)
        for row in range(4):
            for column in range(4):
                assert torch.equal(shown[:, :, row, column], seen[:, :, 0, 1 + 4 * row + column])


def test_an_image_that_cannot_be_cut_is_refused() -> None:
    with pytest.raises(Mismatch, match="side 7"):
        registry.find("vit").build({"channels": 1, "side": 7, "classes": 10})
