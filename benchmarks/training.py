"""A voice trained on a CPU within an hour, to see that training works: what is lost of speech?

    .venv/bin/python -m pip install -e .[bench]
    .venv/bin/python -m benchmarks.training [--steps 4000] [--folder /tmp/training]

The default voice reads 288 short sentences; the small preset learns from 264 of them, from nothing,
and pocketsphinx listens to how it speaks the other 24. The training is stopped and resumed at each
milestone. Then the finished voice learns another one, the same recordings with all tones an eighth
higher, from a quarter of them and in a tenth of the steps, and so does a new model, to compare.

Word error rates: "open" is pocketsphinx with its own model of English; "closed" lets it choose
between the 288 sentences, which notices speech that is barely one. What the recordings themselves
get is the least that can be reached. Writes a picture and prints Markdown for docs/training.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vits_core.tuning import tune_process

tune_process()

import numpy as np
import soundfile
import soxr
import torch
from matplotlib import pyplot
from matplotlib.axes import Axes

from benchmarks.training_listening import Heard, listen
from benchmarks.training_sentences import sentences
from tests.listener import RATE
from vits_core.records import FloatArray, ProsodySettings
from vits_core.training.building import build
from vits_core.training.corpus import Corpus
from vits_core.training.examples import as_batch
from vits_core.training.export import Provenance, export
from vits_core.training.new_frontend import new_frontend
from vits_core.training.pictures import LEAST_LIKELY
from vits_core.training.plan import CHECKPOINTS_FOLDER, LAST, TrainingPlan
from vits_core.training.preparation import PreparationSettings, prepare
from vits_core.training.presets import PRESETS
from vits_core.training.recordings import RecordingRules
from vits_core.training.reports import read_history
from vits_core.training.running import Machines, run
from vits_core.training.speaking import likelihoods
from vits_core.training.voice_training import VitsLightningModule
from vits_core.voice import load_voice

READING = ProsodySettings(noise_scale=0.4, duration_noise_scale=0.4)
"""Of the default voice: a little less varied than usual, since time is short."""
HIGHER = 9 / 8
"""Factor on the second voice's pitch and tempo."""
MILESTONES = (0.1, 0.25, 0.5, 1.0)
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "training.png"
PRESET = PRESETS["small"]


@dataclass(frozen=True, eq=False, slots=True)
class Aligned:
    """Which token each frame of a sentence belongs to."""

    likelihoods: np.ndarray
    """How well frames suit tokens, [T_frames, T_text]"""
    found: np.ndarray
    """Where the alignment search has each token begin, in frames, [T_text]"""
    spoken: np.ndarray
    """Where it was really spoken, [T_text]"""

    def frames_off(self) -> float:
        """How far, on the average, tokens begin from where they do; the first begins at 0."""
        return float(np.abs(self.found - self.spoken)[1:].mean())


@dataclass(frozen=True, slots=True)
class Milestone:
    """How far the training had come at a step."""

    step: int
    heard: Heard
    aligned: Aligned
    """A sentence that is held out."""
    milliseconds: float
    """How far, on the average, tokens begin from where they do."""


