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
