"""The decoder's windows give every frame once, exactly, and come in few shapes."""

from __future__ import annotations

import pytest

from vits_core.windows import CPU_SIZES, CUDA_SIZES, PieceSizes, decoder_windows, flow_pieces

TINY = PieceSizes(step=1, first_flow=3, flow=5, first_decoder=(1,), decoder=2, shared=3)


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
def test_windows_come_in_few_shapes(reach: int) -> None:
    shapes = {
        (window.stop - window.start, window.before + window.after)
        for frames in range(CPU_SIZES.step + 2 * reach, 3000)
        for window in decoder_windows(frames, reach, CPU_SIZES)
    }
    assert shapes == {
        (length + 2 * reach, 2 * reach)
        for length in range(CPU_SIZES.step, CPU_SIZES.decoder + 1, CPU_SIZES.step)
    }


def test_the_first_windows_are_short_so_that_sound_comes_soon() -> None:
    windows = decoder_windows(2000, 11, CPU_SIZES)
    assert [window.last for window in windows[:2]] == [16, 16 + 48]


def test_a_short_sentence_is_shared_by_the_cores() -> None:
    lengths = [w.stop - w.start - w.before - w.after for w in decoder_windows(225, 11, CPU_SIZES)]
    assert lengths == [16, 48, 48, 64, 64]  # the last one gives some of it again


@pytest.mark.parametrize("sizes", [CPU_SIZES, CUDA_SIZES, CUDA_SIZES.halved()])
def test_hardly_anything_is_computed_twice_or_for_nothing(sizes: PieceSizes) -> None:
    for frames in [*range(200, 400), 777, 1500, 9999]:
        windows = decoder_windows(frames, 11, sizes)
        given = sum(w.stop - w.start - w.before - w.after for w in windows)
        assert given - frames < sizes.step
        pieces = flow_pieces(frames, sizes)
        assert 0 <= sum(pieces) - frames < sizes.step


def test_pieces_of_the_flow_come_in_few_lengths_and_the_first_is_short() -> None:
    for frames in range(1, 2000):
        pieces = flow_pieces(frames, CPU_SIZES)
        assert pieces[0] == CPU_SIZES.first_flow
        assert all(piece % CPU_SIZES.step == 0 for piece in pieces)
        assert max(pieces) <= CPU_SIZES.flow
        assert sum(pieces) >= frames


@pytest.mark.parametrize("sizes", [CPU_SIZES, CUDA_SIZES])
def test_the_first_piece_of_the_flow_is_enough_for_the_first_window(sizes: PieceSizes) -> None:
    flow_reach, decoder_reach = 32, 11  # of Piper's medium voices
    (first, *_) = decoder_windows(2000, decoder_reach, sizes)
    assert first.stop + flow_reach <= flow_pieces(2000, sizes)[0]
