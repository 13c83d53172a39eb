# SPDX-License-Identifier: Apache-2.0
"""Child processes: a piece of work with a time limit, killed with everything it has started."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ARGUMENT: Final = "documents-child"
"""The first argument with which the frozen program is asked to be a child; `__main__` hands the rest to `serve`."""

_WORK: Final = {"template": "desktop.documents.template.work"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child process ended."""

    code: int
    out: bytes
    err: bytes


class TimedOut(Exception):
    """The child needed more time than it was given; it and its own children have been ended."""


class NotStarted(Exception):
    """The program could not be started at all."""


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    given: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ended:
    """Run a program to its end, at most `seconds` long. Raises TimedOut or NotStarted."""
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=None if env is None else {**os.environ, **env},
            **_own_group(),
        )
    except OSError as error:
        raise NotStarted(str(error)) from error
    with process:
        try:
            out, err = process.communicate(given, timeout=seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise TimedOut from error
            raise
    return Ended(process.returncode, out, err)


def run_own(name: str, *, seconds: float, given: bytes) -> Ended:
    """Run one of our own pieces of work (see `serve`) in a fresh interpreter."""
    if getattr(sys, "frozen", False):
        return run([sys.executable, ARGUMENT, name], seconds=seconds, given=given)
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    command = [sys.executable, "-m", "desktop.documents", name]
    return run(command, seconds=seconds, given=given, env={"PYTHONPATH": paths})


def serve(arguments: Sequence[str]) -> int:
    """Be the child: do the named work on what standard input holds, write the answer to standard output."""
    if len(arguments) != 1 or arguments[0] not in _WORK:
        return 2
    work: Callable[[bytes], bytes] = importlib.import_module(_WORK[arguments[0]]).work
    answer = work(sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _own_group() -> dict[str, Any]:
    # A window program has no console: without CREATE_NO_WINDOW each child would flash one.
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children: soffice and Word are started by launchers that would leave them behind."""
    if sys.platform == "win32":
        killer = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(killer, capture_output=True, check=False, **_own_group())
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()
