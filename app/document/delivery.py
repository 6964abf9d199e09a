"""How something is spoken, as far as it says so itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import isclose
from typing import Any

from vits_core.records import ProsodySettings


@dataclass(frozen=True, slots=True)
class Delivery:
    """Speaker, settings, seeds and voice; None leaves a thing to what this is part of: a line
    leaves it to its document, and the document to the voice."""

    speaker: str | None = None
    noise_scale: float | None = None
    duration_noise_scale: float | None = None
    length_scale: float | None = None
    rhythm_seed: int | None = None
    expression_seed: int | None = None
    voice: str | None = None
    """Path of the file of a line's own voice; "" is the voice that comes along. A document has its
    voice elsewhere."""

    def over(self, other: Delivery) -> Delivery:
        """What this says, and where it says nothing, what the other does."""
        said = {name: value for name, value in _values(self).items() if value is not None}
        return replace(other, **said) if said else other

    def prosody(self, default: ProsodySettings) -> ProsodySettings:
        """The three settings, with the voice's own where there are none."""
        return ProsodySettings(
            default.noise_scale if self.noise_scale is None else self.noise_scale,
            default.duration_noise_scale
            if self.duration_noise_scale is None
            else self.duration_noise_scale,
            default.length_scale if self.length_scale is None else self.length_scale,
        )

    def with_prosody(self, settings: ProsodySettings, default: ProsodySettings) -> Delivery:
        """The same with these settings; one that is the voice's own follows the voice."""
        scales: dict[str, Any] = {
            name: None if isclose(value, getattr(default, name)) else value
            for name, value in (
                ("noise_scale", settings.noise_scale),
                ("duration_noise_scale", settings.duration_noise_scale),
                ("length_scale", settings.length_scale),
            )
        }
        return replace(self, **scales)

    def differing(self, other: Delivery) -> frozenset[str]:
        """The names of what the two do not have in common."""
        others = _values(other)
        return frozenset(name for name, value in _values(self).items() if value != others[name])


NOTHING_OWN = Delivery()


def _values(delivery: Delivery) -> dict[str, Any]:
    return {each.name: getattr(delivery, each.name) for each in fields(Delivery)}
