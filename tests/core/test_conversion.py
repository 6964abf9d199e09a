"""A recording of one speaker comes out as another's: as the reference converts it, at any length,
and repeatably."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.core.checkpoint_export import export_original, save_original, trained_model
from tests.core.model_shapes import SMALL
from tests.core.reference_models import GOLDEN, training_golden
from vits_core import conversion
from vits_core import voice as voice_module
from vits_core.conversion import Converter
from vits_core.errors import DeviceError, SettingsError
from vits_core.formats.voice_import import read_posterior_encoder
from vits_core.model.decoder import NO_MARGINS
from vits_core.model.posterior_encoder import PosteriorEncoder
from vits_core.noise.keyed import expression_noise
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray
from vits_core.voice import Voice, load_voice
from vits_core.voices.voice_cache import cache_folder

pytestmark = pytest.mark.slow

NAME = "multi_speaker_sdp"
RATE = 22_050


@pytest.fixture(scope="module")
def golden() -> dict[str, torch.Tensor]:
    return training_golden(NAME)


@pytest.fixture(scope="module")
def crowd(
    golden: dict[str, torch.Tensor], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Voice]:
    """The reference's voice of four speakers, from its checkpoint."""
    state = {k.removeprefix("model/"): v for k, v in golden.items() if k.startswith("model/")}
    path = tmp_path_factory.mktemp("crowd") / "crowd.pth"
    save_original(state, path, json.loads((GOLDEN / f"{NAME}.json").read_text()))
    with load_voice(path, "cpu", "float32") as voice:
        yield voice


@pytest.fixture(scope="module")
def encoder(crowd: Voice) -> PosteriorEncoder:
    return read_posterior_encoder(crowd.source)


def _recording(seconds: float) -> FloatArray:
    t = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * 140 * k * t + np.sin(3 * t)) / k for k in range(1, 9))
    return (0.2 * wave).astype(np.float32)


def test_it_agrees_with_the_reference(
    crowd: Voice, encoder: PosteriorEncoder, golden: dict[str, torch.Tensor]
) -> None:
    source, target = golden["vc_source_target"].tolist()
    converter = Converter(crowd.synthesizer.model, encoder)
    with torch.inference_mode():
        spectrogram = converter.spectrogram(golden["wave"][:1])
        ours = converter.convert(spectrogram, golden["vc_noise_0"], source, target, NO_MARGINS)
    theirs = golden["vc_wave"][0]
    assert ours.shape == theirs.shape
    difference = float((ours - theirs).abs().max() / theirs.abs().max())
    print(f"relative difference {difference:.2e}")
    assert difference < 1e-3  # the recording is kept in 16 bits


def test_a_long_recording_is_exact_at_the_seams(
    crowd: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = _recording(15.0)
    in_pieces = crowd.convert(recording, RATE, 1, 3, seed=7)
    monkeypatch.setattr(conversion, "STRETCH_FRAMES", 10**6)
    at_once = crowd.convert(recording, RATE, 1, 3, seed=7)
    assert np.abs(at_once).max() > 0.01
    assert np.abs(in_pieces - at_once).max() < 1e-5


@pytest.mark.parametrize("samples", [0, 1, 255, 256, 257, 5000])
def test_the_result_is_as_long_as_the_recording(crowd: Voice, samples: int) -> None:
    made = crowd.convert(_recording(1.0)[:samples], RATE, 0, 1, seed=1)
    assert made.shape == (samples,)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()


def test_another_rate_is_resampled(crowd: Voice) -> None:
    made = crowd.convert(_recording(2.0)[::2], RATE // 2, 0, 1, seed=1)
    assert abs(len(made) / RATE - 2.0) < 0.001


def test_seeds_repeat_and_differ(crowd: Voice) -> None:
    recording = _recording(0.5)
    first, again, other, fresh = (
        crowd.convert(recording, RATE, 0, 1, seed=seed) for seed in (4, 4, 5, None)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, fresh)


def test_source_and_target_matter(crowd: Voice) -> None:
    recording = _recording(0.5)
    made = [crowd.convert(recording, RATE, *pair, seed=4) for pair in ((0, 1), (0, 2), (3, 1))]
    assert not np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])


