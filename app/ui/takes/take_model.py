"""The takes of the lab as Qt's list views want them."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.takes.lab_take import LabTake
from app.takes.script_takes import Use
from app.ui.takes.take_facts import TakeFacts
from app.ui.takes.take_image import Scale
from vits_core.prosody.steering import Draw, Noise
from vits_core.records import ProsodySettings

TAKE_ROLE = Qt.ItemDataRole.UserRole
PREVIEW_ROLE = Qt.ItemDataRole.UserRole + 1
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2
"""The sentence, where a take is the first of it in a row of takes, or None."""
SHOWN_ROLE = Qt.ItemDataRole.UserRole + 3
USE_ROLE = Qt.ItemDataRole.UserRole + 4
"""`Use` of the take in the script, or None."""
REMARK_ROLE = Qt.ItemDataRole.UserRole + 5
"""Its note, or else how it came about, or else in which settings it differs from other takes."""


_Index = QModelIndex | QPersistentModelIndex


class TakeModel(QAbstractListModel):
    """Newest first, as the list has them; a row that stays keeps its selection."""

    note_edited = Signal(int, str)  # number of a take, what was typed

    def __init__(self, facts: TakeFacts) -> None:
        """`facts` are those of all lists."""
        super().__init__()
        self.facts = facts
        self.facts.changed.connect(self._on_facts_changed)
        self._takes: list[LabTake] = []
        self._seconds: dict[str, float] = {}
        """Of the longest take of each sentence: its takes share one time axis."""
        self._settings: dict[str, set[ProsodySettings]] = {}
        """Of the takes of each sentence."""
        self.comp: int | None = None
        """The take that is being put together, whose number each pick changes: no digit means
        it."""

    # -- setters -------------------------------------------------------------------------------

    def set_takes(self, takes: tuple[LabTake, ...]) -> None:
        """Take over another state of the list, row by row where it differs."""
        wanted = {take.number for take in takes}
        for row in reversed(range(len(self._takes))):
            if self._takes[row].number not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._takes[row]
                self.endRemoveRows()
        for row, take in enumerate(takes):
            if row == len(self._takes) or self._takes[row].number != take.number:
                self.beginInsertRows(QModelIndex(), row, row)
                self._takes.insert(row, take)
                self.endInsertRows()
        self._takes = list(takes)
        self._seconds, self._settings = {}, {}
        for take in takes:
            self._settings.setdefault(take.text, set()).add(take.outline.settings)
            longest = max(self._seconds.get(take.text, 0.0), take.outline.seconds)
            self._seconds[take.text] = longest
        self._tell_all()

    @Slot(object)
    def _on_facts_changed(self, numbers: set[int] | None) -> None:
        for row, take in enumerate(self._takes):
            if numbers is not None and take.number in numbers:
                self.dataChanged.emit(self.index(row), self.index(row))
        if numbers is None:
            self._tell_all()

    def _tell_all(self) -> None:
        if self._takes:
            self.dataChanged.emit(self.index(0), self.index(len(self._takes) - 1))

    def seconds_of(self, take: LabTake) -> float:
        """What the width of a take's row stands for."""
        return self._seconds.get(take.text, take.outline.seconds)

    def scale_of(self, take: LabTake) -> Scale:
        """What a take's picture has in common with others: time with those of its sentence,
        loudness and pitch with all."""
        return self.seconds_of(take), self.facts.peak, self.facts.middle_pitch

    # -- for the view --------------------------------------------------------------------------

    def take_at(self, row: int) -> LabTake:
        return self._takes[row]

    def row_of(self, number: int) -> int | None:
        for row, take in enumerate(self._takes):
            if take.number == number:
                return row
        return None

    def row_of_key(self, digit: int) -> int | None:
        """The take that a digit means: the newest one whose number ends in it."""
        for row, take in enumerate(self._takes):
            if take.number % 10 == digit and take.number != self.comp:
                return row
        return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._takes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._takes):
            return None
        take = self._takes[index.row()]
        if role == TAKE_ROLE:
            return take
        if role == PREVIEW_ROLE:
            return self.facts.previews.get(take.number)
        if role == HEADING_ROLE:
            before = self._takes[index.row() - 1] if index.row() else None
            return None if before is not None and before.text == take.text else take.text
        if role == SHOWN_ROLE:
            return take.number == self.facts.shown
        if role == USE_ROLE:
            return self.facts.uses.get(take.number)
        if role == REMARK_ROLE:
            return take.note or take.origin or self._differing(take)
        if role == Qt.ItemDataRole.EditRole:
            return take.note
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._in_words(take)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(take)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.note_edited.emit(self._takes[index.row()].number, str(value).strip())
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    # -- words ---------------------------------------------------------------------------------

    def _in_words(self, take: LabTake) -> str:
        """What a screen reader says."""
        parts = [self.tr("Take %1").replace("%1", str(take.number))]
        if take.starred:
            parts.append(self.tr("starred"))
        use = self.facts.uses.get(take.number)
        if use is not None:
            parts.append(use_words(use))
        parts.append(self.tr("%1 seconds").replace("%1", f"{take.outline.seconds:.2f}"))
        if take.note:
            parts.append(self.tr("note: %1").replace("%1", take.note))
        parts += [words for words in (take.origin, self._differing(take)) if words]
        parts.append(take.text)
        return ", ".join(parts)

    def _differing(self, take: LabTake) -> str:
        """Those settings that not all takes of its sentence have in common."""
        others, own = self._settings.get(take.text, set()), take.outline.settings
        told = (
            (self.tr("speed %1×"), 1 / own.length_scale, {each.length_scale for each in others}),
            (self.tr("expressiveness %1"), own.noise_scale, {each.noise_scale for each in others}),
            (
                self.tr("rhythm variation %1"),
                own.duration_noise_scale,
                {each.duration_noise_scale for each in others},
            ),
        )
        differing = [(words, value) for words, value, values in told if len(values) > 1]
        return ", ".join(words.replace("%1", f"{value:.2f}") for words, value in differing)

    def _tip(self, take: LabTake) -> str:
        outline, settings = take.outline, take.outline.settings
        lines = [
            self.tr("Take %1, %2 s")
            .replace("%1", str(take.number))
            .replace("%2", f"{outline.seconds:.2f}"),
            self.tr("Rhythm seed %1, expression seed %2")
            .replace("%1", seed_words(outline.rhythm))
            .replace("%2", seed_words(outline.expression)),
            self.tr("Expressiveness %1, rhythm variation %2, speed %3×")
            .replace("%1", f"{settings.noise_scale:.2f}")
            .replace("%2", f"{settings.duration_noise_scale:.2f}")
            .replace("%3", f"{1 / settings.length_scale:.2f}"),
        ]
        if outline.timing.pins:
            pins = len(outline.timing.pins)
            lines.append(self.tr("%n sounds with a pinned length", "", pins))
        lines += [line for line in (take.origin, take.note) if line]
        return "\n".join(lines)


def seed_words(noise: Noise) -> str:
    """A seed as it is shown; a mark tells that the noise is more than its seed."""
    changed = not isinstance(noise, Draw) or bool(noise.redrawn)
    return f"{noise.seed}*" if changed else str(noise.seed)


def use_words(use: Use) -> str:
    """What the list says of a take that was chosen for the script."""
    translate = QCoreApplication.translate
    if use is Use.IN_SCRIPT:
        return translate("TakeModel", "in script")
    if use is Use.OTHER_WORDS:
        return translate("TakeModel", "other words now")
    return translate("TakeModel", "other voice now")
