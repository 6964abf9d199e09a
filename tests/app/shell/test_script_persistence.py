"""What was typed and chosen is there again at the next start, however the last one ended."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.document import ChosenTake
from app.document.document_json import document_from_json
from app.session.settings import SettingsStore
from app.shell.application import Application
from tests.app.shell.conftest import Open
from tests.app.ui.made_take import made_take
from vits_core.records import ProsodySettings
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


def test_a_script_that_was_read_is_not_written_again(
    written: Application, open_application: Open, store: SettingsStore, qtbot: QtBot
) -> None:
    written.close()
    before = at(store).stat().st_mtime_ns
    again = open_application()
    again.script.set_front_end("en", reads_phonemes=False)
    again.close()
    assert at(store).stat().st_mtime_ns == before
    third = open_application()
    third.parts.editor.set_text("Other words.")
    third.close()
    assert at(store).stat().st_mtime_ns != before


def test_how_it_is_spoken_comes_back(written: Application, open_application: Open) -> None:
    written.controller.set_settings(ProsodySettings(0.1, 0.2, 0.8))
    written.controller.set_seeds(11, 12)
    written.script.deliver_lines(
        (1,), lambda line: replace(line, delivery=Delivery(length_scale=1.5), gap=0.7), "Change"
    )
    before = written.script.document
    written.close()
    again = open_application()
    assert again.script.document == before
    assert again.controller.settings == ProsodySettings(0.1, 0.2, 0.8)
    assert again.controller.seeds == again.parts.prosody.seeds() == (11, 12)


def test_the_script_of_an_earlier_version_is_taken_over(
    open_application: Open, store: SettingsStore
) -> None:
    store.path.write_text("[General]\ntext=Well. Hi me\nrhythm_seed=7\n", encoding="utf-8")
    first = open_application()
    assert first.parts.editor.text() == "Well. Hi me"
    assert first.controller.seeds == (7, 42)
    first.close()
    again = open_application()
    assert again.parts.editor.text() == "Well. Hi me"
    assert again.controller.seeds == (7, 42)


def test_a_damaged_script_is_told_and_left_for_someone_who_can_read_it(
    written: Application, open_application: Open, store: SettingsStore
) -> None:
    written.close()
    at(store).write_text("{")
    again = open_application()
    (message,) = [m for m in again.parts.messages.messages() if m.key == "script-lost"]
    assert "script.damaged.json" in message.what + message.remedy + str(message.details)
    assert at(store).with_name("script.damaged.json").read_text() == "{"
