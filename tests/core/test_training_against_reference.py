"""The training pass agrees with values that the reference implementation computed, without
dropout and with the same noise."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.core.reference_models import (
    NAMES,
    SAMPLE_RATE,
    read_golden,
    trainable_model,
    training_golden,
)
from vits_core.audio.spectrogram import LinearSpectrogram, LogMelSpectrogram
from vits_core.formats.weight_norm import folded
from vits_core.model.masks import length_mask
from vits_core.model.vits import Vits
from vits_core.training.discriminators import Discriminators
from vits_core.training.forward import Draws, TrainingForward, training_forward
from vits_core.training.losses import (
    adversarial_loss,
    discriminator_loss,
    duration_loss,
    feature_loss,
    kl_loss,
    mel_loss,
)
from vits_core.training.segments import Segments

BOUND = 2e-5
SEGMENT_FRAMES = 32

Case = tuple[Vits, Mapping[str, Tensor], TrainingForward]


def _relative(ours: Tensor, theirs: Tensor) -> float:
    """The greatest difference, as a share of the greatest value."""
    assert ours.shape == theirs.shape
    return float((ours - theirs).abs().max() / theirs.abs().max())


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest) -> Case:
    golden = training_golden(request.param)
    model = trainable_model(request.param, golden)
    with torch.no_grad():
        return model, golden, _forward(model, golden)


def _forward(model: Vits, golden: Mapping[str, Tensor]) -> TrainingForward:
    draws = Draws(
        posterior=golden["train_noise_0"],
        durations=golden.get("train_noise_1", torch.zeros(len(golden["x"]), 2, 41)),
        segments=Segments(golden["segment_start_frame"], SEGMENT_FRAMES),
    )
    return training_forward(
        model,
        golden["x"],
        golden["x_lengths"],
        _spectrogram(model, golden),
        golden["spec_lengths"],
        golden.get("sid"),
        draws,
    )


def _spectrogram(model: Vits, golden: Mapping[str, Tensor]) -> Tensor:
    """Both recordings', the padding of the shorter one cleared as a batch has it."""
    magnitudes = LinearSpectrogram(model.config.hop_length)(golden["wave"])
    return magnitudes * length_mask(golden["spec_lengths"], magnitudes.shape[2], torch.float32)


def test_the_spectrograms_are_the_references(case: Case) -> None:
    model, golden, _ = case
    spectrogram = _spectrogram(model, golden)
    assert _relative(spectrogram[:, :, ::8], golden["spec_every_8th"]) < BOUND
    mel = LogMelSpectrogram(SAMPLE_RATE, model.config.hop_length)
    assert _relative(mel.of_linear(spectrogram), golden["mel"]) < BOUND


def test_posterior_flow_and_prior_are_the_references(case: Case) -> None:
    _, golden, result = case
    for ours, name in (
        (result.m_q, "m_q"),
        (result.logs_q, "logs_q"),
        (result.z, "z"),
        (result.z_p, "z_p"),
        (result.m_p, "m_p_expanded"),
        (result.logs_p, "logs_p_expanded"),
    ):
        difference = _relative(ours, golden[name])
        print(f"{name}: relative difference {difference:.2e}")
        assert difference < BOUND


def test_the_alignment_is_exactly_the_references(case: Case) -> None:
    _, golden, result = case
    theirs = golden["alignment"].squeeze(1)  # [B, T_frames, T_text]
    ours = torch.nn.functional.one_hot(result.alignment.tokens, theirs.shape[2])
    ours = ours * result.frame_mask.transpose(1, 2).to(torch.int64)
    assert torch.equal(ours, theirs.to(torch.int64))
    durations = theirs.sum(dim=1, dtype=torch.float32)
    assert torch.equal(result.alignment.durations.squeeze(1), durations)


def test_the_decoded_segments_are_the_references(case: Case) -> None:
    _, golden, result = case
    assert _relative(result.waveform.unsqueeze(1), golden["train_wave_segment"]) < BOUND


def test_the_losses_are_the_references(case: Case) -> None:
    model, golden, result = case
    per_item = result.duration_losses / result.token_mask.sum()
    assert _relative(per_item, golden["duration_loss_per_item"]) < BOUND
    total = duration_loss(result.duration_losses, result.token_mask)
    assert _relative(total, golden["duration_loss_per_item"].sum()) < BOUND

    kl = kl_loss(result.z_p, result.logs_q, result.m_p, result.logs_p, result.frame_mask)
    assert _relative(kl, golden["kl_loss"]) < BOUND

    mel = LogMelSpectrogram(SAMPLE_RATE, model.config.hop_length)
    truth = result.segments.of(mel.of_linear(_spectrogram(model, golden)))
    assert _relative(mel_loss(truth, mel(result.waveform)), golden["mel_l1"]) < BOUND


def test_a_voice_is_converted_as_the_reference_does() -> None:
    golden = training_golden("multi_speaker_sdp")
    model = trainable_model("multi_speaker_sdp", golden)
    speakers = golden["vc_source_target"].view(2, 1)
    source, target = (model.speaker_vector(speaker) for speaker in speakers)
    mask = length_mask(golden["spec_lengths"][:1], 120, torch.float32)
    with torch.no_grad():
        spectrogram = _spectrogram(model, golden)[:1]
        z = model.posterior_encoder(spectrogram, mask, golden["vc_noise_0"], source).z
        z = model.latent(model.flow(z, mask, source), mask, target)
        waveform = model.decode(z * mask, target)
    assert _relative(waveform.unsqueeze(1), golden["vc_wave"]) < BOUND


def test_folded_weights_give_the_same(case: Case) -> None:
    model, golden, result = case
    speaking = Vits(model.config).eval()
    speaking.load_state_dict(folded(model.state_dict()), strict=True)
    with torch.no_grad():
        ours = _forward(speaking, golden)
    assert _relative(ours.z_p, result.z_p) < BOUND
    assert _relative(ours.waveform, result.waveform) < BOUND


def _by_formula(name: str, shape: torch.Size) -> Tensor:
    """What the reference's discriminators were given for weights: a wave that the name shifts."""
    places = np.arange(shape.numel(), dtype=np.float64)
    values = 0.03 * np.sin(0.7 * places + crc32(name.encode()) % 1000)
    if name.endswith("weight_g"):
        values = np.abs(values + 0.05) + 0.3
    return torch.from_numpy(values.astype(np.float32)).view(shape)


def test_the_discriminators_and_their_losses_are_the_references() -> None:
    golden = read_golden("discriminators")
    discriminators = Discriminators()
    state = {}
    for name, parameter in discriminators.state_dict().items():
        upstream = name.replace("parametrizations.weight.original0", "weight_g")
        upstream = upstream.replace("parametrizations.weight.original1", "weight_v")
        state[upstream] = _by_formula(upstream, parameter.shape)
    discriminators.load_state_dict(state, strict=True)
    with torch.no_grad():
        real, fake = (
            discriminators(golden[sound].squeeze(1) / 32768) for sound in ("real", "fake")
        )
    for i, verdict in enumerate(real):
        assert _relative(verdict.score, golden[f"score_real_{i}"]) < BOUND
        means = torch.stack([feature.mean() for feature in verdict.features[:5]])
        assert _relative(means, golden["feature_map_means"][i]) < BOUND
    assert _relative(discriminator_loss(real, fake), golden["discriminator_loss"]) < BOUND
    assert _relative(adversarial_loss(fake), golden["generator_loss"]) < BOUND
    assert _relative(2.0 * feature_loss(real, fake), golden["feature_loss"]) < BOUND
