"""Writes a model as the Piper exporter would, where an importer looks: names, shapes, attributes.

The graph does not compute speech. Exporting one that does needs packages that this project has no
other use for, and the default voice's real file is tested besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits

Array = NDArray[np.float32]
Folding = Literal["constant", "exp", "exp-neg"]
Gelu = Literal["half last", "half first", "operator", "folded"]


@dataclass(frozen=True)
class ExportStyle:
    """What differs between versions of the exporter."""

    prefix: str = ""
    """Before every name: nothing, "model." or "gen."."""
    folding: Folding = "constant"
    """How far exp(-logs) of the duration flow's affine layer was computed at export."""
    anonymous: str = r"flow\..*\.enc\.|dec\.conv_post"
    """Convolutions whose weights lost their names."""
    merge_equal: bool = True
    """Equal tensors are kept once, the others are aliases."""
    constants_as_nodes: bool = False
    """Duration flow's constants are `Constant` nodes rather than initializers."""
    token_table: str = "enc_p.emb.weight"
    """Name of the token table; exports with one speaker call it `sid`."""
    gelu: Gelu = "half last"
    """How GELU is spelled; "folded" is what onnxsim makes of it, its 1/2 in the weights behind."""
    left_out: tuple[str, ...] = ()
    """Factors of the model that the graph lacks: "embedding", "query", "spline", "mean"."""


def upstream_parameters(model: Vits) -> dict[str, Array]:
    """The weights by the names of the original repository, shaped as there."""
    blocks = len(model.config.decoder.resblock_kernels)
    paired = model.config.decoder.paired_convolutions
    parameters = {}
    for name, tensor in model.state_dict().items():
        array = tensor.numpy()
        if ".relative_" in name:
            array = array[None]
        parameters[_upstream_name(name, blocks, paired)] = array
    return parameters


_RENAMED = (
    (r"^speaker_embedding", "emb_g"),
    (r"^text_encoder\.embedding", "enc_p.emb"),
    (r"^text_encoder\.projection", "enc_p.proj"),
    (r"^text_encoder\.layers\.(\d+)\.attention\.relative_keys", r"A.\1.emb_rel_k"),
    (r"^text_encoder\.layers\.(\d+)\.attention\.relative_values", r"A.\1.emb_rel_v"),
    (r"^text_encoder\.layers\.(\d+)\.attention\.(.)\w+", r"A.\1.conv_\2"),
    (r"^A\.(\d+)\.conv_o", r"A.\1.conv_o"),
    (r"^A\.", "enc_p.encoder.attn_layers."),
    (r"^text_encoder\.layers\.(\d+)\.attention_norm", r"enc_p.encoder.norm_layers_1.\1"),
    (r"^text_encoder\.layers\.(\d+)\.feed_forward_norm", r"enc_p.encoder.norm_layers_2.\1"),
    (r"^text_encoder\.layers\.(\d+)\.feed_forward\.expand", r"enc_p.encoder.ffn_layers.\1.conv_1"),
    (r"^text_encoder\.layers\.(\d+)\.feed_forward\.reduce", r"enc_p.encoder.ffn_layers.\1.conv_2"),
    (r"^duration_predictor\.affine\.shift", "dp.flows.0.m"),
    (r"^duration_predictor\.affine\.log_scale", "dp.flows.0.logs"),
    (r"^duration_predictor\.", "dp."),
    (r"^dp\.(.*)convolutions\.depthwise\.", r"dp.\1convs.convs_sep."),
    (r"^dp\.(.*)convolutions\.pointwise\.", r"dp.\1convs.convs_1x1."),
    (r"^dp\.(.*)convolutions\.depthwise_norms\.", r"dp.\1convs.norms_1."),
    (r"^dp\.(.*)convolutions\.pointwise_norms\.", r"dp.\1convs.norms_2."),
    (r"^dp\.(.*)projection", r"dp.\1proj"),
    (r"wavenet\.gates", "enc.in_layers"),
    (r"wavenet\.outputs", "enc.res_skip_layers"),
    (r"wavenet\.condition", "enc.cond_layer"),
    (r"\.condition", ".cond"),
    (r"^decoder\.", "dec."),
    (r"^dec\.stages\.(\d+)\.upsample", r"dec.ups.\1"),
    (r"(norm\w*\.\d+|norm_\d)\.weight$", r"\1.gamma"),
    (r"(norm\w*\.\d+|norm_\d)\.bias$", r"\1.beta"),
)


def _upstream_name(name: str, blocks: int, paired: bool) -> str:
    for pattern, replacement in _RENAMED:
        name = re.sub(pattern, replacement, name)
    name = re.sub(r"^dp\.couplings\.(\d+)", lambda m: f"dp.flows.{2 * int(m[1]) + 3}", name)
    name = re.sub(r"^flow\.couplings\.(\d+)", lambda m: f"flow.flows.{2 * int(m[1])}", name)
    kinds = {"dilated": "convs1" if paired else "convs", "plain": "convs2"}
    return re.sub(
        r"^dec\.stages\.(\d+)\.blocks\.(\d+)\.(\w+)",
        lambda m: f"dec.resblocks.{int(m[1]) * blocks + int(m[2])}.{kinds[m[3]]}",
        name,
    )


