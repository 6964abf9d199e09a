"""Does jobs in a process of its own, one after the other, with one voice at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.render.job import Job, Outcome, perform
from vits_core.errors import VoiceError, as_vits_error
from vits_core.tuning import tune_process
from vits_core.voices.voice_digest import voice_digest

if TYPE_CHECKING:
    from vits_core.voice import Voice


class Performer:
    """Keeps the voice of the last job.

    It computes on one thread: how sums are split among threads shows in the last bits of the sound,
    which are to be the same on every machine.
    """

    def __init__(self, device: str) -> None:
        tune_process()
        import torch

        torch.set_num_threads(1)
        self._device = device
        self._voice: Voice | None = None
        self._loaded: tuple[str, str, str] | None = None

    def perform(self, job: Job, folder: Path) -> Outcome:
        """Do a job; what goes wrong is the outcome."""
        try:
            return perform(job, self._voice_of(job), folder)
        except Exception as error:
            return as_vits_error(error)

    def close(self) -> None:
        if self._voice is not None:
            self._voice.close()
            self._voice = self._loaded = None

    def _voice_of(self, job: Job) -> Voice:
        wanted = (job.voice, job.voice_digest, job.precision)
        if self._voice is None or self._loaded != wanted:
            from vits_core.voice import load_voice

            self.close()
            if voice_digest(Path(job.voice)) != job.voice_digest:
                raise VoiceError(
                    "The voice is another one here than where the table was read",
                    where=job.voice,
                    remedy="Keep voices in a folder that all machines share, and unchanged.",
                )
            self._voice = load_voice(job.voice, self._device, job.precision)
            self._loaded = wanted
        return self._voice
