"""A voice of the original repository reads text as it was trained to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vits_core.errors import VoiceError
from vits_core.formats.original_text import SYMBOLS, frontend_config
from vits_core.records import Skipped, Utterance
from vits_core.text.frontend import FrontendConfig, TextFrontend

PATH = Path("config.json")


def _config(cleaner: str | list[str], **more: Any) -> FrontendConfig:
    cleaners = [cleaner] if isinstance(cleaner, str) else cleaner
    data = {"text_cleaners": cleaners, **more.pop("data", {})}
    rows = len(more.get("symbols", SYMBOLS))
    return frontend_config(PATH, {"data": data, **more}, rows)


def _only(results: Iterator[Utterance | Skipped]) -> Utterance:
    (utterance,) = results
    assert isinstance(utterance, Utterance)
    return utterance


def test_the_symbols_have_the_originals_ids() -> None:
    ids = _config("english_cleaners2").phoneme_id_map
    assert len(SYMBOLS) == 178
    places = {"_": 0, ";": 1, " ": 16, "A": 17, "a": 43, "z": 68, "ɑ": 69, "ˈ": 156, "'": 176}
    assert {symbol: ids[symbol] for symbol in places} == {s: (i,) for s, i in places.items()}
    assert ids["\u0329"] == (175,)
    assert ids["ᵻ"] == (177,)
    assert "^" not in ids
    assert "$" not in ids


def test_english_is_spoken_with_stress_and_punctuation() -> None:
    with TextFrontend(_config("english_cleaners2")) as frontend:
        said = _only(frontend.utterances("Hello, “world” is 5!"))
    assert said.phonemes == 'həlˈoʊ, "wˈɜːld" ɪz fˈaɪv!'
    assert said.skipped == ()
    assert len(said.token_ids) == 2 * len(said.phonemes) + 1
    assert set(said.token_ids[::2]) == {0}
    assert [SYMBOLS[i] for i in said.token_ids[1::2]] == list(said.phonemes)


def test_the_first_english_cleaners_had_neither_stress_nor_punctuation() -> None:
    with TextFrontend(_config("english_cleaners")) as frontend:
        said = _only(frontend.utterances("Hello, world!"))
        written = _only(frontend.from_phonemes("həlˈoʊ"))
    assert said.phonemes == "həloʊ wɜːld"
    assert said.skipped == ()
    assert written.phonemes == "həlˈoʊ"  # what a person writes is taken as it is


def test_without_blanks_there_are_none() -> None:
    with TextFrontend(_config("english_cleaners2", data={"add_blank": False})) as frontend:
        said = _only(frontend.utterances("Hi."))
    assert len(said.token_ids) == len(said.phonemes)


@pytest.mark.parametrize("cleaner", ["basic_cleaners", "transliteration_cleaners"])
def test_letters_are_spoken_in_lower_case(cleaner: str) -> None:
    with TextFrontend(_config(cleaner)) as frontend:
        assert _only(frontend.utterances("Guten Tag.")).phonemes == "guten tag."


def test_text_of_an_unknown_cleaner_is_taken_as_phonemes_and_that_is_told() -> None:
    symbols = ["_", ",", ".", "!", *"AEINOQUabdefghijkmnoprstuvwyzʃʧ↓↑ "]
    config = _config("japanese_cleaners", symbols=symbols)
    with TextFrontend(config) as frontend:
        first, second = frontend.utterances("ko↑Nni↓ʧiwa. sekai!")
        rest = list(frontend.utterances("漢字"))
    assert isinstance(first, Utterance)
    assert isinstance(second, Utterance)
    assert first.phonemes + second.phonemes == "ko↑Nni↓ʧiwa.sekai!"
    (note,) = first.skipped
    assert "japanese_cleaners" in note.reason
    assert "phonemes" in note.reason
    assert second.skipped == ()
    assert [note.reason for note in rest] == [f"the voice has no sound for “{c}”" for c in "漢字"]


def test_two_cleaners_are_unknown() -> None:
    config = _config(["english_cleaners2", "mine"])
    assert config.phoneme_type == "phonemes"
    assert "english_cleaners2, mine" in config.remark


def test_symbols_of_a_descendant_replace_the_originals() -> None:
    ids = _config("basic_cleaners", symbols=["#", "_", "a", "^", "b", "a"]).phoneme_id_map
    assert ids == {"#": (0,), "a": (5,), "^": (3,), "b": (4,), "_": (0,)}


def test_signs_that_frame_a_text_elsewhere_are_sounds_where_a_voice_has_them_as_such() -> None:
    config = _config("cjke_cleaners2", symbols=["_", ".", *"aʃ^$"])
    with TextFrontend(config) as frontend:
        said = _only(frontend.utterances("ʃ^a$."))
    assert said.token_ids == (0, 3, 0, 4, 0, 2, 0, 5, 0, 1, 0)


def test_symbols_of_another_number_are_refused() -> None:
    with pytest.raises(VoiceError, match="150 symbols") as caught:
        frontend_config(PATH, {"data": {"text_cleaners": ["english_cleaners2"]}}, 150)
    assert "symbols" in caught.value.remedy


def test_the_config_survives_the_cache() -> None:
    config = _config("english_cleaners")
    assert FrontendConfig.from_json(config.to_json()) == config
