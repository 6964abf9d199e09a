"""How fast the paper's own model runs on a GPU: one utterance after the other, and in batches.

    .venv/bin/python -m benchmarks.cuda_speed [--device cuda] [--rounds 9] [--batch 32]

The full-size V1 model (LJ Speech) with random weights, so that no voice is needed. Utterances are
as long as LJ Speech's, 3 to 11 seconds, and have as many tokens as those would. Held against the
paper's table 5: 67.12 x real time on one V100, synthesised one by one. Each line gives the median
of the rounds, with the time of everything: encoder, durations, noise, flow, decoder, and the copy
of the sound to the CPU. Three rounds before warm up: what is recorded as a CUDA graph is recorded
then. `--device cpu` runs the same there.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from vits_core.tuning import tune_process

tune_process()

import numpy as np
import torch

from vits_core.audio.likeness import signal_to_difference
from vits_core.device import choose_device
from vits_core.model.config import ModelConfig, TextEncoderConfig
from vits_core.model.vits import Vits
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.precision import reduced_dtype, signal_to_noise
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest

PAPER = 67.12
"""Times real time on one V100 (Kim, Kong, Son 2021, table 5)."""
SAMPLE_RATE = 22050
FRAMES = (260, 880)
"""3 to 10 seconds."""
TOKENS_A_FRAME = 0.35
"""30 a second: 15 letters a second, blanks between them."""
LENGTH_SCALE = 2.0
"""At which random weights make as many frames of a token."""
WARM_UP = 3
"""Rounds before those that are timed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--batch", type=int, default=32, help="utterances in a batch")
    options = parser.parse_args()
    device = choose_device(options.device)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    print(f"{name}, torch {torch.__version__}, V1 shape, medians of {options.rounds} rounds\n")
    print(f"{'':30}{'x real time':>12}{'/ paper (V100)':>16}{'first sound':>14}")
    model = _model()
    for dtype in dict.fromkeys((torch.float32, reduced_dtype(device) or torch.float32)):
        label = str(dtype).removeprefix("torch.")
        synthesizer = Synthesizer(model, SAMPLE_RATE, device, dtype)
        single, first = _single(synthesizer, options.rounds)
        batched = _batched(synthesizer, options.rounds, options.batch)
        _line(f"{label}, one by one", single, f"{first * 1e3:8.1f} ms")
        _line(f"{label}, batches of {options.batch}", batched, "")
        synthesizer.close()
    reduced = reduced_dtype(device)
    if reduced is not None:
        sample = [request.utterance.token_ids for request in _requests(3, 0)]
        decibels = signal_to_noise(model, device, reduced, sample)
        print(f"\n{reduced} in the decoder: {decibels:.1f} dB to float32 (random weights)")
    print(f"agreement with the CPU in float32: {_agreement(device):.1f} dB")


def _line(label: str, speed: float, first: str) -> None:
    print(f"{label:30}{speed:12.1f}{speed / PAPER:16.2f}{first:>14}")


def _model() -> Vits:
    torch.manual_seed(1)
    return Vits(ModelConfig(TextEncoderConfig(num_symbols=178))).requires_grad_(False)


def _requests(count: int, seed: int) -> list[TakeRequest]:
    numbers = np.random.default_rng(7)
    requests = []
    for frames in np.linspace(*FRAMES, count).astype(int):
        ids = tuple(int(i) for i in numbers.integers(1, 178, int(frames * TOKENS_A_FRAME)))
        utterance = Utterance("", 0, 0, ("",) * len(ids), ids, ())
        settings = ProsodySettings(length_scale=LENGTH_SCALE)
        requests.append(TakeRequest(utterance, settings, Draw(seed), Draw(seed)))
    return requests


def _single(synthesizer: Synthesizer, rounds: int) -> tuple[float, float]:
    """Times real time of one utterance after the other, and seconds to the first sound."""
    requests = _requests(8, 0)
    firsts: list[float] = []

    def speak() -> float:
        seconds = 0.0
        for request in requests:
            started = time.perf_counter()
            parts = synthesizer.parts(request, synthesizer.begin(request), mel=False)
            for number, part in enumerate(parts):
                if number == 0:
                    firsts.append(time.perf_counter() - started)
                seconds += len(part.waveform) / SAMPLE_RATE
        return seconds

    speed = _speed(synthesizer, speak, rounds)
    return speed, statistics.median(firsts[WARM_UP * len(requests) :])


def _batched(synthesizer: Synthesizer, rounds: int, count: int) -> float:
    requests = _requests(count, 1)

    def speak() -> float:
        return sum(take.seconds for take in synthesizer.takes(requests, mel=False))

    return _speed(synthesizer, speak, rounds)


def _speed(synthesizer: Synthesizer, speak: Callable[[], float], rounds: int) -> float:
    speeds = []
    for round_ in range(WARM_UP + rounds):
        synthesizer.forget()
        started = time.perf_counter()
        seconds = speak()
        if round_ >= WARM_UP:
            speeds.append(seconds / (time.perf_counter() - started))
    return statistics.median(speeds)


def _agreement(device: torch.device) -> float:
    """Decibels between a take and its difference from the CPU's, both in float32."""
    request = _requests(3, 5)[1]
    (theirs,) = Synthesizer(_model(), SAMPLE_RATE, torch.device("cpu")).takes([request])
    (ours,) = Synthesizer(_model(), SAMPLE_RATE, device).takes([request])
    length = min(len(ours.waveform), len(theirs.waveform))
    return signal_to_difference(theirs.waveform[:length], ours.waveform[:length])


if __name__ == "__main__":
    main()
