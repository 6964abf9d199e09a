"""All that both export dialogs ask about the sound of files and what they tell of themselves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout

from app.ui.export.format_pickers import FormatPickers
from app.ui.export.loudness_picker import LoudnessPicker
from app.ui.export.sound_choice import SoundChoice
from app.ui.export.tag_fields import TagFields
from app.ui.widgets.theme import GRID


class SoundForm(QObject):
    """Two forms, to be put into a dialog beside each other; one where no title is asked for."""

    # Another type of file was chosen.
    type_changed = Signal()

    def __init__(
        self, prefix: str, voice_rate: int, parent: QObject | None = None, *, title: bool
    ) -> None:
        """The fields' object names begin with `prefix`."""
        super().__init__(parent)
        self.sound = form_layout()
        self.tags = form_layout() if title else self.sound
        self._format = FormatPickers(self.sound, prefix, voice_rate, self)
        self._loudness = LoudnessPicker(self.sound, prefix, self)
        self._tags = TagFields(self.tags, prefix, self, title=title)
        self._format.type_changed.connect(self.type_changed)

    @property
    def ending(self) -> str:
        """Of the files' names."""
        return self._format.kind.ending

    @property
    def title(self) -> str:
        return self._tags.title

    def ask_for_title(self, wanted: bool) -> None:
        """Whether there is one title; files of several titles each have their own."""
        self._tags.ask_for_title(wanted)

    def fields(self) -> dict[str, Any]:
        """What is chosen, by the names of `SoundChoice`."""
        return {
            "ending": self._format.kind.ending,
            "subtype": self._format.subtype,
            "quality": self._format.quality,
            "rate": self._format.rate,
            "loudness": self._loudness.loudness,
            "true_peak": self._loudness.true_peak,
            "artist": self._tags.artist,
            "album": self._tags.album,
            "comment": self._tags.comment,
            "license": self._tags.license,
        }

    def choose(self, choice: SoundChoice) -> None:
        """Show a choice."""
        self._format.choose(choice)
        self._loudness.choose(choice)
        self._tags.choose(choice)


def form_layout() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(2 * GRID)
    form.setVerticalSpacing(GRID)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
