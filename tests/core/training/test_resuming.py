"""A training that was stopped, or killed, goes on as if it had not been."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import torch

from tests.core.training.checkpoints import assert_same, assert_same_training, last_of
from tests.forked import PROCESSES
from vits_core.training.errors import TrainingError
from vits_core.training.plan import CHECKPOINTS_FOLDER, LAST, PLAN_FILE, TrainingPlan, read_plan
from vits_core.training.reports import HISTORY_FILE, read_history
from vits_core.training.running import Machines, run

pytestmark = pytest.mark.slow

CPU = Machines("cpu")


def test_two_halves_are_a_whole_to_the_bit(
    plan: TrainingPlan, trained: Path, tmp_path: Path
) -> None:
    run(plan.longer(2), tmp_path, CPU)
    assert last_of(tmp_path)["hyper_parameters"]["steps_done"] == 2
    run(plan, tmp_path, CPU, resume=True)
    assert_same_training(trained, tmp_path)
    whole, halves = read_history(trained), read_history(tmp_path)
    assert [h["step"] for h in whole] == [1, 2, 3, 4]
    assert halves == whole


def test_it_matters_where_it_goes_on(plan: TrainingPlan, trained: Path, tmp_path: Path) -> None:
    """The comparison above could not fail if a step did not depend on its number."""
    training = run(plan.longer(2), tmp_path, CPU)
    weights = {k: v.clone() for k, v in training.state_dict().items()}
    longer = run(plan.longer(3), tmp_path, CPU, resume=True)
    assert longer.steps_done == 3
    with pytest.raises(AssertionError):
        assert_same(weights, longer.state_dict())
    with pytest.raises(AssertionError):
        assert_same(last_of(trained)["state_dict"], last_of(tmp_path)["state_dict"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_asked_for_ends_with_a_checkpoint(
    number: int, plan: TrainingPlan, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vits_core.training.voice_training import VitsLightningModule

    original = VitsLightningModule.training_step

    def interrupted(self: VitsLightningModule, batch: object, batch_idx: int) -> None:
        original(self, batch, batch_idx)
        if self.steps_done == 3:
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    with monkeypatch.context() as patch:
        patch.setattr(VitsLightningModule, "training_step", interrupted)
        assert run(plan.longer(1000), tmp_path, CPU).steps_done == 3
    assert signal.getsignal(number) is before
    run(plan, tmp_path, CPU, resume=True)
    assert_same(last_of(trained)["state_dict"], last_of(tmp_path)["state_dict"])


def _train_and_go_on(folder: Path, started: Connection) -> None:
    """In two processes, one after the other is killed; this one has loaded lightning for both."""
    torch.set_num_threads(1)
    plan = read_plan(folder)
    always = dataclasses.replace(plan.settings, checkpoint_minutes=0.0)
    plan = dataclasses.replace(plan, settings=always).longer(10_000)
    for resume in (False, True):
        process = os.fork()
        if process == 0:
            run(plan, folder, CPU, resume=resume)
            os._exit(1)
        started.send(process)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")
def test_kill_9_loses_nothing_that_was_kept(plan: TrainingPlan, tmp_path: Path) -> None:
    """Killed at any moment, also while a checkpoint is written: here one is, at every step."""
    plan.write(tmp_path)
    last = tmp_path / CHECKPOINTS_FOLDER / LAST
    started, starts = PROCESSES.Pipe(duplex=False)
    parent = PROCESSES.Process(target=_train_and_go_on, args=(tmp_path, starts), daemon=True)
    parent.start()
    for _ in range(2):
        process = started.recv()  # the one before has ended
        began = last.stat().st_mtime_ns if last.exists() else 0
        try:
            while not last.exists() or last.stat().st_mtime_ns == began:
                assert parent.is_alive()
                time.sleep(0.003)
        finally:
            os.kill(process, signal.SIGKILL)
    parent.join()
    assert parent.exitcode == 0
    done = last_of(tmp_path)["hyper_parameters"]["steps_done"]
    assert done >= 2
    run(plan.longer(done + 1), tmp_path, CPU, resume=True)
    assert list(last.parent.glob("*.part")) == []
    other = tmp_path / "unbroken"
    run(plan.longer(done + 1), other, CPU)
    assert_same(last_of(tmp_path)["state_dict"], last_of(other)["state_dict"])


def test_what_it_began_with_need_not_be_there_any_more(
    plan: TrainingPlan, trained: Path, tmp_path: Path
) -> None:
    start = tmp_path / "start.ckpt"
    shutil.copy(trained / CHECKPOINTS_FOLDER / LAST, start)
    begun = dataclasses.replace(plan, start=start)
    run(begun.longer(1), tmp_path / "run", CPU)
    start.unlink()
    told: list[str] = []
    run(begun.longer(2), tmp_path / "run", CPU, resume=True, tell=told.append)
    assert told == []
    described = last_of(tmp_path / "run")["hyper_parameters"]
    assert (described["steps_done"], described["start"]) == (2, "in")


def test_settings_and_the_corpuss_place_may_change(plan: TrainingPlan, tmp_path: Path) -> None:
    run(plan.longer(1), tmp_path / "run", CPU)
    moved = shutil.copytree(plan.corpus, tmp_path / "moved")
    slower = dataclasses.replace(plan.settings.optimizer, learning_rate=1e-5)
    settings = dataclasses.replace(plan.settings, optimizer=slower, batch_size=2, steps=2)
    changed = dataclasses.replace(plan, corpus=moved, settings=settings)
    run(changed, tmp_path / "run", CPU, resume=True)
    assert read_plan(tmp_path / "run") == changed
    assert last_of(tmp_path / "run")["optimizer_states"][0]["param_groups"][0]["lr"] == 1e-5


def test_what_was_measured_beyond_the_checkpoint_is_forgotten(
    plan: TrainingPlan, tmp_path: Path
) -> None:
    run(plan.longer(1), tmp_path, CPU)
    with (tmp_path / HISTORY_FILE).open("a", encoding="utf-8") as file:
        file.write('{"step": 2, "training/mel": 0.0}\n{"step": 7, "training/mel": 0.0}\n{"st')
    run(plan.longer(2), tmp_path, CPU, resume=True)
    history = read_history(tmp_path)
    assert [h["step"] for h in history] == [1, 2]
    assert history[1]["training/mel"] > 0


def test_what_cannot_go_on_is_told(plan: TrainingPlan, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no checkpoint to continue from"):
        run(plan, tmp_path, CPU, resume=True)
    with pytest.raises(TrainingError, match="contains no training run"):
        read_plan(tmp_path)
    run(plan.longer(2), tmp_path / "done", CPU)
    with pytest.raises(TrainingError, match="already done 2 steps"):
        run(plan.longer(1), tmp_path / "done", CPU, resume=True)
    plan.write(tmp_path)
    assert read_plan(tmp_path) == plan
    written = (tmp_path / PLAN_FILE).read_text(encoding="utf-8")
    newer = written.replace('"version": 1', '"version": 2')
    for content, words in ((newer, "newer version"), ("{}", "cannot be read")):
        (tmp_path / PLAN_FILE).write_text(content, encoding="utf-8")
        with pytest.raises(TrainingError, match=words):
            read_plan(tmp_path)
    broken = tmp_path / CHECKPOINTS_FOLDER / LAST
    broken.parent.mkdir()
    for content in (b"", b"PK\x03\x04 torn", os.urandom(5000)):
        broken.write_bytes(content)
        with pytest.raises(TrainingError, match="cannot be read"):
            run(plan, tmp_path, CPU, resume=True)
    torch.save({"model": {}}, broken)
    with pytest.raises(TrainingError, match="not a training checkpoint"):
        run(plan, tmp_path, CPU, resume=True)
