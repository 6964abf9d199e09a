"""Files of subtitles and times: the name's ending says which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vits_core.errors import AudioFileError, SettingsError
from vits_core.labels.annotations import audacity, htk, textgrid, timings_json
from vits_core.labels.cues import Cue, sentence_cues, word_cues
from vits_core.labels.subtitles import ass, srt, vtt
from vits_core.labels.times import SpeechTimes


class Cues(StrEnum):
    """What subtitles show at once."""

    SENTENCES = "sentences"
    """A sentence, or as much of it as two lines hold."""
    KARAOKE = "karaoke"
    """The same, and each word is marked when it is heard."""
    WORDS = "words"
    """One word after the other."""


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A kind of file that tells when something is heard."""

    name: str
    write: Callable[[SpeechTimes, Cues], str]
    """Its text; only subtitles ask for the cues."""
    cues: tuple[Cues, ...] = ()
    """What it can show, its usual first; empty for what are no subtitles."""


def _subtitles(write: Callable[[Iterable[Cue], bool], str]) -> Callable[[SpeechTimes, Cues], str]:
    def written(times: SpeechTimes, cues: Cues) -> str:
        cut = word_cues if cues is Cues.WORDS else sentence_cues
        shown = (cue for sentence in times.sentences for cue in cut(sentence))
        return write(shown, cues is Cues.KARAOKE)

    return written


def _timings(write: Callable[[SpeechTimes], str]) -> Callable[[SpeechTimes, Cues], str]:
    return lambda times, cues: write(times)  # noqa: ARG005


FORMATS: dict[str, LabelFormat] = {
    ".srt": LabelFormat(
        "SubRip", _subtitles(lambda cues, _: srt(cues)), (Cues.SENTENCES, Cues.WORDS)
    ),
    ".vtt": LabelFormat(
        "WebVTT",
        _subtitles(lambda cues, karaoke: vtt(cues, karaoke=karaoke)),
        (Cues.SENTENCES, Cues.KARAOKE, Cues.WORDS),
    ),
    ".ass": LabelFormat(
        "ASS",
        _subtitles(lambda cues, karaoke: ass(cues, karaoke=karaoke)),
        (Cues.KARAOKE, Cues.SENTENCES, Cues.WORDS),
    ),
    ".json": LabelFormat("JSON", _timings(timings_json)),
    ".TextGrid": LabelFormat("Praat TextGrid", _timings(textgrid)),
    ".txt": LabelFormat("Audacity labels", _timings(audacity)),
    ".lab": LabelFormat("HTK labels", _timings(htk)),
}
"""The formats by what the names of their files end with; case does not matter."""
SUBTITLES = tuple(ending for ending, each in FORMATS.items() if each.cues)
TIMINGS = tuple(ending for ending, each in FORMATS.items() if not each.cues)

_BY_SMALL_LETTERS = {ending.lower(): each for ending, each in FORMATS.items()}


def cues_named(name: str | None) -> Cues | None:
    """The cues of that name; raises `SettingsError` where there are none."""
    try:
        return None if name is None else Cues(name)
    except ValueError:
        raise SettingsError(
            f"There are no cues named “{name}”", remedy=f"Choose one of {', '.join(Cues)}."
        ) from None


def check_labels(
    path: Path, cues: Cues | None = None, endings: Sequence[str] = tuple(FORMATS)
) -> None:
    """Raise `AudioFileError` unless the name ends in one of the endings, and `SettingsError` for
    subtitles that cannot show such cues."""
    if path.suffix.lower() not in [ending.lower() for ending in endings]:
        ending = f"that end in “{path.suffix}”" if path.suffix else "without an ending"
        raise AudioFileError(
            f"Files {ending} cannot be written here. These can: {', '.join(endings)}",
            where=str(path),
            remedy=f"Name it {path.stem or 'speech'}{endings[0]}.",
        )
    possible = _BY_SMALL_LETTERS[path.suffix.lower()].cues
    if cues is not None and possible and cues not in possible:
        raise SettingsError(
            f"{path.suffix} files cannot mark words inside of a cue",
            where=str(path),
            remedy="Choose a name that ends in .vtt or .ass, or one cue a word.",
        )


def write_labels(path: Path, times: SpeechTimes, cues: Cues | None = None) -> None:
    """Write the times of a sound to a file, all of it or nothing; one of that name is replaced.

    `cues` is what subtitles show at once, the format's usual where it is None. Raises
    `AudioFileError`, also for another ending, and `SettingsError` as `check_labels`.
    """
    from vits_core.audio.files import write_whole  # who only asks for the formats loads none of it

    check_labels(path, cues)
    chosen = _BY_SMALL_LETTERS[path.suffix.lower()]
    text = chosen.write(times, cues or next(iter(chosen.cues), Cues.SENTENCES))
    # Half of a surrogate pair, which the text of JSON alone may have, becomes its escape.
    write_whole(path, text.encode("utf-8", "backslashreplace"))
