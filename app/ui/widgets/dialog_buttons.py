"""The buttons below a dialog that asks something."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def answer_button(words: str, name: str, tip: str) -> QPushButton:
    """A button of a dialog, with its object name."""
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    return button


def answer_buttons(
    dialog: QDialog, go_on: QPushButton, cancel_name: str, cancel_tip: str
) -> QDialogButtonBox:
    """`go_on`, which Return presses and which accepts the dialog, and *Cancel*."""
    go_on.setProperty("primary", True)
    go_on.setDefault(True)
    cancel = answer_button(
        QCoreApplication.translate("AnswerButtons", "Cancel"), cancel_name, cancel_tip
    )
    buttons = QDialogButtonBox()
    buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
