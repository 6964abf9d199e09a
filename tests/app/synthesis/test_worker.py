"""What the worker does while nobody waits for it, and what it tells."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.synthesis.requests import VoiceInfo
from app.synthesis.worker import SynthesisWorker

_SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication
from app.synthesis.worker import SynthesisWorker
application = QCoreApplication([])
worker = SynthesisWorker()
before = "parselmouth" in sys.modules
worker.load_voice("", "cpu", "auto")
print(before, "parselmouth" in sys.modules, "numpy.ma" in sys.modules)
worker.close()
"""


def test_what_finds_pitch_is_loaded_with_the_voice_and_not_with_the_first_take() -> None:
    """Praat holds Python for 40 ms, and a first median would load numpy.ma on the window's
    thread."""
    # In a process of its own: the worker's thread gives way to others for good.
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["False", "True", "True"]


def unexpected(*_: object) -> None:
    raise ZeroDivisionError("nobody thought of this")


def test_whatever_goes_wrong_while_a_voice_is_loaded_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = SynthesisWorker()
    for broken in (unexpected, lambda *_: object()):  # the second cannot be described
        monkeypatch.setattr("vits_core.voice.load_voice", broken)
        with qtbot.waitSignal(worker.voice_failed) as failed:
            worker.load_voice("", "cpu", "auto")
        (error,) = failed.args
        assert "Error" in error.where
        assert "report" in error.remedy


def test_what_goes_wrong_after_a_voice_was_loaded_is_told_and_it_stays(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.synthesis.worker.NICENESS", -20)  # this thread keeps its place
    monkeypatch.setattr("vits_core.voice.Voice.warm_up", unexpected)
    worker = SynthesisWorker()
    told: list[object] = []
    worker.voice_loaded.connect(told.append)
    worker.preparing_failed.connect(told.append)
    worker.load_voice("", "cpu", "auto")
    assert isinstance(told[0], VoiceInfo)
    assert "nobody thought of this" in str(told[1])
    worker.close()
