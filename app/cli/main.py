"""The command line: `vits-studio say …`, `takes …`, `retake …`, `convert …`, `bench`, `train …`.

Imports no Qt.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from app.cli.bench import bench as run_bench
from app.cli.commands import program
from app.cli.convert import add_convert
from app.cli.say import say as run_say
from app.cli.train_options import add_train
from app.files.file_names import IfExists
from vits_core import __version__
from vits_core.errors import VitsError

PROGRAM = "vits-studio"


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    _open_missing_streams()
    # As after Ctrl-C, no half-written file stays behind.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except VitsError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has gone
        return 1


def _say(options: argparse.Namespace) -> int:
    _check_text(options)
    if options.sidecar and options.output is None:
        options.parser.error("--sidecar describes a file: name one with -o OUT.wav")
    return run_say(options)


def _takes(options: argparse.Namespace) -> int:
    _check_text(options)
    # Here, since it brings the libraries that measure pitch.
    from app.cli.takes import takes

    return takes(options)


def _retake(options: argparse.Namespace) -> int:
    from app.cli.reproduce import retake

    return retake(options)


def _check_text(options: argparse.Namespace) -> None:
    if (options.text is None) == (options.file is None):
        options.parser.error("give a text, or - for standard input, or --file F")


def _open_missing_streams() -> None:
    """Python leaves None for a stream that was closed at the start; every use of it would fail."""
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open("w")
    sys.stderr = sys.stderr or nothing.open("w")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program(),
        description="VITS Studio speaks. Without a command it opens its window, "
        "with a text file's text if one is named.",
    )
    parser.add_argument("--version", action="version", version=f"VITS Studio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    say = commands.add_parser(
        "say",
        help="speak a text to the loudspeaker or into a WAV file",
        description="Speak a text; without -o it is played.",
    )
    say.set_defaults(run=_say, parser=say)
    _add_text_options(say)
    _add_say_options(say)
    takes = commands.add_parser(
        "takes",
        help="write many renditions of a text into a folder",
        description="Write many renditions of a text into a folder, with a table (takes.csv) of "
        "their seeds, durations and pitch.",
    )
    takes.set_defaults(run=_takes, parser=takes)
    _add_text_options(takes)
    _add_takes_options(takes)
    retake = commands.add_parser(
        "retake",
        help="make a written take again",
        description="Make a take again from the description beside it, and tell whether it came "
        "out identical, close or different, and why.",
    )
    retake.set_defaults(run=_retake, parser=retake)
    retake.add_argument("take", type=Path, metavar="TAKE", help="its WAV or its .take.json file")
    retake.add_argument("-o", "--output", type=Path, metavar="OUT.wav", help="write it here")
    _add_model_options(retake)
    _add_model_options(add_convert(commands))
    bench = commands.add_parser(
        "bench",
        help="measure how fast this machine speaks",
        description="Measure how fast a voice speaks on this machine; takes some ten seconds.",
    )
    bench.set_defaults(run=run_bench)
    _add_model_options(bench)
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_train(commands)
    return parser


def _add_model_options(command: argparse.ArgumentParser) -> None:
    """Which voice, and what it runs on and in."""
    command.add_argument(
        "--voice",
        metavar="FILE",
        help="a Piper .onnx voice, or a .pth or .ckpt checkpoint (default: joe)",
    )
    command.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    command.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16", "float16"),
        default="auto",
        help="float32 is exact; auto takes 16 bits in the decoder where that is as good and faster",
    )


def _add_text_options(command: argparse.ArgumentParser) -> None:
    """What is spoken, how, and how it is stored."""
    command.add_argument("text", nargs="?", help="the text, or - to read it from standard input")
    command.add_argument(
        "--file", type=Path, metavar="F", help="read the text from this UTF-8 file"
    )
    command.add_argument("--phonemes", action="store_true", help="the text is phonemes (IPA)")
    _add_model_options(command)
    command.add_argument("--speaker", help="name or number of a speaker of the voice")
    command.add_argument(
        "--noise-scale", type=float, metavar="X", help="expressiveness, 0 to 4 (voice's default)"
    )
    command.add_argument(
        "--duration-noise-scale", type=float, metavar="X", help="rhythm variation, 0 to 4"
    )
    command.add_argument(
        "--length-scale", type=float, metavar="X", help="duration factor: 2 is half the speed"
    )
    command.add_argument(
        "--format", choices=("PCM_16", "PCM_24", "FLOAT"), default="PCM_16", help="of the samples"
    )
    command.add_argument("--rate", type=int, metavar="HZ", help="resample to this rate")


def _add_say_options(say: argparse.ArgumentParser) -> None:
    say.add_argument(
        "-o", "--output", type=Path, metavar="OUT.wav", help="write this WAV or FLAC file"
    )
    say.add_argument("--rhythm-seed", type=int, metavar="N", help="repeat this rhythm")
    say.add_argument("--expression-seed", type=int, metavar="N", help="repeat this intonation")
    say.add_argument(
        "--sidecar",
        action="store_true",
        help="write a .take.json beside OUT.wav, from which retake makes it again",
    )
    say.add_argument("--json", action="store_true", help="print what was spoken, as JSON")


def _add_takes_options(takes: argparse.ArgumentParser) -> None:
    takes.add_argument("-n", "--count", type=int, default=8, metavar="N", help="how many (8)")
    takes.add_argument(
        "-d", "--directory", type=Path, required=True, metavar="DIR", help="the folder; is made"
    )
    takes.add_argument(
        "--name",
        default="{text} {take}",
        metavar="TEMPLATE",
        help="of the files; may have {text}, {take}, {seed}, {voice}, {n}",
    )
    takes.add_argument(
        "--if-exists",
        choices=[str(each) for each in IfExists],
        default=str(IfExists.NUMBER),
        help="what to do about a file that is there: number the new one (default), overwrite it, "
        "skip the new one, or fail",
    )
    takes.add_argument("--seed", type=int, metavar="N", help="first seed; each take has the next")
    takes.add_argument("--rhythm-seed", type=int, metavar="N", help="the same rhythm in all")
    takes.add_argument(
        "--expression-seed", type=int, metavar="N", help="the same intonation noise in all"
    )
    takes.add_argument(
        "--even-tempo", action="store_true", help="rhythm varies, the length does not"
    )
    takes.add_argument(
        "--no-sidecar",
        dest="sidecar",
        action="store_false",
        help="no .take.json beside each file, from which retake makes it again",
    )
    takes.add_argument("--seconds", type=float, metavar="S", help="fit one sentence to this length")
