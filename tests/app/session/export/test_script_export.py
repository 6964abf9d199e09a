"""An export from its job to its result, off the window's thread, and leaving in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.export.job import ExportJob
from app.session.controller import Controller
from app.session.export.script_export import ScriptExport
from app.session.script import Script
from app.synthesis.requests import LinesRequest
from tests.app.conftest import PATIENCE
from tests.app.export.exported import VOICE, job, joined, sound_of
from tests.app.session.export.due_lines import due

TWO = ["Hi Tom.", "Hi Bob."]


@pytest.fixture
def export(qtbot: QtBot) -> Iterator[ScriptExport]:
    """One that nobody makes lines for yet."""
    stack = QUndoStack()
    controller = Controller(Script(stack))
    controller.load_voice("", "auto")
    controller.on_voice_loaded(VOICE)
    export = ScriptExport(controller)
    yield export
    assert export.close()


def make_lines(export: ScriptExport) -> None:
    """Answer every request at once."""
    supply = export.supply

    def answer(request: LinesRequest) -> None:
        for line in request.lines:
            supply.on_line_made(request.number, line.line, sound_of(line.text).takes, ())
        supply.on_lines_ended(request.number)

    supply.lines_wanted.connect(answer)


def begin(export: ScriptExport, wanted: ExportJob) -> None:
    export.start(wanted, due(wanted.lines))


def test_a_job_becomes_files_and_the_next_one_as_well(
    export: ScriptExport, qtbot: QtBot, tmp_path: Path
) -> None:
    make_lines(export)
    for name in ("a.wav", "b.wav"):
        with qtbot.waitSignal(export.finished, timeout=PATIENCE) as ended:
            begin(export, job(tmp_path, {name: TWO}))
            assert export.busy
        (written,) = ended.args[0].written
        assert soundfile.info(written.path).frames == len(joined(TWO))
        assert not export.busy


def test_a_cancellation_ends_it_while_it_waits_for_a_line(
    export: ScriptExport, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.wav").write_bytes(b"the old file")
    with qtbot.waitSignal(export.supply.lines_wanted, timeout=PATIENCE):
        begin(export, job(tmp_path, {"a.wav": TWO}))
    with qtbot.waitSignal(export.finished, timeout=PATIENCE) as ended:
        export.cancel()
    assert ended.args[0].cancelled
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert (tmp_path / "a.wav").read_bytes() == b"the old file"
    make_lines(export)
    with qtbot.waitSignal(export.finished, timeout=PATIENCE) as ended:
        begin(export, job(tmp_path, {"b.wav": TWO}))
    assert len(ended.args[0].written) == 1


LEAVE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QUndoStack
from app.files.existing_files import IfExists
from app.session.controller import Controller
from app.session.export.script_export import ScriptExport
from app.session.script import Script
from tests.app.export.exported import VOICE, job, sound_of
from tests.app.session.export.due_lines import due
application = QCoreApplication([])
stack = QUndoStack()
controller = Controller(Script(stack))
controller.load_voice("", "auto")
controller.on_voice_loaded(VOICE)
export = ScriptExport(controller)
def answer(request):
    for line in request.lines:
        export.supply.on_line_made(request.number, line.line, sound_of(line.text).takes, ())
    export.supply.on_lines_ended(request.number)
export.supply.lines_wanted.connect(answer)
path = Path(sys.argv[1])
wanted = job(path.parent, {path.name: ["Hi Tom."] * 100_000}, if_exists=IfExists.OVERWRITE)
export.start(wanted, due(wanted.lines))
QTimer.singleShot(int(sys.argv[2]), application.quit)
code = application.exec()
assert export.close()
sys.exit(code)
"""


@pytest.mark.parametrize("milliseconds", [0, 5, 100])
def test_leaving_in_the_middle_is_quick_and_leaves_nothing(
    tmp_path: Path, milliseconds: int
) -> None:
    path = tmp_path / "old.wav"
    path.write_bytes(b"the old file")
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", LEAVE, str(path), str(milliseconds)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[4])},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - start < 30
    assert [each.name for each in tmp_path.iterdir()] == ["old.wav"]
    assert path.read_bytes() == b"the old file"
