# SPDX-License-Identifier: Apache-2.0
"""The thread of the rounds: it waits for writes, for news of the hub and for the time, and makes round after round."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeVar

from desktop import log
from desktop.background.tasks import Tasks
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.values.changes import Label, Origin
from desktop.values.rows.sync import HubState, Link

if TYPE_CHECKING:
    from desktop.flows.hub_rounds import HubRounds
    from desktop.storage.database import OwnReads, Reader
    from desktop.storage.unit_of_work import UnitOfWork
    from desktop.sync.hub.listening import Listening
    from desktop.sync.rhythm import Rhythm
    from desktop.sync.round import Round

T = TypeVar("T")
Tell = Callable[[HubState], None]

PATIENCE_S: Final = 2.0
"""So long the end of the program waits for the thread; it comes in a tenth of a second unless a name is looked up."""

_SLICE_S: Final = 2.0
"""While it waits it looks up this often, to see that the computer has slept."""

_SLEPT: Final = timedelta(seconds=5)
"""So much longer than it wanted it waited where the computer has slept: its lines are dead then, and nobody says so."""

_LISTEN_AGAIN_S: Final = 60.0
_BEGIN_AGAIN_S: Final = 60.0
"""After a fault that ended the rounds themselves."""

_log = log.logger("sync")


class Calls:
    """What is called over to the thread. Calling never waits; a thread that waits for lines is woken by it."""

    def __init__(self) -> None:
        self.is_over, self.is_asked = Event(), Event()
        self.is_written, self.is_other = Event(), Event()
        self.ear, self._mouth = socket.socketpair()
        for end in (self.ear, self._mouth):
            end.setblocking(False)

    def call(self, what: Event) -> None:
        """Let the thread know."""
        what.set()
        # Where it has been called a thousand times already it will look soon; where it has ended nobody listens.
        with suppress(OSError):
            self._mouth.send(b"!")

    def heard(self) -> None:
        """The thread has been woken."""
        with suppress(BlockingIOError):
            while self.ear.recv(4096):
                pass

    def close(self) -> None:
        """Nobody listens any more."""
        self.ear.close()
        self._mouth.close()


class SyncThread:
    """Rounds of one shop until `stop`. `tell` is called with each new HubState, on this thread."""

    def __init__(self, tasks: Tasks, tell: Tell) -> None:
        self._tasks, self._tell, self._calls = tasks, tell, Calls()
        # A daemon: the program ends even while the system still looks up the name of a hub that is away.
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; a round under way is given up wherever it waits for the hub."""
        self._calls.call(self._calls.is_over)
        self._thread.join(PATIENCE_S)

    def wrote(self) -> None:
        """Something was written in the shop."""
        self._calls.call(self._calls.is_written)

    def try_now(self) -> None:
        """Somebody asks for a round."""
        self._calls.call(self._calls.is_asked)

    def meet_anew(self) -> None:
        """The desk's devices or their passwords are others now."""
        self._calls.is_other.set()
        self._calls.call(self._calls.is_asked)

    def _run(self) -> None:
        with closing(self._calls) as calls:
            while not calls.is_over.is_set():
                try:
                    self._work(calls)
                except Exception as error:  # noqa: BLE001 - a thread has nobody above it
                    if calls.is_over.is_set():
                        # The writer ends before this thread where a round could not be given up in time.
                        _log.info("Given up at the end: %s", error)
                        return
                    self._tell(HubState(Link.TROUBLED, trouble=_sentence(error)))
                    self._tasks.report(error)
                    calls.is_over.wait(_BEGIN_AGAIN_S)

    def _work(self, calls: Calls) -> None:
        from desktop.flows.hub_rounds import HubRounds  # psycopg: only where there is a hub
        from desktop.storage.database import OwnReads, separate_reader
        from desktop.sync.rhythm import Rhythm

        with separate_reader(self._tasks.folder) as connection:
            shop = RoundShop(self._tasks, OwnReads(connection, self._tasks.clock))
            with HubRounds(shop, is_wanted=lambda: not calls.is_over.is_set()) as rounds:
                rhythm = Rhythm(self._tasks.clock.monotonic)
                _Maker(self._tasks, self._tell, calls, rounds, rhythm).work()


