from __future__ import annotations

import pytest

from tests.core.text.results import spoken
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MarkedText
from vits_core.text.pause_marks import LONGEST_MARKED_PAUSE, USUAL_PAUSE


def shapes(text: str) -> list[tuple[str, float, bool]]:
    marked = MarkedText.of(text)
    return [(text[p.start : p.stop], p.pause, p.asked) for p in marked.pieces("en")]


@pytest.mark.parametrize(
    ("mark", "seconds"),
    [
        ("[pause]", USUAL_PAUSE),
        ("[pause 1.5s]", 1.5),
        ("[pause 1,5 s]", 1.5),
        ("[Pause: 2 seconds]", 2.0),
        ("[pause=300ms]", 0.3),
        ("[pause 2]", 2.0),
        ("[pause 0]", 0.0),
        ("[pause 99999s]", LONGEST_MARKED_PAUSE),
        ("[pause 1s] [pause 2s]", 3.0),
        ("\n\n[pause 1s]\n\n", 1.0),
    ],
)
def test_a_mark_says_how_long_the_silence_is(mark: str, seconds: float) -> None:
    first, second = shapes(f"He came. {mark} She went.")
    assert first == ("He came.", seconds, True)
    assert second[0] == "She went."
    assert not second[2]


def test_a_mark_in_a_sentence_parts_it() -> None:
    assert [text for text, _, _ in shapes("Well [pause 1s] maybe.")] == ["Well", "maybe."]


@pytest.mark.parametrize("text", ["[pause for effect] He came.", "a[1] pause 2s]", "[pause 1z]"])
def test_other_brackets_are_text(text: str) -> None:
    assert shapes(text)[0][0][:2] == text[:2]
    assert not any(asked for _, _, asked in shapes(text))


def test_a_mark_is_not_spoken(frontend: TextFrontend) -> None:
    first, second = spoken(frontend, "He came. [pause 1s] She went.")
    assert (first.text, second.text) == ("He came.", "She went.")
    assert not first.skipped
    assert first.pause_after == 1.0


def test_a_pause_that_is_asked_for_is_as_long_at_any_speed(frontend: TextFrontend) -> None:
    first, second, _ = frontend.utterances("One. [pause 1s] Two. Three.", length_scale=2.0)
    assert first.pause_after == 0.5  # seconds at length scale 1
    assert second.pause_after == 0.25


def test_marks_lie_apart_from_phonemes(frontend: TextFrontend) -> None:
    first, second = spoken(frontend, "Say [[a. b]] [pause 1s] now.")
    assert (first.pause_after, second.text) == (1.0, "now.")
    assert first.phonemes == "sˈeɪ a. b"


def test_a_line_that_has_a_mark_inside_does_not_speak_it(frontend: TextFrontend) -> None:
    from vits_core.text.reading_options import AS_SPOKEN

    ((line,),) = frontend.lines([("He [pause 1s] came.", 0.25, AS_SPOKEN)])
    assert line.phonemes == "hiː kˈeɪm."


@pytest.mark.parametrize("text", ["[pause 1s] One.", "[pause 2s]"])
def test_a_pause_before_the_first_sentence_is_told(frontend: TextFrontend, text: str) -> None:
    first, *_ = frontend.utterances(text)
    assert (first.text, first.start) == (text[:10], 0)
    assert "before" in first.reason
