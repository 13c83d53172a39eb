# SPDX-License-Identifier: Apache-2.0
"""The program syncs by itself: what one desk writes comes to the other, and a hub that is away disturbs nobody."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop import queries
from desktop.clock import SystemClock
from desktop.commands import clients
from desktop.domain.people import Contact
from desktop.flows import hub_place, hub_rounds
from desktop.flows.hub_place import Place
from desktop.flows.join_hub import join
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync import rhythm
from desktop.values.changes import Origin
from desktop.values.rows.joining import Step
from desktop.values.rows.sync import Link
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE
from tests.sync.live_desks import LiveDesk, invite, take_seat

ANNA, BEN = "anna", "ben"


@pytest.fixture
def office(tmp_path, hub, qapp, password_store):
    """Two computers that have joined a hub; their programs are not yet running."""
    shop = open_shop(tmp_path, SystemClock(), folder=ANNA)
    ben = shop.a_user(EVERY_ROLE, "Ben")
    shop.close()
    take_seat(tmp_path / ANNA, hub, shop.me, "Anna", EVERY_ROLE, brings=True)
    take_seat(tmp_path / BEN, hub, ben, "Ben", EVERY_ROLE, brings=False)
    desks = [
        LiveDesk(tmp_path / ANNA, shop.me, EVERY_ROLE),
        LiveDesk(tmp_path / BEN, ben, EVERY_ROLE),
    ]
    yield desks
    for one in desks:
        one.close()
        assert one.strays == []


def names(desk):
    return desk.ask(lambda r: set(r.connection.scalars(select(Contact.name))))


def add(desk, name):
    return desk.do(lambda uow: clients.add_contact(uow, name=name))


def test_what_one_desk_writes_is_told_at_the_other_by_its_change_signal(office, hub):
    """The hub tells of it: the time for asking by itself does not come in this test. Covers: N2."""
    anna, ben = (one.start() for one in office)
    for desk in (anna, ben):
        desk.wait(lambda d=desk: d.sync.state.synced_at, "the first round")
        desk.wait(lambda d=desk: listens(d), "the line for news")
    hub.sql(f"NOTIFY crm_head, '{'9' * 5000}'")  # nobody falls over what anybody can say there
    took = []
    for number in range(5):
        ben.changes.clear()
        contact = add(anna, f"Client {number}")
        began = time.monotonic()
        ben.wait(lambda c=contact: any(c in one.ids("contact") for one in ben.changes), "the news")
        took.append(time.monotonic() - began)
        assert ben.changes[-1].origin is Origin.SYNC
    assert f"Client {number}" in names(ben)
    # Without news a desk asks every eight seconds at the soonest, so that five in a row would take long.
    assert min(took) < 6


def listens(desk):
    """Whether this desk's thread has a line on which the hub tells of news."""
    return threads_named("sync") and desk.sync.state.link is Link.SYNCED


def threads_named(name):
    return [one for one in threading.enumerate() if one.name == name]


def test_work_goes_on_while_the_hub_is_away_and_is_sent_when_it_is_back(
    office, server, password_store
):
    """Though the password store was locked meanwhile: rounds know theirs, the line for news waits. Covers: N1, N2."""
    anna, ben = (one.start() for one in office)
    anna.wait_for(Link.SYNCED)
    server.stop()
    anna.sync.try_now()
    try:
        anna.wait_for(Link.OFFLINE)
        add(anna, "Priya Hartwell")
        anna.wait(lambda: anna.sync.unsent.waiting == 1, "the count of what waits")
        assert anna.sync.state.since is not None
        assert anna.sync.state.next_at is not None
        assert anna.told == []
    finally:
        password_store.locked = True
        server.start()
    anna.sync.try_now()
    anna.wait_for(Link.SYNCED)
    ben.sync.try_now()
    ben.wait(lambda: "Priya Hartwell" in names(ben), "the client at the other desk")
    anna.wait(lambda: anna.sync.unsent.waiting == 0, "nothing to wait any more")
    assert len(threads_named("sync")) == 2


def test_a_hub_that_takes_the_call_and_says_nothing_holds_up_neither_work_nor_the_end(
    office, tmp_path
):
    """Covers: N1."""
    anna, _ben = office
    with socket.create_server(("127.0.0.1", 0)) as silent:
        move_hub(anna.folder, silent.getsockname()[1])
        anna.start()
        anna.wait(lambda: threads_named("sync"), "the thread")
        add(anna, "Priya Hartwell")
        assert "Priya Hartwell" in names(anna)
        (thread,) = threads_named("sync")
        anna.close()
        assert not thread.is_alive()


def move_hub(folder, port):
    database = Database(folder, SystemClock())
    database.open()
    where = Place("localhost", port, "shop")
    database.write(Actor(), lambda uow: hub_place.keep_place(uow, where), Origin.SYNC)
    database.close()


