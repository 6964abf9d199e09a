"""TensorBoard gets curves, pictures and sounds; the terminal hears how far it is."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from torch.utils.tensorboard import SummaryWriter

from vits_core.training.errors import TrainingError
from vits_core.training.pictures import alignment_picture, picture
from vits_core.training.plan import BEST, CHECKPOINTS_FOLDER, LAST, TrainingPlan
from vits_core.training.progress import Progress
from vits_core.training.reports import CURVES_FOLDER, HISTORY_FILE, read_history
from vits_core.training.running import Machines, run

pytestmark = pytest.mark.slow

LOSSES = ("mel", "kl", "duration", "feature", "adversarial", "total", "discriminator")


def test_tensorboard_has_losses_pictures_and_sounds(trained: Path) -> None:
    board = EventAccumulator(str(trained / CURVES_FOLDER), {"images": 0, "audio": 0, "scalars": 0})
    board.Reload()
    tags = board.Tags()
    assert {f"training/{name}" for name in LOSSES} < set(tags["scalars"])
    assert {f"validation/{name}" for name in ("mel", "kl", "duration", "loss")} < set(
        tags["scalars"]
    )
    assert [event.step for event in board.Scalars("training/mel")] == [1, 2, 3, 4]
    assert set(tags["images"]) == {
        "clip 0/mel recorded", "clip 0/mel spoken", "clip 0/alignment",
    }  # fmt: skip
    assert set(tags["audio"]) == {"clip 0/recorded", "clip 0/spoken"}
    assert [event.step for event in board.Images("clip 0/alignment")] == [2, 4]
    recorded = board.Audio("clip 0/recorded")[0]
    assert recorded.sample_rate == 16_000
    assert recorded.encoded_audio_string[:4] == b"RIFF"


def test_best_and_last_checkpoints_are_kept(trained: Path) -> None:
    files = sorted(path.name for path in (trained / CHECKPOINTS_FOLDER).iterdir())
    assert files == [BEST, LAST]


def test_the_history_survives_a_torn_line_and_a_step_done_twice(tmp_path: Path) -> None:
    lines = [{"step": 1, "a": 1.0}, {"step": 2, "a": 2.0}, {"step": 2, "a": 3.0, "b": 4.0}]
    text = "".join(json.dumps(line) + "\n" for line in lines) + '{"step": 3, "a'
    (tmp_path / HISTORY_FILE).write_text(text, encoding="utf-8")
    assert read_history(tmp_path) == [{"step": 1, "a": 1.0}, {"step": 2, "a": 3.0, "b": 4.0}]


def test_a_report_that_finds_no_room_stops_in_plain_words(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(SummaryWriter):
        def add_scalar(self, *_: object) -> None:  # type: ignore[override]
            raise OSError(28, "No space left on device", "events")

    monkeypatch.setattr("vits_core.training.reports.SummaryWriter", Full)
    with pytest.raises(TrainingError, match="disk is full"):
        run(plan, tmp_path, Machines("cpu"))


def test_without_clips_held_out_it_trains_too(
    plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vits_core.training import building
    from vits_core.training.corpus import Corpus, read_corpus

    def all_trained(folder: Path) -> Corpus:
        corpus = read_corpus(folder)
        clips = tuple(dataclasses.replace(clip, held_out=False) for clip in corpus.clips)
        return dataclasses.replace(corpus, clips=clips)

    monkeypatch.setattr(building, "read_corpus", all_trained)
    assert run(plan, tmp_path, Machines("cpu")).steps_done == 4
    assert [path.name for path in (tmp_path / CHECKPOINTS_FOLDER).iterdir()] == [LAST]


@pytest.mark.parametrize("terminal", [True, False])
def test_the_terminal_shows_how_far_it_is(
    terminal: bool, plan: TrainingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shown(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    shown = Shown()
    monkeypatch.setattr("vits_core.training.running.Progress", lambda: Progress(shown))
    run(plan, tmp_path, Machines("cpu"))
    last = shown.getvalue().replace("\r", "\n").strip().splitlines()[-1]
    assert ("4/4" in last) if terminal else last.startswith("step 1/4: epoch 0 mel ")


def test_16_bits_train_too(plan: TrainingPlan, tmp_path: Path) -> None:
    settings = dataclasses.replace(plan.settings, precision="bfloat16", steps=2)
    run(dataclasses.replace(plan, settings=settings), tmp_path, Machines("cpu"))
    losses = read_history(tmp_path)[-1]
    assert all(np.isfinite(value) for value in losses.values())


def test_pictures_have_the_first_row_at_the_bottom() -> None:
    colours = picture(np.array([[0.0, 0.0], [0.0, 1.0]], np.float32))
    zoom = len(colours) // 2
    assert colours.shape == (2 * zoom, 2 * zoom, 3)
    assert colours[0, zoom].sum() > colours[zoom, zoom].sum()


def test_an_alignment_is_a_line_that_stands_out_from_what_it_was_found_in() -> None:
    short = alignment_picture(np.array([0, 0, 1]), np.zeros((3, 2), np.float32))
    zoom = len(short) // 2
    assert zoom > 100
    line = (short == 255).all(axis=2)[::zoom, ::zoom]
    assert line.tolist() == [[False, False, True], [True, True, False]]
    tokens = np.repeat(np.arange(300), 3)
    likely = np.random.default_rng(0).uniform(-300, 0, (900, 300)).astype(np.float32)
    long = alignment_picture(tokens, likely)
    line = (long == 255).all(axis=2)
    assert line.shape == (300, 900)
    assert line.sum(axis=0).min() >= 4
    assert long[~line].max() < 128
