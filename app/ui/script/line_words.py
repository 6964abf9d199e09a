"""What is said of a line, in its row, in its tooltip and by a screen reader."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.document.document import Line
from app.session.line_states import LineState, LineStatus
from app.ui.widgets.time_text import clock


def row_words(number: int, line: Line, status: LineStatus, takes: int = 0) -> str:
    """What a screen reader says of the row of a line with so many takes."""
    translate = QCoreApplication.translate
    parts = [translate("LineWords", "Line %1").replace("%1", str(number))]
    if line.heading:
        parts.append(translate("LineWords", "heading"))
    parts += [line.text, state_words(status.state), *slot_words(line, status)]
    if line.chosen is not None:
        parts.append(translate("LineWords", "a take is chosen"))
    if takes:
        parts.append(translate("LineWords", "%n takes", "", takes))
    if status.sketches:
        seconds = translate("LineWords", "%1 seconds").replace("%1", f"{status.seconds:.2f}")
        parts.append(seconds)
    return ", ".join(parts + own_words(line))


def tip_words(line: Line, status: LineStatus) -> str:
    """The whole line, and why it is in its state."""
    translate = QCoreApplication.translate
    why = status.problem or state_words(status.state)
    if status.state is LineState.STALE and line.is_stale:
        why = translate("LineWords", "The take that was chosen for this line has other words.")
    elif status.state is LineState.STALE:
        why = translate("LineWords", "Changed since it was made; playing makes it anew.")
    if line.slot is not None:
        why = f"{why}\n{' '.join(slot_words(line, status))}"
    own = own_words(line)
    if own:
        said = translate("LineWords", "Of its own: %1").replace("%1", ", ".join(own))
        why = f"{why}\n{said}"
    return f"{line.text}\n\n{why}"


def state_words(state: LineState) -> str:
    """A state as a row says it."""
    translate = QCoreApplication.translate
    if state is LineState.NOT_MADE:
        return translate("LineWords", "Not made")
    if state is LineState.BEING_MADE:
        return translate("LineWords", "Making…")
    if state is LineState.MADE:
        return translate("LineWords", "Made")
    if state is LineState.STALE:
        return translate("LineWords", "Stale")
    return translate("LineWords", "Failed")


def slot_words(line: Line, status: LineStatus) -> list[str]:
    """When a line is to be heard, and how it misses that: whole sentences."""
    if line.slot is None:
        return []
    translate = QCoreApplication.translate
    words = [
        translate("LineWords", "To be heard from %1 to %2.")
        .replace("%1", clock(line.slot.start))
        .replace("%2", clock(line.slot.stop))
    ]
    for seconds, missed in (
        (status.late, translate("LineWords", "It begins %1 s late.")),
        (status.over, translate("LineWords", "It is too long by %1 s.")),
    ):
        if seconds:
            words.append(missed.replace("%1", f"{seconds:.2f}"))
    return words


def own_words(line: Line) -> list[str]:
    """What a line has of its own, other than the script."""
    translate, own = QCoreApplication.translate, line.delivery
    said: list[tuple[str, str | None]] = [
        (translate("LineWords", "voice %1"), voice_name(own.voice)),
        (translate("LineWords", "speaker %1"), own.speaker),
        (translate("LineWords", "expressiveness %1"), _number(own.noise_scale)),
        (translate("LineWords", "rhythm variation %1"), _number(own.duration_noise_scale)),
        (translate("LineWords", "speed %1×"),
         None if own.length_scale is None else _number(1 / own.length_scale)),
        (translate("LineWords", "rhythm seed %1"), _number(own.rhythm_seed)),
        (translate("LineWords", "expression seed %1"), _number(own.expression_seed)),
        (translate("LineWords", "gap of %1 s"), _number(line.gap)),
    ]  # fmt: skip
    return [words.replace("%1", value) for words, value in said if value is not None]


def voice_name(voice: str | None) -> str | None:
    """What the voice of a file is called, as far as its path tells."""
    if voice is None:
        return None
    return Path(voice).stem or QCoreApplication.translate("LineWords", "that comes along")


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
