"""Pictures of takes for files: they open elsewhere, and show what they are of."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from app.ui.takes.duration_strip import SoundKind, kind_colour
from app.ui.takes.takes_image import as_png, as_svg
from app.ui.widgets.colours import LIGHT
from app.ui.widgets.theme import Theme
from tests.app.takes.made_lab_take import lab_take, sound_of

TAKES = (lab_take(3, starred=True), lab_take(2), lab_take(1))
PREVIEWS = {number: TakePreview.of(sound_of(number)) for number in (3, 2)}
WIDE = 1000
HIGH = {1: 136, 3: 264}
"""Units, by the number of takes: a heading, and one row more for each."""


@pytest.fixture
def font(qapp: QApplication) -> QFont:
    return QFont(qapp.font())


def colours_in(image: QImage) -> dict[str, int]:
    """Colours and how many pixels have each of them."""
    counted: dict[int, int] = {}
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            pixel = image.pixel(x, y)
            counted[pixel] = counted.get(pixel, 0) + 1
    return {QColor(pixel).name(): count for pixel, count in counted.items()}


@pytest.mark.parametrize("count", [1, 3])
def test_a_png_opens_with_two_pixels_for_each_unit(font: QFont, count: int) -> None:
    image = QImage.fromData(as_png(TAKES[:count], PREVIEWS, font), "PNG")
    assert (image.width(), image.height()) == (2 * WIDE, 2 * HIGH[count])


def test_a_png_shows_rhythm_and_sound_on_light_whatever_the_look_is(
    font: QFont, theme: Theme
) -> None:
    theme.set_mode("dark")
    found = colours_in(QImage.fromData(as_png(TAKES, PREVIEWS, font)))
    assert max(found, key=found.__getitem__) == LIGHT.base
    for kind in (SoundKind.VOWEL, SoundKind.CONSONANT):
        assert found[kind_colour(kind, LIGHT).name()] > 1000
    silent = colours_in(QImage.fromData(as_png(TAKES, {}, font)))
    grey = kind_colour(SoundKind.CONSONANT, LIGHT).name()
    assert found[grey] > silent[grey] + 1000  # the waveforms


def test_a_shorter_take_ends_earlier(font: QFont) -> None:
    image = QImage.fromData(as_png((lab_take(2), lab_take(3)), {}, font))
    ends = []
    for row in (0, 1):
        y = 2 * (16 + 40 + row * 64 + 24)
        ground = QColor(LIGHT.base).rgb()
        ends.append(max(x for x in range(image.width()) if image.pixel(x, y) != ground))
    long, short = sound_of(2).seconds, sound_of(3).seconds
    left = 2 * (16 + 168)
    assert (ends[1] - left) / (ends[0] - left) == pytest.approx(short / long, abs=0.01)


def test_an_svg_is_well_formed_and_names_its_sentence_and_takes(font: QFont) -> None:
    noted = dataclasses.replace(TAKES[0], note="warm & <slow>")
    svg = ElementTree.fromstring(as_svg((noted, *TAKES[1:]), PREVIEWS, font))
    assert svg.tag.endswith("svg")
    assert [float(each) for each in svg.attrib["viewBox"].split()] == [0, 0, WIDE, HIGH[3]]
    names = {each.tag.rpartition("}")[2]: each for each in svg.iter()}
    assert names["title"].text == "Hi me"
    words = " ".join(each.text or "" for each in svg.iter() if each.tag.endswith("text"))
    for expected in ("3 ★", f"{sound_of(3).seconds:.2f} s", "warm & <slow>", "Hi", "me"):
        assert expected in words


def test_an_svg_looks_like_the_png(font: QFont) -> None:
    renderer = QSvgRenderer(as_svg(TAKES, PREVIEWS, font))
    assert renderer.isValid()
    image = QImage(2 * WIDE, 2 * HIGH[3], QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    drawn = colours_in(image)
    expected = colours_in(QImage.fromData(as_png(TAKES, PREVIEWS, font)))
    for colour in (LIGHT.base, *(kind_colour(kind, LIGHT).name() for kind in SoundKind)):
        assert drawn[colour] == pytest.approx(expected[colour], rel=0.1)


def test_a_take_without_words_or_sound_is_drawn(font: QFont) -> None:
    outline = sound_of(1)
    mute = dataclasses.replace(outline.utterance, words=())
    take: LabTake = dataclasses.replace(
        lab_take(1), outline=dataclasses.replace(outline, utterance=mute)
    )
    assert not QImage.fromData(as_png((take,), {}, font)).isNull()
