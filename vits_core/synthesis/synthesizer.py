"""From utterances to takes: what is known already, what has to be made, and on which device.

    encode -> durations -> latent -> decode

Each stage runs only when its inputs changed: `prior.py` keeps the first two, and takes are kept
here. The last two run piece by piece (`rendering.py`), so that sound begins before the sentence is
done, or in batches (`batch.py`).
"""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from cachetools import LRUCache

from vits_core.audio.mel import MelSpectrogram, MelStream
from vits_core.device import inference
from vits_core.model.vits import Vits
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray, Outline, ProsodySettings, Take, TakePart, Utterance
from vits_core.synthesis.batch import waveforms
from vits_core.synthesis.chunking import CPU_SIZES, CUDA_SIZES
from vits_core.synthesis.cuda_graphs import CudaGraphVits, Stages
from vits_core.synthesis.prior import Priors
from vits_core.synthesis.rendering import Rendering, unusable
from vits_core.synthesis.take_request import TakeKey, TakeRequest
from vits_core.synthesis.worker_threads import WorkerThreads

TAKE_CACHE_BYTES = 64 * 2**20
"""Ten minutes of sound and its spectrogram, at 22 kHz."""
TOKENS_FOR_ALL_THREADS = 100
"""With fewer to encode, threads that have to be woken for each operation cost more than they do."""
NO_MEL = np.zeros((0, 0), np.float32)


