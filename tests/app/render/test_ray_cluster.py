"""A cluster of two makes the bytes of one machine. Ray is no part of the tests' packages: it is
large, and it is tried wherever it is installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.cli.command_line import MAIN, run_here

TABLE = "text,file\nOne.,a\nTwo.,b\n…,c\nFour.,sub/d\n"


def rendered(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What becomes of the table in a process of its own, which Ray does not leave as it was."""
    source = folder / "table.csv"
    source.write_text(TABLE, "utf-8")
    command = ["render", source, "-o", folder / "out", "--subtitles", "srt", "--device", "cpu"]
    return subprocess.run(
        [sys.executable, str(MAIN), *map(str, command), *options],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.*")
        if path.suffix in (".wav", ".srt", ".part")
    }


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two machines of one processor each, as far as Ray knows."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
    # In a process of its own: what Ray leaves open would fail other tests.
    code = (
        "import os; os.environ['RAY_USAGE_STATS_ENABLED'] = '0'\n"
        "from ray.cluster_utils import Cluster\n"
        "head = {'num_cpus': 1, 'include_dashboard': False}\n"
        "cluster = Cluster(initialize_head=True, head_node_args=head)\n"
        "cluster.add_node(num_cpus=1)\n"
        "cluster.wait_for_nodes()\n"
        "print(cluster.address, flush=True)\n"
        "input()\n"
        "cluster.shutdown()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate("\n", timeout=60)


@pytest.mark.slow
def test_a_cluster_makes_the_bytes_of_one_machine(cluster: str, tmp_path: Path) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    one.mkdir()
    many.mkdir()
    assert rendered(one, "--workers", "1").returncode == 1
    done = rendered(many, "--ray", cluster)
    assert done.returncode == 1
    assert "failed: row 4: This text contains nothing to speak" in done.stderr
    assert f"3 made, 0 unchanged, 1 failed, in {many / 'out'}" in done.stderr
    assert sorted(files(many / "out")) == [
        "a.srt", "a.wav", "b.srt", "b.wav", "sub/d.srt", "sub/d.wav",
    ]  # fmt: skip
    assert files(many / "out") == files(one / "out")
    assert "0 made, 3 unchanged, 1 failed" in rendered(many, "--ray", cluster).stderr


def test_without_ray_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    source = tmp_path / "table.csv"
    source.write_text("text\nHello.", "utf-8")
    done = run_here("render", source, "-o", tmp_path / "out", "--ray", "auto")
    assert done.returncode == 1
    assert "Ray is not installed" in done.stderr
    assert "pip install '.[ray]'" in done.stderr


def test_an_address_where_nobody_listens_is_told_at_once(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
    (tmp_path / "table.csv").write_text("text\nHello.", "utf-8")
    for address in ("127.0.0.1:1", "ray://127.0.0.1:1"):
        done = run_here("render", tmp_path / "table.csv", "-o", tmp_path / "out", "--ray", address)
        assert done.returncode == 1
        assert "cannot be reached: " in done.stderr
        assert address in done.stderr
