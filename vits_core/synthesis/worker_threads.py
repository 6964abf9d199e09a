"""Threads that run the model side by side, each on one core."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch


class WorkerThreads:
    """As many threads as torch would use for one operation, each working on a piece of its own.

    Pieces side by side leave no thread waiting for another, as the parts of one operation do some
    hundred times a sentence: that is faster, and much faster where other programs want the cores.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        started = threading.Barrier(count + 1)

        def work_alone() -> None:
            torch.get_num_threads()  # a thread takes torch's number once, when it first asks
            torch.set_num_threads(1)
            started.wait()

        self._pool = ThreadPoolExecutor(count, "synthesis", initializer=work_alone)
        for _ in range(count):
            self._pool.submit(_nothing)
        usual = torch.get_num_threads()
        started.wait()
        # It sets the calling thread's number, but also the one that later threads begin with.
        torch.set_num_threads(usual)

    def submit(self, work: Callable[[], None]) -> None:
        """Do it as soon as a thread is free; first come, first served. It must not raise."""
        self._pool.submit(work)

    def close(self) -> None:
        """End the threads after what they are doing now."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _nothing() -> None:
    pass
