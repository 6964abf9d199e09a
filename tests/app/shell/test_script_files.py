"""Scripts as files: what is opened is what was saved, and nothing is lost for another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake
from app.document.document_json import document_from_json
from app.shell.application import Application
from app.takes.storage.script_file import read_script
from app.ui.window.file_dialogs import FileDialogs, Leave
from tests.app.shell.conftest import Open
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import made_take
from vits_core.prosody.steering import Draw
from vits_core.synthesis.take_request import TakeRequest

CHOSEN = ChosenTake(TakeRequest.of(made_take()), "/voices/joe.onnx")

Answer = Callable[[Leave], None]


@pytest.fixture
def window(open_application: Open) -> Application:
    """A script of two lines with a chosen take and two takes, not saved."""
    application = open_application()
    application.parts.editor.set_text("Well. Hi me")
    application.script.choose(2, CHOSEN, "Use take 1 in the script")
    application.lab.take_list.add([lab_take(2), lab_take(1)], "Sample 2 takes")
    return application


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answer the question whether to save; a question that nobody expects fails."""

    def unexpected(*_: object) -> Leave:
        raise AssertionError("nobody was to be asked")

    monkeypatch.setattr(FileDialogs, "leave", unexpected)

    def give(leave: Leave) -> None:
        monkeypatch.setattr(FileDialogs, "leave", lambda *_: leave)

    return give


def save_as(window: Application, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FileDialogs, "script_target", lambda *_: path)
    window.window.action("save_as").trigger()


def state(window: Application) -> object:
    takes = [(take.number, take.note) for take in window.lab.take_list.takes]
    return window.script.document, takes


