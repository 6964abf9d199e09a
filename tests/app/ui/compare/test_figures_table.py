from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.comparison.comparison import Figures
from app.ui.compare.figures_table import FiguresTable
from app.ui.takes.take_colours import take_colour
from app.ui.widgets.colours import DARK, LIGHT
from app.ui.widgets.theme import Theme
from tests.app.comparison.compared import preview, rendition
from tests.app.ui.made_take import DURATIONS


@pytest.fixture
def table(qtbot: QtBot) -> FiguresTable:
    table = FiguresTable()
    qtbot.addWidget(table)
    return table


def row(table: FiguresTable, number: int) -> list[str]:
    cells = (table.item(number, column) for column in range(table.columnCount()))
    return [cell.text() for cell in cells if cell is not None]


def test_each_take_is_a_row(table: FiguresTable) -> None:
    take = rendition(3)
    unvoiced = np.full(sum(DURATIONS), np.nan).tolist()
    table.show_figures(
        [
            ("3 ★", 0, Figures.of(take.outline, preview(take, 100))),
            ("5", 1, Figures.of(take.outline, None)),
            ("7", 2, Figures.of(take.outline, preview(take, unvoiced))),
        ]
    )
    assert row(table, 0) == ["3 ★", "0.38 s", "100 Hz", "100 – 100 Hz", "0.0 semitones", "100 %"]
    assert row(table, 1) == ["5", "0.38 s", "…", "…", "…", "…"]
    assert row(table, 2) == ["7", "0.38 s", "–", "–", "–", "0 %"]


def test_a_row_has_a_piece_of_the_takes_line(table: FiguresTable, theme: Theme) -> None:
    take = rendition(3)
    table.show_figures([("3", 0, Figures.of(take.outline, None))])

    def ink() -> str:
        cell = table.item(0, 0)
        assert cell is not None
        return cell.icon().pixmap(32, 16).toImage().pixelColor(8, 8).name()

    theme.set_mode("light")
    assert ink() == take_colour(0, LIGHT).name()
    theme.set_mode("dark")
    assert ink() == take_colour(0, DARK).name()
