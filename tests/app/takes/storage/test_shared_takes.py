"""Two windows on one folder: neither loses what the other has."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.takes.storage.shared_takes import SharedTakes
from tests.app.takes.made_lab_take import lab_take

TAKES = tuple(lab_take(number) for number in (3, 2, 1))
OTHERS = (dataclasses.replace(lab_take(4), parent=2, note="of the second"), lab_take(2))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "takes.json"


@pytest.fixture
def windows(place: Path) -> Iterator[list[SharedTakes]]:
    opened = [SharedTakes(place) for _ in range(3)]
    yield opened
    for each in opened:
        each.close()


def test_a_second_window_keeps_its_takes_apart(windows: list[SharedTakes], place: Path) -> None:
    first, second, third = windows
    assert first.load().takes == ()
    first.save(TAKES)
    kept = second.load()
    assert second.apart
    assert (kept.takes, kept.problem) == ((), None)
    second.save(OTHERS)
    first.save(TAKES[:2])
    assert not first.apart
    assert third.load().takes == (), "the second one's are taken too"
    assert {path.name for path in place.parent.glob("*.json")} == {
        "takes.json", "takes.window 2.json",
    }  # fmt: skip


def test_what_a_second_window_left_joins_the_others_under_new_numbers(
    windows: list[SharedTakes], place: Path
) -> None:
    first, second, again = windows
    first.load()
    first.save(TAKES)
    second.load()
    second.save(OTHERS)
    second.close()
    first.close()
    kept = again.load()
    assert [take.number for take in kept.takes] == [5, 4, 3, 2, 1]
    newest = kept.takes[0]
    assert (newest.note, newest.parent) == ("of the second", 4)
    assert again.joining
    assert len(list(place.parent.glob("*.json"))) == 2, "nothing goes before all is in one file"
    again.save(kept.takes)
    assert not again.joining
    assert [path.name for path in place.parent.glob("*.json")] == ["takes.json"]
    again.close()
    assert len(SharedTakes(place).load().takes) == 5


def test_a_newer_versions_file_of_a_second_window_stays_as_it_is(
    windows: list[SharedTakes], place: Path
) -> None:
    content = '{"format": "vits-studio takes", "format_version": 99}'
    place.parent.mkdir()
    newer = place.with_name("takes.window 2.json")
    newer.write_text(content)
    kept = windows[0].load()
    assert "newer version" in str(kept.problem)
    assert not windows[0].joining
    windows[0].save(TAKES)
    assert newer.read_text() == content


def test_takes_of_a_window_that_is_open_are_left_to_it(
    windows: list[SharedTakes], place: Path
) -> None:
    first, second, again = windows
    first.load()
    second.load()
    second.save(OTHERS)
    first.close()
    assert again.load().takes == ()
    again.save(TAKES)
    assert (place.parent / "takes.window 2.json").exists()


def test_a_window_that_was_killed_hinders_nobody(place: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; "
        "from app.takes.storage.shared_takes import SharedTakes; "
        "from tests.app.takes.storage.test_shared_takes import TAKES; "
        "shared = SharedTakes(Path(sys.argv[1])); shared.load(); shared.save(TAKES); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(place)], check=False, timeout=60)
    after = SharedTakes(place)
    assert [take.number for take in after.load().takes] == [3, 2, 1]
    assert not after.apart
    after.close()


def test_a_folder_without_permission_has_no_locks_and_no_takes(
    windows: list[SharedTakes], tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("a file, so that no folder can be made")
    assert windows[0].load().takes == ()
    assert not windows[0].apart