@pytest.mark.parametrize("pair", [(0, 4), ("nobody", 1), (-1, 0), ("", 0)])
def test_unknown_speakers_are_refused(crowd: Voice, pair: tuple[str | int, str | int]) -> None:
    with pytest.raises(SettingsError, match="no speaker"):
        crowd.convert(_recording(0.1), RATE, *pair)


def test_it_comes_in_pieces_as_it_is_made(crowd: Voice) -> None:
    recording = _recording(15.0)
    pieces = list(crowd.converted(recording, RATE, 1, 3, seed=7))
    assert len(pieces) > 1
    assert np.array_equal(np.concatenate(pieces), crowd.convert(recording, RATE, 1, 3, seed=7))
    with pytest.raises(SettingsError, match="no speaker"):
        crowd.converted(recording, RATE, "nobody", 3)  # at the call, before a file is begun


def test_one_speaker_turned_into_himself_is_resynthesis(
    crowd: Voice, encoder: PosteriorEncoder
) -> None:
    recording = _recording(0.5)
    model = crowd.synthesizer.model
    with torch.inference_mode():
        sound = torch.from_numpy(np.pad(recording, (0, -len(recording) % model.config.hop_length)))
        spectrogram = Converter(model, encoder).spectrogram(sound.unsqueeze(0))
        frames = spectrogram.shape[-1]
        noise = expression_noise(
            Draw(5), np.ones(frames, np.int64), model.config.latent_channels, 0, frames
        )
        speaker = model.speaker_vector(torch.tensor([2]))
        z = encoder(
            spectrogram, torch.ones(1, 1, frames), torch.from_numpy(noise).unsqueeze(0), speaker
        ).z
        resynthesis = model.decode(z, speaker, NO_MARGINS)[0, : len(recording)].numpy()
    converted = crowd.convert(recording, RATE, 2, 2, seed=5)
    assert np.abs(converted - resynthesis).max() < 1e-5 * np.abs(resynthesis).max()


def test_a_full_graphics_card_is_told(crowd: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(Converter, "convert", full)
    with pytest.raises(DeviceError, match="out of memory"):
        crowd.convert(_recording(0.1), RATE, 0, 1)


def test_voices_that_cannot_convert_say_so(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot convert"):
        voice.convert(_recording(0.1), RATE, 0, 0)
    path = export_original(trained_model(SMALL), tmp_path / "alone.pth")
    with load_voice(path, "cpu") as alone, pytest.raises(SettingsError, match="cannot convert"):
        alone.convert(_recording(0.1), RATE, 0, 0)


def test_the_listening_part_comes_from_its_own_entry_and_only_when_wanted(
    crowd: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counting(path: Path) -> PosteriorEncoder:
        read.append(path)
        return read_posterior_encoder(path)

    monkeypatch.setattr(voice_module, "read_posterior_encoder", counting)
    entries = {path.name for path in cache_folder().glob("*.posterior_encoder.safetensors")}
    assert entries
    with load_voice(crowd.source, "cpu", "float32") as again:
        assert again.speak("a", phonemes=True).takes
        assert not read
        names = again.synthesizer.model.state_dict()
        assert not [name for name in names if "posterior" in name]
        made, _ = [again.convert(_recording(0.5), RATE, 0, 1, seed=4) for _ in range(2)]
        assert read == [crowd.source]
    assert np.array_equal(made, crowd.convert(_recording(0.5), RATE, 0, 1, seed=4))


def test_a_lost_entry_is_made_again(crowd: Voice) -> None:
    for path in cache_folder().glob("*.posterior_encoder.safetensors"):
        path.unlink()
    with load_voice(crowd.source, "cpu", "float32") as again:
        assert again.convert(_recording(0.2), RATE, 0, 1, seed=4).any()
