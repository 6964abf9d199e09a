"""How soon takes are there after the click, in the real window with the default voice.

    .venv/bin/python -m benchmarks.lab [--takes 16] [--rounds 7]

On $DISPLAY or on an Xvfb of its own. A sentence of twelve words, another one each round, so that
nothing is known from the round before: its rhythm strips in the list, the first sound of the first
take, and the last picture of a sound. A timer of 5 ms ticks meanwhile: what lies between two ticks
is how long the window kept a person waiting.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from vits_core.tuning import tune_process

tune_process()

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPushButton

from app.session.settings import AppSettings, SettingsStore
from app.shell.application import Application
from tests.sound_server import SoundServer
from tests.virtual_display import any_display

TICK = 5
"""Milliseconds between two ticks."""
WORDS = (
    "On {day} the quick brown fox jumps over the very lazy dog."
    "|In {day} nobody here had ever seen so much snow at once."
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "April",
        "June", "July", "August", "March")  # fmt: skip
AIM = 333.0
"""Milliseconds from the click to the strips of 16 takes."""


class Trial(QObject):
    """Samples takes of one sentence after the other."""

    def __init__(self, application: Application, takes: int, rounds: int) -> None:
        super().__init__(application)
        self._application = application
        self._rounds = rounds
        self._takes = takes
        self._clicked = 0.0
        self.strips: list[float] = []
        self.sounds: list[float] = []
        self.pictures: list[float] = []
        """Milliseconds after the click, in each round."""
        self.ticks: list[float] = []
        (self._button,) = application.window.findChildren(QPushButton, "sampleButton")
        application.parts.takes.set_count(takes)
        self._tick = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(lambda: self.ticks.append(time.perf_counter()))
        lab = application.lab
        lab.generator.taken_up.connect(self._on_taken_up)
        lab.renderer.preview_made.connect(self._on_preview_made)
        application.controller.part_added.connect(self._on_part_added)
        application.controller.voice_ready.connect(self._on_voice_ready)
        application.controller.voice_failed.connect(lambda error: sys.exit(str(error)))

    @Slot()
    def _on_voice_ready(self) -> None:
        QTimer.singleShot(2000, self._sample)  # the voice warms up meanwhile

    @Slot()
    def _sample(self) -> None:
        done = len(self.pictures)
        if done == self._rounds + 1:
            self._tick.stop()
            self._application.window.close()
            return
        template = WORDS.split("|")[done % 2]
        self._application.parts.editor.set_text(template.format(day=DAYS[done % len(DAYS)]))
        QTimer.singleShot(300, self._click)

    @Slot()
    def _click(self) -> None:
        self._tick.start()
        self._clicked = time.perf_counter()
        self._button.click()

    def _note(self, moments: list[float]) -> None:
        moments.append(1000 * (time.perf_counter() - self._clicked))

    @Slot()
    def _on_taken_up(self) -> None:
        self._application.parts.takes.list.viewport().repaint()  # they are on the screen then
        self._note(self.strips)

    @Slot()
    def _on_part_added(self) -> None:
        if len(self.sounds) < len(self.strips):
            self._note(self.sounds)

    @Slot()
    def _on_preview_made(self) -> None:
        if len(self._application.lab.renderer.previews) == self._takes * len(self.strips):
            self._note(self.pictures)
            QTimer.singleShot(500, self._sample)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--takes", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=7, help="after one that warms up")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        stack.enter_context(any_display())
        with contextlib.suppress(OSError):
            stack.enter_context(SoundServer())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
        qt = QApplication(sys.argv[:1])
        store = SettingsStore(folder / "settings.ini")
        store.save(AppSettings())
        application = Application(qt, store, native_dialogs=False)
        trial = Trial(application, options.takes, options.rounds)
        application.start()
        qt.exec()
        application.close()
    gaps = sorted(1000 * (b - a) for a, b in zip(trial.ticks, trial.ticks[1:], strict=False))
    print(f"{options.takes} takes of 12 words, medians of {options.rounds} rounds, after the click")
    for name, moments in (
        ("strips are in the list", trial.strips),
        ("first sound of the first take", trial.sounds),
        ("all sounds are drawn", trial.pictures),
    ):
        later = moments[1:]
        print(f"{name:32}{statistics.median(later):8.0f} ms   (worst {max(later):.0f})")
    print(f"{'longest gap between two ticks':32}{gaps[-1]:8.0f} ms")
    met = statistics.median(trial.strips[1:]) <= AIM
    print(f"strips within {AIM:.0f} ms: {'met' if met else 'missed'}")


if __name__ == "__main__":
    main()
