"""What the worker makes: lines with their chosen takes, and takes until it is called away.

The voice is a fake one that makes each take in two parts, or eight at once where it is on CUDA;
`test_lab_in_window.py` runs the real one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from app.synthesis.take_rendering import TOGETHER, made
from tests.app.ui.made_take import made_take, parts_of
from vits_core.prosody.steering import Draw
from vits_core.records import Skipped, Take, TakePart
from vits_core.synthesis.take_request import TakeRequest

# -- takes -----------------------------------------------------------------------------------------


def request(seed: int) -> TakeRequest:
    return dataclasses.replace(TakeRequest.of(made_take()), rhythm=Draw(seed))


def take_of(wanted: TakeRequest) -> Take:
    return dataclasses.replace(made_take(), rhythm=wanted.rhythm)


class FakeVoice:
    """Tells what was asked of it."""

    def __init__(self, device: str) -> None:
        self.device = SimpleNamespace(type=device)
        self.synthesizer = self
        self.batches: list[int] = []
        self.parts_given = 0
        self.closed = False

    def takes(self, requests: Sequence[TakeRequest]) -> list[Take]:
        self.batches.append(len(requests))
        return [take_of(wanted) for wanted in requests]

    def render(self, wanted: Iterator[TakeRequest]) -> Iterator[TakePart | Skipped]:
        try:
            for each in wanted:
                yield Skipped("", 0, 0, "is no take")
                for part in parts_of(take_of(each), 2):
                    self.parts_given += 1
                    yield part
        finally:
            self.closed = True


def seeds(voice: Any, amount: int, interrupted: Callable[[], bool]) -> list[int]:
    """Of the takes that are made, in order."""
    return [
        take.rhythm.seed for take in made(voice, list(map(request, range(amount))), interrupted)
    ]


def after(looks: int) -> Callable[[], bool]:
    """Is false so many times, and then true."""
    looked = count()
    return lambda: next(looked) >= looks


def never() -> bool:
    return False


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_all_takes_are_made_in_order(device: str) -> None:
    assert seeds(FakeVoice(device), 11, never) == list(range(11))
    assert seeds(FakeVoice(device), 0, never) == []


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_nothing_is_begun_when_something_is_urgent(device: str) -> None:
    voice = FakeVoice(device)
    assert seeds(voice, 3, lambda: True) == []
    assert (voice.batches, voice.parts_given) == ([], 0)


def test_a_take_is_left_between_its_parts() -> None:
    # Before anything, and then after the skipped piece and each part.
    for looks, takes, parts in ((1, 0, 0), (2, 0, 1), (3, 1, 2), (5, 1, 3), (6, 2, 4)):
        voice = FakeVoice("cpu")
        assert len(seeds(voice, 3, after(looks))) == takes
        assert voice.parts_given == parts
        assert voice.closed


def test_what_is_urgent_after_the_last_take_takes_nothing_away() -> None:
    assert seeds(FakeVoice("cpu"), 2, after(7)) == [0, 1]


def test_a_cuda_device_makes_several_at_once() -> None:
    voice = FakeVoice("cuda")
    assert seeds(voice, 2 * TOGETHER + 3, never) == list(range(2 * TOGETHER + 3))
    assert voice.batches == [TOGETHER, TOGETHER, 3]


def test_a_cuda_device_is_left_between_two_batches() -> None:
    voice = FakeVoice("cuda")
    assert seeds(voice, 2 * TOGETHER + 3, after(2)) == list(range(2 * TOGETHER))
    assert voice.batches == [TOGETHER, TOGETHER]


def test_the_making_ends_with_whoever_reads_it() -> None:
    voice = FakeVoice("cpu")
    takes = made(voice, [request(1), request(2)], never)  # type: ignore[arg-type]
    next(takes)
    takes.close()  # type: ignore[attr-defined]
    assert voice.closed
