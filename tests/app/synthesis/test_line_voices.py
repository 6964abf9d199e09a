"""The worker with lines that have voices of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.document.line_request import LineRequest
from app.synthesis.requests import (
    LinesRequest,
    OutlinesRequest,
    RenderRequest,
    SentencesRequest,
    SpeakRequest,
)
from tests.app.document.made_voices import MadeVoices, made_voices
from tests.app.synthesis.scripted_voice import ScriptedVoice, fill
from tests.app.synthesis.test_worker import SETTINGS, Bench, FreeDelivery, take_request
from vits_core.errors import VoiceError
from vits_core.records import FloatArray, Take, Utterance
from vits_core.voice import Voice, load_voice

TEXT = "Eins zwei drei."


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> MadeVoices:
    return made_voices(tmp_path_factory.mktemp("voices"))


@pytest.fixture
def loads() -> list[tuple[str, str, str]]:
    """Name, device and precision of each voice that was loaded, in order."""
    return []


@pytest.fixture
def bench(qtbot: QtBot, voices: MadeVoices, loads: list[tuple[str, str, str]]) -> Iterator[Bench]:
    """With Anna."""

    def load(source: str | None, device: str, precision: str) -> Voice:
        loads.append((Path(str(source)).stem, device, precision))
        return load_voice(source, "cpu", precision)

    bench = Bench(qtbot, load)
    bench.load.emit(str(voices.anna), "auto", "float32")
    bench.settle()
    bench.told.clear()
    yield bench
    bench.end()


def line(number: int, voice: Path | None = None, rate: int | None = None) -> LineRequest:
    own = None if voice is None else str(voice)
    return LineRequest(number, TEXT, 0.1, SETTINGS, 1, 2, None, voice=own, rate=rate)


def alone(voice: Path) -> FloatArray:
    with load_voice(voice, "cpu", "float32") as it:
        return it.speak(TEXT, SETTINGS, rhythm_seed=1, expression_seed=2).waveform


def spoken(bench: Bench) -> dict[int, Take]:
    """The takes that came, by their lines."""
    parts = bench.answers("part_ready")
    return {line: part.take for _, line, part in parts if part.take is not None}


def test_lines_are_spoken_by_their_voices_in_order(bench: Bench, voices: MadeVoices) -> None:
    lines = (line(1), line(2, voices.bert), line(3, voices.cleo, 16_000), line(4))
    bench.speak.emit(SpeakRequest(1, lines, delivery=FreeDelivery()))
    bench.settle()
    takes = spoken(bench)
    assert list(takes) == [1, 2, 3, 4]
    for number, voice in ((1, voices.anna), (2, voices.bert), (4, voices.anna)):
        assert np.array_equal(takes[number].waveform, alone(voice))
    assert (takes[3].sample_rate, takes[3].voice_rate) == (16_000, 22_050)
    bench.make_lines.emit(LinesRequest(2, lines))
    bench.settle()
    whole = {number: made for _, number, made, _ in bench.answers("line_made")}
    for number, take in takes.items():
        assert np.array_equal(whole[number][0].waveform, take.waveform)


def test_a_voice_is_loaded_ahead_as_that_of_the_document_was(
    bench: Bench, voices: MadeVoices, loads: list[tuple[str, str, str]]
) -> None:
    bench.load_line_voices.emit((str(voices.bert), str(voices.anna)))
    bench.settle()
    (bert, anna) = bench.answers("line_voice_loaded")
    assert bert[0] == bert[1].source == str(voices.bert)
    assert (bert[1].name, bert[1].language) == ("bert", "en-US")
    assert anna[1].source == str(voices.anna)
    assert loads == [("anna", "auto", "float32"), ("bert", "auto", "float32")]
    bench.speak.emit(SpeakRequest(1, (line(1, voices.bert),), delivery=FreeDelivery()))
    bench.settle()
    assert len(loads) == 2, "it is kept"
    # With another voice of the document they go, and come back as that was loaded.
    bench.load.emit(str(voices.anna), "cpu", "auto")
    bench.load_line_voices.emit((str(voices.bert),))
    bench.settle()
    assert loads[2:] == [("anna", "cpu", "auto"), ("bert", "cpu", "auto")]


def test_a_voice_that_cannot_be_loaded_leaves_its_lines_out_alone(
    bench: Bench, voices: MadeVoices, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"no voice")
    bench.load_line_voices.emit((str(damaged),))
    bench.settle()
    ((source, error),) = bench.answers("line_voice_failed")
    assert source == str(damaged)
    assert isinstance(error, VoiceError)
    lines = (line(1), line(2, damaged), line(3, voices.bert))
    bench.speak.emit(SpeakRequest(1, lines, delivery=FreeDelivery()))
    bench.make_lines.emit(LinesRequest(2, lines))
    bench.settle()
    assert list(spoken(bench)) == [1, 3]
    ((_, number, note),) = bench.answers("text_skipped")
    assert (number, note.text) == (2, TEXT)
    assert note.reason == str(error)
    made = {number: (takes, notes) for _, number, takes, notes in bench.answers("line_made")}
    assert made[2] == ((), (note,))
    assert len(made[3][0]) == 1
    assert not bench.answers("request_failed")
    assert not bench.answers("line_failed")
    takes = SpeakRequest(3, takes=(take_request(1),), voice=str(damaged), delivery=FreeDelivery())
    bench.speak.emit(takes)
    bench.settle()
    assert [number for number, _ in bench.answers("request_failed")] == [3]


def test_takes_are_made_by_the_voice_that_they_are_of(bench: Bench, voices: MadeVoices) -> None:
    bert, wanted = str(voices.bert), take_request(5)
    outlines = OutlinesRequest(1, (wanted,) * 3, (bert, None, bert))
    bench.outline.emit(outlines)
    bench.make.emit(RenderRequest(2, (wanted,), FreeDelivery(), voice=bert))
    bench.make.emit(RenderRequest(3, (wanted,), FreeDelivery()))
    bench.speak.emit(SpeakRequest(4, takes=(wanted,), voice=bert, delivery=FreeDelivery()))
    bench.settle()
    sounds = {}
    for path in (voices.anna, voices.bert):
        with load_voice(path, "cpu", "float32") as voice:
            (sounds[path.stem],) = voice.synthesizer.takes([wanted])
    ((_, found),) = bench.answers("outlines_ready")
    by = ["bert", "anna", "bert"]
    for outline, name in zip(found, by, strict=True):
        assert np.array_equal(outline.durations, sounds[name].durations)
    assert not np.array_equal(sounds["anna"].durations, sounds["bert"].durations)
    made = {number: take for number, _, take, _ in bench.answers("take_made")}
    assert np.allclose(made[2].waveform, sounds["bert"].waveform, atol=1e-5)
    assert np.allclose(made[3].waveform, sounds["anna"].waveform, atol=1e-5)
    assert np.allclose(spoken(bench)[None].waveform, sounds["bert"].waveform, atol=1e-5)  # type: ignore[index]


def test_sentences_are_found_by_the_front_end_of_their_line(
    bench: Bench, voices: MadeVoices
) -> None:
    lines = (line(1), replace(line(2, voices.cleo), speaker="person 3"), line(3, voices.bert))
    bench.find_sentences.emit(SentencesRequest(1, lines))
    bench.settle()
    ((_, found, _),) = bench.answers("sentences_found")
    speakers = {number: speaker for number, _, speaker in found}
    assert speakers == {1: None, 2: 3, 3: None}
    words: dict[int, Utterance] = {number: utterance for number, utterance, _ in found}
    assert words[1].phonemes != words[3].phonemes, "one is read as German"
    with load_voice(voices.bert, "cpu") as bert:
        (expected,) = (each for each in bert.utterances(TEXT) if isinstance(each, Utterance))
    assert words[3].token_ids == expected.token_ids


def test_a_voice_that_goes_on_elsewhere_is_described_anew(qtbot: QtBot, voices: MadeVoices) -> None:
    with load_voice(voices.bert, "cpu", "float32") as real:
        bert = ScriptedVoice(real, fill, "cuda:0")

        def load(source: str | None, device: str, precision: str) -> Voice:
            if source == str(voices.bert):
                return bert  # type: ignore[return-value]
            return load_voice(source, device, precision)

        bench = Bench(qtbot, load)
        bench.load.emit(str(voices.anna), "cpu", "float32")
        bench.load_line_voices.emit((str(voices.bert),))
        bench.speak.emit(SpeakRequest(1, (line(1, voices.bert),), delivery=FreeDelivery()))
        bench.settle()
        devices = [voice.device for _, voice in bench.answers("line_voice_loaded")]
        assert devices == ["cuda:0", "cpu"]
        assert not bench.answers("device_fell_back"), "the document's is where it was"
        bench.end()
        assert bert.closed
