"""Times as people read them on a player."""

from __future__ import annotations


def clock(seconds: float, decimals: int = 2) -> str:
    """Seconds as `0:04.63`, and with hours from one hour on: `1:02:03.00`."""
    ticks = round(max(0.0, seconds) * 10**decimals)
    whole, rest = divmod(ticks, 10**decimals)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    if hours:
        return f"{hours}:{minute:02d}:{second:02d}{fraction}"
    return f"{minute}:{second:02d}{fraction}"
