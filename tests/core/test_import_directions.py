"""Layers import only downwards, so that the window opens before torch is loaded."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from vits_core.voice import Voice

ROOT = Path(__file__).parents[2]
QT_AND_SOUND = ("PySide6", "pyqtgraph", "superqt", "qtawesome", "sounddevice")


def test_no_import_breaks_a_contract() -> None:
    """The contracts stand in pyproject.toml."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@cache
def _modules(statement: str) -> frozenset[str]:
    """The modules in memory after a statement, in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def _loaded(statement: str) -> set[str]:
    """The top-level packages among them."""
    return {name.partition(".")[0] for name in _modules(statement)}


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
    modules = _modules("import app.shell.application")
    loaded = {name.partition(".")[0] for name in modules}
    assert "pyqtgraph" in loaded
    assert not loaded & {"torch", "safetensors", "sentencex", *FOR_LATER}
    assert "app.document.reading.reader" not in modules


def test_a_voice_from_the_cache_loads_without_what_imports_it(voice: Voice) -> None:
    loaded = _loaded("from vits_core.voice import load_voice\nload_voice(device='cpu').close()")
    assert "safetensors" in loaded
    # sympy and 300 modules of torch come with the first use of its meta device.
    assert not loaded & {"sympy", *FOR_LATER}


def test_who_only_speaks_loads_nothing_of_training() -> None:
    loaded = _modules("import vits_core.voice")
    assert "vits_core.model.vits" in loaded
    assert not [name for name in loaded if name.startswith("vits_core.training")]
    assert not {"pytorch_lightning", "tensorboard", "numba", "librosa"} & loaded
