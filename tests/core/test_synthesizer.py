"""Stages run when their inputs changed, and equal inputs give equal takes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import SMALL, SMALL_MANY_SPEAKERS, random_model
from vits_core import synthesizer as synthesizer_module
from vits_core.audio.mel import MelSpectrogram
from vits_core.errors import VoiceError
from vits_core.model.vits import Encoded, Vits
from vits_core.records import ProsodySettings, Take, Utterance
from vits_core.synthesizer import Synthesizer

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


def test_the_caches_stay_within_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(SMALL)
    size = sum(
        array.nbytes
        for take in [_take(Synthesizer(model, RATE, CPU))]
        for array in (take.waveform, take.mel, take.durations)
    )
    monkeypatch.setattr(synthesizer_module, "TAKE_CACHE_BYTES", 3 * size)
    monkeypatch.setattr(synthesizer_module, "ENCODED_CACHE_BYTES", 5000)
    bounded = Synthesizer(model, RATE, CPU)
    for seed in range(20):
        _take(bounded, rhythm_seed=seed, utterance=_utterance(1, seed, 5, 2))
    for cache, limit in (
        (bounded._takes, 3 * size),
        (bounded._encoded, 5000),
        (bounded._log_durations, 5000),
    ):
        assert 0 < cache.currsize <= limit
    assert _runs(bounded, lambda: _take(bounded, rhythm_seed=0, utterance=_utterance(1, 0, 5, 2)))


def test_a_take_larger_than_the_cache_is_still_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesizer_module, "TAKE_CACHE_BYTES", 10)
    monkeypatch.setattr(synthesizer_module, "ENCODED_CACHE_BYTES", 10)
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

    def decode(self, z: Tensor, speaker: Tensor | None) -> Tensor:
        if self.failures:
            self.failures -= 1
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return super().decode(z, speaker)


def _short_of_memory(failures: int) -> _ShortOfMemory:
    model = _ShortOfMemory(SMALL)
    model.load_state_dict(random_model(SMALL).state_dict())
    model.failures = failures
    return model.requires_grad_(False)


class _FullDevice(Synthesizer):
    """Fails in its first stage for as long as it believes to be on a CUDA device."""

    def _encode(self, key: synthesizer_module._EncodeKey) -> Encoded:
        if self.device.type == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return super()._encode(key)


def test_a_full_cuda_device_gives_way_to_the_cpu() -> None:
    """Stands in for the test below, where there is no CUDA: only the device's name is pretended."""
    full = _FullDevice(random_model(SMALL), RATE, CPU)
    _take(full)
    full.device = torch.device("cuda")
    changed = ProsodySettings(noise_scale=0.2)
    # What was computed on the full device is of no use: the text is encoded again.
    assert _runs(full, lambda: _take(full, changed)) == {"encode", "durations", *SOUND}
    assert full.device == CPU
    alone = Synthesizer(random_model(SMALL), RATE, CPU)
    assert np.array_equal(_take(full, changed).waveform, _take(alone, changed).waveform)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_full_real_cuda_device_gives_way_to_the_cpu() -> None:
    model = _short_of_memory(0)
    full = Synthesizer(model, RATE, torch.device("cuda"))
    on_cuda = _take(full)
    model.failures = 1
    take = _take(full, ProsodySettings(noise_scale=0.2))
    assert full.device == CPU
    assert {p.device for p in model.parameters()} == {CPU}
    assert np.array_equal(take.durations, on_cuda.durations)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_gives_the_cpus_take_up_to_rounding() -> None:
    on_cpu = _take(Synthesizer(random_model(SMALL), RATE, CPU))
    on_cuda = _take(Synthesizer(random_model(SMALL), RATE, torch.device("cuda")))
    assert np.array_equal(on_cpu.durations, on_cuda.durations)
    np.testing.assert_allclose(on_cuda.waveform, on_cpu.waveform, rtol=0, atol=1e-2)


def test_a_full_cpu_is_an_error() -> None:
    with pytest.raises(torch.OutOfMemoryError):
        _take(Synthesizer(_short_of_memory(1), RATE, CPU))


@pytest.mark.parametrize("logw", [15.0, 80.0, float("nan"), float("inf")])
def test_a_voice_that_asks_for_senseless_durations_is_refused(
    logw: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = random_model(SMALL)
    monkeypatch.setattr(
        model, "log_durations", lambda encoded, noise, speaker: torch.full_like(noise[:, :1], logw)
    )
    with pytest.raises(VoiceError, match="damaged"):
        _take(Synthesizer(model, RATE, CPU))


def test_a_voice_whose_sound_is_not_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(SMALL)
    decode = model.decode
    monkeypatch.setattr(model, "decode", lambda z, speaker: decode(z, speaker) * float("nan"))
    with pytest.raises(VoiceError, match="not numbers"):
        _take(Synthesizer(model, RATE, CPU))
