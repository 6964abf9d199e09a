"""Tables as spreadsheets and programs write them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from app.render.columns import cell_value, nearest_column
from app.render.table import Row, TableError, read_table
from vits_core.errors import SettingsError


def table(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("text,noise_scale\r\nHello.,0.5\r\n", "a.csv"),
        ("text;noise_scale\nHello.;0.5\n", "a.csv"),
        ("text\tnoise_scale\nHello.\t0.5", "a.tsv"),
        ("text\tnoise_scale\nHello.\t0.5", "a.csv"),
        ("\ufeffText;Noise scale\n Hello.;0.5", "A.CSV"),
        (codecs.BOM_UTF16_LE + "text\tnoise-scale\nHello.\t0.5".encode("utf-16-le"), "a.tsv"),
        ("text;noise_scale;;\nHello.;0.5;;\n;;;\n", "a.csv"),
        ('{"noise_scale": "0.5", "text": "Hello.", "voice": null}\n\n', "a.jsonl"),
    ],
)
def test_tables_of_many_kinds_say_the_same(content: str | bytes, name: str, tmp_path: Path) -> None:
    (row,) = read_table(table(tmp_path, content, name))
    assert {key: str(value).strip() for key, value in row.cells.items()} == {
        "text": "Hello.", "noise_scale": "0.5",
    }  # fmt: skip


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    content = 'text;file\n"First line,\nand ""second"".";a\n\n;;\nLast.;b\n'
    assert read_table(table(tmp_path, content)) == [
        Row(2, {"text": 'First line,\nand "second".', "file": "a"}),
        Row(5, {"text": "Last.", "file": "b"}),
    ]


def test_a_cell_may_be_a_chapter(tmp_path: Path) -> None:
    chapter = "word " * 100_000
    (row,) = read_table(table(tmp_path, f'text\n"{chapter}"\n'))
    assert row.cells["text"] == chapter


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("text,speker\nHi.,1", "a.csv", ["“speker”", "“speaker”", "--ignore speker"]),
        ("text,speed\nHi.,1", "a.csv", ["“speed”", "“length_scale”"]),
        ("text,my notes\nHi.,1", "a.csv", ["“my_notes”", "--ignore my_notes"]),
        ("text,text\nHi.,1", "a.csv", ["Several columns", "“text”"]),
        ("Hello.\nHow are you?\n", "a.csv", ["unknown"]),
        ("file,voice\na,b", "a.csv", ["no column “text”", "“file”, “voice”"]),
        ("", "a.csv", ["no column “text”"]),
        ('text\n"open', "a.csv", ["damaged", "quotation marks"]),
        (b"text\nGr\xfc\xdfe", "a.csv", ["not UTF-8", "byte 7", "CSV UTF-8"]),
        ('{"text": "a", "sped": 1}', "a.jsonl", ["“sped”"]),
        ("text", "a.xlsx", [".csv", ".jsonl"]),
    ],
)
def test_what_is_no_table_is_refused(
    content: str | bytes, name: str, told: list[str], tmp_path: Path
) -> None:
    with pytest.raises(TableError) as caught:
        read_table(table(tmp_path, content, name))
    assert all(word in str(caught.value) for word in told), str(caught.value)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="No such file"):
        read_table(tmp_path / "none.csv")


def test_columns_are_ignored_where_that_is_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "text,My notes\nHi.,nice")
    assert read_table(path, ["my notes"]) == [Row(2, {"text": "Hi."})]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("text,file\nHello, you.,a", "a.csv", "without a heading"),
        ("text;;\nHello;note;", "a.csv", "“note”"),
        ("[1]", "a.jsonl", "no object"),
        ('{"text": "a', "a.jsonl", "not JSON"),
    ],
)
def test_a_row_that_cannot_be_read_leaves_the_others(
    content: str, name: str, told: str, tmp_path: Path
) -> None:
    good = '\n{"text": "Good."}' if name.endswith("l") else "\nGood."
    bad, fine = read_table(table(tmp_path, content + good, name))
    assert told in str(bad.problem)
    assert fine.cells == {"text": "Good."}


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("noise_scale", "0,667", 0.667),
        ("noise_scale", 1, 1.0),
        ("seed", "4711", 4711),
        ("seed", 2**53 + 1, 2**53 + 1),
        ("text", 5, "5"),
        ("phonemes", "Yes", True),
        ("phonemes", False, False),
        ("quality", "high", "high"),
    ],
)
def test_a_cell_is_read(column: str, value: object, expected: object) -> None:
    found = cell_value(column, value)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("noise_scale", "much", "noise_scale is not a number: “much”"),
        ("noise_scale", True, "not a number"),
        ("noise_scale", "nan", "not a number"),
        ("seed", "1.5", "not a whole number"),
        ("phonemes", "maybe", "neither yes nor no"),
        ("format", "WAV", "PCM_16, PCM_24, FLOAT"),
        ("text", ["a"], "not a text"),
    ],
)
def test_a_cell_that_makes_no_sense_is_told(column: str, value: object, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        cell_value(column, value)
    assert told in str(caught.value)


def test_the_nearest_column_is_found() -> None:
    assert nearest_column("lenght_scale") == "length_scale"
    assert nearest_column("filename") == "file"
    assert nearest_column("xyz") == ""
