"""Jobs tell how they ended; a worker that takes its time makes what waits for it slow, not dead."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.background import BackgroundJobs
from vits_core.errors import VitsError

ROOT = Path(__file__).parents[2]

COMMON = """
import gc, sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication
from app.background import WorkerThread, end_all

qt = QApplication([])
begun, release, done = threading.Event(), threading.Event(), threading.Event()

def block():
    begun.set()
    release.wait()
    done.set()

def delete(thing):
    thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
"""

OWNER = """
class Worker(QObject):
    @Slot()
    def work(self):
        block()

class Owner(QObject):
    wanted = Signal()

    def __init__(self):
        super().__init__()
        self.worker = Worker()
        self.thread_ = WorkerThread("busy", self.worker)
        self.wanted.connect(self.worker.work)
        self.thread_.ensure_running()
        self.wanted.emit()

owner = Owner()
begun.wait()
"""

APPLICATION = """
from app.session.settings import SettingsStore
from app.shell.application import Application
from vits_core.errors import VoiceError

def load(source, device, precision):
    block()
    raise VoiceError("too late")

store = SettingsStore(Path(sys.argv[1]) / "s.ini")
owner = Application(qt, store, native_dialogs=False, load_voice=load)
owner.start()
while not begun.is_set():
    qt.processEvents()
print("closed", owner.close())
"""

DELETED = """
delete(owner)
del owner
gc.collect()
print("ended", end_all(10))
release.set()
print("ended", end_all())
print("done", done.is_set())
"""

LEFT = """
def late():
    print("ended")
    release.set()

threading.Timer(0.3, late).start()
"""


def run(program: str, folder: Path) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", COMMON + program, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    said = [line for line in result.stderr.splitlines() if "This plugin does not" not in line]
    assert (result.returncode, said) == (0, [])
    return result.stdout.splitlines()


ENDED = ["ended False", "ended True", "done True"]


def test_a_thread_outlives_its_deleted_owner(tmp_path: Path) -> None:
    assert run(OWNER + DELETED, tmp_path) == ENDED


def test_an_application_whose_worker_is_blocked_is_closed_and_deleted(tmp_path: Path) -> None:
    assert run(APPLICATION + DELETED, tmp_path) == ["closed False", *ENDED]


def test_leaving_python_waits_for_a_thread(tmp_path: Path) -> None:
    assert run(OWNER + LEFT, tmp_path) == ["ended"]


def test_a_job_runs_on_another_thread_and_tells_on_this_one(qtbot: QtBot) -> None:
    jobs, told = BackgroundJobs(), []
    jobs.run(threading.get_ident, lambda ident: told.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    ((job, here),) = told
    assert here == threading.get_ident() != job


def test_whatever_a_job_raises_is_told_as_an_error(qtbot: QtBot) -> None:
    jobs = BackgroundJobs()
    with qtbot.waitSignal(jobs.failed) as caught:
        jobs.run(lambda: 1 // 0, lambda _: None)
    (error,) = caught.args
    assert isinstance(error, VitsError)
    assert "ZeroDivisionError" in str(error)


def test_a_job_that_is_forgotten_is_waited_for_but_tells_nobody(qtbot: QtBot) -> None:
    jobs, release, told = BackgroundJobs(), threading.Event(), []
    jobs.failed.connect(told.append)
    jobs.run(release.wait, told.append)
    assert not jobs.close(limit=0.01)
    jobs.forget()
    release.set()
    assert jobs.close()
    jobs.run(lambda: "later", told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["later"]
