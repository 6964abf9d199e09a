"""What a training was asked for, kept beside its checkpoints so that it can go on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from vits_core.audio.files import make_folder, write_whole
from vits_core.training.errors import TrainingError
from vits_core.training.settings import TrainingSettings

PLAN_FILE = "training.json"
CHECKPOINTS_FOLDER = "checkpoints"
LAST, BEST = "last.ckpt", "best.ckpt"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Where a training comes from and what it is to be."""

    corpus: Path
    preset: str
    settings: TrainingSettings
    start: Path | None = None
    """The checkpoint or voice that it begins with; None begins from nothing."""

    def write(self, folder: Path) -> None:
        """Keep the plan; raises `AudioFileError` where the disk does not take it."""
        content = {
            "format": "vits-studio training",
            "version": FORMAT_VERSION,
            "corpus": str(self.corpus.resolve()),
            "preset": self.preset,
            "start": None if self.start is None else str(self.start.resolve()),
            "settings": self.settings.to_json(),
        }
        make_folder(folder)
        write_whole(folder / PLAN_FILE, json.dumps(content, indent=1).encode())

    def longer(self, steps: int) -> TrainingPlan:
        """The same with another end."""
        return replace(self, settings=replace(self.settings, steps=steps))


def checkpoint_of(path: Path, *, last: bool = False) -> Path:
    """The best checkpoint of the training in a folder, or the last one; a file is itself."""
    folder = path / CHECKPOINTS_FOLDER
    if not folder.is_dir():
        return path
    best = folder / BEST
    return best if best.is_file() and not last else folder / LAST


def read_plan(folder: Path) -> TrainingPlan:
    """The plan of the training in a folder; raises `TrainingError`."""
    path = folder / PLAN_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] > FORMAT_VERSION:
            raise TrainingError(
                "The training was started by a newer version of VITS Studio",
                where=str(path),
                remedy="Update VITS Studio.",
            )
        start = content["start"]
        return TrainingPlan(
            Path(content["corpus"]),
            str(content["preset"]),
            TrainingSettings.from_json(content["settings"]),
            None if start is None else Path(start),
        )
    except FileNotFoundError as error:
        raise TrainingError(
            "This folder contains no training run",
            where=str(folder),
            remedy="Start one without --resume.",
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(
            "The training's settings cannot be read",
            where=f"{path}: {error}",
            remedy="Start a new training with --from and its last checkpoint.",
        ) from error
