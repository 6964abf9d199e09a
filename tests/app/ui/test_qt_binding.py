"""PySide6 6.12.0 drops a reference to None at every call, and so kills Python 3.11 after some
thousand calls ("none_dealloc: deallocating None")."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_into_qt_leave_the_references_to_none_alone() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(300):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 100
