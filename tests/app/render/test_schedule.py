"""Every job is done once, and voices change hands as little as can be."""

from __future__ import annotations

from collections import deque

import pytest

from app.render.job import Job, Outcome
from app.render.schedule import outcomes
from tests.app.render.jobs import job
from vits_core.errors import VitsError


class Recorder:
    """Workers that note what they are given, and end in the order in which they began."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.given: list[list[Job]] = [[] for _ in range(count)]
        self._busy: deque[int] = deque()

    def give(self, worker: int, job: Job) -> None:
        assert worker not in self._busy
        self.given[worker].append(job)
        self._busy.append(worker)

    def wait(self) -> tuple[int, Outcome]:
        worker = self._busy.popleft()
        return worker, VitsError(self.given[worker][-1].text)

    def loads(self) -> list[int]:
        """How often each would have loaded a voice."""
        return [
            sum(not place or each.voice != jobs[place - 1].voice for place, each in enumerate(jobs))
            for jobs in self.given
        ]


@pytest.mark.parametrize("workers", [1, 3, 40])
def test_every_job_is_done_once(workers: int) -> None:
    jobs = [job(text=str(n), voice=f"voice {n % 4}") for n in range(30)]
    recorder = Recorder(workers)
    begun: list[Job] = []
    ended = list(outcomes(jobs, recorder, begun.append))
    assert sorted((each.text for each, _ in ended), key=int) == [str(n) for n in range(30)]
    assert all(isinstance(o, VitsError) and o.what == each.text for each, o in ended)
    assert sorted(map(id, begun)) == sorted(map(id, jobs))


def test_a_worker_stays_with_its_voice() -> None:
    jobs = [job(voice=f"voice {n % 3}") for n in range(30)]
    for workers, loads in ((1, [3]), (3, [1, 1, 1])):
        recorder = Recorder(workers)
        assert len(list(outcomes(jobs, recorder))) == 30
        assert recorder.loads() == loads


def test_whoever_is_free_helps_with_the_rest() -> None:
    jobs = [job(voice="a")] + [job(voice="b")] * 9
    recorder = Recorder(2)
    assert len(list(outcomes(jobs, recorder))) == 10
    assert [len(given) for given in recorder.given] == [5, 5]


def test_rows_of_a_voice_keep_their_order() -> None:
    jobs = [job(text=str(n)) for n in range(5)]
    assert [each.text for each, _ in outcomes(jobs, Recorder(1))] == ["0", "1", "2", "3", "4"]


def test_no_jobs_are_no_work() -> None:
    assert list(outcomes([], Recorder(2))) == []
