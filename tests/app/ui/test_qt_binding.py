"""What goes through PySide6 comes out with as many references as it went in with.

6.12.0 drops a reference to None at every call that returns nothing and one to True at every emit.
Python 3.11 dies of it after some thousand calls ("none_dealloc: deallocating None"); from 3.12 on
both are immortal, and nobody notices.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from pytestqt.qtbot import QtBot

CALLS = 300
SLACK = 50
"""References that the test's surroundings may take or let go of meanwhile."""


class Sender(QObject):
    sent = Signal(object)


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None and True are immortal: a lost reference does no harm"
)
def test_calls_into_qt_leave_none_and_true_alone() -> None:
    sender = Sender()
    spare = 10 * CALLS * [None, True]  # so that the test fails, and does not die of it
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        sender.setObjectName("name")
        sender.sent.emit(1)
    assert abs(sys.getrefcount(None) - before[0]) < SLACK
    assert abs(sys.getrefcount(True) - before[1]) < SLACK
    del spare


def emitted(sender: Sender, thing: object) -> None:
    sender.sent.emit(thing)


def emitted_in_a_queue(sender: Sender, thing: object) -> None:
    sender.sent.disconnect()
    sender.sent.connect(lambda _: None, Qt.ConnectionType.QueuedConnection)
    sender.sent.emit(thing)
    QCoreApplication.processEvents()


def kept_as_a_property(sender: Sender, thing: object) -> None:
    sender.setProperty("thing", thing)
    assert sender.property("thing") is thing
    sender.setProperty("thing", None)


@pytest.mark.parametrize("way", [emitted, emitted_in_a_queue, kept_as_a_property])
def test_what_passes_through_qt_is_neither_lost_nor_kept(
    qtbot: QtBot, way: Callable[[Sender, object], None]
) -> None:
    sender, thing = Sender(), object()
    sender.sent.connect(lambda _: None)
    before = sys.getrefcount(thing)
    for _ in range(CALLS):
        way(sender, thing)
    assert sys.getrefcount(thing) == before
