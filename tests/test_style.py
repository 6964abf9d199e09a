"""The style and the types of the whole tree, checked beside the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


COMMANDS = ["ruff check", "ruff format --check", pytest.param("mypy", marks=pytest.mark.slow)]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_tree_passes(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
