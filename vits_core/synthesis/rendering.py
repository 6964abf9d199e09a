"""One take in the making: from an utterance's prior to sound, piece by piece on worker threads.

The flow runs through the frames in order and hands what it has to the decoder's windows, which are
independent of each other. Whoever reads the sound gets it in order while the rest is being made.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue

import torch
from torch import Tensor

from vits_core.device import inference
from vits_core.errors import VoiceError
from vits_core.model.alignment import sample_prior
from vits_core.model.decoder import Margins
from vits_core.model.flow import FlowStream
from vits_core.noise.on_device import expression_noise_on
from vits_core.records import FloatArray, Outline, Take
from vits_core.synthesis.chunking import PieceSizes, Window, decoder_windows, flow_spans
from vits_core.synthesis.cuda_graphs import Stages
from vits_core.synthesis.worker_threads import WorkerThreads

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Prior:
    """What the encoder and the durations make of an utterance: where `z_p` comes from."""

    outline: Outline
    m_p: Tensor
    """Of each token, [T_text, C]"""
    logs_p: Tensor
    """Of each token, [T_text, C]"""
    token_of_frame: Tensor
    """[T_frames]"""
    speaker: Tensor | None

    @property
    def frames(self) -> int:
        return len(self.token_of_frame)

    def z_p(self, start: int, stop: int) -> Tensor:
        """Some frames of `z_p`, [1, C, T]."""
        tokens = self.token_of_frame[start:stop]
        outline, channels = self.outline, self.m_p.shape[1]
        noise = expression_noise_on(
            self.m_p.device, outline.expression, outline.durations, channels, start, stop
        )
        scale = outline.settings.noise_scale
        z_p = sample_prior(self.m_p[tokens], self.logs_p[tokens], noise.T, scale)  # [T, C]
        return z_p.T.unsqueeze(0)


class Arriving:
    """A tensor on its way to the CPU, while the device goes on with other things."""

    def __init__(self, x: Tensor) -> None:
        self._x = x
        self._event: torch.cuda.Event | None = None
        if x.is_cuda:
            self._x = torch.empty(x.shape, dtype=x.dtype, pin_memory=True)
            self._x.copy_(x, non_blocking=True)
            self._event = torch.cuda.Event(blocking=True)  # type: ignore[no-untyped-call]
            self._event.record(torch.cuda.current_stream(x.device))

    def wait(self) -> Tensor:
        """The tensor, on the CPU."""
        if self._event is None:
            return self._x
        self._event.synchronize()
        return self._x.clone()  # the device wants its kind of memory back, and it is scarce


class Rendering:
    """One take being made, or one that was made before.

    `stages` counts how often each stage has run; `timings` holds the seconds that each took here.
    """

    def __init__(self, model: Stages, sizes: PieceSizes, on_stage: Callable[[str], None]) -> None:
        self.known: Take | None = None
        """The take, where it was made before: there is nothing to do."""
        self.timings: dict[str, float] = {}
        self._model = model
        self._sizes = sizes
        self._on_stage = on_stage
        self._results: SimpleQueue[tuple[int, Arriving] | Exception] = SimpleQueue()
        self._lock = threading.Lock()
        self._cancelled = False
        self._prior: Prior | None = None
        self._windows: list[Window] = []
        self._begun = 0
        """How many of the windows the decoder has been given."""

    @property
    def outline(self) -> Outline:
        """How the take is made, and its rhythm; there once the first block is."""
        if self.known is not None:
            return self.known
        assert self._prior is not None
        return self._prior.outline

    def start(
        self, prepare: Callable[[Rendering], Prior], workers: WorkerThreads, here: bool
    ) -> None:
        """Make the prior, `here` or on a worker thread, and then the sound on worker threads.

        With `here` all of torch's threads work on the prior and on the first sound: it comes
        sooner. What goes wrong is told by `blocks`.
        """

        begin = partial(self._begin, prepare, workers, here)
        if here:
            self._guard(begin)()
        else:
            self._later(workers, begin)

    def blocks(self) -> Iterator[FloatArray]:
        """The sound in order, [T_samples] each, as it is made.

        Raises `VoiceError` for a voice that makes no sound, and whatever torch raises.
        """
        early: dict[int, Arriving] = {}
        index = 0
        while True:
            result = self._results.get()
            if isinstance(result, Exception):
                raise result
            early[result[0]] = result[1]
            while index in early:
                with self.stage("decode"):
                    block = early.pop(index).wait()
                if not bool(block.isfinite().all()):
                    raise unusable("it makes sound that is not numbers")
                yield block.numpy()
                index += 1
                if index == len(self._windows):
                    return

    def cancel(self) -> None:
        """Let what is running end, and begin nothing more."""
        self._cancelled = True

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of a piece of work in the stage of that name."""
        started = time.perf_counter()
        yield
        spent = time.perf_counter() - started
        with self._lock:
            if name not in self.timings:
                self._on_stage(name)
            self.timings[name] = self.timings.get(name, 0.0) + spent

    def _begin(
        self, prepare: Callable[[Rendering], Prior], workers: WorkerThreads, first_sound_here: bool
    ) -> None:
        self._prior = prior = prepare(self)
        self._windows = decoder_windows(
            prior.frames, self._model.decoder.reach, self._sizes.decoder
        )
        run = _OverlappingFlowRun if self._sizes.flow_overlaps else _FlowRun
        flow = run(self._model, prior, self._sizes)
        couplings = [0]
        decodings: list[Work] = []
        while first_sound_here and couplings and not decodings:
            foremost = max(couplings)
            couplings.remove(foremost)
            follow_ups, decodings = self._advance(flow, foremost)
            couplings += follow_ups
        for work in decodings[:1]:
            work()
        self._hand_on(flow, workers, couplings, decodings[1:])

    def _go_on(self, flow: _FlowRun, workers: WorkerThreads, coupling: int) -> None:
        self._hand_on(flow, workers, *self._advance(flow, coupling))

    def _hand_on(
        self, flow: _FlowRun, workers: WorkerThreads, couplings: list[int], decodings: list[Work]
    ) -> None:
        for work in decodings:
            self._later(workers, work)
        for coupling in couplings:
            self._later(workers, partial(self._go_on, flow, workers, coupling))

    def _later(self, workers: WorkerThreads, work: Work) -> None:
        workers.submit(self._guard(work))

    def _advance(self, flow: _FlowRun, coupling: int) -> tuple[list[int], list[Work]]:
        """Let a coupling do its next piece; returns the couplings that can go on, and the windows'
        decoding that has become possible."""
        with self.stage("latent"):
            follow_ups = flow.step(coupling)
        decodings: list[Work] = [
            partial(self._decode, flow, window, number)
            for window, number in self._newly_possible(flow)
        ]
        return follow_ups, decodings

    def _newly_possible(self, flow: _FlowRun) -> list[tuple[Window, int]]:
        """The windows that the decoder can begin now, and their numbers; each comes once."""
        possible = []
        with self._lock:
            while self._begun < len(self._windows):
                window = self._windows[self._begun]
                if window.stop > flow.known:
                    break
                possible.append((window, self._begun))
                self._begun += 1
        return possible

    def _decode(self, flow: _FlowRun, window: Window, number: int) -> None:
        with self.stage("decode"):
            margins = Margins(window.before, window.after)
            z = flow.z[:, :, window.start : window.stop]
            waveform = self._model.decode(z, flow.prior.speaker, margins)[0]
            doubled = window.first - window.start - window.before
            block = Arriving(waveform[doubled * self._model.config.hop_length :])
        self._results.put((number, block))

    def _guard(self, work: Work) -> Work:
        """Work that may be cancelled, and whose error is told to who reads the sound."""

        def guarded() -> None:
            if self._cancelled:
                return
            try:
                with inference(self._model.device):
                    work()
            except Exception as error:
                self._results.put(error)

        return guarded


