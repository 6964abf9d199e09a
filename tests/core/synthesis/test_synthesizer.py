"""Stages run when their inputs changed, and equal inputs give equal takes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import (
    SMALL,
    SMALL_DETERMINISTIC,
    SMALL_MANY_SPEAKERS,
    random_model,
)
from vits_core.audio.mel import MelSpectrogram
from vits_core.errors import SettingsError, VoiceError
from vits_core.model.config import ModelConfig
from vits_core.model.decoder import NO_MARGINS, Margins
from vits_core.model.vits import Inferred, Vits
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import LONGEST_PREDICTED, Draw, Timing
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesis import prior as prior_module
from vits_core.synthesis import synthesizer as synthesizer_module
from vits_core.synthesis.chunking import CUDA_SIZES
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import Voice

CPU = torch.device("cpu")
DEFAULT = ProsodySettings()
RATE = 16_000


def _utterance(*ids: int, pause_after: float = 0.0) -> Utterance:
    return Utterance("text", 0, 4, ("a",) * len(ids), ids, (), pause_after)


HELLO = _utterance(1, 5, 0, 6, 0, 9, 0, 2)


@pytest.fixture
def small() -> Synthesizer:
    return Synthesizer(random_model(SMALL), RATE, CPU)


def _take(
    synthesizer: Synthesizer,
    settings: ProsodySettings = DEFAULT,
    rhythm_seed: int = 1,
    expression_seed: int = 2,
    utterance: Utterance = HELLO,
    speaker: int | None = None,
) -> Take:
    return synthesizer.take(
        utterance,
        settings,
        rhythm_seed=rhythm_seed,
        expression_seed=expression_seed,
        speaker=speaker,
    )


def _runs(synthesizer: Synthesizer, action: Callable[[], Take]) -> set[str]:
    """The stages that ran for a take; its timings must tell the same."""
    before = synthesizer.stage_runs.copy()
    take = action()
    ran = synthesizer.stage_runs - before
    assert set(take.timings) == set(ran)
    assert all(count == 1 for count in ran.values())
    return set(ran)


SOUND = {"latent", "decode", "mel"}


def test_only_the_stages_whose_inputs_changed_run(small: Synthesizer) -> None:
    assert _runs(small, lambda: _take(small)) == {"encode", "durations", *SOUND}
    assert _runs(small, lambda: _take(small)) == set()
    for settings in (ProsodySettings(noise_scale=0.3), ProsodySettings(length_scale=1.5)):
        assert _runs(small, lambda s=settings: _take(small, s)) == SOUND
    assert _runs(small, lambda: _take(small, expression_seed=3)) == SOUND
    rhythm = {"durations", *SOUND}
    assert _runs(small, lambda: _take(small, ProsodySettings(duration_noise_scale=0.1))) == rhythm
    assert _runs(small, lambda: _take(small, rhythm_seed=3)) == rhythm
    other = _utterance(1, 7, 0, 2)
    assert _runs(small, lambda: _take(small, utterance=other)) == {"encode", *rhythm}
    assert _runs(small, lambda: _take(small)) == set()


def test_after_forgetting_every_stage_runs_and_gives_the_same(small: Synthesizer) -> None:
    first = _take(small)
    small.forget()
    again: list[Take] = []

    def take() -> Take:
        again.append(_take(small))
        return again[0]

    assert _runs(small, take) == {"encode", "durations", "latent", "decode", "mel"}
    assert np.array_equal(again[0].waveform, first.waveform)


def test_another_speaker_is_another_take() -> None:
    many = Synthesizer(random_model(SMALL_MANY_SPEAKERS), RATE, CPU)
    takes = [_take(many, speaker=speaker) for speaker in (0, 3)]
    assert [take.speaker for take in takes] == [0, 3]
    assert not np.array_equal(takes[0].durations, takes[1].durations)


def test_equal_inputs_give_bit_equal_takes_in_another_synthesizer(small: Synthesizer) -> None:
    other = Synthesizer(random_model(SMALL), RATE, CPU)
    _take(other, expression_seed=99)  # what came before does not matter
    first, second = _take(small), _take(other)
    assert np.array_equal(first.waveform, second.waveform)
    assert np.array_equal(first.durations, second.durations)
    assert np.array_equal(first.mel, second.mel)


def test_locked_seeds_keep_rhythm_and_expression_apart(small: Synthesizer) -> None:
    first = _take(small)
    same_rhythm = _take(small, expression_seed=7)
    assert np.array_equal(first.durations, same_rhythm.durations)
    assert not np.array_equal(first.waveform, same_rhythm.waveform)
    assert not np.array_equal(first.durations, _take(small, rhythm_seed=7).durations)


def test_without_noise_the_seeds_do_not_matter(small: Synthesizer) -> None:
    still = ProsodySettings(0.0, 0.0)
    first = _take(small, still)
    second = _take(small, still, rhythm_seed=8, expression_seed=9)
    assert np.array_equal(first.waveform, second.waveform)


def test_a_longer_length_scale_lengthens_every_token(small: Synthesizer) -> None:
    lengths = [
        _take(small, ProsodySettings(length_scale=scale)).durations for scale in (0.5, 1.0, 2.0)
    ]
    assert all((shorter <= longer).all() for shorter, longer in pairwise(lengths))
    assert lengths[0].sum() < lengths[1].sum() < lengths[2].sum()


def test_the_take_tells_how_it_was_made_and_fits_together(small: Synthesizer) -> None:
    take = _take(small, rhythm_seed=11, expression_seed=12)
    assert (take.rhythm_seed, take.expression_seed, take.settings) == (11, 12, DEFAULT)
    assert take.utterance is HELLO
    assert take.hop_length == 32
    assert len(take.durations) == len(HELLO.token_ids)
    assert len(take.waveform) == take.durations.sum() * take.hop_length
    assert take.mel.shape == (80, take.durations.sum())
    mel = MelSpectrogram(RATE, 32).decibels(torch.from_numpy(take.waveform)[None])
    assert np.array_equal(take.mel, mel[0].numpy())
    assert take.waveform.dtype == take.mel.dtype == np.float32
    assert take.durations.dtype == np.int64
    assert all(seconds > 0 for seconds in take.timings.values())


def test_pauses_are_whole_frames_and_follow_the_length_scale(small: Synthesizer) -> None:
    spoken = _utterance(*HELLO.token_ids, pause_after=0.3)
    frame = 32 / RATE
    assert _take(small, utterance=spoken).pause_frames == round(0.3 / frame)
    slow = _take(small, ProsodySettings(length_scale=2.0), utterance=spoken)
    assert slow.pause_frames == round(0.6 / frame)
    assert _take(small).pause_frames == 0


def test_a_known_sentence_at_another_place_keeps_its_sound(small: Synthesizer) -> None:
    first = _take(small)
    moved = Utterance("text", 40, 44, HELLO.symbols, HELLO.token_ids, (), 0.5)
    again = _take(small, utterance=moved)
    assert again.utterance is moved
    assert again.waveform is first.waveform
    assert again.pause_frames == round(0.5 * RATE / 32)
    assert not again.timings


def _kept(ran_anew: Callable[[int], bool]) -> int:
    """How many of the newest of 20 things are known still, asked from the newest on."""
    return next(kept for kept, number in enumerate(reversed(range(20))) if ran_anew(number))


def test_takes_are_kept_within_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    take = _take(Synthesizer(random_model(SMALL), RATE, CPU))
    size = sum(array.nbytes for array in (take.waveform, take.mel, take.durations))
    monkeypatch.setattr(synthesizer_module, "TAKE_CACHE_BYTES", 3 * size)
    bounded = Synthesizer(random_model(SMALL), RATE, CPU)
    for seed in range(20):
        _take(bounded, expression_seed=seed)
    assert (
        _kept(lambda seed: bool(_runs(bounded, lambda: _take(bounded, expression_seed=seed)))) == 3
    )


def test_encoded_sentences_are_kept_within_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = random_model(SMALL).eval().encode(torch.tensor([[1, 0, 5, 2]]))
    size = sum(tensor.nbytes for tensor in encoded if tensor is not None)
    monkeypatch.setattr(prior_module, "CACHE_BYTES", 3 * size)
    bounded = Synthesizer(random_model(SMALL), RATE, CPU)

    def runs(token: int, expression_seed: int) -> set[str]:
        utterance = _utterance(1, token, 5, 2)
        take = partial(_take, bounded, expression_seed=expression_seed, utterance=utterance)
        return _runs(bounded, take)

    for token in range(20):
        assert "encode" in runs(token, 1)
    assert _kept(lambda token: "encode" in runs(token, 2)) == 3


def test_rhythms_are_kept_within_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior_module, "CACHE_BYTES", 3 * 4 * len(HELLO.token_ids))
    bounded = Synthesizer(random_model(SMALL), RATE, CPU)

    def runs(rhythm_seed: int, expression_seed: int) -> set[str]:
        return _runs(bounded, partial(_take, bounded, DEFAULT, rhythm_seed, expression_seed))

    for seed in range(20):
        assert "durations" in runs(seed, 1)
    assert _kept(lambda seed: "durations" in runs(seed, 2)) == 3


def test_a_take_larger_than_the_cache_is_still_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesizer_module, "TAKE_CACHE_BYTES", 10)
    monkeypatch.setattr(prior_module, "CACHE_BYTES", 10)
    tiny = Synthesizer(random_model(SMALL), RATE, CPU)
    first, second = _take(tiny), _take(tiny)
    assert np.array_equal(first.waveform, second.waveform)
    assert second.timings


def test_threads_that_speak_at_once_get_what_they_asked_for(small: Synthesizer) -> None:
    alone = Synthesizer(random_model(SMALL), RATE, CPU)
    expected = {seed: _take(alone, rhythm_seed=seed).waveform for seed in range(12)}
    heard: dict[int, Take] = {}

    def speak(seeds: range) -> None:
        for seed in seeds:
            heard[seed] = _take(small, rhythm_seed=seed)

    threads = [threading.Thread(target=speak, args=(range(i, 12, 2),)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.keys() == expected.keys()
    for seed, take in heard.items():
        assert np.array_equal(take.waveform, expected[seed])
        assert set(take.timings) >= {"durations", *SOUND}
    assert small.stage_runs["encode"] == 1
    assert small.stage_runs["decode"] == 12


class _ShortOfMemory(Vits):
    """Runs out of memory as often as it is told to."""

    failures = 0

    def decode(self, z: Tensor, speaker: Tensor | None, margins: Margins = NO_MARGINS) -> Tensor:
        if self.failures:
            self.failures -= 1
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return super().decode(z, speaker, margins)


def _short_of_memory(failures: int) -> _ShortOfMemory:
    model = _ShortOfMemory(SMALL)
    model.load_state_dict(random_model(SMALL).state_dict())
    model.failures = failures
    return model.requires_grad_(False)


class _PretendedCuda(Synthesizer):
    """Believes to be on a CUDA device, on which pieces of more than `fits` frames find no room."""

    fits = 0

    def pretend(self, fits: int) -> None:
        self.fits = fits
        self.device = torch.device("cuda")
        self.sizes = CUDA_SIZES

    def _move_to(self, device: torch.device, stage_dtype: torch.dtype) -> None:
        super()._move_to(device, stage_dtype)
        self.model.decode = self._decode  # type: ignore[method-assign]

    def _decode(self, z: Tensor, speaker: Tensor | None, margins: Margins = NO_MARGINS) -> Tensor:
        if self.device.type == "cuda" and z.shape[2] > self.fits:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return Vits.decode(self.model, z, speaker, margins)


def test_a_full_cuda_device_gives_way_to_the_cpu() -> None:
    """Stands in for `test_cuda.py`, where there is no CUDA: only the device's name is pretended."""
    full = _PretendedCuda(random_model(SMALL), RATE, CPU)
    _take(full)
    full.pretend(fits=0)
    changed = ProsodySettings(noise_scale=0.2)
    take = _take(full, changed)
    assert full.device == CPU
    alone = Synthesizer(random_model(SMALL), RATE, CPU)
    assert np.array_equal(take.waveform, _take(alone, changed).waveform)


