"""How many times faster than real time VITS Studio and its peers speak, in one interleaved run.

    .venv/bin/python -m pip install .[bench]
    .venv/bin/python -m benchmarks.throughput [--threads 2] [--rounds 9]

Default voice: five sentences, first one by one, then as one text. VITS Studio and piper-tts take
text, each with its own front-end; onnxruntime takes the token ids, a sentence after the other.
Full-size V1 model with random weights: the same number of tokens for VITS Studio and transformers.
VITS Studio runs in its default precision (at full size: in 16 bits where this CPU has them) and in
float32. Nobody makes spectrograms, all have the same number of threads, and they take turns, so
that whatever else the machine does hits them alike. The table gives medians over the rounds; "of
peak" is the time that the arithmetic would take at the speed of this machine's matrix products,
over the time that was taken. Takes two minutes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from vits_core.tuning import tune_process

tune_process()

import numpy as np
import torch
from transformers import VitsConfig, VitsModel

from benchmarks.operations import Operations, matrix_peak
from benchmarks.peers import onnx_session, piper_voice
from benchmarks.rounds import medians
from vits_core.model.config import ModelConfig, TextEncoderConfig
from vits_core.model.vits import Vits
from vits_core.records import ProsodySettings, TakePart, Utterance
from vits_core.synthesis.precision import reduced_dtype
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.voice import Voice, load_voice

SENTENCES = (
    "The quick brown fox jumps over the lazy dog.",
    "It was a bright cold day in April, and the clocks were striking thirteen.",
    "She opened the window and listened to the rain on the roof of the old house.",
    "Please leave your message after the tone.",
    "Nobody had expected that the train would arrive ten minutes early in the middle of winter.",
)
ONE_TEXT = (" ".join(SENTENCES),)
FULL_SIZE = ModelConfig(TextEncoderConfig(num_symbols=178))
FULL_SIZE_RATE = 22_050
AIMS = {
    ("default", "piper-tts"): 2.5,
    ("default", "onnxruntime"): 2.0,
    ("float32", "onnxruntime"): 1.3,
    ("float32", "transformers"): 2.5,
}
"""At least so many times as fast."""

Speak = Callable[[], float]
"""Speak; returns seconds of audio."""


def ours(voice: Voice, texts: Sequence[str]) -> Speak:
    def speak() -> float:
        voice.synthesizer.forget()
        samples = 0
        for i, text in enumerate(texts):
            for piece in voice.stream(
                text, rhythm_seed=i, expression_seed=i, mel=False, keep=False
            ):
                if isinstance(piece, TakePart):
                    samples += len(piece.waveform)
        return samples / voice.config.sample_rate

    return speak


def piper(threads: int, texts: Sequence[str]) -> Speak:
    voice = piper_voice(threads)

    def speak() -> float:
        chunks = (chunk for text in texts for chunk in voice.synthesize(text))
        return sum(len(c.audio_float_array) for c in chunks) / voice.config.sample_rate

    return speak


def onnx(voice: Voice, threads: int) -> Speak:
    session = onnx_session(threads)
    feeds = [
        {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([0.667, 1.0, 0.8], np.float32),
        }
        for ids in _token_ids(voice)
    ]

    def speak() -> float:
        samples = sum(session.run(None, feed)[0].size for feed in feeds)
        return float(samples) / voice.config.sample_rate

    return speak


def _token_ids(voice: Voice) -> list[tuple[int, ...]]:
    return [
        utterance.token_ids
        for sentence in SENTENCES
        for utterance in voice.utterances(sentence)
        if isinstance(utterance, Utterance)
    ]


def ours_full_size(dtype: torch.dtype) -> Speak:
    torch.manual_seed(1)
    model = Vits(FULL_SIZE).requires_grad_(False)
    synthesizer = Synthesizer(model, FULL_SIZE_RATE, torch.device("cpu"), dtype)
    ids = tuple(range(1, 101))
    utterance = Utterance("", 0, 0, ("",) * len(ids), ids, ())

    def speak() -> float:
        synthesizer.forget()
        take = synthesizer.take(
            utterance, ProsodySettings(), rhythm_seed=1, expression_seed=1, mel=False
        )
        return take.seconds

    return speak


def transformers_full_size() -> Speak:
    torch.manual_seed(1)
    model = VitsModel(VitsConfig(vocab_size=FULL_SIZE.text_encoder.num_symbols)).eval()
    ids = torch.arange(1, 101).unsqueeze(0)

    def speak() -> float:
        with torch.inference_mode():
            return int(model(ids).waveform.shape[1]) / FULL_SIZE_RATE

    return speak


def speed(speak: Speak) -> Callable[[], float]:
    """Times real time."""

    def measure() -> float:
        started = time.perf_counter()
        seconds = speak()
        return seconds / (time.perf_counter() - started)

    return measure


def table(title: str, contestants: dict[str, Speak], rounds: int) -> dict[str, float]:
    """Time the contestants in turns and print a line each; returns their speeds."""
    speeds = medians({name: speed(speak) for name, speak in contestants.items()}, rounds)
    print(title)
    for name, value in speeds.items():
        line = f"  {name:14} {value:10.2f}"
        if name not in ("default", "float32"):
            line += "".join(_compared(speeds, who, name) for who in ("default", "float32"))
        print(line, flush=True)
    return speeds


def _compared(speeds: dict[str, float], who: str, peer: str) -> str:
    aim = AIMS.get((who, peer))
    return f"{speeds[who] / speeds[peer]:15.2f} {'' if aim is None else f'(aim {aim})':9}"


def print_operations(voice: Voice, speeds: dict[str, float], threads: int) -> None:
    """What the voice's arithmetic is, and how near to the machine's peak it is done."""
    takes = [voice.speak(text, rhythm_seed=0, expression_seed=0).takes for text in SENTENCES]
    tokens = sum(len(take.durations) for each in takes for take in each)
    frames = sum(int(take.durations.sum()) for each in takes for take in each)
    rate = voice.config.sample_rate / voice.config.model.hop_length
    counted = Operations.of(voice.config.model)
    exact, stages = counted.per_second(tokens / frames * rate, rate)
    peak = matrix_peak(torch.float32, threads)
    reduced = getattr(torch, voice.precision)
    reduced_peak = matrix_peak(reduced, threads)
    print(
        f"\nThe default voice asks for {(exact + stages) / 1e9:.2f} GFLOP a second of speech, "
        f"{stages / 1e9:.2f} of them in the decoder's stages\n"
        f"({(counted.per_frame + counted.per_frame_of_stages) / 1e6:.0f} MFLOP a frame and "
        f"{counted.per_token / 1e6:.1f} a token). Matrix products reach {peak / 1e9:.0f} GFLOP/s "
        f"in float32 and\n{reduced_peak / 1e9:.0f} in {voice.precision}, {threads} threads. "
        f"Of peak: default "
        f"{speeds['default'] * (exact / peak + stages / reduced_peak):.0%}, float32 "
        f"{speeds['float32'] * (exact + stages) / peak:.0%}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    threads, rounds = options.threads, options.rounds
    torch.set_num_threads(threads)
    with (
        load_voice(device="cpu") as voice,
        load_voice(device="cpu", precision="float32") as exact,
    ):
        print(f"{threads} threads, medians of {rounds} rounds; default is {voice.precision} here\n")
        print(f"{'':16} {'x real time':>10} {'default / it':>15} {'float32 / it':>25}")
        for title, texts in (
            ("default voice (Piper medium), sentence by sentence", SENTENCES),
            ("default voice, the five sentences as one text", ONE_TEXT),
        ):
            contestants = {
                "default": ours(voice, texts),
                "float32": ours(exact, texts),
                "piper-tts": piper(threads, texts),
                "onnxruntime": onnx(voice, threads),
            }
            speeds = table(title, contestants, rounds)
        full_size = {
            "default": ours_full_size(reduced_dtype(torch.device("cpu")) or torch.float32),
            "float32": ours_full_size(torch.float32),
            "transformers": transformers_full_size(),
        }
        table("full-size V1 shape, random weights", full_size, max(3, rounds // 3))
        print_operations(voice, speeds, threads)


if __name__ == "__main__":
    main()
