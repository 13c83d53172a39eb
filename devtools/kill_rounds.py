# SPDX-License-Identifier: Apache-2.0
"""Kills the program at random moments of its main steps; each time nothing may be lost and nothing doubled."""

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from desktop import paths
from desktop.clock import SystemClock
from desktop.commands import messages
from desktop.domain.deal import Deal
from desktop.domain.message import Message
from desktop.domain.people import Contact
from desktop.flows.check_shop import check_shop
from desktop.flows.restore import available
from desktop.settings import PDF_MAKER, Settings
from desktop.storage.backup import quick_check
from desktop.storage.database import Database
from desktop.storage.tables import draft as draft_table
from desktop.storage.unit_of_work import Actor
from devtools.machine import ROOT
from tests.flows.contracts import mail_through, paper_shop, the_deal
from tests.shop import OpenShop
from tests.smtp_server import Mood, PostOffice

KINDS: Final = ("order", "letters", "contract", "comment", "import", "backup", "deal")
LOST_S: Final = 2.0
"""What may be lost of a draft: what was typed in the last two seconds before the kill."""

_BUSY_S: Final = 1.0  # two cores that others use as well: the timers of the program may be late
_LONGEST_S: Final = {
    "order": 8.0, "letters": 4.0, "contract": 12.0, "comment": 9.0, "import": 4.0, "backup": 2.0, "deal": 6.0,
}  # fmt: skip
_START_S: Final = 90


class BrokenPromise(AssertionError):
    """Something was lost or doubled; the text says what, in which round, with which seed."""


@dataclass
class Round:
    """One kill: what the program had told until then."""

    kind: str
    delay: float
    said: list[dict[str, Any]] = field(default_factory=list)
    killed_at: float = 0.0

    def last(self, key: str) -> dict[str, Any]:
        """The last line that says this."""
        return next((one for one in reversed(self.said) if key in one), {})


