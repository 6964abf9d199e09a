"""A voice: model, text front-end and config in one object that speaks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

import torch

from vits_core.device import choose_device
from vits_core.errors import SettingsError, TextError, VoiceError
from vits_core.formats.piper import piper_json_path, read_piper
from vits_core.model.vits import Vits
from vits_core.noise import checked_seed
from vits_core.records import ProsodySettings, Skipped, Speech, Take, Utterance
from vits_core.synthesizer import Synthesizer
from vits_core.text.frontend import TextFrontend
from vits_core.voice_cache import Imported, cached_import
from vits_core.voice_config import VoiceConfig
from vits_core.voice_path import voice_path


class Voice:
    """Speaks texts; use as a context manager or call `close` when done.

    Equal text, settings, seeds and speaker give the same audio, on every device up to rounding.
    """

    def __init__(
        self, config: VoiceConfig, model: Vits, device: torch.device, source: Path
    ) -> None:
        self.config = config
        self.source = source
        self.frontend = TextFrontend(config.frontend)
        self.synthesizer = Synthesizer(model, config.sample_rate, device)

    @property
    def device(self) -> torch.device:
        """Where the model is now; the CPU after CUDA ran out of memory."""
        return self.synthesizer.device

    def speak(
        self,
        text: str,
        settings: ProsodySettings | None = None,
        *,
        rhythm_seed: int | None = None,
        expression_seed: int | None = None,
        speaker: str | int | None = None,
        phonemes: bool = False,
    ) -> Speech:
        """Speak a whole text; the parameters are those of `stream`.

        Raises `TextError` when nothing in the text can be spoken.
        """
        takes: list[Take] = []
        skipped: list[Skipped] = []
        for piece in self.stream(
            text,
            settings,
            rhythm_seed=rhythm_seed,
            expression_seed=expression_seed,
            speaker=speaker,
            phonemes=phonemes,
        ):
            if isinstance(piece, Take):
                takes.append(piece)
                skipped.extend(piece.utterance.skipped)
            else:
                skipped.append(piece)
        if not takes:
            raise nothing_to_speak(skipped)
        return Speech(
            tuple(takes), tuple(skipped), self.config.sample_rate, self.synthesizer.hop_length
        )

    def stream(
        self,
        text: str,
        settings: ProsodySettings | None = None,
        *,
        rhythm_seed: int | None = None,
        expression_seed: int | None = None,
        speaker: str | int | None = None,
        phonemes: bool = False,
    ) -> Iterator[Take | Skipped]:
        """Speak sentence by sentence: each take as soon as it is ready.

        Stretches that belong to no sentence and could not be spoken come as `Skipped` in their
        place. `settings` defaults to the voice's own; a seed that is None is drawn at random, and
        the take tells which. `speaker` is a name or an id. With `phonemes` the text is phonemes.

        Raises `SettingsError` (at the call) for a seed or speaker that the voice cannot use.
        """
        settings = settings or self.config.defaults
        take = partial(
            self.synthesizer.take,
            settings=settings,
            rhythm_seed=checked_seed(rhythm_seed),
            expression_seed=checked_seed(expression_seed),
            speaker=self.speaker_id(speaker),
        )
        pieces = self.utterances(text, phonemes)
        return (piece if isinstance(piece, Skipped) else take(piece) for piece in pieces)

    def utterances(self, text: str, phonemes: bool = False) -> Iterator[Utterance | Skipped]:
        """The sentences of a text, ready to speak, as they are found."""
        return self.frontend.from_phonemes(text) if phonemes else self.frontend.utterances(text)

    def speaker_id(self, speaker: str | int | None) -> int | None:
        """The model's id of a speaker given by name or id; None for a model without speakers.

        Raises `SettingsError` for a speaker that the voice does not have.
        """
        count = self.config.model.num_speakers
        if count <= 1:
            if speaker in (None, 0, "0"):
                return 0 if self.config.model.speaker_channels else None
            raise SettingsError(
                f"The voice {self.config.name} has one speaker, not “{speaker}”",
                remedy="Leave the speaker out.",
            )
        if speaker is None:
            return 0
        if speaker in self.config.speakers:
            return self.config.speakers[str(speaker)]
        if str(speaker).isdecimal() and int(speaker) < count:
            return int(speaker)
        names = ", ".join(list(self.config.speakers)[:8])
        raise SettingsError(
            f"The voice {self.config.name} has no speaker “{speaker}”",
            remedy=f"Choose a number from 0 to {count - 1} or a name, such as {names}.",
        )

    def warm_up(self) -> None:
        """Do what the first sentence would otherwise wait for: espeak's process, and the kernels
        that torch prepares when it first meets an operation."""
        self.frontend.warm_up()
        blank = Utterance("", 0, 0, ("",) * 8, (0,) * 8, ())
        self.synthesizer.take(blank, self.config.defaults, rhythm_seed=0, expression_seed=0)

    def close(self) -> None:
        """End the phonemizer's process; the voice cannot speak afterwards."""
        self.frontend.close()

    def __enter__(self) -> Voice:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def load_voice(source: str | Path | None = None, device: str = "auto") -> Voice:
    """Load a voice: a Piper `.onnx` file or a folder that holds one; None is the default voice.

    `device` is "auto" (CUDA where there is one), "cpu", "cuda" or "cuda:N".

    Raises `VoiceError` for a file that cannot be used and `DeviceError` for a device that is not
    there. Nothing in a voice file is ever run.
    """
    chosen = choose_device(device)
    path = voice_path(source)
    files = (path, piper_json_path(path))
    if not all(file.is_file() for file in files):
        read_piper(path)  # says which is missing
    try:
        config, state = cached_import(files, lambda: _import(path))
    except OSError as error:
        raise VoiceError(
            "The voice file cannot be read",
            where=str(path),
            remedy=f"The system says: {error.strerror or error}.",
        ) from error
    return Voice(config, _build(config, state), chosen, path)


def nothing_to_speak(skipped: list[Skipped]) -> TextError:
    """What to tell a person whose text has nothing that can be spoken."""
    reasons = "; ".join(dict.fromkeys(note.reason for note in skipped))
    return TextError(
        "There is nothing to speak in this text",
        where=reasons,
        remedy="Type some words in the voice's language.",
    )


def _import(path: Path) -> Imported:
    """Read a voice and check that its weights are those of the model that its sizes describe.

    The meta device allocates nothing, so sizes that a damaged file claims cost no memory. It is
    not used where a voice comes from the cache: its imports take ten times as long as building.
    """
    config, state = read_piper(path)
    with torch.device("meta"):
        expected = Vits(config.model).state_dict()
    missing = sorted(expected.keys() - state.keys())
    unexpected = sorted(state.keys() - expected.keys())
    wrong = sorted(
        name for name in expected.keys() & state.keys() if expected[name].shape != state[name].shape
    )
    for names, what in ((missing, "lacks"), (unexpected, "has the unknown"), (wrong, "missizes")):
        if names:
            raise VoiceError(
                f"The voice file is not a VITS voice of a known shape: it {what} "
                f"{', '.join(names[:4])}{' …' if len(names) > 4 else ''}",
                where=str(path),
                remedy="Choose another voice.",
            )
    return config, state


def _build(config: VoiceConfig, state: dict[str, torch.Tensor]) -> Vits:
    """The model with exactly these weights."""
    model = Vits(config.model)
    model.load_state_dict(state, strict=True, assign=True)
    return model.requires_grad_(False)
