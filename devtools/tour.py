# SPDX-License-Identifier: Apache-2.0
"""Plays the main job through the real window by keys: python -m devtools.tour --out DIR [--x].

An empty folder becomes a shop, an order is taken, made ready and handed over, a firm's deal goes from the board
through contract, letter and payment to won. Leaves pictures, ticket, papers, the letter and report.json in DIR,
and ends with 1 if anything inside them is not right.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools import screen

_OURS = ("shop", "home", "post")


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    out: Path = asked.out.absolute()
    if asked.x and not os.environ.get("COUNTERFOIL_TOUR_ON_X"):
        command = [sys.executable, "-m", "devtools.tour", "--out", str(out), "--x"]
        with screen.virtual_screen() as env:
            return subprocess.call(command, env={**env, "COUNTERFOIL_TOUR_ON_X": "1"})
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not _emptied(out):
        print(f"{out} holds something else than an earlier tour. Name another folder.")
        return 2
    return _play(out, on_x=asked.x)


def _play(out: Path, *, on_x: bool) -> int:
    # Qt wants its platform chosen before it is loaded.
    from devtools import tour_desk, tour_story

    with tour_desk.started(out, on_x=on_x) as tour:
        report = tour.report
        try:
            tour.begin()
            for name, step in tour_story.STEPS:
                tour.hands.keys, keys = 0, [0]
                with report.step(name, keys):
                    step(tour)
                    keys[0] = tour.hands.keys
        except Exception:  # noqa: BLE001 - the report says where and what; the folder is kept to look at
            print(report.failure)
    path = report.write()
    wrong = [one["check"] for one in report.checks if not one["ok"]]
    print(f"{len(report.steps)} steps, {len(report.checks)} checks, {len(wrong)} wrong. {path}")
    return 0 if report.ok else 1


def _emptied(out: Path) -> bool:
    """Make the folder, or clear an earlier tour out of it; False where it holds anything else."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()) and not (out / "report.json").exists():
        return False
    for name in _OURS:
        shutil.rmtree(out / name, ignore_errors=True)
    for one in out.iterdir():
        if one.suffix in {".png", ".pdf", ".docx", ".eml", ".json"}:
            one.unlink()
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tour", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/tour"), metavar="DIR")
    parser.add_argument("--x", action="store_true", help="on a real X server, with its keys")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
