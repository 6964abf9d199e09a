"""Who only speaks loads nothing that trains, and who prepares a corpus needs nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TRAINS = {"pytorch_lightning", "lightning_fabric", "torchmetrics", "tensorboard"}


def loaded(statement: str) -> set[str]:
    """The top-level packages in memory after a statement, in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_speaking_loads_nothing_that_trains() -> None:
    packages = loaded("import vits_core.voice, app.cli.main, app.cli.train")
    assert "torch" in packages
    assert not packages & TRAINS


def test_preparing_and_exporting_need_nothing_that_trains() -> None:
    modules = ("preparation", "export", "starting_point", "new_frontend", "plan", "presets")
    packages = loaded("; ".join(f"import vits_core.training.{module}" for module in modules))
    assert not packages & TRAINS
