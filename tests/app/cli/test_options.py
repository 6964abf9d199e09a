"""What a command speaks comes from the command line, a pipe or a file of many formats; what it can
write is told."""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from app.cli.main import run
from app.cli.options import text_of
from tests.app.cli.command_line import MAIN
from vits_core.audio.file_types import TYPES
from vits_core.errors import TextError


def given(text: str | None = None, file: Path | None = None) -> argparse.Namespace:
    return argparse.Namespace(text=text, file=file)


def test_a_text_is_taken_as_it_is() -> None:
    assert text_of(given("# Hello\r\n")) == "# Hello\r\n"


def test_a_document_is_spoken(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("The storm", 1)
    document.add_paragraph("Anna came home late.")
    document.save(str(tmp_path / "a.docx"))
    assert text_of(given(file=tmp_path / "a.docx")) == "The storm\n\nAnna came home late."


def test_how_a_file_was_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes("Schöne Grüße".encode("cp1252"))
    assert text_of(given(file=tmp_path / "a.txt")) == "Schöne Grüße"
    assert capsys.readouterr().err.startswith("note: Read as Windows-1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_standard_input_may_be_in_any_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO("Schöne Grüße\n".encode(encoding))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    assert text_of(given("-")) == "Schöne Grüße\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("Hello.",))
    writer.start()
    assert text_of(given(file=tmp_path / "pipe")) == "Hello."
    writer.join()


def test_what_is_no_text_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TextError, match="folder") as told:
        text_of(given(file=tmp_path))
    assert told.value.where == str(tmp_path)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\x7fELF\0\0\1\0")))
    with pytest.raises(TextError, match="not a text"):
        text_of(given("-"))


@pytest.mark.parametrize("command", ["say", "script", "convert"])
def test_the_help_names_every_type_of_file(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run([command, "--help"])
    told = capsys.readouterr().out
    assert all(re.search(rf"{re.escape(ending)}\b", told) for ending in TYPES)


def test_the_options_are_known_without_what_speaks_reads_or_writes() -> None:
    program = (
        "import sys; from contextlib import suppress; from app.cli.main import run\n"
        "with suppress(SystemExit): run(['--version'])\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=MAIN.parent, check=True
    )
    heavy = {"torch", "ray", "scipy", "soundfile", "mutagen", "sentencex", "pdfminer", "pysubs2"}
    assert heavy.isdisjoint(done.stdout.split())
