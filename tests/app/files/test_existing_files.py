from __future__ import annotations

from pathlib import Path

import pytest

from app.files.existing_files import IfExists, free_path, place_for, refusal, to_stay
from vits_core.provenance.sidecar import sidecar_path


def test_a_taken_path_gets_the_next_number(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    assert free_path(path) == path
    path.touch()
    assert free_path(path).name == "a 2.wav"
    assert free_path(path, [tmp_path / "a 2.wav"]).name == "a 3.wav"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A sound that is there already."""
    path = tmp_path / "a.wav"
    path.touch()
    return path


@pytest.mark.parametrize("policy", IfExists)
def test_what_is_not_there_is_written_under_its_name(tmp_path: Path, policy: IfExists) -> None:
    path = tmp_path / "a.wav"
    assert to_stay(path, policy, sidecar=True) is None
    assert place_for(path, policy, sidecar=True) == path


def test_an_old_file_stays_unless_it_is_to_be_replaced(old: Path) -> None:
    stays = {policy: to_stay(old, policy, sidecar=False) for policy in IfExists}
    assert stays == {
        IfExists.NUMBER: None,
        IfExists.OVERWRITE: None,
        IfExists.SKIP: old,
        IfExists.FAIL: old,
    }
    assert place_for(old, IfExists.OVERWRITE) == old
    # A file that came while the sound was made is not replaced either.
    for policy in (IfExists.NUMBER, IfExists.SKIP, IfExists.FAIL):
        assert place_for(old, policy).name == "a 2.wav"


def test_a_sidecar_is_in_the_way_of_a_sound_that_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    described = sidecar_path(path)
    described.touch()
    assert to_stay(path, IfExists.SKIP, sidecar=True) == described
    assert to_stay(path, IfExists.SKIP, sidecar=False) is None
    assert place_for(path, IfExists.NUMBER, sidecar=True).name == "a 2.wav"
    assert place_for(path, IfExists.NUMBER, sidecar=False) == path


def test_what_others_will_have_is_not_free(old: Path) -> None:
    second = old.with_name("a 2.wav")
    assert place_for(old, IfExists.NUMBER, taken=[second]).name == "a 3.wav"


def test_a_refusal_names_the_file_and_a_remedy(old: Path) -> None:
    assert str(refusal(old, "Move it.")) == f"The file already exists ({old}). Move it."
