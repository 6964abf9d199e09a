"""A process to kill: changes takes for ever, saves them, and tells what it did when."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.files.autosaver import Autosaver
from app.takes.lab_take import LabTake
from app.takes.storage.take_store import TakeStore
from tests.app.ui.made_take import made_take


def change_for_ever(place: Path, told: Path, save_after: float) -> None:
    """Keep the newest 200 takes in `place`, and write a line to `told` before and after."""
    _application = QCoreApplication([])
    store = TakeStore(place)
    lines = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(what: str, number: int) -> None:
        os.write(lines, f"{what} {number} {time.monotonic()}\n".encode())  # a line stays whole

    def save(takes: tuple[LabTake, ...]) -> None:
        tell("begun", takes[0].number)
        store.save(takes)
        tell("saved", takes[0].number)

    autosaver = Autosaver(save, save_after=save_after)
    take = LabTake(number=0, outline=made_take(), voice="v", voice_name="v")
    takes: tuple[LabTake, ...] = ()
    for number in range(1, 100_000):
        takes = (dataclasses.replace(take, number=number, note="x" * 99), *takes)[:200]
        autosaver.schedule(takes)
        tell("changed", number)
        time.sleep(0.004)