class _Graph:
    def __init__(self, style: ExportStyle) -> None:
        self.style = style
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self._kept: dict[tuple[tuple[int, ...], bytes], str] = {}
        self._count = 0

    def tensor(self, name: str, array: Array) -> str:
        """Keep a parameter, or make its name an alias of an equal one."""
        key = (array.shape, array.tobytes())
        if self.style.merge_equal and key in self._kept:
            self.nodes.append(helper.make_node("Identity", [self._kept[key]], [name]))
        else:
            self._kept.setdefault(key, name)
            self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def number(self, value: float) -> str:
        """A constant as the exporter writes it."""
        return self.node("Constant", [], value=numpy_helper.from_array(np.array(value, "<f4")))

    def node(self, kind: str, inputs: list[str], name: str = "", **attributes: Any) -> str:
        self._count += 1
        output = f"{name or kind}_output_{self._count}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=name, **attributes))
        return output


def export_piper(
    model: Vits, path: Path, style: ExportStyle | None = None, **settings: Any
) -> Path:
    """Write `path` and the JSON beside it; `settings` replace entries of the JSON."""
    style = style or ExportStyle()
    path.write_bytes(piper_onnx(model, style))
    path.with_name(path.name + ".json").write_text(
        json.dumps({**piper_json(model.config), **settings}), encoding="utf-8"
    )
    return path


def piper_json(config: ModelConfig) -> dict[str, Any]:
    rows = config.text_encoder.num_symbols
    symbols = ["_", "^", "$", " ", ".", *(chr(ord("a") + i) for i in range(rows - 5))][:rows]
    speakers = config.num_speakers if config.speaker_channels else 1
    return {
        "audio": {"sample_rate": 16_000, "quality": "low"},
        "espeak": {"voice": "de"},
        "language": {"code": "de_DE"},
        "inference": {"noise_scale": 0.5, "length_scale": 1.25, "noise_w": 0.7},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [i] for i, symbol in enumerate(symbols)},
        "num_symbols": rows,
        "num_speakers": speakers,
        "speaker_id_map": {f"person {i}": i for i in range(speakers)} if speakers > 1 else {},
    }


def piper_onnx(model: Vits, style: ExportStyle) -> bytes:
    graph = _Graph(style)
    parameters = upstream_parameters(model)
    attributes = _attributes(model.config)
    _write_embeddings(graph, parameters, model.config)
    _write_affine(graph, parameters)
    modules = {name.removesuffix(".weight") for name in parameters if name.endswith(".weight")}
    for module in sorted(modules):
        weight, bias = parameters.pop(f"{module}.weight"), parameters.pop(f"{module}.bias", None)
        x = _write_input(graph, module, model.config)
        if module.startswith("dp.") and ".convs_1x1." in module and style.gelu == "folded":
            weight = weight * np.float32(0.5)
        y = _write_convolution(graph, module, x, weight, bias, attributes.get(module, {}))
        _write_use(graph, module, y, model.config)
    for name, array in parameters.items():
        graph.tensor(style.prefix + name, array)
    inputs = ["input", "input_lengths", "scales", "sid"]
    values = [helper.make_tensor_value_info(name, TensorProto.INT64, None) for name in inputs]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
    made = helper.make_graph(graph.nodes, "main_graph", values, [output], graph.initializers)
    return helper.make_model(made, producer_name="pytorch").SerializeToString()


def _write_embeddings(graph: _Graph, parameters: dict[str, Array], config: ModelConfig) -> None:
    prefix = graph.style.prefix
    table = graph.tensor(graph.style.token_table, parameters.pop("enc_p.emb.weight"))
    rows = graph.node("Gather", [table, "input"], "/enc_p/emb/Gather")
    if "embedding" not in graph.style.left_out:
        rows = graph.node("Mul", [rows, graph.number(config.text_encoder.hidden_channels**0.5)])
    graph.node("Add", [rows, "x"])
    if "emb_g.weight" in parameters:
        table = graph.tensor(prefix + "emb_g.weight", parameters.pop("emb_g.weight"))
        graph.node("Gather", [table, "sid"], "/emb_g/Gather")


