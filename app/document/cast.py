"""The voices that speak a document: the document's, and those that lines have of their own."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain, groupby
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app.document.line_request import LineRequest
from vits_core.errors import as_vits_error
from vits_core.records import Outline, Skipped, TakePart
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voices.voice_path import voice_path

if TYPE_CHECKING:
    from vits_core.synthesis.rate_conversion import RateConverter
    from vits_core.voice import Voice

MOST_BYTES = 256 * 2**20
"""Of the weights of voices that lines have of their own: four of the usual size, each of which
takes 160 MB of memory once it has spoken."""

Load = Callable[[str], "Voice"]
"""Loads the voice of a file as the document's was loaded."""


class Cast:
    """Keeps the voices that spoke last loaded, as far as there is room for them.

    Every voice is asked for by the path of its file, None being the document's. Where lines ask for
    a rate, takes have that, and spectrograms the frames of the document's voice.
    """

    def __init__(self, main: Voice, load: Load, most_bytes: int = MOST_BYTES) -> None:
        """`main` is the document's voice, which somebody else closes."""
        self.main = main
        self._load = load
        self._most_bytes = most_bytes
        self._others = OrderedDict[str, "Voice"]()
        """By the paths of their files, the one that was asked for last at the end."""
        self._speaking: list[Voice] = []
        self._converters: dict[int, RateConverter] = {}

    @property
    def loaded(self) -> tuple[Voice, ...]:
        """The voices at hand, the document's first."""
        return self.main, *self._others.values()

    def voice(self, source: str | None) -> Voice:
        """The voice of a file, loaded if it is not; raises `VitsError`."""
        if source is None:
            return self.main
        path = str(voice_path(source or None))
        if path == str(self.main.source):
            return self.main
        voice = self._others.get(path)
        if voice is None:
            try:
                voice = self._others[path] = self._load(path)
            except Exception as error:
                raise as_vits_error(error) from error
        self._others.move_to_end(path)
        self._make_room()
        return voice

    def render(
        self,
        lines: Sequence[LineRequest],
        pieces: Iterable[tuple[int, TakeRequest | Skipped]],
        *,
        mel: bool = True,
        keep: bool = True,
    ) -> Generator[tuple[int, TakePart | Skipped], None, None]:
        """The sound of pieces of lines, each with its line's id, part by part; the other parameters
        are those of `Voice.render`. Whoever stops reading early closes the iterator."""
        requests = {line.line: line for line in lines}

        def voice_of(piece: tuple[int, object]) -> tuple[str | None, int | None]:
            return requests[piece[0]].voice, requests[piece[0]].rate

        for (source, rate), group in groupby(pieces, key=voice_of):
            yield from self._render(source, rate, group, mel=mel, keep=keep)

    def _render(
        self,
        source: str | None,
        rate: int | None,
        pieces: Iterator[tuple[int, TakeRequest | Skipped]],
        *,
        mel: bool,
        keep: bool,
    ) -> Iterator[tuple[int, TakePart | Skipped]]:
        for line, piece in pieces:
            if not isinstance(piece, Skipped):
                break
            yield line, piece  # all that there is of lines without their voice
        else:
            return
        lines = deque[int]()

        def wanted() -> Iterator[TakeRequest | Skipped]:
            for each, piece_of_it in chain([(line, piece)], pieces):
                lines.append(each)
                yield piece_of_it

        voice = self.voice(source)
        with self._spoken_by(voice), closing(voice.render(wanted(), mel=mel, keep=keep)) as parts:
            for part in self._at_rate(parts, rate, voice):
                if isinstance(part, Skipped) or part.start_sample == 0:
                    line = lines.popleft()
                yield line, part

    def outline(self, line: LineRequest, request: TakeRequest) -> Outline:
        """The rhythm of a take of a line, as it lies in the sound that the line is part of."""
        voice = self.voice(line.voice)
        outline = voice.synthesizer.outline(request)
        if line.rate is None:
            return outline
        return self._converter(line.rate).outline(outline)

    def close(self) -> None:
        """Let go of all voices but the document's."""
        for voice in self._others.values():
            voice.close()
        self._others.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _at_rate(
        self, parts: Iterator[TakePart | Skipped], rate: int | None, voice: Voice
    ) -> Iterator[TakePart | Skipped]:
        if rate is None or voice is self.main:
            return parts
        return self._converter(rate).parts(parts)

    def _converter(self, rate: int) -> RateConverter:
        from vits_core.synthesis.rate_conversion import RateConverter  # brings torch

        if rate not in self._converters:
            hop = self.main.synthesizer.hop_length
            self._converters[rate] = RateConverter(rate, hop)
        return self._converters[rate]

    @contextmanager
    def _spoken_by(self, voice: Voice) -> Iterator[None]:
        """Keep a voice for as long as it speaks: lines behind are read by theirs meanwhile."""
        self._speaking.append(voice)
        try:
            yield
        finally:
            self._speaking.remove(voice)

    def _make_room(self) -> None:
        """Close those that were asked for least recently, but neither the last one nor one that
        speaks."""
        sizes = {path: _bytes(voice) for path, voice in self._others.items()}
        for path in list(self._others)[:-1]:
            if sum(sizes.values()) <= self._most_bytes:
                return
            if self._others[path] not in self._speaking:
                self._others.pop(path).close()
                del sizes[path]


def _bytes(voice: Voice) -> int:
    parameters = voice.synthesizer.model.parameters()
    return sum(each.numel() * each.element_size() for each in parameters)
