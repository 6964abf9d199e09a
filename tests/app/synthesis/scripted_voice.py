"""A real voice that fails, or runs out of memory, when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any

import torch

from vits_core.records import Skipped, Take, TakePart
from vits_core.voice import Voice

Script = Callable[["ScriptedVoice"], None]


def as_it_is(_: ScriptedVoice) -> None:
    """Go by no script."""


class ScriptedVoice:
    """A voice, but for what a script does before each piece that it makes.

    Where the script moves it to another device it only says so; `test_cuda.py` fills a real one.
    """

    def __init__(self, voice: Voice, script: Script, device: str = "cpu") -> None:
        self._voice = voice
        self._script = script
        self.device = torch.device(device)
        self.synthesizer = self
        self.warm_up: Callable[..., None] = voice.warm_up
        self.closed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._voice, name, None) or getattr(self._voice.synthesizer, name)

    def stream(self, *arguments: Any, **named: Any) -> Iterator[TakePart | Skipped]:
        return self._scripted(self._voice.stream(*arguments, **named))

    def render(self, *arguments: Any, **named: Any) -> Iterator[TakePart | Skipped]:
        return self._scripted(self._voice.render(*arguments, **named))

    def takes(self, *arguments: Any) -> list[Take]:
        self._script(self)
        return self._voice.synthesizer.takes(*arguments)

    def close(self) -> None:
        self.closed = True

    def _scripted(
        self, pieces: Generator[TakePart | Skipped, None, None]
    ) -> Iterator[TakePart | Skipped]:
        with closing(pieces):
            for piece in pieces:
                self._script(self)
                yield piece


def fill(voice: ScriptedVoice) -> None:
    """Leave the graphics card, which has no room for what is wanted."""
    voice.device = torch.device("cpu")