def test_a_nearly_full_cuda_device_gets_smaller_pieces() -> None:
    long = _utterance(*range(1, 40), *range(1, 40), *range(1, 40))
    whole = _take(Synthesizer(random_model(SMALL), RATE, CPU), utterance=long)
    assert whole.durations.sum() > 400
    full = _PretendedCuda(random_model(SMALL), RATE, CPU)
    full.pretend(fits=300)
    take = _take(full, utterance=long)
    assert full.device.type == "cuda"
    np.testing.assert_allclose(take.waveform, whole.waveform, rtol=0, atol=1e-5)
    assert take.mel.shape == whole.mel.shape


def test_a_full_cpu_is_an_error() -> None:
    with pytest.raises(torch.OutOfMemoryError):
        _take(Synthesizer(_short_of_memory(1), RATE, CPU))


MANY = [
    _utterance(1, 5, 2),
    HELLO,
    _utterance(*range(1, 40), pause_after=0.2),
    _utterance(*range(39, 0, -1), *range(1, 40)),
]


@pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS, SMALL_DETERMINISTIC])
def test_a_batch_gives_what_each_utterance_gives_alone(config: ModelConfig) -> None:
    speakers = [0, 3, 1, 3] if config.speaker_channels else [None] * 4
    requests = [
        TakeRequest(utterance, DEFAULT, Draw(seed), Draw(seed + 10), speaker)
        for utterance, speaker in zip(MANY, speakers, strict=True)
        for seed in (1, 2)
    ]
    alone = Synthesizer(random_model(config), RATE, CPU)
    together = Synthesizer(random_model(config), RATE, CPU).takes(requests)
    for request, take in zip(requests, together, strict=True):
        single = _take(
            alone, DEFAULT, request.rhythm.seed, request.expression.seed, request.utterance,
            request.speaker,
        )  # fmt: skip
        assert np.array_equal(take.durations, single.durations)
        assert take.pause_frames == single.pause_frames
        assert take.utterance is request.utterance
        np.testing.assert_allclose(take.waveform, single.waveform, rtol=0, atol=1e-5)
        np.testing.assert_allclose(take.mel, single.mel, rtol=0, atol=0.05)


