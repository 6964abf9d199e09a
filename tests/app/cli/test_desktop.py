"""The entry in the application menu, and the type of scripts."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.document.document import Document, Line
from app.document.document_json import document_to_json
from tests.app.cli.command_line import MAIN, run_process

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a Linux desktop")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def written(data: Path) -> set[str]:
    return {str(path.relative_to(data)) for path in data.rglob("vits-studio.*") if path.is_file()}


def test_the_entry_starts_this_installation_and_is_removed_again(data: Path) -> None:
    done = run_process("desktop")
    assert (done.returncode, done.stdout) == (0, "")
    assert written(data) == {
        "applications/vits-studio.desktop",
        "mime/packages/vits-studio.xml",
        "icons/hicolor/scalable/apps/vits-studio.svg",
    }
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(data / "applications" / "vits-studio.desktop")
    section = entry["Desktop Entry"]
    assert shlex.split(section["Exec"]) == [sys.executable, str(MAIN), "%f"]
    assert section["MimeType"] == "application/x-vits-script;"
    assert run_process("desktop", "--remove").returncode == 0
    assert written(data) == set()


@pytest.mark.skipif(
    not shutil.which("update-mime-database") or not shutil.which("gio"),
    reason="no shared MIME database on this machine",
)
@pytest.mark.parametrize("name", ["tale.vits-script", "tale"])
def test_a_script_is_known_by_name_and_by_content(data: Path, tmp_path: Path, name: str) -> None:
    run_process("desktop")
    script = tmp_path / name
    script.write_text(document_to_json(Document((Line(1, "Well."),))))
    told = subprocess.run(
        ["gio", "info", "-a", "standard::content-type", str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_DATA_HOME": str(data)},
    )
    assert "application/x-vits-script" in told.stdout


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    done = run_process("desktop")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
