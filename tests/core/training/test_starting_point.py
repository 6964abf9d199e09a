"""Training begins with any checkpoint's weights, or says why it cannot."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from tests.core.checkpoint_export import (
    export_original,
    export_piper_checkpoint,
    trained_model,
)
from tests.core.model_shapes import SMALL
from tests.core.training.checkpoints import last_of
from tests.core.training.recorded import with_speakers, write_folder
from vits_core.formats.weight_norm import folded
from vits_core.training.building import build
from vits_core.training.corpus import Corpus, write_corpus
from vits_core.training.discriminators import Discriminators
from vits_core.training.errors import TrainingError
from vits_core.training.export import export
from vits_core.training.plan import CHECKPOINTS_FOLDER, LAST, TrainingPlan
from vits_core.training.preparation import PreparationSettings, prepare
from vits_core.training.recordings import RecordingRules
from vits_core.training.running import Machines, run
from vits_core.training.settings import TrainingSettings
from vits_core.training.starting_point import (
    SPEAKERS,
    StartingPoint,
    part_of,
    read_starting_point,
    take_over,
    weights_for,
)

pytestmark = pytest.mark.slow

CPU = Machines("cpu")


def from_(start: Path, plan: TrainingPlan) -> TrainingPlan:
    return dataclasses.replace(plan, start=start)


def test_our_own_checkpoint_is_taken_over_whole(
    plan: TrainingPlan, trained: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    checkpoint = trained / CHECKPOINTS_FOLDER / LAST
    training, _, _ = build(from_(checkpoint, plan), tell=told.append)
    assert told == []
    assert training.steps_done == 0
    weights = last_of(trained)["state_dict"]
    kept = folded(part_of(training.state_dict(), "model."))
    for name, tensor in folded(part_of(weights, "model.")).items():
        torch.testing.assert_close(kept[name], tensor, msg=name)
    judges = training.discriminators.state_dict()
    for name, tensor in part_of(weights, "discriminators.").items():
        assert torch.equal(judges[name], tensor), name
    # The folder of a training stands for its best checkpoint.
    assert run(from_(trained, plan.longer(1)), tmp_path, CPU).steps_done == 1
    assert last_of(tmp_path)["hyper_parameters"]["start"] == "in"


def test_a_voice_that_only_speaks_gets_the_rest_anew(
    plan: TrainingPlan, trained: Path, tmp_path: Path
) -> None:
    export(trained / CHECKPOINTS_FOLDER / LAST, tmp_path / "voice")
    told: list[str] = []
    training, _, _ = build(from_(tmp_path / "voice", plan), tell=told.append)
    (note,) = told
    assert "posterior encoder" in note
    assert "decoder" not in note
    first = part_of(last_of(trained)["state_dict"], "model.")
    name = "text_encoder.embedding.weight"
    assert torch.equal(training.model.state_dict()[name], first[name])


def test_speakers_keep_their_rows_and_new_ones_begin_as_the_mean(
    plan: TrainingPlan, corpus: Corpus, trained: Path, tmp_path: Path
) -> None:
    """One speaker to two: the conditions are new. Two to three: the embedding has a row more."""
    checkpoint = trained / CHECKPOINTS_FOLDER / LAST
    two = with_speakers(corpus, tmp_path / "two", "anna", "ben")
    told: list[str] = []
    training, _, _ = build(
        TrainingPlan(two.folder, plan.preset, plan.settings, checkpoint), tell=told.append
    )
    assert "speaker embedding" in told[0]
    config = dataclasses.replace(read_starting_point(checkpoint).config, speakers=two.speakers)
    state = folded(part_of(training.state_dict(), "model."))
    start = StartingPoint(config, training.model.config, state, {})
    own, mean = state[SPEAKERS], state[SPEAKERS].mean(dim=0)
    assert torch.equal(weights_for(start, two)[SPEAKERS], own)
    three = with_speakers(corpus, tmp_path / "three", "new", "ben", "anna")
    rows = weights_for(start, three)[SPEAKERS]
    torch.testing.assert_close(rows, torch.stack([mean, own[1], own[0]]))
    torch.testing.assert_close(weights_for(start, corpus)[SPEAKERS], mean.unsqueeze(0))
    model, _, _ = build(TrainingPlan(three.folder, plan.preset, plan.settings))
    assert take_over(model.model, {SPEAKERS: rows})
    assert torch.equal(model.model.state_dict()[SPEAKERS], rows)


def test_a_corpus_for_another_voice_is_refused(
    plan: TrainingPlan, corpus: Corpus, trained: Path, tmp_path: Path
) -> None:
    checkpoint = trained / CHECKPOINTS_FOLDER / LAST
    source = write_folder(tmp_path / "in", ["one two", "three"])
    rules = PreparationSettings(RecordingRules(sample_rate=22_050))
    prepare(source, tmp_path / "faster", corpus.frontend, rules)
    with pytest.raises(TrainingError, match=r"22050 Hz.*16000 Hz.*--like"):
        build(TrainingPlan(tmp_path / "faster", plan.preset, plan.settings, checkpoint))
    other = dataclasses.replace(corpus.frontend, phoneme_id_map={"_": (0,), "a": (1,)})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "audio").symlink_to(corpus.folder / "audio")
    write_corpus(dataclasses.replace(corpus, folder=tmp_path / "other", frontend=other))
    with pytest.raises(TrainingError, match=r"numbers its phonemes differently.*--like"):
        build(TrainingPlan(tmp_path / "other", plan.preset, plan.settings, checkpoint))


def test_weights_without_a_place_are_refused(plan: TrainingPlan) -> None:
    training, _, _ = build(plan)
    with pytest.raises(TrainingError, match="nowhere"):
        take_over(training.model, {"nowhere": torch.zeros(1)})


@pytest.mark.parametrize("family", ["original", "piper"])
def test_checkpoints_of_other_programs_are_gone_on_with(
    family: str, settings: TrainingSettings, tmp_path: Path
) -> None:
    model = trained_model(SMALL)
    if family == "original":
        path = export_original(model, tmp_path / "G_7.pth")
        save_discriminators(tmp_path / "D_7.pth")
    else:
        path = export_piper_checkpoint(model, tmp_path / "joe.ckpt", phoneme_type="text")
    start = read_starting_point(path)
    rules = PreparationSettings(RecordingRules(sample_rate=16_000), held_out=1)
    source = write_folder(tmp_path / "in", ["one two three", "four five", "six seven"])
    prepare(source, tmp_path / "corpus", start.config.frontend, rules)
    told: list[str] = []
    plan = TrainingPlan(tmp_path / "corpus", "minute", settings, path)
    training, _, _ = build(plan, tell=told.append)
    state = folded(part_of(training.state_dict(), "model."))
    assert state.keys() == model.state_dict().keys()
    for name, tensor in model.state_dict().items():
        torch.testing.assert_close(state[name], tensor, msg=name)
    if family == "original":
        assert told == []
        bias = training.discriminators.state_dict()["discriminators.0.conv_post.bias"]
        assert bias.item() == 0.25
    else:
        assert len(told) == 1
        assert "discriminators start from scratch" in told[0]


def save_discriminators(path: Path) -> None:
    """As the original repository does."""
    state = Discriminators().state_dict()
    state["discriminators.0.conv_post.bias"].fill_(0.25)
    old = {
        name.replace(".parametrizations.weight.original0", ".weight_g").replace(
            ".parametrizations.weight.original1", ".weight_v"
        ): tensor
        for name, tensor in state.items()
    }
    torch.save({"model": old, "iteration": 7, "optimizer": {}, "learning_rate": 2e-4}, path)