def test_a_desk_that_is_let_in_no_more_says_so_and_keeps_what_is_written(office, hub):
    """Covers: N1, N4."""
    anna, _ben = (office[0].start(), office[1])
    anna.wait_for(Link.SYNCED)
    hub.sql("UPDATE crm.employee SET active = false")
    contact = add(anna, "Priya Hartwell")
    anna.wait_for(Link.CLOSED)
    anna.wait(lambda: anna.sync.unsent.waiting == 1, "the count of what waits")
    hub.sql("UPDATE crm.employee SET active = true")
    anna.sync.try_now()
    anna.wait_for(Link.SYNCED)
    assert contact in hub.digest()


def test_a_clock_that_is_wrong_is_noticed_and_disturbs_nothing(office, hub, monkeypatch):
    """Covers: N3."""
    anna, _ben = office
    right = SystemClock.now
    monkeypatch.setattr(anna.clock, "now", lambda: right(anna.clock) - timedelta(minutes=47))
    anna.start()
    contact = add(anna, "Priya Hartwell")
    anna.wait(lambda: contact in hub.digest(), "the client at the hub")
    anna.wait(lambda: anna.sync.state.is_clock_off, "the clock to be noticed")
    assert round(anna.sync.state.clock_off / timedelta(minutes=1)) == 47


def test_rounds_go_on_after_a_bug_in_one_of_them(office, monkeypatch):
    """Covers: N2, N8."""
    anna, _ben = office
    right, runs = hub_rounds.Syncer.run, []

    def run(syncer):
        runs.append(1)
        if len(runs) == 1:
            raise ZeroDivisionError
        return right(syncer)

    monkeypatch.setattr(hub_rounds.Syncer, "run", run)
    anna.sync.serve(anna.tasks)
    anna.await_bug(ZeroDivisionError)
    anna.wait_for(Link.SYNCED)


def test_a_computer_that_has_slept_asks_at_once(office, monkeypatch):
    """In sleep the wall clock goes on and the steady one stands still. Covers: N2."""
    monkeypatch.setattr(rhythm, "EVERY_S", 3600.0)
    anna, _ben = office
    anna.start()
    anna.wait_for(Link.SYNCED)
    right = SystemClock.now
    monkeypatch.setattr(anna.clock, "now", lambda: right(anna.clock) + timedelta(hours=1))
    woke = right(anna.clock) + timedelta(minutes=59)
    anna.wait(lambda: anna.sync.state.synced_at > woke, "a round after the sleep")


def test_a_shop_on_one_computer_has_no_thread_and_is_asked_nothing(tmp_path, qapp):
    """Covers: N1."""
    shop = open_shop(tmp_path, SystemClock(), folder=ANNA)
    shop.close()
    desk = LiveDesk(shop.folder, shop.me, EVERY_ROLE).start()
    add(desk, "Priya Hartwell")
    assert desk.ask(lambda r: queries.sync.is_joined(r)) is False
    assert threads_named("sync") == []
    assert desk.sync.state.link is Link.ALONE
    desk.close()
    assert desk.strays == []


def test_rounds_begin_when_the_desk_joins_while_the_program_runs(
    tmp_path, hub, qapp, password_store
):
    """Covers: N2."""
    shop = open_shop(tmp_path, SystemClock(), folder=ANNA)
    shop.close()
    desk = LiveDesk(shop.folder, shop.me, EVERY_ROLE).start()
    add(desk, "Priya Hartwell")
    done = []
    seat = invite(hub, shop.me, "Anna", EVERY_ROLE, brings=True)
    desk.tasks.flow(lambda live: join(live, seat, desk_name="ANNA", brings=True), then=done.append)
    desk.wait(lambda: done, "the joining")
    desk.wait_for(Link.SYNCED)
    contact = add(desk, "Quill & Sons")
    desk.wait(lambda: contact in hub.digest(), "the client at the hub")
    desk.close()
    assert desk.strays == []


class Watched(DirectShop):
    """Notes after each write of a joining whether another round could begin."""

    def __init__(self, database):
        super().__init__(database, Actor())
        self.is_held = []

    def write(self, command, **how):
        done = super().write(command, **how)
        self.is_held.append(hub_rounds._turns[self.folder].locked())
        return done


def test_a_joining_makes_the_first_round_itself_though_the_program_makes_rounds(
    tmp_path, new_hub, password_store
):
    """Covers: N2."""
    shop = open_shop(tmp_path, SystemClock(), folder=ANNA)
    shop.a_contact("Priya")
    seat = invite(new_hub, shop.me, "Anna", EVERY_ROLE, brings=True)
    watched, steps = Watched(shop.database), []
    join(watched, seat, desk_name=ANNA, brings=True, told=steps.append)
    # From the write on with which the desk has its seat, and with it the program its rounds.
    seated = watched.is_held.index(True)
    assert all(watched.is_held[seated:])
    assert len(watched.is_held) > seated + 1
    assert not hub_rounds._turns[shop.folder].locked()
    assert Step.SENT in {one.step for one in steps}
    shop.close()
