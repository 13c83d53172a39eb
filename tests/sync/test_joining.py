# SPDX-License-Identifier: Apache-2.0
"""A desk begins with a copy of all that stands, and a shop brings all it has: whole, whatever breaks them off."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import func, select, text, update

from desktop.clock import SystemClock
from desktop.commands import clients
from desktop.commands import shop as shops
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.firm import Preference
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import Comment
from desktop.domain.user import User
from desktop.flows.hub_office import invite_of
from desktop.flows.join_hub import join_first
from desktop.flows.shop import DirectShop
from desktop.queries import board, search
from desktop.storage import check, outgoing
from desktop.storage.database import Database
from desktop.storage.preferences import WORKING_HOURS
from desktop.storage.tables import confirmed, journal, outbox
from desktop.storage.unit_of_work import Actor
from desktop.sync import bootstrap
from desktop.sync.hub.desk_side import Address, Hub, HubAway
from desktop.sync.people import Invited
from desktop.sync.round import Syncer
from desktop.values.rows.joining import Step
from tests.shop import open_shop
from tests.sync.conftest import EVERY_ROLE
from tests.sync.hub_desks import Desk, TestHub

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hub(server):
    """A hub that nobody has joined yet."""
    return TestHub(server, "joining")


@pytest.fixture
def brought(tmp_path, hub):
    """A desk that has brought a shop with a bit of everything: cards, money, a card that lacks a touch."""
    shop = open_shop(tmp_path, folder="maya")
    company = shop.a_company("Bäckerei „Ölmühle“ GmbH", tax_id="DE129273398")
    person = shop.a_contact("Жанна О'Нил", company=company)
    deal = shop.a_deal(
        contact=person, company=company, lines=[("Cards", 500, 11900), ("Flyers", 10, 100)]
    )
    shop.a_payment(deal, 2500)
    shop.a_deal(touch_in=None, title="Nobody calls")
    won = shop.a_deal("won", title="Long gone", amount=700)
    shop.a_payment(won, 700, method="cash")
    shop.an_invoice(deal)
    shop.run(lambda uow: uow.add(Comment(card_id=deal, text="“Matt” или глянец?", at=uow.now)))
    shop.close()
    desk = Desk(tmp_path, hub, "maya", EVERY_ROLE, user_id=shop.me, brings=True)
    yield desk
    desk.close()


@pytest.fixture
def bare(tmp_path, hub, brought):
    """Makes desks of the same person that have joined and copied nothing yet."""
    made = []

    def make(name="new"):
        made.append(Desk(tmp_path, hub, name, EVERY_ROLE, user_id=brought.user_id))
        return made[-1]

    yield make
    for one in made:
        one.close()


def count_of(desk, cls):
    return desk.read(lambda r: r.connection.scalar(select(func.count()).select_from(cls)))


def tally(desk):
    return desk.read(lambda r: outgoing.tally(r.connection))


def test_a_desk_that_joins_has_the_shop_and_all_that_follows_from_it(bare, brought):
    """Covers: N2, M1."""
    new = bare()
    done = new.sync()
    assert done.received == len(brought.documents()) == len(new.documents())
    assert new.documents() == brought.documents() == new.hub.digest()
    assert tally(new) == tally(brought) == new.connection.tally().kinds
    sums = select(Deal.title, Deal.amount, Deal.paid).order_by(Deal.title)
    both = [desk.read(lambda r: r.connection.execute(sums).all()) for desk in (brought, new)]
    assert both[0] == both[1]
    assert ("Long gone", 700, 700) in both[0]
    found = new.read(lambda r: search.clients_by(r, text="жанна"))
    assert [client.name for client in found] == ["Жанна О'Нил"]
    assert new.read(lambda r: check.check(r.connection, new.folder)).is_sound
    assert new.read(lambda r: r.connection.scalars(select(Finding.rule)).all()) == ["next_touch"]
    # Nobody here did it, so there is nothing to take back; and nothing is owed.
    assert count_of(new, outbox) == 0
    assert new.read(lambda r: r.connection.scalars(select(journal.c.kind).distinct()).all()) == [
        "finding"
    ]


def test_the_open_cards_come_before_the_rest(bare, brought):
    """Covers: N2. What the board shows is whole before anything else is asked for."""
    new = bare()
    seen = []

    def cards_of(desk):
        cards = desk.read(lambda r: board.board(r, month_start=r.now)).cards
        return sorted((card.title, card.amount, card.paid) for card in cards)

    def told(copied):
        if copied.step is Step.REST and not seen:
            seen.append(cards_of(new))
            assert count_of(new, Comment) == 0

    new.syncer = Syncer(new, lambda _device: new.connection, copied=told)
    new.sync()
    assert seen == [cards_of(brought)]


def test_an_invite_whose_seat_is_not_taken_yet_leaves_no_secret_in_the_shop(
    tmp_path, hub, brought, password_store, monkeypatch
):
    """Covers: N4, M1. It is taken up from the password store; a new invite goes before an old one."""
    invited = Invited(brought.user_id, "Maya", EVERY_ROLE)
    with hub.admin() as admin:
        first, second = (invite_of(admin, invited, may_bring=False) for _ in range(2))
    first.write(tmp_path / "first.invite")
    second.write(tmp_path / "second.invite")
    shop = Database(tmp_path / "new", SystemClock())
    shop.open()
    told, join = [], partial(join_first, DirectShop(shop, Actor()), desk_name="NEW-PC")

    def breaks(*_arguments):
        raise HubAway("the line broke")

    with monkeypatch.context() as cut:
        cut.setattr(Hub, "join", breaks)
        for path in (tmp_path / "first.invite", None, tmp_path / "second.invite"):
            assert join(path=path, told=told.append).trouble
    written = b"".join(path.read_bytes() for path in shop.folder.iterdir() if path.is_file())
    assert second.login.encode() in written
    for secret in (first.password, first.secret, second.password, second.secret):
        assert secret.encode() not in written
    assert second.secret in str(password_store.kept)
    assert join(path=None, told=told.append).is_whole
    assert shop.membership.main.login == second.login
    assert second.secret not in str(password_store.kept)
    shop.close()


@pytest.mark.parametrize("is_killed", [False, True], ids=["line cut", "killed in the commit"])
def test_a_copy_that_breaks_anywhere_goes_on_where_it_was(bare, brought, monkeypatch, is_killed):
    """Covers: N2. At each transaction in turn, before it or instead of its commit."""
    monkeypatch.setattr(bootstrap, "PIECE", 25)
    new = bare()
    write, breaks = new.write, 0

    class Cut(Exception):
        pass

    def cut(command, **how):
        def work(uow):
            result = command(uow)
            nonlocal budget
            budget -= 1
            if budget < 0:
                raise Cut
            return result

        nonlocal budget
        if not is_killed and budget <= 0:
            raise Cut
        if not is_killed:
            budget -= 1
            return write(command, **how)
        return write(work, **how)

    new.write = cut
    budget = 2
    while True:
        try:
            new.sync()
        except Cut:
            breaks += 1
            budget = 2
            new.database.close()
            new.open_again()
        else:
            break
        assert breaks < 500
    assert breaks > 10
    assert new.documents() == brought.documents()
    assert new.read(lambda r: check.check(r.connection, new.folder)).is_sound


def test_a_program_killed_while_it_copies_loses_nothing(bare, brought):
    """Covers: N2, N6. By the system, in the middle of whatever it did."""
    new = bare()
    where = new.address()
    command = [
        sys.executable, "-m", "tests.sync.copying_child", new.folder, where.port, where.database, where.login,
        new.seat.password, where.ca,
    ]  # fmt: skip
    new.database.close()
    child = subprocess.Popen([*map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    for _piece in range(5):
        assert child.stdout.readline() == "piece\n"
    child.kill()
    child.communicate()
    assert child.returncode < 0
    new.open_again()
    assert new.read(bootstrap.is_under_way)
    new.sync()
    assert new.documents() == brought.documents()
    assert new.read(lambda r: check.check(r.connection, new.folder)).is_sound


def test_what_changes_while_a_desk_copies_is_there_at_the_end(bare, brought, monkeypatch):
    """Covers: N2."""
    monkeypatch.setattr(bootstrap, "PIECE", 5)
    new = bare()
    pieces = []

    def told(copied):
        pieces.append(copied)
        if len(pieces) % 3 == 0:
            contact = brought.do(lambda uow: clients.add_contact(uow, name=f"Late {len(pieces)}"))
            brought.do(lambda uow: clients.change_contact(uow, contact_id=contact, name="Later"))
            brought.sync()

    new.syncer = Syncer(new, lambda _device: new.connection, copied=told)
    new.sync()
    new.sync()
    assert len(pieces) > 9
    assert new.documents() == brought.documents()


def test_what_a_newer_or_an_older_program_wrote_comes_whole(bare, brought, hub):
    """Covers: N2. A field without a column and a kind without a table are kept; a missing field has its default."""
    key, unknown = uuid4(), uuid4()
    hub.sql("INSERT INTO crm.entity (name, kind) VALUES ('hologram', 'record')")
    head = hub.sql("SELECT seq FROM crm.hub")[0][0]
    hub.sql(
        "INSERT INTO crm.state VALUES (%s, 'contact', 0, %s, "
        '\'{"name": "Older", "archived_at": null, "aura": "blue"}\', \'{"*": "0000000000000001-ZZ00.1"}\'), '
        "(%s, 'hologram', 0, %s, '{\"depth\": 3}', '{\"*\": \"0000000000000001-ZZ00.2\"}')",
        key, head + 1, unknown, head + 2,
    )  # fmt: skip
    hub.sql("UPDATE crm.hub SET seq = %s", head + 2)
    new = bare()
    new.sync()
    row = new.read(
        lambda r: r.connection.execute(select(Contact).where(Contact.id == key)).mappings().one()
    )
    assert (row["name"], row["email"], row["requisites"]) == ("Older", "", {})
    kept = new.read(
        lambda r: dict(
            r.connection.execute(
                select(confirmed.c.id, confirmed.c.extra).where(confirmed.c.id.in_([key, unknown]))
            ).all()
        )
    )
    assert '"aura"' in kept[key]
    assert '"depth"' in kept[unknown]


@pytest.mark.logs("hub and desk differ in comment, contact")
def test_a_desk_that_lost_something_notices_and_reads_all_again(bare, brought, monkeypatch):
    """Covers: N2. What waits to be sent is left alone."""
    new = bare()
    new.sync()
    with new.database.writer.begin() as connection:
        connection.execute(text("DELETE FROM contact WHERE name LIKE 'Жанна%'"))
        connection.execute(
            text(
                "DELETE FROM confirmed WHERE id NOT IN (SELECT id FROM contact) AND kind = 'contact'"
            )
        )
        connection.execute(update(confirmed).where(confirmed.c.kind == "comment").values(seq=1))
    new.clock.advance(days=6)
    new.sync()
    assert new.documents() != brought.documents()
    new.clock.advance(days=2)
    new.do(lambda uow: clients.add_contact(uow, name="Waits"))
    held = new.read(lambda r: r.connection.execute(select(outbox.c.dseq, outbox.c.doc)).all())
    monkeypatch.setattr(new.syncer, "_push_all", lambda: 0)
    new.sync()
    assert (
        new.read(lambda r: r.connection.execute(select(outbox.c.dseq, outbox.c.doc)).all()) == held
    )
    assert brought.documents().items() <= new.documents().items()


def test_a_second_shop_meets_the_first_in_what_is_shipped(tmp_path, hub, brought):
    """Covers: N2. Its own rows keep their ids; of a setting that differs the hub's stands and the other is shown."""
    other = open_shop(tmp_path, folder="branch", language="ru")
    client = other.a_contact("Филиал")
    other.run(lambda uow: shops.set_working_hours(uow, week=["10:00-16:00"] * 7))
    other.close()
    pipelines = count_of(brought, Pipeline)
    branch = Desk(tmp_path, hub, "branch", EVERY_ROLE, user_id=other.me, brings=True)
    branch.sync()
    brought.sync()
    assert count_of(brought, Pipeline) == count_of(branch, Pipeline) == pipelines
    assert count_of(brought, User) == 2
    assert brought.documents() == branch.documents()
    assert client in brought.documents()
    hours = brought.read(
        lambda r: r.connection.scalar(
            select(Preference.value).where(Preference.key == WORKING_HOURS)
        )
    )
    assert hours["week"][0] == "09:00-18:00"
    lost = brought.read(
        lambda r: r.connection.scalars(
            select(Conflict.fields).where(Conflict.on_kind == "preference")
        ).all()
    )
    assert ["10:00-16:00"] * 7 in [one["value"]["lost"].get("week") for one in lost]
    branch.close()


