"""Inference agrees with values that the reference implementation computed.

`golden/` holds two small random-weight models in the original checkpoints' names, weight norm not
fused, with their configs and with noise and results at three settings.
"""

from __future__ import annotations

import pytest
import torch

from tests.core.reference_models import NAMES, read_golden, speaking_model
from vits_core.records import ProsodySettings

BOUND = 1e-4


@pytest.mark.parametrize("setting", range(3))
@pytest.mark.parametrize("name", NAMES)
def test_inference_agrees_with_the_reference(name: str, setting: int) -> None:
    golden = read_golden(name)
    model = speaking_model(name, golden)
    noise_scale, duration_noise_scale, length_scale = golden[f"infer{setting}_scales"].tolist()
    *rhythm, expression = (
        golden[key] for key in sorted(golden) if key.startswith(f"infer{setting}_noise")
    )
    assert bool(rhythm) == model.config.duration_predictor.stochastic

    length = int(golden["x_lengths"][0])
    ids = golden["x"][:1, :length]
    noise = rhythm[0] if rhythm else torch.zeros(1, 2, length)
    speakers = golden["sid"][:1] if "sid" in golden else None
    settings = ProsodySettings(noise_scale, duration_noise_scale, length_scale)
    with torch.inference_mode():
        result = model.infer(ids, noise, lambda durations: expression, settings, speakers)
    assert result.durations.tolist() == golden[f"infer{setting}_durations"].tolist()
    for what, ours in (("z", result.z), ("wave", result.waveform.unsqueeze(1))):
        theirs = golden[f"infer{setting}_{what}"]
        assert ours.shape == theirs.shape
        difference = float((ours - theirs).abs().max() / theirs.abs().max())
        print(f"{what}: relative difference {difference:.2e}")
        assert difference < BOUND
