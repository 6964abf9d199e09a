"""The sounds of two takes, equally loud, and how they are measured off the GUI thread."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.takes.same_place import same_second
from vits_core.audio.loudness import matched
from vits_core.records import FloatArray, Take


@dataclass(frozen=True, slots=True, eq=False)
class LoudnessMatch:
    """Two takes, 0 and 1, and what makes them equally loud."""

    takes: tuple[Take, Take]
    gains: tuple[float, float]
    """Factors on their samples."""
    same: bool
    """They are equal, sample for sample."""

    @property
    def decibels(self) -> tuple[float, float]:
        """How much each is turned down: 0 or less, and 0 for one of them."""
        return 20 * math.log10(self.gains[0]), 20 * math.log10(self.gains[1])

    def samples(self, take: int) -> FloatArray:
        """What is to be played of a take, [T_samples]."""
        return self.takes[take].waveform * np.float32(self.gains[take])

    def same_second(self, here: int, there: int, seconds: float) -> float:
        """Where take `there` speaks what take `here` speaks at a second; 0 at the end."""
        place = same_second(self.takes[here], self.takes[there], seconds)
        return place if place < self.takes[there].seconds else 0.0


class LoudnessMatcher(QObject):
    """Measures the pair that it was given last; to load what measures takes half a second."""

    # LoudnessMatch.
    matched = Signal(object)

    _measured = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0  # of the latest pair
        self._thread: threading.Thread | None = None
        # It comes from the other thread.
        self._measured.connect(self._on_measured, Qt.ConnectionType.QueuedConnection)

    def match(self, first: Take, second: Take) -> None:
        """Measure these two; nothing will be told of a pair before."""
        self._number += 1
        self._thread = threading.Thread(
            target=self._measure, args=(self._number, first, second), name="loudness", daemon=True
        )
        self._thread.start()

    def forget(self) -> None:
        """Nothing will be told of the pair that is being measured."""
        self._number += 1

    def close(self) -> None:
        """Wait for the thread; has to be called before the end."""
        self.forget()
        if self._thread is not None:
            self._thread.join()

    def _measure(self, number: int, first: Take, second: Take) -> None:
        gains = matched(first.waveform, second.waveform, first.sample_rate, second.sample_rate)
        same = np.array_equal(first.waveform, second.waveform)
        self._measured.emit(number, LoudnessMatch((first, second), gains, same))

    @Slot(int, object)
    def _on_measured(self, number: int, pair: LoudnessMatch) -> None:
        if number == self._number:
            self.matched.emit(pair)
