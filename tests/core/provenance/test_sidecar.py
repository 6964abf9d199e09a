"""A take's description survives being written and read, and tells what became of it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from tests.app.ui.made_take import made_take
from vits_core.audio.file_format import AudioFormat, Levelling, Stored, Tags
from vits_core.audio.file_types import Quality
from vits_core.errors import TakeFileError
from vits_core.prosody.steering import Arc, Draw, Timing, redraw, splice
from vits_core.provenance.digest import audio_digest, file_digest
from vits_core.provenance.sidecar import (
    FORMAT_VERSION,
    Sentence,
    Sidecar,
    VoiceIdentity,
    described,
    present_versions,
    read_sidecar,
    sentences_of,
    sidecar_path,
)
from vits_core.records import ProsodySettings, Utterance, Word

WAVEFORM = np.sin(np.arange(4000, dtype=np.float32) / 7)
SENTENCE = Sentence(
    utterance=Utterance("Hi „x“", 3, 9, ("", "h", "ˈ"), (1, 5, 2), (Word("Hi", 3, 5, 1, 2),), 0.2),
    rhythm=redraw(Arc(Draw(3), Draw(2**63 - 1), 0.25), [1], 9),
    expression=Draw(4, ((0, 5), (2, 6))),
    timing=Timing(pins=((1, 12),), stretches=((0, 1.5),), frames=40, even_tempo=True),
    durations=(5, 12, 23),
    pause_frames=17,
)
SIDECAR = Sidecar(
    text="…: Hi „x“",
    settings=ProsodySettings(0.1, 0.2, 1.3),
    speaker=None,
    sentences=(SENTENCE, SENTENCE),
    voice="joe",
    voice_file="/voices/joe.onnx",
    voice_sha256="ab" * 32,
    sample_rate=22_050,
    hop_length=256,
    precision="float32",
    device="cpu",
    audio_sha256=audio_digest(WAVEFORM),
    versions=present_versions(),
)
DELAYED = dataclasses.replace(SIDECAR, lead_frames=90)


def test_silence_before_the_first_sentence_is_kept_by_a_version_that_knows_of_it() -> None:
    assert Sidecar.from_json(DELAYED.to_json()) == DELAYED
    assert json.loads(DELAYED.to_json())["format_version"] == 3
    assert json.loads(SIDECAR.to_json())["format_version"] == 1
    assert "lead_frames" not in SIDECAR.to_json()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    sound = tmp_path / "a.b.wav"
    sidecar_path(sound).write_text(SIDECAR.to_json(), encoding="utf-8")
    assert sidecar_path(sound).name == "a.b.take.json"
    assert read_sidecar(sound) == SIDECAR
    assert read_sidecar(sidecar_path(sound)) == SIDECAR


def test_spliced_noise_is_read_again_and_asks_for_a_version_that_knows_it() -> None:
    comp = dataclasses.replace(
        SENTENCE,
        rhythm=splice(SENTENCE.rhythm, {1: Draw(8, ((1, 3),))}),
        expression=splice(SENTENCE.expression, {0: Draw(8), 1: Draw(8)}),
    )
    sidecar = dataclasses.replace(SIDECAR, sentences=(SENTENCE, comp))
    assert Sidecar.from_json(sidecar.to_json()) == sidecar
    versions = [json.loads(each.to_json())["format_version"] for each in (SIDECAR, sidecar)]
    assert versions == [1, 3]


STORED = Stored(
    ending=".mp3",
    audio_format=AudioFormat(None, 24_000, Quality.HIGH),
    tags=Tags(title="Hi", license="CC0"),
    level=Levelling(7.5, -1.0, -16.02),
)


@pytest.mark.parametrize("stored", [STORED, dataclasses.replace(STORED, level=None)])
def test_what_a_file_makes_of_the_sound_is_read_again(tmp_path: Path, stored: Stored) -> None:
    sidecar = dataclasses.replace(SIDECAR, stored=stored)
    sidecar_path(tmp_path / "a.mp3").write_bytes(sidecar.to_bytes())
    assert read_sidecar(tmp_path / "a.mp3") == sidecar


def test_the_file_of_an_earlier_version_is_read_and_written_the_same() -> None:
    earlier = Path(__file__).with_name("earlier.take.json").read_bytes()
    sidecar = read_sidecar(Path(__file__).with_name("earlier.wav"))
    assert sidecar == dataclasses.replace(SIDECAR, versions={"python": "3.11.7", "torch": "2.13.0"})
    assert sidecar.to_bytes() == earlier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": "x", "format_version": 1}',
        SIDECAR.to_json().replace('"share": 0.25', '"share": 7'),
        SIDECAR.to_json().replace('"noise_scale": 0.1', '"noise_scale": -1'),
        SIDECAR.to_json().replace('"seed": 4', '"seed": "four"'),
        SIDECAR.to_json().replace('"pins"', '"pons"'),
        SIDECAR.to_json()[:-200],
        dataclasses.replace(
            SIDECAR,
            sentences=(dataclasses.replace(SENTENCE, rhythm=splice(Draw(3), {1: Draw(4)})),),
        )
        .to_json()
        .replace('"stop": 2,', '"stop": 1,'),
        dataclasses.replace(SIDECAR, sentences=()).to_json(),
        dataclasses.replace(SIDECAR, voice_file=7).to_json(),
        dataclasses.replace(SIDECAR, speaker="joe").to_json(),
        dataclasses.replace(SIDECAR, versions=[1]).to_json(),
        SIDECAR.to_json().replace('"token_stop": 2', '"token_stop": 4'),
        SIDECAR.to_json().replace('"token_start": 1', '"token_start": -1'),
        SIDECAR.to_json().replace('"pause_after": 0.2', '"pause_after": 1e9'),
        DELAYED.to_json().replace('"lead_frames": 90', '"lead_frames": -1'),
        DELAYED.to_json().replace('"lead_frames": 90', '"lead_frames": 1e9'),
        DELAYED.to_json().replace('"lead_frames": 90', '"lead_frames": 9999999999'),
        SIDECAR.to_json().replace('"pause_after": 0.2', '"pause_after": NaN'),
        "[" * 100_000,
        *(
            dataclasses.replace(SIDECAR, stored=dataclasses.replace(STORED, **wrong)).to_json()
            for wrong in (
                {"ending": ".exe"},
                {"audio_format": AudioFormat("PCM_16", 24_000)},
                {"audio_format": AudioFormat(None, 24_001)},
                {"audio_format": AudioFormat(None, None)},
                {"audio_format": AudioFormat(None, 24_000, "best")},
                {"level": Levelling("loud", -1.0, -16.0)},
            )
        ),
    ],
)
def test_what_is_no_description_of_a_take_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.take.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TakeFileError) as caught:
        read_sidecar(path)
    assert str(path) in str(caught.value)


def test_a_newer_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.take.json"
    newer = json.loads(SIDECAR.to_json()) | {"format_version": FORMAT_VERSION + 1}
    path.write_text(json.dumps(newer))
    with pytest.raises(TakeFileError, match="newer version"):
        read_sidecar(path)


@pytest.mark.parametrize("content", ['{"x":', "[]", '{"format": "vits-studio takes"}'])
def test_another_file_is_told_in_words_for_people(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.take.json"
    path.write_text(content)
    with pytest.raises(TakeFileError, match="is not a recipe") as caught:
        read_sidecar(path)
    assert "Error" not in str(caught.value)


def test_a_missing_description_is_told(tmp_path: Path) -> None:
    with pytest.raises(TakeFileError, match="saved beside the audio"):
        read_sidecar(tmp_path / "a.wav")


def test_a_sound_is_described_by_who_knows_its_voice_only_as_plain_data(tmp_path: Path) -> None:
    voice = tmp_path / "joe.onnx"
    voice.write_bytes(b"a voice")
    identity = VoiceIdentity.of("joe", str(voice), "bfloat16", "cuda:1")
    takes = (made_take(), made_take(9))
    sound = np.concatenate([take.waveform for take in takes])
    sidecar = described(identity, "Hi me. Hi me.", takes, sound)
    assert sidecar == described(identity, "Hi me. Hi me.", takes, audio_digest(sound))
    assert Sidecar.from_json(sidecar.to_json()) == sidecar
    assert sidecar.voice_sha256 == file_digest(voice)
    assert (sidecar.precision, sidecar.device) == ("bfloat16", "cuda")
    assert sidecar.sentences == sentences_of(takes)
    assert sidecar.settings == takes[0].settings


def test_a_voice_whose_file_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(TakeFileError, match="voice joe cannot be read") as caught:
        VoiceIdentity.of("joe", str(tmp_path / "joe.onnx"), "float32", "cpu")
    assert caught.value.where == str(tmp_path / "joe.onnx")
