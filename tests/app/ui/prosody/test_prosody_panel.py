from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QSlider
from pytestqt.qtbot import QtBot

from app.takes.storage.preset_store import Preset
from app.ui.actions.window_actions import WindowActions
from app.ui.prosody.prosody_panel import ProsodyPanel
from vits_core.records import ProsodySettings


@pytest.fixture
def panel(qtbot: QtBot) -> ProsodyPanel:
    actions = WindowActions()
    panel = ProsodyPanel(actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    return panel


def test_setters_tell_no_one_and_lose_nothing(panel: ProsodyPanel, qtbot: QtBot) -> None:
    settings = ProsodySettings(0.3334, 0.7771, 1.15)
    signals = [panel.settings_changed, panel.seeds_changed, panel.locks_changed]
    spies = [[] for _ in signals]
    for signal, spy in zip(signals, spies, strict=True):
        signal.connect(lambda *args, spy=spy: spy.append(args))
    panel.set_settings(settings)
    panel.set_defaults(settings)
    panel.set_seeds(5, 6)
    panel.set_locks(True, False)
    panel.set_live(True)
    assert spies == [[], [], []]
    assert panel.settings() == settings
    assert panel.seeds() == (5, 6)
    assert panel.locks() == (True, False)
    assert panel.live()


def test_speed_is_the_inverse_of_the_length_scale(panel: ProsodyPanel, qtbot: QtBot) -> None:
    panel.set_settings(ProsodySettings(length_scale=2.0))
    field = panel.findChild(QDoubleSpinBox, "speedField")
    assert field.text() == "0.50×"
    with qtbot.waitSignal(panel.settings_changed) as changed:
        field.setValue(1.25)
    assert changed.args[0].length_scale == pytest.approx(0.8)


def test_moving_one_slider_keeps_the_others_exact(panel: ProsodyPanel, qtbot: QtBot) -> None:
    panel.set_settings(ProsodySettings(0.6667, 0.8001, 1.15))
    with qtbot.waitSignal(panel.settings_changed) as changed:
        panel.findChild(QSlider, "rhythmVariationSlider").setValue(50)
    assert changed.args[0] == ProsodySettings(0.6667, 0.5, 1.15)


def test_reset_goes_back_to_the_voices_own(panel: ProsodyPanel) -> None:
    voice = ProsodySettings(0.4, 0.9, 1.1)
    panel.set_defaults(voice)
    panel.set_settings(ProsodySettings(1.0, 1.0, 0.5))
    told: list[ProsodySettings] = []
    panel.settings_changed.connect(told.append)
    panel.reset()
    panel.reset()
    assert told == [voice]
    assert panel.settings() == voice


def test_a_new_take_leaves_locked_seeds_alone(panel: ProsodyPanel, qtbot: QtBot) -> None:
    panel.set_seeds(5, 6)
    panel.set_locks(True, False)
    told: list[tuple[int, int]] = []
    panel.seeds_changed.connect(lambda *seeds: told.append(seeds))
    assert panel.renew_unlocked_seeds()
    rhythm, expression = panel.seeds()
    assert rhythm == 5
    assert expression != 6
    assert told == [(rhythm, expression)]
    panel.set_locks(True, True)
    assert not panel.renew_unlocked_seeds()
    assert panel.seeds() == (rhythm, expression)


def test_live_is_told(panel: ProsodyPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.live_toggled, check_params_cb=lambda live: live):
        panel.findChild(QCheckBox, "liveBox").click()


def test_nothing_is_cut_off_at_the_side(panel: ProsodyPanel, qtbot: QtBot) -> None:
    panel.resize(panel.minimumSizeHint().width(), 200)  # so low that it must scroll
    panel.show()
    qtbot.waitExposed(panel)
    assert panel.horizontalScrollBar().maximum() == 0
    assert panel.verticalScrollBar().maximum() > 0


def test_a_preset_is_ticked_while_its_settings_are_shown(panel: ProsodyPanel) -> None:
    settings = ProsodySettings(0.3, 0.9, 1.2)
    panel.presets.set_presets([Preset("Soft", settings)])

    def ticked() -> list[str]:
        actions = panel.presets.menu().actions()
        return [action.text() for action in actions if action.isChecked()]

    assert ticked() == []
    panel.set_settings(settings)
    assert ticked() == ["Soft"]
    panel.set_settings(ProsodySettings(0.4, 0.9, 1.2))
    assert ticked() == []
