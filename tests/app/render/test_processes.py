"""Processes that speak: what they do is the same whoever does it, and their death is survived."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from app.render.job import Job, Outcome, Rendered
from app.render.processes import ProcessDiedError, Processes
from app.render.schedule import outcomes
from tests.app.render.jobs import job
from vits_core.errors import VitsError, VoiceError
from vits_core.voices.voice_digest import voice_digest
from vits_core.voices.voice_path import default_voice_path

pytestmark = pytest.mark.slow


def spoken(name: str, text: str = "Hello there.") -> Job:
    voice = default_voice_path()
    return job(name, text=text, voice=str(voice), voice_digest=voice_digest(voice))


def speaking() -> list[psutil.Process]:
    """The processes that work for this one."""
    return [
        each for each in psutil.Process().children() if "spawn_main" in " ".join(each.cmdline())
    ]


def by_name(done: list[tuple[Job, Outcome]]) -> dict[str, Outcome]:
    return {str(each.files.path): outcome for each, outcome in done}


def test_a_failure_and_a_death_leave_the_other_jobs(tmp_path: Path) -> None:
    jobs = [
        spoken("a.wav"),
        spoken("nothing.wav", "…"),
        job("none.wav", voice=str(tmp_path / "none.onnx")),
        spoken("long.wav", "This is a sentence. " * 3000),
        spoken("b.wav", "Good bye."),
    ]
    before = set(speaking())
    with Processes(1, tmp_path, "cpu") as workers:
        ended = outcomes(jobs, workers)
        done = [next(ended) for _ in range(2)]
        (worker,) = set(speaking()) - before
        worker.kill()  # while it makes the long one
        done += ended
    assert set(speaking()) == before
    told = by_name(done)
    assert isinstance(told["a.wav"], Rendered)
    assert isinstance(told["b.wav"], Rendered)
    assert isinstance(told["nothing.wav"], VitsError)
    assert isinstance(told["none.wav"], VoiceError)
    assert isinstance(told["long.wav"], ProcessDiedError)
    assert "fewer --workers" in str(told["long.wav"])
