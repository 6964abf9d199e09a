"""A voice: model, text front-end and config in one object that speaks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

import numpy as np
import torch

from vits_core.conversion import Converter
from vits_core.device import choose_device
from vits_core.errors import SettingsError, TextError
from vits_core.formats.voice_import import model_with, read_posterior_encoder, read_voice
from vits_core.model.vits import Vits
from vits_core.noise.keyed import checked_seed
from vits_core.prosody.steering import Draw
from vits_core.records import (
    FloatArray,
    ProsodySettings,
    Skipped,
    Take,
    TakePart,
    Utterance,
)
from vits_core.speech import Speech
from vits_core.synthesis.precision import choose_stage_dtype
from vits_core.synthesis.rendering import Rendering
from vits_core.synthesis.synthesizer import Synthesizer
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.frontend import TextFrontend
from vits_core.text.reading_options import AS_SPOKEN, ReadingOptions
from vits_core.voices.voice_config import VoiceConfig
from vits_core.voices.voice_path import voice_path


class Voice:
    """Speaks texts; use as a context manager or call `close` when done.

    Equal text, settings, seeds and speaker give the same audio, on every device up to rounding.
    """

    def __init__(
        self,
        config: VoiceConfig,
        model: Vits,
        frontend: TextFrontend,
        device: torch.device,
        source: Path,
        stage_dtype: torch.dtype = torch.float32,
    ) -> None:
        """`load_voice` makes one; the decoder's stages compute in `stage_dtype`."""
        self.config = config
        self.source = source
        self.frontend = frontend
        self._conversion: Converter | None = None
        self.synthesizer = Synthesizer(model, config.sample_rate, device, stage_dtype)

    @property
    def device(self) -> torch.device:
        """Where the model is now; the CPU after CUDA ran out of memory."""
        return self.synthesizer.device

    @property
    def precision(self) -> str:
        """What the decoder's stages compute in, such as "bfloat16"; all else is float32."""
        return str(self.synthesizer.stage_dtype).removeprefix("torch.")

    def speak(
        self,
        text: str,
        settings: ProsodySettings | None = None,
        *,
        rhythm_seed: int | None = None,
        expression_seed: int | None = None,
        speaker: str | int | None = None,
        phonemes: bool = False,
        reading: ReadingOptions = AS_SPOKEN,
        mel: bool = True,
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
            reading=reading,
            mel=mel,
        ):
            if isinstance(piece, Skipped):
                skipped.append(piece)
            elif piece.take is not None:
                takes.append(piece.take)
                skipped.extend(piece.take.utterance.skipped)
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
        reading: ReadingOptions = AS_SPOKEN,
        mel: bool = True,
        keep: bool = True,
    ) -> Generator[TakePart | Skipped, None, None]:
        """Speak part by part: sound as soon as it is made; a sentence's last part has its take.

        Stretches that belong to no sentence and could not be spoken come as `Skipped` in their
        place. `settings` defaults to the voice's own; a seed that is None is drawn at random, and
        the take tells which. `speaker` is a name or an id. With `phonemes` the text is phonemes.
        `reading` is how the text is read.
        `mel` makes spectrograms too. `keep` remembers takes, to give them at once when they are
        asked for again; without it memory stays flat however long the text is. Whoever stops
        reading early closes the iterator: what is being made then ends.

        Raises `SettingsError` (at the call) for a seed or speaker that the voice cannot use.
        """
        request = partial(
            TakeRequest,
            settings=settings or self.config.defaults,
            rhythm=Draw(checked_seed(rhythm_seed)),
            expression=Draw(checked_seed(expression_seed)),
            speaker=self.speaker_id(speaker),
        )
        length_scale = (settings or self.config.defaults).length_scale
        pieces = self.utterances(text, phonemes, reading, length_scale)
        wanted = (p if isinstance(p, Skipped) else request(p) for p in pieces)
        return self.render(wanted, mel=mel, keep=keep)

    def render(
        self, wanted: Iterator[TakeRequest | Skipped], *, mel: bool = True, keep: bool = True
    ) -> Generator[TakePart | Skipped, None, None]:
        """What is wanted, in order and part by part, as `stream` gives it. The next take is begun
        once the first sound of the one before it is out, so that no core waits between them."""
        begun: deque[tuple[TakeRequest, Rendering] | Skipped] = deque()

        def look_ahead(ahead: bool) -> None:
            for piece in wanted:
                if isinstance(piece, Skipped):
                    begun.append(piece)
                else:
                    begun.append((piece, self.synthesizer.begin(piece, ahead=ahead)))
                    return

        try:
            look_ahead(ahead=False)
            while begun:
                piece = begun.popleft()
                if isinstance(piece, Skipped):
                    yield piece
                    continue
                for part in self.synthesizer.parts(*piece, mel=mel, keep=keep):
                    yield part
                    if not begun:
                        look_ahead(ahead=True)
        finally:
            for piece in begun:
                if not isinstance(piece, Skipped):
                    piece[1].cancel()

    def convert(
        self,
        waveform: FloatArray,
        sample_rate: int,
        source: str | int,
        target: str | int,
        *,
        seed: int | None = None,
    ) -> FloatArray:
        """A recording of the voice's speaker `source` as if `target` had said it.

        Takes [T_samples] at `sample_rate` Hz, gives [T_samples] at the voice's own rate, as long in
        seconds. Equal seeds give equal results; None draws one.

        Raises `SettingsError` for a speaker or seed that the voice cannot use, and for a voice that
        cannot convert: one with a single speaker, or without its posterior encoder.
        """
        return np.concatenate(
            list(self.converted(waveform, sample_rate, source, target, seed=seed))
        )

    def converted(
        self,
        waveform: FloatArray,
        sample_rate: int,
        source: str | int,
        target: str | int,
        *,
        seed: int | None = None,
    ) -> Iterator[FloatArray]:
        """What `convert` gives, piece by piece as it is made; raises the same, at the call."""
        speakers = self._converting(source), self._converting(target)
        if sample_rate != self.config.sample_rate:
            import soxr

            waveform = soxr.resample(waveform, sample_rate, self.config.sample_rate)
        waveform = np.ascontiguousarray(waveform, np.float32)
        return self._converter().stretches(waveform, *speakers, checked_seed(seed))

    def _converting(self, speaker: str | int) -> int:
        """The id of a speaker for voice conversion."""
        if not self.config.converts:
            raise SettingsError(
                f"The voice {self.config.name} cannot convert recordings",
                remedy=(
                    "Choose a voice with several speakers and a posterior encoder: a "
                    "checkpoint (.pth, .ckpt), or a voice you trained. Exported Piper voices "
                    "lack it."
                ),
            )
        return self.speaker_id(speaker) or 0

    def _converter(self) -> Converter:
        if self._conversion is None:
            self._conversion = Converter(
                self.synthesizer.model, read_posterior_encoder(self.source)
            )
        return self._conversion

    def utterances(
        self,
        text: str,
        phonemes: bool = False,
        reading: ReadingOptions = AS_SPOKEN,
        length_scale: float = 1.0,
    ) -> Iterator[Utterance | Skipped]:
        """The sentences of a text, ready to speak at `length_scale`, as they are found."""
        if phonemes:
            return self.frontend.from_phonemes(text)
        return self.frontend.utterances(text, reading, length_scale)

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
                remedy="Omit the speaker.",
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

    def warm_up(self, interrupted: Callable[[], bool] = lambda: False) -> None:
        """Do what the first sentence would otherwise wait for: espeak's process, and what torch
        prepares when it first meets an operation, on every thread. Ends early if interrupted."""
        self.frontend.warm_up()
        for seed, ids in enumerate(_sample(self.frontend)):
            utterance = Utterance("", 0, 0, ("",) * len(ids), tuple(ids), ())
            request = TakeRequest(
                utterance, self.config.defaults, Draw(seed), Draw(seed), self.speaker_id(None)
            )
            parts = self.synthesizer.parts(request, self.synthesizer.begin(request), keep=False)
            for _ in parts:
                if interrupted():
                    return

    def close(self) -> None:
        """End the phonemizer's process and the threads; the voice cannot speak afterwards."""
        self.frontend.close()
        self.synthesizer.close()

    def __enter__(self) -> Voice:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def load_voice(
    source: str | Path | None = None, device: str = "auto", precision: str = "auto"
) -> Voice:
    """Load a voice: a Piper `.onnx` file, a checkpoint of the original VITS (`.pth`) or of Piper
    (`.ckpt`), each with its JSON beside it, or a folder that holds one; None is the default voice.

    `device` is "auto" (CUDA where there is one), "cpu", "cuda" or "cuda:N". `precision` is "auto"
    (16 bits in the decoder where that is as good, and faster here), "float32", or by name what the
    device has: "bfloat16" on a CPU, "float16" on CUDA. Where a device has such a type, "auto" tries
    it out for a second when it meets a voice for the first time, and remembers the outcome beside
    the imported weights, in the user's cache folder.

    Nothing else of the process or the system is changed: no setting of torch's, no environment
    variable, no allocator. `vits_core.tuning.tune_process` does that for a program that wants it.

    Raises `VoiceError` for a file that cannot be used, `DeviceError` for a device that is not
    there and `SettingsError` for a precision that it does not have. Nothing in a voice file is
    ever run.
    """
    chosen = choose_device(device)
    path = voice_path(source)
    config, state = read_voice(path)
    model, frontend = model_with(config, state), TextFrontend(config.frontend)
    dtype = choose_stage_dtype(model, chosen, precision, lambda: _sample(frontend))
    return Voice(config, model, frontend, chosen, path, dtype)


def _sample(frontend: TextFrontend) -> list[list[int]]:
    """Utterances to try a precision or warm up with, as token ids."""
    return [frontend.random_token_ids(seed) for seed in range(3)]


def nothing_to_speak(skipped: list[Skipped]) -> TextError:
    """What to tell a person whose text has nothing that can be spoken."""
    reasons = "; ".join(dict.fromkeys(note.reason for note in skipped))
    return TextError(
        "This text contains nothing to speak",
        where=reasons,
        remedy="Type some words in the voice's language.",
    )