def _inferred(model: Vits, request: TakeRequest) -> Inferred:
    """What a request asks for, by the model's own inference."""
    ids, channels = request.utterance.token_ids, model.config.latent_channels

    def expression(durations: Tensor) -> Tensor:
        made = expression_noise(request.expression, durations.numpy(), channels)
        return torch.from_numpy(made)[None]

    rhythm = torch.from_numpy(rhythm_noise(request.rhythm, len(ids)))[None]
    speaker = None if request.speaker is None else torch.tensor([request.speaker])
    with torch.inference_mode():
        return model.infer(torch.tensor([ids]), rhythm, expression, request.settings, speaker)


@pytest.mark.parametrize("config", [SMALL, SMALL_MANY_SPEAKERS, SMALL_DETERMINISTIC])
@pytest.mark.parametrize("scale", [1.0, 5.0])
def test_piece_by_piece_and_in_batches_it_is_the_models_inference(
    config: ModelConfig, scale: float
) -> None:
    model = random_model(config)
    settings = ProsodySettings(0.7, 0.6, scale)
    speaker = 3 if config.speaker_channels else None
    requests = [TakeRequest(each, settings, Draw(1), Draw(2), speaker) for each in MANY]
    streaming, batched = Synthesizer(model, RATE, CPU), Synthesizer(model, RATE, CPU)
    for request, other in zip(requests, batched.takes(requests), strict=True):
        expected = _inferred(model, request)
        take = _take(streaming, settings, utterance=request.utterance, speaker=speaker)
        for made in (take, other):
            assert made.durations.tolist() == expected.durations.tolist()
            waveform = expected.waveform[0].numpy()
            np.testing.assert_allclose(made.waveform, waveform, rtol=0, atol=1e-5)


