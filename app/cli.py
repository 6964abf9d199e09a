"""The command line: `main.py say …` and `main.py bench`. Imports no Qt."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from app.bench import bench as run_bench
from app.say import say as run_say
from app.version import installed_version
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
    if (options.text is None) == (options.file is None):
        options.parser.error("give a text, or - for standard input, or --file F")
    return run_say(options)


def _open_missing_streams() -> None:
    """Python leaves None for a stream that was closed at the start; every use of it would fail."""
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open("w")
    sys.stderr = sys.stderr or nothing.open("w")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="VITS Studio speaks. Without a command it opens its window, "
        "with a text file's text if one is named.",
    )
    version = f"VITS Studio {installed_version() or '(not installed)'}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    say = commands.add_parser(
        "say",
        help="speak a text to the loudspeaker or into a WAV file",
        description="Speak a text; without -o it is played.",
    )
    say.set_defaults(run=_say, parser=say)
    _add_say_options(say)
    bench = commands.add_parser(
        "bench",
        help="measure how fast this machine speaks",
        description="Measure how fast a voice speaks on this machine; takes some ten seconds.",
    )
    bench.set_defaults(run=run_bench)
    _add_model_options(bench)
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


def _add_model_options(command: argparse.ArgumentParser) -> None:
    """Which voice, and what it runs on and in."""
    command.add_argument("--voice", metavar="FILE", help="a Piper .onnx voice (default: joe)")
    command.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    command.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16", "float16"),
        default="auto",
        help="float32 is exact; auto takes 16 bits in the decoder where that is as good and faster",
    )


def _add_say_options(say: argparse.ArgumentParser) -> None:
    say.add_argument("text", nargs="?", help="the text, or - to read it from standard input")
    say.add_argument("--file", type=Path, metavar="F", help="read the text from this UTF-8 file")
    say.add_argument("-o", "--output", type=Path, metavar="OUT.wav", help="write this WAV file")
    _add_model_options(say)
    say.add_argument("--speaker", help="name or number of a speaker of the voice")
    say.add_argument(
        "--noise-scale", type=float, metavar="X", help="expressiveness, 0 to 4 (voice's default)"
    )
    say.add_argument(
        "--duration-noise-scale", type=float, metavar="X", help="rhythm variation, 0 to 4"
    )
    say.add_argument(
        "--length-scale", type=float, metavar="X", help="duration factor: 2 is half the speed"
    )
    say.add_argument("--rhythm-seed", type=int, metavar="N", help="repeat this rhythm")
    say.add_argument("--expression-seed", type=int, metavar="N", help="repeat this intonation")
    say.add_argument("--phonemes", action="store_true", help="the text is phonemes (IPA)")
    say.add_argument("--json", action="store_true", help="print what was spoken, as JSON")
    say.add_argument(
        "--format", choices=("PCM_16", "PCM_24", "FLOAT"), default="PCM_16", help="of the samples"
    )
    say.add_argument("--rate", type=int, metavar="HZ", help="resample to this rate")
