"""Checkpoints compared: all that a training goes on with, bit by bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from vits_core.training.checkpoint_reading import load_checkpoint
from vits_core.training.plan import CHECKPOINTS_FOLDER, LAST


def last_of(folder: Path) -> dict[str, Any]:
    """The last checkpoint of a training."""
    return load_checkpoint(folder / CHECKPOINTS_FOLDER / LAST)


def assert_same(one: Any, other: Any, place: str = "") -> None:
    """Every tensor of two structures is the same to the bit, every number equal."""
    assert type(one) is type(other), place
    if isinstance(one, torch.Tensor):
        assert torch.equal(one, other), place
    elif isinstance(one, dict):
        assert one.keys() == other.keys(), place
        for name in one:
            assert_same(one[name], other[name], f"{place}/{name}")
    elif isinstance(one, list | tuple):
        assert len(one) == len(other), place
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            assert_same(a, b, f"{place}/{i}")
    else:
        assert one == other, place


def assert_same_training(one: Path, other: Path) -> None:
    """Weights, optimizers and the number of steps; how often lightning was started may differ."""
    first, second = last_of(one), last_of(other)
    for part in ("state_dict", "optimizer_states", "hyper_parameters"):
        assert_same(first[part], second[part], part)