def test_made_in_one_piece_it_is_the_models_inference_to_the_bit() -> None:
    model = random_model(SMALL)
    whole = _PretendedCuda(model, RATE, CPU)
    whole.pretend(fits=10_000)  # pieces as for a GPU: a short sentence is one
    take = _take(whole)
    expected = _inferred(model, TakeRequest(HELLO, DEFAULT, Draw(1), Draw(2)))
    assert np.array_equal(take.waveform, expected.waveform[0].numpy())


def test_cut_as_for_a_gpu_takes_are_the_same() -> None:
    settings = ProsodySettings(length_scale=6.0)
    requests = [TakeRequest(each, settings, Draw(1), Draw(2)) for each in MANY]
    expected = Synthesizer(random_model(SMALL), RATE, CPU).takes(requests)
    assert max(take.durations.sum() for take in expected) > CUDA_SIZES.flow.longest
    single, batched = (_PretendedCuda(random_model(SMALL), RATE, CPU) for _ in range(2))
    for each in (single, batched):
        each.pretend(fits=10_000)
    for request, take, one in zip(requests, expected, batched.takes(requests), strict=True):
        other = _take(single, settings, utterance=request.utterance)
        np.testing.assert_allclose(one.waveform, take.waveform, rtol=0, atol=1e-5)
        np.testing.assert_allclose(other.waveform, take.waveform, rtol=0, atol=1e-5)


