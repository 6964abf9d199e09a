"""Checkpoints of this project's own training, read as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from vits_core.training.errors import TrainingError

DESCRIPTION = "hyper_parameters"
"""Where a checkpoint says what its weights are; lightning's name for it."""


def load_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint that this project wrote, on the CPU.

    Raises `TrainingError` where there is none, or another kind of file.
    """
    if not path.is_file():
        raise TrainingError("The checkpoint does not exist", where=str(path))
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises many kinds for what is not a checkpoint
        raise TrainingError(
            "The checkpoint cannot be read",
            where=f"{path}: {type(error).__name__}",
            remedy="Continue from another checkpoint.",
        ) from error
    if not isinstance(content, dict) or "voice" not in content.get(DESCRIPTION, {}):
        raise TrainingError(
            "This is not a training checkpoint", where=str(path), remedy="Choose another file."
        )
    return content
