"""The command line's options for `train prepare`, `train run` and `train export`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

PRESETS = ("small", "medium", "paper", "minute")


def add_train(commands: Any) -> None:
    """Add the command to a parser's commands."""
    train = commands.add_parser(
        "train",
        help="make a voice from recordings",
        description="Make a voice from recordings: prepare them, run the training, export the "
        "voice. docs/training.md tells how.",
    )
    parts = train.add_subparsers(dest="part", required=True, metavar="part")
    _add_prepare(parts)
    _add_run(parts)
    _add_export(parts)


def _add_prepare(parts: Any) -> None:
    prepare = parts.add_parser(
        "prepare",
        help="check recordings and their texts, and make a corpus of them",
        description="Check every recording and text of an LJSpeech-style folder (metadata.csv, or "
        "a .txt beside each .wav), mend what can be mended, and write a corpus to train with.",
    )
    prepare.set_defaults(run=_prepare, parser=prepare)
    prepare.add_argument("folder", type=Path, metavar="DIR", help="the folder of recordings")
    prepare.add_argument(
        "-o", "--output", type=Path, metavar="CORPUS", help="the corpus's folder (DIR.corpus)"
    )
    prepare.add_argument("--rate", type=_whole(4000), metavar="HZ", help="of the voice (22050)")
    prepare.add_argument(
        "--language", metavar="CODE", help="espeak-ng's code of the language, such as de (en-us)"
    )
    prepare.add_argument(
        "--like",
        type=Path,
        metavar="VOICE",
        help="prepare for training from this voice or checkpoint: its rate, language and symbols",
    )
    prepare.add_argument(
        "--columns",
        metavar="NAMES",
        help="what the table's columns are, such as id,speaker,text; - is not wanted",
    )
    prepare.add_argument(
        "--held-out", type=_whole(0), metavar="N", help="recordings to measure with (one of fifty)"
    )


def _add_run(parts: Any) -> None:
    run = parts.add_parser(
        "run",
        help="train a voice",
        description="Train with a corpus, from nothing or from another voice; Ctrl-C stops with a "
        "checkpoint, --resume goes on, with other settings if some are named.",
    )
    run.set_defaults(run=_run, parser=run)
    run.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS", help="what prepare wrote")
    run.add_argument(
        "-o", "--output", type=Path, required=True, metavar="RUN", help="the training's folder"
    )
    run.add_argument(
        "--resume",
        action="store_true",
        help="go on with the training in RUN",
    )
    run.add_argument("--preset", choices=PRESETS, help="sizes and settings (medium)")
    run.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="VOICE",
        help="begin with a voice, or a checkpoint of this program, the original VITS or Piper",
    )
    run.add_argument("--steps", type=_whole(1), metavar="N", help="batches to train with in all")
    run.add_argument("--batch-size", type=_whole(1), metavar="N", help="recordings of a batch")
    run.add_argument("--learning-rate", type=_above_zero, metavar="X")
    run.add_argument("--precision", choices=("float32", "bfloat16", "float16"))
    run.add_argument("--seed", type=_whole(0), metavar="N", help="of all that is random")
    run.add_argument(
        "--validation-interval", type=_whole(1), metavar="N", help="steps between two validations"
    )
    run.add_argument(
        "--checkpoint-minutes", type=_from_zero, metavar="M", help="minutes between two checkpoints"
    )
    run.add_argument("--accelerator", choices=("auto", "cpu", "gpu"), default="auto")
    run.add_argument("--devices", type=_whole(1), metavar="N", help="GPUs of each machine (all)")
    run.add_argument("--nodes", type=_whole(1), default=1, metavar="N", help="machines (1)")
    run.add_argument(
        "--workers",
        type=_whole(0),
        default=0,
        metavar="N",
        help="processes that read recordings (0)",
    )


def _add_export(parts: Any) -> None:
    export = parts.add_parser(
        "export",
        help="write a trained voice for the window",
        description="Write the voice of a training, or of one of its checkpoints, as a folder that "
        "the window opens.",
    )
    export.set_defaults(run=_export, parser=export)
    export.add_argument(
        "checkpoint", type=Path, metavar="RUN", help="the training's folder, or a checkpoint"
    )
    export.add_argument(
        "-o", "--output", type=Path, required=True, metavar="VOICE", help="the voice's folder"
    )
    export.add_argument("--last", action="store_true", help="the last checkpoint, not the best")
    export.add_argument("--name", help="the voice's name (the corpus's)")
    export.add_argument("--licence", metavar="L", help="the voice's, such as CC0-1.0")
    export.add_argument("--data", metavar="TEXT", help="who recorded what, under which licence")


def _whole(least: int) -> Callable[[str], int]:
    """A type for whole numbers from `least` on."""

    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least}")
        return int(text)

    return number


def _from_zero(text: str) -> float:
    if not (math.isfinite(float(text)) and float(text) >= 0):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 on")
    return float(text)


def _above_zero(text: str) -> float:
    if _from_zero(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return float(text)


def _prepare(options: argparse.Namespace) -> int:
    from app.cli.train import prepare

    return prepare(options)


def _run(options: argparse.Namespace) -> int:
    from app.cli.train import run

    return run(options)


def _export(options: argparse.Namespace) -> int:
    from app.cli.train import export

    return export(options)