def test_a_batch_encodes_a_sentence_once_and_makes_nothing_twice(small: Synthesizer) -> None:
    kept = _take(small, rhythm_seed=3)
    before = small.stage_runs.copy()
    requests = [TakeRequest(HELLO, DEFAULT, Draw(seed), Draw(2)) for seed in range(6)]
    takes = small.takes(requests)
    assert takes[3].waveform is kept.waveform
    assert (small.stage_runs - before)["encode"] == 0
    assert (small.stage_runs - before)["durations"] == 1
    before = small.stage_runs.copy()
    again = small.takes(requests)
    assert small.stage_runs == before
    assert [t.waveform is u.waveform for t, u in zip(takes, again, strict=True)] == [True] * 6


def test_a_batch_for_which_cuda_has_no_room_is_made_one_by_one() -> None:
    full = _PretendedCuda(random_model(SMALL), RATE, CPU)
    full.pretend(fits=0)
    (take,) = full.takes([TakeRequest(HELLO, DEFAULT, Draw(1), Draw(2))])
    assert full.device == CPU
    assert np.array_equal(
        take.waveform, _take(Synthesizer(random_model(SMALL), RATE, CPU)).waveform
    )


@pytest.mark.parametrize("logw", [15.0, 80.0, float("nan"), float("inf")])
def test_a_voice_that_asks_for_senseless_durations_is_refused(
    logw: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = random_model(SMALL)
    monkeypatch.setattr(
        model,
        "log_durations",
        lambda hidden, mask, noise, speaker: torch.full_like(noise[:, :1], logw),
    )
    with pytest.raises(VoiceError, match="damaged"):
        _take(Synthesizer(model, RATE, CPU))


def test_much_duration_noise_gives_no_senseless_length(voice: Voice) -> None:
    (utterance,) = voice.utterances("The quick brown fox jumps over the lazy dog.")
    assert isinstance(utterance, Utterance)
    wild = ProsodySettings(duration_noise_scale=4.0)
    requests = [TakeRequest(utterance, wild, Draw(seed), Draw(2)) for seed in range(50)]
    longest = {int(outline.durations.max()) for outline in voice.synthesizer.outlines(requests)}
    assert max(longest) == LONGEST_PREDICTED


def test_usual_duration_noise_meets_no_bound(voice: Voice) -> None:
    (utterance,) = voice.utterances("The quick brown fox jumps over the lazy dog.")
    assert isinstance(utterance, Utterance)
    usual = ProsodySettings(duration_noise_scale=1.0)
    requests = [TakeRequest(utterance, usual, Draw(seed), Draw(2)) for seed in range(200)]
    for outline in voice.synthesizer.outlines(requests):
        assert outline.durations.max() < LONGEST_PREDICTED / 2


def test_a_length_that_is_asked_for_is_named_where_it_is_refused(small: Synthesizer) -> None:
    stretched = Timing(stretches=((1, 1e6),))
    with pytest.raises(SettingsError, match=r"Pinned and stretched sounds .* Ask for 1600 at most"):
        small.outlines([TakeRequest(HELLO, DEFAULT, Draw(1), Draw(2), timing=stretched)])
    with pytest.raises(SettingsError, match="The length asked for is 5000 frames"):
        small.outlines([TakeRequest(HELLO, DEFAULT, Draw(1), Draw(2), timing=Timing(frames=5000))])


def test_a_voice_whose_sound_is_not_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(SMALL)
    decode = model.decode
    monkeypatch.setattr(model, "decode", lambda *args: decode(*args) * float("nan"))
    with pytest.raises(VoiceError, match="not numbers"):
        _take(Synthesizer(model, RATE, CPU))
