"""The first two stages, encode and durations, with their caches: what precedes the sound.

Every result is kept under a key made of what it depends on, so that moving the noise scale keeps
both stages, and moving the length scale keeps them too: it only stretches the durations.
"""

from __future__ import annotations

import dataclasses
import math
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch
from cachetools import LRUCache
from torch import Tensor

from vits_core.device import to_device
from vits_core.errors import SettingsError
from vits_core.model.alignment import durations_in_frames
from vits_core.model.vits import Encoded
from vits_core.noise.on_device import rhythm_noise_on
from vits_core.prosody.steering import LONGEST_PREDICTED, Timing, most_frames, without_seams
from vits_core.records import Outline
from vits_core.synthesis.batch import encode_batch, log_durations_batch, stacked
from vits_core.synthesis.cuda_graphs import Stages
from vits_core.synthesis.durations import steered_durations
from vits_core.synthesis.rendering import Prior, unusable
from vits_core.synthesis.take_request import EncodeKey, RhythmKey, TakeKey, TakeRequest

CACHE_BYTES = 64 * 2**20
"""Of each of the two stages."""
Stage = Callable[[str], AbstractContextManager[None]]
"""Takes the time of the work in a stage, by its name."""


class Priors:
    """Makes the prior of what is requested; threads may share it."""

    def __init__(self, model: Stages, sample_rate: int) -> None:
        self._model = model
        self._sample_rate = sample_rate
        self._lock = threading.RLock()
        self._encoded: LRUCache[EncodeKey, Encoded] = LRUCache(CACHE_BYTES, _bytes)
        self._log_durations: LRUCache[RhythmKey, Tensor] = LRUCache(CACHE_BYTES, _bytes)

    def drop(self, request: TakeRequest) -> None:
        """Do not keep what a request needed."""
        with self._lock:
            self._encoded.pop(request.key.rhythm.encode, None)
            for part, _ in _without_seams(request.key.rhythm):
                self._log_durations.pop(part, None)

    def forget(self) -> None:
        """Empty the caches."""
        with self._lock:
            self._encoded.clear()
            self._log_durations.clear()

    def make(self, request: TakeRequest, stage: Stage) -> Prior:
        """The prior of a request.

        Raises `VoiceError` for a voice whose durations make no sense, and `SettingsError` where
        such are asked for.
        """
        key = request.key
        with self._lock:
            encoded = self._encode(key.rhythm.encode, stage)
            logw = self._logw(key.rhythm, encoded, stage)
            durations = self._durations(key, encoded, logw, stage)
        _check_length(durations, request)
        hop_length = self._model.config.hop_length
        pause = request.utterance.pause_after * request.settings.length_scale
        outline = Outline(
            utterance=request.utterance,
            settings=request.settings,
            rhythm=request.rhythm,
            expression=request.expression,
            timing=request.timing,
            speaker=request.speaker,
            durations=durations.numpy(),
            sample_rate=self._sample_rate,
            hop_length=hop_length,
            pause_frames=round(pause * self._sample_rate / hop_length),
        )
        tokens = torch.repeat_interleave(torch.arange(len(durations)), durations)
        return Prior(
            outline=outline,
            m_p=encoded.m_p[0].T,
            logs_p=encoded.logs_p[0].T,
            token_of_frame=to_device(tokens, self._model.device),
            speaker=self._speaker(request.speaker),
        )

    def make_all(self, requests: Sequence[TakeRequest], stage: Stage) -> list[Prior]:
        """The same for many, in batches."""
        with self._lock:
            self._encode_all({request.key.rhythm.encode for request in requests}, stage)
            self._time_all({request.key.rhythm for request in requests}, stage)
            return [self.make(request, stage) for request in requests]

    def _encode_all(self, keys: set[EncodeKey], stage: Stage) -> None:
        new = [key for key in keys if key not in self._encoded]
        if new:
            with stage("encode"):
                results = encode_batch(self._model, [key.token_ids for key in new])
            for key, encoded in zip(new, results, strict=True):
                _keep(self._encoded, key, encoded)

    def _time_all(self, keys: set[RhythmKey], stage: Stage) -> None:
        parts = {part for key in keys for part, _ in _without_seams(key)}
        new = [key for key in parts if key not in self._log_durations]
        if new:
            encoded = [self._encode(key.encode, stage) for key in new]
            vectors = [self._speaker(key.encode.speaker) for key in new]
            speakers = stacked(vectors)
            with stage("durations"):
                noise = [self._noise(key) for key in new]
                results = log_durations_batch(self._model, encoded, noise, speakers)
            for key, logw in zip(new, results, strict=True):
                _keep(self._log_durations, key, _bounded(logw, key.duration_noise_scale))

    def _encode(self, key: EncodeKey, stage: Stage) -> Encoded:
        encoded = self._encoded.get(key)
        if encoded is None:
            with stage("encode"):
                ids = to_device(torch.tensor([key.token_ids]), self._model.device)
                encoded = self._model.encode(ids)
            _keep(self._encoded, key, encoded)
        return encoded

    def _logw(self, key: RhythmKey, encoded: Encoded, stage: Stage) -> Tensor:
        """`logw` [T_text], on the CPU, where the durations are worked out."""
        first, *others = _without_seams(key)
        logw = self._predicted(first[0], encoded, stage)
        if others:
            logw = logw.clone()
        for part, tokens in others:
            logw[tokens] = self._predicted(part, encoded, stage)[tokens]
        return logw

    def _predicted(self, key: RhythmKey, encoded: Encoded, stage: Stage) -> Tensor:
        """What the duration predictor makes of a noise without seams."""
        logw = self._log_durations.get(key)
        if logw is None:
            with stage("durations"):
                noise = self._noise(key).unsqueeze(0)
                speaker = self._speaker(key.encode.speaker)
                logw = self._model.log_durations(encoded.hidden, None, noise, speaker)[0, 0]
                logw = _bounded(logw.cpu(), key.duration_noise_scale)
            _keep(self._log_durations, key, logw)
        return logw

    def _durations(self, key: TakeKey, encoded: Encoded, logw: Tensor, stage: Stage) -> Tensor:
        """Frames of each token, int64 [T_text]."""
        timing, length_scale = key.timing, key.length_scale
        if timing.even_tempo and timing.frames is None:
            plain = self._logw(key.rhythm._replace(duration_noise_scale=0.0), encoded, stage)
            frames = int(durations_in_frames(plain, length_scale).sum())
            timing = dataclasses.replace(timing, frames=frames)
        return steered_durations(logw, length_scale, timing)

    def _noise(self, key: RhythmKey) -> Tensor:
        """Scaled, [2, T_text]."""
        noise = rhythm_noise_on(self._model.device, key.noise, len(key.encode.token_ids))
        return noise * key.duration_noise_scale

    def _speaker(self, speaker: int | None) -> Tensor | None:
        if speaker is None:
            return None
        return self._model.speaker_vector(to_device(torch.tensor([speaker]), self._model.device))


