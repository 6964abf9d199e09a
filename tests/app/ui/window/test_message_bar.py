from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.window.message_bar import Message, MessageBar, Severity
from vits_core.errors import VitsError


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def words(bar: MessageBar) -> str:
    return bar.findChild(QLabel, "messageLabel").text()


def test_the_bar_is_there_only_with_something_to_say(bar: MessageBar) -> None:
    assert bar.isHidden()
    bar.post(Message("memory", "No memory.", "Use the CPU."))
    assert not bar.isHidden()
    assert words(bar) == "No memory. Use the CPU."
    bar.retract("memory")
    assert bar.isHidden()


def test_closing_the_latest_brings_back_the_one_before(bar: MessageBar) -> None:
    bar.post(Message("a", "first"))
    bar.post(Message("b", "second", severity=Severity.NOTE))
    assert words(bar) == "second"
    bar.findChild(QToolButton, "messageCloseButton").click()
    assert words(bar) == "first"


def test_a_message_takes_the_place_of_its_own_kind(bar: MessageBar) -> None:
    bar.post(Message("a", "old"))
    bar.post(Message("b", "other"))
    bar.post(Message("a", "new"))
    assert [message.what for message in bar.messages()] == ["other", "new"]


def test_details_unfold(bar: MessageBar) -> None:
    bar.post(Message("a", "3 stretches were not spoken.", details=("one", "two", "three")))
    bar.show()
    details = bar.findChild(QPlainTextEdit)
    assert not details.isVisible()
    bar.findChild(QPushButton, "messageDetailsButton").click()
    assert details.isVisible()
    assert details.toPlainText() == "one\ntwo\nthree"
    bar.post(Message("b", "nothing more"))
    assert not bar.findChild(QPushButton, "messageDetailsButton").isVisible()
    assert not details.isVisible()


def test_an_action_is_told_with_its_message(bar: MessageBar, qtbot: QtBot) -> None:
    bar.post(Message("memory", "No memory.", actions=(("use_cpu", "Use the CPU"),)))
    with qtbot.waitSignal(bar.action_triggered) as asked:
        bar.findChild(QPushButton, "message_use_cpu_Button").click()
    assert asked.args == ["memory", "use_cpu"]


def test_markup_in_a_message_is_shown_as_it_is(bar: MessageBar) -> None:
    bar.post(Message("a", "<b>bold</b> & so on"))
    assert words(bar) == "<b>bold</b> & so on"
    assert bar.findChild(QLabel, "messageLabel").textFormat() == Qt.TextFormat.PlainText


def test_an_error_is_told_with_its_place_and_remedy() -> None:
    error = VitsError("It broke.", where="a.wav", remedy="Mend it.")
    message = Message.about("file", error, Severity.WARNING)
    assert (message.what, message.remedy) == ("It broke (a.wav).", "Mend it.")
    assert (message.key, message.severity) == ("file", Severity.WARNING)
    assert Message.about("file", VitsError("It broke")).what == "It broke."
