"""What the comparison of readings tells apart, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks.readings.comparison import clauses, comparable, expected, is_right, nearest
from benchmarks.readings.readers import ESPEAK_VOICES, Espeak, Ours, ours
from benchmarks.readings.table import PAUSES, Row
from vits_core.text.espeak_client import EspeakClient


@pytest.fixture(scope="module")
def english() -> Iterator[Ours]:
    with ours("en") as reader:
        yield reader


@pytest.fixture(scope="module")
def sound() -> Iterator[Callable[[str, str], str]]:
    """What a text in a language is compared by; espeak starts once for each language."""
    clients: dict[str, EspeakClient] = {}

    def sound(language: str, text: str) -> str:
        if language not in clients:
            clients[language] = EspeakClient(ESPEAK_VOICES.get(language, language))
        return comparable("".join(clients[language].read(text, events=False).clauses), language)

    yield sound
    for client in clients.values():
        client.close()


def row(reading: str, kind: str = "dates") -> Row:
    return Row(kind, "en", "", reading)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("345", "three hundred forty five"),
        ("1234", "one thousand two hundred thirty four"),
        ("the U.S. won", "the U S won"),
        ("21st", "twenty first"),
        ("MAIN STREET", "main street"),
    ],
)
def test_spelling_does_not_count(sound: Callable[[str, str], str], one: str, other: str) -> None:
    assert sound("en", one) == sound("en", other)


def test_what_depends_on_the_neighbours_does_not_count() -> None:
    assert comparable("ʌvðɪ ˈæpəl ɪɾ", "en") == comparable("ˌʌv ðə ˈæpəl ɪt", "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I reed it", "I red it"),
        ("a live show", "a liv show"),
        ("vitamin A", "vitamin uh"),
        ("two", "to the"),
        ("five", "five five"),
        ("close", "cloze"),
        ("world war two", "world war roman two"),
    ],
)
def test_words_are_told_apart(sound: Callable[[str, str], str], one: str, other: str) -> None:
    assert sound("en", one) != sound("en", other)


@pytest.mark.parametrize(
    ("language", "digits", "words"),
    [
        ("de", "4.044", "vier tausend vier und vierzig"),
        ("fr", "1994", "mille neuf cent quatre-vingt-quatorze"),
        ("es", "1252", "mil doscientos cincuenta y dos"),
        ("it", "1.234", "mille duecento trenta quattro"),
        ("pt", "1995", "mil novecentos e noventa e cinco"),
        ("ru", "1234", "одна тысяча двести тридцать четыре"),
        ("zh", "1234", "一千二百三十四"),
    ],
)
def test_digits_sound_like_their_words(
    sound: Callable[[str, str], str], language: str, digits: str, words: str
) -> None:
    assert sound(language, digits) == sound(language, words)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "ersten", "erste"),
        ("fr", "premier", "un"),
        ("es", "tercer", "tercero"),
        ("pt", "primeira", "primeiro"),
        ("ru", "два", "две"),
        ("ru", "пять", "пятого"),
        ("zh", "两", "二"),
    ],
)
def test_forms_of_a_word_are_told_apart(
    sound: Callable[[str, str], str], language: str, one: str, other: str
) -> None:
    assert sound(language, one) != sound(language, other)


def test_the_places_where_utterances_end_count(english: Ours) -> None:
    spoken = expected("one two | three", english.pronounce)
    assert is_right(row("one two | three"), spoken, english.pronounce)
    assert not is_right(row("one | two three"), spoken, english.pronounce)
    assert not is_right(row("one two three"), spoken, english.pronounce)


def test_pauses_count_only_where_they_are_asked_for(english: Ours) -> None:
    spoken = expected("one, two", english.pronounce)
    assert is_right(row("one two"), spoken, english.pronounce)
    assert not is_right(row("one two", PAUSES), spoken, english.pronounce)
    assert is_right(row("one, two", PAUSES), spoken, english.pronounce)
    assert not is_right(row("one, two, three", PAUSES), spoken, english.pronounce)


def test_any_mark_is_a_pause() -> None:
    assert clauses("wˈʌn; tˈuː… θɹˈiː.") == ("wˈʌn", " tˈuː", " θɹˈiː")


def test_any_of_the_readings_will_do(english: Ours) -> None:
    spoken = expected("ten past two", english.pronounce)
    assert is_right(row("{ten/a quarter} {past/after} two"), spoken, english.pronounce)
    assert nearest(row("{five/ten} past three"), spoken, english.pronounce) == expected(
        "ten past three", english.pronounce
    )


def test_espeak_alone_ends_an_utterance_where_a_sentence_of_its_own_ends() -> None:
    espeak = Espeak("en")
    cut = [len(utterance) for utterance in espeak.read('Yes, I do. "No!" Dr. Who')]
    assert cut == [2, 1, 1, 1]  # the title ends a sentence for espeak
