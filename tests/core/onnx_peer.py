"""onnxruntime on the default voice's own graph: the implementation to agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper
from onnx.utils import Extractor

from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray, IntArray, ProsodySettings, Take, Utterance
from vits_core.synthesis.synthesizer import Synthesizer

DEFAULT = ProsodySettings()
RHYTHM_SEED, EXPRESSION_SEED = 4711, 42
RHYTHM_NOISE = "/dp/RandomNormalLike_output_0"
EXPRESSION_NOISE = "/RandomNormalLike_output_0"
RANDOM_NODES = ("/dp/RandomNormalLike", "/RandomNormalLike")
INSIDE = {
    "hidden": "/enc_p/encoder/Mul_2_output_0",
    "m_p": "/enc_p/Split_output_0",
    "logs_p": "/enc_p/Split_output_1",
    "logw": "/dp/Split_output_0",
    "durations": "/Ceil_output_0",
    "z_p": "/Add_output_0",
    "z": "/Mul_7_output_0",
}


class PeerResult(NamedTuple):
    """What the graph made of an utterance, with the tensors inside by the paper's names."""

    waveform: FloatArray
    """[T_samples]"""
    durations: IntArray
    """[T_text]"""
    stages: Mapping[str, FloatArray]


class OriginalPiper:
    """The voice's file as it was published, drawing its own noise."""

    def __init__(self, path: Path) -> None:
        self._session = _session(str(path))

    def waveform(self, token_ids: Sequence[int], settings: ProsodySettings) -> FloatArray:
        """[T_samples]"""
        (wave,) = self._session.run(None, _feed(token_ids, settings))
        return np.asarray(wave).ravel()


class OriginalDurations:
    """The part of that file that draws durations, with its own noise."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(str(path))
        durations = helper.make_empty_tensor_value_info(INSIDE["durations"])
        model.graph.value_info.append(durations)
        inputs = [each.name for each in model.graph.input]
        # Without what is behind the durations, which onnxruntime would run for nothing.
        model = Extractor(model).extract_model(inputs, [durations.name])
        self._session = _session(model.SerializeToString())

    def draw(self, token_ids: Sequence[int], settings: ProsodySettings) -> IntArray:
        """[T_text]"""
        (durations,) = self._session.run(None, _feed(token_ids, settings))
        return np.asarray(durations).ravel().astype(np.int64)


class NoiseFedPiper:
    """The same graph with its two random nodes turned into inputs and its stages into outputs."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(str(path))
        random = [node for node in model.graph.node if node.op_type == "RandomNormalLike"]
        assert {node.name for node in random} == set(RANDOM_NODES)
        for node in random:
            model.graph.node.remove(node)
            shape = [1, None, None]
            model.graph.input.append(
                helper.make_tensor_value_info(node.output[0], TensorProto.FLOAT, shape)
            )
        for name in INSIDE.values():
            model.graph.output.append(helper.make_empty_tensor_value_info(name))
        self._session = _session(model.SerializeToString())

    def run(
        self,
        token_ids: Sequence[int],
        settings: ProsodySettings,
        rhythm: NDArray[np.float32],
        expression: NDArray[np.float32],
    ) -> PeerResult:
        """Noise for the durations [2, T_text] and for the prior [C, T_frames]."""
        feed = _feed(token_ids, settings)
        feed[RHYTHM_NOISE] = rhythm[None]
        feed[EXPRESSION_NOISE] = expression[None]
        wave, *inside = self._session.run(["output", *INSIDE.values()], feed)
        stages = dict(zip(INSIDE, inside, strict=True))
        durations = stages.pop("durations").ravel().astype(np.int64)
        return PeerResult(wave.ravel(), durations, stages)


def render_both(
    synthesizer: Synthesizer,
    peer: NoiseFedPiper,
    utterance: Utterance,
    settings: ProsodySettings = DEFAULT,
) -> tuple[Take, PeerResult]:
    """One utterance by us and by the peer, which is fed the noise that our seeds stand for."""
    take = synthesizer.take(
        utterance, settings, rhythm_seed=RHYTHM_SEED, expression_seed=EXPRESSION_SEED
    )
    theirs = peer.run(
        utterance.token_ids,
        settings,
        rhythm_noise(Draw(RHYTHM_SEED), len(utterance.token_ids)),
        expression_noise(Draw(EXPRESSION_SEED), take.durations, 192),
    )
    return take, theirs


def _session(model: str | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _feed(token_ids: Sequence[int], settings: ProsodySettings) -> dict[str, Any]:
    scales = (settings.noise_scale, settings.length_scale, settings.duration_noise_scale)
    return {
        "input": np.array([token_ids], np.int64),
        "input_lengths": np.array([len(token_ids)], np.int64),
        "scales": np.array(scales, np.float32),
    }
