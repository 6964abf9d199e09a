"""The script on disk: it comes back, and what cannot be read is left for someone who can."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.session.script_store import ScriptStore
from tests.app.document.test_document_json import DOCUMENT, changed
from vits_core.errors import TextError


@pytest.fixture
def store(tmp_path: Path) -> ScriptStore:
    return ScriptStore(tmp_path / "vits-studio" / "script.json")


def test_a_script_comes_back(store: ScriptStore) -> None:
    store.save(DOCUMENT)
    kept = ScriptStore(store.path).load()
    assert kept.document == DOCUMENT
    assert kept.problem is None


def test_a_first_start_has_none_and_no_problem(store: ScriptStore) -> None:
    kept = store.load()
    assert kept.document is None
    assert kept.problem is None


@pytest.mark.parametrize("content", ["", "{", changed(format_version=99)])
def test_a_file_that_is_not_understood_is_set_aside_unchanged(
    store: ScriptStore, content: str
) -> None:
    store.path.parent.mkdir()
    store.path.write_text(content)
    kept = store.load()
    assert kept.document is None
    assert kept.problem is not None
    assert kept.problem.remedy
    aside = store.path.with_name("script.unread.json")
    assert kept.problem.where == str(aside)
    assert aside.read_text() == content
    store.save(DOCUMENT)
    assert aside.read_text() == content


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TextError, match="could not be saved") as told:
        ScriptStore(tmp_path / "file" / "script.json").save(DOCUMENT)
    assert told.value.remedy
