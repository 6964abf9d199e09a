"""Several voices speak one document: each line is its voice's, in one sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from app.document.cast import Cast
from app.document.fitting import FittedTakes, fits_of
from app.document.line_request import LineRequest
from app.document.line_takes import takes_of
from app.document.rhythms import LineRhythms
from app.document.slots import FitBounds, LineFit, Slot
from tests.app.document.made_voices import MadeVoices, made_voices
from vits_core.errors import VoiceError
from vits_core.records import FloatArray, ProsodySettings, Skipped, Take, TakePart
from vits_core.voice import Voice, load_voice

SETTINGS = ProsodySettings(0.5, 0.5, 1.0)
TEXT = "One two three."


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> MadeVoices:
    return made_voices(tmp_path_factory.mktemp("voices"))


def load(source: str) -> Voice:
    return load_voice(source, "cpu")


@pytest.fixture
def cast(voices: MadeVoices) -> Iterator[Cast]:
    """Anna's document."""
    with load(str(voices.anna)) as anna, Cast(anna, load) as cast:
        yield cast


def line(number: int, voice: Path | None = None, text: str = TEXT, **more: object) -> LineRequest:
    own = None if voice is None else str(voice)
    request = LineRequest(number, text, 0.25, SETTINGS, number, 7, None, voice=own, rate=16_000)
    return replace(request, **more)  # type: ignore[arg-type]


def made(cast: Cast, lines: list[LineRequest]) -> list[tuple[int, Take | Skipped]]:
    found: list[tuple[int, Take | Skipped]] = []
    with closing(cast.render(lines, takes_of(cast, lines))) as parts:
        for number, part in parts:
            if isinstance(part, Skipped):
                found.append((number, part))
            elif part.take is not None:
                found.append((number, part.take))
    return found


def alone(voice: Path, seed: int, text: str = TEXT) -> FloatArray:
    with load(str(voice)) as it:
        return it.speak(text, SETTINGS, rhythm_seed=seed, expression_seed=7).waveform


def test_each_line_is_spoken_by_its_own_voice(cast: Cast, voices: MadeVoices) -> None:
    lines = [line(1), line(2, voices.bert), line(3, voices.anna), line(4, voices.bert), line(5)]
    found = made(cast, lines)
    assert [number for number, _ in found] == [1, 2, 3, 4, 5]
    by = [voices.anna, voices.bert, voices.anna, voices.bert, voices.anna]
    for (number, take), voice in zip(found, by, strict=True):
        assert isinstance(take, Take)
        assert np.array_equal(take.waveform, alone(voice, number))
        assert take.voice_rate is None
    # Languages differ: the same words have other sounds.
    words = [take.utterance.phonemes for _, take in found if isinstance(take, Take)]
    assert words[0] == words[2] != words[1] == words[3]


