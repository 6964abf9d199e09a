"""`import vits_core` offers the library by name and loads it when it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import vits_core

ROOT = Path(__file__).parents[2]


def _run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_the_import_loads_nothing_of_weight() -> None:
    loaded = _run("import vits_core, sys; vits_core.__version__; print(*sys.modules)").split()
    assert "vits_core" in loaded
    assert not {"numpy", "torch", "soundfile", "importlib.metadata"} & set(loaded)


def test_errors_and_settings_load_without_torch() -> None:
    code = "from vits_core import ProsodySettings, Speech, VitsError\nimport sys\n"
    loaded = _run(f"{code}print(*sys.modules)").split()
    assert "numpy" in loaded
    assert not {"torch", "soundfile"} & set(loaded)


@pytest.mark.parametrize("name", vits_core.__all__)
def test_every_name_is_there(name: str) -> None:
    value = getattr(vits_core, name)
    assert name in dir(vits_core)
    if isinstance(value, type):
        assert getattr(import_module(value.__module__), name) is value


def test_every_error_of_the_core_can_be_caught_by_name() -> None:
    errors = import_module("vits_core.errors")
    named = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.VitsError)
    }
    assert "VitsError" in named
    assert named <= set(vits_core.__all__)


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="'vits_core' has no attribute 'speak'"):
        vits_core.speak  # noqa: B018
    with pytest.raises(ImportError):
        from vits_core import nothing_of_that_name  # type: ignore[attr-defined]  # noqa: F401


def test_type_checkers_are_told_that_the_library_is_typed() -> None:
    assert (Path(vits_core.__file__).parent / "py.typed").is_file()
