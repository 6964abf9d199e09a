"""A real sound server without hardware: a private PulseAudio whose only output is recorded.

Needs pulseaudio, pactl, parec and ALSA's PulseAudio plugin (libasound2-plugins).
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from vits_core.records import FloatArray

RATE = 48000
"""Hz of the only sink."""


class SoundServer:
    """Starts and ends with a `with` statement; inside, this process and its children play to it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sound-", ignore_cleanup_errors=True)
        home = Path(self._folder.name)  # mode 700, which PulseAudio insists on
        self.runtime = home / "pulse"
        self.environment = {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "PULSE_RUNTIME_PATH": str(self.runtime),
            "PULSE_SERVER": f"unix:{self.runtime}/native",
        }
        self._saved: dict[str, str | None] = {}
        self._module = ""

    def __enter__(self) -> SoundServer:
        self.runtime.mkdir(mode=0o700)
        self._saved = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thaw()
        self.kill()
        for name, value in self._saved.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        self._folder.cleanup()

    @property
    def pid(self) -> int | None:
        """Of the server that was started here, while it lives."""
        try:
            pid = int((self.runtime / "pid").read_text())
            return None if "Z" in _process_state(pid) else pid
        except (OSError, ValueError):
            return None

    def start(self) -> None:
        """Start the server with a sink; nothing where it runs already."""
        for left in reversed(range(3)):  # one that was killed may still hold what it needs
            if self.pid is not None:
                break
            native = f"module-native-protocol-unix socket={self.runtime}/native auth-anonymous=1"
            started = subprocess.run(
                [
                    *("pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1"),
                    *("--use-pid-file=yes", f"--load={native}"),
                ],
                check=not left,
                capture_output=True,
                timeout=20,
            )
            if started.returncode:
                time.sleep(1.0)
        if not self.pactl("list", "short", "sinks"):
            self.add_sink()

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], check=True, capture_output=True, text=True, timeout=20
        )
        return done.stdout.strip()

    def add_sink(self) -> None:
        # Without norewinds=1 the sink loses and repeats samples.
        self._module = self.pactl(
            *("load-module", "module-null-sink", "sink_name=test", "norewinds=1"),
            *("format=float32le", f"rate={RATE}", "channels=2"),
        )

    def remove_sink(self) -> None:
        self.pactl("unload-module", self._module)

    def suspend_sink(self, suspended: bool) -> None:
        self.pactl("suspend-sink", "test", str(int(suspended)))

    def freeze(self) -> None:
        """The server stays, and does not answer."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.pid is not None:
            self._signal(signal.SIGKILL)
            while self.pid is not None:
                time.sleep(0.01)
        for name in ("pid", "native"):
            (self.runtime / name).unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if (pid := self.pid) is not None:
            os.kill(pid, number)


class Recording:
    """What the sink is given from `with` on, mono at `RATE` Hz."""

    def __init__(self, server: SoundServer) -> None:
        self._file = server.runtime / f"recording-{time.monotonic_ns()}.f32"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Recording:
        with self._file.open("wb") as out:
            self._process = subprocess.Popen(
                [
                    *("parec", "-d", "test.monitor", "--format=float32le"),
                    *(f"--rate={RATE}", "--channels=1", "--latency-msec=10"),
                ],
                stdout=out,
            )
        _wait_until(lambda: self._file.stat().st_size > 0)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(10)

    def samples(self, settle: float = 0.3) -> FloatArray:
        """What was recorded until now, without the silence around it."""
        time.sleep(settle)
        data = np.fromfile(self._file, np.float32)
        loud = np.flatnonzero(data)
        return data[loud[0] : loud[-1] + 1] if len(loud) else data[:0]


def _process_state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _wait_until(condition, seconds: float = 10.0) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing was recorded"
        time.sleep(0.01)
