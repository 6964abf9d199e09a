"""A file that was simplified after its export speaks as before, or is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import onnx
import pytest
import torch
from onnx import helper, numpy_helper

from tests.core.model_shapes import SMALL, random_model
from tests.core.onnx_peer import OriginalDurations, OriginalPiper
from tests.core.piper_export import ExportStyle, Gelu, export_piper
from vits_core.errors import VoiceError
from vits_core.formats.piper import piper_json_path, read_piper
from vits_core.records import ProsodySettings, Utterance
from vits_core.voice import load_voice

NO_NOISE = ProsodySettings(noise_scale=0.0, duration_noise_scale=0.0)
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def simplified(piper_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default voice as onnxsim 0.8.1 leaves it, where that touches weights."""
    model = onnx.load(str(piper_path))
    assert fold_halves(model.graph) == 12
    path = tmp_path_factory.mktemp("simplified") / "joe.onnx"
    onnx.save(model, str(path))
    path.with_name("joe.onnx.json").write_bytes(piper_json_path(piper_path).read_bytes())
    return path


def fold_halves(graph: Any) -> int:
    """Multiply each 1/2 before a convolution into its weights, and take the operator out."""
    tensors = {each.name: each for each in graph.initializer}
    constants = {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t)
        for node in graph.node
        if node.op_type == "Constant" and node.attribute[0].name == "value"
    }
    constants |= {name: numpy_helper.to_array(each) for name, each in tensors.items()}
    halves = {
        node.output[0]: node
        for node in graph.node
        if node.op_type == "Mul" and np.array_equal(constants.get(node.input[1], 0), 0.5)
    }
    folded = 0
    for node in graph.node:
        if node.op_type == "Conv" and (half := halves.get(node.input[0])) is not None:
            weight = numpy_helper.to_array(tensors[node.input[1]]) * np.float32(0.5)
            graph.initializer.append(numpy_helper.from_array(weight, f"_v_{folded}"))
            node.input[0], node.input[1] = half.input[0], f"_v_{folded}"
            folded += 1
    return folded


def test_a_simplified_file_has_the_weights_of_the_original(
    simplified: Path, piper_path: Path
) -> None:
    config, state = read_piper(piper_path)
    again, weights = read_piper(simplified)
    assert again.model == config.model
    assert state.keys() == weights.keys()
    assert all(torch.equal(state[name], weights[name]) for name in state)


def test_without_noise_a_sentence_is_what_onnxruntime_makes_of_the_simplified_file(
    simplified: Path, utterances: tuple[Utterance, ...]
) -> None:
    utterance = utterances[1]
    durations = OriginalDurations(simplified).draw(utterance.token_ids, NO_NOISE)
    waveform = OriginalPiper(simplified).waveform(utterance.token_ids, NO_NOISE)
    with load_voice(simplified, "cpu", "float32") as voice:
        take = voice.synthesizer.take(utterance, NO_NOISE, rhythm_seed=1, expression_seed=1)
    assert np.array_equal(take.durations, durations)
    assert np.abs(take.waveform - waveform).max() < 1e-4


@pytest.mark.parametrize("gelu", get_args(Gelu))
def test_every_spelling_of_gelu_gives_the_same_weights(gelu: Gelu, tmp_path: Path) -> None:
    model = random_model(SMALL, seed=5)
    _, state = read_piper(export_piper(model, tmp_path / "voice.onnx", ExportStyle(gelu=gelu)))
    for name, tensor in model.state_dict().items():
        if "pointwise" in name:
            assert torch.equal(state[name], tensor), name


@pytest.mark.parametrize(
    ("factor", "module"),
    [
        ("embedding", "enc_p.emb"),
        ("query", "conv_q"),
        ("spline", "proj"),
        ("mean", "dec."),
    ],
)
def test_a_factor_of_the_model_that_the_graph_lacks_is_refused(
    factor: str, module: str, tmp_path: Path
) -> None:
    style = ExportStyle(left_out=(factor,))
    message = refusal(export_piper(random_model(SMALL), tmp_path / "voice.onnx", style))
    assert "not understood" in message
    assert module in message
    assert "before it was simplified" in message


def scale_output(graph: Any) -> None:
    behind(graph, "dec.conv_pre", "Mul", np.array(0.25, np.float32))


def scale_channels(graph: Any) -> None:
    before(graph, "flow.flows.0.pre", "Mul", np.array(3.0, np.float32))


def shift_output(graph: Any) -> None:
    behind(graph, "enc_p.proj", "Add", np.array([0.5], np.float32))


def half_gelu_again(graph: Any) -> None:
    before(graph, "dp.convs.convs_1x1.0", "Mul", np.array(0.25, np.float32))


def take_gelu_away(graph: Any) -> None:
    convolution(graph, "dp.convs.convs_1x1.0").input[0] = "x"


def add_gelu(graph: Any) -> None:
    graph.node.append(helper.make_node("Gelu", ["x"], ["gelu"]))
    convolution(graph, "flow.flows.0.pre").input[0] = "gelu"


def name_weights_that_nothing_uses(graph: Any) -> None:
    convolution(graph, "enc_p.proj").op_type = "FusedConv"


@pytest.mark.parametrize(
    "change",
    [
        scale_output, scale_channels, shift_output, half_gelu_again, take_gelu_away, add_gelu,
        name_weights_that_nothing_uses,
    ],
)  # fmt: skip
def test_an_operator_that_the_model_does_not_have_there_is_refused(
    change: Change, tmp_path: Path
) -> None:
    path = export_piper(random_model(SMALL), tmp_path / "voice.onnx", ExportStyle(anonymous="^$"))
    model = onnx.load(str(path))
    change(model.graph)
    onnx.save(model, str(path))
    assert "not understood" in refusal(path)


def test_a_chain_without_an_end_is_refused_in_time(tmp_path: Path) -> None:
    path = export_piper(random_model(SMALL), tmp_path / "voice.onnx")
    model = onnx.load(str(path))
    model.graph.node.append(helper.make_node("Transpose", ["circle"], ["circle"]))
    convolution(model.graph, "enc_p.proj").input[0] = "circle"
    names = ["x", *(f"link {i}" for i in range(50_000))]
    links = itertools.pairwise(names)
    model.graph.node.extend(helper.make_node("Transpose", [a], [b]) for a, b in links)
    convolution(model.graph, "dp.convs.convs_1x1.0").input[0] = names[-1]
    onnx.save(model, str(path))
    assert "not understood" in refusal(path)


def refusal(path: Path) -> str:
    with pytest.raises(VoiceError) as caught:
        read_piper(path)
    return str(caught.value)


def convolution(graph: Any, module: str) -> Any:
    (found,) = [node for node in graph.node if f"{module}.weight" in node.input]
    return found


def behind(graph: Any, module: str, operator: str, constant: np.ndarray) -> None:
    """Put an operator between a convolution and what uses it."""
    node = convolution(graph, module)
    output, node.output[0] = node.output[0], "changed"
    graph.initializer.append(numpy_helper.from_array(constant, "constant"))
    graph.node.append(helper.make_node(operator, ["changed", "constant"], [output]))


def before(graph: Any, module: str, operator: str, constant: np.ndarray) -> None:
    """Put an operator between a convolution and what it uses."""
    node = convolution(graph, module)
    graph.initializer.append(numpy_helper.from_array(constant, "constant"))
    graph.node.append(helper.make_node(operator, [node.input[0], "constant"], ["changed"]))
    node.input[0] = "changed"
