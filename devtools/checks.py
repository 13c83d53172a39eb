# SPDX-License-Identifier: Apache-2.0
"""The test command: lint, types, contracts, and the tests with and without Qt, on X and off it."""

import os
import random
import re
import shutil
import subprocess
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devtools import machine, screen

_COUNT: Final = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
_SUMMARY: Final = re.compile(r"^=* ?.*\b(?:passed|failed|errors?|no tests ran)\b.* in [\d.]+s")

WITHOUT_QT: Final = (
    *("values", "domain", "storage", "commands", "queries", "flows", "documents", "channels"),
    *("test_clock.py", "test_errors.py", "test_i18n.py", "test_log.py", "test_paths.py"),
    *("test_secrets.py", "test_settings.py"),
)
_NOTHING_COLLECTED: Final = 5


@dataclass(slots=True)
class Step:
    """One check: what it is called, what it runs, and how it ended."""

    name: str
    command: list[str]
    env: dict[str, str] | None = None
    may_be_empty: bool = False
    on_screen: bool = False
    code: int = -1
    seconds: float = 0.0
    closing: str = ""

    @property
    def passed(self) -> bool:
        return self.code == 0 or (self.may_be_empty and self.code == _NOTHING_COLLECTED)


def run_all(arguments: list[str]) -> int:
    """Run every check, also after a failure, and print what came of each; non-zero if one failed.

    With arguments only pytest runs, with exactly these.
    """
    python = str(machine.python())
    if arguments:
        return subprocess.call([python, "-m", "pytest", *arguments], cwd=machine.ROOT)
    seed = random.SystemRandom().randrange(2**32)
    steps = _steps(python, seed)
    for step in steps:
        _run(step)
    return _report(steps, seed)


def _steps(python: str, seed: int) -> list[Step]:
    pytest = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}"]
    tests = [f"tests/{name}" for name in WITHOUT_QT]
    tests = [name for name in tests if (machine.ROOT / name).exists()]
    # The painter of tickets is the one module of these layers that may use QtGui.
    painter = ["--ignore-glob=*/documents/test_ticket_paint*"]
    hidden = ["-p", "no:pytest-qt", "-p", "devtools.no_qt", *painter]
    hidden += ["-W", "ignore::pytest.PytestConfigWarning"]
    # They run again with Qt: here it only counts that they run at all.
    once = {**os.environ, "HYPOTHESIS_PROFILE": "quick"}
    steps = [
        Step("ruff check", [python, "-m", "ruff", "check", "--quiet", "."]),
        Step("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        Step("mypy --strict", [python, "-m", "mypy", "--strict", "desktop", "dev.py", "devtools"]),
        Step("import contracts", [_script("lint-imports"), "--no-cache"]),
        Step("tests without Qt", [*pytest, "-n", "2", *hidden, *tests], env=once),
    ]
    if shutil.which("Xvfb"):
        x11 = [*pytest, "-m", "x11", "tests"]
        steps.append(Step("tests on X", x11, may_be_empty=True, on_screen=True))
    if shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon"):
        inside = [*pytest, "-m", "keyring", "tests"]
        command = ["dbus-run-session", "--", "sh", "-c", _UNLOCKED, "sh", *inside]
        steps.append(Step("tests of the password store", command, may_be_empty=True))
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    steps.append(Step("tests", [*pytest, "-n", "2", "tests"], env=offscreen))
    return steps


# The daemon takes the password of its collection from standard input and stays in the background.
_UNLOCKED: Final = (
    'HOME="$(mktemp -d)"; export HOME; '
    "printf counterfoil | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
    'exec "$@"'
)


def _script(name: str) -> str:
    suffix = ".exe" if os.name == "nt" else ""
    return str(machine.python().with_name(name + suffix))


def _run(step: Step) -> None:
    print(f"\n--- {step.name}", flush=True)
    begun = time.monotonic()
    with (
        screen.virtual_screen() if step.on_screen else nullcontext(step.env) as env,
        subprocess.Popen(
            step.command,
            cwd=machine.ROOT,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if _SUMMARY.match(line):
                step.closing = line.strip(" =\n")
    step.code = process.returncode
    step.seconds = time.monotonic() - begun


def _report(steps: list[Step], seed: int) -> int:
    print("\n--- summary")
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for step in steps:
        mark = "ok    " if step.passed else "FAILED"
        print(f"{mark} {step.name:30} {step.seconds:6.1f} s  {step.closing}")
        for number, word in _COUNT.findall(step.closing):
            counts["failed" if word.startswith("error") else word] += int(number)
    missing = machine.missing_packages(machine.EVERYTHING)
    if missing:
        print(f"Not installed, so some tests were skipped: {' '.join(missing)}")
    print(f"Hypothesis seed: {seed}")
    failed = [step.name for step in steps if not step.passed]
    print(f"Failed: {', '.join(failed)}" if failed else "Everything passed.")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if failed else 0


def out_folder() -> Path:
    """Where pictures and reports go when nobody says otherwise; not kept in the repository."""
    return machine.ROOT / "out"