def read_aloud(folder: Path, texts: Sequence[str], faster: float = 1.0) -> list[FloatArray]:
    """Let the default voice record the texts, as LJSpeech has them; returns the sounds.

    `starts.json` there tells when each token begins, in seconds.
    """
    (folder / "wavs").mkdir(parents=True)
    sounds, lines, starts = [], [], {}
    with load_voice(device="cpu") as voice:
        rate = voice.config.sample_rate
        for i, text in enumerate(texts):
            speech = voice.speak(text, READING, rhythm_seed=i, expression_seed=i, mel=False)
            sound = soxr.resample(speech.waveform, rate * faster, rate)
            soundfile.write(folder / "wavs" / f"{i:03}.wav", sound, rate)
            lines.append(f"{i:03}|{text}\n")
            frame = speech.hop_length / rate / faster
            starts[f"{i:03}"] = [float(edge) * frame for edge in speech.takes[0].token_edges]
            sounds.append(soxr.resample(sound, rate, RATE))
    (folder / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    (folder / "starts.json").write_text(json.dumps(starts), encoding="utf-8")
    return sounds


def corpus_of(source: Path, target: Path) -> Corpus:
    # Nothing is trimmed, so that it stays known when each token begins.
    rules = RecordingRules(sample_rate=PRESET.sample_rate, silence=-200.0)
    settings = PreparationSettings(rules, held_out=16)
    corpus, findings = prepare(source, target, new_frontend("en-us"), settings)
    print(f"{len(corpus.clips)} recordings, {corpus.seconds() / 60:.1f} minutes; {len(findings)} "
          "findings", flush=True)  # fmt: skip
    return corpus


def speak(run_folder: Path, folder: Path, texts: Sequence[str]) -> list[FloatArray]:
    """The texts, spoken by the last checkpoint's voice as users hear it."""
    provenance = Provenance("benchmark", "CC0-1.0", "Read by the default voice, joe.")
    export(run_folder / CHECKPOINTS_FOLDER / LAST, folder, provenance)
    with load_voice(folder, device="cpu", precision="float32") as voice:
        return [
            soxr.resample(
                voice.speak(text, READING, rhythm_seed=i, expression_seed=i, mel=False).waveform,
                voice.config.sample_rate,
                RATE,
            )
            for i, text in enumerate(texts)
        ]


@torch.no_grad()
def aligned(training: VitsLightningModule, corpus: Corpus) -> tuple[Aligned, float]:
    """How the first clip held out is aligned, and by how many milliseconds all are off."""
    _, loaders, _ = build(TrainingPlan(corpus.folder, PRESET.name, PRESET.settings))
    truth = json.loads((corpus.folder.parent / "recordings" / "starts.json").read_text("utf-8"))
    frame = training.model.config.hop_length / corpus.sample_rate
    training.eval()
    clips = []
    for i, clip in enumerate(loaders.held_out.clips):
        batch = as_batch([loaders.held_out[i]])
        result = training.forward_with(batch, training.draws_of(batch, -1))
        ends = np.cumsum(result.alignment.durations[0, 0].numpy())
        clips.append(
            Aligned(
                likelihoods(training.model, batch.token_ids, result).numpy(),
                np.concatenate(([0.0], ends[:-1])),
                np.array(truth[clip.name])[:-1] / frame,
            )
        )
    training.train()
    return clips[0], 1000 * frame * float(np.mean([clip.frames_off() for clip in clips]))


def train(
    plan: TrainingPlan, folder: Path, corpus: Corpus, texts: Sequence[str]
) -> list[Milestone]:
    """Train from stop to stop, each time resumed from the disk."""
    milestones = []
    steps = plan.settings.steps
    for stop in (1, *(round(part * steps) for part in MILESTONES)):
        training = run(plan.longer(stop), folder, Machines("cpu"), resume=stop > 1)
        sounds = speak(folder, folder / f"voice {stop}", texts)
        told = Milestone(stop, listen(texts, sounds), *aligned(training, corpus))
        print(f"after {stop} steps: {told.heard}, {told.milliseconds:.0f} ms off",
              flush=True)  # fmt: skip
        milestones.append(told)
    return milestones


def draw(history: list[dict[str, float]], milestones: list[Milestone], least: Heard) -> None:
    """The picture for docs/training.md."""
    figure, axes = pyplot.subplots(2, 3, figsize=(13, 7), layout="constrained")
    for axis, names in zip(
        axes[0], (("mel",), ("kl", "duration"), ("discriminator",)), strict=True
    ):
        for name in names:
            for kind in ("training", "validation"):
                points = [(h["step"], h[key]) for h in history if (key := f"{kind}/{name}") in h]
                if points:
                    axis.plot(*zip(*points, strict=True), label=f"{name}, {kind}", lw=1)
        axis.set_xlabel("step")
        axis.legend()
    for axis, milestone in zip(axes[1, :2], (milestones[0], milestones[-1]), strict=True):
        draw_alignment(axis, milestone.aligned)
        title = f"alignment at step {milestone.step}: {milestone.milliseconds:.0f} ms off"
        axis.set(xlabel="frame", ylabel="token", title=title)
    steps = [milestone.step for milestone in milestones]
    for name in ("open", "closed"):
        rates = [getattr(m.heard, name) for m in milestones]
        (line,) = axes[1, 2].plot(steps, rates, "o-", label=name)
        axes[1, 2].axhline(getattr(least, name), color=line.get_color(), ls=":", lw=1)
    axes[1, 2].set(xlabel="step", title="word error rate (dotted: the recordings)", ylim=(0, None))
    axes[1, 2].legend()
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=90)


