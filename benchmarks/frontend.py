"""How fast the text front-end turns text into phonemes, beside piper's.

.venv/bin/python -m benchmarks.frontend [ROUNDS]

Nothing is spoken. The readers take turns, and every round has a text of its own, since our
front-end keeps the pronunciations of words. The first sentence is that of the long text, with
espeak-ng running. Beside the time on the clock stands processor time, of both processes: on a
machine that does nothing else they are equal, because one process waits for the other.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import count

import psutil

from app.cli.cpu_name import processor_name
from benchmarks.prose import prose
from benchmarks.readings.readers import Piper, ours
from benchmarks.rounds import medians

CHARACTERS = 100_000
_WORDS = CHARACTERS // 4
"""More words than that many characters have."""


def texts() -> Iterator[str]:
    """Texts of `CHARACTERS` characters."""
    for seed in count():
        yield prose(_WORDS, seed)[:CHARACTERS]


def processor_seconds() -> float:
    """Processor time of this process and its children until now."""
    me = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in (me, *me.children()))


def timed(work: Callable[[str], object], clock: Callable[[], float]) -> Callable[[], float]:
    """Seconds that the work takes on a new text each time."""
    supply = texts()

    def measure() -> float:
        text = next(supply)
        started = clock()
        work(text)
        return clock() - started

    return measure


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    piper = Piper("en")
    with ours("en") as reader:
        frontend = reader.frontend
        works: dict[str, Callable[[str], object]] = {
            "ours": lambda text: list(frontend.utterances(text)),
            "ours, first sentence": lambda text: next(frontend.utterances(text)),
            "piper": piper.read,
        }
        clocks = {"clock": time.perf_counter, "processor": processor_seconds}
        contestants = {
            f"{name}: {clock}": timed(work, clocks[clock])
            for name, work in works.items()
            for clock in clocks
        }
        found = medians(contestants, rounds)
    print(f"{processor_name()}; {CHARACTERS:,} characters, medians of {rounds} rounds")
    for name in works:
        clock, processor = found[f"{name}: clock"], found[f"{name}: processor"]
        print(f"{name:22} {clock:8.3f} s   {processor:8.3f} s of processor time")


if __name__ == "__main__":
    main()
