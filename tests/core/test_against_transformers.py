"""Random models of the paper's sizes do the same here as in transformers."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import pytest
import torch
from torch import Tensor

from tests.core import model_shapes
from tests.core.model_shapes import random_model
from vits_core.model.vits import Vits
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings

if TYPE_CHECKING:
    from transformers import VitsModel

pytestmark = pytest.mark.slow

BOUND = 1e-4
TOKENS = 7


class Pair(NamedTuple):
    """A random model, the peer with its weights, and who speaks."""

    model: Vits
    peer: VitsModel
    speaker: int | None


@pytest.fixture(
    scope="module",
    params=[
        (model_shapes.FULL_SIZE, None),
        (model_shapes.FULL_SIZE_DETERMINISTIC, None),
        (model_shapes.MANY_SPEAKERS, 77),
        (model_shapes.MANY_SPEAKERS_DETERMINISTIC, 3),
    ],
    ids=["ljs", "ljs-deterministic", "vctk", "vctk-deterministic"],
)
def pair(request: pytest.FixtureRequest) -> Pair:
    with warnings.catch_warnings():
        # transformers and what it imports use what newer libraries deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        # Here, since other workers of the run need not load it, which takes seconds.
        from tests.core.transformers_peer import as_transformers
    config, speaker = request.param
    model = random_model(config, seed=16)
    return Pair(model, as_transformers(model), speaker)


@pytest.mark.parametrize(
    "settings",
    [
        ProsodySettings(0.0, 0.0, 1.0),
        ProsodySettings(0.667, 0.8, 1.0),
        ProsodySettings(1.0, 0.3, 1.5),
    ],
    ids=["still", "default", "lively-slow"],
)
def test_durations_latent_and_waveform_agree(pair: Pair, settings: ProsodySettings) -> None:
    from tests.core.transformers_peer import fed_noise

    model, peer, speaker = pair
    config = model.config
    peer.noise_scale = settings.noise_scale
    peer.noise_scale_duration = settings.duration_noise_scale
    token_ids = torch.randint(
        0, config.text_encoder.num_symbols, (1, TOKENS), generator=torch.Generator().manual_seed(1)
    )
    rhythm = torch.from_numpy(rhythm_noise(Draw(1), TOKENS))[None]

    def expression(durations: Tensor) -> Tensor:
        noise = expression_noise(Draw(2), durations.numpy(), config.latent_channels)
        return torch.from_numpy(noise)[None]

    speakers = None if speaker is None else torch.tensor([speaker])
    with torch.inference_mode():
        durations, z, waveform = model.infer(token_ids, rhythm, expression, settings, speakers)
        with fed_noise(rhythm, expression(durations)):
            theirs = peer(token_ids, speaker_id=speaker, speaking_rate=1.0 / settings.length_scale)
    assert len(set(durations.tolist())) > 1
    assert theirs.waveform.shape == waveform.shape
    loudness = float(waveform.std())
    z_difference = float((z - theirs.spectrogram).abs().max())
    wave_difference = float((waveform - theirs.waveform).abs().max())
    print(f"max difference: z {z_difference:.2e}, wave {wave_difference:.2e} of {loudness:.2e}")
    assert z_difference < BOUND
    assert wave_difference < BOUND * loudness
