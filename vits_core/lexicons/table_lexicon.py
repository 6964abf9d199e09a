"""Dictionaries as tables (CSV, or with tabs): a word and its reading in each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from vits_core.errors import LexiconError
from vits_core.text.pronunciations import Pronunciation, Pronunciations

COLUMNS = ("written", "respelling", "phonemes", "language", "match_case", "before")
_YES, _NO = frozenset(("yes", "true", "1", "x")), frozenset(("no", "false", "0", ""))


def to_table(pronunciations: Pronunciations) -> bytes:
    """CSV with the names of its columns, and the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in pronunciations.entries:
        reading = ("", entry.reading) if entry.phonemes else (entry.reading, "")
        case = "yes" if entry.match_case else ""
        writer.writerow((entry.written, *reading, entry.language, case, entry.before))
    return ("\ufeff" + text.getvalue()).encode("utf-8", "replace")


def from_table(data: bytes) -> Pronunciations:
    """Inverse of `to_table`; columns may be left out, or come in another order. Without their names
    a row is a word and its respelling.

    Raises `LexiconError` with the number of the row.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError("The table is not in UTF-8", remedy='Save it as "CSV UTF-8".') from error
    first = text.partition("\n")[0]
    separator = max("\t;,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise LexiconError(f"The table is damaged: {error}") from error
    names: Sequence[str] = ("written", "respelling")
    start = 0
    if rows and "written" in (cell.strip().lower() for cell in rows[0]):
        names, start = [cell.strip().lower() for cell in rows[0]], 1
        if unknown := [name for name in names if name and name not in COLUMNS]:
            raise LexiconError(
                f'The table has a column "{unknown[0]}"',
                remedy=f"Its columns can be {', '.join(COLUMNS)}.",
            )
    entries = [
        _entry([cell.strip() for cell in row], names, number)
        for number, row in enumerate(rows[start:], start + 1)
        if any(cell.strip() for cell in row)
    ]
    return Pronunciations(tuple(entries))


def _entry(row: Sequence[str], names: Sequence[str], number: int) -> Pronunciation:
    if len(row) > len(names):
        raise LexiconError(
            f"Row {number} of the table has {len(row)} cells where {len(names)} are known",
            remedy=f"Name the columns in the first row: {', '.join(COLUMNS)}.",
        )
    cells = dict(zip(names, row, strict=False))
    phonemes, respelling = cells.get("phonemes", ""), cells.get("respelling", "")
    case = cells.get("match_case", "").lower()
    if case not in _YES | _NO:
        raise LexiconError(
            f'Row {number} of the table has "{case}" for match_case',
            remedy='It can be "yes" or "no".',
        )
    if phonemes and respelling:
        raise LexiconError(
            f"Row {number} of the table has both a respelling and phonemes",
            remedy="Leave one of them empty.",
        )
    try:
        return Pronunciation(
            cells.get("written", ""),
            phonemes or respelling,
            bool(phonemes),
            cells.get("language", ""),
            case in _YES,
            cells.get("before", ""),
        )
    except ValueError as error:
        raise LexiconError(f"Row {number} of the table is no entry: {error}") from error