def test_what_was_saved_is_opened_again_with_choices_and_takes(
    window: Application, answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.controller.set_seeds(8, 9)
    before = state(window)
    save_as(window, tmp_path / "mine.vits-script", monkeypatch)
    assert not window.window.isWindowModified()
    window.window.action("new_script").trigger()
    assert state(window) != before
    assert window.parts.editor.text() == ""
    assert window.controller.seeds == (1, 42)
    window.window.open_file(tmp_path / "mine.vits-script")
    assert state(window) == before
    assert window.parts.editor.text() == "Well. Hi me"
    assert window.window.windowTitle() == "mine[*] – VITS Studio"
    assert not window.window.isWindowModified()
    assert not window.window.undo_stack.canUndo()
    window.parts.editor.set_text("Well. Hi me. Bye.")
    assert [line.id for line in window.script.document][:2] == [1, 2]


def test_a_line_is_drawn_by_the_takes_of_its_own_script(window: Application) -> None:
    """Takes of another script bear the same numbers."""
    for seed in (5, 6):
        take = lab_take(1)
        take = replace(take, outline=replace(take.outline, expression=Draw(seed)))
        window.lab.begin((take,))
        chosen = ChosenTake(TakeRequest.of(take.outline), take.voice)
        window.script.choose(2, chosen, "Use take 1 in the script")
        (sketch,) = window.script_view.states.status(window.script.document[2]).sketches
        assert sketch.outline is take.outline


def test_saving_again_asks_for_nothing_and_replaces_the_file(
    window: Application, answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.vits-script"
    save_as(window, path, monkeypatch)
    monkeypatch.delattr(FileDialogs, "script_target")
    window.parts.editor.set_text("Other words.")
    assert window.window.isWindowModified()
    window.window.action("save").trigger()
    assert read_script(path).document.text == "Other words."
    assert not window.window.isWindowModified()
    window.window.undo_stack.undo()
    assert window.window.isWindowModified()
    window.window.undo_stack.redo()
    assert not window.window.isWindowModified()


@pytest.mark.parametrize("way", ["new", "open"])
def test_what_is_not_saved_makes_way_only_when_its_person_says_so(
    window: Application,
    answer: Answer,
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other.vits-script"
    save_as(window, other, monkeypatch)
    window.script.choose(2, None, "Use no take")
    before = state(window)

    def leave() -> None:
        if way == "new":
            window.window.action("new_script").trigger()
        else:
            window.window.open_file(other)

    answer(Leave.STAY)
    leave()
    assert state(window) == before
    answer(Leave.SAVE)
    monkeypatch.setattr(FileDialogs, "script_target", lambda *_: None)
    save_as(window, tmp_path / "kept.vits-script", monkeypatch)
    window.lab.take_list.set_note(1, "better", "Note")
    leave()
    assert read_script(tmp_path / "kept.vits-script").takes[1].note == "better"
    window.parts.editor.set_text("Of no worth.")
    answer(Leave.DISCARD)
    leave()
    assert "Of no worth" not in window.parts.editor.text()


def test_a_save_that_is_thought_better_of_leaves_all_as_it_is(
    window: Application, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(window)
    answer(Leave.SAVE)
    monkeypatch.setattr(FileDialogs, "script_target", lambda *_: None)
    window.window.action("new_script").trigger()
    assert state(window) == before


def test_a_file_that_is_no_script_is_told_and_the_script_stays(
    window: Application, answer: Answer, tmp_path: Path
) -> None:
    answer(Leave.DISCARD)
    before = state(window)
    for content in (b"", b"{}", b'{"format": "vits-studio script", "format_version": 99}', b"\xff"):
        (tmp_path / "bad.vits-script").write_bytes(content)
        window.window.open_file(tmp_path / "bad.vits-script")
        (message,) = [m for m in window.parts.messages.messages() if m.key == "script-file"]
        assert "bad.vits-script" in message.what
        assert message.remedy
        assert state(window) == before
    window.window.open_file(tmp_path / "none.vits-script")
    assert "none.vits-script" in window.parts.messages.messages()[-1].what


def test_a_script_that_cannot_be_written_is_told_and_stays_modified(
    window: Application, answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    save_as(window, tmp_path / "file" / "mine.vits-script", monkeypatch)
    assert "was not saved" in window.parts.messages.messages()[-1].what
    assert window.window.isWindowModified()


def test_a_text_that_is_opened_is_no_longer_that_of_the_scripts_file(
    window: Application,
    answer: Answer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "mine.vits-script"
    save_as(window, path, monkeypatch)
    written = path.read_bytes()
    (tmp_path / "tale.txt").write_text("Once upon a time.", encoding="utf-8")
    with qtbot.waitSignal(window.text_opening.opened):
        window.window.open_file(tmp_path / "tale.txt")
    assert window.window.windowTitle() == "tale[*] – VITS Studio"
    monkeypatch.setattr(FileDialogs, "script_target", lambda *_: tmp_path / "tale.vits-script")
    window.window.action("save").trigger()
    assert path.read_bytes() == written
    assert read_script(tmp_path / "tale.vits-script").document.text == "Once upon a time."


def test_file_and_modification_come_back_at_the_next_start(
    window: Application,
    open_application: Open,
    answer: Answer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_as(window, tmp_path / "mine.vits-script", monkeypatch)
    window.close()
    second = open_application()
    assert second.window.windowTitle() == "mine[*] – VITS Studio"
    assert not second.window.isWindowModified()
    second.script.choose(2, None, "Use no take")
    second.close()
    third = open_application()
    assert third.window.isWindowModified()
    assert third.script_files.path == tmp_path / "mine.vits-script"


def test_scripts_are_offered_again_latest_first(
    window: Application,
    open_application: Open,
    answer: Answer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("one", "two", "one"):
        save_as(window, tmp_path / f"{name}.vits-script", monkeypatch)
    window.close()
    again = open_application()
    assert again.persistence.settings.recent.split("\n") == [
        str(tmp_path / "one.vits-script"), str(tmp_path / "two.vits-script"),
    ]  # fmt: skip


def test_two_windows_have_a_script_each_and_none_is_lost(
    open_application: Open, tmp_path: Path
) -> None:
    first, second = open_application(), open_application()
    first.parts.editor.set_text("The first one's.")
    second.parts.editor.set_text("The second one's.")
    second.close()
    first.close()
    again = open_application()
    assert again.parts.editor.text() == "The first one's."
    (message,) = [m for m in again.parts.messages.messages() if m.key == "other-windows"]
    assert "The second one's" in message.what
    assert open_application().parts.editor.text() == "The second one's."


def test_a_file_has_a_line_for_each_line_and_each_take(
    window: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.vits-script"
    save_as(window, path, monkeypatch)
    lines = path.read_text(encoding="ascii").splitlines()
    assert sum('"text": "Well."' in line for line in lines) == 1
    assert sum('"number":1' in line for line in lines) == 1
    assert document_from_json(path.read_bytes()) == window.script.document
    assert json.loads(path.read_text())["takes"]["format"] == "vits-studio takes"
