"""How near the times of words are to where they are heard.

.venv/bin/python -m benchmarks.word_times

The default voice speaks thirty everyday sentences. pocketsphinx, which is told the words, finds
where each begins in the sound, on a grid of 10 ms; the difference is to where `Speech.word_times`
says that it begins. pocketsphinx counts what is still between two words to the second, and so hears
all of them early. By how much shows where a sentence begins, because there the sound itself tells:
its first 5 ms that are louder than -40 dB full scale. The spread is what remains of the differences
once their median is taken off. Takes a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

from vits_core.tuning import tune_process

tune_process()

import numpy as np

from app.cli.cpu_name import processor_name
from benchmarks.everyday import SENTENCES
from tests.listener import align
from vits_core.records import FloatArray
from vits_core.voice import Voice, load_voice

COUNT = 30
TEXTS = [sentence.text for sentence in SENTENCES if not sentence.spoken][:COUNT]
"""Sentences whose words are said as they are written."""


LOUD = 0.01
"""Root mean square, over 5 ms, of the beginning of a sentence."""


@dataclass(frozen=True)
class Starts:
    """Where the words of a sentence begin, in seconds."""

    told: FloatArray
    heard: FloatArray
    sound: float
    """Where the sound begins."""


def starts(voice: Voice, seed: int, text: str) -> Starts:
    """Where the words begin in a sentence that is spoken now."""
    speech = voice.speak(text, rhythm_seed=seed, expression_seed=seed, mel=False)
    told = speech.word_times
    heard = align(speech.waveform, speech.sample_rate, [word.text for word in told])
    if len(heard) != len(told):
        raise RuntimeError(f"pocketsphinx heard {len(heard)} words in {text!r}, not {len(told)}")
    window = speech.sample_rate // 200
    power = np.convolve(speech.waveform**2, np.full(window, 1 / window), "same")
    sound = float(np.argmax(power > LOUD**2)) / speech.sample_rate
    return Starts(
        np.array([word.start for word in told]), np.array([start for start, _ in heard]), sound
    )


def main() -> None:
    voice = load_voice(device="cpu")
    found = [starts(voice, seed, text) for seed, text in enumerate(TEXTS)]
    later = np.concatenate([each.told - each.heard for each in found])
    middle = np.median(later)
    print(f"{processor_name()}; {len(TEXTS)} sentences, {len(later)} words; milliseconds")
    for name, values in {
        "told apart from heard": np.abs(later),
        "its spread": np.abs(later - middle),
        "first words, told apart from the sound": np.abs([e.told[0] - e.sound for e in found]),
        "first words, heard apart from the sound": np.abs([e.heard[0] - e.sound for e in found]),
    }.items():
        median, percentile = 1000 * np.percentile(values, [50, 95])
        print(f"{name:40} median {median:4.0f}   95th percentile {percentile:4.0f}")


if __name__ == "__main__":
    main()
