"""What a plot has drawn, as whoever looks at its scene finds it."""

from __future__ import annotations

from typing import TypeVar

import pyqtgraph
from PySide6.QtWidgets import QWidget

Kind = TypeVar("Kind")


def drawn(plot: QWidget, kind: type[Kind]) -> list[Kind]:
    """All items of a kind, such as curves or images."""
    (view,) = plot.findChildren(pyqtgraph.GraphicsView)
    return [item for item in view.scene().items() if isinstance(item, kind)]
