"""The decoder's windows give every frame once, exactly, and come in few shapes."""

from __future__ import annotations

import pytest

from vits_core.synthesis.chunking import (
    CPU_SIZES,
    CUDA_SIZES,
    PieceLengths,
    PieceSizes,
    decoder_windows,
    flow_spans,
)

TINY = PieceLengths(first=(1,), longest=2, step=1, at_least=3)
ALL = [CPU_SIZES.decoder, CUDA_SIZES.decoder, CUDA_SIZES.halved().decoder, CPU_SIZES.flow, TINY]


@pytest.mark.parametrize("lengths", ALL)
@pytest.mark.parametrize("reach", [0, 7, 11, 25])
def test_windows_give_all_frames_once_with_enough_around_them(
    lengths: PieceLengths, reach: int
) -> None:
    for frames in [*range(1, 200), 777, 1500]:
        done = 0
        for window in decoder_windows(frames, reach, lengths):
            assert 0 <= window.start < window.stop <= frames
            assert window.first == done
            assert window.start + window.before <= done < window.last <= frames
            assert window.before >= reach or window.start == 0
            assert window.after >= reach or window.stop == frames
            done = window.last
        assert done == frames


@pytest.mark.parametrize("reach", [7, 11])
def test_windows_come_in_few_shapes(reach: int) -> None:
    shapes = {
        (window.stop - window.start - 2 * reach, window.before + window.after)
        for frames in range(16 + 2 * reach, 3000)
        for window in decoder_windows(frames, reach, CPU_SIZES.decoder)
    }
    assert shapes == {(length, 2 * reach) for length in (16, 32, 64, 96, 128)}


def test_the_first_windows_are_short_so_that_sound_comes_soon() -> None:
    windows = decoder_windows(2000, 11, CPU_SIZES.decoder)
    assert [window.last for window in windows[:2]] == [16, 16 + 32]


def test_a_short_sentence_is_shared_by_the_cores() -> None:
    windows = decoder_windows(225, 11, CPU_SIZES.decoder)
    given = [w.stop - w.start - w.before - w.after for w in windows]
    assert given == [16, 32, 64, 64, 64]  # the last one gives some of it again


@pytest.mark.parametrize("lengths", ALL)
def test_lengths_reach_the_end_with_little_to_spare(lengths: PieceLengths) -> None:
    for frames in [*range(1, 400), 777, 1500, 9999]:
        covered = lengths.cover(frames)
        assert tuple(covered[: len(lengths.first)]) == lengths.first
        assert all(length % lengths.step == 0 for length in covered[len(lengths.first) :])
        assert max(covered) <= lengths.longest
        assert sum(covered) >= frames
        assert sum(covered) - max(frames, sum(lengths.first)) < lengths.step


@pytest.mark.parametrize("sizes", [CPU_SIZES, CUDA_SIZES])
def test_the_first_piece_of_the_flow_is_enough_for_the_first_window(sizes: PieceSizes) -> None:
    flow_reach, decoder_reach = 32, 11  # of Piper's medium voices
    (first, *_) = decoder_windows(2000, decoder_reach, sizes.decoder)
    assert first.stop + flow_reach <= sizes.flow.cover(2000)[0]


@pytest.mark.parametrize("longest", [40, 128, 1024])
def test_the_flows_spans_give_all_frames_once_and_leave_room_for_what_is_around_them(
    longest: int,
) -> None:
    reach = 16
    for frames in [*range(1, 300), 1024, 1025, 5000]:
        spans = flow_spans(frames, reach, longest)
        assert [first for first, _ in spans] == [0, *(last for _, last in spans[:-1])]
        assert spans[-1][1] == frames
        for first, last in spans:
            assert first < last
            assert min(frames, last + reach) - max(0, first - reach) <= longest
    assert len(flow_spans(longest, reach, longest)) == 1
