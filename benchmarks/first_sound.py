"""How soon after the call the first sound is there: VITS Studio against piper-tts.

    .venv/bin/python -m pip install .[bench]
    .venv/bin/python -m benchmarks.first_sound [--threads 2] [--rounds 9]

The default voice, loaded and warm, speaks a word, a sentence of some 12 seconds, and a text of
30,000 words that begins with that word, so that only the text's length differs. The time ends with
the first sound that can be played: the first part of `Voice.stream`, the first chunk of piper's
`synthesize`. VITS Studio's caches are emptied each time. All take turns; the table gives medians.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import closing

from vits_core.tuning import tune_process

tune_process()

import torch

from app.cli.bench import TEXT
from benchmarks.peers import piper_voice
from benchmarks.prose import prose
from benchmarks.rounds import medians
from vits_core.records import TakePart
from vits_core.voice import Voice, load_voice

WORD = "Hello."
SENTENCE = TEXT[: TEXT.index(".") + 1]
LONG_TEXT_WORDS = 30_000
TEXTS = {
    "a word": WORD,
    "a sentence of 12 s": SENTENCE,
    "30,000 words": f"{WORD} {prose(LONG_TEXT_WORDS)}",
}
SENTENCE_AIM = 1 / 8
"""Of piper's time for the sentence."""
LENGTH_AIM = 1.1
"""Times as long for 30,000 words as for a word."""

Wait = Callable[[], float]
"""Speak and wait for the first sound; returns the seconds."""


def ours(voice: Voice, text: str) -> Wait:
    def wait() -> float:
        voice.synthesizer.forget()
        started = time.perf_counter()
        with closing(voice.stream(text, rhythm_seed=1, expression_seed=1, mel=False)) as parts:
            while not isinstance(next(parts), TakePart):
                pass
            return time.perf_counter() - started

    return wait


def piper(threads: int) -> Callable[[str], Wait]:
    voice = piper_voice(threads)

    def reader(text: str) -> Wait:
        def wait() -> float:
            started = time.perf_counter()
            next(iter(voice.synthesize(text)))
            return time.perf_counter() - started

        return wait

    return reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    theirs = piper(options.threads)
    with (
        load_voice(device="cpu") as voice,
        load_voice(device="cpu", precision="float32") as exact,
    ):
        voice.warm_up()
        exact.warm_up()
        contestants: dict[str, Wait] = {}
        for name, text in TEXTS.items():
            contestants[f"{name}, default"] = ours(voice, text)
            contestants[f"{name}, float32"] = ours(exact, text)
            contestants[f"{name}, piper"] = theirs(text)
        seconds = medians(contestants, options.rounds)
        print(f"{options.threads} threads, medians of {options.rounds} rounds, milliseconds")
        print(f"the default precision is {voice.precision} here\n")
    print(f"{'':20} {'default':>9} {'float32':>9} {'piper-tts':>10}   default / piper-tts")
    for name in TEXTS:
        mine, float32, peer = (
            1000 * seconds[f"{name}, {who}"] for who in ("default", "float32", "piper")
        )
        aim = f", aim: at most {SENTENCE_AIM:.3f}" if TEXTS[name] == SENTENCE else ""
        print(f"{name:20} {mine:9.1f} {float32:9.1f} {peer:10.1f}   {mine / peer:.4f}{aim}")
    ratio = seconds["30,000 words, default"] / seconds["a word, default"]
    print(f"\n30,000 words / a word: {ratio:.2f}, aim: at most {LENGTH_AIM}")


if __name__ == "__main__":
    main()
