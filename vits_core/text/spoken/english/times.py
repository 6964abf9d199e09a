"""Times of day and durations in English: "8:05" as "eight oh five"."""

from __future__ import annotations

import re

from vits_core.text.spoken.english.numbers import DASH, cardinal
from vits_core.text.spoken.matching import Parts, find_matches
from vits_core.text.spoken.rewrite import Rewrite, without_overlaps

_HALF = r"(?:[AaPp]\.\s?[Mm]\.|[AaPp][Mm])(?!\w)"
_START, _END = r"(?<![\w.,:/-])", r"(?!\w|[:.,/]\d)"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_RANGE = re.compile(
    rf"{_START}(?P<first>{_CLOCK}|1[0-2]|[1-9])(?:\s?(?P<first_half>{_HALF}))?\s?(?P<dash>{DASH})\s?"
    rf"(?P<last>{_CLOCK}|1[0-2]|[1-9])(?:\s?(?P<last_half>{_HALF}))?{_END}(?!{DASH})"
)
_DURATION = re.compile(
    rf"{_START}(?P<hours>\d{{1,3}}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)(?:\s?(?P<half>{_HALF}))?{_END}"
)
_TIME = re.compile(rf"{_START}(?P<time>{_CLOCK})(?:\s?(?P<half>{_HALF}))?{_END}")
_HALF_DAY = re.compile(
    rf"{_START}(?P<time>(?:1[0-2]|[1-9])(?:\.[0-5]\d)?)\s?(?P<half>{_HALF})(?! I\b)"
)
_MILITARY = re.compile(
    r"(?<![\w.,:-])(?P<time>(?:[01]\d|2[0-3])[0-5]\d)\s?(?P<hours>hours|hrs)(?!\w)"
)
_AT = re.compile(r"\b(?:at|by|until|before|after|since|from|around|till)\s$", re.IGNORECASE)


def find_times(text: str) -> list[Rewrite]:
    """Times of day, spans of time, and durations in hours, minutes and seconds."""
    found: list[Rewrite] = []
    found += find_matches(text, _DURATION, _duration)
    found += find_matches(text, _RANGE, _range)
    found += find_matches(text, _TIME, _time)
    found += find_matches(text, _HALF_DAY, _time)
    found += find_matches(text, _MILITARY, _military)
    return without_overlaps(found)


def clock(time: str, *, half_day: bool) -> str:
    """ "8:05" as "eight oh five"; "8:00" as "eight o'clock", or "eight" before "a.m."."""
    hour, _, minute = time.replace(".", ":").partition(":")
    hours, minutes = int(hour), int(minute or 0)
    if half_day and not minutes:
        return cardinal(hours)
    if not minutes:
        if not hours:
            return "midnight"
        return f"{cardinal(hours)} o'clock" if hours <= 12 else f"{cardinal(hours)} hundred"
    return f"{cardinal(hours)} {f'oh {cardinal(minutes)}' if minutes < 10 else cardinal(minutes)}"


def military(digits: str) -> str:
    """ "0630" as "oh six thirty", "1700" as "seventeen hundred"."""
    hours, minutes = int(digits[:2]), int(digits[2:])
    front = cardinal(hours) if hours > 9 else f"oh {cardinal(hours)}" if hours else "zero"
    if not minutes:
        return f"{front} hundred"
    return f"{front} {f'oh {cardinal(minutes)}' if minutes < 10 else cardinal(minutes)}"


def _military(match: re.Match[str]) -> Parts:
    return {"time": military(match["time"]), "hours": "hours"}


def _half(written: str | None) -> str | None:
    """ "pm" as "PM": "am" would be a word. With full stops it is read well as it is."""
    return written.upper() if written and "." not in written else None


def _time(match: re.Match[str]) -> Parts:
    half = match["half"]
    return {"time": clock(match["time"], half_day=bool(half)), "half": _half(half)}


def _range(match: re.Match[str]) -> Parts | None:
    first, last = match["first"], match["last"]
    first_half, last_half = match["first_half"], match["last_half"]
    clocks = ":" in first and ":" in last
    if not (clocks or last_half or (first_half and ":" in last)):
        return None
    named = bool(first_half or last_half)
    return {
        "first": clock(first, half_day=named), "first_half": _half(first_half), "dash": "to",
        "last": clock(last, half_day=named), "last_half": _half(last_half),
    }  # fmt: skip


def _duration(match: re.Match[str]) -> str | Parts:
    hours, minutes, seconds = int(match["hours"]), int(match["minutes"]), int(match["seconds"])
    if match["half"] or _AT.search(match.string[max(0, match.start() - 8) : match.start()]):
        time = f"{hours}:{minutes:02}"
        spoken = clock(time, half_day=bool(match["half"]))
        if seconds:
            spoken = f"{clock(time, half_day=True)} and {_counted(seconds, 'second')}"
        after = _half(match["half"]) or match["half"] or ""
        return f"{spoken} {after}".strip()
    parts = [
        _counted(count, unit)
        for count, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
        if count
    ]
    if len(parts) < 2:
        return parts[0] if parts else "zero seconds"
    return f"{' '.join(parts[:-1])} and {parts[-1]}"


def _counted(count: int, unit: str) -> str:
    return f"{cardinal(count)} {unit}{'' if count == 1 else 's'}"