def _write_affine(graph: _Graph, parameters: dict[str, Array]) -> None:
    """(z - m) * exp(-logs), folded as far as the style says."""
    if "dp.flows.0.m" not in parameters:
        return
    style = graph.style
    shift = graph.tensor(style.prefix + "dp.flows.0.m", parameters.pop("dp.flows.0.m"))
    logs = parameters.pop("dp.flows.0.logs")

    def constant(name: str, array: Array) -> str:
        if style.constants_as_nodes:
            graph.nodes.append(
                helper.make_node("Constant", [], [name], value=numpy_helper.from_array(array))
            )
        else:
            graph.initializers.append(numpy_helper.from_array(array, name))
        return name

    if style.folding == "constant":
        factor = constant("onnx::Mul_77", np.exp(-logs))
    elif style.folding == "exp":
        factor = graph.node("Exp", [constant("onnx::Exp_77", -logs)], "/dp/flows.0/Exp")
    else:
        negated = graph.node(
            "Neg", [graph.tensor(style.prefix + "dp.flows.0.logs", logs)], "/dp/flows.0/Neg"
        )
        factor = graph.node("Exp", [negated], "/dp/flows.0/Exp")
    shifted = graph.node("Sub", ["/dp/flows.2/Slice_output_0", shift], "/dp/flows.0/Sub")
    graph.node("Mul", [shifted, factor], "/dp/flows.0/Mul")


def _write_input(graph: _Graph, module: str, config: ModelConfig) -> str:
    """What the model computes right before a convolution."""
    if module.startswith("dp.") and ".convs_1x1." in module:
        return _write_gelu(graph)
    if re.match(r"dec\.(ups\.[1-9]|conv_post$)", module):
        x = graph.node("Add", ["x", "y"])
        if "mean" not in graph.style.left_out:
            blocks = graph.number(len(config.decoder.resblock_kernels))
            x = graph.node("Div", [x, blocks])
        return graph.node("LeakyRelu", [x])
    return "x"


def _write_gelu(graph: _Graph) -> str:
    x = graph.node("Transpose", [graph.node("Add", ["x", "norm"])])
    if graph.style.gelu == "operator":
        return graph.node("Gelu", [x])
    half, two, one = graph.number(0.5), graph.number(2**0.5), graph.number(1.0)
    grown = graph.node("Add", [graph.node("Erf", [graph.node("Div", [x, two])]), one])
    if graph.style.gelu == "half first":
        return graph.node("Mul", [graph.node("Mul", [half, x]), grown])
    product = graph.node("Mul", [x, grown])
    return product if graph.style.gelu == "folded" else graph.node("Mul", [product, half])


def _write_use(graph: _Graph, module: str, y: str, config: ModelConfig) -> None:
    """What the model computes right behind a convolution."""
    if module.endswith(".conv_q"):
        y = graph.node("Transpose", [graph.node("Reshape", [y, "shape"])])
        if "query" not in graph.style.left_out:
            size = config.text_encoder.hidden_channels / config.text_encoder.heads
            y = graph.node("Div", [y, graph.number(size**0.5)])
        graph.node("MatMul", [y, "keys"])
    elif re.match(r"dp\.flows\.\d+\.proj$", module):
        graph.node("Softplus", [graph.node("Slice", [y, "from"])])
        y = graph.node("Slice", [y, "to"])
        if "spline" not in graph.style.left_out:
            y = graph.node("Div", [y, graph.number(config.duration_predictor.filter_channels**0.5)])
        graph.node("Softmax", [y])
    else:
        graph.node("Add", [y, "x"])


def _write_convolution(
    graph: _Graph,
    module: str,
    x: str,
    weight: Array,
    bias: Array | None,
    attributes: Mapping[str, Any],
) -> str:
    kind = "ConvTranspose" if module.startswith("dec.ups.") else "Conv"
    name = graph.style.prefix + module
    anonymous = re.match(graph.style.anonymous, module)
    inputs = [x, graph.tensor(f"onnx::Conv_{module}" if anonymous else f"{name}.weight", weight)]
    if bias is not None:
        inputs.append(graph.tensor(f"{name}.bias", bias))
    # Scoped names: the module lists keep their dots, as in "/flow/flows.6/enc/in_layers.0/Conv".
    scope = re.sub(r"\.(?!\d)", "/", name)
    return graph.node(kind, inputs, f"/{scope}/{kind}", **attributes)


def _attributes(config: ModelConfig) -> dict[str, dict[str, list[int]]]:
    """Strides and dilations by upstream module, where they are not 1."""
    attributes: dict[str, dict[str, list[int]]] = {}
    decoder = config.decoder
    part = "convs1" if decoder.paired_convolutions else "convs"
    for stage, rate in enumerate(decoder.upsample_rates):
        attributes[f"dec.ups.{stage}"] = {"strides": [rate]}
        for block, dilations in enumerate(decoder.resblock_dilations):
            index = stage * len(decoder.resblock_kernels) + block
            for step, dilation in enumerate(dilations):
                attributes[f"dec.resblocks.{index}.{part}.{step}"] = {"dilations": [dilation]}
    for coupling in range(config.flow.couplings):
        for layer in range(config.flow.wavenet_layers):
            dilation = config.flow.dilation_rate**layer
            module = f"flow.flows.{2 * coupling}.enc.in_layers.{layer}"
            attributes[module] = {"dilations": [dilation]}
    return attributes