class KillRun:
    """A shop that goes through many kills, one after the other, with one mail server."""

    def __init__(self, folder: Path, post: PostOffice, seed: int) -> None:
        self.folder, self.post, self.seed = folder, post, seed
        self.random = random.Random(seed)
        self.clock = SystemClock()
        self.saved: set[str] = set()
        self.deals: set[str] = set()
        self.letters: set[str] = set()
        self.rounds: list[Round] = []
        self._before: dict[str, int] = {}
        self._prepare()

    # Playing

    def play(self, kind: str) -> Round:
        """One round: start, let it work, kill it, look. BrokenPromise where something is not right."""
        if kind == "letters":
            self._queue_letters(3)
        this = Round(kind, self.random.uniform(0.0, _LONGEST_S[kind]))
        self.rounds.append(this)
        offered = self._drafts()
        self._run(this, "quiet" if kind == "letters" else kind)
        self._note(this)
        self._check_offered(this, offered)
        self._check_shop(this)
        return this

    def finish(self) -> None:
        """Start once more and let everything leave that waits; then each letter has arrived once, or is asked about."""
        self.post.mood = Mood.ACCEPT
        last = Round("quiet", 0.0)
        process, lines = self._start("quiet", "14000")
        _collect(process, lines, last, until="ended", seconds=_START_S + 30)
        process.wait(30)
        self._check_shop(last)
        states = Counter(state for state, _id in self._letters())
        self._demand(
            last, states.keys() <= {"sent", "unsure", "withdrawn"}, f"letters are left: {states}"
        )

    def _run(self, this: Round, begin: str) -> None:
        process, lines = self._start(begin, "60000")
        try:
            _collect(process, lines, this, until="ready", seconds=_START_S)
            _collect(process, lines, this, until="", seconds=this.delay)
        finally:
            with _no_such_process():
                os.killpg(process.pid, signal.SIGKILL)
            this.killed_at = time.monotonic()
            process.wait()
        _collect(process, lines, this, until="", seconds=0.3)
        # Its own end, by a fault of the program or of the player, is no kill.
        died = process.returncode != -signal.SIGKILL
        self._demand(
            this,
            not died,
            f"the program ended by itself: {this.last('broke')} {_errors(self.folder)}",
        )

    def _start(
        self, begin: str, stay: str
    ) -> tuple[subprocess.Popen[str], queue.Queue[dict[str, Any]]]:
        errors = (self.folder / "stderr.txt").open("w")
        env = {
            **os.environ,
            paths.HOME_VARIABLE: str(self.folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "devtools.kill_player", str(self.shop), begin, str(self.list), stay],
            cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
        )  # fmt: skip
        errors.close()
        lines: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        return process, lines

    # What has to hold

    def _note(self, this: Round) -> None:
        for line in this.said:
            if "saved" in line:
                self.saved.add(line["saved"])
            if "deal" in line:
                self.deals.add(line["deal"])
            if "letter" in line:
                self.letters.add(line["letter"])

    def _check_offered(self, this: Round, drafts: dict[str, str]) -> None:
        """Every order that was on disk as a draft is offered at the next start."""
        orders = sum(name.startswith("order:") for name in drafts)
        offered = this.last("offered").get("offered", 0)
        self._demand(
            this,
            offered == orders,
            f"{orders} orders were left, {offered} are offered: {list(drafts)}",
        )

    def _check_shop(self, this: Round) -> None:
        report = check_shop(self.shop)
        self._demand(this, report.is_sound, f"the shop is not sound: {report.faults[:5]}")
        with _opened(self.shop, self.clock) as database:
            there = set(database.read(lambda r: r.connection.scalars(select(Deal.id)).all()))
            titles = set(database.read(lambda r: r.connection.scalars(select(Deal.title)).all()))
            contacts = database.read(lambda r: len(r.connection.scalars(select(Contact.id)).all()))
        lost = {one for one in self.saved if UUID(one) not in there}
        self._demand(this, not lost, f"orders that were told as saved are gone: {lost}")
        self._demand(this, self.deals <= titles, f"deals are gone: {self.deals - titles}")
        self._demand(this, contacts >= self._before.get("contacts", 0), "clients are gone")
        self._before["contacts"] = contacts
        self._check_drafts(this)
        self._check_letters(this)
        self._check_backups(this)

    def _check_drafts(self, this: Round) -> None:
        """What was typed more than two seconds before the kill is in its draft, or its record is stored."""
        drafts = self._drafts()
        over = {one["saved"] for one in this.said if "saved" in one}
        over |= {one["placing"] for one in this.said if "placing" in one}
        over |= {one["done"] for one in this.said if "done" in one}
        for line in this.said:
            if "draft" not in line or line["draft"] in over:
                continue
            if this.killed_at - line["at"] < LOST_S + _BUSY_S or self._went_on(this, line):
                continue
            held = " ".join(
                body for name, body in drafts.items() if line["draft"].split()[-1] in name
            )
            self._demand(
                this,
                line["holds"] in held,
                f"“{line['holds']}” of {line['draft']} is lost: {held!r}",
            )

    def _went_on(self, this: Round, line: dict[str, Any]) -> bool:
        """Whether the wizard was at its end already: then the requisites are with the client."""
        return line["draft"].startswith("contract") and any(
            "letter" in one and one["at"] > line["at"] for one in this.said
        )

    def _check_letters(self, this: Round) -> None:
        """No letter arrived twice; one that may have left is asked about, and only one that left is called sent."""
        arrived = Counter(str(one.message["Message-ID"]) for one in self.post.letters)
        twice = {key: n for key, n in arrived.items() if n > 1}
        self._demand(this, not twice, f"letters arrived twice: {twice}")
        for state, message_id in self._letters():
            n = arrived[message_id]
            if state == "sent":
                self._demand(this, n == 1, f"a letter called sent did not arrive: {message_id}")
            elif state in {"waiting", "failed", "withdrawn"}:
                self._demand(this, n == 0, f"a letter called {state} arrived: {message_id}")

    def _check_backups(self, this: Round) -> None:
        """A backup that shows up in the list is whole."""
        for one in available(self.shop / "backups"):
            faults = quick_check(one.path)
            self._demand(this, not faults, f"the backup {one.path.name} is damaged: {faults}")

    def _demand(self, this: Round, holds: bool, what: str) -> None:
        if holds:
            return
        tail = [json.dumps(one) for one in this.said[-6:]]
        raise BrokenPromise(
            f"Round {len(self.rounds)} ({this.kind}, killed after {this.delay:.2f} s, seed {self.seed}): "
            f"{what}\n" + "\n".join(tail)
        )

    # The shop from outside

    def _prepare(self) -> None:
        opened = paper_shop(self.folder, clock=self.clock)
        self.shop = opened.folder
        mail_through(opened, self.post)
        opened.an_open_shift()
        self._deal = the_deal(opened)
        opened.close()
        settings = Settings(_settings_file(self.folder / "home"))
        settings.set(PDF_MAKER, "built_in")
        self.list = self.folder / "clients.csv"
        rows = [f"Client {n},07{700900000 + n},c{n}@firm{n}.example" for n in range(1500)]
        self.list.write_text("Name,Phone,E-mail\n" + "\n".join(rows) + "\n", encoding="utf-8")

    def _queue_letters(self, count: int) -> None:
        """Letters whose seconds are over, so that they leave as soon as the program starts."""
        self.post.mood, self.post.delay = Mood.SLOW, 0.15
        earlier = _Earlier(self.clock)
        with _opened(self.shop, earlier) as database:
            for _letter in range(count):
                database.write(
                    Actor(),
                    lambda uow: messages.queue_letter(
                        uow,
                        deal_id=self._deal,
                        recipient="orders@oakandlime.example",
                        subject="Contract and invoice",
                        body="Both are attached.\n" * 200,
                        sender_domain="rooklane.example",
                    ),
                )

    def _letters(self) -> list[tuple[str, str]]:
        with _opened(self.shop, self.clock) as database:
            rows = database.read(
                lambda r: r.connection.execute(select(Message.state, Message.message_id)).all()
            )
        return [(str(state), str(key)) for state, key in rows]

    def _drafts(self) -> dict[str, str]:
        with _opened(self.shop, self.clock) as database:
            rows = database.read(
                lambda r: r.connection.execute(select(draft_table.c.key, draft_table.c.body)).all()
            )
        return {str(key): str(body) for key, body in rows}


