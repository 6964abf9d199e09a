"""Workers on this machine: processes that each speak on one core."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Self, cast

from app.render.job import Job, Outcome
from app.render.performer import Performer
from vits_core.errors import VitsError

PATIENCE = 5.0
"""Seconds that a process gets to tidy up."""
_PROCESSES = multiprocessing.get_context("spawn")  # nothing of this process is to be in theirs


class ProcessDiedError(VitsError):
    """A worker ended in the middle of a job."""


class Processes:
    """Some processes; a context manager, which ends them.

    One that dies, as where memory runs out, fails its job alone, and another takes its place.
    """

    def __init__(self, count: int, folder: Path, device: str) -> None:
        """They write into `folder`."""
        self._work = (folder, device)
        self._processes = [_Process(*self._work) for _ in range(count)]

    @property
    def count(self) -> int:
        return len(self._processes)

    def give(self, worker: int, job: Job) -> None:
        self._processes[worker].give(job)

    def wait(self) -> tuple[int, Outcome]:
        busy = {each.connection: number for number, each in enumerate(self._processes) if each.busy}
        number = busy[cast(Connection, wait(list(busy))[0])]
        process = self._processes[number]
        try:
            return number, process.take()
        except (EOFError, OSError):
            process.end()
            self._processes[number] = _Process(*self._work)
            return number, process.death()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.stop()
        for process in self._processes:
            process.end()


class _Process:
    def __init__(self, folder: Path, device: str) -> None:
        self.connection, theirs = _PROCESSES.Pipe()
        self.busy = False
        self._process = _PROCESSES.Process(target=_work, args=(theirs, folder, device), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is noticed here

    def give(self, job: Job) -> None:
        self.busy = True
        with contextlib.suppress(OSError):  # it has died: `take` tells
            self.connection.send(job)

    def take(self) -> Outcome:
        """What it sent; raises EOFError or OSError where it died instead."""
        outcome: Outcome = self.connection.recv()
        self.busy = False
        return outcome

    def stop(self) -> None:
        """Let it end at once, without half a file."""
        self._process.terminate()

    def end(self) -> None:
        self.connection.close()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def death(self) -> ProcessDiedError:
        code = self._process.exitcode or 0
        how = f"ended with code {code}" if code >= 0 else f"was ended by signal {-code}"
        return ProcessDiedError(
            f"The process that spoke this row {how}",
            remedy="If memory is short, use fewer --workers.",
        )


def _work(connection: Connection, folder: Path, device: str) -> None:
    """What a process does until nobody gives it jobs any more."""
    # Ctrl-C reaches all processes of a terminal; whoever started this one tells it to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    performer = Performer(device)
    try:
        with contextlib.suppress(EOFError, OSError):  # the other end is gone
            while True:
                connection.send(performer.perform(connection.recv(), folder))
    finally:
        performer.close()
        # The interpreter would wait for what threads are computing, which nobody wants any more.
        os._exit(0)


def processors() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_cuda_driver() -> bool:
    """Whether there may be a CUDA device, asked without torch, which takes seconds to load."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True
