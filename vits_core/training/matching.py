"""Which recording each line of a table is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from vits_core.training.findings import Finding, Outcome, Problem
from vits_core.training.transcripts import AUDIO_SUFFIXES, Line, find_recordings


def match(
    source: Path, lines: Sequence[Line], findings: list[Finding]
) -> Iterator[tuple[Line, Path]]:
    """Each line with its recording; `findings` is told what has no partner, or several.

    A name may lack its suffix or the folders that it lies in, and may have others before them, as
    where recordings have been moved. A recording with two different texts is left out, since
    nobody knows which of them is heard.
    """
    recordings = _Recordings(source)
    matched: dict[Path, list[Line]] = {}
    for line in lines:
        fault, detail = _fault(line), line.fault or line.place
        found = [] if fault else recordings.of(line.name)
        if len(found) == 1:
            matched.setdefault(found[0], []).append(line)
            continue
        if found:
            fault, detail = Problem.AMBIGUOUS, ", ".join(recordings.place(path) for path in found)
        name = line.place if line.fault else line.name or line.place
        problem = fault or Problem.NO_RECORDING
        findings.append(Finding(name, problem, Outcome.LEFT_OUT, detail))
    for path in recordings.all:
        if path not in matched:
            findings.append(Finding(recordings.place(path), Problem.NO_TEXT, Outcome.LEFT_OUT))
            continue
        first, *others = matched[path]
        if any((line.text, line.speaker) != (first.text, first.speaker) for line in others):
            places = "; ".join(line.place for line in matched[path])
            findings.append(Finding(first.name, Problem.TWICE, Outcome.LEFT_OUT, places))
            del matched[path]
    for path, (line, *_) in matched.items():
        yield line, path


def _fault(line: Line) -> Problem | None:
    """Why a line cannot be matched with anything."""
    if line.fault:
        return Problem.UNREADABLE_LINE
    return None if line.name else Problem.NO_RECORDING


class _Recordings:
    """A folder's recordings, found by names that may be incomplete."""

    def __init__(self, source: Path) -> None:
        self.all = find_recordings(source)
        self._source = source
        self._by_name: dict[str, list[Path]] = {}
        for path in self.all:
            for name in {path.name, path.stem}:
                self._by_name.setdefault(_normal(name), []).append(path)

    def place(self, path: Path) -> str:
        """A recording's path in the folder."""
        return path.relative_to(self._source).as_posix()

    def of(self, name: str) -> list[Path]:
        """All recordings that a name fits equally well."""
        parts = [part for part in _normal(name).split("/") if part not in ("", ".")]
        known = self._by_name.get(parts[-1], []) if parts else []
        fitting = [path for path in known if _fits(parts[:-1], self._folders(path))]
        exact = [path for path in fitting if parts[:-1] == self._folders(path)]
        chosen = exact or fitting
        if len({path.with_suffix("") for path in chosen}) == 1:  # one recording in several formats
            return [min(chosen, key=lambda path: AUDIO_SUFFIXES.index(path.suffix.lower()))]
        return chosen

    def _folders(self, path: Path) -> list[str]:
        return _normal(self.place(path)).split("/")[:-1]


def _fits(named: list[str], there: list[str]) -> bool:
    """Whether the folders that both know are the same."""
    both = min(len(named), len(there))
    return not both or named[-both:] == there[-both:]


def _normal(name: str) -> str:
    """Characters composed, as macOS does not write them, and folders parted by one mark."""
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
