"""Weight norm changes how weights are trained, not what the model says."""

from __future__ import annotations

import torch

from tests.core.model_shapes import SMALL_TRAINABLE, random_model
from vits_core.formats.weight_norm import folded
from vits_core.model.vits import Vits
from vits_core.model.weight_norm import add_weight_norm

CPU = torch.device("cpu")


def _say(model: Vits) -> torch.Tensor:
    z_p = torch.randn(
        1, SMALL_TRAINABLE.latent_channels, 20, generator=torch.Generator().manual_seed(1)
    )
    speaker = model.speaker_vector(torch.tensor([1]))
    with torch.inference_mode():
        return model.decode(model.latent(z_p, None, speaker), speaker)


def test_neither_adding_nor_folding_changes_the_sound() -> None:
    model = random_model(SMALL_TRAINABLE)
    plain = _say(model)
    add_weight_norm(model)
    torch.testing.assert_close(_say(model), plain, rtol=0, atol=1e-5)
    speaking = random_model(SMALL_TRAINABLE, seed=1)
    speaking.load_state_dict(folded(model.state_dict()), strict=True)
    torch.testing.assert_close(_say(speaking), plain, rtol=0, atol=1e-5)


def test_it_sits_where_the_reference_has_it() -> None:
    model = random_model(SMALL_TRAINABLE)
    add_weight_norm(model)
    normed = {
        name.removesuffix(".parametrizations.weight.original0")
        for name in model.state_dict()
        if name.endswith("original0")
    }
    assert "decoder.stages.0.upsample" in normed
    assert "decoder.stages.1.blocks.2.plain.1" in normed
    assert "flow.couplings.0.wavenet.gates.0" in normed
    assert "posterior_encoder.wavenet.outputs.2" in normed
    assert "posterior_encoder.wavenet.condition" in normed
    edges = (".pre", ".post", ".projection", "decoder.condition", "conv_pre", "conv_post")
    assert not [name for name in normed if name.endswith(edges)]
    assert not [name for name in normed if name.startswith(("text_encoder", "duration_predictor"))]


def test_a_model_in_training_can_speak_in_between() -> None:
    model = random_model(SMALL_TRAINABLE)
    plain = _say(model)
    add_weight_norm(model)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.prepare(CPU, torch.float32)
    torch.testing.assert_close(_say(model), plain, rtol=0, atol=1e-5)
    model.unpack()
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())


def test_the_magnitude_is_what_it_says() -> None:
    model = random_model(SMALL_TRAINABLE).requires_grad_(True)
    add_weight_norm(model)
    upsample = model.decoder.stages[0].upsample
    magnitude = upsample.parametrizations.weight.original0
    assert magnitude.shape == (upsample.in_channels, 1, 1)
    with torch.no_grad():
        magnitude.mul_(2.0)
    norms = upsample.weight.detach().flatten(1).norm(dim=1)
    torch.testing.assert_close(norms, magnitude.detach().flatten())
