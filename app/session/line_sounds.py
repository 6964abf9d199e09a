"""The sounds of lines that were made, kept until the space is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cachetools import LRUCache

from app.document.line_request import LineRequest
from app.synthesis.requests import LineSound, VoiceInfo
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import Foreign

MOST_BYTES = 128 * 2**20
"""Some twenty minutes of sound and its spectrogram at 22 kHz; what is gone can be made again."""


@dataclass(frozen=True, slots=True)
class LineKey:
    """All that the sound of a line depends on."""

    text: str
    pause: float
    spoken_with: object
    """The chosen take, or else settings, seeds and speaker."""
    voice: tuple[str, str, str] | None
    """File, device and precision; a voice that cannot be loaded has none of the latter."""
    reading: ReadingOptions | None = None
    """How the text is read."""
    frames: tuple[int | None, ...] = ()
    """How long its takes have to be, where they are fitted into a slot."""
    rate: int | None = None
    """Hz of the sound that it is part of, where that is another voice's."""

    @classmethod
    def of(cls, request: LineRequest, voice: VoiceInfo | None) -> LineKey:
        """`voice` is the one that speaks the line."""
        seeds = request.rhythm_seed, request.expression_seed
        default = request.settings, seeds, request.speaker
        # Where the words have changed since it was chosen, the default speaks.
        both = request.chosen, default
        fits = request.chosen is not None and request.chosen.utterance.text == request.text
        by = None if request.voice is None else (request.voice, "", "")
        reading = request.reading
        if voice is not None:
            by = voice.made_by
            reading = reading.for_text(request.text, voice.language)
        if voice is None or not any(voice.only_spelled(request.text)):
            reading = replace(reading, foreign=Foreign.SKIP)  # which makes no difference
        return cls(
            request.text,
            request.pause,
            request.chosen if fits else both,
            by,
            reading,
            request.frames,
            request.rate,
        )


class LineSounds:
    """Keeps the lines that were heard or made last."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._sounds: LRUCache[LineKey, LineSound] = LRUCache(most_bytes, _bytes)

    def get(self, key: LineKey) -> LineSound | None:
        return self._sounds.get(key)

    def put(self, key: LineKey, sound: LineSound) -> None:
        if _bytes(sound) <= self._sounds.maxsize:
            self._sounds[key] = sound

    def clear(self) -> None:
        """Forget all: another voice speaks, or the same one elsewhere, and nobody asks for it."""
        self._sounds.clear()


def _bytes(sound: LineSound) -> int:
    return 1000 + sum(take.waveform.nbytes + take.mel.nbytes for take in sound.takes)
