"""Every preset is a model that trains, of the size that it says."""

from __future__ import annotations

import dataclasses
import re

import pytest
import torch

from tests.core.model_shapes import FULL_SIZE
from vits_core.model.vits import Vits
from vits_core.training.corpus import Corpus
from vits_core.training.discriminators import Discriminators
from vits_core.training.presets import MEDIUM, PAPER, PRESETS
from vits_core.training.settings import TrainingSettings
from vits_core.training.starting_point import without_training_parts
from vits_core.voice import Voice


@pytest.mark.parametrize("name", PRESETS)
def test_what_speaks_has_as_many_parameters_as_it_says(name: str, corpus: Corpus) -> None:
    preset = PRESETS[name]
    sizes = preset.model_for(dataclasses.replace(corpus, speakers={}))
    with torch.device("meta"):
        model = Vits(without_training_parts(sizes))
        whole = Vits(sizes)
    count = sum(parameter.numel() for parameter in model.parameters())
    assert sum(parameter.numel() for parameter in whole.parameters()) > count
    if told := re.search(r"(\d+) million parameters", preset.description):
        assert count / 1e6 == pytest.approx(int(told[1]), abs=0.8)
    assert preset.settings.segment_samples % sizes.hop_length == 0


def test_the_papers_sizes_are_the_papers(corpus: Corpus) -> None:
    sizes = without_training_parts(PAPER.model_for(corpus))
    symbols = dataclasses.replace(sizes.text_encoder, num_symbols=178)
    assert dataclasses.replace(sizes, text_encoder=symbols) == FULL_SIZE
    settings = TrainingSettings()
    assert (settings.batch_size, settings.segment_samples) == (64, 8192)
    assert settings.optimizer.rate(0) == 2e-4
    assert settings.optimizer.rate(2) == pytest.approx(2e-4 * 0.999875**2)


def test_the_medium_one_is_pipers(corpus: Corpus, voice: Voice) -> None:
    sizes = without_training_parts(MEDIUM.model_for(corpus))
    symbols = dataclasses.replace(sizes.text_encoder, num_symbols=256)
    assert dataclasses.replace(sizes, text_encoder=symbols) == voice.config.model


def test_several_speakers_get_an_embedding(corpus: Corpus) -> None:
    many = dataclasses.replace(corpus, speakers={"a": 0, "b": 1, "c": 2})
    sizes = PAPER.model_for(many)
    assert (sizes.num_speakers, sizes.speaker_channels) == (3, 256)
    assert sizes.text_encoder.num_symbols == many.num_symbols


def test_narrow_discriminators_are_the_same_with_fewer_channels() -> None:
    whole, narrow = Discriminators(), Discriminators(narrowing=8)
    assert whole.state_dict().keys() == narrow.state_dict().keys()
    sound = torch.randn(2, 4096)
    for one, other in zip(whole(sound), narrow(sound), strict=True):
        assert one.score.shape == other.score.shape
        for wide, few in zip(one.features[:-1], other.features[:-1], strict=True):
            assert wide.shape[1] == 8 * few.shape[1]
            assert wide.shape[2:] == few.shape[2:]
    sizes = [sum(p.numel() for p in each.parameters()) for each in (whole, narrow)]
    assert sizes[0] > 50 * sizes[1]


def test_settings_survive_json() -> None:
    for preset in PRESETS.values():
        assert TrainingSettings.from_json(preset.settings.to_json()) == preset.settings
