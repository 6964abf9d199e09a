from __future__ import annotations

import pytest

from app.ui.widgets.text_offsets import TextOffsets


@pytest.mark.parametrize("text", ["", "plain", "é–ß", "a😀b", "😀😀", "x🏳️‍🌈y𝔸"])
def test_every_offset_goes_to_units_and_back(text: str) -> None:
    offsets = TextOffsets(text)
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert offsets.to_units(offset) == units
        assert offsets.to_code_points(units) == offset
