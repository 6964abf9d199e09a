"""A sweep: one take under several values of one setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.takes.lab_take import LabTake
from app.takes.recipes import TakeRecipe
from vits_core.synthesis.take_request import TakeRequest

SWEPT_SETTINGS = {
    "noise_scale": (0.0, 1.5, 0.0, 1.2),
    "duration_noise_scale": (0.0, 1.5, 0.0, 1.2),
    "speed": (0.5, 2.0, 0.7, 1.4),
}
"""Lowest and highest value of each setting, and a range that is worth hearing. Speed is one divided
by the length scale."""


def sweep(take: LabTake, setting: str, values: Sequence[float], origin: str) -> list[TakeRecipe]:
    """A recipe for each value; `%1` in `origin` stands for it. The noise is the take's own."""
    request = TakeRequest.of(take.outline)
    recipes = []
    for value in values:
        field, number = ("length_scale", 1 / value) if setting == "speed" else (setting, value)
        settings = replace(request.settings, **{field: number})
        recipes.append(
            TakeRecipe(
                replace(request, settings=settings),
                take.line,
                origin.replace("%1", f"{value:.2f}"),
                take.number,
            )
        )
    return recipes
