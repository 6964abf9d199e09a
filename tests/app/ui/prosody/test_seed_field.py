from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.prosody.seed_field import SeedField


@pytest.fixture
def field(qtbot: QtBot) -> SeedField:
    actions = WindowActions()
    field = SeedField("rhythmSeed", "Rhythm seed", "The same again", actions[Action.RHYTHM_SEED])
    actions.setParent(field)
    qtbot.addWidget(field)
    return field


def test_a_seed_is_set_silently_and_typed_aloud(field: SeedField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.seed_changed):
        field.set_seed(2**31 - 1)
    assert field.seed == 2**31 - 1
    with qtbot.waitSignal(field.seed_changed, check_params_cb=lambda seed: seed == 12):
        field.findChild(QSpinBox).setValue(12)


def test_new_draws_another_seed(field: SeedField, qtbot: QtBot) -> None:
    for _ in range(20):
        before = field.seed
        with qtbot.waitSignal(field.seed_changed):
            field.findChild(QPushButton, "rhythmSeedNewButton").click()
        assert field.seed != before


def test_the_lock_says_so(field: SeedField, qtbot: QtBot) -> None:
    lock = field.findChild(QToolButton, "rhythmSeedLockButton")
    with qtbot.assertNotEmitted(field.lock_toggled):
        field.set_locked(True)
    assert lock.toolTip().startswith("Locked")
    with qtbot.waitSignal(field.lock_toggled, check_params_cb=lambda locked: not locked):
        lock.click()
    assert not field.locked
