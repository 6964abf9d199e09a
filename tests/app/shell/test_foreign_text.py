"""Text that the voice cannot read is asked about once, while what it can is spoken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.document.edit import Edit
from app.shell.application import Application
from tests.app.conftest import PATIENCE
from tests.app.document.made_voices import made_voices

QUESTION = "foreign-text"


def asked(application: Application) -> bool:
    return QUESTION in {message.key for message in application.parts.messages.messages()}


def answer(application: Application, action: str) -> None:
    application.parts.messages.action_triggered.emit(QUESTION, action)


def seconds_spoken(qtbot: QtBot, application: Application) -> float:
    with qtbot.waitSignal(application.controller.speech_done, timeout=PATIENCE):
        application.window.action("speak").trigger()
    return sum(take.seconds for take in application.controller.timeline.takes)


def type_text(application: Application, text: str) -> None:
    application.window.show()
    application.parts.editor.setPlainText(text)


def test_it_is_left_out_at_first_and_spelled_on_request(
    qtbot: QtBot, application: Application
) -> None:
    type_text(application, "He said 你好世界 and left.")
    before = seconds_spoken(qtbot, application)
    assert asked(application)
    (message,) = [m for m in application.parts.messages.messages() if m.key == QUESTION]
    assert message.what.startswith("This voice speaks English. It can only spell 4 characters")
    assert message.details == ("你好世界",)
    assert {action for action, _ in message.actions} == {"skip", "spell", "other_voice"}
    with qtbot.waitSignal(application.controller.speech_done, timeout=PATIENCE):
        answer(application, "spell")
    assert sum(take.seconds for take in application.controller.timeline.takes) > before + 1
    assert not asked(application)
    seconds_spoken(qtbot, application)
    assert not asked(application), "once"


def test_who_leaves_it_out_is_not_asked_again(qtbot: QtBot, application: Application) -> None:
    type_text(application, "He said 你好世界 and left.")
    before = seconds_spoken(qtbot, application)
    answer(application, "skip")
    assert seconds_spoken(qtbot, application) == before
    assert not asked(application)


def test_a_text_that_the_voice_reads_raises_no_question(
    qtbot: QtBot, application: Application
) -> None:
    type_text(application, "He said “naïve” and left — at 3 π.")
    seconds_spoken(qtbot, application)
    assert not asked(application)


def test_a_line_whose_own_voice_reads_it_raises_no_question(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    type_text(application, "He left. Привет мир.")
    last = application.script.document.lines[1].id
    dina = str(made_voices(tmp_path).dina)
    application.script.deliver_lines(
        [last], lambda line: replace(line, delivery=replace(line.delivery, voice=dina)), "Cast"
    )
    seconds_spoken(qtbot, application)
    assert len(application.controller.timeline.takes) == 2
    assert not asked(application)
    application.script.edit(*replaced(application, "He left", "Он ушёл"))
    seconds_spoken(qtbot, application)
    (message,) = [m for m in application.parts.messages.messages() if m.key == QUESTION]
    assert message.what.startswith("This voice speaks English")
    assert message.details == ("Он", "ушёл")


def replaced(application: Application, words: str, by: str) -> tuple[Edit, str]:
    text = application.script.document.text.replace(words, by)
    return Edit.between(application.script.document.text, text), text
