"""The processor's name, as each system tells it."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.cpu_name import processor_name

CPUINFO = Path("/proc/cpuinfo")
PC = "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD  Ryzen 7 5800X \nflags\t: fpu\n"
ARM_BOARD = "processor\t: 0\nBogoMIPS\t: 108.00\nCPU part\t: 0xd08\n"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python knows without asking the system."""
    monkeypatch.setattr(platform, "processor", lambda: "")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")


def test_this_machines_processor_is_named_as_the_system_names_it() -> None:
    told = CPUINFO.read_text() if CPUINFO.exists() else ""
    names = re.findall(r"^model name\s*:\s*(.*\S)", told, re.MULTILINE)
    if not names:
        pytest.skip("this system tells the name in another way")
    assert processor_name() == re.sub(r"\s+", " ", names[0])


@pytest.mark.parametrize(("told", "name"), [(PC, "AMD Ryzen 7 5800X"), (ARM_BOARD, "riscv64")])
def test_linux_lists_it_where_it_knows_it(
    monkeypatch: pytest.MonkeyPatch, told: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: told)
    assert processor_name() == name


def test_a_mac_is_asked_with_sysctl(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert "machdep.cpu.brand_string" in command
        return subprocess.CompletedProcess(command, 0, "Apple M2\n", "")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", answer)
    assert processor_name() == "Apple M2"


@pytest.mark.parametrize(
    "trouble", [FileNotFoundError(), subprocess.TimeoutExpired("sysctl", 5)], ids=repr
)
def test_the_kind_stands_in_where_the_system_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def no_answer(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", no_answer)
    assert processor_name() == "riscv64"
