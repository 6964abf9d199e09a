"""Files of many formats become the text of the script, and the window says what came of them."""

from __future__ import annotations

import threading
from pathlib import Path

import docx
import pytest
from pytestqt.qtbot import QtBot

from app.document.reading import reader
from app.document.reading.read_text import ReadText
from app.shell import text_opening
from app.shell.application import Application
from app.ui.window.message_bar import Severity
from tests.app.shell.conftest import Open


@pytest.fixture
def studio(open_application: Open) -> Application:
    """With a text, and without a voice."""
    application = open_application()
    application.parts.editor.set_text("mine")
    return application


def open_file(studio: Application, path: Path, qtbot: QtBot) -> None:
    studio.window.open_text_requested.emit(path)
    opening = f"Opening {path.name}…"
    assert studio.parts.status.state_text() == opening
    qtbot.waitUntil(lambda: studio.parts.status.state_text() != opening)


def test_a_document_is_opened_with_its_headings_and_undone_in_one_step(
    studio: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_heading("The storm", 1)
    document.add_paragraph("Anna came home late.")
    document.save(str(tmp_path / "a.docx"))
    open_file(studio, tmp_path / "a.docx", qtbot)
    assert studio.parts.editor.text() == "The storm\n\nAnna came home late."
    assert studio.parts.editor.caret() == 0
    assert [each.title for each in studio.script.document.sections] == ["The storm"]
    assert not studio.parts.messages.messages()
    studio.window.undo_stack.undo()
    assert studio.parts.editor.text() == "mine"
    assert studio.script.document.sections == ()


def test_what_is_to_know_of_a_file_is_noted_until_the_next(
    studio: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes("Schöne Grüße".encode("cp1252"))
    (tmp_path / "b.txt").write_text("Hello.", encoding="utf-8")
    open_file(studio, tmp_path / "a.txt", qtbot)
    assert studio.parts.editor.text() == "Schöne Grüße"
    (message,) = studio.parts.messages.messages()
    assert "Windows-1252" in message.what
    assert message.severity is Severity.NOTE
    open_file(studio, tmp_path / "b.txt", qtbot)
    assert not studio.parts.messages.messages()


def test_a_file_that_cannot_be_opened_is_told_and_the_text_stays(
    studio: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    open_file(studio, tmp_path / "none.txt", qtbot)
    (message,) = studio.parts.messages.messages()
    assert "could not be read" in message.what
    assert message.remedy
    assert studio.parts.editor.text() == "mine"


def test_every_character_of_a_file_is_the_same_in_the_editor(
    studio: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    odd = "".join(map(chr, (9, 11, 12, 0x85, 0xA0, 0xAD, 0x200B, 0x2028, 0x2029, 0xFDD0, 0x1F600)))
    (tmp_path / "a.txt").write_text(f"# a\r\nb{odd}c", encoding="utf-8")
    open_file(studio, tmp_path / "a.txt", qtbot)
    assert studio.script.document.text == studio.parts.editor.text()
    assert studio.window.undo_stack.count() == 2  # with that of the text before


def test_of_two_files_the_one_that_was_asked_for_last_is_opened(
    studio: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_may_end = threading.Event()

    def read(path: Path) -> ReadText:
        if path.name == "first":
            first_may_end.wait(10)
        return ReadText(f"of {path.name}")

    monkeypatch.setattr(reader, "read_text", read)
    studio.text_opening.open(Path("first"))
    open_file(studio, Path("second"), qtbot)
    first_may_end.set()
    qtbot.wait_until(lambda: not any(t.name == "job" for t in threading.enumerate()))
    qtbot.wait(50)
    assert studio.parts.editor.text() == "of second"


def test_a_text_that_is_too_long_for_the_editor_is_told(
    studio: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ReadText("a" * (text_opening.MOST_CHARACTERS + 1))
    monkeypatch.setattr(reader, "read_text", lambda _: read)
    open_file(studio, Path("a.txt"), qtbot)
    assert "longer than" in studio.parts.messages.messages()[-1].what
    assert studio.parts.editor.text() == "mine"
