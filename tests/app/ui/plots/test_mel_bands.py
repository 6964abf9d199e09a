from __future__ import annotations

import numpy as np
import pytest

from app.ui.plots.mel_bands import MelBands


def test_the_middle_of_a_band_is_its_filters_peak() -> None:
    convert = pytest.importorskip("librosa.core.convert")
    centres = convert.mel_frequencies(82, fmin=0, fmax=11025)[1:-1]
    bands = MelBands(80, 22050)
    assert [bands.hz_at(k + 0.5) for k in range(80)] == pytest.approx(centres)
    assert [bands.height_of(f) for f in centres] == pytest.approx(np.arange(80) + 0.5)
