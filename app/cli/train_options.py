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
        description=(
            "Make a voice from recordings: prepare them, run the training, export the voice. "
            "See docs/training.md."
        ),
    )
    parts = train.add_subparsers(dest="part", required=True, metavar="part")
    _add_prepare(parts)
    _add_run(parts)
    _add_export(parts)


def _add_prepare(parts: Any) -> None:
    prepare = parts.add_parser(
        "prepare",
        help="check recordings and their texts, and build a corpus",
        description=(
            "Check every recording and text of an LJSpeech-style folder (metadata.csv, or a "
            ".txt beside each .wav), repair what can be repaired, and write a corpus to "
            "train on."
        ),
    )
    prepare.set_defaults(run=_prepare, parser=prepare)
    prepare.add_argument("folder", type=Path, metavar="DIR", help="the folder of recordings")
    prepare.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="CORPUS",
        help="folder of the corpus (default: DIR.corpus)",
    )
    prepare.add_argument(
        "--rate", type=_whole(4000), metavar="HZ", help="sample rate of the voice (default: 22050)"
    )
    prepare.add_argument(
        "--language", metavar="CODE", help="espeak-ng language code, such as de (default: en-us)"
    )
    prepare.add_argument(
        "--like",
        type=Path,
        metavar="VOICE",
        help="use the rate, language and symbols of this voice or checkpoint, to train from it",
    )
    prepare.add_argument(
        "--columns",
        metavar="NAMES",
        help="names of the table's columns, such as id,speaker,text; use - to ignore one",
    )
    prepare.add_argument(
        "--held-out",
        type=_whole(0),
        metavar="N",
        help="recordings to hold out for validation (default: one in fifty)",
    )


def _add_run(parts: Any) -> None:
    run = parts.add_parser(
        "run",
        help="train a voice",
        description=(
            "Train on a corpus, from scratch or from another voice. Ctrl-C saves a "
            "checkpoint and stops; --resume continues, with any settings you change."
        ),
    )
    run.set_defaults(run=_run, parser=run)
    run.add_argument(
        "corpus", nargs="?", type=Path, metavar="CORPUS", help="the corpus that prepare wrote"
    )
    run.add_argument(
        "-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run"
    )
    run.add_argument(
        "--resume",
        action="store_true",
        help="continue the training in RUN",
    )
    run.add_argument("--preset", choices=PRESETS, help="model size and settings (default: medium)")
    run.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="VOICE",
        help=(
            "start from a voice, or from a checkpoint of VITS Studio, the original VITS or Piper"
        ),
    )
    run.add_argument("--steps", type=_whole(1), metavar="N", help="total number of training steps")
    run.add_argument("--batch-size", type=_whole(1), metavar="N", help="recordings per batch")
    run.add_argument("--learning-rate", type=_above_zero, metavar="X")
    run.add_argument("--precision", choices=("float32", "bfloat16", "float16"))
    run.add_argument("--seed", type=_whole(0), metavar="N", help="random seed")
    run.add_argument(
        "--validation-interval", type=_whole(1), metavar="N", help="steps between validations"
    )
    run.add_argument(
        "--checkpoint-minutes", type=_from_zero, metavar="M", help="minutes between checkpoints"
    )
    run.add_argument("--accelerator", choices=("auto", "cpu", "gpu"), default="auto")
    run.add_argument(
        "--devices", type=_whole(1), metavar="N", help="GPUs per machine (default: all)"
    )
    run.add_argument(
        "--nodes",
        type=_whole(1),
        default=1,
        metavar="N",
        help="number of machines (default: %(default)s)",
    )
    run.add_argument(
        "--workers",
        type=_whole(0),
        default=0,
        metavar="N",
        help="processes that read recordings (default: %(default)s)",
    )


def _add_export(parts: Any) -> None:
    export = parts.add_parser(
        "export",
        help="export a trained voice",
        description=(
            "Export the voice of a training run, or of one of its checkpoints, to a folder "
            "that VITS Studio can open."
        ),
    )
    export.set_defaults(run=_export, parser=export)
    export.add_argument(
        "checkpoint", type=Path, metavar="RUN", help="folder of the training run, or a checkpoint"
    )
    export.add_argument(
        "-o", "--output", type=Path, required=True, metavar="VOICE", help="folder of the voice"
    )
    export.add_argument(
        "--last", action="store_true", help="use the last checkpoint instead of the best"
    )
    export.add_argument("--name", help="name of the voice (default: the corpus's)")
    export.add_argument("--licence", metavar="L", help="licence of the voice, such as CC0-1.0")
    export.add_argument("--data", metavar="TEXT", help="source of the recordings and their licence")


def _whole(least: int) -> Callable[[str], int]:
    """A type for whole numbers from `least` on."""

    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least}")
        return int(text)

    return number


def _from_zero(text: str) -> float:
    if not (math.isfinite(float(text)) and float(text) >= 0):
        raise argparse.ArgumentTypeError(f"{text} is not a number of 0 or more")
    return float(text)


def _above_zero(text: str) -> float:
    if _from_zero(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not greater than 0")
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
