"""Two processes compute what one computes with their batches joined."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from vits_core.training.plan import TrainingPlan

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

PROGRAM = '''
"""Trains a plan and writes its gradients and losses: PLAN-FOLDER PROCESSES TARGET."""
import os, sys
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)
from vits_core.training import running
from vits_core.training.plan import read_plan
from vits_core.training.voice_training import VitsLightningModule

folder, processes, target = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
original_build, original_check = running.build, VitsLightningModule._check
kept = []


def build(plan, workers=0, tell=print, kept=None):
    training, loaders, corpus = original_build(plan, workers, tell, kept)
    for module in training.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # each process draws its own
        elif isinstance(getattr(module, "dropout", None), float):
            module.dropout = 0.0
    return training, loaders, corpus


def check(self, total, discriminator):
    original_check(self, total, discriminator)
    gradients = {n: p.grad.clone() for n, p in self.named_parameters() if p.grad is not None}
    kept.append((gradients, self.trainer.world_size))


running.build, VitsLightningModule._check = build, check
running.run(read_plan(folder), target, running.Machines("cpu", devices=processes))
if os.environ.get("LOCAL_RANK", "0") == "0":
    torch.save(kept, target / "kept.pt")
'''


Kept = list[tuple[dict[str, torch.Tensor], int]]


def trained_by(processes: int, plan: TrainingPlan, tmp_path: Path) -> Kept:
    program, target = _prepared(processes, plan, tmp_path)
    done = _run(program, tmp_path, str(processes), target)
    assert done.returncode == 0, done.stderr
    return torch.load(target / "kept.pt", weights_only=True)  # type: ignore[no-any-return]


def trained_here(plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """In this process, which has loaded everything."""
    from vits_core.training import running
    from vits_core.training.voice_training import VitsLightningModule

    program, target = _prepared(1, plan, tmp_path)
    with monkeypatch.context() as patch:
        # As they are: the program exchanges them.
        patch.setattr(running, "build", running.build)
        patch.setattr(VitsLightningModule, "_check", VitsLightningModule._check)
        patch.setattr(sys, "argv", [str(program), str(tmp_path), "1", str(target)])
        runpy.run_path(str(program))
    return torch.load(target / "kept.pt", weights_only=True)  # type: ignore[no-any-return]


def _prepared(processes: int, plan: TrainingPlan, tmp_path: Path) -> tuple[Path, Path]:
    """The program, and the folder that it trains in."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    plan.write(tmp_path)
    return program, tmp_path / f"by {processes}"


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *map(str, command)],
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this torch has no gloo")
def test_two_processes_have_the_gradients_of_one(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = trained_here(plan.longer(2), tmp_path, monkeypatch)
    two = trained_by(2, plan.longer(2), tmp_path)
    assert [world for _, world in one + two] == [1, 1, 2, 2]
    alone, together = one[0][0], two[0][0]
    assert alone.keys() == together.keys()
    assert any(name.startswith("discriminators.") for name in alone)
    for name, gradient in alone.items():
        difference = (together[name] - gradient).abs().max()
        scale = gradient.abs().max()
        assert difference <= 1e-4 * scale + 1e-7, f"{name}: {difference} of {scale}"


FAILING = {
    "full": """
def write(*_):
    raise TrainingError("The disk is full")

WholeCheckpoints.write = write
""",
    "killed": """
other_processes.LOOKING_SECONDS = 0.1  # before this process finds out

def step(*_):
    if os.environ.get("LOCAL_RANK") == "1":
        os._exit(9)
    original(*_)

original, VitsLightningModule.training_step = VitsLightningModule.training_step, step
""",
}


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this torch has no gloo")
@pytest.mark.parametrize(
    ("how", "words"), [("full", "The disk is full"), ("killed", "Another process of this training")]
)
def test_what_fails_in_one_process_ends_all_in_plain_words(
    how: str, words: str, plan: TrainingPlan, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"""
import os, sys
from pathlib import Path
from vits_core.training import other_processes
from vits_core.training.checkpoint_files import WholeCheckpoints
from vits_core.training.errors import TrainingError
from vits_core.training.plan import read_plan
from vits_core.training.running import Machines, run
from vits_core.training.voice_training import VitsLightningModule
{FAILING[how]}
try:
    run(read_plan(Path(sys.argv[1])), Path(sys.argv[1]), Machines("cpu", devices=2))
except TrainingError as error:
    sys.exit(f"told: {{error}}")
""",
        encoding="utf-8",
    )
    plan.write(tmp_path)
    done = _run(program, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "zombies" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count(f"told: {words}") == 1
