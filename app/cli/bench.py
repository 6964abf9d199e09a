"""The command `bench`: how fast a voice speaks on this machine."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.cli.console import print_all
from app.cli.cpu_name import processor_name
from vits_core.errors import TextError
from vits_core.records import Skipped

if TYPE_CHECKING:  # torch is slow to load, and a wrong option is told without it
    from vits_core.voice import Voice

TEXT = (
    "When the last of the guests had gone home and the lamps along the river were lit, she sat "
    "down by the open window with a cup of tea, and wrote a long letter to the friend whom she had "
    "neither seen nor heard from for almost seven years. "
    "Please leave your message after the tone. "
    "It was a bright cold day in April, and the clocks were striking thirteen."
)
"""Begins with a sentence of some twelve seconds, whose first sound is waited for."""
ROUNDS = 7
MEASURING_SECONDS = 15.0
"""No round begins later, so that a slow machine is measured in less than a minute too."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; speeds are seconds of sound a second."""

    voice: str
    device: str
    processor: str
    threads: int
    """That compute; a GPU's own are not counted."""
    precision: str
    """What the decoder's stages compute in."""
    times_real_time: float
    float32_times_real_time: float
    first_sound_seconds: float
    """From the call to the first sound of the first sentence."""
    first_sentence_seconds: float
    """How long that sentence sounds."""
    rounds: int


@dataclass(frozen=True, slots=True)
class Round:
    """One reading of the text."""

    times_real_time: float
    first_sound: float
    first_sentence: float


def bench(options: argparse.Namespace) -> int:
    """Measure and print; returns the exit code, raises `VitsError` on failure."""
    # Imported here, as in `say`.
    from vits_core.voice import load_voice

    with ExitStack() as stack:
        voice = stack.enter_context(load_voice(options.voice, options.device, options.precision))
        exact = voice
        if voice.precision != "float32":
            exact = stack.enter_context(load_voice(options.voice, options.device, "float32"))
        if sys.stderr.isatty():
            print("Measuring; this takes about ten seconds…", file=sys.stderr)
        figures = measure(voice, exact)
    if options.json:
        print_all(json.dumps(asdict(figures), ensure_ascii=False), "The JSON")
    else:
        print_all(in_words(figures), "The figures")
    return 0


def measure(voice: Voice, exact: Voice) -> Figures:
    """Medians over some rounds, in which the voice and the same in float32 take turns.

    Raises `TextError` for a voice that cannot read the text.
    """
    import torch

    for each in dict.fromkeys((voice, exact)):
        read(each)  # warms up
    rounds: list[Round] = []
    exact_rounds: list[Round] = []
    started = time.perf_counter()
    while not rounds or (
        len(rounds) < ROUNDS and time.perf_counter() - started < MEASURING_SECONDS
    ):
        rounds.append(read(voice))
        if exact is not voice:
            exact_rounds.append(read(exact))
    on_gpu = voice.device.type == "cuda"
    return Figures(
        voice=voice.config.name,
        device=str(voice.device),
        processor=torch.cuda.get_device_name(voice.device) if on_gpu else processor_name(),
        threads=torch.get_num_threads(),
        precision=voice.precision,
        times_real_time=statistics.median(r.times_real_time for r in rounds),
        float32_times_real_time=statistics.median(
            r.times_real_time for r in exact_rounds or rounds
        ),
        first_sound_seconds=statistics.median(r.first_sound for r in rounds),
        first_sentence_seconds=rounds[0].first_sentence,
        rounds=len(rounds),
    )


def read(voice: Voice) -> Round:
    """Speak the text from scratch, always with the same seeds."""
    voice.synthesizer.forget()
    samples = 0
    first_sound = first_sentence = None
    started = time.perf_counter()
    for part in voice.stream(TEXT, rhythm_seed=1, expression_seed=1, mel=False, keep=False):
        if isinstance(part, Skipped):
            continue
        if first_sound is None:
            first_sound = time.perf_counter() - started
            first_sentence = part.outline.seconds
        samples += len(part.waveform)
    spent = time.perf_counter() - started
    if first_sound is None or first_sentence is None:
        raise TextError(
            f"The voice {voice.config.name} cannot read the English sentences used for timing",
            remedy="Choose an English voice with --voice.",
        )
    return Round(samples / voice.config.sample_rate / spent, first_sound, first_sentence)


def in_words(figures: Figures) -> str:
    """A few plain lines."""
    gpu = figures.device.startswith("cuda")
    threads = f"{figures.threads} thread{'s' if figures.threads > 1 else ''}"
    machine = f"GPU ({figures.processor})" if gpu else f"CPU ({figures.processor}, {threads})"
    gain = figures.times_real_time / figures.float32_times_real_time
    if figures.precision == "float32":
        precision = "Precision: float32."
    else:
        precision = (
            f"Precision: {figures.precision} in the decoder, {gain:.2g}× as fast as float32 "
            f"({figures.float32_times_real_time:.3g}× real time)."
        )
    return "\n".join(
        (
            f"Your {machine} speaks at {figures.times_real_time:.3g}× real time "
            f"with the voice {figures.voice}.",
            precision,
            f"First sound of a {figures.first_sentence_seconds:.0f} s sentence "
            f"after {figures.first_sound_seconds * 1000:.0f} ms.",
        )
    )
