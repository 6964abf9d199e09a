"""What an ONNX graph computes between a weight and its neighbours, besides moving numbers around.

A simplifier may fold a factor that the model has into the weights beside it. Then the numbers in
the file are not the model's: only the operators around a weight tell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOVING = frozenset(
    ("Cast", "Dropout", "Flatten", "Identity", "Pad", "Reshape", "Slice", "Split", "Squeeze",
     "Transpose", "Unsqueeze")
)  # fmt: skip
"""Operators that change where numbers are, not what they are."""
RECTIFIERS = frozenset(("LeakyRelu", "Relu"))
"""Operators through which a positive factor may be moved."""
ASKING = frozenset(("ConstantOfShape", "RandomNormalLike", "Shape", "Size"))
"""Operators that look at a tensor's shape alone."""
MOST_STEPS = 500
"""Between a weight and its neighbours; an exporter writes less than twenty."""


@dataclass(frozen=True, slots=True)
class WeightUse:
    """What lies around a convolution or a table."""

    before: float
    """The factor between what was computed last and the input, that of GELU (1/2) included."""
    after_gelu: bool
    """The input is what GELU gives."""
    after: frozenset[float]
    """The factors between the output and where it is used."""
    shifted: bool
    """A constant is added to the output."""


class FactorGraph:
    """The operators of a graph, and the constant factors among them."""

    def __init__(self, graph: Any, tensors: Mapping[str, NDArray[np.generic]]) -> None:
        self._tensors = tensors
        self._producers = {output: node for node in graph.node for output in node.output}
        self._consumers: dict[str, list[Any]] = defaultdict(list)
        for node in graph.node:
            for name in node.input:
                self._consumers[name].append(node)

    def use(self, node: Any) -> WeightUse:
        """What lies around a convolution, or around a `Gather` out of a table."""
        before, after_gelu = 1.0, False
        if node.op_type != "Gather":
            before, after_gelu = self._before(node.input[0])
        after, shifted = self._after(node.output[0])
        return WeightUse(before, after_gelu, after, shifted)

    def _before(self, name: str) -> tuple[float, bool]:
        name, factor = self._source(name, MOVING | RECTIFIERS)
        node = self._producers.get(name)
        if node is not None and node.op_type in ("Conv", "ConvTranspose", "Gather"):
            return 1.0, False  # what lies between is behind that one's output
        gelu = None if node is None else self._gelu(node)
        return (factor, False) if gelu is None else (factor * gelu, True)

    def _gelu(self, node: Any) -> float | None:
        """c where a node computes c · x · (1 + erf(x / √2)), of which GELU has 1/2."""
        if node.op_type == "Gelu":
            approximate = [a.s for a in node.attribute if a.name == "approximate"]
            return 0.5 if approximate in ([], [b"none"]) else None
        if node.op_type != "Mul":
            return None
        for this, other in (node.input, reversed(node.input)):
            summed, outer = self._source(this, MOVING)
            x, factor = self._source(other, MOVING)
            if (of := self._one_plus_erf_of(summed)) is not None:
                within, inner = self._source(of, MOVING)
                if within == x and math.isclose(inner, math.sqrt(0.5), rel_tol=1e-3):
                    return outer * factor
        return None

    def _one_plus_erf_of(self, name: str) -> str | None:
        """y where a tensor is 1 + erf(y)."""
        node = self._producers.get(name)
        if node is None or node.op_type != "Add":
            return None
        for this, other in (node.input, reversed(node.input)):
            producer = self._producers.get(this)
            one = self._factor(other)
            if producer is not None and producer.op_type == "Erf" and one == 1.0:
                return str(producer.input[0])
        return None

    def _source(self, name: str, through: frozenset[str]) -> tuple[str, float]:
        """Where a tensor comes from, back through constant factors and these operators."""
        factor = 1.0
        for _ in range(MOST_STEPS):
            node = self._producers.get(name)
            if node is None or not node.input:
                break
            if node.op_type in through:
                name = node.input[0]
            elif (scaled := self._scaled(node)) is not None:
                name, own = scaled
                factor *= own
            else:
                break
        return name, factor

    def _after(self, name: str) -> tuple[frozenset[float], bool]:
        found: set[float] = set()
        shifted = False
        waiting, seen = [(name, 1.0)], {name}
        while waiting and len(seen) < MOST_STEPS:
            name, factor = waiting.pop()
            for node in self._consumers[name]:
                own = self._passed(node, name)
                if own is not None:
                    outputs = [each for each in node.output if each not in seen]
                    seen.update(outputs)
                    waiting += [(output, factor * own) for output in outputs]
                elif node.op_type not in ASKING:
                    found.add(factor)
                    shifted |= node.op_type in ("Add", "Sub") and self._has_constant(node)
        return frozenset(found), shifted

    def _passed(self, node: Any, name: str) -> float | None:
        """The factor by which a node changes one of its inputs, None where it does more."""
        if node.op_type in MOVING | RECTIFIERS and node.input[0] == name:
            return 1.0
        scaled = self._scaled(node)
        if scaled is not None:
            return scaled[1]
        # By a mask, or by something else that is no constant: no weights can take that in.
        return 1.0 if node.op_type == "Mul" and not self._has_constant(node) else None

    def _scaled(self, node: Any) -> tuple[str, float] | None:
        """The input that a node multiplies by a constant, and the constant."""
        if node.op_type not in ("Mul", "Div") or len(node.input) != 2:
            return None
        first, second = node.input
        if (factor := self._factor(second)) is not None:
            return first, factor if node.op_type == "Mul" else 1.0 / factor
        if node.op_type == "Mul" and (factor := self._factor(first)) is not None:
            return second, factor
        return None

    def _factor(self, name: str) -> float | None:
        """A constant of one number other than 0."""
        tensor = self._constant(name)
        if tensor is None or tensor.size != 1:
            return None
        return float(tensor.ravel()[0]) or None

    def _constant(self, name: str) -> NDArray[np.generic] | None:
        for _ in range(MOST_STEPS):
            node = self._producers.get(name)
            if name in self._tensors or node is None or node.op_type not in ("Cast", "Identity"):
                break
            name = node.input[0]
        return self._tensors.get(name)

    def _has_constant(self, node: Any) -> bool:
        """Whether an input is a constant that does not leave the others as they are."""
        constants = [self._constant(name) for name in node.input]
        return any(c is not None and bool(np.any(c)) for c in constants)
