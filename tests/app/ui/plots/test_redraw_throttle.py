from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.plots.redraw_throttle import DRAW_INTERVAL, RedrawThrottle


def let_it_draw(qtbot: QtBot) -> None:
    """Until a timer that is as long as the throttle's, and was started later, came three times."""
    due: list[int] = []
    timer = QTimer(interval=DRAW_INTERVAL)
    timer.timeout.connect(lambda: due.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(due) == 3)


def test_the_first_request_is_met_at_once_and_the_last_one_always(qtbot: QtBot) -> None:
    pace = RedrawThrottle()
    asked: list[int] = []
    drawn: list[int] = []
    pace.due.connect(lambda: drawn.append(len(asked)))
    started = time.perf_counter()
    for number in range(60):
        asked.append(number)
        pace.ask()
        assert drawn[0] == 1
        qtbot.wait(2)
    elapsed = 1000 * (time.perf_counter() - started)
    qtbot.waitUntil(lambda: drawn[-1] == 60)
    assert len(drawn) <= 2 + elapsed / DRAW_INTERVAL
    let_it_draw(qtbot)
    assert drawn.count(60) == 1


def test_nothing_is_drawn_of_what_was_forgotten(qtbot: QtBot) -> None:
    pace = RedrawThrottle()
    pace.ask()
    pace.ask()
    pace.forget()
    with qtbot.assertNotEmitted(pace.due):
        let_it_draw(qtbot)
    pace.ask()
    pace.forget()
    with qtbot.waitSignal(pace.due, timeout=0):
        pace.ask()
