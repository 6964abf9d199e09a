"""How many inputs the text front-end reads right: no kind may fall below its floor."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.readings.comparison import is_right
from benchmarks.readings.readers import ours
from benchmarks.readings.table import LANGUAGES, floors, rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_is_read_worse_than_before(language: str) -> None:
    right: Counter[str] = Counter()
    with ours(language) as reader:
        for row in rows(language):
            right[row.kind] += is_right(row, reader.read(row.text), reader.pronounce)
    least = {kind: floor for (code, kind), floor in floors().items() if code == language}
    fallen = {
        kind: f"{right[kind]} of at least {floor}"
        for kind, floor in least.items()
        if right[kind] < floor
    }
    # python -m benchmarks.reading --failures ours --language … --kind … lists what is wrong
    assert fallen == {}
