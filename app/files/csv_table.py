"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table, all of it or nothing; raises `AudioFileError`."""
    from vits_core.audio.files import write_whole  # the window opens without it

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    # The byte-order mark is how spreadsheets know UTF-8.
    write_whole(path, ("\ufeff" + text.getvalue()).encode())
