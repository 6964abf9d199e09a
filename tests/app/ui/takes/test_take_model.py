"""The list of takes as a view has it: rows that come and go, and words for those who listen."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_model import (
    HEADING_ROLE,
    PREVIEW_ROLE,
    REMARK_ROLE,
    SHOWN_ROLE,
    TAKE_ROLE,
    USE_ROLE,
    TakeModel,
    seed_words,
)
from tests.app.takes.made_lab_take import lab_take, sound_of
from tests.app.ui.made_take import made_take
from vits_core.prosody.steering import Arc, Draw, Timing, redraw
from vits_core.records import ProsodySettings

NOTHING = QModelIndex()


def takes(*numbers: int) -> tuple[LabTake, ...]:
    return tuple(lab_take(number) for number in numbers)


@pytest.fixture
def model(qapp) -> TakeModel:
    model = TakeModel(TakeFacts())
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    model.set_takes(takes(4, 3, 2, 1))
    return model


@pytest.fixture
def selection(model: TakeModel) -> QItemSelectionModel:
    """Takes 4 and 2 are selected, and 2 is the current one."""
    selection = QItemSelectionModel(model)
    selection.select(model.index(0), QItemSelectionModel.SelectionFlag.Select)
    selection.setCurrentIndex(model.index(2), QItemSelectionModel.SelectionFlag.Select)
    return selection


def numbers(model: TakeModel) -> list[int]:
    return [model.index(row).data(TAKE_ROLE).number for row in range(model.rowCount())]


def selected(selection: QItemSelectionModel) -> tuple[list[int], int | None]:
    current = selection.currentIndex()
    return (
        sorted(index.data(TAKE_ROLE).number for index in selection.selectedIndexes()),
        current.data(TAKE_ROLE).number if current.isValid() else None,
    )


def test_rows_stay_selected_when_others_come_and_go(
    model: TakeModel, selection: QItemSelectionModel
) -> None:
    for state in ((6, 5, 4, 3, 2, 1), (6, 4, 2), (6, 5, 4, 3, 2, 1), (4, 2), (4, 3, 2, 1)):
        model.set_takes(takes(*state))
        assert numbers(model) == list(state)
        assert selected(selection) == ([2, 4], 2), state


def test_a_selected_row_that_goes_is_no_longer_selected(
    model: TakeModel, selection: QItemSelectionModel
) -> None:
    model.set_takes(takes(3, 2, 1))
    assert selected(selection) == ([2], 2)
    model.set_takes(takes(4, 3, 2, 1))  # and comes back
    assert selected(selection) == ([2], 2)


def test_only_rows_that_differ_are_touched(model: TakeModel) -> None:
    told: list[tuple[str, int]] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first)))
    model.modelReset.connect(lambda: told.append(("reset", 0)))
    model.set_takes(takes(4, 3, 2, 1))
    assert told == []
    model.set_takes(takes(5, 4, 2, 1))
    assert told == [("out", 1), ("in", 0)]


def test_a_take_that_was_changed_is_drawn_again(model: TakeModel, qtbot: QtBot) -> None:
    starred = dataclasses.replace(lab_take(4), starred=True)
    with qtbot.waitSignal(model.dataChanged):
        model.set_takes((starred, *takes(3, 2, 1)))
    assert model.index(0).data(TAKE_ROLE) is starred


def test_an_empty_list_has_no_rows(model: TakeModel) -> None:
    model.set_takes(())
    assert model.rowCount() == 0
    assert model.row_of_key(4) is None
    assert model.row_of(4) is None
    model.facts.set_previews({})
    model.facts.set_shown(None)
    assert model.data(NOTHING) is None


def test_a_row_is_found_by_its_number(model: TakeModel) -> None:
    assert [model.row_of(number) for number in (4, 1, 9)] == [0, 3, None]
    assert model.take_at(1).number == 3
    assert model.rowCount(model.index(0)) == 0  # a list, no tree


def test_a_sentence_stands_above_the_first_of_its_takes(model: TakeModel) -> None:
    outline = sound_of(2)
    other = dataclasses.replace(outline.utterance, text="Another sentence. ")
    second = dataclasses.replace(lab_take(2), outline=dataclasses.replace(outline, utterance=other))
    model.set_takes((*takes(4, 3), second, *takes(1)))
    headings = [model.index(row).data(HEADING_ROLE) for row in range(4)]
    assert headings == ["Hi me", None, "Another sentence.", "Hi me"]


def test_takes_of_a_sentence_share_one_time_axis(model: TakeModel) -> None:
    for take in takes(4, 3, 2, 1):
        assert model.seconds_of(take) == pytest.approx(sound_of(2).seconds)  # the longest
    model.set_takes(takes(3))
    assert model.seconds_of(lab_take(3)) == pytest.approx(sound_of(3).seconds)


def test_a_long_sentence_does_not_squeeze_a_short_one(model: TakeModel) -> None:
    outline = made_take(repeats=9)
    other = dataclasses.replace(outline.utterance, text="A long sentence.")
    long = dataclasses.replace(lab_take(5), outline=dataclasses.replace(outline, utterance=other))
    model.set_takes((long, *takes(4, 3)))
    assert model.seconds_of(long) == pytest.approx(outline.seconds)
    assert model.seconds_of(lab_take(3)) == pytest.approx(sound_of(4).seconds)


def preview(pitch: list[float], high: float) -> TakePreview:
    extremes = np.full(4, high, np.float32)
    return TakePreview(-extremes, extremes, np.array(pitch, np.float32))


def test_pictures_of_sounds_share_one_scale(model: TakeModel) -> None:
    first, second = preview([100, np.nan, 200], 0.25), preview([np.nan, 300], 0.5)
    model.facts.set_previews({4: first, 2: second})
    a_semitone = 2 ** (1 / 12)
    take = model.take_at(0)
    assert model.scale_of(take) == (
        model.seconds_of(take),
        0.5,
        pytest.approx(200, rel=a_semitone - 1),
    )
    assert model.index(0).data(PREVIEW_ROLE) is first
    assert model.index(1).data(PREVIEW_ROLE) is None
    model.facts.set_previews({4: first, 2: second, 1: preview([199], 0.48)})
    before = model.scale_of(take)
    model.facts.set_previews({4: first, 2: second, 1: preview([201], 0.46)})
    assert model.scale_of(take) == before  # a little more or less draws nothing anew
    model.facts.set_previews({4: preview([np.nan, np.nan], 0.0)})
    assert min(model.scale_of(take)) > 0  # it is divided by


def test_the_take_in_the_player_is_marked(model: TakeModel) -> None:
    def shown() -> list[bool]:
        return [bool(model.index(row).data(SHOWN_ROLE)) for row in range(4)]

    assert not any(shown())
    model.facts.set_shown(3)
    assert shown() == [False, True, False, False]
    model.facts.set_shown(None)
    assert not any(shown())


def test_a_screen_reader_hears_what_is_seen(model: TakeModel) -> None:
    told = dataclasses.replace(lab_take(4, starred=True), note="too fast", origin="2: “me” slower")
    model.set_takes((told, *takes(3)))
    role = Qt.ItemDataRole.AccessibleTextRole
    seconds = f"{sound_of(4).seconds:.2f} seconds"
    assert model.index(0).data(role) == (
        f"Take 4, starred, {seconds}, note: too fast, 2: “me” slower, Hi me"
    )
    assert model.index(1).data(role) == f"Take 3, {sound_of(3).seconds:.2f} seconds, Hi me"


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (Use.IN_SCRIPT, "in script"),
        (Use.OTHER_WORDS, "other words now"),
        (Use.OTHER_VOICE, "other voice now"),
    ],
)
def test_a_take_that_was_chosen_for_the_script_says_so(
    model: TakeModel, use: Use, words: str
) -> None:
    model.facts.set_uses({3: use})
    told = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert [words in each for each in told] == [False, True, False, False]
    assert [model.index(row).data(USE_ROLE) for row in range(4)] == [None, use, None, None]


def test_the_tooltip_tells_how_a_take_is_made_again(model: TakeModel) -> None:
    outline = dataclasses.replace(
        sound_of(4),
        settings=ProsodySettings(0.5, 0.75, 0.8),
        timing=Timing(pins=((3, 9), (6, 4))),
        rhythm=Arc(Draw(1), Draw(2), 0.3),
    )
    take = dataclasses.replace(lab_take(4), outline=outline, note="a note")
    model.set_takes((take,))
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole).splitlines() == [
        f"Take 4, {outline.seconds:.2f} s",
        f"Rhythm seed {seed_words(outline.rhythm)}, expression seed 104",
        "Expressiveness 0.50, rhythm variation 0.75, speed 1.25×",
        "2 sounds with a pinned length",
        "a note",
    ]


def test_a_seed_that_is_not_all_of_a_noise_is_marked() -> None:
    assert seed_words(Draw(7)) == "7"
    assert seed_words(redraw(Draw(7), (2, 3), 9)) == "7*"
    assert seed_words(Arc(Draw(7), Draw(8), 0.5)) == "7*"


def test_a_note_that_is_typed_is_told_without_spaces_around_it(
    model: TakeModel, qtbot: QtBot
) -> None:
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.note_edited) as edited:
        assert model.setData(model.index(1), "  a bit flat ")
    assert edited.args == [3, "a bit flat"]
    with qtbot.assertNotEmitted(model.note_edited):
        assert not model.setData(model.index(1), 5, Qt.ItemDataRole.CheckStateRole)
        assert not model.setData(NOTHING, "lost")
    model.set_takes((dataclasses.replace(lab_take(4), note="kept"),))
    assert model.index(0).data(Qt.ItemDataRole.EditRole) == "kept"


def test_two_lists_of_takes_tell_the_same_of_them_and_of_no_others(qapp) -> None:
    facts = TakeFacts()
    first, second = TakeModel(facts), TakeModel(facts)
    first.set_takes(takes(4, 3, 2, 1))
    second.set_takes(takes(3, 1))
    told: dict[TakeModel, list[int]] = {first: [], second: []}
    first.dataChanged.connect(lambda index: told[first].append(index.row()))
    second.dataChanged.connect(lambda index: told[second].append(index.row()))
    facts.set_uses({3: Use.IN_SCRIPT})
    assert told == {first: [1], second: [0]}
    facts.set_uses({1: Use.IN_SCRIPT})
    assert told == {first: [1, 1, 3], second: [0, 0, 1]}
    facts.set_shown(1)
    assert second.index(1).data(SHOWN_ROLE)
    assert second.index(1).data(USE_ROLE) is Use.IN_SCRIPT


def test_a_take_says_in_which_settings_it_differs_from_others_of_its_sentence(
    model: TakeModel,
) -> None:
    def told(*settings: ProsodySettings) -> list[str]:
        model.set_takes(
            tuple(
                dataclasses.replace(
                    lab_take(number), outline=dataclasses.replace(sound_of(number), settings=each)
                )
                for number, each in enumerate(settings)
            )
        )
        return [model.index(row).data(REMARK_ROLE) for row in range(model.rowCount())]

    assert told(ProsodySettings(), ProsodySettings()) == ["", ""]
    assert told(ProsodySettings(length_scale=0.8), ProsodySettings(noise_scale=0.5)) == [
        "speed 1.25×, expressiveness 0.67",
        "speed 1.00×, expressiveness 0.50",
    ]
    noted = dataclasses.replace(lab_take(1), note="flat", origin="like 2")
    model.set_takes((noted, dataclasses.replace(noted, number=2, note="")))
    assert [model.index(row).data(REMARK_ROLE) for row in range(2)] == ["flat", "like 2"]
