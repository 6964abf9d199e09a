"""A wheel holds the whole application under names that are ours; both kinds of install run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import vits_core

ROOT = Path(__file__).parents[1]
FOLDERS = ("app", "vits_core", "resources")
FILES = ("main.py", "setup.py", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = tmp_path_factory.mktemp("checkout")
    for folder in FOLDERS:
        shutil.copytree(
            ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in FILES:
        shutil.copy(ROOT / name, checkout)
    return checkout


def _build(checkout: Path, kind: str, target: Path) -> Path:
    """What pip makes setuptools build: a `wheel`, or the `editable` one that points here."""
    target.mkdir()
    code = f"from setuptools import build_meta; build_meta.build_{kind}({str(target)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, check=True)
    (built,) = target.iterdir()
    return built


def _all_files(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _assert_runs(site_packages: Path) -> None:
    """The command vits-studio starts from there, with the libraries of this environment."""
    code = (
        "import site, sys\n"
        f"site.addsitedir({str(site_packages)!r})\n"
        "sys.argv = ['/usr/bin/vits-studio', *sys.argv[1:]]\n"
        "from vits_studio.main import main\n"
        "main()\n"
    )

    def output(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-S", "-c", code, *arguments],
            env={**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")},
            cwd=site_packages,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert output("--help").startswith("usage: vits-studio ")
    assert output("--version").split()[-1] == vits_core.__version__


def test_a_wheel_holds_everything_and_nothing_that_collides(checkout: Path, tmp_path: Path) -> None:
    wheel = zipfile.ZipFile(_build(checkout, "wheel", tmp_path / "wheel"))
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    application = {"main.py", *_all_files("app"), *_all_files("resources")}
    assert names == _all_files("vits_core") | {f"vits_studio/{name}" for name in application}
    wheel.extractall(tmp_path / "installed")
    _assert_runs(tmp_path / "installed")


def test_an_editable_install_runs_what_lies_in_the_checkout(checkout: Path, tmp_path: Path) -> None:
    wheel = zipfile.ZipFile(_build(checkout, "editable", tmp_path / "wheel"))
    assert not any(name.endswith("main.py") for name in wheel.namelist())
    wheel.extractall(tmp_path / "installed")
    _assert_runs(tmp_path / "installed")
