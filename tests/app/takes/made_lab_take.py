"""Takes of the lab made by hand, whose voice is any file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.takes.lab_take import LabTake
from tests.app.ui.made_take import made_take
from vits_core.prosody.steering import Draw
from vits_core.records import Take


def sound_of(number: int) -> Take:
    """The sound of the take of that number: longer ones for higher numbers."""
    take = made_take(start=7, repeats=1 + number % 3)
    return dataclasses.replace(take, rhythm=Draw(number), expression=Draw(100 + number))


def lab_take(number: int, voice: Path = Path("/voices/joe.onnx"), starred: bool = False) -> LabTake:
    return LabTake(
        number=number,
        outline=sound_of(number),
        voice=str(voice),
        voice_name="joe",
        starred=starred,
    )