class Synthesizer:
    """Runs a model on one device; may be called from several threads.

    The decoder's stages compute in `stage_dtype` (see `precision.py`), all else in float32. When
    CUDA runs out of memory the pieces become smaller, and at last the model moves to the CPU and
    stays there; `device` tells.
    """

    def __init__(
        self,
        model: Vits,
        sample_rate: int,
        device: torch.device,
        stage_dtype: torch.dtype = torch.float32,
    ) -> None:
        self.sample_rate = sample_rate
        self.hop_length = model.config.hop_length
        self.stage_runs: Counter[str] = Counter()
        """How often each stage has run for a take, by name."""
        self.model = model.eval()
        """Where `device` says."""
        self._mel = MelSpectrogram(sample_rate, self.hop_length)
        self._lock = threading.RLock()
        self._workers: WorkerThreads | None = None
        self._takes: LRUCache[TakeKey, Take] = LRUCache(TAKE_CACHE_BYTES, _take_bytes)
        self.sizes = CPU_SIZES
        """Of the pieces that are computed at once."""
        self._move_to(device, stage_dtype)

    def take(
        self,
        utterance: Utterance,
        settings: ProsodySettings,
        *,
        rhythm_seed: int,
        expression_seed: int,
        speaker: int | None = None,
        mel: bool = True,
    ) -> Take:
        """Speak one utterance.

        `timings` of the result holds the stages that ran, in seconds of work; it is empty for a
        take that was made before.
        """
        return self._take(
            TakeRequest(utterance, settings, Draw(rhythm_seed), Draw(expression_seed), speaker),
            mel,
        )

    def takes(self, requests: Sequence[TakeRequest], *, mel: bool = True) -> list[Take]:
        """Many takes at once, each as `take` gives it up to rounding: much faster on a GPU, and
        where they are of one utterance, which is then encoded once.

        Their `timings` are empty. Those that were made before are not made again.
        """
        with self._lock:
            known = [self._known(request, mel) for request in requests]
        missing = [r for r, take in zip(requests, known, strict=True) if take is None]
        try:
            made = iter(self._batch(missing, mel))
        except torch.OutOfMemoryError:
            if self.device.type != "cuda":
                raise
            made = (self._take(request, mel) for request in missing)  # these find room
        return [take or next(made) for take in known]

    def outlines(self, requests: Sequence[TakeRequest]) -> list[Outline]:
        """The rhythm of many takes before any of them sounds: one utterance is encoded once, and
        the durations of all are predicted together.

        Raises `SettingsError` where a request's timing cannot be met.
        """
        run = Rendering(self._stages, self.sizes, self._count)
        with inference(self.device):
            return [prior.outline for prior in self._priors.make_all(requests, run.stage)]

    def outline(self, request: TakeRequest) -> Outline:
        """The rhythm of a take before it sounds, as `begin` makes it, who then has it at hand.

        Raises `SettingsError` where the request's timing cannot be met.
        """
        run = Rendering(self._stages, self.sizes, self._count)
        with inference(self.device):
            return self._priors.make(request, run.stage).outline

    @property
    def reach_frames(self) -> int:
        """How far flow and decoder look to each side of a frame."""
        return self.model.flow.reach + self.model.decoder.reach

    def begin(self, request: TakeRequest, *, ahead: bool = False) -> Rendering:
        """Start to make a take in the background; `parts` gives it.

        `ahead` is for what is heard later: it leaves the cores to what is being made now.
        """
        rendering = Rendering(self._stages, self.sizes, self._count)
        with self._lock:
            rendering.known = self._known(request, mel=False)
            if self._workers is None:
                # A CUDA device does one thing after the other anyway.
                count = 1 if self.device.type == "cuda" else torch.get_num_threads()
                self._workers = WorkerThreads(count)
            workers = self._workers
        if rendering.known is None:
            here = not ahead and len(request.utterance.token_ids) >= TOKENS_FOR_ALL_THREADS
            rendering.start(lambda made: self._priors.make(request, made.stage), workers, here=here)
        return rendering

    def parts(
        self, request: TakeRequest, rendering: Rendering, *, mel: bool = True, keep: bool = True
    ) -> Iterator[TakePart]:
        """The take that `begin` started, part by part as it is made; to stop early ends the making.

        Without `mel` there is no spectrogram; `keep` remembers the take, and what it was made
        from, for the next time.
        """
        blocks: list[FloatArray] = []
        mels: list[FloatArray] = []
        stream = MelStream(self._mel)
        samples = frames = 0
        for outline, block in self._blocks(request, rendering):
            if rendering.known is not None and _has(rendering.known, mel):
                yield TakePart.whole(rendering.known)
                return
            blocks.append(block)
            samples += len(block)
            last = samples == outline.samples
            mels.append(NO_MEL)
            if mel:
                with rendering.stage("mel"):
                    mels[-1] = stream.push(block, last)
            take = _finished(outline, blocks, mels, rendering.timings) if last else None
            if take is not None and keep:
                self._remember(request, take)
            elif take is not None:
                self._priors.drop(request)
            yield TakePart(
                outline=outline,
                start_sample=samples - len(block),
                waveform=block,
                start_frame=frames,
                mel=mels[-1],
                take=take,
            )
            frames += mels[-1].shape[1]

    def forget(self) -> None:
        """Empty the caches, so that the next take runs every stage."""
        self._priors.forget()
        with self._lock:
            self._takes.clear()

    def close(self) -> None:
        """End the threads; another take starts them anew."""
        with self._lock:
            if self._workers is not None:
                self._workers.close()
                self._workers = None

    def _take(self, request: TakeRequest, mel: bool) -> Take:
        for part in self.parts(request, self.begin(request), mel=mel):
            if part.take is not None:
                return part.take
        raise AssertionError("the last part brings the take")

    def _blocks(
        self, request: TakeRequest, rendering: Rendering
    ) -> Iterator[tuple[Outline, FloatArray]]:
        """The sound with what it belongs to; starts over, smaller, when CUDA's memory is full."""
        if rendering.known is not None:
            yield rendering.known, rendering.known.waveform
            return
        done = 0
        while True:
            made = 0
            try:
                for block in rendering.blocks():
                    made += len(block)
                    if made > done:
                        yield rendering.outline, block[len(block) - (made - done) :]
                        done = made
                return
            except torch.OutOfMemoryError:
                if self.device.type != "cuda":
                    raise
                self._make_room()
            finally:
                rendering.cancel()
            rendering = self.begin(request)

    def _batch(self, requests: Sequence[TakeRequest], mel: bool) -> list[Take]:
        if not requests:
            return []
        sizes = self.sizes
        run = Rendering(self._stages, sizes, self._count)
        with inference(self.device):
            priors = self._priors.make_all(requests, run.stage)
            with run.stage("latent"), run.stage("decode"):
                sounds = [sound.numpy() for sound in waveforms(self._stages, priors, sizes)]
            made = []
            for request, prior, sound in zip(requests, priors, sounds, strict=True):
                if not np.isfinite(sound).all():
                    raise unusable("it makes sound that is not numbers")
                picture = MelStream(self._mel).push(sound, last=True) if mel else NO_MEL
                made.append(_finished(prior.outline, [sound], [picture], {}))
                self._remember(request, made[-1])
        return made

    def _known(self, request: TakeRequest, mel: bool) -> Take | None:
        """A take of the same tokens that was made before, put at this utterance's place."""
        take = self._takes.get(request.key)
        if take is None or not _has(take, mel):
            return None
        pause = request.utterance.pause_after * request.settings.length_scale
        frames = round(pause * self.sample_rate / self.hop_length)
        return dataclasses.replace(take, utterance=request.utterance, pause_frames=frames)

    def _remember(self, request: TakeRequest, take: Take) -> None:
        if _take_bytes(take) <= TAKE_CACHE_BYTES:
            with self._lock:
                self._takes[request.key] = dataclasses.replace(take, timings={})

    def _count(self, stage: str) -> None:
        self.stage_runs[stage] += 1

    def _make_room(self) -> None:
        """After CUDA ran out of memory: smaller pieces, or the CPU where they are small already."""
        with self._lock:
            self._priors.forget()
            if isinstance(self._stages, CudaGraphVits):
                self._stages.graphs.forget()
            smaller = self.sizes.halved()
            if smaller.decoder.longest >= CPU_SIZES.decoder.longest:
                self.sizes = smaller
            else:
                self.close()
                self._move_to(torch.device("cpu"), torch.float32)
            torch.cuda.empty_cache()

    def _move_to(self, device: torch.device, stage_dtype: torch.dtype) -> None:
        self.device = device
        self.stage_dtype = stage_dtype
        """What the decoder's stages compute in."""
        self.sizes = CUDA_SIZES if device.type == "cuda" else CPU_SIZES
        self.model.prepare(device, stage_dtype)
        self._stages: Stages = self.model
        if device.type == "cuda":
            self._stages = CudaGraphVits(self.model)
        self._priors = Priors(self._stages, self.sample_rate)


def _finished(
    outline: Outline,
    blocks: Sequence[FloatArray],
    mels: Sequence[FloatArray],
    timings: dict[str, float],
) -> Take:
    shared = {each.name: getattr(outline, each.name) for each in dataclasses.fields(Outline)}
    waveform, mel = blocks[0], mels[0]
    if len(blocks) > 1:
        waveform, mel = np.concatenate(blocks), np.concatenate(mels, axis=1)
    return Take(**shared, waveform=waveform, mel=mel, timings=timings)


def _has(take: Take, mel: bool) -> bool:
    """Whether a take has a spectrogram, where that is wanted."""
    return not mel or take.mel.shape[1] > 0


def _take_bytes(take: Take) -> int:
    return take.waveform.nbytes + take.mel.nbytes + take.durations.nbytes
