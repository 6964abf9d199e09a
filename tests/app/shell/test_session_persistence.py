"""What a person chose is there again at the next start."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.document.document_json import document_from_json
from app.session.settings import SettingsStore
from app.shell.application import Application
from app.synthesis.requests import VoiceInfo
from tests.app.shell.conftest import Open
from tests.core.model_shapes import SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper
from vits_core.formats.voice_import import read_voice

UNSORTED = {"zoe": 0, "mike": 1, "anna": 2, "bob": 3, "al": 4}


def speaker_picker(application: Application) -> QComboBox:
    picker = application.window.findChild(QComboBox, "speakerPicker")
    assert picker is not None
    return picker


def kept_text(store: SettingsStore) -> str:
    try:
        return document_from_json(store.path.with_name("script.json").read_bytes()).text
    except FileNotFoundError:
        return ""


def load(application: Application, path: Path) -> None:
    """Load a voice as the worker does, but at once."""
    config, _ = read_voice(path)
    application.controller.load_voice(str(path), "cpu")
    application.controller.on_voice_loaded(
        VoiceInfo(
            config.name,
            str(path),
            config.sample_rate,
            config.model.hop_length,
            tuple(config.speakers),
            config.defaults,
            "cpu",
            (("cpu", "CPU"),),
        )
    )


def test_the_speaker_that_was_chosen_speaks_at_the_next_start_too(
    open_application: Open, store: SettingsStore, tmp_path: Path
) -> None:
    voice = export_piper(
        random_model(SMALL_MANY_SPEAKERS), tmp_path / "crowd.onnx", speaker_id_map=UNSORTED
    )
    first = open_application()
    load(first, voice)
    picker = speaker_picker(first)
    assert picker.currentText() == "zoe"  # the one with id 0
    index = picker.findText("mike")
    picker.setCurrentIndex(index)
    picker.activated.emit(index)
    first.close()

    second = open_application()
    load(second, voice)
    assert second.controller.speaker == "mike"
    picker = speaker_picker(second)
    assert [picker.itemText(i) for i in range(picker.count())] == list(UNSORTED)
    assert picker.currentText() == "mike"


def test_a_session_that_ends_before_its_voice_is_loaded_keeps_the_speaker(
    open_application: Open, store: SettingsStore
) -> None:
    store.path.write_text("[General]\nspeaker_name=mike\n", encoding="utf-8")
    application = open_application()
    application.close()
    assert open_application().script.document.delivery.speaker == "mike"


def test_a_number_that_an_older_version_kept_chooses_nobody(
    open_application: Open, store: SettingsStore
) -> None:
    store.path.write_text("[General]\nspeaker=2\n", encoding="utf-8")
    application = open_application()
    assert application.controller.speaker is None
    application.close()


def test_a_steady_stream_of_changes_is_on_disk_within_two_seconds(
    qtbot: QtBot, open_application: Open, store: SettingsStore
) -> None:
    application = open_application()
    typing = QTimer(application, interval=20)
    typing.timeout.connect(lambda: application.parts.editor.insertPlainText("x"))
    started = time.monotonic()
    typing.start()
    qtbot.waitUntil(lambda: "x" in kept_text(store), timeout=10_000)
    assert time.monotonic() - started < 2.0
    first = kept_text(store)
    qtbot.waitUntil(lambda: len(kept_text(store)) > len(first), timeout=2_000)
    application.close()


def test_what_was_typed_until_the_process_was_killed_is_there_again(store: SettingsStore) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.shell.application import Application\n"
        "from app.session.settings import SettingsStore\n"
        "qt = QApplication([])\n"
        "store = SettingsStore(Path(sys.argv[1]))\n"
        "application = Application(qt, store, native_dialogs=False)\n"
        "typed = 0\n"
        "def type_on():\n"
        "    global typed\n"
        "    typed += 1\n"
        "    application.parts.editor.insertPlainText(f'{typed} ')\n"
        "    print(typed, flush=True)\n"
        "typing = QTimer(interval=20)\n"
        "typing.timeout.connect(type_on)\n"
        "typing.start()\n"
        "qt.exec()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(store.path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        at: dict[int, float] = {}
        for line in process.stdout:
            at[int(line)] = time.monotonic()
            if len(at) == 250:
                break
        process.kill()
        killed = time.monotonic()
    kept = [int(number) for number in kept_text(store).split()]
    lost = [when for number, when in at.items() if number not in kept]
    assert kept
    assert killed - min(lost, default=killed) < 2.5


def test_a_damaged_settings_file_is_told_in_the_window(
    open_application: Open, store: SettingsStore
) -> None:
    store.path.write_bytes(b"[General]\noutput_device=All that I wro")
    application = open_application()
    (message,) = application.parts.messages.messages()
    assert str(store.path.with_name("settings.damaged.ini")) in message.what
    assert "not changed" in message.remedy
    application.close()
    assert b"All that I wro" in store.path.with_name("settings.damaged.ini").read_bytes()
