"""Piper voices of every size come out as they went in; damaged ones are refused in plain words."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, numpy_helper

from tests.core.model_shapes import (
    HIGH_QUALITY,
    SMALL,
    SMALL_DETERMINISTIC,
    SMALL_MANY_SPEAKERS,
    X_LOW_QUALITY,
    random_model,
)
from tests.core.piper_export import ExportStyle, export_piper, piper_json, upstream_parameters
from vits_core.errors import VoiceError
from vits_core.formats.piper import piper_json_path, read_piper
from vits_core.formats.upstream_names import translate
from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits
from vits_core.records import ProsodySettings
from vits_core.voice import load_voice
from vits_core.voices.voice_config import VoiceConfig

SHAPES = {
    "medium-like": SMALL,
    "many-speakers": SMALL_MANY_SPEAKERS,
    "deterministic": SMALL_DETERMINISTIC,
    "x-low-like": X_LOW_QUALITY,
    "high-like": HIGH_QUALITY,
}
STYLES = {
    "piper-1": ExportStyle(token_table="sid"),
    "model-prefix": ExportStyle(prefix="model.", folding="exp"),
    "gen-prefix": ExportStyle(prefix="gen.", folding="exp-neg", merge_equal=False),
    "constants": ExportStyle(folding="exp", constants_as_nodes=True),
    "all-anonymous": ExportStyle(anonymous=r"flow\.|dec\.|dp\.|enc_p\."),
}


@pytest.fixture(scope="module")
def small_voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_piper(random_model(SMALL), tmp_path_factory.mktemp("voice") / "small.onnx")


def _copy(voice: Path, folder: Path, **settings: Any) -> Path:
    """The voice in another folder, with entries of its JSON replaced."""
    copy = folder / voice.name
    copy.write_bytes(voice.read_bytes())
    json_path = piper_json_path(voice)
    entries = {**json.loads(json_path.read_text()), **settings}
    copy.with_name(json_path.name).write_text(json.dumps(entries))
    return copy


def _refused(path: Path) -> str:
    """The message that refuses the voice, after what a person waits for on an idle machine."""
    started = time.process_time()
    with pytest.raises(VoiceError) as caught:
        load_voice(path, "cpu")
    assert time.process_time() - started < 5.0
    message = str(caught.value)
    assert str(path.parent) in message
    assert "Error" not in message
    return message


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize("config", SHAPES.values(), ids=SHAPES.keys())
def test_sizes_and_weights_come_back(
    config: ModelConfig, style: ExportStyle, tmp_path: Path
) -> None:
    model = random_model(config, seed=3)
    read, state = read_piper(export_piper(model, tmp_path / "voice.onnx", style))
    assert read.model == config
    expected = model.state_dict()
    assert state.keys() == expected.keys()
    for name, tensor in expected.items():
        tolerance = 1e-6 if name == "duration_predictor.affine.log_scale" else 0.0
        torch.testing.assert_close(state[name], tensor, rtol=0, atol=tolerance)


def test_equal_tensors_that_the_exporter_merged_come_back(tmp_path: Path) -> None:
    model = random_model(SMALL)
    for name, parameter in model.named_parameters():
        if "norms" in name:
            torch.nn.init.ones_(parameter)
    path = export_piper(model, tmp_path / "voice.onnx", ExportStyle(merge_equal=True))
    graph = onnx.load(str(path)).graph
    assert sum(node.op_type == "Identity" for node in graph.node) > 20
    _, state = read_piper(path)
    for name, tensor in model.state_dict().items():
        torch.testing.assert_close(state[name], tensor, rtol=0, atol=1e-6)


def test_every_parameter_has_one_upstream_name() -> None:
    for config in SHAPES.values():
        model = random_model(config)
        blocks = len(config.decoder.resblock_kernels)
        names = [translate(name, blocks) for name in upstream_parameters(model)]
        assert sorted(names) == sorted(model.state_dict())


def test_the_json_becomes_the_voices_config(tmp_path: Path) -> None:
    path = export_piper(random_model(SMALL_MANY_SPEAKERS), tmp_path / "anna.onnx")
    config, _ = read_piper(path)
    assert config.name == "anna"
    assert config.sample_rate == 16_000
    assert config.frontend.espeak_voice == "de"
    assert config.frontend.language == "de-DE"
    assert config.frontend.phoneme_id_map["a"] == (5,)
    assert config.speakers == {f"person {i}": i for i in range(5)}
    assert config.defaults == ProsodySettings(0.5, 0.7, 1.25)
    assert VoiceConfig.from_json(config.to_json()) == config


def test_speakers_without_names_are_numbered(tmp_path: Path) -> None:
    path = export_piper(random_model(SMALL_MANY_SPEAKERS), tmp_path / "v.onnx", speaker_id_map={})
    assert read_piper(path)[0].speakers == {f"speaker {i}": i for i in range(5)}


@pytest.mark.parametrize("spelling", ["espeak", "PhonemeType.ESPEAK"])
def test_both_spellings_of_the_phoneme_type_are_known(
    small_voice: Path, tmp_path: Path, spelling: str
) -> None:
    path = _copy(small_voice, tmp_path, phoneme_type=spelling)
    assert read_piper(path)[0].frontend.phoneme_type == "espeak"


def test_missing_optional_entries_have_defaults(small_voice: Path, tmp_path: Path) -> None:
    path = _copy(small_voice, tmp_path)
    json_path = piper_json_path(path)
    entries = json.loads(json_path.read_text())
    required = ("audio", "espeak", "phoneme_id_map", "num_symbols", "num_speakers")
    json_path.write_text(json.dumps({key: entries[key] for key in required}))
    config, _ = read_piper(path)
    assert config.defaults == ProsodySettings()
    assert config.frontend.phoneme_type == "espeak"
    assert config.frontend.language == "de"


@pytest.mark.parametrize("entries", [{"language": None}, {"inference": None}, {"hop_length": 32}])
def test_empty_or_agreeing_optional_entries_are_accepted(
    small_voice: Path, tmp_path: Path, entries: dict[str, Any]
) -> None:
    config, _ = read_piper(_copy(small_voice, tmp_path, **entries))
    assert config.model == SMALL


def test_the_default_voice_is_read_as_published(piper_config: VoiceConfig) -> None:
    model = piper_config.model
    assert piper_config.sample_rate == 22_050
    assert model.hop_length == 256
    assert (model.text_encoder.num_symbols, model.text_encoder.hidden_channels) == (256, 192)
    assert (model.text_encoder.heads, model.text_encoder.layers) == (2, 6)
    assert (model.text_encoder.kernel_size, model.text_encoder.attention_window) == (3, 4)
    assert model.decoder.upsample_kernels == (16, 16, 8)
    assert model.decoder.resblock_kernels == (3, 5, 7)
    assert model.decoder.resblock_dilations == ((1, 2), (2, 6), (3, 12))
    assert not model.decoder.paired_convolutions
    assert model.speaker_channels == 0
    assert 15.6e6 < sum(p.numel() for p in Vits(model).parameters()) < 15.8e6


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "damaged"),
        (b"not a voice at all", "damaged"),
        (np.random.default_rng(1).bytes(100_000), "damaged"),
        (b"<html>404</html>" * 50, "damaged"),
    ],
    ids=["empty", "text", "random", "html"],
)
def test_a_file_that_is_no_onnx_is_refused(
    small_voice: Path, tmp_path: Path, content: bytes, says: str
) -> None:
    path = _copy(small_voice, tmp_path)
    path.write_bytes(content)
    assert says in _refused(path)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(small_voice: Path, tmp_path: Path, share: float) -> None:
    path = _copy(small_voice, tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert "damaged" in _refused(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[1, 2]", "not an object"),
        ("null", "not an object"),
        ("[" * 100_000, "JSON"),
        ('{"a": ' * 100_000, "JSON"),
        ("\x00\xff", "JSON"),
        ("{}", "lacks"),
    ],
    ids=["empty", "cut", "list", "null", "deep-list", "deep-object", "binary", "no-entries"],
)
def test_a_json_that_is_no_description_is_refused(
    small_voice: Path, tmp_path: Path, text: str, says: str
) -> None:
    path = _copy(small_voice, tmp_path)
    piper_json_path(path).write_text(text, encoding="latin-1")
    assert says in _refused(path)


def test_a_missing_json_is_named(small_voice: Path, tmp_path: Path) -> None:
    path = _copy(small_voice, tmp_path)
    piper_json_path(path).unlink()
    assert "small.onnx.json" in _refused(path)


_IDS = piper_json(SMALL)["phoneme_id_map"]


@pytest.mark.parametrize(
    "entries",
    [
        {"phoneme_id_map": {**_IDS, "a": [40]}},
        {"phoneme_id_map": {**_IDS, "a": [-1]}},
        {"phoneme_id_map": {**_IDS, "a": []}},
        {"phoneme_id_map": {**_IDS, "a": None}},
        {"phoneme_id_map": {**_IDS, "a": [float("inf")]}},
        {"phoneme_id_map": {**_IDS, "a": [float("nan")]}},
        {"phoneme_id_map": {**_IDS, "a": ["x"]}},
        {"phoneme_id_map": {"a": [1]}},
        {"phoneme_id_map": 7},
        {"phoneme_type": "pinyin"},
        {"phoneme_type": {}},
        {"hop_length": 256},
        {"audio": {}},
        {"audio": None},
        {"audio": {"sample_rate": 0}},
        {"audio": {"sample_rate": 10**12}},
        {"audio": {"sample_rate": float("inf")}},
        {"audio": {"sample_rate": "fast"}},
        {"espeak": {}},
        {"espeak": "de"},
        {"inference": {"noise_scale": "loud"}},
        {"inference": 3},
    ],
    ids=str,
)
def test_wrong_entries_in_the_json_are_refused(
    small_voice: Path, tmp_path: Path, entries: dict[str, Any]
) -> None:
    _refused(_copy(small_voice, tmp_path, **entries))


def test_speaker_names_beyond_the_table_are_refused(tmp_path: Path) -> None:
    path = export_piper(
        random_model(SMALL_MANY_SPEAKERS), tmp_path / "v.onnx", speaker_id_map={"x": 5}
    )
    assert "speaker" in _refused(path)


def _edited(voice: Path, folder: Path, edit: Any) -> Path:
    path = _copy(voice, folder)
    model = onnx.load(str(path))
    edit(model.graph)
    path.write_bytes(model.SerializeToString())
    return path


def _tensor(graph: Any, name: str) -> Any:
    return next(proto for proto in graph.initializer if proto.name == name)


def _claim_huge(graph: Any) -> None:
    proto = _tensor(graph, "dec.conv_pre.weight")
    del proto.dims[:]
    proto.dims.extend([10**9, 10**6, 7])


def _claim_huge_and_empty(graph: Any) -> None:
    proto = _tensor(graph, "enc_p.proj.weight")
    del proto.dims[:]
    proto.dims.extend([10**12, 0, 1])
    proto.raw_data = b""


def _keep_elsewhere(graph: Any) -> None:
    proto = _tensor(graph, "dec.conv_pre.weight")
    proto.ClearField("raw_data")
    proto.data_location = TensorProto.EXTERNAL
    entry = proto.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"


def _alias_in_a_circle(graph: Any) -> None:
    graph.initializer.remove(_tensor(graph, "dec.conv_pre.weight"))
    for source, target in (("dec.conv_pre.weight", "loop"), ("loop", "dec.conv_pre.weight")):
        node = graph.node.add()
        node.op_type = "Identity"
        node.input.append(source)
        node.output.append(target)


def _hold_text(graph: Any) -> None:
    proto = _tensor(graph, "dec.conv_pre.bias")
    shape = list(proto.dims)
    proto.CopyFrom(numpy_helper.from_array(np.full(shape, "a", object), proto.name))


def _hold_no_numbers(graph: Any) -> None:
    proto = _tensor(graph, "dec.conv_pre.bias")
    array = np.full(list(proto.dims), np.nan, np.float32)
    proto.CopyFrom(numpy_helper.from_array(array, proto.name))


def _lose(name: str) -> Any:
    def edit(graph: Any) -> None:
        graph.initializer.remove(_tensor(graph, name))

    return edit


def _set_attribute(module: str, attribute: str, value: int) -> Any:
    def edit(graph: Any) -> None:
        node = next(n for n in graph.node if n.name.startswith(f"/{module}/"))
        next(a for a in node.attribute if a.name == attribute).ints[0] = value

    return edit


def _negative_scale(graph: Any) -> None:
    proto = _tensor(graph, "onnx::Mul_77")
    proto.CopyFrom(numpy_helper.from_array(np.array([[-1.0], [1.0]], np.float32), proto.name))


@pytest.mark.parametrize(
    "edit",
    [
        _claim_huge,
        _claim_huge_and_empty,
        _keep_elsewhere,
        _alias_in_a_circle,
        _hold_text,
        _hold_no_numbers,
        _negative_scale,
        _lose("enc_p.emb.weight"),
        _lose("enc_p.proj.bias"),
        _lose("dec.ups.1.weight"),
        _lose("dec.resblocks.3.convs.0.bias"),
        _lose("dp.flows.0.m"),
        _lose("dp.flows.5.proj.weight"),
        _lose("onnx::Conv_flow.flows.0.enc.in_layers.1"),
        _set_attribute("dec/ups.0", "strides", 10**9),
        _set_attribute("dec/ups.0", "strides", 0),
        _set_attribute("dec/ups.0", "strides", 7),
        _set_attribute("dec/resblocks.1/convs.1", "dilations", 0),
        _set_attribute("dec/resblocks.1/convs.1", "dilations", -3),
        _set_attribute("flow/flows.0/enc/in_layers.1", "dilations", 10**9),
    ],
    ids=lambda edit: edit.__qualname__,
)
def test_a_graph_that_is_no_voice_is_refused(small_voice: Path, tmp_path: Path, edit: Any) -> None:
    _refused(_edited(small_voice, tmp_path, edit))


def test_a_missing_part_is_named(small_voice: Path, tmp_path: Path) -> None:
    path = _edited(small_voice, tmp_path, _lose("enc_p.proj.bias"))
    assert "text_encoder.projection.bias" in _refused(path)


def test_mutated_files_are_read_or_refused_and_nothing_else(
    small_voice: Path, tmp_path: Path
) -> None:
    """A hundred random injuries; a flipped bit in a weight may go unnoticed, a crash may not."""
    random = np.random.default_rng(20)
    onnx_bytes = small_voice.read_bytes()
    json_bytes = piper_json_path(small_voice).read_bytes()
    messages: list[str] = []
    slowest = 0.0
    for i in range(100):
        path = tmp_path / f"{i}.onnx"
        into_json = i % 4 == 0
        path.write_bytes(onnx_bytes if into_json else _mutated(onnx_bytes, random))
        json_path = path.with_name(path.name + ".json")
        json_path.write_bytes(_mutated(json_bytes, random) if into_json else json_bytes)
        started = time.process_time()
        try:
            load_voice(path, "cpu").close()
        except VoiceError as error:
            messages.append(str(error))
        slowest = max(slowest, time.process_time() - started)
        path.unlink()
    print(f"{len(messages)} of 100 refused, the slowest took {slowest:.2f} s")
    assert slowest < 5.0
    assert len(messages) > 30
    assert not [message for message in messages if "Error" in message]


def _mutated(content: bytes, random: np.random.Generator) -> bytes:
    data = bytearray(content)
    kind = int(random.integers(5))
    at = int(random.integers(len(data)))
    if kind == 0:
        for position in random.integers(len(data), size=int(random.integers(1, 200))):
            data[position] ^= 1 << int(random.integers(8))
    elif kind == 1:
        del data[at:]
    elif kind == 2:
        del data[at : at + int(random.integers(1, 64))]
    elif kind == 3:
        data[at:at] = random.bytes(int(random.integers(1, 64)))
    else:
        size = int(random.integers(1, 4096))
        data[at : at + size] = random.bytes(size)
    return bytes(data)
