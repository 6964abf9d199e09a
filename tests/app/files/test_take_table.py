"""The table of takes can be read by a spreadsheet, and loses no older one."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.files.existing_files import IfExists
from app.files.take_table import TABLE, TakeTable
from tests.app.ui.made_take import SAMPLE_RATE, made_take
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings


@pytest.fixture
def table() -> TakeTable:
    table = TakeTable()
    first = dataclasses.replace(
        made_take(repeats=3), rhythm=Draw(7), settings=ProsodySettings(0.1, 0.2, 1.5)
    )
    table.add("a, b.wav", [first], first.waveform)
    second = made_take()
    table.add("c.wav", [second, second], np.tile(second.waveform, 2))
    return table


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_tells_how_a_file_was_made_and_how_it_sounds(
    table: TakeTable, tmp_path: Path
) -> None:
    first, second = rows(table.write(tmp_path, IfExists.NUMBER))
    assert (first["file"], first["rhythm_seed"], first["expression_seed"]) == ("a, b.wav", "7", "2")
    assert [first[f"{name}_scale"] for name in ("noise", "duration_noise", "length")] == [
        "0.1", "0.2", "1.5",
    ]  # fmt: skip
    seconds = len(made_take(repeats=3).waveform) / SAMPLE_RATE
    assert float(first["seconds"]) == pytest.approx(seconds, abs=0.001)
    assert float(first["pitch_median_hz"]) == pytest.approx(220, abs=1)
    assert first["phonemes"] == "_ h _ aɪ _ | m i"
    assert first["durations_frames"] == "6 15 3 27 3 9 12 24"
    assert second["phonemes"].split() == first["phonemes"].split() * 2


def test_an_older_table_stays_unless_it_is_to_be_overwritten(
    table: TakeTable, tmp_path: Path
) -> None:
    (tmp_path / TABLE).write_text("old")
    for policy in (IfExists.NUMBER, IfExists.SKIP, IfExists.FAIL):
        assert table.write(tmp_path, policy).name != TABLE
    assert (tmp_path / TABLE).read_text() == "old"
    assert table.write(tmp_path, IfExists.OVERWRITE).name == TABLE
    assert len(rows(tmp_path / TABLE)) == table.rows == 2
