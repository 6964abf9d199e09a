"""When each sentence, word and phoneme is heard, exact from the durations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from vits_core.records import Outline, Skipped


@dataclass(frozen=True, slots=True)
class WordTime:
    """A word of the text and when it is heard."""

    text: str
    start: float
    """Seconds from the beginning of the speech."""
    stop: float
    text_start: int
    """Offset of its first character in the text that was given."""
    text_stop: int
    """One past its last character."""


@dataclass(frozen=True, slots=True)
class PhonemeTime:
    """A symbol of the voice's phonemes and when it is heard; stress, length and punctuation marks
    are symbols too."""

    text: str
    start: float
    """Seconds from the beginning of the speech."""
    stop: float


@dataclass(frozen=True, slots=True)
class SentenceTime:
    """A sentence, when its take begins and ends, and what is heard in it, in order."""

    text: str
    """As it is written, line ends included."""
    start: float
    """Seconds from the beginning of the speech; the first word may begin a little later."""
    stop: float
    """The pause behind the sentence is not part of it."""
    text_start: int
    """Offset of its first character in the text that was given."""
    text_stop: int
    words: tuple[WordTime, ...]
    phonemes: tuple[PhonemeTime, ...]

    @classmethod
    def of(cls, take: Outline, start: float) -> SentenceTime:
        """The times of a take whose first sample is heard at second `start`."""
        utterance = take.utterance
        edges = [float(e) for e in start + take.token_edges * take.frame_seconds]
        words = (
            WordTime(w.text, edges[w.token_start], edges[w.token_stop], w.start, w.stop)
            for w in utterance.words
        )
        return cls(
            text=utterance.text,
            start=edges[0],
            stop=edges[-1],
            text_start=utterance.start,
            text_stop=utterance.stop,
            words=tuple(words),
            phonemes=tuple(_phonemes(utterance.symbols, edges)),
        )


@dataclass(frozen=True, slots=True)
class SpeechTimes:
    """The times of a whole sound."""

    sentences: tuple[SentenceTime, ...]
    """In order; they do not overlap."""
    seconds: float
    """Length of the sound."""
    sample_rate: int
    """Hz, of the sound that they are the times of."""
    skipped: tuple[Skipped, ...] = ()
    """What was not spoken, or not as written."""

    @classmethod
    def placed(
        cls,
        takes: Iterable[tuple[Outline, float]],
        seconds: float,
        sample_rate: int,
        skipped: Sequence[Skipped] = (),
    ) -> SpeechTimes:
        """Takes in order, each with the second at which it begins, in a sound of that length."""
        sentences = tuple(SentenceTime.of(take, start) for take, start in takes)
        return cls(sentences, seconds, sample_rate, tuple(skipped))

    @classmethod
    def joined(
        cls,
        takes: Sequence[Outline],
        sample_rate: int,
        skipped: Sequence[Skipped] = (),
        lead: int = 0,
    ) -> SpeechTimes:
        """Takes of one voice, joined by their pauses; that of the last is left out. Before the
        first one `lead` samples of the voice are silent.

        `sample_rate` is the sound's, which may have been resampled.
        """
        starts = [lead + start for start in take_starts(takes)]
        seconds = (starts[-1] + takes[-1].samples) / takes[-1].sample_rate if takes else 0.0
        placed = ((t, s / t.sample_rate) for t, s in zip(takes, starts, strict=True))
        return cls.placed(placed, seconds, sample_rate, skipped)

    @property
    def words(self) -> tuple[WordTime, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def phonemes(self) -> tuple[PhonemeTime, ...]:
        return tuple(phoneme for sentence in self.sentences for phoneme in sentence.phonemes)


def take_starts(takes: Sequence[Outline]) -> list[int]:
    """Sample at which each of the takes begins that are joined by their pauses."""
    lengths = (take.samples + take.pause_samples for take in takes)
    return list(accumulate(lengths, initial=0))[: len(takes)]


def _phonemes(symbols: Sequence[str], edges: Sequence[float]) -> Iterator[PhonemeTime]:
    """Each symbol lasts until the next one, the blanks behind it included."""
    sounding = [index for index, symbol in enumerate(symbols) if symbol]
    for index, following in pairwise([*sounding, len(symbols)]):
        if symbols[index].strip():  # not the gap between two words
            yield PhonemeTime(symbols[index], edges[index], edges[following])
