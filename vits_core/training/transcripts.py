"""Which recording says what: the table or the text files of an LJSpeech-style folder."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vits_core.training.errors import CorpusError

TABLES = ("metadata.csv", "metadata.txt", "transcripts.csv", "transcripts.txt")
"""Names that a folder's table may have, first come first served."""
AUDIO_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
COLUMNS = ("id", "speaker", "text")

_ALIASES = {
    "id": "id", "file": "id", "filename": "id", "file_name": "id", "path": "id", "audio": "id",
    "audio_file": "id", "wav": "id", "speaker": "speaker", "speaker_name": "speaker",
    "speaker_id": "speaker", "client_id": "speaker", "text": "text", "transcript": "text",
    "transcription": "text", "sentence": "text", "normalized_text": "text",
    "normalized transcription": "text", "-": "-",
}  # fmt: skip
"""What a column may be called; "-" is one that is not wanted."""
_LONGEST_SPEAKER = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One recording's text, as the folder says it."""

    name: str
    """The recording's file, with or without its suffix, relative to the folder."""
    text: str
    speaker: str = ""
    place: str = ""
    """Where this was read, such as "metadata.csv, line 3"."""
    fault: str = ""
    """Why the line cannot be understood; it has neither name nor text then."""


def read_transcripts(folder: Path, columns: Sequence[str] | None = None) -> list[Line]:
    """The lines of a folder's table, or one for each text file that lies beside a recording.

    `columns` says what the table's columns are, out of "id", "speaker", "text" and "-"; None
    reads a heading or finds out. In LJSpeech's three columns the third, in which numbers are
    words, is the text. A single line that cannot be understood has a `fault`.

    Raises `CorpusError` where there is nothing to read, or the table cannot be understood.
    """
    if not folder.is_dir():
        raise CorpusError(
            "The folder does not exist", where=str(folder), remedy="Choose a folder of recordings."
        )
    for name in TABLES:
        table = folder / name
        if table.is_file():
            return list(_table_lines(table, columns))
    lines = [
        _text_beside(path, folder)
        for path in find_recordings(folder)
        if path.with_suffix(".txt").is_file()
    ]
    if not lines:
        raise CorpusError(
            "The folder has no transcripts",
            where=str(folder),
            remedy=(
                "Add a metadata.csv with one “name|text” per line, or a NAME.txt beside each "
                "NAME.wav."
            ),
        )
    return lines


def find_recordings(folder: Path) -> list[Path]:
    """All sound files of a folder and those in it, in order of their names; no hidden ones, such
    as macOS leaves beside each file on other systems' disks."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in AUDIO_SUFFIXES and path.name[0] != "." and path.is_file()
    )


def _text_beside(path: Path, folder: Path) -> Line:
    """What the text file beside a recording says."""
    beside = path.with_suffix(".txt")
    place = beside.relative_to(folder).as_posix()
    try:
        text = _text_of(beside).strip()
    except CorpusError as error:
        return Line("", "", place=place, fault=error.what)
    return Line(path.relative_to(folder).as_posix(), text, place=place)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"The transcript is not UTF-8 at byte {error.start}",
            where=str(path),
            remedy="Save it as UTF-8.",
        ) from error
    except OSError as error:
        raise CorpusError(
            "A transcript cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error


def _table_lines(table: Path, columns: Sequence[str] | None) -> Iterator[Line]:
    separator, rows = _rows(table)
    if not rows:
        raise CorpusError(
            "The table of transcripts is empty",
            where=str(table),
            remedy="Write one “name|text” per line.",
        )
    if columns is None:
        columns = _heading(rows[0][1])
        if columns is not None:
            rows = rows[1:]
        else:
            columns = _guessed([row for _, row in rows])
    places = _places(table, columns)
    unfit = [(number, row) for number, row in rows if len(row) != len(columns)]
    # Where commas separate, a text's own commas look like another column: nothing is sure then.
    if unfit and (len(unfit) == len(rows) or separator in ",;"):
        number, row = unfit[0]
        raise CorpusError(
            f"A line has {_columns(len(row))} instead of {len(columns)}",
            where=f"{table.name}, line {number}",
            remedy=(
                "Separate the columns with “|”, put quotation marks around texts, or name "
                "the columns with --columns."
            ),
        )
    for number, row in rows:
        where = f"{table.name}, line {number}"
        if len(row) != len(columns):
            fault = f"{_columns(len(row))} instead of {len(columns)}"
            yield Line("", "", place=where, fault=fault)
            continue
        speaker = row[places["speaker"]].strip() if "speaker" in places else ""
        yield Line(row[places["id"]].strip(), row[places["text"]].strip(), speaker, where)


def _columns(count: int) -> str:
    return f"{count} column{'s' if count > 1 else ''}"


def _rows(table: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    """What parts a table's columns, and its lines' numbers and columns."""
    text = _text_of(table)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((mark for mark in "|\t" if mark in first), None)
    if separator is None:  # either may be in the texts, too, behind the first name
        separator = min(",;", key=lambda mark: first.find(mark) % (len(first) + 1))
    # Only these two need quotes around a text; elsewhere they belong to the text.
    quotes = separator in ",;"
    rows = csv.reader(
        io.StringIO(text),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        strict=quotes,
    )
    try:
        return separator, [
            (rows.line_num, row) for row in rows if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise CorpusError(
            f"The table of transcripts cannot be understood: {error}",
            where=f"{table.name}, line {rows.line_num}",
            remedy=(
                "Look for a missing or extra quotation mark, or separate the columns with “|”."
            ),
        ) from error


def _heading(row: Sequence[str]) -> list[str] | None:
    """What a first row names the columns, if it does."""
    names = [_ALIASES.get(cell.strip().lower(), "-") for cell in row]
    return names if "id" in names and "text" in names else None


def _guessed(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns of a table without a heading: name, text; name, speaker, text; or LJSpeech's."""
    # A line that is unlike the others is none to go by.
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    if usual < 3:
        return ["id", "text"]
    rows = [row for row in rows if len(row) == usual]
    seconds = {row[1].strip() for row in rows}
    few = len(seconds) <= max(1, len(rows) // 2)
    if few and all(len(second) <= _LONGEST_SPEAKER for second in seconds):
        return ["id", "speaker", "text"]
    return ["id", "-", "text"]


def _places(table: Path, columns: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(columns):
        known = _ALIASES.get(name.strip().lower())
        if known is None:
            raise CorpusError(
                f"“{name}” is not a kind of column",
                where=str(table),
                remedy=f"Choose from {', '.join(COLUMNS)} or use - to ignore the column.",
            )
        places[known] = place
    for name in ("id", "text"):
        if name not in places:
            raise CorpusError(
                f"No column holds the {name}",
                where=str(table),
                remedy="Name the columns, such as --columns id,speaker,text.",
            )
    return places