class _Earlier:
    """A minute before now."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock, self.zone = clock, clock.zone

    def now(self) -> Any:
        return self._clock.now() - timedelta(minutes=1)

    def monotonic(self) -> float:
        return self._clock.monotonic()


@contextmanager
def _opened(folder: Path, clock: Any) -> Iterator[Database]:
    database = Database(folder, clock)
    database.open()
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _no_such_process() -> Iterator[None]:
    try:
        yield
    except ProcessLookupError:
        return


def _settings_file(home: Path) -> Path:
    before = os.environ.get(paths.HOME_VARIABLE)
    os.environ[paths.HOME_VARIABLE] = str(home)
    try:
        return paths.config_dir() / "settings.json"
    finally:
        if before is None:
            del os.environ[paths.HOME_VARIABLE]
        else:
            os.environ[paths.HOME_VARIABLE] = before


def _read(process: subprocess.Popen[str], lines: queue.Queue[dict[str, Any]]) -> None:
    for line in process.stdout or ():
        try:
            lines.put(json.loads(line))
        except ValueError:
            continue  # the line that the kill cut


def _collect(
    process: subprocess.Popen[str],
    lines: queue.Queue[dict[str, Any]],
    this: Round,
    *,
    until: str,
    seconds: float,
) -> None:
    """Take in what the program tells, for so long or until it says a word."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=min(left, 0.2))
        except queue.Empty:
            if process.poll() is not None and lines.empty():
                return
            continue
        this.said.append(line)
        if until and until in line:
            return
    if until:
        raise BrokenPromise(f"The program did not come to “{until}” within {seconds:.0f} s.")


def _errors(folder: Path) -> str:
    return (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")[-3000:]


__all__ = ["KINDS", "BrokenPromise", "KillRun", "OpenShop", "Round"]
