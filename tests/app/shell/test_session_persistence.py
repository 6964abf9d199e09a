"""What a person chose is there again at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.session.settings import AppSettings, SettingsStore
from app.shell.application import Application
from tests.core.model_shapes import SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper

LOADING = 60_000
"""Milliseconds that torch and the voice may take on a busy machine."""
UNSORTED = {"zoe": 0, "mike": 1, "anna": 2, "bob": 3, "al": 4}


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.ini")


def speaker_picker(application: Application) -> QComboBox:
    picker = application.window.findChild(QComboBox, "speakerPicker")
    assert picker is not None
    return picker


def test_the_speaker_that_was_chosen_speaks_at_the_next_start_too(
    qtbot: QtBot, qapp: QApplication, store: SettingsStore, tmp_path: Path
) -> None:
    voice = export_piper(
        random_model(SMALL_MANY_SPEAKERS), tmp_path / "crowd.onnx", speaker_id_map=UNSORTED
    )
    assert store.save(AppSettings(voice=str(voice)))
    first = Application(qapp, store, native_dialogs=False)
    with qtbot.waitSignal(first.controller.voice_ready, timeout=LOADING):
        first.start()
    picker = speaker_picker(first)
    assert picker.currentText() == "zoe"  # the one with id 0
    index = picker.findText("mike")
    picker.setCurrentIndex(index)
    picker.activated.emit(index)
    assert first.close()

    second = Application(qapp, store, native_dialogs=False)
    with qtbot.waitSignal(second.controller.voice_ready, timeout=LOADING):
        second.start()
    assert second.controller.speaker == "mike"
    picker = speaker_picker(second)
    assert [picker.itemText(i) for i in range(picker.count())] == list(UNSORTED)
    assert picker.currentText() == "mike"
    assert second.close()


def test_a_session_that_ends_before_its_voice_is_loaded_keeps_the_speaker(
    qapp: QApplication, store: SettingsStore
) -> None:
    store.path.write_text("[General]\nspeaker_name=mike\n", encoding="utf-8")
    application = Application(qapp, store, native_dialogs=False)
    assert application.close()
    assert store.load().speaker_name == "mike"


def test_a_number_that_an_older_version_kept_chooses_nobody(
    qapp: QApplication, store: SettingsStore
) -> None:
    store.path.write_text("[General]\nspeaker=2\n", encoding="utf-8")
    application = Application(qapp, store, native_dialogs=False)
    assert application.controller.speaker is None
    assert application.close()
