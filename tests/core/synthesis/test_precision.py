"""Sixteen bits are used where they are as good and faster, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.core.model_shapes import SMALL, random_model
from tests.core.sentences import SENTENCES
from vits_core.errors import SettingsError
from vits_core.model.backends import CUDA
from vits_core.model.backends.onednn_convolution import can_pack
from vits_core.model.vits import Vits
from vits_core.synthesis import precision
from vits_core.synthesis.precision import Trial, choose_stage_dtype, reduced_dtype, signal_to_noise
from vits_core.voice import Voice, load_voice

CPU = torch.device("cpu")
SAMPLE = [list(range(1, 30)), list(range(30, 1, -1))]
can_round = pytest.mark.skipif(
    not can_pack(torch.bfloat16), reason="needs a CPU that rounds to bfloat16"
)


@pytest.fixture
def native(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A CPU with bfloat16 instructions, real or pretended, and an empty cache folder."""
    monkeypatch.setattr(precision, "reduced_dtype", lambda device: torch.bfloat16)
    monkeypatch.setenv("VITS_STUDIO_CACHE", str(tmp_path))
    return tmp_path


def _choice(wanted: str = "auto") -> torch.dtype:
    return choose_stage_dtype(random_model(SMALL), CPU, wanted, lambda: SAMPLE)


@pytest.mark.parametrize(
    ("decibels", "speed_up", "chosen"),
    [
        (38.5, 1.6, torch.bfloat16),
        (37.5, 1.6, torch.float32),
        (60.0, 1.05, torch.float32),
        (60.0, 0.5, torch.float32),
    ],
)
def test_auto_takes_what_passes_its_trial(
    native: Path,
    monkeypatch: pytest.MonkeyPatch,
    decibels: float,
    speed_up: float,
    chosen: torch.dtype,
) -> None:
    monkeypatch.setattr(precision, "_try_out", lambda *_: Trial(decibels, speed_up))
    assert _choice() == chosen


def test_a_trial_is_made_once_for_a_voice_on_a_machine(
    native: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials: list[int] = []

    def try_out(*_: object) -> Trial:
        trials.append(1)
        return Trial(45.0, 2.0)

    monkeypatch.setattr(precision, "_try_out", try_out)
    assert [_choice() for _ in range(3)] == [torch.bfloat16] * 3
    assert len(trials) == 1
    choose_stage_dtype(random_model(SMALL, seed=1), CPU, "auto", lambda: SAMPLE)
    assert len(trials) == 2  # another voice


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"decibels": "x", "speed_up": 1}'])
def test_a_damaged_record_of_a_trial_is_made_anew(
    native: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(precision, "_try_out", lambda *_: Trial(45.0, 2.0))
    _choice()
    (record,) = (native / "trials").iterdir()
    record.write_text(damage)
    assert _choice() == torch.bfloat16
    assert json.loads(record.read_text()) == {"decibels": 45.0, "speed_up": 2.0}


def test_without_the_instructions_auto_is_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", dict)
    assert reduced_dtype(CPU) is None
    assert _choice() == torch.float32
    with pytest.raises(SettingsError, match="not available on this device"):
        _choice("bfloat16")


@pytest.mark.parametrize("wanted", ["int8", "half", ""])
def test_an_unknown_precision_is_refused(wanted: str) -> None:
    with pytest.raises(SettingsError, match="not a precision"):
        _choice(wanted)


def test_float32_is_had_for_the_asking(native: Path) -> None:
    assert _choice("float32") == torch.float32


def _prepare_by_general_operators(model: Vits, _: torch.device, dtype: torch.dtype) -> None:
    """Round as CUDA's convolutions do, which on a CPU's tensors are torch's general ones."""
    model.pack(CUDA, dtype)


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(Vits.prepare, marks=can_round, id="oneDNN"),
        pytest.param(_prepare_by_general_operators, id="general operators"),
    ],
)
def test_the_noise_of_rounding_is_measured(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[..., None]
) -> None:
    monkeypatch.setattr(Vits, "prepare", prepare)
    model = random_model(SMALL)
    exact = signal_to_noise(model, CPU, torch.float32, SAMPLE)
    rounded = signal_to_noise(model, CPU, torch.bfloat16, SAMPLE)
    assert exact > 100.0
    assert 15.0 < rounded < 70.0


def test_a_processor_whose_instructions_are_hidden_from_onednn_has_no_sixteen_bits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    monkeypatch.setattr(precision, "can_pack", lambda dtype: dtype is torch.float32)
    assert reduced_dtype(CPU) is None


@pytest.mark.parametrize("shift", [-30.0, -1e4, float("nan")])
def test_a_voice_whose_durations_make_no_sense_is_not_tried(shift: float) -> None:
    model = random_model(SMALL)
    with torch.no_grad():
        # Inverted: logw = (z - shift) / exp(scale), so this much too long, endless, or no number.
        model.duration_predictor.affine.shift += shift
    assert signal_to_noise(model, CPU, torch.float32, SAMPLE) == -np.inf


@pytest.fixture(scope="module")
def rounding_voice() -> Iterator[Voice]:
    if reduced_dtype(CPU) is None:
        pytest.skip("needs a CPU with bfloat16 instructions")
    with load_voice(precision="bfloat16") as loaded:
        yield loaded


def test_the_default_voice_stays_above_38_decibels(rounding_voice: Voice) -> None:
    with load_voice(precision="float32") as exact_voice:
        decibels = []
        for seed, sentence in enumerate(SENTENCES[::4]):
            seeds = {"rhythm_seed": seed, "expression_seed": seed}
            exact = exact_voice.speak(sentence.text, mel=False, **seeds).waveform
            rounded = rounding_voice.speak(sentence.text, mel=False, **seeds).waveform
            assert exact.shape == rounded.shape  # the rhythm is not touched
            noise = np.square(exact - rounded).sum()
            decibels.append(10 * np.log10(np.square(exact).sum() / noise))
    print(f"signal to noise: {min(decibels):.1f} to {max(decibels):.1f} dB")
    assert min(decibels) > precision.MINIMUM_DECIBELS


def test_a_voice_tells_its_precision(rounding_voice: Voice) -> None:
    assert rounding_voice.precision == "bfloat16"
    assert load_voice(precision="float32").precision == "float32"
