"""Names of the command line and its commands; light, as the window's start reads it too."""

from __future__ import annotations

import sys
from pathlib import Path

COMMANDS = ("say", "takes", "script", "render", "retake", "convert", "bench", "train", "desktop")


def program() -> str:
    """What a person types to start the application: `main.py` in a checkout."""
    return "main.py" if Path(sys.argv[0]).name == "main.py" else "vits-studio"
