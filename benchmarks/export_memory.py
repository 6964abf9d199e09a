"""How much memory an export of a long script takes, while it grows.

    python -m benchmarks.export_memory [--lines 600] [--words 3] [--loudness]

The real voice makes the lines, and each tenth of them prints the memory of the process, and the end
the most that it ever was. What was
made is kept for the window up to a bound (`LineSounds`), which is lowered here: it would fill for
the first twenty minutes of sound, and look like growth.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack

from app.background import WorkerThread
from app.document.edit import Edit
from app.export.job import ExportJob, ExportProgress, ExportResult, FileJob
from app.session.controller import Controller
from app.session.export.script_export import ScriptExport
from app.session.line_sounds import LineSounds
from app.session.script import Script
from app.synthesis.worker import SynthesisWorker
from benchmarks.long_script import text_of
from vits_core.audio.file_format import LoudnessTarget

KEPT_BYTES = 4 * 2**20


def megabytes(what: str = "VmRSS") -> int:
    """Resident memory of this process; its peak is VmHWM."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) // 1024
    raise RuntimeError("this system does not tell")


def _cut(text: str, words: int | None) -> str:
    """A text whose sentences have so many words at most."""
    if words is None:
        return text
    sentences = re.findall(r"[^.]+\.", text)
    return " ".join(" ".join(each.rstrip(".").split()[:words]) + "." for each in sentences)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--words", type=int, help="cut each line after so many words")
    parser.add_argument("--loudness", action="store_true", help="level the file to -16 LUFS")
    options = parser.parse_args()
    qt = QCoreApplication([])
    script = Script(QUndoStack())
    controller, worker = Controller(script), SynthesisWorker()
    controller.sounds = LineSounds(KEPT_BYTES)
    export, thread = ScriptExport(controller), WorkerThread("synthesis", worker)
    controller.voice_wanted.connect(worker.load_voice)
    worker.voice_loaded.connect(controller.on_voice_loaded)
    export.supply.lines_wanted.connect(worker.make_lines)
    worker.line_made.connect(export.supply.on_line_made)
    worker.line_failed.connect(export.supply.on_line_failed)
    worker.lines_ended.connect(export.supply.on_lines_ended)
    started = time.perf_counter()
    step = max(1, options.lines // 10)

    def tell(progress: ExportProgress) -> None:
        if progress.line % step == 0 or progress.saving:
            spent = time.perf_counter() - started
            print(f"line {progress.line:>6}  {spent:7.1f} s  {megabytes():>6} MB", flush=True)

    def end(result: ExportResult) -> None:
        (written,) = result.written
        sound = f"{written.seconds / 60:.1f} minutes of sound"
        print(f"{sound}, {megabytes()} MB at the end, {megabytes('VmHWM')} MB at the peak")
        qt.quit()

    with tempfile.TemporaryDirectory() as folder:

        def begin() -> None:
            text = _cut(text_of(options.lines), options.words)
            script.set_front_end("en", reads_phonemes=False)
            script.edit(Edit(0, 0, text), text)
            assert controller.voice is not None
            print(f"{megabytes()} MB with the voice, before the export", flush=True)
            lines = script.document.lines
            file = FileJob(path=Path(folder) / "long.flac", title="long", lines=lines)
            loudness = LoudnessTarget(-16.0) if options.loudness else None
            labels = (".srt", ".json")
            export.start(
                ExportJob(files=(file,), voice=controller.voice, loudness=loudness, labels=labels),
                controller.due(lines),
            )

        export.progressed.connect(tell)
        export.finished.connect(end)
        controller.voice_ready.connect(begin)
        thread.ensure_running()
        controller.load_voice("", "auto")
        qt.exec()
        export.close()
        thread.end()


if __name__ == "__main__":
    main()
