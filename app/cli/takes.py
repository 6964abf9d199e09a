"""The command `takes`: many renditions of a text into a folder, and a table of them."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.cli.console import progress_bar, tell, tell_of, tell_of_skipped
from app.cli.options import audio_format_of, loudness_of, settings_of, tags_of, text_of
from app.cli.reading_options import reading_of
from app.files.existing_files import IfExists, place_for, refusal, to_stay
from app.files.file_names import beginning, fields_of, names_apart
from app.files.output_checks import check_output
from app.files.provenance import Origin, speech_of, write_description
from app.files.take_table import TakeTable
from vits_core.audio.encoding import Encoding
from vits_core.audio.file_format import AudioFormat, Levelling, LoudnessTarget
from vits_core.audio.files import make_folder, write_sound
from vits_core.audio.levelling import Spool, levelling
from vits_core.errors import AudioFileError, SettingsError, TakeFileError
from vits_core.noise.keyed import checked_seed
from vits_core.prosody.steering import MAX_SEED, Draw, Timing, most_frames
from vits_core.records import FloatArray, ProsodySettings, Skipped, Take, Utterance
from vits_core.synthesis.take_request import TakeRequest

if TYPE_CHECKING:  # torch is slow to load, and a wrong option is told without it
    from vits_core.voice import Voice

MOST_TAKES = 1000


@dataclass(frozen=True, slots=True)
class Seeds:
    """What one take is drawn from."""

    rhythm: int
    expression: int


def takes(options: argparse.Namespace) -> int:
    """Write the takes; returns the exit code, 1 where a file could not be written."""
    text = text_of(options)
    audio_format, loudness = audio_format_of(options), loudness_of(options)
    settings_of(options, ProsodySettings())
    seeds = _seeds(options)
    policy = IfExists(options.if_exists)
    make_folder(options.directory)
    check_output(options.directory / f"take.{options.type}", audio_format)
    # Imported here, as in `say`.
    from vits_core.voice import load_voice, nothing_to_speak

    with load_voice(options.voice, options.device, options.precision) as voice:
        settings = settings_of(options, voice.config.defaults)
        reading = reading_of(options, text, voice.frontend.config)
        found = list(voice.utterances(text, options.phonemes, reading, settings.length_scale))
        utterances = [piece for piece in found if isinstance(piece, Utterance)]
        skipped = [piece for piece in found if isinstance(piece, Skipped)]
        if not utterances:
            raise nothing_to_speak(skipped)
        for piece in found:
            for note in (piece,) if isinstance(piece, Skipped) else piece.skipped:
                tell_of_skipped(note)
        timing = _timing(options, voice, utterances, settings)
        paths = _paths(options, voice, text, seeds)
        table = TakeTable()
        failures = 0
        wanted: list[tuple[Path, Seeds]] = []
        for path, drawn in zip(paths, seeds, strict=True):
            there = to_stay(path, policy, sidecar=options.sidecar)
            if there is None:
                wanted.append((path, drawn))
            elif policy is IfExists.SKIP:
                tell(f"skipped: {there} already exists")
            else:
                failures += 1
                remedy = "Choose another folder or name, or --if-exists overwrite."
                tell(f"failed: {refusal(there, remedy)}")
        rendered = _rendered(
            voice, utterances, settings, [drawn for _, drawn in wanted], timing, options.speaker
        )
        rate = voice.config.sample_rate
        tags = tags_of(options).or_else(title=beginning(text), artist=voice.config.name)
        with closing(rendered), progress_bar("take", len(wanted), at_least=2) as bar:
            sounds = _levelled(rendered, paths[0], rate, audio_format, loudness)
            for (path, _), (parts, waveform, level) in zip(wanted, sounds, strict=True):
                target = place_for(path, policy, sidecar=options.sidecar)
                try:
                    written = write_sound(
                        target, [waveform], rate, audio_format, tags=tags, loudness=level
                    )
                    if not table.rows:  # the same note would hold for each
                        tell_of(written, rate, audio_format)
                    table.add(target.name, parts, waveform)
                    if options.sidecar:
                        write_description(written, Origin.by(voice, text, parts), waveform)
                except (AudioFileError, TakeFileError) as error:
                    failures += 1
                    tell(f"failed: {error}")
                bar.update()
        if table.rows:
            place = table.write(options.directory, policy)
            count = "1 take" if table.rows == 1 else f"{table.rows} takes"
            tell(f"{count} saved, listed in {place}")
    return 1 if failures else 0


def _seeds(options: argparse.Namespace) -> list[Seeds]:
    """A pair for each take; what is locked is the same in all."""
    count = options.count
    if not 1 <= count <= MOST_TAKES:
        raise SettingsError(
            f"Cannot make {count} takes", remedy=f"Choose a number from 1 to {MOST_TAKES}."
        )
    if count > 1 and options.rhythm_seed is not None and options.expression_seed is not None:
        raise SettingsError(
            "With both seeds given, every take would be the same",
            remedy="Omit one of them, or ask for one take.",
        )
    first = checked_seed(options.seed)
    if first > MAX_SEED - count:
        raise SettingsError(
            f"The seed {first} leaves no room for {count} takes", remedy="Choose a smaller seed."
        )

    def seed(locked: int | None, take: int) -> int:
        return first + take if locked is None else checked_seed(locked)

    return [
        Seeds(seed(options.rhythm_seed, i), seed(options.expression_seed, i)) for i in range(count)
    ]


def _timing(
    options: argparse.Namespace,
    voice: Voice,
    utterances: list[Utterance],
    settings: ProsodySettings,
) -> Timing:
    if options.seconds is None:
        return Timing(even_tempo=options.even_tempo)
    if len(utterances) > 1:
        raise SettingsError(
            f"--seconds fits a single sentence, but the text has {len(utterances)}",
            remedy="Give one sentence at a time.",
        )
    frame = voice.synthesizer.hop_length / voice.config.sample_rate
    tokens = len(utterances[0].token_ids) if utterances else 0
    most = most_frames(tokens, settings.length_scale)
    frames = round(options.seconds / frame)
    if utterances and not tokens <= frames <= most:
        raise SettingsError(
            f"The sentence cannot last {options.seconds:g} seconds",
            remedy=f"Choose a length from {tokens * frame:.2f} to {most * frame:.2f} seconds.",
        )
    return Timing(frames=frames)


def _paths(options: argparse.Namespace, voice: Voice, text: str, seeds: list[Seeds]) -> list[Path]:
    """Where each take goes, unless something is there already."""
    count = len(seeds)
    digits = len(str(count))
    fields = (
        fields_of(
            text,
            str(take).zfill(digits),
            (drawn.rhythm, drawn.expression),
            voice.config.name,
            count,
        )
        for take, drawn in enumerate(seeds, 1)
    )
    return [
        options.directory / f"{name}.{options.type}" for name in names_apart(options.name, fields)
    ]


def _rendered(
    voice: Voice,
    utterances: list[Utterance],
    settings: ProsodySettings,
    seeds: list[Seeds],
    timing: Timing,
    speaker: str | None,
) -> Generator[list[Take], None, None]:
    """The sentences of each take; the next take is begun while one is finished."""
    speaker_id = voice.speaker_id(speaker)
    wanted = (
        TakeRequest(
            utterance, settings, Draw(drawn.rhythm), Draw(drawn.expression), speaker_id, timing
        )
        for drawn in seeds
        for utterance in utterances
    )
    made: list[Take] = []
    with closing(voice.render(wanted, mel=False)) as parts:
        for part in parts:
            if not isinstance(part, Skipped) and part.take is not None:
                made.append(part.take)
                if len(made) == len(utterances):
                    yield made
                    made = []


def _levelled(
    rendered: Iterable[list[Take]],
    path: Path,
    sample_rate: int,
    audio_format: AudioFormat,
    target: LoudnessTarget | None,
) -> Iterator[tuple[list[Take], FloatArray, Levelling | None]]:
    """The sentences of each take, its sound, and what brings all of them together to a loudness.

    For that their sounds wait on the disk of `path`; then the takes are without them.
    """
    if target is None:
        for parts in rendered:
            yield parts, speech_of(parts).waveform, None
        return
    kept: list[list[Take]] = []
    with Spool(path.parent) as spool:
        for parts in rendered:
            spool.add([speech_of(parts).waveform])
            kept.append([replace(part, waveform=part.waveform[:0]) for part in parts])
        rate = Encoding.of(path, audio_format, sample_rate).rate
        level = levelling(spool, sample_rate, rate, target)
        for number, parts in enumerate(kept):
            yield parts, np.concatenate(list(spool.sound(number))), level
