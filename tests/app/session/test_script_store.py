"""The script on disk: it comes back, and what cannot be read is left for someone who can."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.document.document_json import FORMAT_VERSION
from app.session.script_store import ScriptStore, WorkingCopy
from tests.app.document.test_document_json import DOCUMENT, changed
from vits_core.errors import TextError

COPY = WorkingCopy(DOCUMENT, "A tale", "/texts/tale.vits-script", modified=True)


@pytest.fixture
def store(tmp_path: Path) -> ScriptStore:
    return ScriptStore(tmp_path / "vits-studio" / "script.json")


def test_a_script_comes_back(store: ScriptStore) -> None:
    store.write(COPY)
    assert ScriptStore(store.path).read() == (COPY, None)


@pytest.mark.parametrize("kept", [{}, {"kept_as": 7}, {"kept_as": {"name": 7, "file": None}}])
def test_a_script_without_its_file_is_one_to_save(
    store: ScriptStore, kept: dict[str, object]
) -> None:
    store.path.parent.mkdir()
    store.path.write_text(changed(**kept))
    assert store.read() == (WorkingCopy(DOCUMENT, modified=True), None)


def test_a_first_start_has_none_and_no_problem(store: ScriptStore) -> None:
    assert store.read() == (None, None)


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_file_that_is_not_understood_is_set_aside_unchanged(
    store: ScriptStore, content: str
) -> None:
    store.path.parent.mkdir()
    store.path.write_text(content)
    document, problem = store.read()
    assert document is None
    assert problem is not None
    assert problem.remedy
    aside = store.path.with_name("script.damaged.json")
    assert problem.where == str(aside)
    assert aside.read_text() == content
    store.write(COPY)
    assert aside.read_text() == content


def test_the_file_of_a_newer_version_stays_where_that_one_finds_it(store: ScriptStore) -> None:
    store.path.parent.mkdir()
    newer = changed(format_version=FORMAT_VERSION + 1)
    store.path.write_text(newer)
    place = store.path
    document, problem = store.read()
    assert document is None
    assert problem is not None
    assert "newer" in problem.what
    assert problem.where == str(place)
    assert f"script.version {FORMAT_VERSION}.json" in problem.remedy
    store.write(COPY)
    assert place.read_text() == newer
    assert ScriptStore(place).read()[0] == COPY


def test_a_file_that_cannot_be_set_aside_is_never_written_over(
    store: ScriptStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    store.path.parent.mkdir()
    store.path.write_text("{")
    monkeypatch.setattr(Path, "rename", refuse)
    assert store.read()[1] is not None
    with pytest.raises(TextError, match="cannot be renamed") as told:
        store.write(COPY)
    assert "Move the file" in told.value.remedy
    assert store.path.read_text() == "{"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TextError, match="could not be saved") as told:
        ScriptStore(tmp_path / "file" / "script.json").write(COPY)
    assert told.value.remedy
