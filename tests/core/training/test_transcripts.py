"""Every usual way to say which recording has which text is read, the rest is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.training.recorded import tone, write_recording
from vits_core.training.errors import CorpusError
from vits_core.training.transcripts import Line, read_transcripts


def table(folder: Path, text: str, name: str = "metadata.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(lines: list[Line]) -> list[tuple[str, str, str]]:
    return [(line.name, line.speaker, line.text) for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|Hello.\nb|Good day.\n", [("a", "", "Hello."), ("b", "", "Good day.")]),
        ("\ufeffa|Hello.\n\n", [("a", "", "Hello.")]),
        ("a\tHello, you.\n", [("a", "", "Hello, you.")]),
        ('a,"Hello, you."\n', [("a", "", "Hello, you.")]),
        ('a|He said "no.\nb|Well.\n', [("a", "", 'He said "no.'), ("b", "", "Well.")]),
        ("a|In 1066.|In ten sixty-six.\nb|So.|So.\n",
         [("a", "", "In ten sixty-six."), ("b", "", "So.")]),
        ("a|anna|One.\nb|anna|Two.\nc|ben|Three.\nd|ben|Four.\n",
         [("a", "anna", "One."), ("b", "anna", "Two."), ("c", "ben", "Three."),
          ("d", "ben", "Four.")]),
        ("file|text|speaker\na.wav|Hi.|anna\n", [("a.wav", "anna", "Hi.")]),
        ("a;Hello, you.\nb;Well, well.\n", [("a", "", "Hello, you."), ("b", "", "Well, well.")]),
        ("a,Hello; you.\r\nb,Well.\r\n", [("a", "", "Hello; you."), ("b", "", "Well.")]),
        ("a|One\u2028line.\r\n\r\n", [("a", "", "One\u2028line.")]),
        ("ID|Transcription|Normalized Transcription\na|At 9.|At nine.\n",
         [("a", "", "At nine.")]),
        ("client_id\tpath\tsentence\tup_votes\nanna\ta.mp3\tHi.\t2\n",
         [("a.mp3", "anna", "Hi.")]),
        ("audio_file|text|speaker_name\nwavs/a.wav|Hi.|anna\n", [("wavs/a.wav", "anna", "Hi.")]),
    ],
)  # fmt: skip
def test_the_columns_are_found_out(
    text: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert told(read_transcripts(table(tmp_path, text))) == expected


def test_the_columns_can_be_named(tmp_path: Path) -> None:
    folder = table(tmp_path, "Hi.|x|anna|a\nHo.|y|ben|b\n", "metadata.txt")
    lines = read_transcripts(folder, ["text", "-", "speaker", "id"])
    assert told(lines) == [("a", "anna", "Hi."), ("b", "ben", "Ho.")]


def test_a_text_file_beside_each_recording_will_do(tmp_path: Path) -> None:
    write_recording(tmp_path / "one.wav", tone())
    write_recording(tmp_path / "more" / "two.flac", tone())
    (tmp_path / "one.txt").write_text("First.", encoding="utf-8")
    (tmp_path / "more" / "two.txt").write_text("Second.", encoding="utf-8")
    lines = read_transcripts(tmp_path)
    assert told(lines) == [("more/two.flac", "", "Second."), ("one.wav", "", "First.")]


@pytest.mark.parametrize(
    ("text", "columns", "words"),
    [
        ("", None, ["empty"]),
        ("a|b|c|d\n", ["id", "text"], ["4 columns instead of 2", "line 1"]),
        ("a\nb\n", None, ["1 column instead of 2", "line 1"]),
        ("a,x, y\nb,z\n", None, ["2 columns instead of 3", "quotation marks around texts"]),
        ('a,"x\nb,y\n', None, ["cannot be understood", "quotation mark", "line 2"]),
        ("a|x\n", ["id", "words"], ["“words”", "id, speaker, text"]),
        ("a|x\n", ["id", "speaker"], ["No column holds the text"]),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(
    text: str, columns: list[str] | None, words: list[str], tmp_path: Path
) -> None:
    with pytest.raises(CorpusError) as refused:
        read_transcripts(table(tmp_path, text), columns)
    assert all(word in str(refused.value) for word in words), refused.value


def test_a_line_that_is_unlike_the_others_is_told_and_the_rest_read(tmp_path: Path) -> None:
    lines = read_transcripts(table(tmp_path, "a|One.\nb|Two|parts.\nc|Three.\n"))
    assert told(lines) == [("a", "", "One."), ("", "", ""), ("c", "", "Three.")]
    assert lines[1].place == "metadata.csv, line 2"
    assert lines[1].fault == "3 columns instead of 2"


def test_a_text_file_in_another_encoding_is_told_and_the_rest_read(tmp_path: Path) -> None:
    for name, content in (("one", b"First.\r\n"), ("two", b"Gr\xfc\xdfe.")):
        write_recording(tmp_path / f"{name}.wav", tone())
        (tmp_path / f"{name}.txt").write_bytes(content)
    first, second = read_transcripts(tmp_path)
    assert (first.text, first.fault) == ("First.", "")
    assert (second.place, second.fault) == ("two.txt", "The transcript is not UTF-8 at byte 2")


def test_other_encodings_and_missing_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="folder does not exist"):
        read_transcripts(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="no transcripts"):
        read_transcripts(tmp_path)
    (tmp_path / "metadata.csv").write_bytes("a|Gr\xfc\xdfe.\n".encode("latin-1"))
    with pytest.raises(CorpusError, match="not UTF-8"):
        read_transcripts(tmp_path)
