"""Subtitles as text: SRT, VTT and ASS."""

from __future__ import annotations

from collections.abc import Iterable

from vits_core.errors import AudioFileError
from vits_core.labels.cues import Cue, CueWord, in_units

ASS_SECONDS = 36_000
# pysubs2 would take the text of SRT and VTT for ASS's, and lose "{x}" and the "\n" of "C:\new".


def srt(cues: Iterable[Cue]) -> str:
    """SubRip, which has no other way to write "<" and "&", and none to mark words."""
    blocks = (
        f"{number}\n{_clock(start, ',')} --> {_clock(stop, ',')}\n{cue.text}\n"
        for number, (cue, start, stop) in enumerate(in_units(cues, 1000), 1)
    )
    return "\n".join(blocks)


def vtt(cues: Iterable[Cue], *, karaoke: bool) -> str:
    """WebVTT; with `karaoke`, the time of each word stands before it."""
    blocks = ["WEBVTT\n"]
    for cue, start, stop in in_units(cues, 1000):
        timing = f"{_clock(start, '.')} --> {_clock(stop, '.')}"
        text, told = _vtt_escaped(cue.words[0].text), start
        for word in cue.words[1:]:
            at = round(word.start * 1000)
            if karaoke and told < at < stop:
                text += f"<{_clock(at, '.')}>"
                told = at
            text += _vtt_escaped(word.text)
        blocks.append(f"{timing}\n{text}\n")
    return "\n".join(blocks)


def ass(cues: Iterable[Cue], *, karaoke: bool) -> str:
    """Advanced SubStation Alpha; with `karaoke`, a word changes its colour when it is heard.

    Raises `AudioFileError` beyond the ten hours that its times can tell.
    """
    import pysubs2  # here, since only this format needs it

    file = pysubs2.SSAFile()
    file.info["WrapStyle"] = "2"  # lines end where they are told to
    file.info["ScaledBorderAndShadow"] = "yes"
    for cue, start, stop in in_units(cues, 100):
        if stop >= 100 * ASS_SECONDS:
            raise AudioFileError(
                "The sound is longer than the 10 hours that ASS subtitles can tell",
                remedy="Choose .srt or .vtt.",
            )
        text = _karaoke(cue.words, start, stop) if karaoke else _ass_escaped(cue.text)
        file.append(pysubs2.SSAEvent(start=10 * start, end=10 * stop, text=text))
    return file.to_string("ass", header_notice="VITS Studio")


def _karaoke(words: tuple[CueWord, ...], start: int, stop: int) -> str:
    """Each word with the hundredths of a second to the next; together they are the cue's."""
    edges = [start]
    for word in words[1:]:
        edges.append(min(max(edges[-1], round(word.start * 100)), stop))
    edges.append(stop)
    return "".join(
        f"{{\\k{edges[number + 1] - edges[number]}}}{_ass_escaped(word.text)}"
        for number, word in enumerate(words)
    )


def _clock(milliseconds: int, point: str) -> str:
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ass_escaped(text: str) -> str:
    """As ffmpeg escapes: a word joiner, which is not seen, ends what a backslash begins."""
    text = text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
    return text.replace("\n", "\\N")
