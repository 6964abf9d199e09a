"""One prosody setting: a slider, a typed value, and the way back to the voice's default."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets.colours import current_colours
from app.ui.widgets.icons import Icons
from app.ui.widgets.inputs import DoubleSpinBox, Slider
from app.ui.widgets.theme import GRID

STEPS = 100
"""Positions of the slider for 1.0 of the shown value."""
FINE_STEP = 0.01


@dataclass(frozen=True, slots=True)
class SliderScale:
    """What a slider shows, and how far it goes."""

    name: str
    """In camel case, for object names."""
    label: str
    low: float
    high: float
    step: float
    """What one notch of the wheel moves."""
    low_words: str
    high_words: str
    tooltip: str
    suffix: str = ""


class FineSlider(Slider):
    """A horizontal slider whose wheel steps are finer with Ctrl, and that marks its default."""

    stepped = Signal(float)  # signed amount of the shown value that the wheel asks for
    reset_requested = Signal()  # it was double-clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0.1
        self._default = 0

    def set_step(self, step: float) -> None:
        self._step = step

    def set_default(self, position: int) -> None:
        """Mark the position that a double click goes back to."""
        self._default = position
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        # A modifier may turn the wheel sideways on some platforms.
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            step = FINE_STEP if fine else self._step
            self.stepped.emit(step * turned / 120.0)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        room = self.width() - handle.width()
        offset = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), self._default, room)
        x = offset + handle.width() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_colours().faint))
        middle = self.height() / 2
        mark = QRectF(QPointF(x - 1, middle - 7), QPointF(x + 1, middle + 7))
        painter.drawRoundedRect(mark, 1, 1)
        painter.end()
        super().paintEvent(event)


class ProsodySlider(QWidget):
    """A labelled slider with a typed value; the value is exact, the slider only near it."""

    value_changed = Signal(float)  # the user moved it; the shown value

    def __init__(self, scale: SliderScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value = scale.low
        self._default = scale.low
        self._label = QLabel(scale.label)
        self._slider = self._build_slider()
        self._field = self._build_field()
        self._reset = self._build_reset()
        self._label.setBuddy(self._field)
        self._lay_out()
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._slider.stepped.connect(self._on_stepped)
        self._slider.reset_requested.connect(self.reset)
        self._field.valueChanged.connect(self._on_value_typed)
        self._reset.clicked.connect(self.reset)
        self.set_default(scale.low)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without telling anyone."""
        self._value = value
        self._slider.blockSignals(True)
        self._slider.setValue(round(value * STEPS))
        self._slider.blockSignals(False)
        self._field.blockSignals(True)
        self._field.setValue(value)
        self._field.blockSignals(False)
        self._reset.setEnabled(abs(value - self._default) >= FINE_STEP / 2)

    def set_default(self, value: float) -> None:
        """The value that a reset goes back to; the present one stays."""
        self._default = value
        self._slider.set_default(round(value * STEPS))
        self.set_value(self._value)

    @Slot()
    def reset(self) -> None:
        """Go back to the voice's default, as the user's own change."""
        self._change(self._default)

    def _change(self, value: float) -> None:
        value = min(self._scale.high, max(self._scale.low, value))
        if value == self._value:
            return
        self.set_value(value)
        self.value_changed.emit(value)

    @Slot(int)
    def _on_slider_moved(self, position: int) -> None:
        self._change(position / STEPS)

    @Slot(float)
    def _on_stepped(self, amount: float) -> None:
        self._change(round(self._value + amount, 2))

    @Slot(float)
    def _on_value_typed(self, value: float) -> None:
        self._change(value)

    def _build_slider(self) -> FineSlider:
        slider = FineSlider(self)
        slider.setObjectName(f"{self._scale.name}Slider")
        slider.setAccessibleName(self._scale.label)
        slider.setToolTip(self._scale.tooltip)
        slider.setRange(round(self._scale.low * STEPS), round(self._scale.high * STEPS))
        slider.setSingleStep(round(self._scale.step * STEPS))
        slider.setPageStep(round(self._scale.step * STEPS))
        slider.set_step(self._scale.step)
        return slider

    def _build_field(self) -> DoubleSpinBox:
        field = DoubleSpinBox(self)
        field.setObjectName(f"{self._scale.name}Field")
        field.setAccessibleName(self._scale.label)
        field.setToolTip(self._scale.tooltip)
        field.setDecimals(2)
        field.setRange(self._scale.low, self._scale.high)
        field.setSingleStep(self._scale.step)
        field.setSuffix(self._scale.suffix)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setKeyboardTracking(False)
        field.setFixedWidth(11 * GRID)
        return field

    def _build_reset(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self._scale.name}ResetButton")
        button.setAccessibleName(self.tr("Reset %1").replace("%1", self._scale.label))
        button.setToolTip(self.tr("Reset to the voice's default"))
        Icons(self).put(button, "mdi6.undo-variant", "muted")
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        top.addWidget(self._label, 1)
        top.addWidget(self._field)
        top.addWidget(self._reset)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self._caption(self._scale.low_words, Qt.AlignmentFlag.AlignLeft))
        bottom.addWidget(self._slider, 1)
        bottom.addWidget(self._caption(self._scale.high_words, Qt.AlignmentFlag.AlignRight))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(bottom)

    def _caption(self, words: str, side: Qt.AlignmentFlag) -> QLabel:
        caption = QLabel(words)
        caption.setProperty("role", "muted")
        font = caption.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        caption.setFont(font)
        caption.setFixedWidth(6 * GRID)
        caption.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        return caption