def test_a_voice_of_another_rate_is_resampled_once(cast: Cast, voices: MadeVoices) -> None:
    ((_, take), (_, after)) = made(cast, [line(1, voices.cleo), line(2)])
    assert isinstance(take, Take)
    assert isinstance(after, Take)
    own = alone(voices.cleo, 1)
    expected = soxr.resample(own, 22_050, 16_000)
    assert (take.sample_rate, take.voice_rate) == (16_000, 22_050)
    assert abs(len(expected) - len(take.waveform)) <= 1
    shared = min(len(expected), len(take.waveform))
    assert np.array_equal(take.waveform[:shared], expected[:shared])
    assert take.mel.shape == (80, len(take.waveform) // 32)
    assert np.array_equal(after.waveform, alone(voices.anna, 2))
    ((_, own_rate),) = made(cast, [line(1, voices.cleo, rate=None)])
    assert isinstance(own_rate, Take)
    assert np.array_equal(own_rate.waveform, own)


def test_a_line_whose_voice_is_gone_is_told_and_the_others_are_spoken(
    cast: Cast, voices: MadeVoices, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.onnx"
    found = made(cast, [line(1, gone), line(2, voices.bert), line(3, gone), line(4)])
    assert [number for number, _ in found] == [1, 2, 3, 4]
    assert [isinstance(each, Skipped) for _, each in found] == [True, False, True, False]
    note = found[0][1]
    assert isinstance(note, Skipped)
    assert (note.text, note.start, note.stop) == (TEXT, 0, len(TEXT))
    assert str(gone) in note.reason
    with pytest.raises(VoiceError, match="does not exist"):
        cast.voice(str(gone))


def test_voices_make_room_for_others_but_not_while_they_speak(
    voices: MadeVoices, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []

    def told(source: str) -> Voice:
        name, voice = Path(source).stem, load(source)
        close, render = voice.close, voice.render

        def told_close() -> None:
            events.append(f"close {name}")
            close()

        def told_render(*arguments: Any, **named: Any) -> Iterator[TakePart | Skipped]:
            with closing(render(*arguments, **named)) as parts:
                yield from parts
            events.append(f"done {name}")

        events.append(f"load {name}")
        monkeypatch.setattr(voice, "close", told_close)
        monkeypatch.setattr(voice, "render", told_render)
        return voice

    lines = [line(1, voices.bert), line(2, voices.cleo), line(3, voices.bert), line(4)]
    with load(str(voices.anna)) as anna:
        with Cast(anna, told, most_bytes=1) as small:
            tight = made(small, lines)
        assert events == [
            "load bert", "load cleo", "done bert", "close bert", "load bert", "done cleo",
            "close cleo", "done bert", "close bert",
        ]  # fmt: skip
        events.clear()
        with Cast(anna, told) as roomy:
            wide = made(roomy, lines)
            assert roomy.voice(None) is roomy.voice(str(voices.anna)) is anna
        assert events == [
            "load bert", "load cleo", "done bert", "done cleo", "done bert", "close cleo",
            "close bert",
        ]  # fmt: skip
    for (_, one), (_, other) in zip(tight, wide, strict=True):
        assert isinstance(one, Take)
        assert isinstance(other, Take)
        assert np.array_equal(one.waveform, other.waveform)


def in_slots(voices: MadeVoices) -> list[LineRequest]:
    """Five lines; the second is Cleo's and too long."""
    return [
        line(1, slot=Slot(0.5, 3.0)),
        line(2, voices.cleo, slot=Slot(3.0, 3.1), settings=ProsodySettings(0.5, 0.5, 3.0)),
        line(3, voices.cleo, slot=Slot(6.0, 9.0)),
        line(4, voices.bert, slot=Slot(9.5, 12.0)),
        line(5, slot=Slot(12.0, 15.0)),
    ]


def test_lines_of_several_voices_keep_to_their_slots(cast: Cast, voices: MadeVoices) -> None:
    lines = in_slots(voices)
    fitted = FittedTakes(cast, lines, FitBounds(fastest=0.5))
    takes: list[Take] = []
    with closing(cast.render(lines, fitted)) as parts:
        for _, part in parts:
            if not isinstance(part, Skipped) and part.take is not None:
                takes.append(part.take)
    at = fitted.lead
    for take, speech in zip(takes, fitted.placed, strict=True):
        assert (at, at + len(take.waveform)) == (speech.start, speech.stop)
        assert speech.slot is not None
        frame = 32  # of both voices, at the lower rate
        if not speech.late:
            assert abs(speech.start - speech.slot.start * 16_000) <= frame
        at = speech.stop + take.pause_samples
    assert fitted.placed[1].factor < 1
    assert not fitted.placed[1].over
    assert [bool(speech.late) for speech in fitted.placed] == [False] * 5


def test_lines_of_several_voices_are_fitted_ahead_as_they_are_when_spoken(
    cast: Cast, voices: MadeVoices
) -> None:
    bounds = FitBounds(fastest=0.5)
    lines = in_slots(voices)
    fitted, expected = FittedTakes(cast, lines, bounds), dict[int, LineFit]()
    for number, piece in fitted:
        assert not isinstance(piece, Skipped)
        expected[number] = LineFit((piece.timing.frames,), piece.utterance.pause_after)
    for speech in fitted.placed:
        start, stop, late, over = (
            each / 16_000 for each in (speech.start, speech.stop, speech.late, speech.over)
        )
        (number,) = speech.lines
        expected[number] = replace(expected[number], start=start, stop=stop, late=late, over=over)
    found = fits_of(cast, LineRhythms(cast), lines, bounds)
    assert found == expected
    # So requested, each line is what it was in the whole.
    takes = made(cast, [each.fitted(expected[each.line]) for each in lines])
    for (number, take), speech in zip(takes, fitted.placed, strict=True):
        assert isinstance(take, Take)
        assert (number, take.samples) == (speech.lines[0], speech.stop - speech.start)


def test_the_rhythm_of_a_line_is_its_voices(cast: Cast, voices: MadeVoices) -> None:
    rhythms = LineRhythms(cast)
    (own,), (bert,), (cleo,) = map(
        rhythms.of, (line(1), line(1, voices.bert), line(1, voices.cleo))
    )
    assert len({own.frames, bert.frames, cleo.frames}) > 1
    assert (own.hop, bert.hop) == (32, 32)
    assert cleo.hop == Fraction(32 * 16_000, 22_050)
    assert rhythms.of(line(2, voices.bert, rhythm_seed=1)) == (bert,)


def test_a_voice_that_was_gone_is_looked_for_again(
    cast: Cast, voices: MadeVoices, tmp_path: Path
) -> None:
    rhythms, away = LineRhythms(cast), line(1, tmp_path / voices.bert.name)
    assert rhythms.of(away) == ()
    for path in (voices.bert, Path(f"{voices.bert}.json")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert rhythms.of(away) == rhythms.of(line(1, voices.bert)) != ()
