"""Weight norm undone: a magnitude and a direction -> the weight."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

_SPELLINGS = (
    (".weight_g", ".weight_v"),
    (".parametrizations.weight.original0", ".parametrizations.weight.original1"),
)
"""How torch names magnitude and direction, before and since 2.0."""


def folded(parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Each pair of magnitude g and direction v replaced by the weight g · v / ‖v‖.

    The norm is taken over all dimensions but the first, as upstream does, also for transposed
    convolutions. Raises ValueError or KeyError for a magnitude without a direction of its shape.
    """
    weights = dict(parameters)
    for magnitude_ending, direction_ending in _SPELLINGS:
        for name in [n for n in weights if n.endswith((magnitude_ending, direction_ending))]:
            module = name.removesuffix(magnitude_ending).removesuffix(direction_ending)
            if f"{module}.weight" in weights:
                continue  # the pair's other half
            magnitude = parameters[module + magnitude_ending].float()
            direction = parameters[module + direction_ending].float()
            if magnitude.shape != (len(direction), *[1] * (direction.dim() - 1)):
                raise ValueError(f"the magnitudes of {module} do not fit its weights")
            norm = direction.flatten(1).norm(dim=1).view_as(magnitude)
            weights[f"{module}.weight"] = magnitude * (direction / norm)
            del weights[module + magnitude_ending], weights[module + direction_ending]
    return weights
