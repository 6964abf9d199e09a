from __future__ import annotations

import pytest

from tests.core.text.results import spoken
from vits_core.records import Utterance
from vits_core.text.frontend import TextFrontend
from vits_core.text.phoneme_spelling import understood


@pytest.mark.parametrize(
    ("typed", "phonemes"),
    [
        ("ʤəpæˈniːz", "dʒəpæˈniːz"),
        ("t͡ʃiːz", "tʃiːz"),
        ("'wɔ:tə", "ˈwɔːtə"),
        ("ˈɪntə,nɛt", "ˈɪntəˌnɛt"),
        ("si:", "siː"),
        ("hə.ˈləʊ", "həˈləʊ"),
        ("siː.nə", "siːnə"),
        ("həlˈoʊ,", "həlˈoʊ,"),
        ("nˈaʊ.", "nˈaʊ."),
        ("a…", "a…"),
        ("—", "—"),
    ],
)
def test_phonemes_as_people_type_them(typed: str, phonemes: str) -> None:
    assert understood(typed) == phonemes


def test_what_is_typed_is_what_is_said(frontend: TextFrontend) -> None:
    (utterance,) = spoken(frontend, "Say [['ʧi:z, 'wɔ:.tə]].")
    assert utterance.phonemes == "sˈeɪ ˈtʃiːz, ˈwɔːtə."
    (result,) = frontend.from_phonemes("hə.'loʊ!")
    assert isinstance(result, Utterance)
    assert result.phonemes == "həˈloʊ!"


def test_a_link_of_a_wiki_is_text(frontend: TextFrontend) -> None:
    (utterance,) = spoken(frontend, "See [[Article title]] now.")
    assert [word.text for word in utterance.words] == ["See", "Article", "title", "now"]
