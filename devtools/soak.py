# SPDX-License-Identifier: Apache-2.0
"""The long runs: python -m devtools.soak [--rounds N | --minutes N] [--seed N] [--out DIR].

Kills the program at random moments of its main steps and starts it again, until the rounds or the minutes are over or
a promise is broken. Prints the seed, by which a run is played again.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from devtools.kill_rounds import KINDS, BrokenPromise, KillRun
from tests.smtp_server import PostOffice


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(2**32)
    out = asked.out or Path(tempfile.mkdtemp(prefix="counterfoil-soak-"))
    print(f"Seed {seed}, in {out}", flush=True)
    began, played = time.monotonic(), 0
    with PostOffice(out / "post", security="none") as post:
        run = KillRun(out, post, seed)
        try:
            while not _is_over(asked, played, began):
                this = run.play(run.random.choice(KINDS))
                played += 1
                told = ", ".join(
                    dict.fromkeys(key for one in this.said for key in one if key != "at")
                )
                print(
                    f"{played:4} {this.kind:9} killed after {this.delay:5.2f} s  {told}", flush=True
                )
            run.finish()
        except BrokenPromise as broken:
            print(f"\n{broken}\nThe shop is left in {out}. Seed {seed}.")
            return 1
    seconds = time.monotonic() - began
    print(
        f"{played} kills in {seconds:.0f} s, seed {seed}: {len(run.saved)} orders and {len(run.deals)} deals told as "
        f"saved are all there, {len(post.letters)} letters arrived, none twice."
    )
    if asked.out is None:
        shutil.rmtree(out, ignore_errors=True)
    return 0


def _is_over(asked: argparse.Namespace, played: int, began: float) -> bool:
    if asked.minutes is not None:
        return time.monotonic() - began >= float(asked.minutes) * 60
    return played >= int(asked.rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description=(__doc__ or "").splitlines()[0])
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--rounds", type=int, default=200)
    length.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, help="play a run again")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the shop lies; kept then")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
