"""What changes is on disk soon, whatever else happens: a stream of changes, refusals, kill -9."""

from __future__ import annotations

import dataclasses
import errno
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.autosaver import SAVE_AFTER, Autosaver
from app.takes.lab_take import LabTake
from app.takes.storage.take_store import TakeStore
from tests.app.files.endless_changes import change_for_ever
from tests.app.ui.made_take import made_take
from tests.forked import PROCESSES
from vits_core.errors import VitsError

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
"""Seconds that something may take on a busy machine."""
MOST_LOST = 2.0
"""Seconds of work that a killed process may cost."""
STALL = 0.1
"""Seconds between two changes that tell of a machine with other things to do."""


class Disk:
    """Takes note of what is saved, and refuses on demand."""

    def __init__(self) -> None:
        self.saved: list[tuple[float, int]] = []
        self.tries = 0
        self.refusal: Exception | None = None
        self.threads: set[int] = set()

    def save(self, state: int) -> None:
        self.tries += 1
        self.threads.add(threading.get_ident())
        if self.refusal is not None:
            raise self.refusal
        self.saved.append((time.monotonic(), state))

    @property
    def states(self) -> list[int]:
        return [state for _, state in self.saved]


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def autosaver(qapp, disk: Disk) -> Iterator[Autosaver[int]]:
    autosaver = Autosaver[int](disk.save, save_after=0.2, retry_after=0.3)
    yield autosaver
    disk.refusal = None
    autosaver.flush()


def test_a_stream_of_changes_does_not_put_saving_off(autosaver: Autosaver[int], disk: Disk) -> None:
    scheduled: list[float] = []
    while len(disk.saved) < 3:  # for ever, if each change put it off
        scheduled.append(time.monotonic())
        autosaver.schedule(len(scheduled) - 1)
        assert scheduled[-1] < scheduled[0] + PATIENCE
        time.sleep(0.002)
    assert autosaver.flush()
    assert disk.states[-1] == len(scheduled) - 1
    first = 0
    for moment, state in disk.saved[:3]:
        assert moment >= scheduled[first] + 0.2
        first = state + 1


