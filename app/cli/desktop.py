"""The command `desktop`: the application among the others of a Linux desktop, and a double click on
a script opens it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from app.cli.console import tell
from vits_core.errors import VitsError

NAME = "vits-studio"


def add_desktop(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "desktop",
        help="put VITS Studio into the application menu (Linux)",
        description=(
            "Put VITS Studio into the application menu of this user's Linux desktop, and let a "
            "double click on a script (.vits-script) open it."
        ),
    )
    command.set_defaults(run=desktop, parser=command)
    command.add_argument("--remove", action="store_true", help="take it out again")


def desktop(options: argparse.Namespace) -> int:
    """Write the entry, or remove it; returns the exit code, raises `VitsError`."""
    if not sys.platform.startswith("linux"):
        raise VitsError(
            "Only Linux desktops have such entries",
            remedy="Open scripts with File → Open, or drop them into the window.",
        )
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    resources = Path(str(files("resources")))
    entry = (resources / "desktop" / f"{NAME}.desktop").read_text(encoding="utf-8")
    entry = entry.replace(f"Exec={NAME} %f", f"Exec={_command()} %f")
    kind = (resources / "desktop" / f"{NAME}.xml").read_text(encoding="utf-8")
    icon = (resources / "icons" / f"{NAME}.svg").read_text(encoding="utf-8")
    contents = {
        data / "applications" / f"{NAME}.desktop": entry,
        data / "mime" / "packages" / f"{NAME}.xml": kind,
        data / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": icon,
    }
    try:
        for path, content in contents.items():
            if options.remove:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise VitsError(
            "The desktop entry could not be changed",
            where=str(error.filename),
            remedy=f"The system says: {error.strerror}.",
        ) from error
    _renew("update-mime-database", data / "mime")
    _renew("update-desktop-database", data / "applications")
    done = "removed from" if options.remove else "written to"
    tell(f"{done} {data}: {', '.join(path.name for path in contents)}")
    return 0


def _command() -> str:
    """What starts this very installation, as a desktop entry quotes it."""
    start = Path(sys.argv[0]).absolute()
    parts = (sys.executable, str(start)) if start.suffix == ".py" else (str(start),)
    return " ".join(map(_quoted, parts))


def _quoted(part: str) -> str:
    """Of the Desktop Entry Specification, "The Exec key": first the argument, then the value."""
    for special in ("\\", '"', "`", "$"):
        part = part.replace(special, f"\\{special}")
    return '"' + part.replace("%", "%%").replace("\\", "\\\\") + '"'


def _renew(program: str, folder: Path) -> None:
    """Let the desktop know of new files, where it does not look by itself."""
    found = shutil.which(program)
    if found is not None and folder.is_dir():
        subprocess.run([found, str(folder)], check=False, capture_output=True)
