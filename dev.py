#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything a developer runs. `python3 dev.py` alone lists the commands.

It makes .venv from the lock when it is missing or stale, and needs nothing but Python for that.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from devtools import checks, machine, screen

USAGE = """python3 dev.py COMMAND [arguments]

  run     start the program with the demo shop; without a display, on a virtual one, with a picture
  test    lint, types, import contracts and all tests; with arguments: pytest with these
  tour    play the main job through the real window: --out DIR, --x for a real X server
  shots   picture every screen and state, both themes, both languages: --out DIR
  bench   measure each goal against the limit: --json FILE
  soak    kill the program at random moments, see that nothing is lost: --minutes N or --rounds N, --seed N, --hub
  i18n    write i18n/counterfoil.pot and list what is untranslated: --check fails if anything is
  requirements  write docs/requirements.md from the tests; with an id, list its tests
  fix     format the code and repair what ruff can repair
  lock    pin requirements.in and requirements-dev.in anew
"""


def run(arguments: list[str]) -> int:
    """Start the program, on a virtual screen where there is none."""
    command = [str(machine.python()), "-m", "desktop", *(arguments or ["--demo"])]
    if screen.has_display():
        return subprocess.call(command, cwd=machine.ROOT)
    machine.need_packages((*machine.QT_LIBRARIES, *machine.SCREEN))
    picture = checks.out_folder() / "run.png"
    with screen.virtual_screen() as env:
        program = subprocess.Popen(command, cwd=machine.ROOT, env=env)
        appeared = _wait_for_window(env, program)
        taken = appeared and _take_picture(env, picture)
        code = screen.end(program) if program.poll() is None else program.returncode
    if not taken:
        print(f"The program's window did not appear (exit code {code}).")
        return 1
    print(f"No display here, so the program ran on a virtual one. Its picture: {picture}")
    print(
        "To work with it, run this on a desktop, or set DISPLAY (ssh -X, or a VNC server with X)."
    )
    print(f"A desktop needs Python and, on Debian: {' '.join(machine.QT_LIBRARIES)}")
    return 0


def _wait_for_window(env: dict[str, str], program: subprocess.Popen[bytes]) -> bool:
    search = ["xdotool", "search", "--onlyvisible", "--name", "Counterfoil"]
    deadline = time.monotonic() + 60
    while program.poll() is None and time.monotonic() < deadline:
        if subprocess.run(search, env=env, capture_output=True, check=False).returncode == 0:
            time.sleep(4)  # the demo shop fills the board behind the first paint
            return True
        time.sleep(0.2)
    return False


def _take_picture(env: dict[str, str], path: Path) -> bool:
    return (
        subprocess.call([str(machine.python()), "-m", "devtools.picture", str(path)], env=env) == 0
    )


def test(arguments: list[str]) -> int:
    """Run the checks and the tests."""
    if not arguments:
        try:
            machine.need_packages(machine.EVERYTHING)
        except machine.NotReadyError as error:
            print(f"{error}\nThe tests that need them are skipped.")
            if os.environ.get("CI"):
                return 1
    return checks.run_all(arguments)


def fix(_arguments: list[str]) -> int:
    """Format and repair."""
    ruff = [str(machine.python()), "-m", "ruff"]
    fixed = subprocess.call([*ruff, "check", "--fix", "."], cwd=machine.ROOT)
    return subprocess.call([*ruff, "format", "."], cwd=machine.ROOT) or fixed


def lock(_arguments: list[str]) -> int:
    """Pin what requirements*.in name, with hashes, for every platform and Python at once."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    options += ["--no-header", "--no-emit-index-url", "--quiet"]
    uv = [str(machine.python()), "-m", "uv", "pip", "compile", *options]
    for name in ("requirements", "requirements-dev"):
        made = subprocess.call([*uv, "-o", f"{name}.lock", f"{name}.in"], cwd=machine.ROOT)
        if made:
            return made
    return 0


def module(name: str, *, packages: tuple[str, ...] = ()) -> Callable[[list[str]], int]:
    """A command that is a module of its own."""

    def command(arguments: list[str]) -> int:
        machine.need_packages(packages)
        return subprocess.call([str(machine.python()), "-m", name, *arguments], cwd=machine.ROOT)

    return command


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "tour": module("devtools.tour", packages=machine.EVERYTHING),
    "shots": module("devtools.shots", packages=machine.QT_LIBRARIES),
    "bench": module("bench", packages=machine.QT_LIBRARIES),
    "soak": module("devtools.soak", packages=machine.EVERYTHING),
    "i18n": module("devtools.texts"),
    "requirements": module("devtools.requirements"),
    "fix": fix,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Find the command, make the environment, run it."""
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE)
        return 0 if not arguments or arguments[0] in {"-h", "--help", "help"} else 2
    try:
        machine.make_environment()
        return COMMANDS[arguments[0]](arguments[1:])
    except machine.NotReadyError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
