"""A folder of recordings and transcripts to a corpus that a voice can be trained with."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vits_core.audio.files import make_folder, write_whole
from vits_core.text.frontend import FrontendConfig
from vits_core.training.corpus import (
    AUDIO_FOLDER,
    REPORT_FILE,
    Clip,
    Corpus,
    write_corpus,
)
from vits_core.training.errors import CorpusError
from vits_core.training.findings import Finding, Outcome, Problem, as_tsv
from vits_core.training.pronouncing import Pronounced, Pronouncer
from vits_core.training.recordings import RecordingRules
from vits_core.training.sound_cache import KeptSound, SoundCache
from vits_core.training.transcripts import Line, find_recordings, read_transcripts


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """How a corpus is made from a folder."""

    rules: RecordingRules = field(default_factory=RecordingRules)
    columns: tuple[str, ...] | None = None
    """What the columns of the table are; None finds out."""
    held_out: int | None = None
    """Clips that are measured with instead of trained; None: one of fifty, 64 at most."""
    hop_length: int = 256
    """Samples of a frame of the models to come, each of which lasts at least as long as a token."""


def prepare(
    source: Path,
    target: Path,
    frontend: FrontendConfig,
    settings: PreparationSettings | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> tuple[Corpus, list[Finding]]:
    """Read, check and mend the recordings of `source`, and write a corpus into `target`.

    What was done before, with the same files and settings, is not done again. `progress` is told
    how many of how many recordings are done.

    Raises `CorpusError` where nothing can be trained with, `AudioFileError` where the target cannot
    be written, and `PhonemizerError` where espeak lacks the language.
    """
    settings = settings or PreparationSettings()
    findings: list[Finding] = []
    lines = list(_matched(source, read_transcripts(source, settings.columns), findings))
    make_folder(target / AUDIO_FOLDER)
    speakers = _speakers(line for line, _ in lines)
    clips: list[Clip] = []
    with Pronouncer(frontend) as pronouncer, ThreadPoolExecutor() as pool:
        cache = SoundCache(target, settings.rules)
        sounds = pool.map(cache.sound, (path for _, path in lines))
        for done, ((line, _), sound) in enumerate(zip(lines, sounds, strict=True), 1):
            if clip := _clip(line, sound, pronouncer, speakers, settings, findings):
                clips.append(clip)
            progress(done, len(lines))
        cache.write()
    write_whole(target / REPORT_FILE, as_tsv(findings).encode())
    if not clips:
        raise CorpusError(
            "None of the recordings can be trained with",
            where=str(source),
            remedy=f"{target / REPORT_FILE} says what is wrong with each.",
        )
    name, rules = source.resolve().name, settings.rules
    kept = tuple(_with_held_out(clips, settings.held_out))
    told = {"source": name, **asdict(rules)}
    corpus = Corpus(target, name, rules.sample_rate, frontend, speakers, kept, told)
    write_corpus(corpus)
    return corpus, findings


def _matched(
    source: Path, lines: Sequence[Line], findings: list[Finding]
) -> Iterator[tuple[Line, Path]]:
    """Each line with its recording; tells what has no partner, or two."""
    recordings = find_recordings(source)
    by_name = {path.stem: path for path in reversed(recordings)}
    by_place = {str(path.relative_to(source)): path for path in recordings}
    by_place |= {str(Path(place).with_suffix("")): path for place, path in by_place.items()}
    taken: set[Path] = set()
    for line in lines:
        name = line.name.replace("\\", "/")
        path = by_place.get(name) or by_name.get(Path(name).stem) or by_name.get(Path(name).name)
        if path is None:
            findings.append(
                Finding(line.name or line.place, Problem.NO_RECORDING, Outcome.LEFT_OUT, line.place)
            )
        elif path in taken:
            findings.append(Finding(line.name, Problem.TWICE, Outcome.LEFT_OUT, line.place))
        else:
            taken.add(path)
            yield line, path
    for path in recordings:
        if path not in taken:
            name = str(path.relative_to(source))
            findings.append(Finding(name, Problem.NO_TEXT, Outcome.LEFT_OUT))


def _clip(
    line: Line,
    sound: KeptSound,
    pronouncer: Pronouncer,
    speakers: dict[str, int],
    settings: PreparationSettings,
    findings: list[Finding],
) -> Clip | None:
    """What is trained with, or None; tells what was found."""
    findings += (Finding(line.name, *note) for note in sound.notes)
    if sound.file is None:
        return None
    said = pronouncer.pronounce(line.text) if line.text.strip() else Pronounced("", ())
    frames = sound.samples // settings.hop_length
    problem, detail = None, ""
    if speakers and not line.speaker:
        problem = Problem.NO_SPEAKER
    elif said.unspoken:
        problem, detail = Problem.UNKNOWN_SYMBOLS, "; ".join(said.unspoken)
    elif not said.phonemes:
        problem = Problem.EMPTY_TEXT
    elif len(said.token_ids) > frames:
        problem, detail = Problem.CROWDED, f"{len(said.token_ids)} tokens in {frames} frames"
    if problem:
        findings.append(Finding(line.name, problem, Outcome.LEFT_OUT, detail))
        return None
    speaker = speakers.get(line.speaker, 0)
    return Clip(
        line.name, sound.file, sound.samples, line.text, said.phonemes, said.token_ids, speaker
    )


def _speakers(lines: Iterator[Line]) -> dict[str, int]:
    """An id for each speaker; none where only one speaks."""
    names = sorted({line.speaker for line in lines} - {""})
    return {name: i for i, name in enumerate(names)} if len(names) > 1 else {}


def _with_held_out(clips: Sequence[Clip], wanted: int | None) -> Iterator[Clip]:
    """The clips, some of them marked: always the same ones, and of each speaker as it comes."""
    count = min(64, len(clips) // 50) if wanted is None else min(wanted, len(clips) - 1)
    if wanted is None and len(clips) >= 5:
        count = max(1, count)
    by_chance = sorted(clips, key=lambda c: hashlib.sha256(c.name.encode()).digest())
    # A speaker who has only one clip needs it.
    left = Counter(clip.speaker for clip in clips)
    chosen: set[str] = set()
    for clip in by_chance:
        if len(chosen) < count and left[clip.speaker] > 1:
            left[clip.speaker] -= 1
            chosen.add(clip.file)
    return (replace(clip, held_out=clip.file in chosen) for clip in clips)
