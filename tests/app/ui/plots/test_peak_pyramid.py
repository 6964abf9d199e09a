from __future__ import annotations

import time
import weakref

import numpy as np
import pytest

from app.ui.plots.peak_pyramid import PeakPyramid, Pyramid


def test_chunks_read_across_their_gaps() -> None:
    chunks = PeakPyramid(fill=-1.0)
    chunks.append(2, np.array([1, 2, 3], np.float32))
    chunks.append(7, np.array([4, 5], np.float32))
    assert chunks.length == 9
    assert chunks.read(0, 100).tolist() == [-1, -1, 1, 2, 3, -1, -1, 4, 5]
    assert chunks.read(3, 8).tolist() == [2, 3, -1, -1, 4]
    assert chunks.read(6, 6).size == 0


def test_a_chunk_does_not_overlap_the_one_before() -> None:
    chunks = PeakPyramid(fill=0.0)
    chunks.append(0, np.zeros(10, np.float32))
    with pytest.raises(ValueError, match="overlaps"):
        chunks.append(9, np.zeros(1, np.float32))


@pytest.mark.parametrize("bands", [0, 3])
def test_the_summary_is_the_same_however_the_data_arrived(bands: int) -> None:
    rng = np.random.default_rng(7)
    shape = (5000, bands) if bands else (5000,)
    data = rng.normal(size=shape).astype(np.float32)
    chunks = PeakPyramid(0.0, bands)
    pyramid = Pyramid(chunks, np.maximum, base=8, factor=4, bands=bands)
    start = 0
    while start < len(data):
        stop = start + int(rng.integers(1, 700))
        chunks.append(start, data[start:stop])
        pyramid.update()
        start = min(stop, len(data))
    for width in (2.0, 16.0, 64.0, 512.0, 4096.0):  # multiples of a level: edges fall on samples
        first, columns = pyramid.columns(0, len(data), width)
        edges = np.arange(0, len(data), int(width))
        assert first == 0
        assert np.array_equal(columns, np.maximum.reduceat(data, edges, axis=0))


@pytest.mark.parametrize("width", [2.7, 33.3, 700.1])
def test_no_peak_is_missed_at_any_magnification(width: float) -> None:
    chunks = PeakPyramid(0.0)
    pyramid = Pyramid(chunks, np.maximum, base=64, factor=8)
    data = np.zeros(300_001, np.float32)
    peaks = [0, 1234, 150_000, 300_000]
    data[peaks] = 1
    chunks.append(0, data)
    pyramid.update()
    _, columns = pyramid.columns(0, len(data), width)
    hit = np.flatnonzero(columns) * width
    for peak in peaks:
        assert np.abs(hit - peak).min() <= 2 * width
    assert len(columns) <= len(data) / width + 2


def test_an_hour_that_arrives_in_sentences_is_cheap() -> None:
    second = np.ones(4 * 22050, np.float32)
    chunks = PeakPyramid(0.0)
    pyramid = Pyramid(chunks, np.maximum, base=64, factor=8)
    spent = []
    for number in range(900):
        started = time.thread_time()
        chunks.append(number * len(second), second)
        pyramid.update()
        spent.append(time.thread_time() - started)
    assert np.median(spent[-100:]) < 5 * np.median(spent[:100]) + 1e-3
    started = time.thread_time()
    _, columns = pyramid.columns(0, chunks.length, chunks.length / 2000)
    assert time.thread_time() - started < 0.05
    assert 1999 <= len(columns) <= 2001


def test_chunks_are_joined_into_the_array_that_they_are_pieces_of() -> None:
    chunks = PeakPyramid(fill=-1.0)
    chunks.append(0, np.zeros(3, np.float32))
    joined = np.arange(6, dtype=np.float32)
    pieces = [joined[:4].copy(), joined[4:].copy()]
    for start, piece in zip((5, 9), pieces, strict=True):
        chunks.append(start, piece)
    before = chunks.read(0, 11)
    let_go = [weakref.ref(piece) for piece in pieces]
    del piece, pieces
    assert all(each() is not None for each in let_go)
    chunks.join(5, joined)
    assert all(each() is None for each in let_go)
    assert np.array_equal(chunks.read(0, 11), before)
    chunks.append(11, np.ones(1, np.float32))
    assert chunks.length == 12
    for start, length in ((4, 8), (5, 6)):
        with pytest.raises(ValueError, match="are not what ends"):
            chunks.join(start, np.zeros(length, np.float32))
