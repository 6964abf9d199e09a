"""Which version of the application this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """The installed package's version; "" where the code runs without being installed."""
    try:
        return version("vits-studio")
    except PackageNotFoundError:
        return ""
