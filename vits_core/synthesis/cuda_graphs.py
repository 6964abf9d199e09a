"""A model's stages on a CUDA device: recorded for a shape once, then replayed.

A stage is some hundred small operations. Python takes ten microseconds to hand one to the device,
which takes three for it; a recorded CUDA graph is handed over as a whole. `CudaGraphs` records any
function; `CudaGraphVits` is a model with its stages recorded, each result the model's own.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, ParamSpec, Protocol, cast

import torch
from torch import Tensor
from torch.nn import functional

from vits_core.model.config import ModelConfig
from vits_core.model.decoder import NO_MARGINS, Decoder, Margins
from vits_core.model.flow import Flow
from vits_core.model.vits import Encoded, Vits

TOKEN_BUCKET = 32
FRAME_BUCKET = 64
RECORDED_FRAMES = 2048
"""Flow and decoder keep the device busy with more, however slowly Python asks."""
MOST_RECORDINGS = 128
_log = logging.getLogger(__name__)
P = ParamSpec("P")


class Stages(Protocol):
    """What synthesising takes of a model: a `Vits`, or one that is replayed."""

    @property
    def config(self) -> ModelConfig: ...
    @property
    def device(self) -> torch.device: ...
    @property
    def flow(self) -> Flow: ...
    @property
    def decoder(self) -> Decoder: ...
    def speaker_vector(self, speaker_ids: Tensor | None) -> Tensor | None: ...
    def encode(self, token_ids: Tensor, lengths: Tensor | None = None) -> Encoded: ...
    def log_durations(
        self, hidden: Tensor, mask: Tensor | None, noise: Tensor, speaker: Tensor | None
    ) -> Tensor: ...
    def latent(self, z_p: Tensor, mask: Tensor | None, speaker: Tensor | None) -> Tensor: ...
    def decode(
        self, z: Tensor, speaker: Tensor | None, margins: Margins = NO_MARGINS
    ) -> Tensor: ...


class Room(NamedTuple):
    """What recordings that never run at the same time share, so that they share memory too."""

    pool: Any
    stream: torch.cuda.Stream


class Recording:
    """One function on tensors of fixed shapes, as a CUDA graph."""

    def __init__(
        self, function: Callable[..., Sequence[Tensor]], inputs: Sequence[Tensor], room: Room
    ) -> None:
        self._inputs = [torch.empty_like(x).copy_(x) for x in inputs]
        self._graph = torch.cuda.CUDAGraph()
        usual = torch.cuda.current_stream()
        room.stream.wait_stream(usual)
        with torch.cuda.stream(room.stream):
            # Other threads may go on meanwhile.
            self._graph.capture_begin(pool=room.pool, capture_error_mode="thread_local")
            try:
                self._outputs = function(*self._inputs)
            except BaseException:
                with contextlib.suppress(RuntimeError):  # it only repeats what went wrong
                    self._graph.capture_end()
                raise
            self._graph.capture_end()
        usual.wait_stream(room.stream)

    def replay(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        """The function's results for other inputs of the same shapes."""
        for own, given in zip(self._inputs, inputs, strict=True):
            own.copy_(given)
        self._graph.replay()
        return [output.clone() for output in self._outputs]


class CudaGraphs:
    """Functions of tensors, recorded where their shapes come again; threads may share them.

    They run one at a time, and the recordings that were not used for longest make room.
    """

    def __init__(self, device: torch.device, record: Callable[..., Recording] = Recording) -> None:
        self._device = device
        self._record = record
        self._lock = threading.Lock()
        self._room: Room | None = None
        self._recordings: OrderedDict[object, Recording | None] = OrderedDict()
        """None for a shape that came once."""

    def graphed(
        self, function: Callable[P, Tensor | tuple[Tensor | None, ...]]
    ) -> Callable[P, tuple[Tensor, ...]]:
        """The function, whose results are then always a tuple, and the caller's to keep.

        It takes tensors and constants, by position, and gives one tensor or several. A tensor's
        shape and a constant are what a recording is for.
        """

        def call(*arguments: P.args, **_: P.kwargs) -> tuple[Tensor, ...]:
            def run(*tensors: Tensor) -> Sequence[Tensor]:
                given = iter(tensors)
                filled = [next(given) if isinstance(x, Tensor) else x for x in arguments]
                result = function(*filled)  # type: ignore[call-arg, arg-type]
                return cast(Sequence[Tensor], result if isinstance(result, tuple) else (result,))

            key = (function, *(x.shape if isinstance(x, Tensor) else x for x in arguments))
            return tuple(self._run(run, key, [x for x in arguments if isinstance(x, Tensor)]))

        return call

    def __len__(self) -> int:
        """How many shapes are recorded."""
        return sum(each is not None for each in self._recordings.values())

    def forget(self) -> None:
        """Give back the memory that the recordings hold."""
        with self._lock:
            if self._recordings and self._device.type == "cuda":
                torch.cuda.synchronize(self._device)
            self._recordings.clear()
            self._room = None

    def _run(
        self, function: Callable[..., Sequence[Tensor]], key: object, inputs: Sequence[Tensor]
    ) -> Sequence[Tensor]:
        """The function's results: as it is for a shape that comes first, which also gets all ready
        that a recording must not wait for, recorded when it comes again."""
        on_cuda = self._device.type == "cuda"
        with self._lock, torch.cuda.device(self._device) if on_cuda else contextlib.nullcontext():
            first_time = key not in self._recordings
            recording = self._recordings.setdefault(key, None)
            self._recordings.move_to_end(key)
            if recording is None and not first_time:
                recording = self._recordings[key] = self._recorded(function, inputs)
            while len(self._recordings) > MOST_RECORDINGS:
                torch.cuda.synchronize(self._device)  # it may be running
                self._recordings.popitem(last=False)
            if recording is not None:
                return recording.replay(inputs)
        return function(*inputs)

    def _recorded(
        self, function: Callable[..., Sequence[Tensor]], inputs: Sequence[Tensor]
    ) -> Recording | None:
        if self._room is None and self._device.type == "cuda":
            stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
            self._room = Room(torch.cuda.graph_pool_handle(), stream)
        try:
            return self._record(function, inputs, self._room)
        except RuntimeError as error:  # no memory, for one; it may still do without a recording
            _log.info("a stage could not be recorded: %s", error)
            return None


