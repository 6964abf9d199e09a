"""The decoder's windows give every frame once, exactly, and come in few shapes."""

from __future__ import annotations

import pytest

from vits_core.windows import CPU_SIZES, CUDA_SIZES, PieceSizes, decoder_windows, flow_pieces

TINY = PieceSizes(flow=(3, 5), first=1, decoder=2)


@pytest.mark.parametrize("sizes", [CPU_SIZES, CUDA_SIZES, TINY, CPU_SIZES.halved()])
@pytest.mark.parametrize("reach", [0, 7, 11, 25])
def test_windows_give_all_frames_once_with_enough_around_them(
    sizes: PieceSizes, reach: int
) -> None:
    for frames in [*range(1, 200), 777, 1500]:
        done = 0
        for window in decoder_windows(frames, reach, sizes):
            assert 0 <= window.start < window.stop <= frames
            assert window.first == done
            assert window.start + window.before <= done < window.last <= frames
            assert window.before >= reach or window.start == 0
            assert window.after >= reach or window.stop == frames
            done = window.last
        assert done == frames


@pytest.mark.parametrize("reach", [7, 11])
def test_windows_come_in_two_shapes(reach: int) -> None:
    shapes = {
        (window.stop - window.start, window.before + window.after)
        for frames in range(CPU_SIZES.first + 2 * reach, 3000)
        for window in decoder_windows(frames, reach, CPU_SIZES)
    }
    assert len(shapes) == 2


def test_the_first_window_is_short_so_that_sound_comes_soon() -> None:
    assert decoder_windows(2000, 11, CPU_SIZES)[0].last == CPU_SIZES.first


def test_pieces_of_the_flow_reach_the_end_with_little_to_spare() -> None:
    for frames in range(1, 2000):
        pieces = flow_pieces(frames, CPU_SIZES)
        assert set(pieces) <= set(CPU_SIZES.flow)
        assert pieces[0] == CPU_SIZES.flow[0]
        assert 0 <= sum(pieces) - frames < 96
    surpluses = [sum(flow_pieces(n, CPU_SIZES)) - n for n in range(400, 2000)]
    assert max(surpluses) < 32
