"""A voice speaks whole texts; what it cannot do is said in plain words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.core.model_shapes import SMALL, SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper
from vits_core.device import choose_device
from vits_core.errors import DeviceError, SettingsError, TextError, VoiceError
from vits_core.prosody.steering import MAX_SEED
from vits_core.records import ProsodySettings, Skipped, TakePart
from vits_core.voice import Voice, load_voice

TEXT = "The quick brown fox jumps. Over the lazy dog! Is that all?"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """A random voice with five speakers: person 0 to person 4."""
    folder = tmp_path_factory.mktemp("crowd")
    voice = load_voice(export_piper(random_model(SMALL_MANY_SPEAKERS), folder / "crowd.onnx"))
    voice.close()
    return voice


def test_the_default_voice_loads_by_itself(voice: Voice, piper_path: Path) -> None:
    assert voice.source == piper_path
    assert voice.config.sample_rate == 22_050
    assert voice.device.type in ("cpu", "cuda")


def test_a_folder_with_one_voice_is_that_voice(tmp_path: Path) -> None:
    export_piper(random_model(SMALL), tmp_path / "anna.onnx")
    for source in (tmp_path, str(tmp_path), tmp_path / "anna.onnx"):
        with load_voice(source, "cpu") as voice:
            assert voice.config.name == "anna"


def _sources(folder: Path) -> dict[str, Path | str]:
    (folder / "empty").mkdir()
    (folder / "two").mkdir()
    for name in "ab":
        (folder / "two" / f"{name}.onnx").touch()
    (folder / "model.pth").touch()
    (folder / "only.onnx").write_bytes(b"x")
    (folder / "odd.onnx").write_bytes(b"x")
    (folder / "odd.onnx.json").mkdir()
    return {
        "missing": folder / "nobody.onnx",
        "empty folder": folder / "empty",
        "two voices": folder / "two",
        "another kind": folder / "model.pth",
        "no json": folder / "only.onnx",
        "json is a folder": folder / "odd.onnx",
        "too long": folder / ("x" * 5000),
        "nobody's home": "~nobody-of-that-name/voice.onnx",
        "no path": "voice\0.onnx",
    }


@pytest.mark.parametrize(
    "case",
    [
        "missing",
        "empty folder",
        "two voices",
        "another kind",
        "no json",
        "json is a folder",
        "too long",
        "nobody's home",
        "no path",
    ],
)
def test_what_is_no_voice_is_refused(tmp_path: Path, case: str) -> None:
    source = _sources(tmp_path)[case]
    with pytest.raises(VoiceError) as caught:
        load_voice(source)
    assert caught.value.what
    assert str(source)[:20] in caught.value.where


def test_devices_are_known_by_name() -> None:
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_device("auto").type == ("cuda" if torch.cuda.is_available() else "cpu")


@pytest.mark.parametrize("name", ["toaster", "", "mps", "meta", "cuda:99", "cpu:x", "cuda:-1"])
def test_a_device_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(DeviceError):
        choose_device(name)


def test_speakers_go_by_name_or_number(crowd: Voice) -> None:
    assert crowd.speaker_id(None) == 0
    assert crowd.speaker_id(3) == crowd.speaker_id("3") == crowd.speaker_id("person 3") == 3


@pytest.mark.parametrize("speaker", [5, -1, "5", "-1", "person 9", "", "²"])
def test_an_unknown_speaker_is_refused(crowd: Voice, speaker: str | int) -> None:
    with pytest.raises(SettingsError, match="no speaker"):
        crowd.speaker_id(speaker)


def test_a_voice_with_one_speaker_takes_no_other(voice: Voice) -> None:
    assert voice.speaker_id(None) is voice.speaker_id(0) is voice.speaker_id("0") is None
    with pytest.raises(SettingsError, match="one speaker"):
        voice.speaker_id("anna")


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1])
@pytest.mark.parametrize("which", ["rhythm_seed", "expression_seed"])
def test_a_seed_out_of_range_is_refused_at_the_call(voice: Voice, which: str, seed: int) -> None:
    with pytest.raises(SettingsError, match="seed"):
        voice.stream(TEXT, **{which: seed})


def test_a_seed_that_is_not_given_is_drawn_and_told(voice: Voice) -> None:
    speech = voice.speak("Hello.")
    (take,) = speech.takes
    again = voice.speak(
        "Hello.", rhythm_seed=take.rhythm_seed, expression_seed=take.expression_seed
    )
    assert np.array_equal(speech.waveform, again.waveform)
    other = voice.speak("Hello.").takes[0]
    assert other.rhythm_seed != take.rhythm_seed


def test_the_parts_of_a_stream_are_the_takes_in_order_and_without_gaps(voice: Voice) -> None:
    whole = voice.speak(TEXT, rhythm_seed=1, expression_seed=2)
    voice.synthesizer.forget()
    parts = list(voice.stream(TEXT, rhythm_seed=1, expression_seed=2))
    assert all(isinstance(part, TakePart) for part in parts)
    assert len(parts) > 2 * len(whole.takes)
    for take in whole.takes:
        mine: list[TakePart] = []
        while not (mine and mine[-1].take):
            mine.append(parts.pop(0))
        samples = frames = 0
        for part in mine:
            assert (part.start_sample, part.start_frame) == (samples, frames)
            assert part.outline.utterance == take.utterance
            assert np.array_equal(part.outline.durations, take.durations)
            samples += len(part.waveform)
            frames += part.mel.shape[1]
        assert np.array_equal(np.concatenate([part.waveform for part in mine]), take.waveform)
        assert np.array_equal(np.concatenate([part.mel for part in mine], axis=1), take.mel)
        assert np.array_equal(mine[-1].take.waveform, take.waveform)
    assert not parts


def test_the_first_part_comes_before_the_sentence_is_made(voice: Voice) -> None:
    voice.synthesizer.forget()
    stream = voice.stream(TEXT, rhythm_seed=1, expression_seed=2)
    first = next(stream)
    assert isinstance(first, TakePart)
    assert first.take is None
    assert 0 < len(first.waveform) < first.outline.samples / 2
    stream.close()


def test_closing_a_stream_ends_the_making(voice: Voice) -> None:
    voice.synthesizer.forget()
    runs = voice.synthesizer.stage_runs
    before = runs.copy()
    stream = voice.stream(" ".join(20 * [TEXT]), rhythm_seed=3, expression_seed=4)
    next(stream)
    stream.close()
    assert (runs - before)["encode"] <= 2  # this sentence, and perhaps the next one


def test_a_take_that_is_known_comes_at_once_and_whole(voice: Voice) -> None:
    kept = voice.speak("Once more.", rhythm_seed=1, expression_seed=2).takes[0]
    before = voice.synthesizer.stage_runs.copy()
    (part,) = voice.stream("Once more.", rhythm_seed=1, expression_seed=2)
    assert isinstance(part, TakePart)
    assert part.take is not None
    assert part.take.waveform is kept.waveform
    assert voice.synthesizer.stage_runs == before


def test_without_keeping_every_stage_runs_again(voice: Voice) -> None:
    for _ in range(2):
        before = voice.synthesizer.stage_runs["decode"]
        list(voice.stream("Not kept.", rhythm_seed=1, expression_seed=2, keep=False))
        assert voice.synthesizer.stage_runs["decode"] == before + 1


def test_a_spectrogram_is_made_where_it_is_wanted(voice: Voice) -> None:
    (bare,) = voice.speak("Bare sound.", rhythm_seed=1, expression_seed=2, mel=False).takes
    assert bare.mel.shape[1] == 0
    (full,) = voice.speak("Bare sound.", rhythm_seed=1, expression_seed=2).takes
    assert full.mel.shape == (80, full.durations.sum())
    assert np.array_equal(full.waveform, bare.waveform)


def test_moving_the_noise_scale_in_a_stream_keeps_the_rhythm(voice: Voice) -> None:
    whole = voice.speak(TEXT, rhythm_seed=1, expression_seed=2)
    before = voice.synthesizer.stage_runs.copy()
    settings = ProsodySettings(noise_scale=0.1)
    calmer = voice.speak(TEXT, settings, rhythm_seed=1, expression_seed=2)
    for calm, take in zip(calmer.takes, whole.takes, strict=True):
        assert np.array_equal(calm.durations, take.durations)
    assert set(voice.synthesizer.stage_runs - before) == {"latent", "decode", "mel"}


def test_the_default_settings_are_the_voices(voice: Voice) -> None:
    assert voice.speak("Hello.").takes[0].settings == voice.config.defaults


def test_phonemes_are_spoken_as_they_are(voice: Voice) -> None:
    phonemes = "həlˈoʊ wˈɜːld."
    speech = voice.speak(phonemes, rhythm_seed=1, expression_seed=2, phonemes=True)
    assert speech.phonemes == phonemes
    assert 0.4 < speech.duration < 2.0


@pytest.mark.parametrize("text", ["", "   \n", "…", "!?"])
def test_nothing_to_speak_is_said(voice: Voice, text: str) -> None:
    with pytest.raises(TextError, match="nothing to speak"):
        voice.speak(text)
    pieces = list(voice.stream(text))
    assert pieces
    assert all(isinstance(piece, Skipped) for piece in pieces)


@pytest.mark.parametrize("phonemes", ["a", "."])
def test_the_shortest_utterances_are_spoken(voice: Voice, phonemes: str) -> None:
    (take,) = voice.speak(phonemes, phonemes=True).takes
    assert len(take.waveform) == take.durations.sum() * take.hop_length > 0
    assert take.durations.min() >= 1


def test_a_word_of_one_letter_is_spoken(voice: Voice) -> None:
    assert voice.speak("I").duration > 0.05