class CudaGraphVits:
    """A model whose stages are recorded where their shapes come again; threads may share it.

    So that few shapes occur, tokens and frames are padded to multiples of a bucket, under masks.
    """

    def __init__(self, model: Vits, record: Callable[..., Recording] = Recording) -> None:
        self._model = model
        self.graphs = CudaGraphs(model.device, record)
        self._encode = self.graphs.graphed(model.encode)
        self._log_durations = self.graphs.graphed(model.log_durations)
        self._latent = self.graphs.graphed(model.latent)
        self._decode = self.graphs.graphed(model.decode)

    @property
    def config(self) -> ModelConfig:
        return self._model.config

    @property
    def device(self) -> torch.device:
        return self._model.device

    @property
    def flow(self) -> Flow:
        return self._model.flow

    @property
    def decoder(self) -> Decoder:
        return self._model.decoder

    def speaker_vector(self, speaker_ids: Tensor | None) -> Tensor | None:
        """`Vits.speaker_vector`"""
        return self._model.speaker_vector(speaker_ids)

    def encode(self, token_ids: Tensor, lengths: Tensor | None = None) -> Encoded:
        """`Vits.encode`"""
        batch, tokens = token_ids.shape
        counts = lengths
        if counts is None:
            counts = torch.full((batch,), tokens, device=token_ids.device)
        known = self._encode(_padded(token_ids, TOKEN_BUCKET), counts)
        hidden, m_p, logs_p, mask = (x[:, :, :tokens] for x in known)
        return Encoded(hidden, m_p, logs_p, None if lengths is None else mask)

    def log_durations(
        self, hidden: Tensor, mask: Tensor | None, noise: Tensor, speaker: Tensor | None
    ) -> Tensor:
        """`Vits.log_durations`"""
        mask = _padded(_mask(noise, mask), TOKEN_BUCKET)
        # Of each token all channels lie together, as the predictor wants them.
        hidden = _padded(hidden.transpose(1, 2), TOKEN_BUCKET, axis=1).transpose(1, 2)
        (logw,) = self._log_durations(hidden, mask, _padded(noise, TOKEN_BUCKET), speaker)
        return logw[:, :, : noise.shape[2]]

    def latent(self, z_p: Tensor, mask: Tensor | None, speaker: Tensor | None) -> Tensor:
        """`Vits.latent`"""
        batch, _, frames = z_p.shape
        if batch * frames > RECORDED_FRAMES:
            return self._model.latent(z_p, mask, speaker)
        mask = _padded(_mask(z_p, mask), FRAME_BUCKET)
        padded = _padded(z_p.transpose(1, 2), FRAME_BUCKET, axis=1).transpose(1, 2)
        return self._latent(padded, mask, speaker)[0][:, :, :frames]

    def decode(self, z: Tensor, speaker: Tensor | None, margins: Margins = NO_MARGINS) -> Tensor:
        """`Vits.decode`"""
        if z.shape[0] * z.shape[2] > RECORDED_FRAMES:
            return self._model.decode(z, speaker, margins)
        return self._decode(z, speaker, margins)[0]


def _padded(x: Tensor, bucket: int, axis: int = -1) -> Tensor:
    """Zeros behind the last axis, or the last but one, up to a multiple of `bucket`."""
    missing = -x.shape[axis] % bucket
    if not missing:
        return x
    return functional.pad(x, (0, missing) if axis == -1 else (0, 0, 0, missing))


def _mask(x: Tensor, mask: Tensor | None) -> Tensor:
    """A mask that says that all of [B, C, T] counts, unless there is one, [B, 1, T]."""
    return x.new_ones(x.shape[0], 1, x.shape[2]) if mask is None else mask
