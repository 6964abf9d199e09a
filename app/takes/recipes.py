"""Takes that are wanted, and the ways to come from one take to others: plain data, no Qt."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.session.settings import MAX_SHOWN_SEED
from app.synthesis.requests import VoiceInfo
from app.takes.lab_take import LabTake
from vits_core.prosody.steering import (
    AS_PREDICTED,
    Arc,
    Draw,
    Noise,
    Timing,
    most_frames,
    near,
    redraw,
    same_at,
    splice,
)
from vits_core.records import Outline, ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest


@dataclass(frozen=True, slots=True)
class TakeRecipe:
    """A take that is wanted, and how it comes about; see `LabTake` for the fields."""

    request: TakeRequest
    line: int | None = None
    origin: str = ""
    parent: int | None = None
    changed: tuple[int, ...] = ()
    voice: str | None = None
    """Path of the file of its voice; None: that of its parent, or else the script's."""

    def take(self, outline: Outline, number: int, voice: VoiceInfo) -> LabTake:
        """The take, now that its rhythm is made."""
        return LabTake(
            number=number,
            outline=outline,
            voice=voice.source,
            voice_name=voice.name,
            line=self.line,
            origin=self.origin,
            parent=self.parent,
            changed=self.changed,
        )


@dataclass(frozen=True, slots=True)
class Sampling:
    """How takes are to be drawn: a noise that is locked is the same in all."""

    count: int
    rhythm: Noise
    expression: Noise
    rhythm_locked: bool = False
    expression_locked: bool = False
    even_tempo: bool = False


def drawn(
    sampling: Sampling,
    sentence: Utterance,
    settings: ProsodySettings,
    speaker: int | None,
    line: int,
    voice: str | None = None,
) -> list[TakeRecipe]:
    """As many takes of a sentence as are wanted, with new noise where it is not locked."""
    timing = Timing(even_tempo=True) if sampling.even_tempo else AS_PREDICTED
    rhythms = _noises(sampling.rhythm, sampling.rhythm_locked, sampling.count)
    expressions = _noises(sampling.expression, sampling.expression_locked, sampling.count)
    return [
        TakeRecipe(
            TakeRequest(sentence, settings, rhythm, expression, speaker, timing),
            line=line,
            voice=voice,
        )
        for rhythm, expression in zip(rhythms, expressions, strict=True)
    ]


def another(
    outline: Outline, tokens: Iterable[int], *, rhythm: bool, expression: bool
) -> TakeRequest:
    """The same take with new noise for some tokens, of the rhythm, the expression or both."""
    request, tokens = TakeRequest.of(outline), tuple(tokens)
    if rhythm:
        pins = tuple(pin for pin in request.timing.pins if pin[0] not in tokens)
        request = replace(
            request,
            rhythm=redraw(request.rhythm, tokens, new_seed()),
            timing=replace(request.timing, pins=pins),
        )
    if expression:
        request = replace(request, expression=redraw(request.expression, tokens, new_seed()))
    return request


def pinned(outline: Outline, pins: Iterable[tuple[int, int]]) -> TakeRequest:
    """The same take with tokens that last just so many frames."""
    request = TakeRequest.of(outline)
    merged = dict(request.timing.pins) | dict(pins)
    return replace(request, timing=replace(request.timing, pins=tuple(sorted(merged.items()))))


def released(outline: Outline, tokens: Iterable[int]) -> TakeRequest:
    """The same take with these tokens as long as the predictor says."""
    request, free = TakeRequest.of(outline), set(tokens)
    timing = request.timing
    return replace(
        request,
        timing=replace(
            timing,
            pins=tuple(pin for pin in timing.pins if pin[0] not in free),
            stretches=tuple(each for each in timing.stretches if each[0] not in free),
        ),
    )


def stretched(outline: Outline, tokens: Iterable[int], factor: float) -> TakeRequest:
    """The same take with these tokens longer by a factor, on top of what they are stretched by
    already; pins of theirs are stretched too."""
    request, chosen = TakeRequest.of(outline), set(tokens)
    timing = request.timing
    pins = dict(timing.pins)
    before = dict(timing.stretches)
    stretches = dict(before)
    for token in chosen:
        if token in pins:
            pins[token] = max(1, round(pins[token] * factor))
        else:
            stretches[token] = before.get(token, 1.0) * factor
    return replace(
        request,
        timing=replace(
            timing, pins=tuple(sorted(pins.items())), stretches=tuple(sorted(stretches.items()))
        ),
    )


def fitted(outline: Outline, seconds: float) -> TakeRequest:
    """The same take, so many seconds long; pinned tokens keep their length."""
    request = TakeRequest.of(outline)
    frames = max(1, round(seconds * outline.sample_rate / outline.hop_length))
    return replace(request, timing=replace(request.timing, frames=frames, even_tempo=False))


def fitting_range(outline: Outline) -> tuple[float, float]:
    """The fewest and the most seconds that a take can be fitted to, its pins being as they are."""
    tokens, pins = len(outline.durations), outline.timing.pins
    pinned_frames = sum(frames for _, frames in pins)
    least = pinned_frames + tokens - len(pins)
    most = most_frames(tokens, outline.settings.length_scale) if len(pins) < tokens else least
    frame = outline.hop_length / outline.sample_rate
    return least * frame, max(least, most) * frame


def alike(
    outline: Outline, count: int, degrees: float, *, rhythm: bool = True, expression: bool = True
) -> list[TakeRequest]:
    """Takes whose noise is at a small angle from this one's; what is locked stays."""
    request = TakeRequest.of(outline)
    return [
        replace(
            request,
            rhythm=near(request.rhythm, new_seed(), degrees) if rhythm else request.rhythm,
            expression=(
                near(request.expression, new_seed(), degrees) if expression else request.expression
            ),
        )
        for _ in range(count)
    ]


def between(first: Outline, second: Outline, share: float) -> TakeRequest:
    """A take on the arc between two of one sentence; 0 is the first, 1 the second, exactly.

    Settings in between are in between as well; pins and stretches go with the nearer take.
    """
    if share in (0.0, 1.0):
        return TakeRequest.of(second if share else first)
    near_one = TakeRequest.of(first if share < 0.5 else second)
    a, b = first.settings, second.settings
    settings = ProsodySettings(
        *(
            (1 - share) * getattr(a, name) + share * getattr(b, name)
            for name in ("noise_scale", "duration_noise_scale", "length_scale")
        )
    )
    return replace(
        near_one,
        settings=settings,
        rhythm=_arc(first.rhythm, second.rhythm, share, len(first.durations)),
        expression=_arc(first.expression, second.expression, share, len(first.durations)),
    )


def new_seed() -> int:
    """A seed that a person can read out."""
    return random.randrange(1_000_000)


def _noises(noise: Noise, locked: bool, count: int) -> list[Noise]:
    if locked:
        return [noise] * count
    return [Draw(seed) for seed in random.sample(range(min(MAX_SHOWN_SEED, 1_000_000)), count)]


def _arc(start: Noise, end: Noise, share: float, tokens: int) -> Noise:
    """Where both are the same noise, an arc between them would be too loud."""
    if start == end:
        return start
    shared = {token: start for token in range(tokens) if same_at(start, end, token)}
    return splice(Arc(start, end, share), shared)
