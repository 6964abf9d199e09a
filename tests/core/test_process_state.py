"""Loading a voice and speaking with it leaves the process as it was found."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from vits_core.device import inference

ROOT = Path(__file__).parents[2]
STATE = """
import gc, locale, logging, os, random, signal, sys, threading
import numpy, torch

def threads():
    counts = []
    thread = threading.Thread(target=lambda: counts.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    return torch.get_num_threads(), counts, torch.get_num_interop_threads()

def state():
    cudnn, cuda = torch.backends.cudnn, torch.backends.cuda
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "niceness": os.nice(0),
        "cores": sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "locale": locale.setlocale(locale.LC_ALL),
        "garbage": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        "log": (list(logging.root.handlers), logging.root.level),
        "path": list(sys.path),
        "hooks": (sys.excepthook, threading.excepthook, sys.unraisablehook),
        "random": random.getstate(),
        "numpy's random": numpy.random.get_state()[1].tobytes(),
        "torch's random": hash(torch.get_rng_state().numpy().tobytes()),
        "threads": threads(),
        "cudnn": (cudnn.enabled, cudnn.benchmark, cudnn.deterministic, cudnn.allow_tf32),
        "matrices": (cuda.matmul.allow_tf32, torch.get_float32_matmul_precision()),
        "onednn": torch.backends.mkldnn.enabled,
        "type": torch.get_default_dtype(),
        "gradients": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "denormals": (torch.tensor([1e-39]) * 0.5).item(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
    }

before = state()
"""
SPEAK = """
from vits_core import load_voice
with load_voice() as voice:
    loaded = state()
    voice.speak("Hello there.")
after = state()
for name, value in before.items():
    assert value == loaded[name], f"loading changed {name}: {value} -> {loaded[name]}"
    assert value == after[name], f"speaking changed {name}: {value} -> {after[name]}"
assert "vits_core.tuning" not in sys.modules
"""


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_a_voice_leaves_the_process_as_it_was() -> None:
    done = _run(STATE + SPEAK)
    assert done.returncode == 0, done.stderr


def test_a_change_would_be_seen() -> None:
    tune = "from vits_core.tuning import tune_process\nimport os\n"
    unset = "for name in ('OMP_WAIT_POLICY', 'GOMP_SPINCOUNT'): os.environ.pop(name, None)\n"
    done = _run(tune + unset + STATE + "tune_process()\n" + SPEAK)
    assert "loading changed environment" in done.stderr


def _by_default() -> None:
    pass


def _rounding_wanted() -> None:
    torch.set_float32_matmul_precision("medium")


def _exact_already() -> None:
    torch.backends.cudnn.allow_tf32 = False


def _by_newer_names() -> None:
    torch.backends.cuda.matmul.fp32_precision = "tf32"


def _switches() -> tuple[str, ...]:
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    return cudnn.conv.fp32_precision, cudnn.rnn.fp32_precision, matmul.fp32_precision


@pytest.mark.parametrize("wish", [_by_default, _rounding_wanted, _exact_already, _by_newer_names])
def test_cuda_computes_exactly_while_a_voice_does_and_no_longer(wish: Callable[[], None]) -> None:
    convolutions = torch.backends.cudnn.allow_tf32
    wish()
    try:
        before = _switches()
        with inference(torch.device("cuda")):
            assert "tf32" not in (_switches()[0], _switches()[2])
            with inference(torch.device("cuda")):
                pass
            assert "tf32" not in (_switches()[0], _switches()[2])
        assert _switches() == before
    finally:
        torch.backends.cuda.matmul.fp32_precision = "ieee"
        torch.set_float32_matmul_precision("highest")
        torch.backends.cudnn.allow_tf32 = convolutions


def test_the_last_thread_that_computes_puts_the_switches_back() -> None:
    before = _switches()
    inside, leave = threading.Event(), threading.Event()

    def compute() -> None:
        with inference(torch.device("cuda")):
            inside.set()
            leave.wait()

    thread = threading.Thread(target=compute)
    with inference(torch.device("cuda")):
        thread.start()
        inside.wait()
    assert "tf32" not in (_switches()[0], _switches()[2])
    leave.set()
    thread.join()
    assert _switches() == before


def test_a_cpu_leaves_the_switches_alone() -> None:
    before = _switches()
    with inference(torch.device("cpu")):
        assert _switches() == before
        assert torch.is_inference_mode_enabled()