def test_only_the_newest_of_what_waits_is_saved_and_not_by_the_window(
    autosaver: Autosaver[int], disk: Disk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(autosaver.saved):
        for number in range(5):
            autosaver.schedule(number)
    assert disk.states == [4]
    assert threading.get_ident() not in disk.threads


def test_it_is_told_in_the_windows_thread(autosaver: Autosaver[int], qtbot: QtBot) -> None:
    told = []
    autosaver.saved.connect(lambda: told.append(threading.get_ident()))
    autosaver.schedule(1)
    qtbot.waitUntil(lambda: told == [threading.get_ident()])


def test_what_is_refused_is_tried_again_and_told_once(
    autosaver: Autosaver[int], disk: Disk, qtbot: QtBot
) -> None:
    failures: list[VitsError] = []
    autosaver.failed.connect(failures.append)
    disk.refusal = VitsError("The disk is full")
    autosaver.schedule(1)
    qtbot.waitUntil(lambda: disk.tries >= 3)
    assert [str(error) for error in failures] == ["The disk is full."]
    tries = disk.tries
    autosaver.schedule(2)
    qtbot.waitUntil(lambda: len(failures) == 2)
    assert disk.tries == tries + 1
    disk.refusal = None
    with qtbot.waitSignal(autosaver.saved):
        pass
    assert disk.states == [2]


def test_a_change_is_not_held_up_by_the_wait_after_a_refusal(disk: Disk, qtbot: QtBot) -> None:
    autosaver = Autosaver[int](disk.save, save_after=0.05, retry_after=60)
    disk.refusal = VitsError("no")
    with qtbot.waitSignal(autosaver.failed):
        autosaver.schedule(1)
    disk.refusal = None
    with qtbot.waitSignal(autosaver.saved, timeout=30_000):
        autosaver.schedule(2)
    assert autosaver.flush()


def test_a_mistake_in_saving_is_told_and_does_not_end_it(
    autosaver: Autosaver[int], disk: Disk, qtbot: QtBot
) -> None:
    disk.refusal = ZeroDivisionError("oh")
    with qtbot.waitSignal(autosaver.failed) as caught:
        autosaver.schedule(1)
    assert isinstance(caught.args[0], VitsError)
    disk.refusal = None
    with qtbot.waitSignal(autosaver.saved):
        autosaver.schedule(2)


def test_what_was_refused_does_not_take_the_place_of_what_came_meanwhile(
    qapp, qtbot: QtBot
) -> None:
    begun, go_on, saved = threading.Event(), threading.Event(), []

    def save(state: int) -> None:
        begun.set()
        go_on.wait()
        if state == 1:
            raise VitsError("no")
        saved.append(state)

    autosaver = Autosaver[int](save, save_after=0.0)
    autosaver.schedule(1)
    assert begun.wait(5)
    autosaver.schedule(2)
    with qtbot.waitSignals([autosaver.failed, autosaver.saved]):
        go_on.set()
    assert autosaver.flush()
    assert saved == [2]


def test_leaving_writes_what_waits_and_may_be_asked_for_twice(
    autosaver: Autosaver[int], disk: Disk
) -> None:
    assert autosaver.flush()
    autosaver.schedule(1)
    assert autosaver.flush()
    assert autosaver.flush()
    assert disk.states == [1]
    assert not [thread for thread in threading.enumerate() if thread.name == "autosaver"]
    autosaver.schedule(2)
    assert autosaver.flush()
    assert disk.states == [1, 2]


def test_leaving_says_what_is_not_on_disk(autosaver: Autosaver[int], disk: Disk) -> None:
    disk.refusal = VitsError("no")
    autosaver.schedule(1)
    assert not autosaver.flush(PATIENCE)
    assert disk.tries == 1  # and not for as long as there is patience
    disk.refusal = None
    autosaver.schedule(2)
    assert autosaver.flush()


def test_a_hanging_disk_does_not_hold_up_leaving_nor_lose_later_changes(qapp) -> None:
    release, saved = threading.Event(), []

    def save(state: int) -> None:
        release.wait()
        saved.append(state)

    autosaver = Autosaver[int](save, save_after=0.0)
    autosaver.schedule(1)
    assert not autosaver.flush(0.2)  # the disk hangs for as long as this takes
    autosaver.schedule(2)
    release.set()
    assert autosaver.flush()
    assert saved == [1, 2]


HANGING = """
import sys, threading, time
from PySide6.QtCore import QCoreApplication
from app.files.autosaver import Autosaver
application = QCoreApplication([])
begun = threading.Event()
def hang(state):
    begun.set()
    time.sleep(1000)
autosaver = Autosaver(hang, save_after=0.0)
autosaver.schedule(1)
assert begun.wait(60)
assert not autosaver.flush(0.2)
"""


def test_a_process_ends_in_order_while_the_disk_hangs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_disk_that_refuses_is_told_and_the_old_takes_stay(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TakeStore(tmp_path / "takes.json")
    take = LabTake(number=1, outline=made_take(), voice="v", voice_name="v")
    store.save([take])
    content = store.path.read_bytes()
    autosaver = Autosaver[tuple[LabTake, ...]](store.save, save_after=0.0, retry_after=0.1)
    with monkeypatch.context() as patch:

        def full(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        patch.setattr(os, "fsync", full)
        with qtbot.waitSignal(autosaver.failed) as caught:
            autosaver.schedule((dataclasses.replace(take, starred=True),))
        assert "full" in str(caught.args[0])
        assert store.path.read_bytes() == content
    with qtbot.waitSignal(autosaver.saved):
        pass
    assert autosaver.flush()
    assert store.load().takes[0].starred


def killed_at_random(folder: Path, processes: int, save_after: float, alive: float) -> None:
    """Look at what is left of processes that are killed within `alive` seconds of work."""
    running = {}
    try:
        for number in range(processes):
            place, told = folder / f"{number}.json", folder / f"{number}.txt"
            arguments = (place, told, save_after)
            running[place, told] = PROCESSES.Process(target=change_for_ever, args=arguments)
            running[place, told].start()
        for (_, told), process in running.items():
            while not told.exists():
                assert process.is_alive()
                time.sleep(0.01)
        began = time.monotonic()
        ends = []
        moments = sorted(random.uniform(alive / 4, alive) for _ in running)
        for process, moment in zip(running.values(), moments, strict=True):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            process.kill()
            ends.append(time.monotonic())
    finally:
        for process in running.values():
            process.kill()
            process.join()
    lost = sorted(look(*files, end) for files, end in zip(running, ends, strict=True))
    print("seconds lost:", [round(each, 2) for each in lost])


def look(place: Path, told: Path, end: float) -> float:
    """Check the file of a process that ended then, by what it told; the seconds of work lost."""
    *lines, _half_a_line = told.read_text(encoding="utf-8").split("\n")
    moments: dict[str, dict[int, float]] = {"changed": {}, "begun": {}, "saved": {}}
    for line in lines:
        what, number, moment = line.split()
        moments[what][int(number)] = float(moment)
    assert moments["changed"]
    kept = TakeStore(place).load()
    assert kept.problem is None
    newest = kept.takes[0].number if kept.takes else 0
    assert len(kept.takes) == min(newest, 200)
    assert newest >= max(moments["saved"], default=0)
    # How long a write takes is the machine's, as is how long it lets the process stand still.
    writing = [m for number, m in moments["begun"].items() if number > newest]
    missing = [m for number, m in moments["changed"].items() if number > newest]
    until = min([*writing, end])
    steps = np.diff([*(m for m in missing if m < until), until])
    stalled = steps[steps > STALL].sum()
    assert steps.sum() - stalled < MOST_LOST
    return end - min(missing, default=end)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_killed_processes_leave_whole_files_and_lose_less_than_two_seconds(tmp_path: Path) -> None:
    killed_at_random(tmp_path, 12, SAVE_AFTER, 4.0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_processes_killed_while_they_write_leave_whole_files(tmp_path: Path) -> None:
    killed_at_random(tmp_path, 14, 0.0, 1.5)
    print("killed between the beginning and the end of a write:", len([*tmp_path.glob(".*.part")]))
