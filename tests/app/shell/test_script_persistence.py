"""What was typed and chosen is there again at the next start, however the last one ended."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake
from app.document.document_json import document_from_json
from app.session.settings import SettingsStore
from app.shell.application import Application
from tests.app.shell.conftest import Open
from tests.app.ui.made_take import made_take
from vits_core.synthesis.take_request import TakeRequest

CHOSEN = ChosenTake(TakeRequest.of(made_take()), "/voices/joe.onnx")


@pytest.fixture
def written(open_application: Open) -> Application:
    """A session with two lines, of which the second speaks with a chosen take."""
    application = open_application()
    application.parts.editor.set_text("Well. Hi me")
    application.script.choose(2, CHOSEN, "Use take 1 in the script")
    return application


def at(store: SettingsStore) -> Path:
    return store.path.with_name("script.json")


def test_lines_come_back_with_what_was_chosen(written: Application, open_application: Open) -> None:
    before = written.script.document
    written.close()
    again = open_application()
    assert again.script.document == before
    assert again.script.document[2].chosen == CHOSEN
    assert again.parts.editor.text() == "Well. Hi me"
    assert not again.window.undo_stack.canUndo()
    again.parts.editor.set_text("Well. Hi me\n\nWell, well.")
    assert [line.id for line in again.script.document] == [1, 2, 3]


def test_a_choice_is_on_disk_within_two_seconds(
    written: Application, store: SettingsStore, qtbot: QtBot
) -> None:
    started = time.monotonic()
    qtbot.waitUntil(lambda: at(store).exists(), timeout=5_000)
    assert time.monotonic() - started < 2.0
    assert document_from_json(at(store).read_bytes()) == written.script.document


def test_a_text_that_an_earlier_version_wrote_later_keeps_the_choices_of_its_lines(
    written: Application, open_application: Open, store: SettingsStore
) -> None:
    written.close()
    changed = store.path.read_text(encoding="utf-8").replace("Well. Hi me", "So. Well. Hi me")
    store.path.write_text(changed, encoding="utf-8")
    os.utime(at(store), (1.0, 1.0))
    again = open_application()
    assert again.parts.editor.text() == "So. Well. Hi me"
    assert again.script.document[2].chosen == CHOSEN


def test_a_damaged_script_is_told_and_the_text_is_there(
    written: Application, open_application: Open, store: SettingsStore
) -> None:
    written.close()
    at(store).write_text("{")
    again = open_application()
    assert again.parts.editor.text() == "Well. Hi me"
    (message,) = [m for m in again.parts.messages.messages() if m.key == "script-lost"]
    assert "script.damaged.json" in message.what + message.remedy + str(message.details)
    assert at(store).with_name("script.damaged.json").read_text() == "{"
