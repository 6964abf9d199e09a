"""What every test shares: Qt without a screen, unless there is one, and a cache of its own."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from functools import partial

import hypothesis
import pytest

from vits_core.tuning import tune_process

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
tune_process()  # as main.py does, before torch is loaded
# Here and in children: two threads that wait for each other on a busy machine are far slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Shells start what runs in the background deaf to Ctrl-C, and so whatever that starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# The same examples everywhere, however slow the machine; HYPOTHESIS_MAX_EXAMPLES tries more.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=int(os.environ.get("HYPOTHESIS_MAX_EXAMPLES", "60")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Keep imported voices out of the user's cache folder, and its old entries out of the tests.

    The workers of a run find it in their environment, and share it.
    """
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="vits-studio-cache-")
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
        os.environ["VITS_STUDIO_CACHE"] = folder


def pytest_collection() -> None:
    gc.disable()  # next to nothing of what is imported becomes garbage


@pytest.hookimpl(trylast=True)  # what is beside the tests has marked them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says so of every window that has a size hint, is raised, or pops up.
    ignore = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        item.add_marker(ignore)
        if item.get_closest_marker("display") or item.get_closest_marker("sound_server"):
            item.add_marker(pytest.mark.slow)
    # A worker that gets a slow file last would keep all others waiting.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Spare the collector all modules and tests: millions of objects that stay."""
    gc.collect()
    gc.freeze()
    gc.enable()
