"""How fast the text front-end turns text into phonemes, beside piper's.

.venv/bin/python -m benchmarks.frontend [ROUNDS]

Nothing is spoken. The readers take turns, and every round has a text of its own, since our
front-end keeps the pronunciations of words. "First sentence" is the time from the call to the first
sentence of the long text; espeak-ng is running by then. Takes a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import count

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


def timed(work: Callable[[str], object]) -> Callable[[], float]:
    """Seconds that the work takes on a new text each time."""
    supply = texts()

    def measure() -> float:
        text = next(supply)
        started = time.perf_counter()
        work(text)
        return time.perf_counter() - started

    return measure


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    piper = Piper("en")
    with ours("en") as reader:
        frontend = reader.frontend
        found = medians(
            {
                "ours": timed(lambda text: list(frontend.utterances(text))),
                "ours, first sentence": timed(lambda text: next(frontend.utterances(text))),
                "piper": timed(piper.read),
            },
            rounds,
        )
    print(f"{processor_name()}; medians of {rounds} rounds")
    print(f"ours, {CHARACTERS:,} characters    {found['ours']:7.2f} s")
    print(f"ours, first sentence       {1000 * found['ours, first sentence']:7.1f} ms")
    print(f"piper, {CHARACTERS:,} characters   {found['piper']:7.2f} s")


if __name__ == "__main__":
    main()
