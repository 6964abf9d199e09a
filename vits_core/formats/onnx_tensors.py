"""Weights out of an ONNX graph, read as data: nothing in the file is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vits_core.errors import VoiceError
from vits_core.formats.onnx_factors import FactorGraph, WeightUse
from vits_core.formats.upstream_model import Convolution
from vits_core.formats.voice_files import damaged

Tensor = NDArray[np.generic]

MAX_FILE_BYTES = 2**31 - 1
"""protobuf reads no larger message."""
MOST_ALIASES = 100
"""Of which one is another's alias; exporters write one."""


@dataclass(frozen=True)
class OnnxTensors:
    """Parameters of an exported VITS by upstream name, its convolutions in graph order, and what
    lies around each convolution and table, by upstream module."""

    parameters: Mapping[str, Tensor]
    convolutions: tuple[Convolution, ...]
    uses: Mapping[str, WeightUse]


def read_onnx(path: Path) -> OnnxTensors:
    """Read a graph that the Piper or the original exporter wrote.

    Raises `VoiceError` for a file that cannot be read or that is not ONNX.
    """
    graph = _load_graph(path)
    aliases = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Identity"}
    tensors = _tensor_table(graph, path)

    def resolve(name: str) -> str:
        for _ in range(MOST_ALIASES):  # a damaged file may alias in a circle
            if name in tensors or name not in aliases:
                break
            name = aliases[name]
        return name

    parameters: dict[str, Tensor] = {}
    for name in [*tensors, *aliases]:
        upstream = re.sub(r"^(model|gen|model_g)\.", "", name)
        target = resolve(name)
        if re.match(r"(enc_p|dp|flow|dec|emb_g)\.", upstream) and target in tensors:
            parameters[upstream] = tensors[target]

    factors = FactorGraph(graph, tensors)
    convolutions, uses = [], {}
    for node in graph.node:
        inputs = [resolve(name) for name in node.input]
        if node.op_type in ("Conv", "ConvTranspose"):
            module = _module_name(node)
            for part, source in zip(("weight", "bias"), inputs[1:], strict=False):
                if source in tensors:
                    parameters[f"{module}.{part}"] = tensors[source]
            convolutions.append(_convolution(module, node))
            uses[module] = factors.use(node)
        elif node.op_type == "Gather" and inputs[0] in tensors and tensors[inputs[0]].ndim == 2:
            table = {"sid": "emb_g", "input": "enc_p.emb"}.get(inputs[1])
            if table is not None:
                parameters[f"{table}.weight"] = tensors[inputs[0]]
                uses[table] = factors.use(node)
    parameters.update(_duration_affine(graph, tensors, resolve, parameters))
    return OnnxTensors(parameters, tuple(convolutions), uses)


def _load_graph(path: Path) -> Any:
    # Here and below, not above: a voice from the cache needs neither of them.
    import onnx
    from google.protobuf.message import DecodeError

    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise VoiceError("The voice file is larger than 2 GB", where=str(path))
        # Tensors kept in other files are refused below rather than followed.
        model = onnx.load(str(path), load_external_data=False)
    except OSError as error:
        raise VoiceError(
            "The voice file cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    except (DecodeError, ValueError) as error:
        raise damaged(path, "it is not an ONNX file") from error
    if not model.graph.node:
        raise damaged(path, "it contains no network")
    return model.graph


def _tensor_table(graph: Any, path: Path) -> dict[str, Tensor]:
    """Initializers and constants that are numbers."""
    from onnx import TensorProto, numpy_helper

    protos = {proto.name: proto for proto in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant":
            for attribute in node.attribute:
                if attribute.name == "value":
                    protos[node.output[0]] = attribute.t
    table = {}
    for name, proto in protos.items():
        if proto.data_location == TensorProto.EXTERNAL:
            raise damaged(path, f"the weights of {name} are in another file")
        try:
            table[name] = numpy_helper.to_array(proto)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise damaged(path, f"the weights of {name} do not match their stated size") from error
    return table


def _module_name(node: Any) -> str:
    """The upstream module of a convolution: its bias's name, else its scoped node name."""
    if len(node.input) > 2 and node.input[2].endswith(".bias"):
        name = node.input[2].removesuffix(".bias")
    elif len(node.input) > 1 and node.input[1].endswith(".weight"):
        name = node.input[1].removesuffix(".weight")
    else:
        name = node.name.strip("/").removesuffix("/Conv").removesuffix("/ConvTranspose")
        name = name.replace("/", ".")
        # Scoped names repeat the list: "flow/flows.6/enc/in_layers.0".
    return re.sub(r"^(model|gen|model_g)\.", "", name)


def _convolution(module: str, node: Any) -> Convolution:
    attributes = {a.name: list(a.ints) for a in node.attribute}
    dilation = attributes.get("dilations") or [1]
    stride = attributes.get("strides") or [1]
    return Convolution(module, int(dilation[0]), int(stride[0]))


def _duration_affine(
    graph: Any, tensors: Mapping[str, Tensor], resolve: Any, parameters: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """`dp.flows.0.logs`, which the exporter folds: (z - m) * c with c = exp(-logs).

    c is a constant, or Exp of a constant, or Exp of Neg of a constant.
    """
    if "dp.flows.0.m" not in parameters or "dp.flows.0.logs" in parameters:
        return {}
    producers = {output: node for node in graph.node for output in node.output}
    shifted = {
        node.output[0]
        for node in graph.node
        if node.op_type == "Sub"
        and len(node.input) == 2
        and re.sub(r"^(model|gen|model_g)\.", "", resolve(node.input[1])) == "dp.flows.0.m"
    }
    for node in graph.node:
        if node.op_type != "Mul" or not shifted & set(node.input):
            continue
        factor = next((resolve(name) for name in node.input if name not in shifted), "")
        if factor in tensors:
            with np.errstate(invalid="ignore", divide="ignore"):  # the importer refuses NaN
                return {"dp.flows.0.logs": -np.log(tensors[factor].astype(np.float64))}
        exp = producers.get(factor)
        if exp is not None and exp.op_type == "Exp":
            return _exponent(resolve(exp.input[0]), producers, tensors, resolve)
    return {}


def _exponent(
    name: str, producers: Mapping[str, Any], tensors: Mapping[str, Tensor], resolve: Any
) -> dict[str, Tensor]:
    """`logs` from the exponent of exp(-logs)."""
    if name in tensors:
        return {"dp.flows.0.logs": -tensors[name].astype(np.float64)}
    negation = producers.get(name)
    if negation is not None and negation.op_type == "Neg":
        inner = resolve(negation.input[0])
        if inner in tensors:
            return {"dp.flows.0.logs": tensors[inner]}
    return {}
