"""The coloured strip: which sound is of which kind, and where it is drawn."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.ui.takes.duration_strip import (
    SoundKind,
    draw_strip,
    kind_colour,
    placed_words,
    strip_cells,
    strip_words,
)
from app.ui.widgets.colours import DARK, LIGHT, Colours
from tests.app.ui.made_take import FRAME, made_take
from tests.app.ui.widgets.test_theme import contrast
from vits_core.records import Outline, Word

STRESSED, VOWEL, CONSONANT, PAUSE = SoundKind


def spoken(symbols: str) -> Outline:
    """One token of one frame for each symbol, those between commas."""
    each = tuple(symbols.split(","))
    utterance = dataclasses.replace(
        made_take().utterance, symbols=each, token_ids=tuple(range(len(each))), words=()
    )
    return dataclasses.replace(
        made_take(), utterance=utterance, durations=np.ones(len(each), np.int64)
    )


def kinds(symbols: str) -> list[tuple[str, SoundKind]]:
    return [(cell.label, cell.kind) for cell in strip_cells(spoken(symbols))]


def test_sounds_are_told_apart_by_weight() -> None:
    assert kinds("h,ə,l,ˈ,o,!") == [
        ("h", CONSONANT), ("ə", VOWEL), ("l", CONSONANT), ("ˈo", STRESSED), ("!", PAUSE),
    ]  # fmt: skip


def test_the_end_of_a_stressed_diphthong_is_stressed() -> None:
    assert kinds("l,ˈ,o,ʊ,a") == [
        ("l", CONSONANT), ("ˈo", STRESSED), ("ʊ", STRESSED), ("a", STRESSED),
    ]  # fmt: skip
    assert kinds("ˈ,o,l,ʊ")[-1] == ("ʊ", VOWEL)
    assert kinds("ˈ,o,ˌ,ʊ")[-1] == ("ˌʊ", VOWEL)


def test_a_secondary_stress_is_no_stress() -> None:
    assert kinds("ˌ,a,ː") == [("ˌaː", VOWEL)]


def test_gaps_and_blanks_are_pauses() -> None:
    assert kinds(",h, ,m") == [("", PAUSE), ("h", CONSONANT), ("", PAUSE), ("m", CONSONANT)]


def test_the_strip_is_covered() -> None:
    take = made_take(repeats=2)
    cells = strip_cells(take)
    assert cells[0].start == 0
    assert cells[-1].stop == pytest.approx(take.seconds)
    for before, after in pairwise(cells):
        assert before.stop == after.start
    assert [cell.label for cell in cells] == ["", "h", "aɪ", "", "m", "i"]
    assert cells[1].stop - cells[1].start == pytest.approx(12 * FRAME)


def test_words_come_with_their_seconds() -> None:
    hi, me = strip_words(made_take())
    assert (hi.label, me.label) == ("Hi", "me")
    assert me.start == pytest.approx(21 * FRAME)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_weight_is_contrast_with_the_ground(colours: Colours) -> None:
    """So that the kinds are told apart without hues, too."""

    def weight(kind: SoundKind) -> int:
        ground = kind_colour(PAUSE, colours).lightness()
        return abs(kind_colour(kind, colours).lightness() - ground)

    assert kind_colour(PAUSE, colours).name() == colours.base
    assert weight(STRESSED) > weight(VOWEL) + 20
    assert weight(STRESSED) > weight(CONSONANT) + 20
    assert min(weight(VOWEL), weight(CONSONANT)) > 10
    assert len({kind_colour(kind, colours).name() for kind in SoundKind}) == 4


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_sounds_are_seen_on_a_row_that_is_chosen(colours: Colours) -> None:
    for kind in (STRESSED, VOWEL, CONSONANT):
        assert contrast(kind_colour(kind, colours).name(), colours.shade) > 1.4, kind


def drawn(take: Outline, wide: int) -> tuple[QImage, int]:
    """A strip of that width, and where its sounds begin below the words."""
    font = QFont(QApplication.font())
    high = round(QFontMetricsF(font).height())
    image = QImage(wide, high + 20, QImage.Format.Format_RGB32)
    image.fill(LIGHT.base)
    painter = QPainter(image)
    scale = wide / take.seconds
    draw_strip(painter, QRectF(image.rect()), take, lambda second: second * scale, LIGHT, font)
    painter.end()
    return image, high


def test_each_sound_is_drawn_where_it_sounds(qapp: QApplication) -> None:
    take = made_take()
    image, top = drawn(take, 660)  # twenty pixels a frame
    for cell in strip_cells(take):
        x = round((cell.start + cell.stop) / 2 * 660 / take.seconds)
        expected = kind_colour(cell.kind, LIGHT).name()
        assert image.pixelColor(x, top + 4).name() == expected, cell


def ink(image: QImage, left: int, right: int, high: int) -> int:
    """How many pixels of the words' line are not of the ground's colour."""
    ground = image.pixel(image.width() - 1, 0)
    return sum(image.pixel(x, y) != ground for x in range(left, right) for y in range(high - 1))


def test_words_stand_above_their_sounds_where_there_is_room(qapp: QApplication) -> None:
    take = made_take()
    image, top = drawn(take, 660)
    assert ink(image, 0, 38, top) == 0  # before the first word
    assert ink(image, 40, 80, top) > 10  # "Hi" from frame 2 on
    assert ink(image, 420, 480, top) > 10  # "me" from frame 21 on
    narrow, top = drawn(take, 12)
    assert ink(narrow, 0, 11, top) == 0


def written(texts: str, pixels: float) -> list[str]:
    """What is written of words of three frames each, so many pixels apart."""
    words = tuple(Word(text, 0, 1, 3 * i, 3 * i + 3) for i, text in enumerate(texts.split()))
    outline = spoken(",".join("a" * 3 * len(words)))
    outline = dataclasses.replace(
        outline, utterance=dataclasses.replace(outline.utterance, words=words)
    )
    metrics = QFontMetricsF(QFont("DejaVu Sans", 9))
    placed = placed_words(outline, lambda seconds: seconds / (3 * FRAME) * pixels, metrics)
    ends = [left + metrics.horizontalAdvance(label) for left, label in placed]
    assert all(end <= left for end, (left, _) in zip(ends, placed[1:], strict=False)), "apart"
    return [label for _, label in placed]


def test_a_word_without_room_is_shortened_between_words_that_have_it(qapp: QApplication) -> None:
    assert written("she stole it", 200) == ["she", "stole", "it"]
    a, shortened, end = written("a lighthouse is", 40)
    assert (a, end) == ("a", "is")
    assert shortened.endswith("…")


def test_a_long_sentence_shows_whole_words_and_not_crumbs_of_all(qapp: QApplication) -> None:
    sentence = "nobody mentioned yesterday whether somebody noticed lighthouse keepers again today"
    shown = written(sentence, 12)
    assert shown[0] == "nobody"
    assert len(shown) >= 2
    assert set(shown[:-1]) < set(sentence.split())
