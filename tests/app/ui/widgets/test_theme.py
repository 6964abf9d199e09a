from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.widgets.colours import DARK, LIGHT, Colours, current_colours, is_dark
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import Theme, ThemeMode, palette_of


def contrast(one: str, other: str) -> float:
    """WCAG 2's ratio of two colours."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_can_be_read_on_their_grounds(colours: Colours) -> None:
    for ground in (colours.window, colours.base, colours.raised):
        for letters in (colours.text, colours.muted, colours.bad, colours.accent):
            assert contrast(letters, ground) >= 4.5, (letters, ground)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.accent, colours.shade) >= 4.5


def test_a_switch_reaches_the_palette_at_once(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.set_mode("dark")
    assert is_dark(qapp.palette())
    with qtbot.waitSignal(theme.changed, check_params_cb=lambda dark: not dark):
        theme.set_mode(ThemeMode.LIGHT)
    assert not is_dark(qapp.palette())
    assert qapp.palette().color(QPalette.ColorRole.Accent).name() == LIGHT.accent


def test_palettes_are_told_apart() -> None:
    assert is_dark(palette_of(DARK))
    assert not is_dark(palette_of(LIGHT))


def test_icons_are_drawn_again_after_a_switch(theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    theme.set_mode("light")
    Icons(button).put(button, "mdi6.square")

    def ink() -> str:
        return button.icon().pixmap(32, 32).toImage().pixelColor(16, 16).name()

    assert current_colours() is LIGHT
    assert ink() == LIGHT.text
    theme.set_mode("dark")
    assert ink() == DARK.text
