"""How long the window keeps a person waiting while it speaks, plays and is being played with.

    .venv/bin/python -m benchmarks.gui_stall [--seconds 30]

The real window, on $DISPLAY or on an Xvfb of its own, speaks a long text with the default voice,
plays it (into a PulseAudio that keeps nothing, where that is installed) and speaks it anew after
every rest of a hand that drags "Expressiveness" to and fro, with "Live" on. A precise timer of
5 ms ticks on the window's thread all the while: what lies between two ticks is the longest that a
click in between had to wait.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from vits_core.tuning import tune_process

tune_process()

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider

from app.session.settings import AppSettings, SettingsStore
from app.shell.application import Application
from tests.sound_server import SoundServer
from tests.virtual_display import any_display

TICK = 5
"""Milliseconds between two ticks."""
FRAME = 16
"""Milliseconds between two movements of the hand."""
SWEEP, REST = 1.5, 0.5
"""Seconds that the hand drags the slider to and fro, and that it rests then."""
AIMS = {"99.9th percentile": 33.0, "maximum": 50.0}
"""Milliseconds."""

TEXT = (
    "The window has to answer at once, whatever else goes on. A slider that sticks for a moment is "
    "felt by everybody, even by those who could not say what was wrong. So the picture is drawn a "
    "little later, and the sound is made elsewhere; the hand comes first. In the morning the "
    "harbour lay still under a thin fog, and the boats knocked softly against the quay. Somebody "
    "whistled. A gull answered, or seemed to. By noon the fog had gone and the whole town was out "
    "in the streets.\n\n"
)


class Trial(QObject):
    """Speaks, drags and counts for some seconds, beginning when the voice is there."""

    def __init__(self, application: Application, seconds: float) -> None:
        super().__init__(application)
        self._application = application
        self._seconds = seconds
        (self._slider,) = application.window.findChildren(QSlider, "expressivenessSlider")
        self._began = 0.0
        self._heard = 0.0
        self.ticks: list[float] = []
        self.parts = self.speeches = 0
        self.played = 0.0
        """Seconds that the playback went on."""
        self._tick = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(lambda: self.ticks.append(time.perf_counter()))
        self._hand = QTimer(self, interval=FRAME, timerType=Qt.TimerType.PreciseTimer)
        self._hand.timeout.connect(self._on_hand_timeout)
        controller = application.controller
        controller.voice_ready.connect(self._on_voice_ready)
        controller.voice_failed.connect(lambda error: sys.exit(str(error)))
        controller.speech_began.connect(self._on_speech_began)
        controller.part_added.connect(self._on_part_added)
        application.player.position_changed.connect(self._on_position_changed)

    @Slot()
    def _on_voice_ready(self) -> None:
        # The voice warms up meanwhile, as it does while a person reads the window.
        QTimer.singleShot(2000, self._begin)

    @Slot()
    def _begin(self) -> None:
        self._began = time.perf_counter()
        self._tick.start()
        self._mouse(QEvent.Type.MouseButtonPress, self._handle())
        self._hand.start()
        self._application.window.speak_requested.emit()
        QTimer.singleShot(round(1000 * self._seconds), self._end)

    @Slot()
    def _end(self) -> None:
        self._tick.stop()
        self._hand.stop()
        self._mouse(QEvent.Type.MouseButtonRelease, 0.5)
        self._application.window.close()

    @Slot()
    def _on_hand_timeout(self) -> None:
        elapsed = (time.perf_counter() - self._began) % (SWEEP + REST)
        if elapsed < SWEEP:
            self._mouse(QEvent.Type.MouseMove, 0.5 + 0.4 * float(np.sin(elapsed * 4)))

    @Slot()
    def _on_speech_began(self) -> None:
        self.speeches += 1

    @Slot()
    def _on_part_added(self) -> None:
        self.parts += 1

    @Slot(float)
    def _on_position_changed(self, seconds: float) -> None:
        if 0 < seconds - self._heard < 0.2:
            self.played += seconds - self._heard
        self._heard = seconds

    def _handle(self) -> float:
        """Where the slider's handle is, as a share of its width."""
        option = QStyleOptionSlider()
        self._slider.initStyleOption(option)
        handle = self._slider.style().subControlRect(
            QStyle.ComplexControl.CC_Slider,
            option,
            QStyle.SubControl.SC_SliderHandle,
            self._slider,
        )
        return handle.center().x() / self._slider.width()

    def _mouse(self, kind: QEvent.Type, across: float) -> None:
        """The left button at a share of the slider's width."""
        place = QPointF(across * self._slider.width(), self._slider.height() / 2)
        moved = kind is QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moved else Qt.MouseButton.LeftButton
        released = kind is QEvent.Type.MouseButtonRelease
        held = Qt.MouseButton.NoButton if released else Qt.MouseButton.LeftButton
        glob = self._slider.mapToGlobal(place)
        event = QMouseEvent(kind, place, glob, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._slider, event)


def run(seconds: float) -> None:
    """One trial in this process; prints its table."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.ini"
        SettingsStore(settings).save(AppSettings(live=True))
        qt = QApplication(sys.argv[:1])
        application = Application(qt, SettingsStore(settings), native_dialogs=False)
        application.parts.editor.set_text(TEXT * 12)
        trial = Trial(application, seconds)
        application.start()
        qt.exec()
        application.close()
    report(trial, seconds)


def report(trial: Trial, seconds: float) -> None:
    gaps = 1000 * np.diff(trial.ticks)
    print(
        f"{seconds:g} s: {trial.speeches} speeches, {trial.parts} parts, "
        f"{trial.played:.1f} s played, {os.cpu_count()} cores\n"
    )
    print("milliseconds between two ticks of a 5 ms timer on the window's thread\n")
    print(f"  {'count':20} {len(gaps):6}")
    for name, value in (
        ("median", np.median(gaps)),
        ("99th percentile", np.percentile(gaps, 99)),
        ("99.9th percentile", np.percentile(gaps, 99.9)),
        ("maximum", gaps.max()),
    ):
        aim = f"   aim: {AIMS[name]:g}" if name in AIMS else ""
        print(f"  {name:20} {value:6.1f}{aim}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    with contextlib.ExitStack() as stack:
        stack.enter_context(any_display())
        if shutil.which("pulseaudio"):
            stack.enter_context(SoundServer())
        run(seconds)


if __name__ == "__main__":
    main()
