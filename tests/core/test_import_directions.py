"""Layers import only downwards, so that the window opens before torch is loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QT_AND_SOUND = ("PySide6", "pyqtgraph", "superqt", "qtawesome", "sounddevice")

FORBIDDEN = {
    "vits_core": ("app", *QT_AND_SOUND),
    "vits_core/model": ("vits_core.text", "vits_core.formats", "vits_core.training"),
    "app/ui": ("torch",),
}
"""Folder -> what nothing in it imports, nor anything below that."""


def _imports(path: Path) -> Iterator[str]:
    """Dotted names of what a module imports, inside of functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively, which this test does not follow"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_of(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_no_module_imports_from_above(folder: str) -> None:
    modules = sorted((ROOT / folder).rglob("*.py"))
    assert modules
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules
        for name in _imports(path)
        for package in FORBIDDEN[folder]
        if _is_of(name, package)
    ]
    assert not found


FOR_THE_WINDOW = ("records", "prosody.steering", "errors", "audio.mel_scale")
"""Plain data and mathematics of the core; none of it loads torch."""


def test_the_window_knows_only_plain_data_of_the_core() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "app" / "ui").rglob("*.py"))
        for name in _imports(path)
        if _is_of(name, "vits_core")
        and not any(_is_of(name, f"vits_core.{module}") for module in FOR_THE_WINDOW)
    ]
    assert not found


def _loaded(statement: str) -> set[str]:
    """The top-level packages in memory after a statement, in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_records_load_without_torch() -> None:
    loaded = _loaded("import vits_core.records, vits_core.errors")
    assert "numpy" in loaded
    assert not loaded & {"torch", "onnx", *QT_AND_SOUND}


def test_the_windows_parts_load_without_torch() -> None:
    folder = ROOT / "app" / "ui"
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if path.stem != "__init__"
    ]
    loaded = _loaded(f"import {', '.join(names)}")
    assert "PySide6" in loaded
    assert not loaded & {"torch", "onnx", "safetensors"}


def test_the_core_loads_without_qt_or_a_sound_device() -> None:
    loaded = _loaded("import vits_core.voice")
    assert "torch" in loaded
    assert not loaded & set(QT_AND_SOUND)


FOR_LATER = {"onnx", "google", "num2words", "soundfile", "soxr", "sounddevice", "phonemizer"}
"""What exporting, playing or a voice that was never imported needs, and no start."""


def test_the_window_opens_without_what_is_needed_later() -> None:
    loaded = _loaded("import app.shell.application")
    assert "pyqtgraph" in loaded
    assert not loaded & {"torch", "safetensors", "sentencex", *FOR_LATER}


def test_a_voice_from_the_cache_loads_without_what_imports_it() -> None:
    statement = "from vits_core.voice import load_voice\nload_voice(device='cpu').close()"
    _loaded(statement)  # imports it, unless an earlier test did
    loaded = _loaded(statement)
    assert "safetensors" in loaded
    # sympy and 300 modules of torch come with the first use of its meta device.
    assert not loaded & {"sympy", *FOR_LATER}


def test_who_only_speaks_loads_nothing_of_training() -> None:
    statement = "import sys, vits_core.voice\nprint(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", statement], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "vits_core.model.vits" in loaded
    assert not [name for name in loaded if _is_of(name, "vits_core.training")]
    assert not {"lightning", "tensorboard", "numba", "librosa"} & set(loaded)
