"""What the decoder's stages compute in: less than float32 where that is as good, and faster here.

Two thirds of a voice's arithmetic are in those stages. In 16 bits they take half the time on a CPU
or GPU with the instructions; the rounding adds noise. The flow would take less time too, but
amplifies the rounding to an audible 28 dB, so everything else stays in float32.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

import torch
from torch import Tensor

from vits_core.device import inference
from vits_core.errors import SettingsError
from vits_core.model.alignment import durations_in_frames, expand, sample_prior
from vits_core.model.backends.onednn_convolution import can_pack
from vits_core.model.vits import Vits
from vits_core.prosody.steering import MOST_FRAMES_A_TOKEN
from vits_core.voices.voice_cache import remembered

PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
MINIMUM_DECIBELS = 38.0
"""Signal-to-noise ratio against float32 that 16 bits have to reach to be used unasked."""
MINIMUM_SPEED_UP = 1.15
"""Times as fast as float32; less is not worth another rounding."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How 16 bits do for one voice on one device."""

    decibels: float
    """Between the sound and the noise that the rounding adds."""
    speed_up: float
    """Times as fast as float32."""

    @property
    def passed(self) -> bool:
        return self.decibels >= MINIMUM_DECIBELS and self.speed_up >= MINIMUM_SPEED_UP


def reduced_dtype(device: torch.device) -> torch.dtype | None:
    """The 16-bit type that this device has instructions for, if any."""
    if device.type == "cuda":
        # Ten bits of mantissa rather than seven, since sound does not need the greater range.
        return torch.float16 if torch.cuda.get_device_capability(device) >= (7, 0) else None
    capabilities = torch.cpu.get_capabilities()
    native = capabilities.get("avx512_bf16") or capabilities.get("amx_bf16")
    return torch.bfloat16 if native and can_pack(torch.bfloat16) else None


def choose_stage_dtype(
    model: Vits,
    device: torch.device,
    precision: str,
    sample: Callable[[], Sequence[Sequence[int]]],
) -> torch.dtype:
    """The type for `precision`: "auto", or one that is asked for by name.

    "auto" takes 16 bits where the device has the instructions and a trial of this voice on this
    machine passes; it takes a second, once. `sample` gives token ids of some utterances for it.

    Raises `SettingsError` for a precision that the device does not have.
    """
    reduced = reduced_dtype(device)
    if precision == "auto":
        if reduced is None:
            return torch.float32
        trial = Trial(
            **remembered(
                f"precision-{_fingerprint(model, device)}",
                [each.name for each in fields(Trial)],
                lambda: asdict(_try_out(model, device, reduced, sample())),
            )
        )
        return reduced if trial.passed else torch.float32
    chosen = PRECISIONS.get(precision)
    if chosen is None:
        raise SettingsError(
            f"“{precision}” is not a precision", remedy=f"Choose auto, {', '.join(PRECISIONS)}."
        )
    if chosen is not torch.float32 and chosen is not reduced:
        raise SettingsError(
            f"{precision} is not available on this device ({device.type})",
            remedy="Choose auto, which uses the fastest, or float32.",
        )
    return chosen


def _fingerprint(model: Vits, device: torch.device) -> str:
    """What a trial depends on: the decoder's weights, the processor, and torch."""
    if device.type == "cuda":
        processor = torch.cuda.get_device_name(device)
    else:
        processor = str(sorted(torch.cpu.get_capabilities().items()))
    digest = hashlib.sha256(f"{processor} {torch.__version__}".encode())
    for layer in (model.decoder.conv_pre, model.decoder.conv_post):  # training changes them all
        digest.update(layer.weight.detach().cpu().numpy().tobytes())
    return digest.hexdigest()


def _try_out(
    model: Vits, device: torch.device, dtype: torch.dtype, sample: Sequence[Sequence[int]]
) -> Trial:
    decibels = signal_to_noise(model, device, dtype, sample)
    return Trial(decibels, _speed_up(model, device, dtype))


def signal_to_noise(
    model: Vits, device: torch.device, dtype: torch.dtype, sample: Sequence[Sequence[int]]
) -> float:
    """Decibels between the sound and what rounding the decoder's stages to `dtype` adds; the least
    of the utterances whose token ids are given. Without bound below for a voice whose durations
    make no sense; whoever speaks with it tells."""
    generator = torch.Generator().manual_seed(1)
    model.prepare(device, torch.float32)
    with inference(device):
        speaker = model.speaker_vector(torch.zeros(1, dtype=torch.int64, device=device))
        latents = [_latent(model, ids, speaker, generator) for ids in sample]
        usable = [z for z in latents if z is not None]
        if len(usable) < len(latents):
            return -math.inf
        exact = [model.decode(z, speaker) for z in usable]
        model.prepare(device, dtype)
        rounded = [model.decode(z, speaker) for z in usable]
    return min(_decibels(a, b) for a, b in zip(exact, rounded, strict=True))


def _latent(
    model: Vits, ids: Sequence[int], speaker: Tensor | None, generator: torch.Generator
) -> Tensor | None:
    """`z` of an utterance at the usual scales; None where no memory would hold it."""
    encoded = model.encode(torch.tensor([ids], device=model.device))
    noise = torch.randn(1, 2, len(ids), generator=generator).to(model.device)
    logw = model.log_durations(encoded.hidden, None, 0.8 * noise, speaker)[0, 0]
    # Before they are whole numbers: infinity would become a negative one.
    if not 0 < float(torch.exp(logw).sum()) <= MOST_FRAMES_A_TOKEN * len(ids):
        return None
    durations = durations_in_frames(logw, 1.0)
    m_p, logs_p = expand(encoded.m_p, durations), expand(encoded.logs_p, durations)
    noise = torch.randn(m_p.shape, generator=generator).to(model.device)
    return model.latent(sample_prior(m_p, logs_p, noise, 0.667), None, speaker)


def _decibels(exact: Tensor, rounded: Tensor) -> float:
    noise = (exact - rounded).square().sum()
    return float(10.0 * torch.log10(exact.square().sum() / noise))


def _speed_up(model: Vits, device: torch.device, dtype: torch.dtype) -> float:
    """How many times faster the decoder's last stage is in `dtype` than in float32 here."""
    stage = model.decoder.stages[-1]
    channels = model.config.decoder.channels >> (len(model.decoder.stages) - 1)
    # A GPU needs much to do, or it waits for Python whatever the type.
    batch, steps = (16, 16384) if device.type == "cuda" else (1, 1024)
    x = torch.randn(batch, channels, 1, steps, device=device)
    x = x.contiguous(memory_format=torch.channels_last)
    times = {}
    for each in (torch.float32, dtype):
        model.prepare(device, each)
        typed = x.to(each)
        times[each] = _seconds(lambda t=typed: stage(t), device)  # type: ignore[misc]
    return times[torch.float32] / times[dtype]


def _seconds(work: Callable[[], Tensor], device: torch.device) -> float:
    """The least of some runs: what else the machine does only ever adds."""
    times = []
    with inference(device):
        work()
        for _ in range(5):
            started = time.perf_counter()
            work()
            if device.type == "cuda":
                torch.cuda.synchronize(device)
            times.append(time.perf_counter() - started)
    return min(times)
