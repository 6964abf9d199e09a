"""A written take comes back from its description, and is held against what was kept."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pytestqt.qtbot import QtBot

from app.files.existing_files import IfExists
from app.files.provenance import Origin, speech_of, write_description
from app.files.reproduction import in_words, made_again, reopened, source_of, write_again
from app.takes.export.batch_export import BatchExport, BatchOptions
from app.takes.lab_take import LabTake
from vits_core.audio.file_format import AudioFormat, LoudnessTarget, Tags
from vits_core.audio.file_types import TYPES
from vits_core.audio.files import write_sound
from vits_core.audio.loudness import loudness
from vits_core.errors import TakeFileError
from vits_core.prosody.steering import Draw
from vits_core.provenance.reproduction import Comparison
from vits_core.provenance.sidecar import Sidecar, read_sidecar, sidecar_path
from vits_core.records import TakePart
from vits_core.speech import Speech
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import Voice, load_voice

TEXT = "Good morning, everybody. Really?"


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with load_voice(device="cpu") as voice:
        yield voice


@pytest.fixture(scope="module")
def speech() -> Speech:
    """Of another voice object, so that nothing comes back from a cache."""
    with load_voice(device="cpu") as voice:
        return voice.speak(TEXT, rhythm_seed=5, expression_seed=6)


@pytest.fixture
def written(voice: Voice, speech: Speech, tmp_path: Path) -> Path:
    path = tmp_path / "a.wav"
    stored = speech.save(path, AudioFormat("FLOAT"))
    write_description(stored, Origin.by(voice, TEXT, speech.takes), speech.waveform)
    return path


def change(written: Path, **values: object) -> Sidecar:
    """Another description beside the sound."""
    changed = dataclasses.replace(read_sidecar(written), **values)
    sidecar_path(written).write_text(changed.to_json(), encoding="utf-8")
    return changed


def test_a_take_comes_back_identical_with_all_that_is_drawn_of_it(
    voice: Voice, speech: Speech, written: Path
) -> None:
    for path in (written, sidecar_path(written)):
        back = reopened(voice, path)
        assert back is not None
        assert back.comparison == Comparison(True, np.inf if path == written else None, ())
        assert back.sidecar == read_sidecar(written)
        assert back.sidecar.text == TEXT
        for take, first in zip(back.takes, speech.takes, strict=True):
            assert np.array_equal(take.waveform, first.waveform)
            assert np.array_equal(take.mel, first.mel)
            assert take.durations.tolist() == first.durations.tolist()
            assert (take.rhythm_seed, take.expression_seed) == (5, 6)


def test_sentences_with_settings_of_their_own_come_back_identical(
    voice: Voice, speech: Speech, tmp_path: Path
) -> None:
    """A line of a script may speak with a take that was chosen for it."""
    first, *_ = speech.takes
    slower = dataclasses.replace(first.settings, length_scale=1.4, noise_scale=0.1)
    wanted = dataclasses.replace(TakeRequest.of(first), settings=slower, rhythm=Draw(77))
    parts = list(voice.render(iter((TakeRequest.of(first), wanted))))
    takes = [part.take for part in parts if isinstance(part, TakePart) and part.take]
    together = speech_of(takes)
    path = tmp_path / "script.wav"
    stored = together.save(path, AudioFormat("FLOAT"))
    write_description(stored, Origin.by(voice, TEXT, takes), together.waveform)
    sidecar = read_sidecar(path)
    assert [each.settings for each in sidecar.sentences] == [None, slower]
    back = reopened(voice, path)
    assert back is not None
    assert back.comparison == Comparison(True, np.inf, ())


def test_the_voice_may_have_been_moved(voice: Voice, written: Path) -> None:
    change(written, voice_file="/gone/joe.onnx")
    back = reopened(voice, written)
    assert back is not None
    assert back.comparison.verdict == "identical"


def test_another_voice_is_told_with_its_name_and_its_place(voice: Voice, written: Path) -> None:
    change(written, voice="amy", voice_file="/voices/amy.onnx", voice_sha256="00" * 32)
    with pytest.raises(TakeFileError) as caught:
        reopened(voice, written)
    assert "amy" in caught.value.what
    assert caught.value.where == "/voices/amy.onnx"
    assert caught.value.remedy


def test_any_voice_with_the_phonemes_may_be_tried(voice: Voice, written: Path) -> None:
    kept = change(written, voice_sha256="00" * 32)
    back = made_again(voice, kept, written)
    assert back.comparison.verdict == "identical"
    assert back.comparison.differences == ("voice: a different file",)


@pytest.mark.parametrize(("noise", "verdict"), [(1e-4, "close"), (0.3, "different")])
def test_another_sound_is_close_or_different(
    voice: Voice, speech: Speech, written: Path, noise: float, verdict: str
) -> None:
    strange = noise * np.random.default_rng(1).standard_normal(len(speech.waveform))
    sound = speech.waveform + strange.astype(np.float32)
    write_sound(written, [sound], speech.sample_rate, AudioFormat("FLOAT"))
    change(written, audio_sha256="00" * 32, versions={"torch": "1.0"})
    back = reopened(voice, written)
    assert back is not None
    assert back.comparison.verdict == verdict
    words = in_words(back.comparison).splitlines()
    assert words[0].startswith(f"The take came out {verdict}. Signal to difference: ")
    assert words[1].startswith("torch: was 1.0, now ")


def test_in_another_precision_it_comes_out_close_and_why(voice: Voice, written: Path) -> None:
    if voice.precision == "float32":
        pytest.skip("this CPU has no other precision")
    with load_voice(device="cpu", precision="float32") as exact:
        back = reopened(exact, written)
    assert back is not None
    assert back.comparison.verdict == "close"
    assert back.comparison.differences == (f"precision: was {voice.precision}, now float32",)


def test_a_description_that_has_outlived_its_sound_is_told(
    voice: Voice, speech: Speech, written: Path
) -> None:
    for sound in (speech.waveform[::-1], speech.waveform[:-9000]):
        write_sound(written, [np.ascontiguousarray(sound)], speech.sample_rate)
        back = reopened(voice, written)
        assert back is not None
        assert back.comparison.verdict == "different"
        assert "is not what its recipe describes" in in_words(back.comparison)


def test_a_sound_that_was_rounded_or_resampled_is_still_the_same(
    voice: Voice, speech: Speech, written: Path
) -> None:
    for audio_format in (AudioFormat("PCM_16"), AudioFormat("PCM_24", 48_000)):
        write_sound(written, [speech.waveform], speech.sample_rate, audio_format)
        back = reopened(voice, written)
        assert back is not None
        assert in_words(back.comparison) == "The take came out identical."


@pytest.mark.parametrize("ending", [e for e, kind in TYPES.items() if kind.container])
def test_a_take_that_was_levelled_resampled_and_tagged_is_verified_and_made_again(
    voice: Voice, speech: Speech, tmp_path: Path, ending: str
) -> None:
    kind, path = TYPES[ending], tmp_path / f"a{ending}"
    asked = AudioFormat(None if kind.lossy else "PCM_24", 48_000)
    saved = speech.save(path, asked, tags=Tags(title="Größe"), loudness=LoudnessTarget(-16.0, -1.0))
    write_description(saved, Origin.by(voice, TEXT, speech.takes), speech.waveform)
    kept = read_sidecar(path)
    assert kept.stored == saved.stored
    back = reopened(voice, path)
    assert back is not None
    first, *rest = in_words(back.comparison).splitlines()
    assert first == "The take came out identical."
    assert [kind.name in line and "cannot be ruled out" in line for line in rest] == (
        [True] if kind.lossy else []
    )
    again = tmp_path / f"again{ending}"
    write_again(again, speech_of(back.takes), kept)
    if kind.lossy:
        assert np.array_equal(soundfile.read(again)[0], soundfile.read(path)[0])
    else:
        assert again.read_bytes() == path.read_bytes()


def test_a_take_made_again_as_another_type_is_as_close_as_that_can_be(
    voice: Voice, speech: Speech, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    saved = speech.save(path, AudioFormat("FLOAT"), loudness=LoudnessTarget(-20.0))
    write_description(saved, Origin.by(voice, TEXT, speech.takes), speech.waveform)
    for name, subtype, rate in (("b.flac", "PCM_24", 22050), ("b.opus", "OPUS", 24000)):
        write_again(tmp_path / name, speech, read_sidecar(path))
        info = soundfile.info(tmp_path / name)
        assert (info.subtype, info.samplerate) == (subtype, rate)
        level = loudness(*soundfile.read(tmp_path / name))
        assert level == pytest.approx(-20, abs=0.3)


def test_a_lossy_file_that_holds_another_sound_is_told(
    voice: Voice, speech: Speech, tmp_path: Path
) -> None:
    path = tmp_path / "a.mp3"
    saved = speech.save(path)
    write_description(saved, Origin.by(voice, TEXT, speech.takes), speech.waveform)
    write_sound(path, [np.roll(speech.waveform, 4000)], speech.sample_rate)
    back = reopened(voice, path)
    assert back is not None
    assert back.comparison.verdict == "different"
    assert "is not what its recipe describes" in in_words(back.comparison)


def test_making_it_again_ends_when_something_else_is_wanted(voice: Voice, written: Path) -> None:
    asked = iter([False, True])
    assert reopened(voice, written, lambda: next(asked)) is None


def test_phonemes_that_the_voice_lacks_are_told(voice: Voice, written: Path) -> None:
    data = json.loads(sidecar_path(written).read_text(encoding="utf-8"))
    data["sentences"][0]["utterance"]["token_ids"][2] = 9999
    sidecar_path(written).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(TakeFileError, match="does not have the phonemes"):
        reopened(voice, written)


def test_what_is_no_take_is_told(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(TakeFileError, match="take has no recipe"):
        reopened(voice, tmp_path / "none.wav")


def test_the_voice_of_a_take_is_found_where_it_was_or_among_ours(
    voice: Voice, written: Path, tmp_path: Path
) -> None:
    assert source_of(read_sidecar(written)) == str(voice.source)
    assert source_of(change(written, voice_file="/gone/joe.onnx")) is None
    with pytest.raises(TakeFileError, match=r"/gone/amy\.onnx"):
        source_of(change(written, voice_file="/gone/amy.onnx", voice_sha256="00" * 32))


def test_a_take_of_the_lab_is_written_and_comes_back(
    voice: Voice, speech: Speech, qtbot: QtBot, tmp_path: Path
) -> None:
    made = speech.takes[1]
    take = LabTake(
        number=7, outline=made, voice=str(voice.source), voice_name=voice.config.name, line=90
    )
    options = BatchOptions(
        folder=tmp_path,
        template="{take}",
        if_exists=IfExists.FAIL,
        audio_format=AudioFormat(),
        sidecar=True,
        table=False,
    )
    batch = BatchExport()
    batch.sound_wanted.connect(lambda number: batch.give_sound(number, made))
    with qtbot.waitSignal(batch.finished):
        batch.start([take], options, voice.precision, str(voice.device))
    assert batch.close()
    back = reopened(voice, tmp_path / "7.wav")
    assert back is not None
    assert in_words(back.comparison) == "The take came out identical."
    (again,) = back.takes
    words = again.utterance.words
    assert [back.sidecar.text[word.start : word.stop] for word in words] == ["Really"]
