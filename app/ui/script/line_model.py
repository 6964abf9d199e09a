"""The lines of the script as Qt's list views want them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.document.document import Document, Line
from app.document.finding import Pattern, Span, spans_of
from app.session.line_states import LineStatus
from app.ui.script.line_words import row_words, tip_words

LINE_ROLE = Qt.ItemDataRole.UserRole
STATUS_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 2
"""Of the line in the script, whichever lines are shown."""
SPOKEN_ROLE = Qt.ItemDataRole.UserRole + 3
"""Characters of the line that are being spoken, or None where another line is."""

FOUND_ROLE = Qt.ItemDataRole.UserRole + 4
"""Where the words that are sought stand in the line."""
TAKES_ROLE = Qt.ItemDataRole.UserRole + 5
"""How many takes the line has."""

StatusOf = Callable[[Line], LineStatus]
Accepts = Callable[[Line], bool]

_Index = QModelIndex | QPersistentModelIndex


class LineModel(QAbstractListModel):
    """Tells of those lines alone that have changed; a row that stays keeps its selection."""

    text_edited = Signal(int, str)  # id of a line, what was typed

    def __init__(self, status_of: StatusOf) -> None:
        super().__init__()
        self._document = Document()
        self._lines: list[Line] = []
        """Those that are shown."""
        self._status_of = status_of
        self._statuses: dict[int, tuple[Line, LineStatus]] = {}
        """Of the lines that were looked at, as they were then."""
        self._accepts: Accepts | None = None
        self._spoken: tuple[int, Span] | None = None
        self._sought: Pattern | None = None
        self._take_counts: Mapping[int, int] = {}

    # -- setters -------------------------------------------------------------------------------

    def set_document(self, document: Document) -> None:
        """Take over another state of the script, row by row where it differs."""
        renumbered = len(document) != len(self._document)
        self._document = document
        self._show_accepted()
        if renumbered and self._lines:
            self._tell(0, len(self._lines) - 1)

    def set_filter(self, accepts: Accepts | None) -> None:
        """Show those lines alone; None shows all."""
        self._accepts = accepts
        self._show_accepted()

    def refresh(self, lines: Collection[int] | None = None) -> None:
        """Something else has become of lines, or of any."""
        if lines is None:
            self._statuses.clear()
            if self._lines:
                self._tell(0, len(self._lines) - 1)
            return
        for line in lines:
            self._statuses.pop(line, None)
            self._tell_of(line)

    def set_spoken(self, line: int | None, span: Span = (0, 0)) -> None:
        """Mark the line that sounds, and the characters of it that are being said."""
        before, self._spoken = self._spoken, None if line is None else (line, span)
        if before == self._spoken:
            return
        for each in {before[0] if before else None, line} - {None}:
            self._tell_of(each)

    def set_take_counts(self, counts: Mapping[int, int]) -> None:
        """How many takes lines have; none where nothing is said."""
        before, self._take_counts = self._take_counts, counts
        for line in before.keys() | counts.keys():
            if before.get(line) != counts.get(line):
                self._tell_of(line)

    def set_sought(self, sought: Pattern | None) -> None:
        """Mark these words in all lines."""
        self._sought = sought
        if self._lines:
            self._tell(0, len(self._lines) - 1)

    # -- for the view --------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        return self._document

    @property
    def spoken_line(self) -> int | None:
        """Id of the line that sounds."""
        return self._spoken[0] if self._spoken else None

    def line_at(self, row: int) -> Line:
        return self._lines[row]

    def row_of(self, line: int | None) -> int | None:
        """The row of a line, if it is shown."""
        if line is None or line not in self._document:
            return None
        if self._accepts is None:
            return self._document.index(line)
        return next((row for row, each in enumerate(self._lines) if each.id == line), None)

    def status(self, line: Line) -> LineStatus:
        """What has become of a line."""
        known = self._statuses.get(line.id)
        if known is None or known[0] is not line:
            known = self._statuses[line.id] = line, self._status_of(line)
        return known[1]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == STATUS_ROLE:
            return self.status(line)
        if role == NUMBER_ROLE:
            return self._number(line)
        if role == SPOKEN_ROLE:
            return self._spoken[1] if self._spoken and self._spoken[0] == line.id else None
        if role == FOUND_ROLE:
            return spans_of(self._sought, line.text)
        if role == TAKES_ROLE:
            return self._take_counts.get(line.id, 0)
        if role == Qt.ItemDataRole.EditRole:
            return line.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            takes = self._take_counts.get(line.id, 0)
            return row_words(self._number(line), line, self.status(line), takes)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_words(line, self.status(line))
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.text_edited.emit(self._lines[index.row()].id, str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    # -- changes -------------------------------------------------------------------------------

    def _show_accepted(self) -> None:
        accepts = self._accepts
        lines = self._document.lines
        self._show(lines if accepts is None else [line for line in lines if accepts(line)])

    def _show(self, new: Sequence[Line]) -> None:
        """Take out, put in and exchange rows where the lines are others."""
        old = self._lines
        most = min(len(old), len(new))
        head = next((row for row in range(most) if old[row].id != new[row].id), most)
        most -= head
        tail = next((row for row in range(most) if old[~row].id != new[~row].id), most)
        wanted = {line.id for line in new[head : len(new) - tail]}
        self._remove({line.id for line in old[head : len(old) - tail]} - wanted, head, tail)
        self._reorder(new, head, tail)
        self._insert(new, head, tail)
        before, self._lines = self._lines, list(new)
        changed = [row for row, line in enumerate(new) if line is not before[row]]
        for first, last in _runs(changed):
            self._tell(first, last)

    def _remove(self, gone: Collection[int], head: int, tail: int) -> None:
        rows = range(head, len(self._lines) - tail)
        for first, last in reversed(_runs([row for row in rows if self._lines[row].id in gone])):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._lines[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, new: Sequence[Line], head: int, tail: int) -> None:
        """Bring the rows that stay into their new order."""
        middle = range(head, len(self._lines) - tail)
        there = {self._lines[row].id: row for row in middle}
        rows = [there[line.id] for line in new[head : len(new) - tail] if line.id in there]
        if rows == sorted(rows):
            return
        self.layoutAboutToBeChanged.emit()
        moved = {old: head + place for place, old in enumerate(rows)}
        before = self.persistentIndexList()
        after = [self.index(moved.get(index.row(), index.row())) for index in before]
        self._lines[head : head + len(rows)] = [self._lines[row] for row in rows]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, new: Sequence[Line], head: int, tail: int) -> None:
        there = {line.id for line in self._lines[head : len(self._lines) - tail]}
        rows = range(head, len(new) - tail)
        for first, last in _runs([row for row in rows if new[row].id not in there]):
            self.beginInsertRows(QModelIndex(), first, last)
            self._lines[first:first] = new[first : last + 1]
            self.endInsertRows()

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def _tell_of(self, line: int | None) -> None:
        row = self.row_of(line)
        if row is not None:
            self._tell(row, row)

    def _number(self, line: Line) -> int:
        # While rows come and go, some are asked for that are on their way out.
        return self._document.index(line.id) + 1 if line.id in self._document else 0


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each stretch of rows that follow one another."""
    runs = groupby(enumerate(rows), lambda pair: pair[1] - pair[0])
    stretches = [[row for _, row in run] for _, run in runs]
    return [(stretch[0], stretch[-1]) for stretch in stretches]
