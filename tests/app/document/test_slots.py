"""Lines keep the times of the cues that they came in, through edits too."""

from __future__ import annotations

from functools import partial
from itertools import count

import pytest

from app.document.arranging import Arranger
from app.document.cue_slots import with_slots
from app.document.document import Document, Line
from app.document.edit import Edit
from app.document.editing import edited
from app.document.reading.subtitles import read_subtitles
from app.document.slots import FitBounds, Slot, in_slots
from vits_core.errors import SettingsError
from vits_core.text.sentences import find_pieces

ENGLISH = partial(find_pieces, language="en")


def srt(*cues: tuple[float, float, str]) -> str:
    def stamp(seconds: float) -> str:
        whole, thousandths = divmod(round(seconds * 1000), 1000)
        return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{thousandths:03}"

    return "\n\n".join(
        f"{number}\n{stamp(start)} --> {stamp(stop)}\n{text}"
        for number, (start, stop, text) in enumerate(cues, 1)
    )


def document_of(*cues: tuple[float, float, str]) -> tuple[Document, count[int]]:
    read, ids = read_subtitles(srt(*cues), ".srt"), count(1)
    document = edited(Document(), Edit(0, 0, read.text), ENGLISH, lambda: next(ids))
    return with_slots(document, read.cues), ids


def slots_of(document: Document) -> list[tuple[str, Slot | None]]:
    return [(line.text, line.slot) for line in document]


def test_a_line_has_the_time_of_its_cue_and_shares_it_with_others_of_the_cue() -> None:
    document, _ = document_of((1, 3.5, "It is late. Go home."), (4, 5, "Good night."))
    assert slots_of(document) == [
        ("It is late.", Slot(1, 3.5)),
        ("Go home.", Slot(1, 3.5)),
        ("Good night.", Slot(4, 5)),
    ]


def test_a_sentence_over_two_cues_lasts_from_the_first_to_the_second() -> None:
    document, _ = document_of(
        (1, 2, "When the storm came,"), (2, 4, "they went home."), (5, 6, "All of them.")
    )
    assert slots_of(document) == [
        ("When the storm came, they went home.", Slot(1, 4)),
        ("All of them.", Slot(5, 6)),
    ]


def test_where_a_sentence_runs_on_each_line_has_the_time_of_its_own_characters() -> None:
    document, _ = document_of((0, 2, "Ten chars. Then they"), (2, 4, "went on. And so on."))
    first, second, third = (line.slot for line in document)
    assert first == Slot(0, 1)
    assert second is not None
    assert third is not None
    assert first.stop < second.start < 2 < second.stop < third.start
    assert third.stop == 4


def test_text_that_came_in_no_cue_has_no_time() -> None:
    document, _ = document_of((1, 2, "One."))
    assert [line.slot for line in with_slots(document, ())] == [None]


def test_a_line_that_is_split_stays_in_its_slot_and_a_new_one_follows_it() -> None:
    document, ids = document_of((1, 2, "It is late so go home."), (3, 4, "Good night."))
    new_id = partial(next, ids)
    text = document.text
    at = text.index(" so")
    split = edited(document, Edit(at, at + 3, ". So"), ENGLISH, new_id)
    assert slots_of(split) == [
        ("It is late.", Slot(1, 2)),
        ("So go home.", Slot(1, 2)),
        ("Good night.", Slot(3, 4)),
    ]
    end = len(text)
    longer = edited(document, Edit(end, end, " Sleep well."), ENGLISH, new_id)
    assert slots_of(longer)[-2:] == [("Good night.", Slot(3, 4)), ("Sleep well.", None)]


def test_lines_that_change_places_leave_their_times_where_they_are() -> None:
    document, ids = document_of((1, 2, "One is here."), (3, 4, "Two is here."))
    arranger = Arranger(ENGLISH, partial(next, ids))
    moved = arranger.moved(document, {document.lines[1].id}, -1)
    assert slots_of(moved) == [("Two is here.", Slot(1, 2)), ("One is here.", Slot(3, 4))]


def test_lines_that_are_joined_last_as_long_as_all_of_them() -> None:
    document, ids = document_of((1, 2, "One is here."), (3, 4, "Two is here."))
    arranger = Arranger(ENGLISH, partial(next, ids))
    joined = arranger.joined(document, {line.id for line in document})
    assert [line.slot for line in joined] == [Slot(1, 4)]
    doubled = arranger.doubled(document, {document.lines[0].id})
    assert [line.slot for line in doubled] == [Slot(1, 2), None, Slot(3, 4)]


@pytest.mark.parametrize("values", [(0.0, 1.3), (1.2, 1.3), (0.75, 0.9), (float("nan"), 2.0)])
def test_bounds_that_no_speech_can_keep_are_refused(values: tuple[float, float]) -> None:
    with pytest.raises(SettingsError, match="factor"):
        FitBounds(*values)


def test_lines_without_a_slot_go_with_the_line_before() -> None:
    first, second = Slot(1, 2), Slot(3, 4)
    slots = (None, first, None, first, second)
    lines = [Line(number, "Yes.", slot=slot) for number, slot in enumerate(slots)]
    found = [(slot, [line.id for line in row]) for slot, row in in_slots(lines)]
    assert found == [(None, [0]), (first, [1, 2, 3]), (second, [4])]
