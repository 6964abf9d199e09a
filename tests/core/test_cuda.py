"""What only a GPU can show: skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from tests.core.model_shapes import (
    FULL_SIZE,
    SMALL,
    SMALL_DETERMINISTIC,
    SMALL_MANY_SPEAKERS,
    random_model,
)
from vits_core.audio.likeness import signal_to_difference
from vits_core.model.backends import cuda_kernels
from vits_core.model.config import ModelConfig
from vits_core.noise import on_device
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.noise.on_device import expression_noise_on, rhythm_noise_on
from vits_core.prosody.steering import MAX_SEED, Arc, Draw
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesis.chunking import CUDA_SIZES
from vits_core.synthesis.cuda_graphs import Recording
from vits_core.synthesis.precision import MINIMUM_DECIBELS
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
CPU, CUDA = torch.device("cpu"), torch.device("cuda", 0)
RATE = 22_050
SHAPES = [(1, 8, 1, 1), (1, 32, 1, 77), (3, 48, 1, 130), (2, 256, 1, 515)]
DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float16])


def _request(
    count: int, seed: int = 1, speaker: int | None = None, scale: float = 1.0
) -> TakeRequest:
    ids = tuple(1 + i % 39 for i in range(count))
    utterance = Utterance("text", 0, 4, ("a",) * count, ids, ())
    settings = ProsodySettings(length_scale=scale)
    return TakeRequest(utterance, settings, Draw(seed), Draw(seed + 10), speaker)


def _take(synthesizer: Synthesizer, request: TakeRequest) -> Take:
    return next(
        part.take
        for part in synthesizer.parts(request, synthesizer.begin(request))
        if part.take is not None
    )


def _likeness(one: Take, other: Take) -> float:
    """Decibels between a take and its difference from another of the same rhythm."""
    assert np.array_equal(one.durations, other.durations)
    return signal_to_difference(one.waveform, other.waveform)


def _image(shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Tensor:
    x = torch.randn(shape, device=CUDA, dtype=dtype)
    return x.contiguous(memory_format=torch.channels_last)


@pytest.fixture
def all_memory() -> Iterator[None]:
    """Afterwards all of the device's memory may be taken again."""
    yield
    _leave(None)


def test_the_kernels_compile() -> None:
    assert cuda_kernels.available(CUDA)


@DTYPES
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_what_follows_a_convolution_is_computed_as_by_torch(
    dtype: torch.dtype, shape: tuple[int, ...], count: int
) -> None:
    y, bias = _image(shape, dtype), torch.randn(shape[1], device=CUDA)
    others = [_image(shape, dtype) for _ in range(count)]
    expected = y.float() + bias.view(-1, 1, 1) + sum(x.float() for x in others)
    bent = functional.leaky_relu(expected, 0.1)
    close = {"rtol": 2e-3, "atol": 2e-3} if dtype == torch.float16 else {"rtol": 0, "atol": 1e-6}
    made = cuda_kernels.finished(y.clone(), bias, *others)
    torch.testing.assert_close(made.float(), expected, **close)
    total, active = cuda_kernels.finished_and_activated(y.clone(), bias, 0.1, *others)
    torch.testing.assert_close(total.float(), expected, **close)
    torch.testing.assert_close(active.float(), bent, **close)
    if not count:
        active = cuda_kernels.activated(y.clone(), bias, 0.1)
        torch.testing.assert_close(active.float(), bent, **close)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("present", [False, True])
def test_gates_are_computed_as_by_torch(shape: tuple[int, ...], present: bool) -> None:
    batch, channels, _, steps = shape
    h, bias = _image((batch, 2 * channels, 1, steps)), torch.randn(2 * channels, device=CUDA)
    condition = torch.randn(batch, 2 * channels, 1, 1, device=CUDA) if present else None
    x, skip = _image(shape), _image(shape) if present else None
    whole = h + bias.view(-1, 1, 1)
    a, b = (whole if condition is None else whole + condition).chunk(2, dim=1)
    gate = cuda_kernels.gated(h.clone(), bias, condition)
    torch.testing.assert_close(gate, a.tanh() * b.sigmoid(), rtol=0, atol=1e-6)
    a, b = whole.chunk(2, dim=1)
    new_x, new_skip = cuda_kernels.divided(h.clone(), bias, x, skip)
    torch.testing.assert_close(new_x, x + a, rtol=0, atol=1e-6)
    torch.testing.assert_close(new_skip, b if skip is None else skip + b, rtol=0, atol=1e-6)


def test_tensors_that_the_kernels_are_not_for_are_computed_all_the_same() -> None:
    bias = torch.randn(6, device=CUDA)
    odd = _image((2, 6, 1, 9))
    cut = _image((2, 6, 1, 20))[..., 3:12]
    made = cuda_kernels.finished(odd.clone(), bias, cut)
    torch.testing.assert_close(made, odd + bias.view(-1, 1, 1) + cut)


