"""The panel shows what is heard, takes keys, and gives nothing away while the test is blind."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.comparison.ab_session import AbSession
from app.playback.state import PlaybackState
from app.takes.lab_take import LabTake
from app.ui.ab_test.ab_panel import AbPanel
from tests.app.ui.made_take import made_take
from vits_core.errors import VitsError

A = made_take(repeats=4)
B = dataclasses.replace(made_take(repeats=5), waveform=made_take(repeats=5).waveform / 2)
FIRST = LabTake(
    number=314, outline=A, voice="", voice_name="joe", note="warm and slow", starred=True
)
SECOND = LabTake(number=2718, outline=B, voice="", voice_name="joe")


@pytest.fixture
def listening(qtbot: QtBot) -> Iterator[AbSession]:
    listening = AbSession(random.Random(2))
    yield listening
    listening.close()


@pytest.fixture
def panel(listening: AbSession, qtbot: QtBot) -> AbPanel:
    """Empty."""
    panel = AbPanel(listening)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def filled(panel: AbPanel, listening: AbSession, qtbot: QtBot) -> AbPanel:
    """With two takes whose sounds are there."""
    listening.begin(FIRST, SECOND)
    listening.set_sounds(A, B)
    qtbot.waitUntil(lambda: listening.ready)
    panel.setFocus()
    return panel


def words(panel: QWidget) -> str:
    """All that a person can see, point at or be told of."""
    found = []
    for each in [panel, *panel.findChildren(QWidget)]:
        if each.isVisible():
            found += [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
            if isinstance(each, QLabel | QAbstractButton):
                found.append(each.text())
    return "\n".join(filter(None, found))


def button(panel: AbPanel, name: str) -> QAbstractButton:
    found = panel.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def label(panel: AbPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def play_side(listening: AbSession, side: int) -> None:
    """Hear enough of a side."""
    listening.choose_side(side)
    listening.set_state(PlaybackState.PLAYING)
    for hundredths in range(0, 80, 5):
        listening.set_position(hundredths / 100)


def answer(listening: AbSession, side: int | None) -> None:
    play_side(listening, 0)
    play_side(listening, 1)
    listening.no_preference() if side is None else listening.prefer(side)


# -- openly ------------------------------------------------------------------------------------


def test_without_takes_it_says_what_to_do(panel: AbPanel) -> None:
    assert "Choose two takes" in label(panel, "abEmptyLabel")
    assert not button(panel, "abPlayButton").isVisible()
    assert panel.focusWidget() is panel  # and its keys work


def test_it_shows_the_takes_and_waits_for_their_sounds(
    panel: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin(FIRST, SECOND)
    assert "being made" in label(panel, "abLoudnessLabel")
    for name in ("abPlayButton", "abSwitchButton", "abListenAButton", "abStartButton"):
        assert not button(panel, name).isEnabled(), name
    listening.set_sounds(A, B)
    qtbot.waitUntil(lambda: listening.ready)
    shown = words(panel)
    for expected in ("Take 314", "Take 2718", "warm and slow", f"{A.seconds:.2f} s", "star"):
        assert expected in shown
    assert label(panel, "abLoudnessLabel") == (
        "A is played 6.0 dB quieter, so that both are equally loud."
    )
    assert button(panel, "abPlayButton").isEnabled()


def test_two_takes_that_are_the_same_are_said_to_be(
    panel: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin(FIRST, SECOND)
    listening.set_sounds(A, dataclasses.replace(A))
    qtbot.waitUntil(lambda: listening.ready)
    assert label(panel, "abLoudnessLabel") == "Both are the same sound."
    listening.set_sounds(A, dataclasses.replace(A, waveform=A.waveform * 0.99))
    qtbot.waitUntil(lambda: not listening.same)
    assert "quieter" in label(panel, "abLoudnessLabel")


def test_why_nothing_is_heard_is_said_until_something_is(
    filled: AbPanel, listening: AbSession
) -> None:
    listening.play()
    listening.set_state(PlaybackState.STOPPED)
    filled.show_problem(VitsError("There is no sound output", remedy="Connect one."))
    assert label(filled, "abLoudnessLabel") == "There is no sound output. Connect one."
    listening.begin_blind(2)
    assert label(filled, "abLoudnessLabel") == "There is no sound output. Connect one."
    listening.play()
    assert label(filled, "abLoudnessLabel") == "Both are played equally loud."


def test_the_one_that_sounds_is_marked(filled: AbPanel, listening: AbSession) -> None:
    assert (label(filled, "abStateA"), label(filled, "abStateB")) == ("Chosen", "")
    listening.switch()
    assert (label(filled, "abStateA"), label(filled, "abStateB")) == ("", "Sounds now")
    listen = button(filled, "abListenBButton")
    assert listen.property("primary") is True
    assert listen.accessibleDescription() == "Sounds now"
    assert button(filled, "abPlayButton").text() == "Stop"
    listening.stop()
    assert listen.property("primary") is False
    assert listen.isChecked()
    assert button(filled, "abPlayButton").text() == "Play"


def test_the_buttons_do_what_they_say(filled: AbPanel, listening: AbSession) -> None:
    button(filled, "abPlayButton").click()
    assert listening.playing
    button(filled, "abSwitchButton").click()
    assert listening.side == 1
    button(filled, "abListenAButton").click()
    assert listening.side == 0
    button(filled, "abListenAButton").click()
    assert listening.side == 0
    button(filled, "abPlayButton").click()
    assert not listening.playing


def test_the_keys_do_it_too(filled: AbPanel, listening: AbSession, qtbot: QtBot) -> None:
    qtbot.keyClicks(filled, "b")
    assert (listening.side, listening.playing) == (1, True)
    qtbot.keyClicks(filled, "x")
    assert listening.side == 0
    qtbot.keyClicks(filled, "A")
    assert listening.side == 0
    qtbot.keyClicks(filled, " ")
    assert not listening.playing
    qtbot.keyClicks(filled, " ")
    assert listening.playing
    qtbot.keyClick(filled, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert listening.side == 0


def test_a_click_leaves_the_keyboard_with_the_panel(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(filled, "abListenBButton"), Qt.MouseButton.LeftButton)
    assert listening.playing
    qtbot.keyClicks(QApplication.focusWidget() or filled, " ")
    assert not listening.playing


def test_everything_is_named(filled: AbPanel, listening: AbSession) -> None:
    listening.begin_blind(2)
    answer(listening, 0)
    answer(listening, 0)
    listening.end_blind()
    kinds = (QAbstractButton, QAbstractSpinBox)
    names = set()
    for control in filled.findChildren(QWidget):
        if isinstance(control, kinds):
            assert control.objectName(), control
            assert control.objectName() not in names
            names.add(control.objectName())
            assert control.accessibleName(), control.objectName()
            assert control.toolTip(), control.objectName()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()
    assert len(names) == 14
    buddies = {each.buddy() for each in filled.findChildren(QLabel) if each.buddy()}
    assert filled.findChild(QSpinBox) in buddies


def test_large_letters_stay_large_with_another_font(filled: AbPanel, qapp: QApplication) -> None:
    sheet = qapp.styleSheet()
    qapp.setStyleSheet("")  # under a sheet Qt passes no font on; a system's font change it does
    listen = button(filled, "abListenAButton")
    before = QApplication.font()
    font = QFont(before)
    font.setPointSizeF(font.pointSizeF() * 1.5)
    QApplication.setFont(font)
    try:
        QApplication.processEvents()
        assert listen.font().pointSizeF() == pytest.approx(2.5 * font.pointSizeF())
    finally:
        QApplication.setFont(before)
        qapp.setStyleSheet(sheet)


def test_closing_ends_it(filled: AbPanel, listening: AbSession) -> None:
    listening.play()
    found: list[object] = []
    filled.closed.connect(lambda: found.append(listening.takes))
    button(filled, "abCloseButton").click()
    assert found == [(FIRST, SECOND)]
    assert listening.takes is None
    assert not listening.playing
    assert not filled.isVisible()


# -- blind -------------------------------------------------------------------------------------


def test_a_blind_test_gives_nothing_away(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    before = words(filled)
    told = ("314", "2718", "warm", "1.5", "1.9", "dB", "quieter", "star ", "Take ")
    assert any(each in before for each in told)
    button(filled, "abStartButton").click()
    assert listening.blind
    for side in (0, 1):
        play_side(listening, side)
        shown = words(filled)
        for each in told:
            assert each not in shown, each
    assert label(filled, "abRoundLabel") == "Round 1 of 8"
    assert button(filled, "abListenAButton").text() == "1"
    assert button(filled, "abListenBButton").text() == "2"


def test_a_blind_test_looks_the_same_whichever_take_is_which(
    filled: AbPanel, listening: AbSession
) -> None:
    """Two rounds of other assignments differ in not one word at the same step."""
    listening.begin_blind(12)
    seen = set()
    for _ in range(12):
        play_side(listening, 0)
        first = words(filled)
        play_side(listening, 1)
        both = words(filled) + first
        number = f"Round {listening.progress[0]} of"
        seen.add(both.replace(number, "Round"))
        listening.no_preference()
    assert len(seen) == 1


def test_answers_wait_until_both_were_heard(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin_blind(3)
    votes = [button(filled, f"ab{name}Button") for name in ("First", "Second", "Neither")]
    play_side(listening, 0)
    assert not any(vote.isEnabled() for vote in votes)
    qtbot.keyClicks(filled, "1")
    assert listening.progress == (1, 3)
    assert label(filled, "abStateB") == "Not heard yet"
    play_side(listening, 1)
    assert all(vote.isEnabled() for vote in votes)
    assert label(filled, "abStateA") == "Heard"
    qtbot.keyClicks(filled, "1")
    assert listening.progress == (2, 3)
    answer(listening, None)
    play_side(listening, 0)
    play_side(listening, 1)
    qtbot.keyClicks(filled, "0")
    assert listening.answered
    qtbot.keyClick(filled, Qt.Key.Key_Return)
    assert not listening.blind
    assert listening.result is not None
    assert (listening.result.decided, listening.result.undecided) == (1, 2)


def test_the_last_answer_is_taken_back_by_button_or_key(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin_blind(3)
    back = button(filled, "abBackButton")
    assert back.isVisible()
    assert not back.isEnabled()
    for _ in range(2):
        answer(listening, 0)
    back.click()
    assert label(filled, "abRoundLabel") == "Round 2 of 3"
    qtbot.keyClick(filled, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert label(filled, "abRoundLabel") == "Round 1 of 3"
    assert not back.isEnabled()
    listening.end_blind()
    assert not back.isVisible()


def test_during_a_blind_test_undoing_is_not_the_windows(
    filled: AbPanel, listening: AbSession
) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    keys = ((Qt.Key.Key_Z, control), (Qt.Key.Key_Z, control | shift))

    def taken() -> list[bool]:
        found = []
        for key, held in keys:
            event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
            event.ignore()
            QApplication.sendEvent(filled, event)
            found.append(event.isAccepted())
        return found

    assert taken() == [False, False]
    listening.begin_blind(2)
    assert taken() == [True, True]
    listening.end_blind()
    assert taken() == [False, False]


def test_before_the_result_it_can_still_be_changed(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin_blind(2)
    qtbot.keyClick(filled, Qt.Key.Key_Return)
    assert listening.blind, "only the last answer is followed by the result"
    answer(listening, 0)
    answer(listening, 0)
    assert label(filled, "abVerdictLabel") == ""
    assert "All rounds are answered" in label(filled, "abBlindWords")
    assert label(filled, "abRoundLabel") == "Round 2 of 2"
    assert button(filled, "abResultButton").isVisible()
    for name in ("abFirstButton", "abNeitherButton", "abSecondButton", "abEndButton"):
        assert not button(filled, name).isVisible(), name
    for name in ("abPlayButton", "abSwitchButton", "abListenAButton", "abListenBButton"):
        assert not button(filled, name).isEnabled(), name
    button(filled, "abBackButton").click()
    assert button(filled, "abFirstButton").isEnabled()
    assert not button(filled, "abResultButton").isVisible()


def test_an_answer_by_the_keyboard_does_not_end_the_test_with_the_next_press(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    listening.begin_blind(3)
    play_side(listening, 0)
    play_side(listening, 1)
    vote = button(filled, "abSecondButton")
    vote.setFocus()
    qtbot.keyClicks(vote, " ")
    assert listening.progress == (2, 3)
    assert filled.focusWidget() is filled
    qtbot.keyClicks(filled.focusWidget(), " ")
    assert listening.blind


def test_the_winner_is_named_and_gets_its_star(
    filled: AbPanel, listening: AbSession, qtbot: QtBot
) -> None:
    filled.findChild(QSpinBox, "abRoundsField").setValue(4)
    button(filled, "abStartButton").click()
    assert listening.progress == (1, 4)
    heard: list[int] = []
    listening.play_wanted.connect(lambda samples, *_: heard.append(len(samples)))
    while not listening.answered:
        play_side(listening, 0)
        play_side(listening, 1)
        listening.prefer(1 if heard[-1] == len(B.waveform) else 0)
    button(filled, "abResultButton").click()
    assert label(filled, "abVerdictLabel") == "Take 2718 (B) wins"
    assert label(filled, "abBlindWords") == "4 of 4: perhaps chance (p = 0.12)."
    star = button(filled, "abStarButton")
    with qtbot.waitSignal(filled.star_requested, check_params_cb=lambda number: number == 2718):
        star.click()
    listening.refresh((FIRST, dataclasses.replace(SECOND, starred=True)))
    assert not star.isEnabled()
    assert star.text() == "The winner has a star"


def test_the_close_button_counts_a_test_first(filled: AbPanel, listening: AbSession) -> None:
    listening.begin_blind(5)
    answer(listening, 1)
    button(filled, "abCloseButton").click()
    assert listening.result is not None
    assert "wins" in label(filled, "abVerdictLabel")
    assert listening.takes is not None
