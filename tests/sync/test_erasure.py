# SPDX-License-Identifier: Apache-2.0
"""A person is erased: no text of theirs is left at the hub or in any desk's file, and the history stays whole."""

import pytest
from sqlalchemy import select

from desktop.commands import clients
from desktop.domain.bookkeeping import Finding
from desktop.domain.people import Contact, ContactPhone
from desktop.storage import drafts
from desktop.storage.tables import FILE_NAME, outbox, refused
from desktop.sync.hub import chain
from desktop.sync.hub.answers import NotAllowed
from tests.sync.hub_desks import TestHub
from tests.sync.hub_stories import Bench, row, without_refs
from tests.sync.test_put_back import are_one, meet
from tests.sync.test_round import rename

NAME, LATER, UNSEEN, DIGITS = "Quillonia", "Vexandra", "Mirabeth", "15550147731"
TEXTS = (NAME, LATER, UNSEEN, DIGITS)


@pytest.fixture(scope="module")
def bare(server):
    return TestHub(server, "erasure")


@pytest.fixture
def bench(bare):
    with bare.server.connect(bare.name) as connection, connection.transaction(force_rollback=True):
        yield Bench(bare, connection)


def purge(bench, name):
    bench.run(f'SET LOCAL SESSION AUTHORIZATION "{bench.login("anna")}"')
    bench.run("SELECT crm.purge(%s, 'she asked for it')", row(name))
    bench.run("RESET SESSION AUTHORIZATION")


def faults(bench):
    return chain.broken(bench.run(chain.LINES), bytes(bench.one("SELECT chain FROM crm.hub")))


def test_what_was_refused_or_comes_late_keeps_no_text_and_is_answered_the_same(bench):
    """Covers: K5, N7."""
    without_refs(bench)
    bench.priya()
    bad = bench.op("anna", "contact", "priya", {"name": "Zoe"}, h=200)
    bad["h"] = "no time"
    phone = bench.op(
        "anna", "contact_phone", "cut", {"digits": "555"} | {"contact_id": row("priya")}
    )
    first = bench.push("anna", bad, phone)
    assert first["bad"] == {2: "malformed", 3: "missing_row"}
    purge(bench, "priya")
    assert bench.one("SELECT count(*) FROM crm.log WHERE patch IS NULL") == 3
    assert faults(bench) == []
    assert bench.push("anna", bad, phone)["bad"] == first["bad"]
    bench.says("CR003", "anna", bad | {"d": {"name": "Ines"}})

    late = bench.rename("anna", "Zoe", "AA00.1", h=300)
    new = bench.op(
        "anna", "contact_phone", "new", {"digits": "777", "contact_id": row("priya")}, new=True
    )
    assert bench.push("anna", late, new)["bad"] == {4: "erased", 5: "erased"}
    assert bench.push("anna", late, new)["bad"] == {4: "erased", 5: "erased"}
    assert bench.one("SELECT count(*) FROM crm.log WHERE patch IS NULL") == 5
    assert faults(bench) == []
    bench.run("SET LOCAL session_replication_role = replica")
    bench.run("DELETE FROM crm.erasure")
    assert len(faults(bench)) == 5


def told(desk):
    """What a desk's files hold of the erased texts."""
    desk.database.close()
    found = b"".join(p.read_bytes() for p in desk.folder.glob(f"{FILE_NAME}*"))
    desk.open_again()
    return {text for text in TEXTS for form in {text, text.lower()} if form.encode() in found}


def keep_draft(desk, contact):
    desk.do(
        lambda uow: drafts.save(
            uow.connection, kind="card", key=str(contact), user_id=None, body={"name": LATER}, at=uow.now
        )
    )  # fmt: skip


def test_an_erased_client_is_blank_at_every_desk_that_pulls_even_if_it_wrote_meanwhile(desks, hub):
    """Covers: K5, N7."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name=NAME, phones=[DIGITS]))
    meet(anna, ben)
    rename(anna, contact, LATER)
    rename(ben, contact, UNSEEN)
    meet(anna, ben)
    keep_draft(ben, contact)
    rename(ben, contact, NAME)
    assert told(ben) == set(TEXTS)
    with hub.admin() as admin:
        assert len(admin.clients_called(DIGITS)) == 1
        assert admin.erase(contact, "asked for") == 3  # the client, the phone, the notice
        assert admin.broken_links() == []
    meet(anna, ben)

    for desk in (anna, ben):
        assert desk.read(lambda r: r.connection.scalars(select(ContactPhone.digits)).all()) == [""]
        name, gone = desk.read(
            lambda r: r.connection.execute(
                select(Contact.name, Contact.archived_at).where(Contact.id == contact)
            ).one()
        )
        assert name == ""
        assert gone is not None
        assert told(desk) == set()
        for table in (outbox, refused):
            kept = select(table.c.id).where(table.c.id == contact)
            assert desk.read(lambda r, kept=kept: r.connection.execute(kept).all()) == []
    found = ben.read(lambda r: r.connection.scalars(select(Finding.settled_at)).all())
    assert None not in found
    assert {
        text for text in TEXTS if any(text.encode() in part for part in hub.dump().values())
    } == set()
    with hub.admin() as admin:
        assert admin.broken_links() == []
    assert are_one(hub, anna, ben)


def test_a_hub_put_back_to_before_an_erasure_is_given_nothing_of_it_and_erases_again(desks, hub):
    """Covers: K5, N2."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name=NAME, phones=[DIGITS]))
    meet(anna, ben)
    before = hub.dump()
    rename(anna, contact, LATER)
    other = anna.do(lambda uow: clients.add_contact(uow, name="Ines"))
    meet(anna, ben)
    with hub.admin() as admin:
        admin.erase(contact, "asked for")
    meet(anna, ben)
    hub.restore(before)
    meet(anna, ben)
    assert hub.digest()[other]["name"] == "Ines"
    assert hub.digest()[contact]["name"] == NAME
    with hub.admin() as admin:
        admin.erase(contact, "asked for")
    meet(anna, ben)
    assert told(anna) == told(ben) == set()
    assert are_one(hub, anna, ben)


def test_a_phone_that_was_given_to_an_erased_client_far_away_is_kept_by_nobody(desks, hub):
    """Covers: K5, N7."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name=NAME))
    meet(anna, ben)
    ben.do(lambda uow: clients.add_phone(uow, contact_id=contact, phone=f"+{DIGITS}"))
    ben.do(lambda uow: clients.change_contact(uow, contact_id=contact, name=LATER))
    assert told(ben) >= {DIGITS, LATER}
    anna.connection.purge(contact, "asked for")
    meet(anna, ben)
    assert told(ben) == set()
    assert ben.read(lambda r: r.connection.execute(select(refused)).all()) == []
    assert None not in ben.read(lambda r: r.connection.scalars(select(Finding.settled_at)).all())
    assert are_one(hub, anna, ben)


def test_who_does_not_manage_people_erases_nothing_at_the_hub(desks, hub):
    """Covers: K5, N4."""
    (anna,) = desks("anna")
    contact = anna.do(lambda uow: clients.add_contact(uow, name=NAME))
    anna.sync()
    (sam,) = desks("sam", roles=("manager",))
    with pytest.raises(NotAllowed):
        sam.connection.purge(contact, "for fun")
    assert hub.digest()[contact]["name"] == NAME
