"""Times as the tools of phonetics and of sound editing read them: TextGrid, labels, JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vits_core.labels.line_breaks import one_line
from vits_core.labels.times import PhonemeTime, SentenceTime, SpeechTimes, WordTime

JSON_FORMAT = "vits-studio-timings"
JSON_VERSION = 1

Timed = SentenceTime | WordTime | PhonemeTime


def textgrid(times: SpeechTimes) -> str:
    """Praat's TextGrid: phonemes, words and sentences, each tier from 0 to the sound's end."""
    from praatio.utilities.textgrid_io import getTextgridAsStr

    tiers: dict[str, Sequence[Timed]] = {
        "phonemes": times.phonemes,
        "words": times.words,
        "sentences": times.sentences,
    }
    grid = {
        "xmin": 0.0,
        "xmax": times.seconds,
        "tiers": [
            {
                "class": "IntervalTier",
                "name": name,
                "xmin": 0.0,
                "xmax": times.seconds,
                "entries": _intervals(intervals, times.seconds),
            }
            for name, intervals in tiers.items()
        ],
    }
    return str(getTextgridAsStr(grid, "long_textgrid", includeBlankSpaces=True))


def audacity(times: SpeechTimes) -> str:
    """Audacity's label track: a line for each word, in seconds."""
    return "".join(f"{w.start:.6f}\t{w.stop:.6f}\t{one_line(w.text)}\n" for w in times.words)


def htk(times: SpeechTimes) -> str:
    """HTK's label file: the phonemes, in units of 100 ns, with `sp` between the words of a sentence
    and `sil` elsewhere where there is none."""
    return "".join(
        f"{round(p.start * 1e7)} {round(p.stop * 1e7)} {_htk_name(p.text)}\n"
        for p in _without_gaps(times)
    )


def timings_json(times: SpeechTimes) -> str:
    """Everything that is known of the times, also in samples of the sound."""
    data = {
        "format": JSON_FORMAT,
        "format_version": JSON_VERSION,
        "sample_rate": times.sample_rate,
        "seconds": times.seconds,
        "samples": round(times.seconds * times.sample_rate),
        "sentences": [
            {
                **_as_json(sentence, times.sample_rate),
                "words": [_as_json(word, times.sample_rate) for word in sentence.words],
                "phonemes": [_as_json(each, times.sample_rate) for each in sentence.phonemes],
            }
            for sentence in times.sentences
        ],
        "skipped": [dataclasses.asdict(skipped) for skipped in times.skipped],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _as_json(timed: Timed, sample_rate: int) -> dict[str, Any]:
    offsets = {}
    if not isinstance(timed, PhonemeTime):
        offsets = {"text_start": timed.text_start, "text_stop": timed.text_stop}
    return {
        "text": timed.text,
        "start": timed.start,
        "stop": timed.stop,
        "start_sample": round(timed.start * sample_rate),
        "stop_sample": round(timed.stop * sample_rate),
        **offsets,
    }


def _intervals(intervals: Iterable[Timed], seconds: float) -> list[tuple[float, float, str]]:
    # The end of the last one and that of the sound are the same, but for rounding.
    return [(each.start, min(each.stop, seconds), one_line(each.text)) for each in intervals]


def _without_gaps(times: SpeechTimes) -> Iterator[PhonemeTime]:
    at = 0.0
    for sentence in times.sentences:
        for number, phoneme in enumerate(sentence.phonemes):
            if round(at * 1e7) < round(phoneme.start * 1e7):
                yield PhonemeTime("sp" if number else "sil", at, phoneme.start)
            yield phoneme
            at = phoneme.stop
    if round(at * 1e7) < round(times.seconds * 1e7):
        yield PhonemeTime("sil", at, times.seconds)


def _htk_name(symbol: str) -> str:
    """A symbol as HTK takes it for a name: quoted where it would be a number or open a quote."""
    symbol = symbol.replace("\\", "\\\\")
    if not re.match(r"[\d'\"+-]", symbol):
        return symbol
    return f"'{symbol}'" if '"' in symbol else f'"{symbol}"'