def draw_alignment(axis: Axes, aligned: Aligned) -> None:
    """Both ways through a sentence, over how well its frames suit its tokens, dimmed."""
    shown = np.maximum(aligned.likelihoods.T, LEAST_LIKELY)
    axis.imshow(shown, origin="lower", aspect="auto", cmap="gray", vmax=-2 * LEAST_LIKELY)
    tokens = np.arange(len(aligned.found))
    for starts, colour, name in (
        (aligned.spoken, "tab:orange", "as spoken"), (aligned.found, "white", "found"),
    ):  # fmt: skip
        axis.step(starts - 0.5, tokens, color=colour, lw=1.8, label=name, where="post")
    axis.legend(loc="upper left", labelcolor="white", facecolor="black")


def fine_tune(folder: Path, plan: TrainingPlan, taught: Path, texts: Sequence[str]) -> None:
    """Learn a second voice from the first and from nothing, in equal time, and compare."""
    trained, held_out = sentences()
    second = corpus_of_higher(folder, trained[::4])
    steps = max(2, plan.settings.steps // 10)
    print("\n| second voice | mel, held out | KL | words wrong, closed |\n|---|---|---|---|")
    for name, start in (("from the first", taught), ("from nothing", None)):
        settings = dataclasses.replace(plan.settings, steps=steps, validation_interval=steps)
        other = folder / f"second {name}"
        run(TrainingPlan(second.folder, PRESET.name, settings, start), other, Machines("cpu"))
        last = [h for h in read_history(other) if "validation/mel" in h][-1]
        heard = listen(texts, speak(other, other / "voice", texts))
        print(f"| {name}, {steps} steps | {last['validation/mel']:.3f} | "
              f"{last['validation/kl']:.2f} | {heard.closed:.0%} |", flush=True)  # fmt: skip
    assert held_out == list(texts)


def corpus_of_higher(folder: Path, texts: Sequence[str]) -> Corpus:
    read_aloud(folder / "higher", texts, HIGHER)
    return corpus_of(folder / "higher", folder / "higher corpus")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "training")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    folder: Path = options.folder
    shutil.rmtree(folder, ignore_errors=True)
    trained, held_out = sentences()
    read_aloud(folder / "recordings", trained)
    least = listen(held_out, read_aloud(folder / "held out", held_out))
    print(f"the recordings themselves: {least}", flush=True)
    corpus = corpus_of(folder / "recordings", folder / "corpus")
    settings = dataclasses.replace(
        PRESET.settings, steps=options.steps, validation_interval=max(1, options.steps // 20)
    )
    plan = TrainingPlan(corpus.folder, PRESET.name, settings)
    started, cpu = time.monotonic(), time.process_time()
    milestones = train(plan, folder / "run", corpus, held_out)
    minutes, spent = (time.monotonic() - started) / 60, (time.process_time() - cpu) / 60
    print(f"\n{options.steps} steps in {minutes:.0f} minutes; one core would have computed for "
          f"{spent:.0f}, listening included\n")  # fmt: skip
    print("| steps | words wrong, open | closed | tokens off by |\n|---|---|---|---|")
    for m in milestones:
        print(f"| {m.step} | {m.heard.open:.0%} | {m.heard.closed:.0%} | {m.milliseconds:.0f} ms |")
    print(f"| the recordings | {least.open:.0%} | {least.closed:.0%} | |", flush=True)
    draw(read_history(folder / "run"), milestones, least)
    fine_tune(folder, plan, folder / "run" / CHECKPOINTS_FOLDER / LAST, held_out)


if __name__ == "__main__":
    main()
