"""Which clips are trained with at which step: batches of clips that are about equally long.

The batch of a step depends on the seed and the step's number alone. So training that was stopped
goes on with the very batches that it would have had, and any number of processes share them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from vits_core.training.errors import TrainingError

POOL = 16
"""Batches that are cut from as many clips at once, sorted by length: more waste less on padding,
fewer mix the clips better."""


class LengthBatches:
    """An endless series of batches; in each epoch every clip has its turn."""

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        """`lengths` are those of the clips, in any unit.

        Raises `TrainingError` without clips.
        """
        if not lengths:
            raise TrainingError(
                "There is no recording to train on",
                remedy="Prepare a corpus that contains recordings.",
            )
        self._lengths = tuple(lengths)
        self._size = batch_size
        self._seed = seed
        self._epoch: tuple[int, list[tuple[int, ...]]] = (-1, [])

    @property
    def batches_per_epoch(self) -> int:
        return -(-len(self._lengths) // self._size)

    def batch(self, step: int) -> tuple[int, ...]:
        """The clips of a step, by their places in `lengths`; always `batch_size` of them."""
        epoch, place = divmod(step, self.batches_per_epoch)
        if self._epoch[0] != epoch:
            self._epoch = (epoch, self._shuffled(epoch))
        return self._epoch[1][place]

    def _shuffled(self, epoch: int) -> list[tuple[int, ...]]:
        chance = random.Random(f"{self._seed}/{epoch}")
        order = list(range(len(self._lengths)))
        chance.shuffle(order)
        # The last batch is filled up with clips that come twice.
        missing = self.batches_per_epoch * self._size - len(order)
        order += (order * (missing // len(order) + 1))[:missing]
        batches = []
        for start in range(0, len(order), POOL * self._size):
            pool = order[start : start + POOL * self._size]
            pool.sort(key=lambda i: self._lengths[i])
            batches += [tuple(pool[i : i + self._size]) for i in range(0, len(pool), self._size)]
        chance.shuffle(batches)
        return batches


class BatchesFrom:
    """What a loader draws in one of several processes: its share of each batch from a step on."""

    def __init__(
        self, batches: LengthBatches, step: int, rank: int = 0, processes: int = 1
    ) -> None:
        self._batches = batches
        self._step = step
        self._rank = rank
        self._processes = processes

    def __iter__(self) -> Iterator[list[int]]:
        step = self._step
        while True:
            # Neighbours are alike in length: each process gets short and long ones.
            yield list(self._batches.batch(step)[self._rank :: self._processes])
            step += 1


def check_batch_size(batch_size: int, processes: int) -> None:
    """Raise `TrainingError` where processes would not share a batch evenly."""
    if batch_size < processes or batch_size % processes:
        raise TrainingError(
            f"A batch of {batch_size} clips cannot be split evenly among {processes} processes",
            remedy=f"Choose a batch size that is divisible by {processes}.",
        )
