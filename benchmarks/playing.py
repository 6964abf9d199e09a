"""What playing costs the processor, in the real window with the default voice.

    .venv/bin/python -m benchmarks.playing [--seconds 10] [--rounds 3] [--size 1280x800]

On $DISPLAY or on an Xvfb of its own, into a PulseAudio that keeps nothing, where that is installed.
A text is spoken until all of it is made. Then it plays and rests in turns; each time the processor
time of the window's thread and that of the whole process are taken, and how often the playhead
was painted. "Short" is in view as a whole, "long" turns its pages.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vits_core.tuning import tune_process

tune_process()

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.cli.cpu_name import processor_name
from app.session.settings import SettingsStore
from app.shell.application import Application
from app.ui.plots.rows_picture import RowsPicture
from tests.sound_server import SoundServer
from tests.virtual_display import any_display

SHORT = "The quick brown fox jumps over the lazy dog, and the dog does not mind it at all."
LONG = (
    "In the morning the harbour lay still under a thin fog, and the boats knocked softly against "
    "the quay. Somebody whistled. A gull answered, or seemed to. By noon the fog had gone and the "
    "whole town was out in the streets.\n\n"
)
TEXTS = {"short": SHORT, "long": LONG * 20}
SETTLE = 1500
"""Milliseconds until what was begun is no longer felt."""


class Trial(QObject):
    """Plays and rests in turns, beginning when all is made."""

    def __init__(self, application: Application, seconds: float, rounds: int) -> None:
        super().__init__(application)
        self._application = application
        self._seconds = seconds
        self._rounds = rounds
        self._began = (0.0, 0.0, 0.0)
        self._paintings = 0
        self.playing: list[tuple[float, float, float]] = []
        self.resting: list[tuple[float, float, float]] = []
        """Shares of a core of the window's thread and of all threads, and paintings a second."""
        (picture,) = application.parts.plots.findChildren(RowsPicture)
        picture.installEventFilter(self)
        controller = application.controller
        controller.voice_ready.connect(lambda: QTimer.singleShot(SETTLE, self._speak))
        controller.voice_failed.connect(lambda error: sys.exit(str(error)))
        controller.speech_done.connect(lambda: QTimer.singleShot(SETTLE, self._begin_playing))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._paintings += 1
        return super().eventFilter(watched, event)

    def _speak(self) -> None:
        self._application.player.set_loop(True)
        self._application.window.speak_requested.emit()

    @Slot()
    def _begin_playing(self) -> None:
        self._application.player.play()
        QTimer.singleShot(SETTLE, self._start_clock)
        QTimer.singleShot(round(1000 * self._seconds) + SETTLE, self._end_playing)

    @Slot()
    def _end_playing(self) -> None:
        self.playing.append(self._spent())
        self._application.player.pause()
        QTimer.singleShot(SETTLE, self._start_clock)
        QTimer.singleShot(round(1000 * self._seconds / 2) + SETTLE, self._end_resting)

    @Slot()
    def _end_resting(self) -> None:
        self.resting.append(self._spent())
        if len(self.resting) < self._rounds:
            self._begin_playing()
        else:
            self._application.window.close()

    @Slot()
    def _start_clock(self) -> None:
        self._paintings = 0
        self._began = (time.perf_counter(), time.thread_time(), time.process_time())

    def _spent(self) -> tuple[float, float, float]:
        wall, thread, process = self._began
        wall = time.perf_counter() - wall
        return (
            100 * (time.thread_time() - thread) / wall,
            100 * (time.process_time() - process) / wall,
            self._paintings / wall,
        )


def run(text: str, seconds: float, rounds: int, size: tuple[int, int]) -> Trial:
    """One window with one text."""
    with tempfile.TemporaryDirectory() as folder:
        store = SettingsStore(Path(folder) / "settings.ini")
        qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(qt, QApplication)
        application = Application(qt, store, native_dialogs=False)
        application.parts.editor.set_text(text)
        application.window.resize(*size)
        trial = Trial(application, seconds, rounds)
        application.start()
        qt.exec()
        application.close()
    return trial


def report(name: str, trial: Trial) -> None:
    for state, rounds in (("playing", trial.playing), ("resting", trial.resting)):
        window, process, paintings = (
            statistics.median(column) for column in zip(*rounds, strict=True)
        )
        print(f"  {name:6} {state:8} {window:10.1f} {process:10.1f} {paintings:10.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--text", choices=TEXTS, help="one of them instead of both")
    options = parser.parse_args()
    if options.text is None:
        # A process each, so that nothing of one window is left in the other.
        print(f"{processor_name()}, window {options.size}; medians of {options.rounds}\n")
        print("  text   state    window's % all threads %   per second")
        for name in TEXTS:
            arguments = [sys.executable, "-m", "benchmarks.playing", *sys.argv[1:], "--text", name]
            sys.stdout.flush()
            subprocess.run(arguments, check=True)
        return
    width, height = (int(side) for side in options.size.split("x"))
    with contextlib.ExitStack() as stack:
        stack.enter_context(any_display())
        if shutil.which("pulseaudio"):
            stack.enter_context(SoundServer())
        trial = run(TEXTS[options.text], options.seconds, options.rounds, (width, height))
    report(options.text, trial)


if __name__ == "__main__":
    main()
