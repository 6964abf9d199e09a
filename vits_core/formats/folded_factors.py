"""Holds the factors around an ONNX file's weights against the model's, and undoes what is known.

onnxsim 0.8.1 multiplies GELU's 1/2 into the weights of the convolution behind it, and takes the
operator out. Everything else that a file does otherwise than the model is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vits_core.errors import VoiceError
from vits_core.formats.onnx_factors import WeightUse
from vits_core.model.config import ModelConfig

Arrays = dict[str, NDArray[np.float32]]

GELU = 0.5
"""The factor that GELU(x) = x · (1 + erf(x / √2)) / 2 ends with."""
TOLERANCE = 1e-3
"""Relative; half-precision files have rounded constants."""

_AFTER_GELU = re.compile(r"dp\.(flows\.\d+\.)?convs\.convs_1x1\.\d+$")
_QUERY = re.compile(r"enc_p\.encoder\.attn_layers\.\d+\.conv_q$")
_SPLINE = re.compile(r"dp\.flows\.\d+\.proj$")
_MEAN_OF_BLOCKS = re.compile(r"dec\.(ups\.[1-9]\d*|conv_post)$")


def unfolded(
    path: Path, arrays: Arrays, uses: Mapping[str, WeightUse], model: ModelConfig
) -> Arrays:
    """The weights as the model takes them, by upstream name.

    Raises `VoiceError` where the graph computes something else with them than the model does.
    """
    undone: Arrays = {}
    for name, array in arrays.items():
        module = name.removesuffix(".weight")
        if module == name or (array.ndim != 3 and module != "enc_p.emb"):
            continue
        use = uses.get(module)
        if use is None:
            raise _not_understood(path, module)
        if use.shifted or not _same(use.after, _after(module, model)):
            raise _not_understood(path, module)
        gelu = _AFTER_GELU.match(module) is not None
        if use.after_gelu != gelu:
            raise _not_understood(path, module)
        if gelu and _same([use.before], [1.0]):
            undone[name] = array * np.float32(1 / GELU)
        elif not _same([use.before], [GELU if gelu else _before(module, model)]):
            raise _not_understood(path, module)
    return {**arrays, **undone}


def _before(module: str, model: ModelConfig) -> float:
    """The model's factor between what it computes last and the input of a convolution."""
    if _MEAN_OF_BLOCKS.match(module):
        return 1 / len(model.decoder.resblock_kernels)
    return 1.0


def _after(module: str, model: ModelConfig) -> tuple[float, ...]:
    """The model's factors between the output of a convolution or table, and its use."""
    text_encoder = model.text_encoder
    if module == "enc_p.emb":
        return (math.sqrt(text_encoder.hidden_channels),)
    if _QUERY.match(module):
        return (math.sqrt(text_encoder.heads / text_encoder.hidden_channels),)
    if _SPLINE.match(module):  # the derivatives of the spline, its widths and heights
        return 1.0, 1 / math.sqrt(model.duration_predictor.filter_channels)
    return (1.0,)


def _same(found: Iterable[float], expected: Iterable[float]) -> bool:
    """Whether each factor that was found is expected, and each that is expected was found."""
    found, expected = set(found), set(expected)

    def covered(some: set[float], by: set[float]) -> bool:
        return all(any(math.isclose(a, b, rel_tol=TOLERANCE) for b in by) for a in some)

    return covered(found, expected) and covered(expected, found)


def _not_understood(path: Path, module: str) -> VoiceError:
    return VoiceError(
        f"The voice file was changed after its export, and what was done around {module} is not "
        "understood: it would not speak as it should",
        where=str(path),
        remedy="Open the file as it was before it was simplified or optimised, or download the "
        "voice again.",
    )
