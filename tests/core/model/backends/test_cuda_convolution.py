"""What is prepared for CUDA computes the same; here by torch's operators, on a CPU's tensors. The
kernels themselves are held against these in `test_cuda.py`, where there is a GPU."""

from __future__ import annotations

import pytest
import torch

from tests.core.model_shapes import (
    HIGH_QUALITY,
    SMALL,
    SMALL_MANY_SPEAKERS,
    X_LOW_QUALITY,
    random_model,
)
from vits_core.model.backends import CUDA
from vits_core.model.config import ModelConfig
from vits_core.model.decoder import Margins


@pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS, HIGH_QUALITY, X_LOW_QUALITY])
@pytest.mark.parametrize("frames", [1, 7, 40])
@torch.inference_mode()
def test_flow_and_decoder_prepared_for_cuda_are_the_plain_ones(
    config: ModelConfig, frames: int
) -> None:
    model = random_model(config)
    speaker = model.speaker_vector(torch.tensor([0, 3]))
    z = torch.randn(2, config.latent_channels, frames, generator=torch.Generator().manual_seed(1))
    mask = (torch.arange(frames) < torch.tensor([[frames], [max(1, frames - 3)]])).unsqueeze(1)

    def run() -> list[torch.Tensor]:
        return [
            model.latent(z, None, speaker),
            model.latent(z * mask, mask.float(), speaker),
            model.flow(z, None, speaker),
            model.decode(z, speaker),
            model.decode(z, speaker, Margins(frames // 3, frames // 4)),
        ]

    plain = run()
    model.pack(CUDA, torch.float32)
    prepared = run()
    model.unpack()
    again = run()
    for one, two, three in zip(plain, prepared, again, strict=True):
        torch.testing.assert_close(two, one, rtol=1e-5, atol=1e-5)
        assert torch.equal(one, three)


@torch.inference_mode()
def test_only_the_stages_are_rounded() -> None:
    model = random_model(SMALL)
    z = torch.randn(1, 16, 40, generator=torch.Generator().manual_seed(1))
    exact = model.decode(z, None)
    model.pack(CUDA, torch.bfloat16)
    rounded = model.decode(z, None)
    assert rounded.dtype == torch.float32
    assert not torch.equal(rounded, exact)
    torch.testing.assert_close(rounded, exact, rtol=0, atol=0.1)
    assert {p.dtype for p in model.parameters()} == {torch.float32}
