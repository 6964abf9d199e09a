"""What the tests of training share: a corpus of tones, and a plan that takes seconds."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.core.training.recorded import LETTERS, write_folder
from vits_core.training.corpus import Corpus
from vits_core.training.plan import TrainingPlan
from vits_core.training.preparation import PreparationSettings, prepare
from vits_core.training.presets import PRESETS
from vits_core.training.recordings import RecordingRules
from vits_core.training.settings import TrainingSettings

TEXTS = [
    "one two three", "four five", "six seven.", "eight nine", "ten eleven", "twelve thirteen",
    "fourteen", "fifteen, sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty one",
]  # fmt: skip


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Thirteen clips of different lengths, two of them held out."""
    folder = tmp_path_factory.mktemp("corpus")
    settings = PreparationSettings(RecordingRules(sample_rate=16_000), held_out=2)
    return prepare(write_folder(folder / "in", TEXTS), folder / "out", LETTERS, settings)[0]


@pytest.fixture(scope="session")
def settings() -> TrainingSettings:
    """Four steps of the smallest preset, with a validation in the middle."""
    return dataclasses.replace(
        PRESETS["minute"].settings, steps=4, validation_interval=2, logging_interval=1
    )


@pytest.fixture(scope="session")
def plan(corpus: Corpus, settings: TrainingSettings) -> TrainingPlan:
    return TrainingPlan(corpus.folder, "minute", settings)


@pytest.fixture(scope="session")
def trained(plan: TrainingPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training that ran to its end without a stop."""
    from vits_core.training.running import Machines, run

    folder = tmp_path_factory.mktemp("trained")
    plan.write(folder)
    run(plan, folder, Machines("cpu"))
    return folder
