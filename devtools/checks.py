# SPDX-License-Identifier: Apache-2.0
"""The test command: lint, types, contracts, and the tests of the layers below Qt, on X, and in the window.

A test that fails in a crowd is run once more alone. If it passes then, it is named as unsteady and does not fail
the run: processes on few shared cores are late at times, and one late moment shall not hide all other results.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Final

from devtools import failed_tests, machine, screen

_COUNT: Final = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
_SUMMARY: Final = re.compile(r"^=* ?.*\b(?:passed|failed|errors?|no tests ran)\b.* in [\d.]+s")

WITHOUT_QT: Final = (
    *(
        "values",
        "domain",
        "storage",
        "commands",
        "queries",
        "flows",
        "documents",
        "channels",
        "sync",
    ),
    *("test_clock.py", "test_errors.py", "test_i18n.py", "test_log.py", "test_paths.py"),
    *("test_secrets.py", "test_settings.py"),
)
WITH_QT: Final = (
    *("documents/test_ticket_paint*.py", "flows/test_print_ticket.py"),
    *("sync/test_first_join.py", "sync/test_hub_page.py", "sync/test_live_*.py"),
    "sync/test_sync_loop.py",
)
"""Among the tests of the lower layers, those that need Qt: paper, which it paints, and windows at a hub."""

_NOTHING_COLLECTED: Final = 5
_MOST_AGAIN: Final = 12
"""More failures than these are no bad moment."""
_LONGEST_S: Final = 40 * 60
_WORKERS: Final = min(os.cpu_count() or 2, 7) + 1


@dataclass(slots=True)
class Step:
    """One check: what it is called, what it runs, and how it ended.

    `again` is the command that runs single tests alone, without their ids.
    """

    name: str
    command: list[str]
    env: dict[str, str] | None = None
    may_be_empty: bool = False
    on_screen: bool = False
    again: list[str] = field(default_factory=list)
    code: int = -1
    seconds: float = 0.0
    closing: str = ""
    unsteady: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong that would be wrong again."""
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
    pytest += ["-p", "devtools.failed_tests"]
    # One more than there are cores: many tests wait, for a window, a server, an office program.
    side = ["-n", str(_WORKERS), "--dist", "worksteal"]
    hidden = ["-p", "no:pytest-qt", "-p", "devtools.no_qt"]
    hidden += ["-W", "ignore::pytest.PytestConfigWarning"]
    without = [*hidden, *(f"--ignore-glob=*/{name}" for name in WITH_QT)]
    lower, upper = _lower(), _upper()
    steps = [
        Step("ruff check", [python, "-m", "ruff", "check", "--quiet", "."]),
        Step("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        Step("mypy --strict", [python, "-m", "mypy", "--strict", "desktop", "dev.py", "devtools"]),
        Step("import contracts", [_script("lint-imports"), "--no-cache"]),
        Step("tests without Qt", [*pytest, *side, *without, *lower], again=[*pytest, *without]),
    ]
    if shutil.which("Xvfb"):
        x11 = [*pytest, "-m", "x11"]
        x = Step("tests on X", [*x11, "tests"], may_be_empty=True, on_screen=True, again=x11)
        steps.append(x)
    if shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon"):
        inside = [*pytest, "-m", "keyring", "tests"]
        command = ["dbus-run-session", "--", "sh", "-c", _UNLOCKED, "sh", *inside]
        steps.append(Step("tests of the password store", command, may_be_empty=True))
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    steps.append(Step("tests", [*pytest, *side, *upper], env=offscreen, again=pytest))
    return steps


def _lower() -> list[str]:
    there = (machine.ROOT / "tests" / name for name in WITHOUT_QT)
    return [str(path.relative_to(machine.ROOT)) for path in there if path.exists()]


def _upper() -> list[str]:
    """Everything else, and of the lower layers what needs Qt."""
    tests = machine.ROOT / "tests"
    folders = (path.parent for path in tests.glob("*/**/test_*.py"))
    tops = {path.relative_to(tests).parts[0] for path in folders}
    names = {path.name for path in tests.glob("test_*.py")} | tops
    paths = [tests / name for name in names - set(WITHOUT_QT)]
    paths += [path for pattern in WITH_QT for path in tests.glob(pattern)]
    return sorted(str(path.relative_to(machine.ROOT)) for path in paths)


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
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "failed"
        step.code, step.closing = _call(step, step.command, noted)
        failed = failed_tests.read(noted)
        if not step.passed and step.again and 0 < len(failed) <= _MOST_AGAIN:
            print(f"\n--- {step.name}: once more, alone: {len(failed)}", flush=True)
            code, _closing = _call(step, [*step.again, *failed], noted)
            if code == 0:
                step.code, step.unsteady = 0, failed
    step.seconds = time.monotonic() - begun


def _call(step: Step, command: list[str], noted: Path) -> tuple[int, str]:
    closing = ""
    with (
        screen.virtual_screen() if step.on_screen else nullcontext(step.env or os.environ) as env,
        subprocess.Popen(
            command,
            cwd=machine.ROOT,
            env={**env, failed_tests.VARIABLE: str(noted)},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        watch = Timer(_LONGEST_S, _end, [process])
        watch.start()
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if _SUMMARY.match(line):
                closing = line.strip(" =\n")
        watch.cancel()
    return process.returncode, closing


def _end(process: subprocess.Popen[str]) -> None:
    """End a step that hangs; before that, each of its Pythons prints where it stands."""
    print(f"\nThis step did not end within {_LONGEST_S // 60} minutes.", flush=True)
    for sign in ("SIGABRT", "SIGKILL"):
        with suppress(ProcessLookupError, AttributeError):
            os.killpg(process.pid, getattr(signal, sign))
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
    process.kill()


def _report(steps: list[Step], seed: int) -> int:
    print("\n--- summary")
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for step in steps:
        mark = "ok    " if step.passed else "FAILED"
        print(f"{mark} {step.name:30} {step.seconds:6.1f} s  {step.closing}")
        for test in step.unsteady:
            print(f"       unsteady, passed alone: {test}")
        for number, word in _COUNT.findall(step.closing):
            is_bad = word.startswith(("fail", "error")) and not step.unsteady
            counts["failed" if is_bad else "passed" if word != "skipped" else word] += int(number)
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
