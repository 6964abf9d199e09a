"""Speech in its slots: it begins with them, becomes shorter where it has to, and never overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.document.cast import Cast
from app.document.fitting import FittedSpeech, FittedTakes, fits_of
from app.document.line_request import LineRequest
from app.document.rhythms import LineRhythms
from app.document.slots import FitBounds, LineFit, Slot
from vits_core.labels.times import take_starts
from vits_core.prosody.steering import Draw, Timing
from vits_core.records import Outline, ProsodySettings, Skipped, Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import Voice, load_voice

TEXTS = (
    "Yes.",
    "Good night.",
    "It is late, and we should go home.",
    "They came from the north, and nobody knew who they were.",
    "...",  # nothing to speak
)


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with load_voice(precision="float32") as voice:
        yield voice


def line(number: int, text: str, slot: Slot | None, **more: object) -> LineRequest:
    request = LineRequest(number, text, 0.25, ProsodySettings(), 1, 42, None, slot=slot)
    return replace(request, **more)  # type: ignore[arg-type]


def cast_of(voice: Voice) -> Cast:
    return Cast(voice, load_voice)


@dataclass(frozen=True)
class Laid:
    """What came of lines, in frames."""

    placed: list[FittedSpeech]
    takes: list[tuple[int, TakeRequest]]
    outlines: list[Outline]
    spans: list[tuple[int, int]]


def laid(voice: Voice, lines: Sequence[LineRequest], bounds: FitBounds) -> Laid:
    fitted = FittedTakes(cast_of(voice), lines, bounds)
    takes = [(line, each) for line, each in fitted if not isinstance(each, Skipped)]
    outlines = [voice.synthesizer.outline(request) for _, request in takes]
    hop = voice.synthesizer.hop_length
    lead = fitted.lead // hop
    starts = [lead + start // hop for start in take_starts(outlines)]
    lengths = [int(outline.token_edges[-1]) for outline in outlines]
    spans = [(start, start + length) for start, length in zip(starts, lengths, strict=True)]
    placed = [
        replace(
            each,
            start=each.start // hop,
            stop=each.stop // hop,
            late=each.late // hop,
            over=each.over // hop,
        )
        for each in fitted.placed
    ]
    for each in fitted.placed:
        assert not any(sample % hop for sample in (each.start, each.stop, each.late, each.over))
    return Laid(placed, takes, outlines, spans)


def frames(voice: Voice, seconds: float) -> float:
    return seconds * voice.config.sample_rate / voice.synthesizer.hop_length


def natural(voice: Voice, text: str) -> Outline:
    (found,) = voice.utterances(text)
    assert isinstance(found, Utterance)
    return voice.synthesizer.outline(TakeRequest(found, ProsodySettings(), Draw(1), Draw(42)))


cues = st.lists(
    st.tuples(
        st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3),
        st.floats(0, 3),
        st.floats(0, 6),
    ),
    min_size=1,
    max_size=6,
)
bounds = st.builds(FitBounds, st.floats(0.5, 1), st.floats(1, 1.6), st.booleans())


@settings(deadline=None, max_examples=40)
@given(cues, bounds)
def test_speech_keeps_to_its_slots_as_far_as_the_bounds_allow(
    voice: Voice, cues: list[tuple[list[str], float, float]], bounds: FitBounds
) -> None:
    lines, slots, at = [], dict[int, Slot](), 0.0
    for texts, gap, length in cues:
        slot = Slot(at + gap, at + gap + length)
        at = slot.stop
        for text in texts:
            lines.append(line(len(lines), text, slot))
            slots[len(lines) - 1] = slot
    result = laid(voice, lines, bounds)
    # In order, one after the other, and all of it.
    spoken = [each.line for each in lines if each.text != "..."]
    assert [line for line, _ in result.takes] == spoken
    assert all(stop <= start for (_, stop), (start, _) in pairwise(result.spans))
    first, end = 0, 0
    for speech in result.placed:
        spans = result.spans[first : first + speech.takes]
        outlines = result.outlines[first : first + speech.takes]
        first += speech.takes
        assert speech.slot is not None
        due = round(frames(voice, speech.slot.start))
        # It is where it says, at the frame of its slot, or at once behind what was too long.
        assert spans[0][0] == speech.start == max(due, end)
        assert spans[-1][1] == speech.stop
        assert speech.late == speech.start - due
        end = speech.stop
        # It ends in its slot, or is as short as it may be and says by how much it does not.
        stop = int(frames(voice, speech.slot.stop))
        assert speech.over == max(0, speech.stop - stop)
        for outline in outlines:
            before = natural(voice, outline.utterance.text)
            own, length = int(before.token_edges[-1]), int(outline.token_edges[-1])
            assert length >= int(bounds.fastest * own)
            assert length <= (max(bounds.slowest * own, own) if bounds.fill else own)
            if speech.over and own > len(outline.durations) / bounds.fastest:
                assert length <= max(len(outline.durations), bounds.fastest * own)
    assert first == len(result.takes)


def test_what_fits_stays_as_it_is_and_silence_follows(voice: Voice) -> None:
    lines = [line(1, "Good night.", Slot(0.5, 4)), line(2, "Yes.", Slot(6, 9))]
    result = laid(voice, lines, FitBounds())
    assert [each.timing for _, each in result.takes] == [Timing(), Timing()]
    assert result.spans[1][0] == round(frames(voice, 6))


def test_speech_fills_its_slot_where_that_is_wanted(voice: Voice) -> None:
    own = int(natural(voice, "Good night.").token_edges[-1])
    slot = Slot(0, 1.2 * own * 256 / 22050)
    result = laid(voice, [line(1, "Good night.", slot)], FitBounds(fill=True))
    assert result.placed[0].stop == int(frames(voice, slot.stop))
    long = replace(slot, stop=9.0)
    result = laid(voice, [line(1, "Good night.", long)], FitBounds(slowest=1.3, fill=True))
    assert result.placed[0].stop == int(1.3 * own)


def test_the_sentences_of_a_cue_share_it_and_keep_their_pause(voice: Voice) -> None:
    texts = "It is late, and we should go home.", "Good night."
    lengths = [int(natural(voice, text).token_edges[-1]) for text in texts]
    pause = round(frames(voice, 0.25))
    room = 0.85 * sum(lengths) + pause
    slot = Slot(0, room * 256 / 22050)
    lines = [line(number, text, slot) for number, text in enumerate(texts)]
    result = laid(voice, lines, FitBounds())
    assert result.spans[1][0] - result.spans[0][1] == pause
    assert int(room) - 2 <= result.spans[1][1] <= room
    for (start, stop), own in zip(result.spans, lengths, strict=True):
        assert (stop - start) / own == pytest.approx(0.85, abs=0.03)
    behind = [lines[0], replace(lines[1], slot=None)]
    assert laid(voice, behind, FitBounds()).spans == result.spans


def test_a_cue_makes_room_for_one_that_begins_before_it_ends(voice: Voice) -> None:
    lines = [line(1, TEXTS[3], Slot(0, 9)), line(2, "Yes.", Slot(2.5, 9))]
    own = int(natural(voice, TEXTS[3]).token_edges[-1])
    assert own > frames(voice, 2.5)
    result = laid(voice, lines, FitBounds(fastest=0.5))
    assert result.spans[0][1] <= result.spans[1][0] == round(frames(voice, 2.5))


def test_what_comes_after_speech_that_is_too_long_makes_up_for_it(voice: Voice) -> None:
    lines = [
        line(1, TEXTS[3], Slot(0, 1)),
        line(2, TEXTS[2], Slot(1, 4)),
        line(3, "Yes.", Slot(5, 6)),
    ]
    placed = laid(voice, lines, FitBounds()).placed
    assert placed[0].over == placed[1].late > 0
    assert placed[1].factor < 1
    assert (placed[2].late, placed[2].over) == (0, 0)


def test_a_chosen_take_changes_only_where_it_does_not_fit_and_pins_never(voice: Voice) -> None:
    (utterance,) = voice.utterances(TEXTS[2])
    assert isinstance(utterance, Utterance)
    pins = ((4, 12), (9, 15))
    chosen = TakeRequest(
        utterance, ProsodySettings(0.3, 0.9, 1.1), Draw(7), Draw(8), None, Timing(pins)
    )
    own = int(voice.synthesizer.outline(chosen).token_edges[-1])
    roomy = line(1, TEXTS[2], Slot(0, 20), chosen=chosen)
    (_, request), *_ = laid(voice, [roomy], FitBounds()).takes
    assert request.timing == chosen.timing
    slot = Slot(0, 0.8 * own * 256 / 22050)
    result = laid(voice, [replace(roomy, slot=slot)], FitBounds())
    ((_, request),), (outline,) = result.takes, result.outlines
    assert (request.rhythm, request.expression, request.settings) == (
        Draw(7), Draw(8), chosen.settings
    )  # fmt: skip
    assert [(token, int(outline.durations[token])) for token, _ in pins] == list(pins)
    assert result.placed[0].stop == int(frames(voice, slot.stop))


def test_lines_before_the_first_slot_follow_one_another(voice: Voice) -> None:
    lines = [line(1, "Yes.", None), line(2, "Good night.", None), line(3, "Yes.", Slot(8, 9))]
    result = laid(voice, lines, FitBounds())
    assert result.spans[0][0] == 0
    assert result.spans[1][0] - result.spans[0][1] == round(frames(voice, 0.25))
    assert result.spans[2][0] == round(frames(voice, 8))


def test_only_lines_that_are_spoken_otherwise_are_looked_at_again(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        line(1, TEXTS[3], Slot(0.5, 1.5)), line(2, "...", Slot(2, 3)), line(3, "Yes.", Slot(2, 4)),
        line(4, TEXTS[2], Slot(4, 9)), line(5, "Yes.", Slot(10, 11)),
    ]  # fmt: skip
    outlines: list[str] = []
    outline = voice.synthesizer.outline

    def counted(request: TakeRequest) -> Outline:
        outlines.append(request.utterance.text)
        return outline(request)

    monkeypatch.setattr(voice.synthesizer, "outline", counted)
    cast = cast_of(voice)
    kept, told = LineRhythms(cast), list[int]()
    first = fits_of(cast, kept, lines, FitBounds(), tell=told.append)
    assert first == fits_of_takes(voice, lines, FitBounds())
    assert told == [1, 2, 3, 4, 5]
    outlines.clear()
    later = [replace(each, slot=Slot(3.0 * each.line, 3.0 * each.line + 2)) for each in lines]
    for bounds in (FitBounds(), FitBounds(0.5, 1.2, fill=True)):
        for wanted in (lines, later, later[2:]):
            assert fits_of(cast, kept, wanted, bounds) is not None
    assert outlines == []
    edited = [*lines[:3], replace(lines[3], text="It is late."), lines[4]]
    again = fits_of(cast, kept, edited, FitBounds())
    assert outlines == ["It is late."]
    assert again == fits_of_takes(voice, edited, FitBounds())
    slower = [replace(each, settings=ProsodySettings(length_scale=1.2)) for each in edited]
    outlines.clear()
    calls = iter([False, False, True])
    assert fits_of(cast, kept, slower, FitBounds(), lambda: next(calls)) is None
    assert outlines == [TEXTS[3]]
    assert fits_of(cast, kept, slower, FitBounds()) is not None
    assert outlines == [TEXTS[3], "Yes.", "It is late."]


def fits_of_takes(voice: Voice, lines: list[LineRequest], bounds: FitBounds) -> dict[int, LineFit]:
    """How the takes are fitted that are spoken one after the other."""
    fitted, fits = FittedTakes(cast_of(voice), lines, bounds), dict[int, LineFit]()
    for number, piece in fitted:
        if isinstance(piece, TakeRequest):
            fits[number] = LineFit((piece.timing.frames,), piece.utterance.pause_after)
    for speech in fitted.placed:
        start, stop, late, over = (
            each / 22050 for each in (speech.start, speech.stop, speech.late, speech.over)
        )
        first = speech.lines[0]
        fits[first] = replace(fits[first], start=start, stop=stop, late=late, over=over)
    return fits
