"""What was found wrong with recordings and their texts, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a recording."""

    LEFT_OUT = "left out"
    MENDED = "repaired"
    KEPT = "kept"


class Problem(StrEnum):
    """Kinds of findings, in words for the table."""

    UNREADABLE_LINE = "unreadable text"
    NO_RECORDING = "text without a recording"
    NO_TEXT = "recording without a text"
    EMPTY_TEXT = "empty text"
    AMBIGUOUS = "text that matches several recordings"
    TWICE = "recording with two texts"
    UNREADABLE = "unreadable audio file"
    NOT_NUMBERS = "samples that are not numbers"
    SILENT = "only silence"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    CUT_SHORT = "shorter than the file states"
    LOUD = "samples beyond full scale"
    CLIPPED = "clipped at full scale"
    OTHER_RATE = "different sample rate"
    LOW_RATE = "lower sample rate, so high frequencies are missing"
    CHANNELS = "more than one channel"
    QUIET_ENDS = "silence at the ends"
    UNKNOWN_SYMBOLS = "text the voice cannot pronounce"
    CROWDED = "more sounds than the recording has time for"
    NO_SPEAKER = "no speaker, although others have one"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in one recording."""

    name: str
    """The recording, or the line of the table."""
    problem: Problem
    outcome: Outcome
    detail: str = ""
    """What was measured or read, such as "44100 Hz"."""


def as_table(findings: Iterable[Finding], examples: int = 3) -> str:
    """How often each problem was found, what was done, and where, as lines for a terminal."""
    groups: dict[tuple[Problem, Outcome], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.problem, finding.outcome), []).append(finding)
    if not groups:
        return "no problems found"
    order = {problem: place for place, problem in enumerate(Problem)}
    rows = [("problem", "count", "action", "examples")]
    for (problem, outcome), found in sorted(groups.items(), key=lambda item: order[item[0][0]]):
        names = ", ".join(_short(each) for each in found[:examples])
        more = " …" if len(found) > examples else ""
        rows.append((str(problem), str(len(found)), str(outcome), names + more))
    return _aligned(rows)


def as_tsv(findings: Iterable[Finding]) -> str:
    """All findings, a line each, for a spreadsheet."""
    rows = [("recording", "problem", "action", "detail")]
    rows += [(f.name, str(f.problem), str(f.outcome), f.detail) for f in findings]
    clean = (["".join(c if c.isprintable() else " " for c in cell) for cell in row] for row in rows)
    return "".join("\t".join(row) + "\n" for row in clean)


def _short(finding: Finding) -> str:
    return f"{finding.name} ({finding.detail})" if finding.detail else finding.name


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)
