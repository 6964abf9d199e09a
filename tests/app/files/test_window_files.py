"""Two windows on one folder: neither writes over what the other has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.files.window_files import WindowFiles


@contextmanager
def windows(folder: Path, count: int) -> Iterator[list[WindowFiles]]:
    opened = [WindowFiles(folder) for _ in range(count)]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()


def test_each_window_has_files_of_its_own(tmp_path: Path) -> None:
    with windows(tmp_path / "kept", 3) as opened:
        assert [each.path("script.json").name for each in opened] == [
            "script.json", "script.window 2.json", "script.window 3.json",
        ]  # fmt: skip
        assert {each.path("a").parent for each in opened} == {tmp_path / "kept"}


def test_a_place_is_taken_again_once_its_window_is_closed(tmp_path: Path) -> None:
    with windows(tmp_path, 3) as opened:
        opened[1].close()
        with windows(tmp_path, 2) as later:
            assert [each.number for each in later] == [2, 4]


def test_what_closed_windows_left_is_found_and_not_what_open_ones_have(tmp_path: Path) -> None:
    with windows(tmp_path, 3) as opened:
        for each in opened:
            each.path("script.json").write_text("{}")
        (tmp_path / "script.window x.json").write_text("{}")
        opened[2].close()
        assert opened[0].left_behind("script.json") == [tmp_path / "script.window 3.json"]
        assert opened[1].left_behind("script.json") == [tmp_path / "script.window 3.json"]
        assert opened[0].left_behind("takes.json") == []


def test_the_place_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from app.files.window_files import WindowFiles\n"
        "files = WindowFiles(Path(sys.argv[1]))\n"
        "print(files.number, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        with windows(tmp_path, 1) as (while_it_runs,):
            assert while_it_runs.number == 2
        process.kill()
        process.wait()
    with windows(tmp_path, 1) as (afterwards,):
        assert afterwards.number == 1


def test_where_no_lock_can_be_made_a_window_works_all_the_same(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    with windows(tmp_path / "kept", 2) as opened:
        assert [each.number for each in opened] == [1, 1]
