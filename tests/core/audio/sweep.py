"""A sound with something at most frequencies."""

from __future__ import annotations

import numpy as np

from vits_core.records import FloatArray


def sweep(sample_rate: int, samples: int) -> FloatArray:
    seconds = np.arange(samples) / sample_rate
    noise = np.random.default_rng(1).standard_normal(samples)
    tone = np.sin(2 * np.pi * (200 + 3000 * seconds) * seconds)
    return (0.5 * tone + 0.01 * noise).astype(np.float32)
