"""Presets come back under their names, can be undone, and stand in files for others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.takes.storage.preset_store import MAX_BYTES, PresetError, plain_name
from app.takes.storage.presets import Preset, Presets, PresetStore
from vits_core.errors import VitsError
from vits_core.records import ProsodySettings

CALM = Preset("Calm", ProsodySettings(0.1 + 0.2, 1 / 3, 1.25))
LIVELY = Preset("lively", ProsodySettings(1.0, 1.1, 0.9))
OTHER = ProsodySettings(0.2, 0.2, 2.0)


@pytest.fixture
def store(tmp_path: Path) -> PresetStore:
    return PresetStore(tmp_path / "presets")


@pytest.fixture
def stack(qapp) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def presets(store: PresetStore, stack: QUndoStack) -> Iterator[Presets]:
    presets = Presets(store, stack)
    yield presets
    presets.close()


def on_disk(store: PresetStore) -> list[Preset]:
    loaded, problems = PresetStore(store.folder).load()
    assert not problems
    return loaded


def files(store: PresetStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


# -- the store -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Calm", "a/b\\c:d", "…", "?", "con", "COM1.x", ".hidden", "ends in a dot.", "..",
        "Ruhig & „schön“ 𝕏 🗣", "平静", "x" * 3000, "🗣" * 300, "a" * 39 + " b", "%s %1 {text} {",
    ],
)  # fmt: skip
def test_a_preset_of_any_name_comes_back(store: PresetStore, name: str) -> None:
    store.save(Preset(name, CALM.settings))
    assert on_disk(store) == [Preset(name, CALM.settings)]
    (file,) = files(store)
    assert len(os.fsencode(file)) < 200
    assert not set(file) & set('<>:"/\\|?*')
    assert not file.startswith((".", "con.", "COM1."))
    store.delete(name)
    assert files(store) == []


def test_the_file_of_an_earlier_version_is_read_and_written_the_same(
    store: PresetStore, tmp_path: Path
) -> None:
    earlier = Path(__file__).with_name("earlier_preset.json")
    preset = store.read(earlier)
    assert preset == Preset("Ruhig & „schön“", CALM.settings)
    store.export(preset, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == earlier.read_bytes()


def test_names_that_look_alike_stay_apart_on_every_disk(store: PresetStore) -> None:
    wanted = ["calm", "Calm", "CALM", "calm?", "x" * 300, "x" * 301]
    for number, name in enumerate(wanted):
        store.save(Preset(name, ProsodySettings(number / 10)))
    assert {p.name: p.settings.noise_scale for p in on_disk(store)} == {
        name: number / 10 for number, name in enumerate(wanted)
    }
    assert len({file.casefold() for file in files(store)}) == len(wanted)
    store.delete("Calm")
    assert sorted(p.name for p in on_disk(store)) == sorted(set(wanted) - {"Calm"})


def test_they_are_in_the_order_of_their_names_whatever_their_capitals(store: PresetStore) -> None:
    for name in ("b", "A", "C", "a"):
        store.save(Preset(name, OTHER))
    assert [preset.name for preset in on_disk(store)] == ["A", "a", "b", "C"]


def test_saving_again_replaces_and_deleting_twice_does_no_harm(store: PresetStore) -> None:
    store.save(CALM)
    store.save(Preset(CALM.name, OTHER))
    assert on_disk(store) == [Preset(CALM.name, OTHER)]
    store.delete(CALM.name)
    store.delete(CALM.name)
    assert on_disk(store) == []


def test_the_name_in_the_file_counts(store: PresetStore) -> None:
    store.save(CALM)
    (store.folder / "Calm.json").rename(store.folder / "something else.json")
    store.save(Preset("Calm", OTHER))
    store.save(Preset("something else", OTHER))
    assert [preset.name for preset in on_disk(store)] == ["Calm", "something else"]
    assert files(store) == ["something else 2.json", "something else.json"]


def test_a_damaged_file_is_told_and_kept_and_does_not_hide_the_others(store: PresetStore) -> None:
    store.save(CALM)
    store.save(LIVELY)
    damaged = store.folder / "Calm.json"
    damaged.write_bytes(b"{")
    loaded, problems = store.load()
    assert loaded == [LIVELY]
    assert [problem.where for problem in problems] == [str(damaged)]
    store.save(CALM)
    assert damaged.read_bytes() == b"{"
    assert files(store) == ["Calm 2.json", "Calm.json", "lively.json"]


def test_two_files_of_one_name_are_told(store: PresetStore, tmp_path: Path) -> None:
    store.save(CALM)
    store.export(Preset("Calm", OTHER), store.folder / "copy.json")
    loaded, problems = store.load()
    assert loaded == [CALM]
    assert [problem.where for problem in problems] == [str(store.folder / "copy.json")]


def content(**changes: object) -> bytes:
    settings = {"noise_scale": 0.5, "duration_noise_scale": 0.5, "length_scale": 1}
    data = {"format": "vits-studio preset", "format_version": 1, "name": "A", "settings": settings}
    return json.dumps({**data, **changes}).encode()


def test_what_is_not_known_in_a_file_is_no_matter(store: PresetStore, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content(colour="red", name=" Cafe\u0301\n2\0"))
    assert store.read(path) == Preset("Café 2", ProsodySettings(0.5, 0.5, 1.0))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "is not a preset"),
        (b"\xff\x00", "is not a preset"),
        (b"[1]", "is not a preset"),
        (b"[" * 60_000, "is not a preset"),
        (b" " * MAX_BYTES + content(), "is not a preset"),
        (content(format="vits-studio takes"), "is not a preset"),
        (content(settings={"noise_scale": 1}), "is not a preset"),
        (content(settings=None), "is not a preset"),
        (content(name=7), "is not a preset"),
        (content(name=" \n"), "cannot be the name"),
        (content(format_version=2), "newer version"),
        (content().replace(b"0.5", b"9.5"), "noise_scale is 9.5"),
        (content().replace(b"0.5", b"NaN"), "noise_scale is nan"),
        (content().replace(b"0.5", b"1" + b"0" * 400), "is not a preset"),
        (content().replace(b"0.5", b'"0.5"'), "is not a preset"),
        (content().replace(b"0.5", b"true"), "is not a preset"),
    ],
)
def test_a_file_that_is_no_preset_is_refused_with_cause_and_remedy(
    store: PresetStore, tmp_path: Path, data: bytes, cause: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(PresetError, match=cause) as caught:
        store.read(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_what_is_no_file_is_refused_at_once(store: PresetStore, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "a\0b", "."):
        with pytest.raises(PresetError, match="could not be read") as caught:
            store.read(tmp_path / name)
        assert caught.value.remedy


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = PresetStore(tmp_path / "file" / "presets")
    assert store.load() == ([], [])
    with pytest.raises(PresetError, match="“Calm” could not be saved") as caught:
        store.save(CALM)
    assert caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["", " a", "a\nb", "a  b", "e\u0301", "\ud83d"])
def test_a_name_that_would_not_come_back_is_refused(name: str) -> None:
    with pytest.raises(PresetError):
        Preset(name, OTHER)
    assert plain_name(plain_name(name)) == plain_name(name)


# -- the list ------------------------------------------------------------------------------------


def test_each_change_and_its_undo_is_told_and_reaches_the_disk(
    presets: Presets, store: PresetStore, stack: QUndoStack, qtbot: QtBot
) -> None:
    steps = [
        (lambda: presets.add(CALM), [CALM]),
        (lambda: presets.add(LIVELY), [CALM, LIVELY]),
        (lambda: presets.add(Preset("Calm", OTHER)), [Preset("Calm", OTHER), LIVELY]),
        (lambda: presets.remove("lively"), [Preset("Calm", OTHER)]),
    ]
    states: list[list[Preset]] = [[]]
    for change, expected in steps:
        with qtbot.waitSignal(presets.changed):
            change()
        assert list(presets.presets) == expected
        qtbot.waitUntil(lambda expected=expected: on_disk(store) == expected)
        states.append(expected)
    assert stack.undoText() == "Delete preset “lively”"
    for expected in reversed(states[:-1]):
        stack.undo()
        assert list(presets.presets) == expected
        qtbot.waitUntil(lambda expected=expected: on_disk(store) == expected)
    while stack.canRedo():
        stack.redo()
    assert presets.close(limit=60)
    assert on_disk(store) == states[-1]


def test_they_are_there_again_at_the_next_start(
    presets: Presets, store: PresetStore, stack: QUndoStack, qtbot: QtBot
) -> None:
    presets.add(LIVELY)
    presets.add(CALM)
    assert presets.close(limit=60)
    (store.folder / "broken.json").write_bytes(b"")
    again = Presets(store, QUndoStack())
    with qtbot.waitSignals([again.changed, again.failed]):
        again.restore()
    assert again.presets == (CALM, LIVELY)
    assert again.named("Calm") == CALM
    assert again.named("calm") is None
    again.remove("Calm")
    assert again.close()
    assert files(store) == ["broken.json", "lively.json"]


def test_what_changes_nothing_is_no_step(presets: Presets, stack: QUndoStack, qtbot: QtBot) -> None:
    presets.add(CALM)
    with qtbot.assertNotEmitted(presets.changed):
        presets.add(CALM)
        presets.remove("no such")
    assert stack.count() == 1


def test_an_imported_preset_takes_nobodys_name(
    presets: Presets, store: PresetStore, stack: QUndoStack, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.json"
    store.export(Preset("Calm", OTHER), path)
    assert presets.import_file(path) == Preset("Calm", OTHER)
    assert presets.import_file(path) == Preset("Calm", OTHER)
    assert stack.count() == 1
    presets.add(CALM)
    assert presets.import_file(path) == Preset("Calm 2", OTHER)
    assert presets.import_file(path) == Preset("Calm 2", OTHER)
    assert presets.presets == (CALM, Preset("Calm 2", OTHER))
    stack.undo()
    assert presets.presets == (CALM,)


def test_a_file_that_is_no_preset_is_told_and_changes_nothing(
    presets: Presets, stack: QUndoStack, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(presets.failed) as caught:
        assert presets.import_file(tmp_path / "missing.json") is None
    assert isinstance(caught.args[0], VitsError)
    assert stack.count() == 0


def test_an_exported_preset_can_be_read_elsewhere(
    presets: Presets, store: PresetStore, qtbot: QtBot, tmp_path: Path
) -> None:
    presets.add(CALM)
    with qtbot.waitSignal(presets.exported) as caught:
        presets.export_file("Calm", tmp_path / "for others.json")
    assert store.read(caught.args[0]) == CALM
    with qtbot.waitSignal(presets.failed) as failure:
        presets.export_file("Calm", tmp_path)
    assert failure.args[0].where == str(tmp_path)
    presets.export_file("no such", tmp_path / "b.json")
    assert presets.close(limit=60)
    assert not (tmp_path / "b.json").exists()


def test_one_preset_that_cannot_be_written_hinders_no_other_and_is_tried_again(
    presets: Presets, store: PresetStore, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = store.save

    def refuse(preset: Preset) -> None:
        if preset == CALM:
            raise PresetError("no")
        save(preset)

    with monkeypatch.context() as patch:
        patch.setattr(store, "save", refuse)
        with qtbot.waitSignal(presets.failed):
            presets.add(CALM)
        presets.add(LIVELY)
        qtbot.waitUntil(lambda: on_disk(store) == [LIVELY])
    assert presets.presets == (CALM, LIVELY)
    assert presets.close(limit=60)
    assert on_disk(store) == [CALM, LIVELY]


def test_what_was_deleted_in_part_is_whole_again_after_an_undo(
    presets: Presets, store: PresetStore, stack: QUndoStack, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    presets.add(CALM)
    presets.add(LIVELY)
    qtbot.waitUntil(lambda: on_disk(store) == [CALM, LIVELY])
    delete = store.delete

    def refuse(name: str) -> None:
        if name == LIVELY.name:
            raise PresetError("no")
        delete(name)

    with monkeypatch.context() as patch:
        patch.setattr(store, "delete", refuse)
        with qtbot.waitSignal(presets.failed):
            presets.put(())
        assert on_disk(store) == [LIVELY]
        presets.put((CALM, LIVELY))
        qtbot.waitUntil(lambda: on_disk(store) == [CALM, LIVELY])
