"""A field in a dialog's form, with what names and explains it."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QWidget


def add_row(form: QFormLayout, words: str, field: QWidget, row: QWidget | None = None) -> None:
    """Add a field, or the row that it is in, beside its label, which is also its name for a screen
    reader."""
    row = row or field
    field.setAccessibleName(words)
    label = QLabel(words)
    label.setBuddy(field)
    label.setMinimumHeight(row.sizeHint().height())
    form.addRow(label, row)


def align_labels(*forms: QFormLayout) -> None:
    """Let the fields of forms that are above one another begin at the same place."""
    items = (
        form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        for form in forms
        for row in range(form.rowCount())
    )
    labels = [label for item in items if item and (label := item.widget()) is not None]
    widest = max(label.sizeHint().width() for label in labels)
    for label in labels:
        label.setMinimumWidth(widest)
