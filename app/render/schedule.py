"""Gives jobs to workers, so that each loads as few voices as can be."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from app.render.job import Job, Outcome


class Workers(Protocol):
    """Who does jobs, each one at a time."""

    @property
    def count(self) -> int: ...

    def give(self, worker: int, job: Job) -> None:
        """Let a worker that has nothing to do begin a job."""

    def wait(self) -> tuple[int, Outcome]:
        """The next outcome, and whose it is."""


def outcomes(
    jobs: Sequence[Job], workers: Workers, on_given: Callable[[Job], None] = lambda _: None
) -> Generator[tuple[Job, Outcome], None, None]:
    """Every job with its outcome, as they come; `on_given` is told before a job begins."""
    waiting: dict[str, deque[Job]] = {}
    for job in jobs:
        waiting.setdefault(job.voice, deque()).append(job)
    at_hand: dict[int, Job] = {}
    voices: dict[int, str] = {}

    def give(worker: int) -> None:
        if not waiting:
            return
        voice = voices.get(worker, "")
        if voice not in waiting:  # where the most remains for each who is there already
            crowd = Counter(voices.values())
            voice = max(waiting, key=lambda each: len(waiting[each]) / (1 + crowd[each]))
        job = waiting[voice].popleft()
        if not waiting[voice]:
            del waiting[voice]
        voices[worker], at_hand[worker] = voice, job
        on_given(job)
        workers.give(worker, job)

    for worker in range(workers.count):
        give(worker)
    while at_hand:
        worker, outcome = workers.wait()
        yield at_hand.pop(worker), outcome
        give(worker)
