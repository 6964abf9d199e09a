"""The examples of docs/library.md run, one after the other, as a reader would type them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import soundfile

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "library.md"


def test_the_examples_run(tmp_path: Path) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.M)
    assert len(examples) > 5
    program = tmp_path / "examples.py"
    program.write_text("\n".join(examples), "utf-8")
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import runpy; "
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{path}runpy.run_path('examples.py')"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "Hello" in done.stdout
    assert "nobody.onnx" in done.stdout
    assert soundfile.info(tmp_path / "hello.wav").subtype == "PCM_16"
    flac = soundfile.info(tmp_path / "hello.flac")
    assert (flac.samplerate, flac.subtype) == (48_000, "PCM_24")
