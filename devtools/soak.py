# SPDX-License-Identifier: Apache-2.0
"""The long runs: python -m devtools.soak [--hub] [--rounds N | --minutes N] [--seed N] [--out DIR].

Kills the program at random moments of its main steps and starts it again, until the rounds or the minutes are over or
a promise is broken. With --hub it is desks that meet at a hub, and the hub's server, in place of the program. Prints
the seed, by which a run is played again.
"""

import argparse
import logging
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from devtools import soak_hub
from devtools.kill_plan import KINDS
from devtools.kill_program import BrokenPromise
from devtools.kill_rounds import KillRun
from tests.smtp_server import PostOffice


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(2**32)
    out = asked.out or Path(tempfile.mkdtemp(prefix="counterfoil-soak-"))
    # The mail server tells of every connection that is cut.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    print(f"Seed {seed}, in {out}", flush=True)
    if asked.hub:
        return 0 if soak_hub.run(seed, rounds=asked.rounds, minutes=asked.minutes) else 1
    if not _kill_the_program(out, seed, asked):
        return 1
    if asked.out is None:
        shutil.rmtree(out, ignore_errors=True)
    return 0


def _kill_the_program(out: Path, seed: int, asked: argparse.Namespace) -> bool:
    with PostOffice(out / "post", security="none") as post:
        run = KillRun(out, post, seed)
        try:
            _play(asked, run)
        except BrokenPromise as broken:
            print(f"\n{broken}\nThe shop is left in {out}. Seed {seed}.")
            return False
    return True


def _play(asked: argparse.Namespace, run: KillRun) -> None:
    began = time.monotonic()
    while not _is_over(asked, len(run.rounds), began):
        this = run.play(run.random.choice(KINDS))
        words = ", ".join(this.words())
        print(f"{len(run.rounds):4} {this.kind:9} line {this.line:2}  {words}", flush=True)
    run.finish()
    print(f"{len(run.rounds)} kills in {time.monotonic() - began:.0f} s, seed {run.seed}.")
    for promise, times in sorted(run.asked.items()):
        print(f"{times:7} times: {promise}")


def _is_over(asked: argparse.Namespace, played: int, began: float) -> bool:
    if asked.minutes is not None:
        return time.monotonic() - began >= float(asked.minutes) * 60
    return played >= int(asked.rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hub", action="store_true", help="desks at a hub in place of the program")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--rounds", type=int, default=200)
    length.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, help="play a run again")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the shop lies; kept then")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
