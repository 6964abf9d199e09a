"""The stages of synthesis, each run only when its inputs changed.

    encode -> durations -> latent -> decode

Every stage's result is kept under a key made of what it depends on, so that moving the noise
scale keeps encode and durations, and asking again for the same take runs nothing.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch
from cachetools import LRUCache
from torch import Tensor

from vits_core.audio.mel import MelSpectrogram
from vits_core.errors import VoiceError
from vits_core.model.alignment import durations_in_frames, expand
from vits_core.model.vits import Encoded, Vits
from vits_core.noise import expression_noise, rhythm_noise
from vits_core.records import ProsodySettings, Take, Utterance

ENCODED_CACHE_BYTES = 64 * 2**20
TAKE_CACHE_BYTES = 256 * 2**20
MOST_FRAMES_A_TOKEN = 200
"""On average over a sentence, at length scale 1; real voices take two to five."""


class _EncodeKey(NamedTuple):
    token_ids: tuple[int, ...]
    speaker: int | None


class _RhythmKey(NamedTuple):
    encode: _EncodeKey
    seed: int
    duration_noise_scale: float


class _TakeKey(NamedTuple):
    rhythm: _RhythmKey
    length_scale: float
    seed: int
    noise_scale: float


class Synthesizer:
    """Runs a model on one device; may be called from several threads, one at a time proceeds.

    When CUDA runs out of memory the model moves to the CPU and stays there; `device` tells.
    """

    def __init__(self, model: Vits, sample_rate: int, device: torch.device) -> None:
        self.sample_rate = sample_rate
        self.hop_length = model.config.hop_length
        self.device = device
        self.stage_runs: Counter[str] = Counter()
        """How often each stage has run, by name."""
        self._model = model.eval().to(device)
        self._mel = MelSpectrogram(sample_rate, self.hop_length).to(device)
        self._lock = threading.RLock()
        self._timings: dict[str, float] = {}
        self._encoded: LRUCache[_EncodeKey, Encoded] = LRUCache(ENCODED_CACHE_BYTES, _tensor_bytes)
        self._log_durations: LRUCache[_RhythmKey, Tensor] = LRUCache(
            ENCODED_CACHE_BYTES, _tensor_bytes
        )
        self._takes: LRUCache[_TakeKey, Take] = LRUCache(TAKE_CACHE_BYTES, _take_bytes)

    def take(
        self,
        utterance: Utterance,
        settings: ProsodySettings,
        *,
        rhythm_seed: int,
        expression_seed: int,
        speaker: int | None = None,
    ) -> Take:
        """Speak one utterance.

        `timings` of the result holds the stages that ran, in seconds; it is empty for a take that
        was made before.
        """
        rhythm = _RhythmKey(
            _EncodeKey(utterance.token_ids, speaker), rhythm_seed, settings.duration_noise_scale
        )
        key = _TakeKey(rhythm, settings.length_scale, expression_seed, settings.noise_scale)
        with self._lock, torch.inference_mode():
            known = self._takes.get(key)
            if known is not None:
                return self._placed(known, utterance, settings)
            self._timings = {}
            try:
                take = self._render(key, utterance, settings)
            except torch.OutOfMemoryError:
                if self.device.type != "cuda":
                    raise
                self._move_to_cpu()
                take = self._render(key, utterance, settings)
            if _take_bytes(take) <= TAKE_CACHE_BYTES:
                self._takes[key] = dataclasses.replace(take, timings={})
            return take

    def forget(self) -> None:
        """Empty the caches, so that the next take runs every stage."""
        with self._lock:
            self._encoded.clear()
            self._log_durations.clear()
            self._takes.clear()

    def _placed(self, known: Take, utterance: Utterance, settings: ProsodySettings) -> Take:
        """A known rendition of the same tokens, at this utterance's place in the text."""
        return dataclasses.replace(
            known, utterance=utterance, pause_frames=self._pause_frames(utterance, settings)
        )

    def _render(self, key: _TakeKey, utterance: Utterance, settings: ProsodySettings) -> Take:
        encoded = self._encode(key.rhythm.encode)
        durations = durations_in_frames(self._logw(key.rhythm, encoded), settings.length_scale)
        self._check_length(durations, settings)
        z = self._latent(key, encoded, durations)
        with self._stage("decode"):
            waveform = self._model.decode(z, self._speaker(key.rhythm.encode.speaker))
        if not bool(waveform.isfinite().all()):
            raise _unusable("it makes sound that is not numbers")
        with self._stage("mel"):
            mel = self._mel.decibels(waveform)[0].cpu().numpy()
        return Take(
            utterance=utterance,
            settings=settings,
            rhythm_seed=key.rhythm.seed,
            expression_seed=key.seed,
            speaker=key.rhythm.encode.speaker,
            durations=durations.cpu().numpy(),
            waveform=waveform[0].cpu().numpy(),
            mel=mel,
            sample_rate=self.sample_rate,
            hop_length=self.hop_length,
            pause_frames=self._pause_frames(utterance, settings),
            timings=self._timings,
        )

    def _encode(self, key: _EncodeKey) -> Encoded:
        encoded = self._encoded.get(key)
        if encoded is None:
            with self._stage("encode"):
                ids = torch.tensor([key.token_ids], device=self.device)
                lengths = torch.tensor([len(key.token_ids)], device=self.device)
                encoded = self._model.encode(ids, lengths)
            _keep(self._encoded, key, encoded)
        return encoded

    def _logw(self, key: _RhythmKey, encoded: Encoded) -> Tensor:
        """`logw` [T_text]."""
        logw = self._log_durations.get(key)
        if logw is None:
            with self._stage("durations"):
                noise = torch.from_numpy(rhythm_noise(key.seed, len(key.encode.token_ids)))
                noise = (noise * key.duration_noise_scale).unsqueeze(0).to(self.device)
                speaker = self._speaker(key.encode.speaker)
                logw = self._model.log_durations(encoded, noise, speaker)[0, 0]
            if not bool(logw.isfinite().all()):
                raise _unusable("its durations are not numbers")
            _keep(self._log_durations, key, logw)
        return logw

    def _latent(self, key: _TakeKey, encoded: Encoded, durations: Tensor) -> Tensor:
        """`z` [1, C, T_frames]."""
        with self._stage("latent"):
            m_p, logs_p = expand(encoded.m_p, durations), expand(encoded.logs_p, durations)
            noise = expression_noise(key.seed, durations.cpu().numpy(), m_p.shape[1])
            epsilon = torch.from_numpy(noise).unsqueeze(0).to(self.device)
            z_p = m_p + epsilon * torch.exp(logs_p) * key.noise_scale
            mask = torch.ones_like(z_p[:, :1])
            return self._model.latent(z_p, mask, self._speaker(key.rhythm.encode.speaker))

    def _speaker(self, speaker: int | None) -> Tensor | None:
        if speaker is None:
            return None
        return self._model.speaker_vector(torch.tensor([speaker], device=self.device))

    def _check_length(self, durations: Tensor, settings: ProsodySettings) -> None:
        """Refuse what a damaged voice may ask for before memory is taken for it."""
        frames = int(durations.sum())
        most = MOST_FRAMES_A_TOKEN * max(1.0, settings.length_scale) * len(durations)
        if not 0 < frames <= most:
            raise _unusable(f"it wants {frames} frames for {len(durations)} phonemes")

    def _pause_frames(self, utterance: Utterance, settings: ProsodySettings) -> int:
        samples = utterance.pause_after * settings.length_scale * self.sample_rate
        return round(samples / self.hop_length)

    def _move_to_cpu(self) -> None:
        self._encoded.clear()
        self._log_durations.clear()
        self.device = torch.device("cpu")
        self._model.to(self.device)
        self._mel.to(self.device)
        torch.cuda.empty_cache()

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self._timings[name] = time.perf_counter() - started
        self.stage_runs[name] += 1


def _unusable(why: str) -> VoiceError:
    return VoiceError(
        f"The voice is damaged: {why}", remedy="Load it again from its source, or choose another."
    )


def _keep(cache: LRUCache[Any, Any], key: Any, value: Any) -> None:
    """Store unless it alone is larger than the cache."""
    if _tensor_bytes(value) <= cache.maxsize:
        cache[key] = value


def _tensor_bytes(value: Tensor | Encoded) -> int:
    return sum(t.nbytes for t in ([value] if isinstance(value, Tensor) else value))


def _take_bytes(take: Take) -> int:
    return take.waveform.nbytes + take.mel.nbytes + take.durations.nbytes
