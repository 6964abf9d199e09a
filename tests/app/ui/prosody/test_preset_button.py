"""The menu of presets offers what there is, and asks for what it cannot know."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.takes.storage.preset_store import Preset
from app.ui.prosody.preset_button import WIDEST, PresetButton
from app.ui.prosody.preset_name_dialog import PresetNameDialog
from vits_core.records import ProsodySettings

CALM = Preset("Calm & slow", ProsodySettings(0.3, 0.4, 1.25))
LIVELY = Preset("Lively", ProsodySettings(1.0, 0.8, 1.0))
TWIN = Preset("Lively too", LIVELY.settings)


@pytest.fixture
def button(qtbot: QtBot) -> PresetButton:
    button = PresetButton(native_dialogs=False)
    qtbot.addWidget(button)
    button.set_presets([CALM, LIVELY, TWIN])
    return button


def shown(menu: QMenu) -> list[str]:
    return [a.text() for a in menu.actions() if a.isVisible() and not a.isSeparator()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().replace("&&", "+") == text)


def submenu(button: PresetButton, name: str) -> QMenu:
    return button.findChild(QMenu, name)


def ticked(button: PresetButton) -> list[str]:
    return [action.text() for action in button.menu().actions() if action.isChecked()]


def test_a_preset_is_chosen_by_its_name(button: PresetButton, qtbot: QtBot) -> None:
    with qtbot.waitSignal(button.preset_chosen) as caught:
        entry(button.menu(), "Calm + slow").trigger()
    assert caught.args == [CALM.name]


def test_those_that_equal_the_present_settings_are_ticked(button: PresetButton) -> None:
    assert ticked(button) == []
    button.set_settings(LIVELY.settings)
    assert ticked(button) == ["Lively", "Lively too"]
    button.set_settings(ProsodySettings(1.0, 0.8, 1.0001))
    assert ticked(button) == []
    button.set_settings(CALM.settings)
    button.set_presets([TWIN, CALM])
    assert ticked(button) == ["Calm && slow"]


def test_a_click_by_itself_changes_no_tick(button: PresetButton) -> None:
    button.set_settings(LIVELY.settings)
    entry(button.menu(), "Lively").trigger()
    entry(button.menu(), "Calm + slow").trigger()
    assert ticked(button) == ["Lively", "Lively too"]


def test_what_is_in_a_preset_can_be_read(button: PresetButton) -> None:
    tip = entry(button.menu(), "Calm + slow").toolTip()
    assert tip == "Expressiveness 0.30, rhythm variation 0.40, speed 0.80×"


def test_without_presets_it_says_how_to_make_one(button: PresetButton) -> None:
    button.set_presets([])
    first, *_ = shown(button.menu())
    assert "No presets yet" in first
    assert "save" in first
    assert not entry(button.menu(), first).isEnabled()
    assert not submenu(button, "presetExportMenu").isEnabled()
    assert not submenu(button, "presetDeleteMenu").isEnabled()
    button.set_presets([CALM])
    assert first not in shown(button.menu())
    assert submenu(button, "presetExportMenu").isEnabled()


def test_new_presets_take_the_place_of_the_old_ones(button: PresetButton) -> None:
    for presets in ([LIVELY], [CALM, TWIN], [CALM]):
        button.set_presets(presets)
    assert shown(button.menu())[0] == "Calm && slow"
    assert len(shown(button.menu())) == 5
    for name in ("presetExportMenu", "presetDeleteMenu"):
        assert shown(submenu(button, name)) == ["Calm && slow"]


def test_a_long_name_does_not_widen_the_menu_and_is_told_whole(
    button: PresetButton, qtbot: QtBot
) -> None:
    name = "x" * 3000
    button.set_presets([Preset(name, CALM.settings)])
    (action,) = [action for action in button.menu().actions() if action.isCheckable()]
    assert button.menu().fontMetrics().horizontalAdvance(action.text()) <= WIDEST
    with qtbot.waitSignal(button.preset_chosen) as caught:
        action.trigger()
    assert caught.args == [name]


def test_a_preset_is_deleted_by_its_name_while_the_menu_changes(
    button: PresetButton, qtbot: QtBot
) -> None:
    deleted: list[str] = []

    def delete(name: str) -> None:
        deleted.append(name)
        button.set_presets([LIVELY])

    button.delete_requested.connect(delete)
    with qtbot.assertNotEmitted(button.preset_chosen):
        entry(submenu(button, "presetDeleteMenu"), "Calm + slow").trigger()
    assert deleted == [CALM.name]
    assert shown(submenu(button, "presetDeleteMenu")) == ["Lively"]


def answered(monkeypatch: pytest.MonkeyPatch, accept: bool, text: str | None = None) -> list[str]:
    """Answer the question for a name; gives what was proposed."""
    proposed: list[str] = []

    def exec_(dialog: PresetNameDialog) -> QDialog.DialogCode:
        field = dialog.findChild(QLineEdit)
        proposed.append(field.text())
        if text is not None:
            field.setText(text)
        return QDialog.DialogCode.Accepted if accept else QDialog.DialogCode.Rejected

    monkeypatch.setattr(PresetNameDialog, "exec", exec_)
    return proposed


SAVE = "&Save current settings…"


def test_the_present_settings_are_saved_under_the_name_that_is_given(
    button: PresetButton, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(monkeypatch, accept=True, text="  My   own ")
    with qtbot.waitSignal(button.save_requested) as caught:
        entry(button.menu(), SAVE).trigger()
    assert caught.args == ["My own"]
    answered(monkeypatch, accept=False)
    with qtbot.assertNotEmitted(button.save_requested):
        entry(button.menu(), SAVE).trigger()


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (ProsodySettings(), "Default"),
        (ProsodySettings(0.2, 0.8, 1.5), "Flat, slow"),
        (ProsodySettings(1.2, 0.8, 1.0), "Lively 2"),
        (ProsodySettings(1.2, 1.4, 0.7), "Lively, varied, fast"),
    ],
)
def test_a_free_name_that_says_how_it_sounds_is_proposed(
    button: PresetButton, monkeypatch: pytest.MonkeyPatch, settings: ProsodySettings, name: str
) -> None:
    proposed = answered(monkeypatch, accept=False)
    button.set_settings(settings)
    entry(button.menu(), SAVE).trigger()
    assert proposed == [name]


def chosen(monkeypatch: pytest.MonkeyPatch, *paths: Path | None) -> list[QFileDialog]:
    """Answer file dialogs in turn; None cancels."""
    asked: list[QFileDialog] = []
    answers = list(paths)

    def exec_(dialog: QFileDialog) -> QDialog.DialogCode:
        asked.append(dialog)
        answer = answers.pop(0)
        if answer is None:
            return QDialog.DialogCode.Rejected
        monkeypatch.setattr(dialog, "selectedFiles", lambda: [str(answer)])
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QFileDialog, "exec", exec_)
    return asked


def test_a_file_to_import_is_asked_for(
    button: PresetButton, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = chosen(monkeypatch, tmp_path / "theirs.json", None)
    with qtbot.waitSignal(button.import_requested) as caught:
        entry(button.menu(), "&Import…").trigger()
    assert caught.args == [tmp_path / "theirs.json"]
    assert asked[0].testOption(QFileDialog.Option.DontUseNativeDialog)
    with qtbot.assertNotEmitted(button.import_requested):
        entry(button.menu(), "&Import…").trigger()
    assert Path(asked[1].directory().absolutePath()) == tmp_path


def test_a_file_to_export_to_is_asked_for_and_gets_the_suffix(
    button: PresetButton, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = chosen(monkeypatch, tmp_path / "Dr. Smith")
    with qtbot.waitSignal(button.export_requested) as caught:
        entry(submenu(button, "presetExportMenu"), "Calm + slow").trigger()
    assert caught.args == [CALM.name, tmp_path / "Dr. Smith.json"]
    assert asked[0].acceptMode() is QFileDialog.AcceptMode.AcceptSave


def test_a_file_that_the_suffix_would_replace_is_asked_about(
    button: PresetButton, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Dr. Smith.json").write_bytes(b"")
    asked = chosen(monkeypatch, tmp_path / "Dr. Smith", None)
    with qtbot.assertNotEmitted(button.export_requested):
        entry(submenu(button, "presetExportMenu"), "Lively").trigger()
    assert len(asked) == 2


def test_it_says_what_it_is(button: PresetButton) -> None:
    for widget in (button, button.menu(), *button.findChildren(QMenu)):
        assert widget.objectName()
        assert widget.accessibleName()
    assert "noise scale" in button.toolTip()
    assert not button.icon().isNull()
