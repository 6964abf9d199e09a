"""Asks which files are to be written beside each sound: subtitles, labels, a recipe."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.ui.widgets.theme import GRID


class CompanionBoxes(QWidget):
    """A box for each kind of file."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        self._labels = {
            ending: self._box(name, words, tip)
            for ending, name, words, tip in (
                (".srt", "Srt", self.tr("SR&T"), self.tr("Subtitles (SubRip), by the sentence")),
                (".vtt", "Vtt", self.tr("&VTT"), self.tr("Subtitles for the web (WebVTT)")),
                (".ass", "Ass", self.tr("ASS"),
                 self.tr("Subtitles in which each word lights up when it is heard")),
                (".TextGrid", "TextGrid", self.tr("TextGri&d"),
                 self.tr("Phonemes, words and sentences for Praat")),
                (".labels.txt", "Audacity", self.tr("A&udacity labels"),
                 self.tr("The words as a label track for Audacity (.labels.txt)")),
                (".json", "Json", self.tr("&JSON"),
                 self.tr("Sentences, words and phonemes with their times")),
            )
        }  # fmt: skip
        self._sidecar = self._box(
            "Sidecar",
            self.tr("&Recipe"),
            self.tr(
                "A small file (.take.json) with the text, seeds and settings needed to make this "
                "audio again"
            ),
        )
        for box in (*self._labels.values(), self._sidecar):
            row.addWidget(box)
        row.addStretch(1)
        self.setFocusProxy(self._labels[".srt"])

    def labels(self) -> tuple[str, ...]:
        """Endings of the files of subtitles and times that are wanted."""
        return tuple(ending for ending, box in self._labels.items() if box.isChecked())

    def sidecar(self) -> bool:
        """Whether a recipe is wanted."""
        return self._sidecar.isChecked()

    def choose(self, labels: Collection[str], *, sidecar: bool) -> None:
        """Show a choice."""
        for ending, box in self._labels.items():
            box.setChecked(ending in labels)
        self._sidecar.setChecked(sidecar)

    def _box(self, name: str, words: str, tip: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(f"export{name}Box")
        box.setAccessibleName(words.replace("&", ""))
        box.setToolTip(tip)
        return box
