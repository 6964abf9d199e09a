"""What all lists of takes show of them beside the takes: how they sound, which one is heard, and
which the script speaks with."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.synthesis.take_preview import TakePreview
from app.takes.script_takes import Use


class TakeFacts(QObject):
    """One for all lists, so that a take looks the same in each of them."""

    # Set of the numbers of takes that look different now; None where all may.
    changed = Signal(object)
    # Number of a take that is in view without a picture of its sound.
    preview_missed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.previews: Mapping[int, TakePreview] = {}
        """The pictures of the sounds, by the takes' numbers."""
        self.shown: int | None = None
        """The take whose sound is in the player."""
        self.uses: Mapping[int, Use] = {}
        """What becomes of the takes that were chosen for the script, by their numbers."""
        self.middle_pitch = 120.0
        """Hz, the median of all: where the pitch curves have their middle."""
        self.peak = 1.0
        """Of the loudest waveform."""

    def set_previews(self, previews: Mapping[int, TakePreview]) -> None:
        """Take over the pictures of the sounds, by the takes' numbers."""
        before, scale = self.previews, (self.middle_pitch, self.peak)
        self.previews = dict(previews)
        pitches = [preview.pitch for preview in previews.values()]
        voiced = np.concatenate(pitches) if pitches else np.zeros(0)
        voiced = voiced[np.isfinite(voiced)]
        # In steps, so that one more take seldom changes the pictures of all others.
        if len(voiced):
            self.middle_pitch = 2 ** (round(12 * np.log2(float(np.median(voiced)))) / 12)
        peak = max((float(preview.highs.max()) for preview in previews.values()), default=0.0)
        self.peak = math.ceil(10 * peak) / 10 or 1.0
        if scale != (self.middle_pitch, self.peak):
            self.changed.emit(None)
        else:
            self.changed.emit(_differing(before, previews))

    def set_shown(self, number: int | None) -> None:
        """Mark the take whose sound is in the player."""
        before, self.shown = self.shown, number
        self.changed.emit({before, number} - {None})

    def set_uses(self, uses: Mapping[int, Use]) -> None:
        """Mark the takes that were chosen for the script, by their numbers."""
        before, self.uses = self.uses, uses
        self.changed.emit(_differing(before, uses))


def _differing(before: Mapping[int, object], after: Mapping[int, object]) -> set[int]:
    """The numbers that stand for something else in one of them than in the other."""
    return {
        each for each in before.keys() | after.keys() if before.get(each) is not after.get(each)
    }
