"""Workers on the machines of a Ray cluster; this one keeps the files.

A worker speaks into a temporary folder of its own, and its files are sent back: only voices have to
be where all machines see them. The code goes along; what it imports has to be installed there.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import app
import vits_core
from app.render.job import Job, Outcome, Rendered
from app.render.performer import Performer
from vits_core.audio.files import make_folder, write_whole
from vits_core.errors import VitsError


class ClusterError(VitsError):
    """There is no Ray, or no cluster where one is said to be."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a job has become on another machine."""

    rendered: Rendered
    files: dict[str, bytes]
    """By their paths in the output folder."""


class RemotePerformer:
    """Does jobs on some machine of the cluster."""

    def __init__(self, device: str) -> None:
        self._performer = Performer(device)

    def perform(self, job: Job) -> Delivery | VitsError:
        with tempfile.TemporaryDirectory(prefix="vits-studio-") as name:
            folder = Path(name)
            outcome = self._performer.perform(job, folder)
            if isinstance(outcome, VitsError):
                return outcome
            paths = job.files.paths
            files = {path.as_posix(): (folder / path).read_bytes() for path in paths}
            return Delivery(outcome, files)


class RayWorkers:
    """Processes of a cluster, each on one of its processors or GPUs; a context manager.

    A process or a machine that dies fails its job alone, and another takes its place.
    """

    def __init__(
        self, address: str, count: int | None, jobs: int, folder: Path, device: str
    ) -> None:
        """As many as the cluster has room for where `count` is None, but no more than jobs.

        Raises `ClusterError` where the cluster cannot be reached.
        """
        self._ray = _connected(address)
        on_gpu = device.startswith("cuda")
        room = int(self._ray.cluster_resources().get("GPU" if on_gpu else "CPU", 0))
        self._folder = folder
        # One kind of device for all, since another rounds differently.
        self._device = device if on_gpu else "cpu"
        self._remote = self._ray.remote(RemotePerformer).options(
            num_cpus=1, num_gpus=1 if on_gpu else 0
        )
        self._actors = [self._started() for _ in range(max(1, min(count or room, jobs)))]
        self._at_hand: dict[Any, int] = {}

    @property
    def count(self) -> int:
        return len(self._actors)

    def give(self, worker: int, job: Job) -> None:
        self._at_hand[self._actors[worker].perform.remote(job)] = worker

    def wait(self) -> tuple[int, Outcome]:
        (ended,), _ = self._ray.wait(list(self._at_hand), num_returns=1)
        worker = self._at_hand.pop(ended)
        try:
            delivery = self._ray.get(ended)
        except self._ray.exceptions.RayError as error:
            self._actors[worker] = self._started()
            reason = str(error).strip().splitlines()[0]
            return worker, ClusterError(f"The worker on the cluster was lost: {reason}")
        if isinstance(delivery, VitsError):
            return worker, delivery
        return worker, self._kept(delivery)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        self._ray.shutdown()

    def _started(self) -> Any:
        return self._remote.remote(self._device)

    def _kept(self, delivery: Delivery) -> Outcome:
        """Write what was sent; the sound first, as where it is made."""
        try:
            for name, content in delivery.files.items():
                path = self._folder / name
                make_folder(path.parent)
                write_whole(path, content)
        except VitsError as error:
            return error
        return delivery.rendered


def _connected(address: str) -> Any:
    """Ray, with its cluster."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is sent to anybody
    try:
        import ray
    except ImportError as error:
        raise ClusterError(
            "Ray is not installed", remedy="Install it: pip install '.[ray]'."
        ) from error
    _check_address(address)
    code = [str(Path(package.__file__ or "").parent) for package in (app, vits_core)]
    try:
        ray.init(
            address=address,
            runtime_env={"py_modules": code, "excludes": ["__pycache__"]},
            log_to_driver=False,
            logging_level="error",
        )
    except Exception as error:  # of many kinds, none of them Ray's own
        raise _unreachable(address, f"{error}") from error
    return ray


def _check_address(address: str) -> None:
    """Raise `ClusterError` where nobody listens, which Ray would wait minutes for."""
    found = re.fullmatch(r"(?:ray://)?(.+):(\d+)", address)
    if found is None:  # "auto" and "local", which Ray looks for
        return
    try:
        socket.create_connection((found[1], int(found[2])), 10).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, f"{error}") from error


def _unreachable(address: str, why: str) -> ClusterError:
    return ClusterError(
        f"The Ray cluster cannot be reached: {why.strip().splitlines()[0]}",
        where=address,
        remedy="Start one with: ray start --head.",
    )
