"""Texts with one sentence a line, as they are kept in files beside the tests and benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldText:
    """Sentences that follow each other, joined by single spaces."""

    language: str
    topic: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def read_gold(path: Path) -> Iterator[GoldText]:
    """The texts of a file: `# language: topic` above, empty lines between them."""
    language = topic = ""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith("# "):
            language, topic = lines.pop(0)[2:].split(": ")
        yield GoldText(language, topic, tuple(lines))
