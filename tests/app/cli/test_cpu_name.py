"""The processor's name, as the system tells it."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from app.cli import cpu_name
from app.cli.cpu_name import processor_name


def test_this_processor_has_a_name() -> None:
    assert processor_name() == processor_name().strip() != ""


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="reads /proc")
def test_the_name_is_the_one_in_proc() -> None:
    told = Path("/proc/cpuinfo").read_text()
    if "model name" in told:
        assert processor_name().split()[0] in told


def test_the_kind_stands_in_for_a_name_that_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise OSError

    monkeypatch.setattr(cpu_name, "_told_by_the_system", unknown)
    assert processor_name() in (platform.processor(), platform.machine())
