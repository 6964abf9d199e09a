"""A loss that is no number, and a disk that is full, stop a training in plain words."""

from __future__ import annotations

import math
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests.core.training.checkpoints import last_of
from vits_core.training.checkpoint_files import WholeCheckpoints
from vits_core.training.checkpoint_reading import load_checkpoint
from vits_core.training.errors import TrainingError
from vits_core.training.plan import Plan
from vits_core.training.running import Machines, run
from vits_core.training.voice_training import VoiceTraining

CPU = Machines("cpu")


@pytest.mark.parametrize("part", ["model", "discriminators"])
def test_a_loss_that_is_no_number_stops_before_it_is_kept(
    part: str, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = VoiceTraining.training_step

    def spoilt(self: VoiceTraining, batch: object, batch_idx: int) -> None:
        if self.steps_done == 3:
            with torch.no_grad():
                next(getattr(self, part).parameters()).fill_(math.nan)
        original(self, batch, batch_idx)

    monkeypatch.setattr(VoiceTraining, "training_step", spoilt)
    with pytest.raises(TrainingError, match=r"not a number at step 3.*--resume"):
        run(plan, tmp_path, CPU)
    kept = last_of(tmp_path)
    assert kept["hyper_parameters"]["steps_done"] == 2
    assert all(tensor.isfinite().all() for tensor in kept["state_dict"].values())


@pytest.fixture
def _little_room() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.usefixtures("_little_room")
def test_a_full_disk_is_told_and_leaves_the_checkpoint_before(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "last.ckpt"
    writer = WholeCheckpoints()
    content = {"hyper_parameters": {"voice": []}, "state_dict": {"small": torch.zeros(10)}}
    writer.save_checkpoint(content, target)
    for size in (100_000, 3_000_000):
        with pytest.raises(TrainingError, match=r"disk is full.*last checkpoint is whole"):
            writer.save_checkpoint({**content, "state_dict": {"large": torch.zeros(size)}}, target)
        assert list(target.parent.iterdir()) == [target]
    assert load_checkpoint(target)["state_dict"]["small"].shape == (10,)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(TrainingError, match="could not be written"):
        WholeCheckpoints().save_checkpoint({}, tmp_path / "file" / "last.ckpt")


def test_nothing_in_a_checkpoint_is_run(tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return exec, (f"open({str(tmp_path / 'harm')!r}, 'w')",)

    torch.save({"state_dict": Harm(), "hyper_parameters": {"voice": []}}, tmp_path / "last.ckpt")
    with pytest.raises(TrainingError, match="cannot be read"):
        WholeCheckpoints().load_checkpoint(tmp_path / "last.ckpt", weights_only=False)
    assert not (tmp_path / "harm").exists()
