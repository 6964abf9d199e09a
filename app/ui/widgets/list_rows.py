"""What the window's lists have in common: how they scroll, and how rows are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame

MOVES = frozenset(
    (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip
"""Keys that go to other rows."""
NO_OTHER_KEY = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""With which a key means what it means alone."""


def set_up_list(view: QAbstractItemView, step: int) -> None:
    """Let several rows be selected, none be edited unasked, and a wheel go on by pixels: `step` for
    each line."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalScrollBar().setSingleStep(step)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


def selected_rows(view: QAbstractItemView) -> list[int]:
    """Those of a list of one column, from top to bottom."""
    return sorted(index.row() for index in view.selectionModel().selectedIndexes())


def select_rows(view: QAbstractItemView, rows: Sequence[int]) -> None:
    """Select some rows and no others, and make the first of them the current one."""
    flags, model = QItemSelectionModel.SelectionFlag, view.model()
    selection = QItemSelection()
    for row in rows:
        selection.select(model.index(row, 0), model.index(row, 0))
    view.selectionModel().setCurrentIndex(model.index(rows[0], 0), flags.NoUpdate)
    view.selectionModel().select(selection, flags.ClearAndSelect)
