"""What the processor is called, for people."""

from __future__ import annotations

import contextlib
import platform
import subprocess
import sys
from pathlib import Path


def processor_name() -> str:
    """Such as "AMD Ryzen 7 5800X"; the kind, such as "arm64", where the system knows no name."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if name := " ".join(_told_by_the_system().split()):
            return name
    return platform.processor() or platform.machine() or "unknown"


def _told_by_the_system() -> str:
    """The name, or nothing; `platform.processor` has it on none of the three systems."""
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout
    if sys.platform == "win32":
        import winreg

        place = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2]
    return ""
