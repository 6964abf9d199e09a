"""The flow's two directions undo each other and keep volumes."""

from __future__ import annotations

import pytest
import torch

from tests.core.model_shapes import SMALL, SMALL_MANY_SPEAKERS, random_model
from vits_core.model.config import ModelConfig
from vits_core.model.masks import length_mask


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS])
def test_forward_and_inverse_undo_each_other(config: ModelConfig, packed: bool) -> None:
    model = random_model(config)
    if packed:
        model.prepare(torch.device("cpu"), torch.float32)
    generator = torch.Generator().manual_seed(1)
    mask = length_mask(torch.tensor([23, 17]), 23, torch.float32)
    z = torch.randn(2, config.latent_channels, 23, generator=generator) * mask
    speaker = model.speaker_vector(torch.tensor([1, 4]))
    with torch.inference_mode():
        z_p = model.flow(z, mask, speaker)
        assert float((z_p - z).abs().max()) > 0.1
        assert not z_p[1, :, 17:].any()
        torch.testing.assert_close(model.flow.inverse(z_p, mask, speaker), z, rtol=0, atol=1e-5)
        back = model.flow(model.flow.inverse(z, mask, speaker), mask, speaker)
        torch.testing.assert_close(back, z, rtol=0, atol=1e-5)


def test_it_keeps_volumes() -> None:
    model = random_model(SMALL).double()
    z = torch.randn(1, SMALL.latent_channels, 4, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(
        lambda flat: model.flow(flat.view(z.shape), None).flatten(), z.flatten()
    )
    assert float(torch.linalg.slogdet(jacobian).logabsdet) == pytest.approx(0.0, abs=1e-9)


def test_gradients_of_a_coupling_are_right() -> None:
    model = random_model(SMALL_MANY_SPEAKERS).double().requires_grad_(True)
    coupling = model.flow.couplings[0]
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(
        1, SMALL_MANY_SPEAKERS.latent_channels, 1, 3, dtype=torch.float64, generator=generator
    )
    mask = torch.tensor([1.0, 1.0, 0.0], dtype=torch.float64).view(1, 1, 1, 3)
    speaker = torch.randn(1, SMALL_MANY_SPEAKERS.speaker_channels, 1, 1, dtype=torch.float64)
    x, speaker = x.requires_grad_(), speaker.requires_grad_()
    assert torch.autograd.gradcheck(lambda x, speaker: coupling(x, mask, speaker), (x, speaker))
