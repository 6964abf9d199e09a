"""Comping in the whole application: real voice, real worker, real clicks on words in the list."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.shell.application import Application
from app.takes.comping import is_spliced, word_tokens
from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.takes.take_painter import TakePainter
from tests.app.shell.lab.test_lab_in_window import (
    SENTENCE,
    TEXT,
    message,
    sample,
    wait_until_spoken,
)
from tests.app.shell.test_application import LOADING, speak
from vits_core.synthesis.take_request import TakeRequest

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def place_of(application: Application, number: int, word: int) -> QPoint:
    """The middle of a word in the row of a take."""
    takes = application.parts.takes.list
    painter = takes.itemDelegate()
    assert isinstance(painter, TakePainter)
    take = application.lab.take_list[number]
    row = [each.number for each in application.lab.take_list.takes].index(number)
    index = takes.model().index(row, 0)
    takes.scrollTo(index)
    rect = painter.row_rect(index, QRectF(takes.visualRect(index)))
    tokens = word_tokens(take.outline.utterance)[word]
    edges = take.outline.token_edges
    middle = float(edges[tokens.start] + edges[tokens.stop]) / 2
    seconds = middle * take.outline.hop_length / take.outline.sample_rate
    room = painter.time_rect(rect)
    longest = max(
        each.outline.seconds for each in application.lab.take_list.takes if each.text == take.text
    )
    place = QPointF(room.left() + seconds / longest * room.width(), room.top() + 8)
    assert painter.word_at(rect, take, place.x()) == word
    return place.toPoint()


def click(
    qtbot: QtBot,
    application: Application,
    number: int,
    word: int,
    modifier: Qt.KeyboardModifier = NO_MODIFIER,
) -> LabTake:
    """Click a word; returns the comp that came of it, once spoken."""
    place = place_of(application, number, word)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING) as caught:
        viewport = application.parts.takes.list.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, modifier, place)
    ((number,), _) = caught.args
    wait_until_spoken(qtbot, application)
    return application.lab.take_list[number]


def begin(qtbot: QtBot, application: Application, count: int = 3) -> list[LabTake]:
    """Sample takes and begin to comp with the first of them as the base."""
    takes = sample(qtbot, application, count)
    wait_until_spoken(qtbot, application)
    key(qtbot, application, Qt.Key.Key_K)
    assert application.window.action("comp").isChecked()
    return takes


def key(qtbot: QtBot, application: Application, which: Qt.Key) -> None:
    QTest.keyClick(application.parts.takes.list, which)


def numbers(application: Application) -> list[int]:
    return [take.number for take in application.lab.take_list.takes]


def assert_words_of(comp: LabTake, *words: LabTake) -> None:
    """Each word lasts as long as in the take that is named for it."""
    for tokens, source in zip(word_tokens(comp.outline.utterance), words, strict=True):
        own, wanted = comp.outline.durations[tokens], source.outline.durations[tokens]
        assert np.array_equal(own, wanted), source.number


def test_picked_words_make_one_take_that_each_pick_changes_and_undo_takes_back(
    qtbot: QtBot, application: Application
) -> None:
    a, b, c = begin(qtbot, application)
    words = len(SENTENCE.split())
    comp = click(qtbot, application, b.number, 2)
    assert numbers(application) == [comp.number, 1, 2, 3]
    assert (comp.parent, comp.line, comp.origin) == (a.number, a.line, "comp of 1, 2")
    assert_words_of(comp, a, a, b, *[a] * (words - 3))
    again = click(qtbot, application, c.number, 5, Qt.KeyboardModifier.ShiftModifier)
    assert numbers(application) == [again.number, 1, 2, 3]
    assert again.origin == "comp of 1, 2, 3"
    assert_words_of(again, a, a, b, a, a, *[c] * (words - 5))
    assert application.lab.take_player.shown == again.number

    application.window.undo_stack.undo()
    assert numbers(application) == [comp.number, 1, 2, 3]
    assert application.lab.take_player.shown == comp.number
    back = click(qtbot, application, b.number, 2)  # the same once more: the base's again
    assert_words_of(back, *[a] * words)
    assert TakeRequest.of(back.outline) == TakeRequest.of(a.outline)
    for _ in range(2):
        application.window.undo_stack.undo()
    assert numbers(application) == [1, 2, 3]
    assert application.window.action("comp").isChecked()
    assert_words_of(click(qtbot, application, c.number, 0), c, *[a] * (words - 1))


def test_speak_says_the_comp_and_nothing_else(qtbot: QtBot, application: Application) -> None:
    _a, b, c = begin(qtbot, application)
    uses: dict[int, Use] = {}
    application.lab.script_takes.changed.connect(uses.update)
    click(qtbot, application, b.number, 1)
    comp = click(qtbot, application, c.number, 4)
    assert uses[comp.number] is Use.IN_SCRIPT  # as a steered take does
    sound = application.lab.renderer.sound(comp.number)
    assert sound is not None
    application.lab.renderer.forget()
    spoken = speak(qtbot, application, TEXT)
    (own,) = [take for take in spoken if take.utterance.text == SENTENCE]
    assert is_spliced(own)
    assert np.array_equal(own.waveform, sound.waveform)


def test_the_keyboard_picks_words_by_the_digit_of_a_take(
    qtbot: QtBot, application: Application
) -> None:
    a, b, _c = begin(qtbot, application)
    key(qtbot, application, Qt.Key.Key_Right)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        key(qtbot, application, Qt.Key.Key_2)
    comp = application.lab.take_list.takes[0]
    assert_words_of(comp, a, b, *[a] * (len(SENTENCE.split()) - 2))
    wait_until_spoken(qtbot, application)
    application.player.stop()
    key(qtbot, application, Qt.Key.Key_Escape)
    assert not application.window.action("comp").isChecked()
    assert numbers(application)[0] == comp.number


def test_a_comp_is_gone_on_with(qtbot: QtBot, application: Application) -> None:
    a, b, c = begin(qtbot, application)
    click(qtbot, application, b.number, 1)
    key(qtbot, application, Qt.Key.Key_K)
    assert not application.window.action("comp").isChecked()
    key(qtbot, application, Qt.Key.Key_K)
    comp = click(qtbot, application, c.number, 2)
    assert numbers(application) == [comp.number, 1, 2, 3]
    assert_words_of(comp, a, b, c, *[a] * (len(SENTENCE.split()) - 3))
    # A source may leave the list: the comp keeps its word.
    application.lab.take_list.remove([b.number], "Remove")
    last = click(qtbot, application, c.number, 3)
    assert_words_of(last, a, b, c, c, *[a] * (len(SENTENCE.split()) - 4))


def test_words_of_another_line_are_refused(qtbot: QtBot, application: Application) -> None:
    sample(qtbot, application, 1)
    wait_until_spoken(qtbot, application)
    cursor = application.parts.editor.textCursor()
    cursor.setPosition(2)
    application.parts.editor.setTextCursor(cursor)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("sample").trigger()
    wait_until_spoken(qtbot, application)
    key(qtbot, application, Qt.Key.Key_K)
    viewport, place = application.parts.takes.list.viewport(), place_of(application, 1, 1)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_MODIFIER, place)
    assert message(application, "lab").what == "Take 1 has other words than take 2."
    assert numbers(application) == [2, 1]
