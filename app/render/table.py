"""Tables of lines to speak: CSV and TSV as spreadsheets write them, and JSON lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from app.render.columns import COLUMNS, TEXT, column_name, nearest_column
from vits_core.errors import VitsError

_SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LONGEST_CELL = 2**30


class TableError(VitsError):
    """A table, or a row of it, cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its filled cells by their columns, as they are written."""

    number: int
    """As a spreadsheet counts, whose first row has the headings; the line where there are none."""
    cells: Mapping[str, object] = field(default_factory=dict)
    problem: TableError | None = None
    """Why nothing can be read from it."""


def read_table(path: Path, ignored: Collection[str] = ()) -> list[Row]:
    """The rows of a table but for empty ones, without the `ignored` columns.

    Raises `TableError` for a file that is no table, and for columns that nothing is known of.
    """
    ending = path.suffix.lower()
    skipped = {column_name(heading) for heading in ignored}
    if ending in _JSON_LINES:
        return list(_json_rows(_text_of(path), path, skipped))
    if ending in _SEPARATORS:
        return list(_csv_rows(_text_of(path), path, skipped))
    endings = ", ".join((*_SEPARATORS, *_JSON_LINES))
    raise TableError(
        f"Tables can be {endings}",
        where=str(path),
        remedy="Save it as CSV (UTF-8), or as JSON lines.",
    )


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(
            "The table cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror}.",
        ) from error
    try:
        return content.decode(_MARKS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TableError(
            "The table is not UTF-8",
            where=f"{path}, byte {error.start}",
            remedy="Save it as “CSV UTF-8”.",
        ) from error


def _csv_rows(text: str, path: Path, ignored: Collection[str]) -> Iterator[Row]:
    first, *records = _records(text, path) or [[]]
    headings = [column_name(cell) for cell in first]
    _check_headings(headings, path, ignored)
    for number, cells in enumerate(records, 2):
        filled = [
            (name, cell)
            for name, cell in zip_longest(headings, cells, fillvalue="")
            if cell.strip() and name not in ignored
        ]
        nameless = next((cell for name, cell in filled if not name), None)
        if nameless is not None:
            yield Row(number, problem=_without_heading(nameless))
        elif filled:
            yield Row(number, dict(filled))


def _records(text: str, path: Path) -> list[list[str]]:
    usual = csv.field_size_limit(_LONGEST_CELL)  # a cell may be a chapter
    try:
        return list(_reader(text, _separator(text, path)))
    except csv.Error as error:
        raise TableError(
            f"The table is damaged: {error}",
            where=str(path),
            remedy="Check its quotation marks, or save it from the spreadsheet again.",
        ) from error
    finally:
        csv.field_size_limit(usual)


def _separator(text: str, path: Path) -> str:
    """Semicolons where a comma stands in numbers: the one that makes headings of the first row."""

    def known(separator: str) -> tuple[bool, int]:
        names = [column_name(cell) for cell in next(_reader(text, separator), [])]
        return TEXT in names, sum(name in COLUMNS for name in names)

    return max(_SEPARATORS[path.suffix.lower()], key=known)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _check_headings(headings: Sequence[str], path: Path, ignored: Collection[str]) -> None:
    named = [name for name in headings if name]
    for name in named:
        _check_column(name, path, ignored)
        if named.count(name) > 1:
            raise TableError(
                f"Several columns are named “{name}”", where=str(path), remedy="Rename one."
            )
    if TEXT not in named:
        found = ", ".join(f"“{name}”" for name in named) or "nothing"
        raise TableError(
            f"The table has no column “{TEXT}”; its first row has {found}",
            where=str(path),
            remedy=f"Write the names of the columns into the first row; they can be "
            f"{', '.join(COLUMNS)}.",
        )


def _check_column(name: str, path: Path, ignored: Collection[str]) -> None:
    if name in COLUMNS or name in ignored:
        return
    meant = nearest_column(name)
    rename = f"Name it “{meant}” if that is meant, or" if meant else "Correct its name, or"
    raise TableError(
        f"The table has a column “{name}”, which is unknown",
        where=str(path),
        remedy=f"{rename} leave it out with --ignore {name}.",
    )


def _without_heading(cell: str) -> TableError:
    return TableError(
        f"“{cell.strip()[:40]}” stands in a column without a heading",
        remedy="Put a text that contains the separator between quotation marks.",
    )


def _json_rows(text: str, path: Path, ignored: Collection[str]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            yield Row(number, problem=_no_object(f"it is not JSON ({reason})"))
            continue
        if not isinstance(values, dict):
            yield Row(number, problem=_no_object("it is no object"))
            continue
        cells = {column_name(name): value for name, value in values.items()}
        for name in cells:
            _check_column(name, path, ignored)
        yield Row(
            number,
            {
                name: value
                for name, value in cells.items()
                if value is not None and value != "" and name not in ignored
            },
        )


def _no_object(why: str) -> TableError:
    return TableError(
        f"The line cannot be read: {why}", remedy='Write it as {"text": "…", "file": "…"}.'
    )
