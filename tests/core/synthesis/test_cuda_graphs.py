"""A model that is replayed gives what the model gives, and records what comes again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import (
    SMALL,
    SMALL_DETERMINISTIC,
    SMALL_MANY_SPEAKERS,
    random_model,
)
from vits_core.model.config import ModelConfig
from vits_core.model.decoder import Margins
from vits_core.model.vits import Vits
from vits_core.synthesis import cuda_graphs
from vits_core.synthesis.cuda_graphs import (
    FRAME_BUCKET,
    TOKEN_BUCKET,
    CudaGraphs,
    CudaGraphVits,
    Stages,
)

CONFIGS = pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS, SMALL_DETERMINISTIC])
BOUND = 1e-5


class _Recorder:
    """Stands in for CUDA graphs: as they do, it works on its own copies of the inputs. What runs
    real ones is in `test_cuda.py`."""

    def __init__(self) -> None:
        self.recorded = 0
        self.replayed = 0
        self.full = False

    def __call__(
        self, function: Callable[..., Sequence[Tensor]], inputs: Sequence[Tensor], room: object
    ) -> _Recorder:
        assert room is None
        if self.full:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        self.recorded += 1
        recording = _Recorder()
        recording.function, recording.inputs = function, [x.clone() for x in inputs]
        recording.recorder = self
        return recording

    def replay(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        self.recorder.replayed += 1
        for own, given in zip(self.inputs, inputs, strict=True):
            assert own.shape == given.shape
            own.copy_(given)
        return [x.clone() for x in self.function(*self.inputs)]

    function: Callable[..., Sequence[Tensor]]
    inputs: list[Tensor]
    recorder: _Recorder


@pytest.fixture(autouse=True)
def _inference() -> object:
    with torch.inference_mode():
        yield


def _both(config: ModelConfig) -> tuple[Vits, CudaGraphVits, _Recorder]:
    model, recorder = random_model(config), _Recorder()
    return model, CudaGraphVits(model, recorder), recorder  # type: ignore[arg-type]


def _numbers(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def _close(a: Tensor, b: Tensor) -> None:
    torch.testing.assert_close(a, b, rtol=0, atol=BOUND * max(1.0, float(b.abs().max())))


def _spoken(stages: Stages, tokens: int, frames: int) -> list[Tensor]:
    """What each stage makes of an utterance, from the same inputs."""
    config = stages.config
    speaker = stages.speaker_vector(torch.tensor([1]))
    ids = torch.arange(tokens).unsqueeze(0) % config.text_encoder.num_symbols
    encoded = stages.encode(ids)
    assert encoded.mask is None
    logw = stages.log_durations(encoded.hidden, None, _numbers(1, 2, tokens), speaker)
    z = stages.latent(_numbers(1, config.latent_channels, frames), None, speaker)
    sound = stages.decode(_numbers(1, config.latent_channels, frames, seed=2), speaker)
    margins = Margins(frames // 3, 0)
    part = stages.decode(_numbers(1, config.latent_channels, frames, seed=2), speaker, margins)
    return [*encoded[:3], logw, z, sound, part]


@CONFIGS
@pytest.mark.parametrize(
    ("tokens", "frames"), [(1, 3), (5, 17), (TOKEN_BUCKET, FRAME_BUCKET), (33, 65), (70, 130)]
)
def test_each_stage_gives_what_the_model_gives_every_time(
    config: ModelConfig, tokens: int, frames: int
) -> None:
    model, replayed, recorder = _both(config)
    expected = _spoken(model, tokens, frames)
    for _ in range(3):  # as it is, recorded, replayed
        for ours, theirs in zip(_spoken(replayed, tokens, frames), expected, strict=True):
            assert ours.shape == theirs.shape
            _close(ours, theirs)
    assert (recorder.recorded, recorder.replayed) == (5, 10)


@CONFIGS
def test_a_padded_batch_gives_what_the_model_gives(config: ModelConfig) -> None:
    model, replayed, _ = _both(config)
    lengths, frames = torch.tensor([7, 40, 1]), torch.tensor([90, 12, 130])
    ids = torch.arange(40).repeat(3, 1)
    speaker = model.speaker_vector(torch.tensor([0, 3, 1]))
    z_p = _numbers(3, config.latent_channels, 130)
    mask = (torch.arange(130) < frames.unsqueeze(1)).unsqueeze(1).float()

    def run(stages: Stages) -> list[Tensor]:
        encoded = stages.encode(ids, lengths)
        assert encoded.mask is not None
        noise = _numbers(3, 2, 40)
        logw = stages.log_durations(encoded.hidden, encoded.mask, noise, speaker)
        return [*encoded[:3], encoded.mask, logw, stages.latent(z_p * mask, mask, speaker)]

    expected = run(model)
    for _ in range(3):
        for ours, theirs in zip(run(replayed), expected, strict=True):
            _close(ours, theirs)


def test_results_are_the_callers_to_keep() -> None:
    _, replayed, _ = _both(SMALL)
    z = [_numbers(1, 16, 64, seed=seed) for seed in range(4)]
    sounds = [replayed.decode(each, None) for each in z]
    copies = [sound.clone() for sound in sounds]
    replayed.decode(_numbers(1, 16, 64, seed=9), None)
    for sound, copy in zip(sounds, copies, strict=True):
        assert torch.equal(sound, copy)
    assert not torch.equal(sounds[2], sounds[3])


def test_lengths_of_one_bucket_share_a_recording() -> None:
    _, replayed, recorder = _both(SMALL)
    for tokens in (3, 9, TOKEN_BUCKET, 20):
        replayed.encode(torch.ones(1, tokens, dtype=torch.int64))
    assert (recorder.recorded, recorder.replayed) == (1, 3)
    replayed.encode(torch.ones(1, TOKEN_BUCKET + 1, dtype=torch.int64))
    assert recorder.recorded == 1


def test_what_comes_once_is_not_recorded() -> None:
    _, replayed, recorder = _both(SMALL)
    _spoken(replayed, 9, 70)
    assert recorder.recorded == 0


def test_what_keeps_the_device_busy_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda_graphs, "RECORDED_FRAMES", 100)
    model, replayed, recorder = _both(SMALL)
    z = _numbers(2, 16, 51)
    for _ in range(3):
        _close(replayed.decode(z, None), model.decode(z, None))
        _close(replayed.latent(z, None, None), model.latent(z, None, None))
    assert recorder.recorded == 0


def test_without_memory_for_a_recording_the_stage_runs_as_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model, replayed, recorder = _both(SMALL)
    recorder.full = True
    caplog.set_level("INFO")
    z = _numbers(1, 16, 51)
    for _ in range(3):
        _close(replayed.decode(z, None), model.decode(z, None))
    assert recorder.replayed == 0
    assert "could not be recorded" in caplog.text
    recorder.full = False
    replayed.decode(z, None)
    assert recorder.replayed == 1


def test_the_recordings_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda_graphs, "MOST_RECORDINGS", 2)
    monkeypatch.setattr(torch.cuda, "synchronize", lambda device: None)
    _, replayed, recorder = _both(SMALL)
    for frames in (10, 10, 20, 20, 10, 30, 30, 10):
        replayed.decode(_numbers(1, 16, frames), None)
    assert (recorder.recorded, recorder.replayed) == (3, 5)
    replayed.decode(_numbers(1, 16, 20), None)  # forgotten
    assert recorder.replayed == 5


def test_forgetting_gives_the_recordings_back() -> None:
    model, replayed, recorder = _both(SMALL)
    for _ in range(3):
        replayed.decode(_numbers(1, 16, 10), None)
    assert len(replayed.graphs) == 1
    replayed.graphs.forget()
    assert len(replayed.graphs) == 0
    z = _numbers(1, 16, 10)
    _close(replayed.decode(z, None), model.decode(z, None))
    assert recorder.replayed == 2


def test_what_was_encoded_by_the_model_can_be_timed() -> None:
    """A batch's rows are cut out of it before their durations are predicted."""
    model, replayed, _ = _both(SMALL)
    encoded = model.encode(torch.ones(1, 9, dtype=torch.int64))
    cut = encoded.hidden[:, :, :5]
    _close(
        replayed.log_durations(cut, None, _numbers(1, 2, 5), None),
        model.log_durations(cut, None, _numbers(1, 2, 5), None),
    )


def test_any_function_of_tensors_can_be_recorded() -> None:
    recorder = _Recorder()
    graphs = CudaGraphs(torch.device("cpu"), recorder)  # type: ignore[arg-type]

    def both(x: Tensor, factor: float, other: Tensor | None) -> tuple[Tensor, Tensor]:
        return x * factor, x if other is None else x + other

    graphed = graphs.graphed(both)
    one, two = torch.ones(3), torch.full((3,), 2.0)
    for x in (one, two, 3.0 * one):
        product, total = graphed(x, 2.0, two)
        assert torch.equal(product, 2.0 * x)
        assert torch.equal(total, x + two)
    assert (recorder.recorded, recorder.replayed) == (1, 2)
    for factor, other in ((3.0, two), (2.0, None)):  # other constants are other recordings
        product, total = graphed(one, factor, other)
        assert torch.equal(product, factor * one)
        assert torch.equal(total, one if other is None else one + other)
    assert (recorder.recorded, recorder.replayed) == (1, 2)
    graphs.graphed(torch.neg)(one)
    (negative,) = graphs.graphed(torch.neg)(two)  # another function of the same shapes
    assert torch.equal(negative, -two)
    assert recorder.recorded == 2
