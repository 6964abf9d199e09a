"""Says in words what of a text was not spoken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject

from vits_core.records import Skipped

LONGEST_QUOTE = 40
"""Characters."""


def skipped_words(
    skipped: Sequence[Skipped], *, nothing_spoken: bool
) -> tuple[str, tuple[str, ...]]:
    """What happened in one sentence, and a line on each part that was left out; their characters
    are the script's."""
    translate = QCoreApplication.translate
    line = translate("SkippedText", "Character %1: “%2”: %3")
    details = tuple(
        line.replace("%1", str(note.start + 1))
        .replace("%3", note.reason)
        .replace("%2", _quoted(note.text))  # last, as the user's text may hold anything
        for note in skipped
    )
    if nothing_spoken:
        what = translate("SkippedText", "This text contains nothing to speak.")
    elif len(skipped) == 1:
        what = translate("SkippedText", "One part of the text was skipped: %1.")
        what = what.replace("%1", skipped[0].reason)
    else:
        what = SkippedText().parts(len(skipped))
    return what, details


class SkippedText(QObject):
    """Phrases with a plural form, which lupdate finds in `self.tr()` alone."""

    def parts(self, n: int) -> str:
        return self.tr("%n parts of the text were skipped.", "", n)


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
