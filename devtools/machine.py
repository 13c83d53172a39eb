# SPDX-License-Identifier: Apache-2.0
"""Sets this machine up: the virtual environment from the lock, Debian packages where we may."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
LOCK: Final = ROOT / "requirements-dev.lock"
STAMP: Final = VENV / ".made-from"
OLDEST: Final = (3, 11)
NEWEST: Final = (3, 13)

QT_LIBRARIES: Final = (
    *("libxcb-cursor0", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-render-util0", "libxcb-randr0", "libxcb-shape0"),
    *("libxcb-sync1", "libxcb-xfixes0", "libegl1", "libgl1", "libdbus-1-3"),
    *("fontconfig", "fonts-dejavu-core", "fonts-liberation"),
)
SCREEN: Final = ("xvfb", "openbox", "xdotool")
PAPER: Final = ("libreoffice-writer-nogui", "poppler-utils", "zbar-tools")
PASSWORDS: Final = ("dbus", "gnome-keyring")
HUB: Final = ("postgresql",)
EVERYTHING: Final = (*QT_LIBRARIES, *SCREEN, *PAPER, *PASSWORDS, *HUB)


class NotReadyError(Exception):
    """The machine lacks something; the sentence says what to do."""


def python() -> Path:
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> None:
    """Make or renew .venv when it was not made from this lock by this Python."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise NotReadyError(
            f"Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]} is needed, this is "
            f"{sys.version.split(maxsplit=1)[0]}. Start dev.py with one of those."
        )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = f"{version} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if python().is_file() and _made_from() == stamp:
        return
    print(f"Making .venv from {LOCK.name} (a few minutes the first time) …", flush=True)
    if not python().is_file() or not _made_from().startswith(version):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    install = ["install", "--quiet", "--require-hashes", "--disable-pip-version-check"]
    run([str(python()), "-m", "pip", *install, "-r", str(LOCK)])
    STAMP.write_text(stamp, encoding="utf-8")


def _made_from() -> str:
    return STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""


def need_packages(packages: tuple[str, ...]) -> None:
    """Install the missing ones on Debian as root; elsewhere raise a sentence that names them.

    Other systems bring Qt's libraries themselves; nothing is looked for there.
    """
    missing = missing_packages(packages)
    if not missing:
        return
    if os.geteuid() != 0:
        raise NotReadyError(f"Install these first: sudo apt-get install {' '.join(missing)}")
    print(f"Installing {' '.join(missing)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-qq", "update"], env=quiet)
    command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *missing]
    run(command, env=quiet, quiet=True)


def missing_packages(packages: tuple[str, ...]) -> list[str]:
    """Which of these Debian packages are not installed; none on other systems."""
    query = shutil.which("dpkg-query")
    if query is None:
        return []
    form = "${Package} ${db:Status-Status}\n"
    result = subprocess.run(
        [query, "--show", "--showformat", form, *packages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    there = {line.split()[0] for line in result.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in packages if name not in there]


def run(command: list[str], *, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a program and raise its failure as a sentence with its last words."""
    result = subprocess.run(
        command, env=env, cwd=ROOT, text=True, check=False,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
    )  # fmt: skip
    if result.returncode:
        said = "\n".join((result.stdout or "").splitlines()[-15:])
        raise NotReadyError(f"{' '.join(command[:4])} … failed ({result.returncode}).\n{said}")
