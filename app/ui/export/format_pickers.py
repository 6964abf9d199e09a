"""Boxes that ask how sound is to be stored: type of file, format of samples or quality, and rate.

What a type of file cannot have cannot be chosen, and its box says why.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QFormLayout

from app.files.output_checks import writable_types
from app.ui.export.form_row import add_row
from app.ui.export.sound_choice import VOICE_RATE, SoundChoice
from app.ui.widgets.inputs import ComboBox
from vits_core.audio.file_types import SUBTYPES, TYPES, FileType, Quality

RATES = (VOICE_RATE, 44100, 48000)


class FormatPickers(QObject):
    """Puts its boxes into a dialog's form; their object names begin with `prefix`.

    `voice_rate` in Hz is shown beside the voice's own rate, unless it is 0.
    """

    # Another type of file was chosen.
    type_changed = Signal()

    def __init__(
        self, form: QFormLayout, prefix: str, voice_rate: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._voice_rate = voice_rate
        self._asked = SoundChoice()
        """What a box goes back to that does not fit for a while."""
        self._type = self._box(f"{prefix}TypePicker", self.tr("What the sound is stored as"))
        self._subtype = self._box(
            f"{prefix}SubtypePicker", self.tr("How precisely each sample is stored")
        )
        self._quality = self._box(
            f"{prefix}QualityPicker", self.tr("A better quality makes a larger file")
        )
        self._rate = self._box(
            f"{prefix}RatePicker",
            self.tr(
                "Samples per second. A rate above the voice's own makes the file larger, not "
                "better."
            ),
        )
        self._fill()
        add_row(form, self.tr("File type"), self._type)
        add_row(form, self.tr("Sample format"), self._subtype)
        add_row(form, self.tr("Quality"), self._quality)
        add_row(form, self.tr("Sample rate"), self._rate)
        self._type.currentIndexChanged.connect(self._on_type_changed)
        self._subtype.activated.connect(self._on_activated)
        self._quality.activated.connect(self._on_activated)
        self._fit()

    @property
    def kind(self) -> FileType:
        """The type of file."""
        return TYPES[str(self._type.currentData())]

    @property
    def subtype(self) -> str:
        """How samples are stored, as soundfile names it; what was chosen last in a lossy type."""
        return str(self._subtype.currentData() or self._asked.subtype)

    @property
    def quality(self) -> str:
        """One of `Quality`; what was chosen last in a lossless type."""
        return str(self._quality.currentData() or self._asked.quality)

    @property
    def rate(self) -> int:
        """Hz, or `VOICE_RATE`."""
        return int(self._rate.currentData())

    def choose(self, choice: SoundChoice) -> None:
        """Show a choice; what is not offered becomes the first of its box."""
        self._asked = choice if choice.quality in set(Quality) else SoundChoice()
        index = self._type.findData(choice.ending)
        self._type.setCurrentIndex(index if _offers(self._type, index) else 0)
        self._rate.setCurrentIndex(max(0, self._rate.findData(choice.rate)))
        self._fit()

    # -- what fits ---------------------------------------------------------------------------------

    @Slot()
    def _on_type_changed(self) -> None:
        self._fit()
        self.type_changed.emit()

    @Slot()
    def _on_activated(self) -> None:
        self._asked = SoundChoice(subtype=self.subtype, quality=self.quality)

    def _fit(self) -> None:
        """Offer what the type of file can have."""
        kind = self.kind
        asked = self._asked.subtype if self._asked.subtype in SUBTYPES else SUBTYPES[0]
        _offer(self._subtype, kind.subtypes)
        _show(self._subtype, kind.nearest(asked))
        self._subtype.setPlaceholderText(self.tr("None: %1 is lossy").replace("%1", kind.name))
        _offer(self._quality, [str(quality) for quality in kind.compression])
        _show(self._quality, self._asked.quality if kind.lossy else None, Quality.STANDARD)
        self._quality.setPlaceholderText(
            self.tr("All of it: %1 is lossless").replace("%1", kind.name)
        )
        fitting = [rate for rate in RATES if not rate or kind.rate_for(rate) == rate]
        _offer(self._rate, fitting)
        if self.rate not in fitting:
            self._rate.setCurrentIndex(0)
        self._rate.setItemText(0, self._own_rate(kind))

    def _own_rate(self, kind: FileType) -> str:
        if not self._voice_rate:
            return self.tr("Same as the voice")
        rate = kind.rate_for(self._voice_rate)
        words = self.tr("Same as the voice (%1 kHz)")
        if rate != self._voice_rate:
            words = self.tr("Closest to the voice (%1 kHz)")
        return words.replace("%1", f"{rate / 1000:g}")

    # -- building ----------------------------------------------------------------------------------

    def _audiobook(self) -> str:
        if TYPES[".m4b"] in writable_types():
            return self.tr("%1, audiobook with chapters")
        return self.tr("%1, audiobook (needs ffmpeg)")

    def _box(self, name: str, tip: str) -> ComboBox:
        box = ComboBox()
        box.setObjectName(name)
        box.setToolTip(tip)
        return box

    def _fill(self) -> None:
        for ending, words in (
            (".wav", self.tr("%1, uncompressed")),
            (".flac", self.tr("%1, lossless, smaller")),
            (".ogg", self.tr("%1, small")),
            (".opus", self.tr("%1, smallest for its quality")),
            (".mp3", self.tr("%1, small, plays everywhere")),
            (".m4b", self._audiobook()),
        ):
            self._type.addItem(words.replace("%1", TYPES[ending].name), ending)
        _offer(self._type, [kind.ending for kind in writable_types()])
        why = self.tr("Audiobooks with chapters are made by ffmpeg, which is not installed here.")
        book = self._type.findData(".m4b")
        if not _offers(self._type, book):
            self._type.setItemData(book, why, Qt.ItemDataRole.ToolTipRole)
        for subtype, words in zip(
            SUBTYPES,
            (
                self.tr("16-bit, plays everywhere"),
                self.tr("24-bit, for further editing"),
                self.tr("32-bit float, never clips"),
            ),
            strict=True,
        ):
            self._subtype.addItem(words, subtype)
        for quality, words in (
            (Quality.SMALL, self.tr("Small file")),
            (Quality.STANDARD, self.tr("Standard, sounds like the original")),
            (Quality.HIGH, self.tr("High, for further editing")),
        ):
            self._quality.addItem(words, quality.value)
        for rate, words in zip(RATES, ("", self.tr("44.1 kHz"), self.tr("48 kHz")), strict=True):
            self._rate.addItem(words, rate)


def _offer(box: ComboBox, values: Collection[object]) -> None:
    """Let these be chosen and no others; none at all disables the box."""
    model = cast(QStandardItemModel, box.model())
    for row in range(box.count()):
        model.item(row).setEnabled(box.itemData(row) in values)
    box.setEnabled(bool(values))


def _offers(box: ComboBox, row: int) -> bool:
    return row >= 0 and cast(QStandardItemModel, box.model()).item(row).isEnabled()


def _show(box: ComboBox, value: str | None, otherwise: str = "") -> None:
    """Show a value; None is nothing but the box's placeholder."""
    index = -1 if value is None else box.findData(str(value))
    if value is not None and index < 0:
        index = max(0, box.findData(str(otherwise)))
    box.setCurrentIndex(index)
