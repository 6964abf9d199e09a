"""The style sheet: what Fusion and a palette cannot say about the look of a control."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template

from app.ui.widgets.colours import Colours

_ICONS = Path(str(files("resources"))) / "icons"

_TEMPLATE = Template("""
QToolTip {
    color: $text; background: $raised; border: 1px solid $border; padding: 4px 6px;
}
QMenuBar { background: $window; padding: 2px 8px; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 6px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QPushButton {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 5px 12px; min-height: 20px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton:checked { background: $shade; border-color: $accent; color: $accent; }
QPushButton:checked:hover { background: $hover; }
QPushButton:checked:focus { border-color: $text; }
QPushButton[primary="true"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
    padding: 5px 16px;
}
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:focus { border: 1px solid $text; }
QPushButton[primary="true"]:disabled {
    background: $hover; color: $faint; border-color: $border;
}
QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 4px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $border; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $shade; border-color: $accent; }
QToolButton:checked:focus { border-color: $text; }
QToolButton:disabled { color: $faint; }
QToolButton[primary="true"] { background: $accent; border-radius: 18px; }
QToolButton[primary="true"]:hover { background: $accent_hover; }
QToolButton[primary="true"]:focus { border-color: $text; }
QToolButton[primary="true"]:disabled { background: $hover; }
QToolButton#presetButton { padding: 4px 22px 4px 8px; }
QToolButton::menu-indicator {
    image: url($icons/chevron-down.svg); width: 14px; height: 14px;
    subcontrol-position: right center; subcontrol-origin: padding; right: 4px;
}
QPlainTextEdit#textEditor { background: $base; color: $text; border: none; }
QPlainTextEdit#messageDetails {
    background: $base; color: $text; border: 1px solid $border; border-radius: 6px;
}
QFrame[card="true"] { background: $base; border: 1px solid $border; border-radius: 8px; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 6px 14px; border: none;
    border-bottom: 2px solid transparent; min-width: 48px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QListView#takeList, QTableView#lineList { background: $base; outline: none; }
QPlainTextEdit#lineField {
    background: $base; color: $text; border: 1px solid $accent; border-radius: 4px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal {
    background: $raised; border: 2px solid $accent; width: 12px; height: 12px;
    margin: -6px 0; border-radius: 8px;
}
QSlider::handle:horizontal:hover { background: $shade; }
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::handle:horizontal:disabled { border-color: $faint; }
QComboBox, QAbstractSpinBox, QLineEdit {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 2px 8px; min-height: 22px; selection-background-color: $accent;
    selection-color: $on_accent;
}
QComboBox:hover, QAbstractSpinBox:hover { border-color: $faint; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus { border-color: $accent; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint; background: $window; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($icons/chevron-down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $accent; selection-color: $on_accent;
}
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; background: transparent; width: 20px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url($icons/chevron-up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($icons/chevron-down.svg); width: 12px; height: 12px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $faint; border-radius: 4px; background: $raised;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url($icons/check-on-$look.svg);
}
QCheckBox:focus { color: $accent; }
QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faint; }
QMenu::item:disabled:selected { background: $hover; color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 6px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QProgressBar { background: $border; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical {
    background: $border; border-radius: 4px; min-height: 32px; margin: 2px;
}
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
""")


def style_sheet(colours: Colours) -> str:
    """The style sheet of one look."""
    names = ("text", "raised", "border", "window", "hover", "accent", "accent_hover", "on_accent")
    more = ("faint", "shade", "base", "muted")
    values = {name: getattr(colours, name) for name in names + more}
    look = "dark" if colours.dark else "light"
    return _TEMPLATE.substitute(values, icons=_ICONS.as_posix(), look=look)
