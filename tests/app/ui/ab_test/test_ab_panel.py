"""The panel shows what is heard, takes keys, and gives nothing away while the test is blind."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QScrollArea,
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
def session(qtbot: QtBot) -> Iterator[AbSession]:
    session = AbSession(random.Random(2))
    yield session
    session.close()


@pytest.fixture
def panel(session: AbSession, qtbot: QtBot) -> AbPanel:
    """Empty."""
    panel = AbPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.setFocus()
    return panel


@pytest.fixture
def filled(panel: AbPanel, session: AbSession, qtbot: QtBot) -> AbPanel:
    """With two takes whose sounds are there."""
    session.begin(FIRST, SECOND)
    session.set_sounds(A, B)
    qtbot.waitUntil(lambda: session.ready)
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


def play_side(session: AbSession, side: int) -> None:
    """Hear enough of a side."""
    session.choose_side(side)
    session.set_state(PlaybackState.PLAYING)
    for hundredths in range(0, 80, 5):
        session.set_position(hundredths / 100)


def answer(session: AbSession, side: int | None) -> None:
    play_side(session, 0)
    play_side(session, 1)
    session.no_preference() if side is None else session.prefer(side)


# -- openly ------------------------------------------------------------------------------------


def test_without_takes_it_says_what_to_do(panel: AbPanel) -> None:
    assert "Select two takes" in label(panel, "abEmptyLabel")
    assert not button(panel, "abPlayButton").isVisible()
    assert panel.focusWidget() is panel  # and its keys work


def test_it_shows_the_takes_and_waits_for_their_sounds(
    panel: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin(FIRST, SECOND)
    assert "Preparing" in label(panel, "abLoudnessLabel")
    for name in ("abPlayButton", "abSwitchButton", "abListenAButton", "abStartButton"):
        assert not button(panel, name).isEnabled(), name
    session.set_sounds(A, B)
    qtbot.waitUntil(lambda: session.ready)
    shown = words(panel)
    for expected in ("Take 314", "Take 2718", "warm and slow", f"{A.seconds:.2f} s", "Starred"):
        assert expected in shown
    assert label(panel, "abLoudnessLabel") == (
        "A plays 6.0 dB quieter so that both are equally loud."
    )
    assert button(panel, "abPlayButton").isEnabled()


def test_two_takes_that_are_the_same_are_said_to_be(
    panel: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin(FIRST, SECOND)
    session.set_sounds(A, dataclasses.replace(A))
    qtbot.waitUntil(lambda: session.ready)
    assert label(panel, "abLoudnessLabel") == "Both are the same audio."
    session.set_sounds(A, dataclasses.replace(A, waveform=A.waveform * 0.99))
    qtbot.waitUntil(lambda: not session.same)
    assert "quieter" in label(panel, "abLoudnessLabel")


def test_why_nothing_is_heard_is_said_until_something_is(
    filled: AbPanel, session: AbSession
) -> None:
    session.play()
    session.set_state(PlaybackState.STOPPED)
    filled.show_problem(VitsError("There is no sound output", remedy="Connect one."))
    assert label(filled, "abLoudnessLabel") == "There is no sound output. Connect one."
    session.begin_blind(2)
    assert label(filled, "abLoudnessLabel") == "There is no sound output. Connect one."
    session.play()
    assert label(filled, "abLoudnessLabel") == "Both play equally loud."


def test_the_one_that_sounds_is_marked(filled: AbPanel, session: AbSession) -> None:
    assert (label(filled, "abStateA"), label(filled, "abStateB")) == ("Selected", "")
    session.switch()
    assert (label(filled, "abStateA"), label(filled, "abStateB")) == ("", "Playing")
    listen = button(filled, "abListenBButton")
    assert listen.property("primary") is True
    assert listen.accessibleDescription() == "Playing"
    assert button(filled, "abPlayButton").text() == "Stop"
    session.stop()
    assert listen.property("primary") is False
    assert listen.isChecked()
    assert button(filled, "abPlayButton").text() == "Play"


def test_the_buttons_do_what_they_say(filled: AbPanel, session: AbSession) -> None:
    button(filled, "abPlayButton").click()
    assert session.playing
    button(filled, "abSwitchButton").click()
    assert session.side == 1
    button(filled, "abListenAButton").click()
    assert session.side == 0
    button(filled, "abListenAButton").click()
    assert session.side == 0
    button(filled, "abPlayButton").click()
    assert not session.playing


def test_the_keys_do_it_too(filled: AbPanel, session: AbSession, qtbot: QtBot) -> None:
    qtbot.keyClicks(filled, "b")
    assert (session.side, session.playing) == (1, True)
    qtbot.keyClicks(filled, "x")
    assert session.side == 0
    qtbot.keyClicks(filled, "A")
    assert session.side == 0
    qtbot.keyClicks(filled, " ")
    assert not session.playing
    qtbot.keyClicks(filled, " ")
    assert session.playing
    qtbot.keyClick(filled, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert session.side == 0


def test_escape_silences_before_it_ends_anything(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.play()
    qtbot.keyClick(filled, Qt.Key.Key_Escape)
    assert not session.playing
    assert session.takes is not None
    qtbot.keyClick(filled, Qt.Key.Key_Escape)
    assert session.takes is None


def test_without_takes_the_keys_are_the_windows(panel: AbPanel) -> None:
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(panel, event)
        assert not event.isAccepted()


@pytest.mark.parametrize("size", [QSize(700, 200), QSize(1200, 320)])
def test_all_of_it_can_be_reached_however_little_room_there_is(
    filled: AbPanel, size: QSize, qtbot: QtBot
) -> None:
    filled.resize(size)
    area = filled.findChild(QScrollArea)
    scrolls = size.height() < 300
    qtbot.waitUntil(lambda: (area.verticalScrollBar().maximum() > 0) == scrolls)
    assert area.horizontalScrollBar().maximum() == 0


def test_a_click_leaves_the_keyboard_with_the_panel(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(filled, "abListenBButton"), Qt.MouseButton.LeftButton)
    assert session.playing
    qtbot.keyClicks(QApplication.focusWidget() or filled, " ")
    assert not session.playing


def test_everything_is_named(filled: AbPanel, session: AbSession) -> None:
    session.begin_blind(2)
    answer(session, 0)
    answer(session, 0)
    session.end_blind()
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


def test_closing_ends_it(filled: AbPanel, session: AbSession) -> None:
    session.play()
    found: list[object] = []
    filled.left.connect(lambda: found.append(session.takes))
    button(filled, "abCloseButton").click()
    assert found == [(FIRST, SECOND)]
    assert session.takes is None
    assert not session.playing
    assert "Select two takes" in label(filled, "abEmptyLabel")


# -- blind -------------------------------------------------------------------------------------


def test_a_blind_test_gives_nothing_away(filled: AbPanel, session: AbSession, qtbot: QtBot) -> None:
    before = words(filled)
    told = ("314", "2718", "warm", "1.5", "1.9", "dB", "quieter", "star ", "Take ")
    assert any(each in before for each in told)
    button(filled, "abStartButton").click()
    assert session.blind
    for side in (0, 1):
        play_side(session, side)
        shown = words(filled)
        for each in told:
            assert each not in shown, each
    assert label(filled, "abRoundLabel") == "Round 1 of 8"
    assert button(filled, "abListenAButton").text() == "1"
    assert button(filled, "abListenBButton").text() == "2"


def test_a_blind_test_looks_the_same_whichever_take_is_which(
    filled: AbPanel, session: AbSession
) -> None:
    """Two rounds of other assignments differ in not one word at the same step."""
    session.begin_blind(12)
    seen = set()
    for _ in range(12):
        play_side(session, 0)
        first = words(filled)
        play_side(session, 1)
        both = words(filled) + first
        number = f"Round {session.progress[0]} of"
        seen.add(both.replace(number, "Round"))
        session.no_preference()
    assert len(seen) == 1


def test_answers_wait_until_both_were_heard(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin_blind(3)
    votes = [button(filled, f"ab{name}Button") for name in ("First", "Second", "Neither")]
    play_side(session, 0)
    assert not any(vote.isEnabled() for vote in votes)
    qtbot.keyClick(filled, Qt.Key.Key_Left)
    assert session.progress == (1, 3)
    assert label(filled, "abStateB") == "Not heard yet"
    play_side(session, 1)
    assert all(vote.isEnabled() for vote in votes)
    assert label(filled, "abStateA") == "Heard"
    qtbot.keyClick(filled, Qt.Key.Key_Left)
    assert session.progress == (2, 3)
    answer(session, None)
    play_side(session, 0)
    play_side(session, 1)
    qtbot.keyClick(filled, Qt.Key.Key_Down)
    assert session.answered
    qtbot.keyClick(filled, Qt.Key.Key_Return)
    assert not session.blind
    assert session.result is not None
    assert (session.result.decided, session.result.undecided) == (1, 2)


def test_in_a_blind_test_1_and_2_play_and_do_not_vote(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin_blind(3)
    play_side(session, 0)
    play_side(session, 1)
    for key in "12":
        with qtbot.waitSignal(filled.side_chosen) as asked:
            qtbot.keyClicks(filled, key)
        assert asked.args == [int(key) - 1]
    assert session.progress == (1, 3)
    assert "1 and 2 play" in label(filled, "abKeysLabel")


def test_the_last_answer_is_taken_back_by_button_or_key(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin_blind(3)
    back = button(filled, "abBackButton")
    assert back.isVisible()
    assert not back.isEnabled()
    for _ in range(2):
        answer(session, 0)
    back.click()
    assert label(filled, "abRoundLabel") == "Round 2 of 3"
    qtbot.keyClick(filled, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert label(filled, "abRoundLabel") == "Round 1 of 3"
    assert not back.isEnabled()
    session.end_blind()
    assert not back.isVisible()


def test_during_a_blind_test_undoing_is_not_the_windows(
    filled: AbPanel, session: AbSession
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
    session.begin_blind(2)
    assert taken() == [True, True]
    session.end_blind()
    assert taken() == [False, False]


def test_before_the_result_it_can_still_be_changed(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin_blind(2)
    qtbot.keyClick(filled, Qt.Key.Key_Return)
    assert session.blind, "only the last answer is followed by the result"
    answer(session, 0)
    answer(session, 0)
    assert label(filled, "abVerdictLabel") == ""
    assert "You have answered every round" in label(filled, "abBlindWords")
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
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    session.begin_blind(3)
    play_side(session, 0)
    play_side(session, 1)
    vote = button(filled, "abSecondButton")
    vote.setFocus()
    qtbot.keyClicks(vote, " ")
    assert session.progress == (2, 3)
    assert filled.focusWidget() is filled
    qtbot.keyClicks(filled.focusWidget(), " ")
    assert session.blind


def test_the_winner_is_named_and_gets_its_star(
    filled: AbPanel, session: AbSession, qtbot: QtBot
) -> None:
    filled.findChild(QSpinBox, "abRoundsField").setValue(5)
    button(filled, "abStartButton").click()
    assert session.progress == (1, 5)
    heard: list[int] = []
    session.play_wanted.connect(lambda samples, *_: heard.append(len(samples)))
    while not session.answered:
        play_side(session, 0)
        play_side(session, 1)
        session.prefer(1 if heard[-1] == len(B.waveform) else 0)
    button(filled, "abResultButton").click()
    assert label(filled, "abVerdictLabel") == "Take 2718 (B) wins"
    assert label(filled, "abBlindWords") == "5 of 5: unlikely to be chance (p = 0.06)."
    star = button(filled, "abStarButton")
    with qtbot.waitSignal(filled.star_requested, check_params_cb=lambda number: number == 2718):
        star.click()
    session.refresh((FIRST, dataclasses.replace(SECOND, starred=True)))
    assert not star.isEnabled()
    assert star.text() == "Winner starred"


def test_the_close_button_counts_a_test_first(filled: AbPanel, session: AbSession) -> None:
    session.begin_blind(5)
    answer(session, 1)
    button(filled, "abCloseButton").click()
    assert session.result is not None
    assert "No clear winner: 1 of 1" in label(filled, "abVerdictLabel")
    assert button(filled, "abStarButton").isHidden()
    assert session.takes is not None
