"""A loss that is no number, and a disk that is full, stop a training in plain words."""

from __future__ import annotations

import math
import resource
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch

from tests.core.training.checkpoints import last_of
from vits_core.records import ProsodySettings
from vits_core.training.building import build
from vits_core.training.checkpoint_files import WholeCheckpoints
from vits_core.training.checkpoint_reading import load_checkpoint
from vits_core.training.checkpoint_saver import MONITORED, CheckpointSaver
from vits_core.training.errors import TrainingError
from vits_core.training.losses import GeneratorLosses
from vits_core.training.plan import BEST, LAST, TrainingPlan
from vits_core.training.running import Machines, run
from vits_core.training.speaking import say
from vits_core.training.voice_training import VitsLightningModule

pytestmark = pytest.mark.slow

CPU = Machines("cpu")


@pytest.mark.parametrize("part", ["model", "discriminators"])
def test_a_loss_that_is_no_number_stops_before_it_is_kept(
    part: str, plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = VitsLightningModule.training_step

    def spoilt(self: VitsLightningModule, batch: object, batch_idx: int) -> None:
        if self.steps_done == 3:
            with torch.no_grad():
                next(getattr(self, part).parameters()).fill_(math.nan)
        original(self, batch, batch_idx)

    monkeypatch.setattr(VitsLightningModule, "training_step", spoilt)
    with pytest.raises(TrainingError, match=r"not a number at step 3.*--resume"):
        run(plan, tmp_path, CPU)
    kept = last_of(tmp_path)
    assert kept["hyper_parameters"]["steps_done"] == 2
    assert all(tensor.isfinite().all() for tensor in kept["state_dict"].values())


def test_weights_that_are_no_numbers_are_never_kept(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss can be a number whose gradient is none: the checkpoint would come before the check."""
    original = VitsLightningModule.training_step

    def spoilt(self: VitsLightningModule, batch: object, batch_idx: int) -> None:
        original(self, batch, batch_idx)
        if self.steps_done == 4:
            with torch.no_grad():
                next(self.model.parameters()).fill_(math.nan)

    monkeypatch.setattr(VitsLightningModule, "training_step", spoilt)
    with pytest.raises(TrainingError, match=r"A weight is not a number at step 4.*--resume"):
        run(plan, tmp_path, CPU)
    kept = last_of(tmp_path)
    assert kept["hyper_parameters"]["steps_done"] == 2
    assert all(tensor.isfinite().all() for tensor in kept["state_dict"].values())


def test_before_the_first_checkpoint_none_is_promised(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VitsLightningModule, "_losses", lambda *_: _no_numbers())
    with pytest.raises(TrainingError, match="not a number at step 0") as told:
        run(plan, tmp_path, CPU)
    assert "--resume" not in str(told.value)


def _no_numbers() -> GeneratorLosses:
    return GeneratorLosses(*(torch.full((), math.nan, requires_grad=True) for _ in range(5)))


def test_a_model_that_comes_apart_says_nothing(plan: TrainingPlan) -> None:
    training, _, corpus = build(plan)
    training.eval()
    with torch.no_grad():
        training.model.duration_predictor.affine.log_scale.fill_(-1e4)
        training.model.decoder.conv_pre.weight.fill_(math.inf)
    said = say(
        training.model, torch.tensor(corpus.clips[0].token_ids), None, ProsodySettings(), seed=1
    )
    assert said.durations.min() >= 1
    assert said.waveform.isfinite().all()


def test_a_validation_without_a_number_is_not_the_best(tmp_path: Path) -> None:
    saver, files, best = CheckpointSaver(tmp_path, 10.0), WholeCheckpoints(), []
    for step, loss in enumerate((math.nan, 3.0, math.nan, 4.0, 2.0)):
        trainer = SimpleNamespace(
            callback_metrics={MONITORED: torch.tensor(loss)},
            save_checkpoint=partial(files.write, {"step": step}),
            strategy=SimpleNamespace(checkpoint_io=files),
            lightning_module=SimpleNamespace(check_weights=lambda: None),
            world_size=1,
            is_global_zero=True,
        )
        saver.on_validation_end(cast(Any, trainer), None)
        assert torch.load(tmp_path / LAST)["step"] == step
        best.append(torch.load(tmp_path / BEST)["step"] if (tmp_path / BEST).exists() else None)
    assert best == [None, 1, 1, 1, 4]


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_machines_that_are_not_there_are_told(plan: TrainingPlan, tmp_path: Path) -> None:
    with pytest.raises(
        TrainingError, match=r"cannot train with these options: .*gpu.*--accelerator"
    ):
        run(plan, tmp_path, Machines("gpu"))


def test_too_little_memory_is_told(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(VitsLightningModule, "forward_with", full)
    with pytest.raises(TrainingError, match=r"not enough memory on cpu.*--batch-size"):
        run(plan, tmp_path, CPU)


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
    writer.write(content, target)
    for size in (100_000, 3_000_000):
        with pytest.raises(TrainingError, match=r"disk is full.*last checkpoint is intact"):
            writer.write({**content, "state_dict": {"large": torch.zeros(size)}}, target)
        assert list(target.parent.iterdir()) == [target]
    with pytest.raises(TrainingError, match="not enough disk space for a checkpoint"):
        writer.write(content | {"large": torch.zeros(100_000)}, tmp_path / "first.ckpt")
    assert load_checkpoint(target)["state_dict"]["small"].shape == (10,)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(TrainingError, match="could not be written"):
        WholeCheckpoints().write({}, tmp_path / "file" / "last.ckpt")


def test_nothing_in_a_checkpoint_is_run(tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return exec, (f"open({str(tmp_path / 'harm')!r}, 'w')",)

    torch.save({"state_dict": Harm(), "hyper_parameters": {"voice": []}}, tmp_path / "last.ckpt")
    with pytest.raises(TrainingError, match="cannot be read"):
        WholeCheckpoints().load_checkpoint(tmp_path / "last.ckpt", weights_only=False)
    assert not (tmp_path / "harm").exists()
