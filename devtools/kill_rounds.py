# SPDX-License-Identifier: Apache-2.0
"""Kills the program at random moments of its main steps; each time nothing may be lost and nothing doubled."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop import paths
from desktop.clock import SystemClock
from desktop.settings import FILE_NAME, PDF_MAKER, Settings
from devtools import kill_checks
from devtools.kill_beginnings import Beginnings
from devtools.kill_checks import Told
from devtools.kill_found import Found
from devtools.kill_plan import CLIENTS_IN_LIST, QUIET, RESTORE, SETUP, STEPS, Plan
from devtools.kill_program import BrokenPromise, Program, ProgramFailed, Round
from tests.flows.contracts import mail_through, paper_shop, the_deal
from tests.smtp_server import Mood, PostOffice

LINES: Final = {
    "order": (0, 28), "letters": (0, 18), "contract": (0, 24), "comment": (0, 17), "import": (0, 14),
    "backup": (2, 12), "deal": (0, 9), SETUP: (2, 4), RESTORE: (3, 5),
}  # fmt: skip
"""After which of its lines a player is killed: the first and the last that matter, about as many as a step writes."""

LATER_S: Final = {**dict.fromkeys(STEPS, 0.35), SETUP: 1.0, RESTORE: 0.5}
"""So many seconds after that line at the most; there are no lines while a shop is made or put back."""

_MOODS: Final = ((Mood.SLOW, 0.15), (Mood.PONDER, 0.6))
"""How the mail server lets the kill come while it talks, and while it has the letter and has not said so."""

_SERIALS: Final = 100


class KillRun:
    """A shop that goes through many kills, one after the other, with one mail server."""

    def __init__(self, folder: Path, post: PostOffice, seed: int) -> None:
        self.folder, self.post, self.seed = folder, post, seed
        self.random = random.Random(seed)
        self.told = Told()
        self.rounds: list[Round] = []
        self._make_shop()
        self._beginnings = Beginnings(folder, self.told)
        self._found = Found.look(self.shop, folder / "copy")

    @property
    def asked(self) -> Counter[str]:
        """How often each promise could be checked."""
        return self.told.asked

    def play(self, kind: str, share: float | None = None) -> Round:
        """One round: start, let it work, kill it, look. BrokenPromise where something is not right.

        `share` is how far the step shall have come, from 0 to 1; by default the dice say it.
        """
        self.post.mood, self.post.delay = self.random.choice(_MOODS)
        share = self.random.random() if share is None else share
        first, last = LINES[kind]
        line, later = first + round(share * (last - first)), self.random.uniform(0, LATER_S[kind])
        this = Round(kind, line, later)
        self.rounds.append(this)
        try:
            if kind in {SETUP, RESTORE}:
                self._demand(this, self._beginnings.play(this, len(self.rounds)))
            else:
                with self._started(this) as program:
                    program.kill_after(this)
                self._look(this)
        except ProgramFailed as failure:
            self._demand(this, [str(failure)])
        return this

    def finish(self) -> None:
        """Start once more and let everything leave that waits: each letter has arrived once, or is asked about."""
        self.post.mood = Mood.ACCEPT
        this = Round(QUIET)
        try:
            with self._started(this, ends=True) as program:
                program.read_to_end()
        except ProgramFailed as failure:
            self._demand(this, [str(failure)])
        self._look(this)
        states = Counter(one.state for one in self._found.letters)
        self._demand(
            this, [] if states.keys() <= {"sent", "unsure"} else [f"letters are left: {states}"]
        )

    def _started(self, this: Round, *, ends: bool = False) -> Program:
        found = self._found
        plan = Plan(
            shop=str(self.shop),
            kind=this.kind,
            serial=len(self.rounds) * _SERIALS,
            clients=str(self._list()),
            letters_of=self._deal,
            unsure=tuple(one.id for one in found.letters if one.is_unsure),
            wizard=found.title_of_left("contract"),
            card=found.title_of_left("composer"),
            ends=ends,
        )
        return Program(plan, self.folder, this.said)

    def _look(self, this: Round) -> None:
        """What was there before the round has to be offered, and what was told has to be there."""
        before, self._found = self._found, Found.look(self.shop, self.folder / "copy")
        self.told.lines += (line for line in this.said if "written" not in line)
        found, told = self._found, self.told
        broken = [sentence for check in kill_checks.CHECKS for sentence in check(told, found)]
        broken += kill_checks.kept(told, this.said, found)
        broken += kill_checks.offered(told, this.said, before)
        broken += kill_checks.asked_about(this.said, before)
        broken += kill_checks.arrived(told, found, self.post)
        broken += kill_checks.backed_up(told, self.shop)
        self._demand(this, broken)

    def _demand(self, this: Round, broken: list[str]) -> None:
        if not broken:
            return
        tail = [json.dumps(line, ensure_ascii=False) for line in this.said[-8:]]
        when = f"{this.kind}, killed {this.later:.2f} s after line {this.line}"
        raise BrokenPromise(
            "\n".join((f"Round {len(self.rounds)} ({when}), seed {self.seed}:", *broken, *tail))
        )

    # What is there before the first round

    def _make_shop(self) -> None:
        opened = paper_shop(self.folder, clock=SystemClock())
        self.shop = opened.folder
        mail_through(opened, self.post)
        opened.an_open_shift()
        self._deal = str(the_deal(opened))
        opened.close()
        home = paths.folders(env={paths.HOME_VARIABLE: str(self.folder / "home")})
        Settings(home.config / FILE_NAME).set(PDF_MAKER, "built_in")

    def _list(self) -> Path:
        """The clients of the next import: the same list until one import has come to its end."""
        whole = {line["whole"] for line in self.told.all("whole")}
        path = self.folder / f"list{len(whole)}.csv"
        if not path.exists():
            first = len(whole) * CLIENTS_IN_LIST
            rows = "\n".join(_clients(path.stem, first))
            path.write_text(f"Name,Phone,E-mail\n{rows}\n", encoding="utf-8")
        return path


def _clients(stem: str, first: int) -> Iterator[str]:
    for n in range(first, first + CLIENTS_IN_LIST):
        yield f"Client {n},077{n:08},c{n}@{stem}.example"
