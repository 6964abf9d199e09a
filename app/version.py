"""Which version of the application this is."""

from __future__ import annotations


def installed_version() -> str:
    """The installed package's version; "" where the code runs without being installed."""
    # Here, since it loads half of the standard library, and the window asks for the version late.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("vits-studio")
    except PackageNotFoundError:
        return ""
