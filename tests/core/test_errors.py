"""Errors say the same in another process."""

from __future__ import annotations

import pickle

import pytest

from vits_core.errors import AudioFileError, VitsError


@pytest.mark.parametrize("kind", [VitsError, AudioFileError])
def test_an_error_travels_between_processes(kind: type[VitsError]) -> None:
    error = kind("It failed", where="a.wav, row 3", remedy="Try again.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.what, again.where, again.remedy) == (error.what, error.where, error.remedy)
    assert str(again) == str(error)
