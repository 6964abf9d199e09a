"""Every clip has its turn, batches are even in length, and any step can be gone back to."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from vits_core.training.batches import BatchesFrom, LengthBatches, check_batch_size
from vits_core.training.errors import TrainingError

LENGTHS = tuple(int(n) for n in np.random.default_rng(1).integers(50, 900, 1003))


def test_each_epoch_has_every_clip_and_batches_of_one_size() -> None:
    batches = LengthBatches(LENGTHS, 16, seed=1)
    assert batches.batches_per_epoch == 63
    for epoch in (0, 1, 5):
        drawn = [batches.batch(63 * epoch + i) for i in range(63)]
        assert {len(batch) for batch in drawn} == {16}
        counts = np.bincount(np.concatenate(drawn), minlength=1003)
        assert counts.min() == 1
        assert counts.sum() == 63 * 16
        assert (counts == 2).sum() == 63 * 16 - 1003


def test_fewer_clips_than_a_batch_holds_come_several_times() -> None:
    assert sorted(LengthBatches([5, 9, 7], 8, seed=1).batch(0)) == [0, 0, 0, 1, 1, 1, 2, 2]


def test_little_is_wasted_on_padding() -> None:
    batches = LengthBatches(LENGTHS, 16, seed=1)
    padded = sum(16 * max(LENGTHS[i] for i in batches.batch(s)) for s in range(63))
    assert sum(LENGTHS) / padded > 0.93
    by_chance = np.random.default_rng(0).permutation(LENGTHS)[:992].reshape(-1, 16)
    assert by_chance.mean() / by_chance.max(axis=1).mean() < 0.6


def test_epochs_differ_and_seeds_do() -> None:
    batches = LengthBatches(LENGTHS, 16, seed=1)
    assert batches.batch(0) != batches.batch(63)
    assert batches.batch(0) != LengthBatches(LENGTHS, 16, seed=2).batch(0)


def test_a_series_begins_anywhere_and_processes_share_it() -> None:
    batches = LengthBatches(LENGTHS, 16, seed=1)
    whole = [list(batch) for batch in islice(BatchesFrom(batches, 0), 130)]
    assert list(islice(BatchesFrom(LengthBatches(LENGTHS, 16, seed=1), 100), 30)) == whole[100:]
    shares = [islice(BatchesFrom(batches, 60, rank, 4), 10) for rank in range(4)]
    for together, *parts in zip(whole[60:70], *shares, strict=True):
        assert sorted(i for part in parts for i in part) == sorted(together)
        assert {len(part) for part in parts} == {4}


def test_what_cannot_be_shared_is_refused() -> None:
    check_batch_size(16, 4)
    for size, processes in ((16, 3), (2, 4)):
        with pytest.raises(TrainingError, match=f"{size} clips .* {processes} processes"):
            check_batch_size(size, processes)
    with pytest.raises(TrainingError, match="no recording"):
        LengthBatches([], 4, seed=1)