@pytest.mark.parametrize("channels", [1, 7, 192])
def test_noise_is_the_cpus(channels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    far = Draw(MAX_SEED, ((2, 9), (3, MAX_SEED - 1)))
    for noise in (Draw(7), far, Arc(Draw(3), far, 0.3), Arc(Draw(3), far, 1.0)):
        for span in ((0, None), (2, 45), (50, 51), (4, 4)):
            expected = expression_noise(noise, [3, 1, 40, 7], channels, *span)
            made = expression_noise_on(CUDA, noise, [3, 1, 40, 7], channels, *span)
            np.testing.assert_allclose(made.cpu().numpy(), expected, rtol=0, atol=1e-6)
            rhythm = rhythm_noise_on(CUDA, noise, 4).cpu().numpy()
            np.testing.assert_allclose(rhythm, rhythm_noise(noise, 4), rtol=0, atol=1e-6)
    monkeypatch.setattr(on_device, "available", lambda device: False)
    made = expression_noise_on(CUDA, far, [3, 1, 40, 7], channels)
    assert np.array_equal(made.cpu().numpy(), expression_noise(far, [3, 1, 40, 7], channels))


@pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS, SMALL_DETERMINISTIC, FULL_SIZE])
def test_a_take_is_the_cpus(config: ModelConfig) -> None:
    speaker = 2 if config.speaker_channels else None
    on_cpu = Synthesizer(random_model(config), RATE, CPU)
    exact = Synthesizer(random_model(config), RATE, CUDA)
    rounded = Synthesizer(random_model(config), RATE, CUDA, torch.float16)
    for count in (1, 12, 90):
        request = _request(count, speaker=speaker, scale=3.0)
        theirs = _take(on_cpu, request)
        assert _likeness(theirs, _take(exact, request)) > 80.0
        assert _likeness(theirs, _take(rounded, request)) > MINIMUM_DECIBELS


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_recorded_or_not_a_take_is_the_same_to_the_bit(
    dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    replayed: set[Recording] = set()

    def replay(recording: Recording, inputs: Sequence[Tensor]) -> list[Tensor]:
        replayed.add(recording)
        return play(recording, inputs)

    play = Recording.replay
    monkeypatch.setattr(Recording, "replay", replay)
    synthesizer = Synthesizer(random_model(FULL_SIZE), RATE, CUDA, dtype)
    request = _request(90, scale=3.0)
    first = _take(synthesizer, request)
    for _ in range(3):
        synthesizer.forget()
        assert np.array_equal(_take(synthesizer, request).waveform, first.waveform)
    assert len(replayed) > 4


def test_a_batch_gives_what_each_utterance_gives_alone() -> None:
    synthesizer = Synthesizer(random_model(FULL_SIZE), RATE, CUDA)
    requests = [_request(count, seed, scale=4.0) for count in (3, 90, 41) for seed in (1, 2)]
    alone = [_take(synthesizer, request) for request in requests]
    for _ in range(3):
        synthesizer.forget()
        for one, other in zip(synthesizer.takes(requests), alone, strict=True):
            assert _likeness(one, other) > 80.0


def test_a_nearly_full_device_gets_smaller_pieces_and_a_full_one_gives_way_to_the_cpu(
    all_memory: None,
) -> None:
    long = _request(60, scale=10.0)
    whole = _take(Synthesizer(random_model(FULL_SIZE), RATE, CUDA), long)
    lengths = []
    for megabytes in (2000, 150, 100, 70, 50, 1):
        synthesizer = Synthesizer(random_model(FULL_SIZE), RATE, CUDA)
        _leave(megabytes)
        take = _take(synthesizer, long)
        on_cuda = synthesizer.device.type == "cuda"
        assert _likeness(whole, take) > 80.0
        assert {p.is_cuda for p in synthesizer.model.parameters()} == {on_cuda}
        lengths.append(synthesizer.sizes.decoder.longest if on_cuda else 0)
        _leave(None)
    usual = CUDA_SIZES.decoder.longest
    assert lengths[0] == usual
    assert any(0 < length < usual for length in lengths), lengths
    assert lengths[-1] == 0


def _leave(megabytes: int | None) -> None:
    """Let so much more of the device's memory be taken, or all of it."""
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(CUDA).total_memory
    left = total if megabytes is None else torch.cuda.memory_reserved() + megabytes * 2**20
    torch.cuda.set_per_process_memory_fraction(min(1.0, left / total))


def test_a_batch_for_which_there_is_no_room_is_made_one_by_one(all_memory: None) -> None:
    synthesizer = Synthesizer(random_model(FULL_SIZE), RATE, CUDA)
    requests = [_request(60, seed, scale=10.0) for seed in range(12)]
    expected = [_take(synthesizer, request) for request in requests]
    synthesizer.close()
    synthesizer = Synthesizer(random_model(FULL_SIZE), RATE, CUDA)
    _leave(700)
    takes = synthesizer.takes(requests)
    for one, other in zip(takes, expected, strict=True):
        assert _likeness(one, other) > 80.0
