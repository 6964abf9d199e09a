"""What is lost by computing the decoder in 16 bits: the default precision against float32.

    .venv/bin/python -m pip install .[bench]
    .venv/bin/python -m benchmarks.quality [--device cpu] [--precision auto]

Fifty everyday sentences are spoken twice with the same seeds, once in each precision; the two
differ in nothing else. The table has the signal-to-noise ratio between the two, pocketsphinx's word
error rate, and DNSMOS (Reddy, Gopal, Cutler 2021), which foretells the mean opinion of listeners on
a scale from 1 to 5. Differences are paired, sentence by sentence, and come with their 95 %
confidence interval: one that holds 0 is within noise. For scale, "another take" is by how much a
score changes, up or down, when the same sentence is spoken in float32 with other seeds. Takes two
minutes.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from vits_core.tuning import tune_process

tune_process()

import jiwer
import numpy as np
import soxr
from speechmos import dnsmos

from benchmarks.everyday import SENTENCES, Sentence
from tests.listener import RATE, transcribe
from vits_core.audio.likeness import signal_to_difference
from vits_core.records import FloatArray
from vits_core.voice import Voice, load_voice

T_95 = 2.01
"""Two-sided 95 % quantile of Student's t with 49 degrees of freedom."""
OTHER_SEEDS = 1000
WINDOW = int(9.01 * RATE) + 1
"""Samples that DNSMOS hears at once. A shorter sentence is repeated to fill just that; the package
would double it until it is longer, and hear most of it several times."""
MEASURES = {
    "word errors a sentence": "word_errors",
    "DNSMOS overall": "ovrl_mos",
    "DNSMOS signal": "sig_mos",
    "DNSMOS background": "bak_mos",
    "DNSMOS P.808": "p808_mos",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence as spoken in one precision."""

    waveform: FloatArray
    scores: dict[str, float]


def judge(voice: Voice, seed: int, sentence: Sentence) -> Judged:
    speech = voice.speak(sentence.text, rhythm_seed=seed, expression_seed=seed, mel=False)
    heard = transcribe(speech.waveform, speech.sample_rate)
    audio = soxr.resample(speech.waveform, speech.sample_rate, RATE)
    if len(audio) < WINDOW:
        audio = np.resize(audio, WINDOW)  # repeats it
    scores = {name: float(v) for name, v in dnsmos.run(np.clip(audio, -1, 1), RATE).items()}
    return Judged(speech.waveform, {**scores, "word_errors": _word_errors(sentence.words, heard)})


def _word_errors(said: str, heard: str) -> float:
    found = jiwer.process_words(_plain(said), _plain(heard) or "nothing")
    return float(found.substitutions + found.deletions + found.insertions)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z' ]", "", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Paired:
    """A difference over paired samples."""

    mean: float
    half_width: float
    """Of the 95 % confidence interval of the mean."""

    @classmethod
    def of(cls, differences: Sequence[float]) -> Paired:
        error = statistics.stdev(differences) / math.sqrt(len(differences))
        return cls(statistics.fmean(differences), T_95 * error)

    @property
    def t(self) -> float:
        """Student's t statistic of the mean."""
        return self.mean * T_95 / self.half_width if self.half_width else 0.0

    def verdict(self, another_take: float) -> str:
        """In words; `another_take` is the size of a usual change."""
        if abs(self.mean) <= self.half_width:
            return "within noise"
        return f"beyond noise, {abs(self.mean) / another_take:.1%} of another take"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="auto", help="to compare with float32")
    options = parser.parse_args()
    with (
        load_voice(device=options.device, precision="float32") as exact,
        load_voice(device=options.device, precision=options.precision) as reduced,
    ):
        name = reduced.precision
        if name == "float32":
            raise SystemExit("The default is float32 on this machine: nothing to compare.")
        judged = [
            (judge(exact, i, each), judge(reduced, i, each), judge(exact, OTHER_SEEDS + i, each))
            for i, each in enumerate(SENTENCES)
        ]
    words = sum(len(_plain(sentence.words).split()) for sentence in SENTENCES)
    ratios = [signal_to_difference(a.waveform, b.waveform) for a, b, _ in judged]
    print(f"{len(SENTENCES)} sentences, {words} words, {options.device}\n")
    print(f"{'':24} {'float32':>8} {name:>8} {'another take':>12}  difference, t")
    for title, key in MEASURES.items():
        a, b, other = ([each.scores[key] for each in side] for side in zip(*judged, strict=True))
        change = Paired.of([y - x for x, y in zip(a, b, strict=True)])
        usual = statistics.fmean(abs(y - x) for x, y in zip(a, other, strict=True))
        print(
            f"{title:24} {statistics.fmean(a):8.3f} {statistics.fmean(b):8.3f} {'±':>6}{usual:6.3f}"
            f"  {change.mean:+.4f} ± {change.half_width:.4f}, {change.t:+.1f}: "
            f"{change.verdict(usual)}"
        )
        if key == "word_errors":
            print(f"{'word error rate':24} {sum(a) / words:8.1%} {sum(b) / words:8.1%}")
    print(f"{'signal-to-noise, least':24} {'':8} {min(ratios):5.1f} dB")
    print(f"{'signal-to-noise, median':24} {'':8} {statistics.median(ratios):5.1f} dB")


if __name__ == "__main__":
    main()