class _Maker:
    """What goes on on the thread."""

    def __init__(
        self, tasks: Tasks, tell: Tell, calls: Calls, rounds: HubRounds, rhythm: Rhythm
    ) -> None:
        self._tasks, self._clock, self._tell = tasks, tasks.clock, tell
        self._calls, self._rounds, self._rhythm = calls, rounds, rhythm
        self._news: Listening | None = None
        self._listen_at = 0.0
        where = rounds.where()
        self._state = HubState(Link.FIRST, where.host, where.port)
        rounds.sent = self._count_sent

    def work(self) -> None:
        """Make rounds until it is over."""
        self._tell(self._state)
        try:
            while self._wait():
                self._make_round()
        finally:
            self._stop_listening()

    # Waiting

    def _wait(self) -> bool:
        """Return when a round is due; False at the end."""
        while not self._calls.is_over.is_set() and (left := self._rhythm.wait) > 0:
            before, seconds = self._clock.now(), min(left, _SLICE_S)
            self._look(seconds)
            self._take_calls()
            if self._clock.now() - before > timedelta(seconds=seconds) + _SLEPT:
                _log.info("The computer has slept")
                self._drop_lines()
                self._rhythm.at_once()
        return not self._calls.is_over.is_set()

    def _look(self, seconds: float) -> None:
        ears: list[socket.socket | Listening] = [self._calls.ear]
        if self._news is not None:
            ears.append(self._news)
        try:
            ready, _write, _odd = select.select(ears, [], [], seconds)
        except (OSError, ValueError):
            if self._news is None:
                raise
            self._stop_listening()  # it died where nobody could hear of it
            return
        if self._calls.ear in ready:
            self._calls.heard()
        if self._news is not None and self._news in ready:
            self._hear(self._news)

    def _hear(self, news: Listening) -> None:
        from desktop.sync.hub.desk_side import HubAway

        try:
            head = news.head()
        except HubAway:
            self._stop_listening()
            self._rhythm.heard()  # the hub is going, or threw this line out: a round tells
        else:
            # What this desk has sent comes back as news, too.
            if head is not None and not self._rounds.has_all_up_to(head):
                self._rhythm.heard()

    def _take_calls(self) -> None:
        calls = self._calls
        if calls.is_written.is_set():
            calls.is_written.clear()
            if self._rounds.owes():
                self._rhythm.wrote()
        if calls.is_other.is_set():
            calls.is_other.clear()
            self._drop_lines()
        if calls.is_asked.is_set():
            calls.is_asked.clear()
            self._rhythm.at_once()

    # Rounds

    def _make_round(self) -> None:
        self._rhythm.begins()
        try:
            self._say_sending()
            done = self._rounds.run()
        except Exception as error:
            if self._calls.is_over.is_set():
                raise
            self._fail(error)
        else:
            self._succeed(done)

    def _say_sending(self) -> None:
        total = self._rounds.owes()
        if total and not self._state.is_in_vain:
            self._say(replace(self._state, link=Link.SENDING, done=0, total=total))

    def _count_sent(self, changes: int) -> None:
        if self._state.link is Link.SENDING:
            done = min(self._state.done + changes, self._state.total)
            self._say(replace(self._state, done=done))

    def _succeed(self, done: Round) -> None:
        self._rhythm.done()
        now = self._clock.now()
        state = replace(
            self._state, link=Link.SYNCED, synced_at=now, since=None, next_at=None, trouble="",
            done=0, total=0, clock_off=self._rounds.clock_off,
        )  # fmt: skip
        if done.sent or done.received or done.refused:
            state = replace(state, moved_at=now, sent=done.sent, received=done.received)
        if self._state.is_in_vain:
            _log.info("The hub is there again")
        self._say(state)
        self._listen()

    def _fail(self, error: Exception) -> None:
        from desktop.flows.hub_rounds import link_of

        self._rhythm.failed()
        link = link_of(error)
        if link is not Link.OFFLINE:
            self._rounds.hang_up()  # the next try asks with the password of then
        self._stop_listening()
        now = self._clock.now()
        if self._state.link is not link:
            _log.info("No round: %s: %s", link.value, error)
        if link is Link.TROUBLED and not isinstance(error, UserError):
            # A bug is told as one, but rounds go on: else one strange row would stop them all until the next start.
            self._tasks.report(error)
        next_at = now + timedelta(seconds=self._rhythm.wait)
        since = self._state.since or now
        trouble = _sentence(error)
        self._say(
            replace(
                self._state,
                link=link,
                since=since,
                trouble=trouble,
                next_at=next_at,
                done=0,
                total=0,
            )
        )

    def _say(self, state: HubState) -> None:
        self._state = state
        if not self._calls.is_over.is_set():
            self._tell(state)

    # Lines

    def _listen(self) -> None:
        """Hear of news from now on. Where the hub's server passes none on, try now and then."""
        from desktop.sync.hub.desk_side import HubAway

        now = self._clock.monotonic()
        if self._news is not None or now < self._listen_at:
            return
        try:
            self._news = self._rounds.listen()
        except (HubAway, UserError) as error:
            # A password store that was locked meanwhile: rounds have their passwords and go on.
            _log.info("No news from the hub: %s", error)
            self._listen_at = now + _LISTEN_AGAIN_S
        else:
            # What came between the round and this moment was told to nobody.
            self._rhythm.heard()

    def _stop_listening(self) -> None:
        self._listen_at = 0.0
        if self._news is not None:
            self._news.close()
            self._news = None

    def _drop_lines(self) -> None:
        self._stop_listening()
        self._rounds.hang_up()


class RoundShop:
    """The shop as rounds have it: read on a connection of their own, written by the shop's one writer."""

    def __init__(self, tasks: Tasks, reads: OwnReads) -> None:
        self._tasks, self._reads = tasks, reads

    @property
    def clock(self) -> Clock:
        """The time."""
        return self._tasks.clock

    @property
    def folder(self) -> Path:
        """Where the shop's files lie."""
        return self._tasks.folder

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query on what is committed now."""
        return self._reads.read(query)

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T:
        """Run a command on the writer's thread and wait for its commit; the screens are told."""
        return self._tasks.wait_write(command, (None, ()), origin, label)


def _sentence(error: Exception) -> str:
    """What a person can be told of it."""
    return error.sentence if isinstance(error, UserError) else ""
