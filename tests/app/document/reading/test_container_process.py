"""What a document does to its reader, it does in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import psutil
import pytest

from app.document.reading import container_process
from app.document.reading.container_process import read_container
from tests.app.document.reading.made_files import write_lines
from vits_core.errors import TextError

ROOT = Path(__file__).parents[4]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def write_bomb(path: Path) -> None:
    """A PDF of which a page's content unpacks to 4 GB."""
    packer = zlib.compressobj(9)
    begin = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    layer = begin + again * 4095 + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(layer), layer),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\n" % table
    path.write_bytes(body + b"startxref\n%d\n%%%%EOF" % body.index(b"xref\n0 5"))


@pytest.mark.slow
def test_what_unpacks_to_gigabytes_is_refused(path: Path) -> None:
    write_bomb(path)
    with pytest.raises(TextError) as told:
        read_container(path, "pdf")
    assert told.value.remedy


def test_what_never_ends_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(path, ["Anna came home late."])
    monkeypatch.setattr(container_process, "MAX_SECONDS", 0.001)
    with pytest.raises(TextError, match="memory or time"):
        read_container(path, "pdf")


LEAVING = """
import sys, threading, time
from pathlib import Path
import psutil
from app.document.reading.container_process import read_container
threading.Thread(target=read_container, args=(Path(sys.argv[1]), "pdf"), daemon=True).start()
while not (children := psutil.Process().children()) or threading.active_count() < 3:
    time.sleep(0.01)
print(children[0].pid)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_whoever_asked_can_leave_and_takes_the_reader_along(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.pdf")  # opening it waits for somebody who writes
    command = [sys.executable, "-c", LEAVING, str(tmp_path / "never.pdf")]
    told = subprocess.run(command, cwd=ROOT, timeout=20, check=True, capture_output=True)
    end = time.monotonic() + 10
    while psutil.pid_exists(int(told.stdout)):
        assert time.monotonic() < end, "the reader goes on"
        time.sleep(0.05)


def test_a_missing_library_is_told_with_the_command_that_installs_it(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "pdfminer.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hidden"))
    write_lines(path, ["Anna came home late."])
    with pytest.raises(TextError, match="not installed") as told:
        read_container(path, "pdf")
    assert 'pip install "vits-studio[documents]"' in told.value.remedy
