"""A row to find words, and below it one to replace them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.ui.widgets.adaptive_toolbar import AdaptiveToolbar
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID


class FindBar(QWidget):
    """Says what is sought while it is typed; whoever finds it says how often it is there."""

    sought_changed = Signal(str, bool)  # the words, whether capital letters count
    next_requested = Signal()
    previous_requested = Signal()
    replace_requested = Signal(str)  # the words that take the place of what was found last
    replace_all_requested = Signal(str)
    left = Signal()  # Esc or the button that closes: the keyboard should go back

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` begins the object names of its widgets."""
        super().__init__(parent)
        self.setObjectName(f"{name}FindBar")
        self._name = name
        self._icons = Icons(self)
        self.row = AdaptiveToolbar()
        """Of what finds; more can stand there."""
        self._replace_row = AdaptiveToolbar()
        self._build_find_row()
        self._build_replace_row()
        self._connect()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for row in (self.row, self._replace_row):
            row.row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
            row.row.setSpacing(GRID // 2)
            layout.addWidget(row)
        self._replace_row.hide()
        self.set_count(None, 0)

    def begin(self, words: str = "", *, replace: bool) -> None:
        """Take the keyboard, and seek these words if there are any; offer to replace them, or
        not."""
        self.show()
        self._replace_row.setVisible(replace)
        if words:
            self._find.setText(words)
        self._find.setFocus()
        self._find.selectAll()

    def sought(self) -> tuple[str, bool]:
        """The words, and whether capital letters count."""
        return self._find.text(), self._case.isChecked()

    def set_count(self, place: int | None, total: int) -> None:
        """Say how often the words are there, and the how manieth this one is, from 0."""
        if not self._find.text():
            self._count.setText("")
        elif place is None or not total:
            self._count.setText(self.tr("None") if not total else str(total))
        else:
            words = self.tr("%1 of %2").replace("%1", str(place + 1))
            self._count.setText(words.replace("%2", str(total)))
        for button in (self._one, self._all):
            button.setEnabled(bool(total))

    @Slot()
    def leave(self) -> None:
        """Give the keyboard back."""
        self._replace_row.hide()
        self.left.emit()

    # -- Qt's events ---------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        key = event.key() if isinstance(event, QKeyEvent) else None
        if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
            event.accept()  # before it silences the speech
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._replace.hasFocus():
                self._on_replace()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.previous_requested.emit()
            else:
                self.next_requested.emit()
        else:
            super().keyPressEvent(event)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_sought_changed(self) -> None:
        self.sought_changed.emit(*self.sought())

    @Slot()
    def _on_replace(self) -> None:
        if self._one.isEnabled():
            self.replace_requested.emit(self._replace.text())

    @Slot()
    def _on_replace_all(self) -> None:
        self.replace_all_requested.emit(self._replace.text())

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._find.textChanged.connect(self._on_sought_changed)
        self._case.toggled.connect(self._on_sought_changed)
        self._back.clicked.connect(self.previous_requested)
        self._on.clicked.connect(self.next_requested)
        self.close_button.clicked.connect(self.leave)
        self._one.clicked.connect(self._on_replace)
        self._all.clicked.connect(self._on_replace_all)

    def _build_find_row(self) -> None:
        build = self._build_button
        self._find = self._build_field("Find", self.tr("Find"))
        self._case = build("MatchCase", self.tr("Match case"), "mdi6.format-letter-case",
                           self.tr("Tell capital letters from small ones"))  # fmt: skip
        self._case.setCheckable(True)
        self._count = QLabel()
        self._count.setObjectName(f"{self._name}FoundLabel")
        self._count.setProperty("role", "muted")
        self._back = build("FindPrevious", self.tr("Previous"), "mdi6.chevron-up",
                           self.tr("Go to the one before (Shift+Enter)"))  # fmt: skip
        self._on = build("FindNext", self.tr("Next"), "mdi6.chevron-down",
                         self.tr("Go to the next one (Enter)"))  # fmt: skip
        self.close_button = build("CloseFind", self.tr("Close"), "mdi6.close",
                                  self.tr("Close this row (Esc)"))  # fmt: skip
        widgets = self._find, self._case, self._count, self._back, self._on, self.close_button
        for each in widgets:
            self.row.row.addWidget(each)
        self.row.row.setStretchFactor(self._find, 1)
        self.row.can_do_without(self._count)

    def _build_replace_row(self) -> None:
        row = self._replace_row.row
        self._replace = self._build_field("Replace", self.tr("Replace by"))
        self._one = self._build_push_button(
            "Replace", self.tr("Replace"), self.tr("Replace what was found last")
        )
        self._all = self._build_push_button(
            "ReplaceAll", self.tr("Replace all"),
            self.tr("Replace everything that was found, as one step to undo"),
        )  # fmt: skip
        row.addWidget(self._replace)
        row.addWidget(self._one)
        row.addWidget(self._all)
        row.setStretchFactor(self._replace, 1)

    def _build_field(self, role: str, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"{self._name}{role}Field")
        field.setAccessibleName(words)
        field.setPlaceholderText(words)
        field.setToolTip(words)
        field.setMinimumWidth(10 * GRID)
        return field

    def _build_button(self, role: str, words: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self._name}{role}Button")
        button.setAccessibleName(words)
        button.setToolTip(tip)
        self._icons.put(button, icon)
        return button

    def _build_push_button(self, role: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"{self._name}{role}Button")
        button.setAccessibleName(words)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button
