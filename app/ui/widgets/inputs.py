"""Sliders and fields whose value the mouse wheel changes only where they have the focus.

Without it the wheel is for what scrolls below: whoever scrolls past a slider changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSlider, QSpinBox, QWidget

if TYPE_CHECKING:
    _Mixin = QWidget
else:
    _Mixin = object  # a class of Qt's has no second one beside it


class _WheelWithFocus(_Mixin):
    """Put in front of the Qt class whose wheel it holds back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # By click and Tab, and not by the wheel, as is usual for the fields.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Slider(_WheelWithFocus, QSlider):
    """A horizontal slider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)


class SpinBox(_WheelWithFocus, QSpinBox):
    """A field for a whole number."""


class DoubleSpinBox(_WheelWithFocus, QDoubleSpinBox):
    """A field for a number."""


class ComboBox(_WheelWithFocus, QComboBox):
    """One of a list."""