def _without_seams(key: RhythmKey) -> list[tuple[RhythmKey, list[int]]]:
    """The rhythms that a spliced one is made of, and the tokens that it has of each."""
    parts = without_seams(key.noise, range(len(key.encode.token_ids)))
    return [(key._replace(noise=noise), tokens) for noise, tokens in parts.items()]


def _bounded(logw: Tensor, duration_noise_scale: float) -> Tensor:
    """`logw` [T_text] without the senseless lengths that much duration noise gives some tokens.

    Raises `VoiceError` for a voice that gives such ones to all, without the noise to excuse it.
    """
    if not bool(logw.isfinite().all()):
        raise unusable("its durations are not numbers")
    frames = math.fsum(torch.exp(logw.double()).tolist())
    if duration_noise_scale <= 1.0 and frames > most_frames(len(logw), 1.0):
        raise unusable(f"it wants {frames:.0f} frames for {len(logw)} phonemes")
    return logw.clamp_max(math.log(LONGEST_PREDICTED - 0.01))  # a rounding may not add a frame


def _check_length(durations: Tensor, request: TakeRequest) -> None:
    """Refuse what a person may ask for before memory is taken for it."""
    frames = int(durations.sum())
    most = most_frames(len(durations), request.settings.length_scale)
    if frames > most:
        raise SettingsError(
            f"{_asked(request.timing)} {frames} frames, too many for {len(durations)} phonemes",
            remedy=f"Ask for {most} at most.",
        )


def _asked(timing: Timing) -> str:
    """Which setting asks for a length."""
    if timing.frames is not None:
        return "The length asked for is"
    return "Pinned and stretched sounds come to"


def _keep(cache: LRUCache[Any, Any], key: Any, value: Any) -> None:
    """Store unless it alone is larger than the cache."""
    if _bytes(value) <= cache.maxsize:
        cache[key] = value


def _bytes(value: Tensor | Encoded) -> int:
    tensors = [value] if isinstance(value, Tensor) else value
    return sum(t.nbytes for t in tensors if t is not None)
