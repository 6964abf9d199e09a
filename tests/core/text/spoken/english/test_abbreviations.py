from __future__ import annotations

import time

import pytest

from tests.core.text.results import check_structure, phonemes
from vits_core.text.frontend import TextFrontend
from vits_core.text.markup import MAX_SYMBOLS
from vits_core.text.readable import make_readable
from vits_core.text.spoken.english.abbreviations import find_abbreviations
from vits_core.text.spoken.english.addresses import find_addresses


def read(text: str) -> str:
    return make_readable(text, 0, "en").mapped.text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Ms. Lee, Prof. Xu and Rev. Green", "Miz Lee, Professor Xu and Reverend Green"),
        ("Ms Lee and Mx. Roe met Gen. Lee", "Miz Lee and Mix Roe met General Lee"),
        ("John Smith, Jr., and Ed Poe Sr. left", "John Smith, Junior, and Ed Poe Senior left"),
        ("Acme Inc. and Bar & Co. left", "Acme Incorporated and Bar & Company left"),
        ("It is Acme Corp.", "It is Acme Corporation."),
        ("Smith vs. Jones, Roe v. Wade", "Smith versus Jones, Roe versus Wade"),
        ("e.g. this, i. e. that", "for example this, that is that"),
        ("E.g. this", "For example this"),
        ("a Ph.D. in art", "a P.H.D in art"),
        ("approx. five, max. ten, esp. here", "approximately five, maximum ten, especially here"),
        (
            "ca. 1900, c. 1850, est. 1990",
            "circa 1900, circa eighteen fifty, established nineteen ninety",
        ),
        (
            "on Mon. or Sat. in Sept. or Dec. too",
            "on Monday or Saturday in September or December too",
        ),
        ("It took two hrs.", "It took two hours."),
        ("He came in Feb.”", "He came in February.”"),
    ],
)
def test_abbreviations_are_read_in_full(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "I saw Max.", "under the Sun.", "He met Jan.", "It is on the Mar.", "Go to Rep.", "5 min.",
        "Mr. Smith and Dr. Lee", "a prof. of art", "MS. Office", "example.co.uk", "The cat sat. It",
        "Capt. and crew", "v. good", "Co. Clare", "etc. and et al. too",
        "min.js", "max.value", "the gen. public", "a.co", "Fr. 5",
    ],
)  # fmt: skip
def test_what_is_no_abbreviation_stays(text: str) -> None:
    assert list(find_abbreviations(text)) == []


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("at 12 N. Main St. near 5th Ave.", "at 12 North Main Street near fifth Avenue."),
        ("1600 Pennsylvania Ave NW, DC", "1600 Pennsylvania Avenue Northwest, DC"),
        ("400 E 42nd St", "400 East forty-second Street"),
        ("at 9 Elm Dr. with Dr. Lee", "at 9 Elm Drive with Dr. Lee"),
        ("On Oak St. we met", "On Oak Street we met"),
        ("Sunset Blvd. and Abbey Rd", "Sunset Boulevard and Abbey Road"),
        ("I live on Main St.", "I live on Main Street."),
        ("on St. Mary’s Rd.", "on St. Mary’s Road."),
    ],
)
def test_streets_are_read_in_full(written: str, spoken: str) -> None:
    assert read(written) == spoken


@pytest.mark.parametrize(
    "text",
    ["St. John came", "in St. Paul and Mt. St. Helens", "Dr. Lee, MD", "Ask the Dr. about it",
     "Good Dr. Smith", "Ave Maria", "Yes, Dr. I will", "Pl. 5", "Ct. scan", "Ter. one", "5 Dr."],
)  # fmt: skip
def test_what_is_no_street_stays(text: str) -> None:
    assert find_addresses(text) == []


def test_a_sentence_keeps_its_end(frontend: TextFrontend) -> None:
    text = "She works at Acme Inc."
    check_structure(text, list(frontend.utterances(text)), MAX_SYMBOLS)
    assert phonemes(frontend, text).endswith("ɪŋkˈɔːɹpɚɹˌeɪɾᵻd.")


@pytest.mark.parametrize(
    "unit", ["e.g. ", "Mr. ", "12 Main ", "St. ", "A St ", ". ", "i.", "5 ", "Ab "]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    began = time.process_time()
    list(find_abbreviations(text))
    find_addresses(text)
    assert time.process_time() - began < 4
