"""How alike two sounds are."""

from __future__ import annotations

import numpy as np

from vits_core.records import FloatArray


def signal_to_difference(sound: FloatArray, other: FloatArray) -> float:
    """Decibels between a sound and its difference from another, [T_samples] each; infinite where
    there is none."""
    signal = np.square(sound, dtype=np.float64).sum()
    difference = np.square(np.subtract(sound, other, dtype=np.float64)).sum()
    return float(10 * np.log10(signal / difference)) if difference else float("inf")