def op(n, kind, key, doc, *, new=True, hlc="0000000000000001", group=0):
    made = {"n": n, "t": group, "e": kind, "i": str(key), "h": hlc, "d": doc}
    return {**made, "new": True} if new else {**made, "b": {}}


def test_many_new_rows_at_once_are_answered_as_one_by_one(server, hub):
    """Covers: N2, N4. Whatever is wrong with one of them, and when the answer was lost."""
    contact, other, ghost = uuid4(), uuid4(), uuid4()
    plain = [
        op(1, "contact", contact, {"name": "A", "company_id": None}),
        op(2, "contact_phone", uuid4(), {"digits": "44", "contact_id": str(contact)}),
    ]
    batches = [
        plain,
        plain,  # the answer was lost
        [op(3, "contact_phone", uuid4(), {"digits": "1", "contact_id": str(other)}),
         op(4, "contact", other, {"name": "after whom it names"}, group=1)],
        [op(5, "contact", contact, {"name": "there already"}), op(6, "contact", uuid4(), {"name": "B"}, group=1)],
        [op(7, "comment", ghost, {"card_id": str(uuid4()), "text": "on nothing"}),
         op(8, "stage", uuid4(), {"name": "not a manager's"}, group=1),
         op(9, "contact", uuid4(), {"name": "C"}, group=2)],
        [op(10, "contact", ghost, {"name": "once"}), op(11, "contact", ghost, {"name": "twice"}, group=1)],
        [op(12, "nothing", uuid4(), {})], [op(13, "contact", uuid4(), {"company_id": "no id"})],
        [op(14, "user", uuid4(), {"name": "me too", "pin": "x"})],
        [op(15, "contact", contact, {"name": "changed"}, new=False)],
    ]  # fmt: skip
    hubs = [TestHub(server, name) for name in ("one", "many")]
    answers, at_once = [[], []], []
    for place, function in enumerate(("push", "push_new")):
        with hubs[place].admin() as admin:
            seat = admin.let_in(uuid4(), "anna", ("manager",))
        with Hub(address(hubs[place], seat), seat.password) as connection:
            device = connection.join(seat.secret, key := uuid4(), "AA", "desk") and key
            for batch in batches:
                found = connection._value(
                    f"SELECT crm.{function}(%s, 1, '', %s)", device, Jsonb(batch)
                )
                at_once.append(bool(found.get("all_new")))
                answers[place].append(
                    (found["acked"], found["head"], found["bad"], found["numbers"])
                )
    assert answers[0] == answers[1]
    assert sum(at_once) == 1
    states = [
        one.sql(
            "SELECT id, seq, doc, ver, card, till FROM crm.state WHERE entity <> 'conflict' ORDER BY seq"
        )
        for one in hubs
    ]
    assert states[0] == states[1]
    assert len(states[0]) > 5
    for one in hubs:
        with one.admin() as admin:
            assert admin.broken_links() == []


def address(hub, seat):
    return Address("localhost", hub.server.port, hub.name, seat.login, hub.server.ca)
