# SPDX-License-Identifier: Apache-2.0
"""The program of one round from outside: started, listened to, killed."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from desktop import paths
from devtools.kill_plan import Plan
from devtools.machine import ROOT

PATIENCE_S: Final = 150
"""Longer than the player's own patience, which can say what it waits for."""

Line = dict[str, Any]


class ProgramFailed(AssertionError):
    """The program ended by itself or came to a stop; the text is what it said of that."""


class BrokenPromise(AssertionError):
    """Something was lost or doubled; the text says what, in which round, with which seed."""


@dataclass
class Round:
    """One kill: after which line, how many seconds later, and what the program had told until then."""

    kind: str
    line: int = 0
    later: float = 0.0
    said: list[Line] = field(default_factory=list)

    def words(self) -> list[str]:
        """What it told, each word once."""
        return list(dict.fromkeys(word for line in self.said for word in line if word != "beat"))


class Program:
    """A player in a process of its own, used in a `with` statement. What it tells is put into `said`.

    Lines that only tell how far the writing has come are not counted by `read_until`.
    """

    def __init__(self, plan: Plan, folder: Path, said: list[Line]) -> None:
        self._said = said
        folder.mkdir(parents=True, exist_ok=True)
        self._errors = folder / "stderr.txt"
        env = {
            **os.environ,
            paths.HOME_VARIABLE: str(folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "devtools.kill_player", plan.text()],
                cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
            )  # fmt: skip
        self._lines: queue.Queue[Line | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def read_until(self, is_so: Callable[[list[Line]], bool]) -> None:
        """Take in what it tells until that is so; ProgramFailed where it does not come to it."""
        end = time.monotonic() + PATIENCE_S
        while not is_so([line for line in self._said if "written" not in line]):
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise ProgramFailed(f"It came to a stop after {self._said[-3:]}.") from None
            if line is None or "broke" in line:
                raise ProgramFailed(f"It ended by itself. {line}\n{self._last_errors()}")
            self._said.append(line)

    def kill_after(self, this: Round) -> None:
        """Let it work until the moment of this round, and kill it."""
        self.read_until(lambda said: len(said) > this.line)
        time.sleep(this.later)
        self.kill()

    def read_to_end(self) -> None:
        """Let it come to its own end."""
        self.read_until(lambda said: any("ended" in line for line in said))
        self._wait()

    def kill(self) -> None:
        """Kill -9, at this moment; then take in what it had told before."""
        if self._process.poll() is not None:
            raise ProgramFailed(f"It ended before it was killed.\n{self._last_errors()}")
        self._process.kill()
        self._process.wait()
        while (line := self._lines.get()) is not None:
            if "broke" in line:
                raise ProgramFailed(f"It broke. {line}\n{self._last_errors()}")
            self._said.append(line)

    def _wait(self) -> None:
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise ProgramFailed("It did not end.") from None

    def _read(self) -> None:
        for line in self._process.stdout or ():
            if line.endswith("\n"):  # else the kill cut it
                self._lines.put(json.loads(line))
        self._lines.put(None)

    def _last_errors(self) -> str:
        return self._errors.read_text(encoding="utf-8", errors="replace")[-3000:]
