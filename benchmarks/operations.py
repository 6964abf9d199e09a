"""Arithmetic: what the model asks for, and what this CPU can do at most."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.utils.flop_counter import FlopCounterMode

from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits

_SIZE = 2048
_FRAMES = 100


@dataclass(frozen=True, slots=True)
class Operations:
    """Floating-point operations, two a multiplication and addition, of convolutions and matrix
    products, counted while a model of these sizes computes."""

    per_token: float
    """Text encoder and duration predictor, for a sentence of 150 tokens."""
    per_frame: float
    """Flow, and the decoder's first and last convolution."""
    per_frame_of_stages: float
    """The decoder's stages: what may be computed in 16 bits."""

    @classmethod
    def of(cls, config: ModelConfig) -> Operations:
        model = Vits(config).requires_grad_(False)
        tokens = 150
        ids = torch.ones(1, tokens, dtype=torch.int64)
        speaker = model.speaker_vector(torch.zeros(1, dtype=torch.int64))
        encoded = model.encode(ids)
        z = torch.zeros(1, config.latent_channels, _FRAMES)
        durations = torch.zeros(1, 2, tokens)
        of_text = _count(lambda: model.encode(ids))
        of_text += _count(lambda: model.log_durations(encoded.hidden, None, durations, speaker))
        edges = 2 * _FRAMES * model.decoder.conv_pre.weight.numel()
        edges += 2 * _FRAMES * config.hop_length * model.decoder.conv_post.weight.numel()
        flow = _count(lambda: model.latent(z, None, speaker))
        decoder = _count(lambda: model.decode(z, speaker))
        return cls(of_text / tokens, (flow + edges) / _FRAMES, (decoder - edges) / _FRAMES)

    def per_second(self, tokens: float, frames: float) -> tuple[float, float]:
        """For speech of so many tokens and frames a second: in float32, and in the stages."""
        return (
            tokens * self.per_token + frames * self.per_frame,
            frames * self.per_frame_of_stages,
        )


def _count(work: Callable[[], object]) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        work()
    return int(counter.get_total_flops())


def matrix_peak(dtype: torch.dtype, threads: int) -> float:
    """Operations a second of large matrix products, one thread's times the threads."""
    usual = torch.get_num_threads()
    torch.set_num_threads(1)
    a = torch.randn(_SIZE, _SIZE).to(dtype)
    b = torch.randn(_SIZE, _SIZE).to(dtype)
    times = []
    for _ in range(6):
        started = time.perf_counter()
        torch.mm(a, b)
        times.append(time.perf_counter() - started)
    torch.set_num_threads(usual)
    return threads * 2 * _SIZE**3 / min(times)