class _FlowRun:
    """The flow's way through an utterance: pieces that pass one coupling after the other.

    A coupling does one piece at a time, in order; different couplings work side by side.
    """

    def __init__(self, model: Stages, prior: Prior, sizes: PieceSizes) -> None:
        self.prior = prior
        self.known = 0
        """Frames of `z` that are there."""
        channels = prior.m_p.shape[1]
        # As the decoder takes it: the channels of a frame lie together.
        self.z = prior.m_p.new_empty(1, prior.frames, channels).transpose(1, 2)
        self._set_out(model, sizes)

    def _set_out(self, model: Stages, sizes: PieceSizes) -> None:
        prior = self.prior
        self._stream = FlowStream(model.flow, prior.frames, prior.speaker)
        self._lock = threading.Lock()
        self._lengths = deque(sizes.flow.cover(prior.frames + model.flow.reach))
        self._drawn = 0
        self._waiting: list[deque[Tensor]] = [deque() for _ in range(self._stream.steps)]
        self._busy = [True] + [False] * (self._stream.steps - 1)

    def step(self, index: int) -> list[int]:
        """Do what is next for the coupling of that index; returns the couplings that can go on,
        each to be asked for once."""
        piece = self._stream.step(index, self._next(index))
        last = index == self._stream.steps - 1
        if last:
            z = self._stream.result(piece)
            self.z[:, :, self.known : self.known + z.shape[2]] = z
            self.known += z.shape[2]
        follow_ups = []
        with self._lock:
            if not last:
                self._waiting[index + 1].append(piece)
                if not self._busy[index + 1]:
                    self._busy[index + 1] = True
                    follow_ups.append(index + 1)
            self._busy[index] = bool(self._lengths if index == 0 else self._waiting[index])
            if self._busy[index]:
                follow_ups.append(index)
        return follow_ups

    def _next(self, index: int) -> Tensor:
        if index:
            return self._waiting[index].popleft()
        frames = self._lengths.popleft()
        z_p = self.prior.z_p(self._drawn, self._drawn + frames)
        self._drawn += frames
        return self._stream.piece(z_p, frames)


class _OverlappingFlowRun(_FlowRun):
    """The flow's way through an utterance in pieces of their own, each with what lies around it.

    Some frames are computed twice, but nothing is kept between two pieces.
    """

    def _set_out(self, model: Stages, sizes: PieceSizes) -> None:
        self._model = model
        self._reach = model.flow.reach
        self._spans = deque(flow_spans(self.prior.frames, self._reach, sizes.flow.longest))

    def step(self, index: int) -> list[int]:
        """Do the next piece; returns what can go on."""
        first, last = self._spans.popleft()
        start, stop = max(0, first - self._reach), min(self.prior.frames, last + self._reach)
        z = self._model.latent(self.prior.z_p(start, stop), None, self.prior.speaker)
        self.z[:, :, first:last] = z[:, :, first - start : last - start]
        self.known = last
        return [index] if self._spans else []


def unusable(why: str) -> VoiceError:
    """What to tell of a voice whose weights make no sense."""
    return VoiceError(
        f"The voice is damaged: {why}",
        remedy="Load it again from its source, or choose another voice.",
    )
