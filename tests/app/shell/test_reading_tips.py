"""The mouse tells how a stretch of the text is read, and a menu entry leaves it as written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.shell.application import Application
from tests.app.conftest import PATIENCE
from tests.core.model_shapes import SMALL, random_model
from tests.core.piper_export import export_piper

TEXT = "It costs $5. See page II of it."


@pytest.fixture
def ready(qtbot: QtBot, application: Application) -> Application:
    application.window.show()
    application.parts.editor.setPlainText(TEXT)
    if application.controller.voice is None:
        qtbot.waitSignal(application.controller.voice_ready, timeout=PATIENCE).wait()
    return application


def tip_at(application: Application, offset: int) -> str:
    editor = application.parts.editor
    cursor = QTextCursor(editor.document())
    cursor.setPosition(offset)
    point = editor.cursorRect(cursor).center()
    seen = editor.viewport().mapToGlobal(point)
    QToolTip.hideText()
    QApplication.sendEvent(editor.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, seen))
    return QToolTip.text()


def test_the_mouse_tells_what_is_read(ready: Application) -> None:
    assert "five dollars" in tip_at(ready, TEXT.index("$5") + 1)
    assert "costs" not in tip_at(ready, TEXT.index("costs") + 1)


def test_what_is_left_as_written_has_no_tip_and_is_spoken_so(
    qtbot: QtBot, ready: Application
) -> None:
    with qtbot.waitSignal(ready.controller.speech_done, timeout=PATIENCE):
        ready.window.action("speak").trigger()
    first = ready.controller.timeline.takes[0].utterance.phonemes
    assert "f\u02c8a\u026av d\u02c8\u0251\u02d0l\u025az" in first
    with qtbot.waitSignal(ready.controller.delivery_changed, timeout=PATIENCE):
        ready.window.action("as_written").trigger()
    assert "five dollars" not in tip_at(ready, TEXT.index("$5") + 1)
    with qtbot.waitSignal(ready.controller.speech_done, timeout=PATIENCE):
        ready.window.action("speak").trigger()
    assert ready.controller.timeline.takes[0].utterance.phonemes != first
    assert ready.persistence.settings.as_written


def test_a_line_with_its_own_voice_is_read_in_the_language_of_that(
    qtbot: QtBot, ready: Application, tmp_path: Path
) -> None:
    german = export_piper(random_model(SMALL), tmp_path / "anna.onnx")
    first = ready.script.document.lines[0]
    ready.script.deliver_lines(
        [first.id], lambda line: replace(line, delivery=Delivery(voice=str(german))), "Voice"
    )
    known = ready.controller.line_voices
    qtbot.waitUntil(lambda: known.info(str(german)) is not None, timeout=PATIENCE)
    assert "f\u00fcnf Dollar" in tip_at(ready, TEXT.index("$5") + 1)
