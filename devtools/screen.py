# SPDX-License-Identifier: Apache-2.0
"""A display for programs on a machine without one: Xvfb with a window manager."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from devtools.machine import NotReadyError


def has_display() -> bool:
    """Whether a window would be seen by somebody here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def virtual_screen(
    *, width: int = 1440, height: int = 900, manager: bool = True
) -> Iterator[dict[str, str]]:
    """The environment for a program that shall live on a screen of its own, until the block ends.

    The server picks a free number itself (-displayfd), so that several may run side by side.
    """
    if shutil.which("Xvfb") is None:
        raise NotReadyError("Xvfb is missing: install xvfb and openbox.")
    server, number = _start_server(f"{width}x{height}x24")
    env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    env.pop("WAYLAND_DISPLAY", None)
    started = [server]
    try:
        if manager and shutil.which("openbox"):
            started.append(
                subprocess.Popen(
                    ["openbox", "--sm-disable"], env=env, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
        yield env
    finally:
        for process in reversed(started):
            end(process)


def end(process: subprocess.Popen[bytes], *, patience: float = 5) -> int:
    """End a program politely, then firmly; returns its exit code."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _start_server(geometry: str) -> tuple[subprocess.Popen[bytes], str]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", geometry]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"], pass_fds=[writer],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    if not number:
        end(server)
        raise NotReadyError("Xvfb did not start. Try it by hand: Xvfb -displayfd 1")
    return server, number
