# SPDX-License-Identifier: Apache-2.0
"""Desks that meet at a real hub: what one writes the others see, and what two write at once is settled."""

from sqlalchemy import select

from desktop.commands import clients
from desktop.domain.bookkeeping import Conflict
from desktop.domain.people import Contact


def name_of(desk, contact_id):
    return desk.read(
        lambda r: r.connection.scalar(select(Contact.name).where(Contact.id == contact_id))
    )


def stamp_of(desk, contact_id):
    return desk.read(
        lambda r: r.connection.scalar(select(Contact.stamp).where(Contact.id == contact_id))
    )


def rename(desk, contact_id, name, seen=None):
    desk.do(
        lambda uow: clients.change_contact(
            uow, contact_id=contact_id, name=name,
            seen={contact_id: seen} if seen else None,
        )
    )  # fmt: skip


def test_what_one_desk_writes_the_other_sees(desks):
    """Covers: N2."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(
        lambda uow: clients.add_contact(uow, name="Priya Hartwell", phones=["07700900342"])
    )
    anna.sync()
    ben.sync()
    assert name_of(ben, contact) == "Priya Hartwell"
    rename(ben, contact, "Priya Quill")
    ben.sync()
    anna.sync()
    assert name_of(anna, contact) == "Priya Quill"
    assert anna.documents() == ben.documents()


def test_two_who_write_at_once_leave_one_value_and_the_other_to_look_at(desks):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    ben.sync()
    rename(anna, contact, "Priya of Anna")
    ben.clock.advance(minutes=5)
    rename(ben, contact, "Priya of Ben")
    ben.sync()
    anna.sync()
    ben.sync()
    anna.sync()
    assert name_of(anna, contact) == name_of(ben, contact) == "Priya of Ben"
    for desk in (anna, ben):
        conflicts = desk.read(lambda r: r.connection.execute(select(Conflict.fields)).all())
        assert [one.fields["name"]["lost"] for one in conflicts] == ["Priya of Anna"]


def test_a_form_that_shows_an_own_value_which_lost_does_not_cover_what_stands(desks):
    """Covers: N2, N3. Its author never saw the colleague's value, which may not go without a word."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    ben.sync()
    first_form = stamp_of(anna, contact)
    ben.clock.advance(minutes=5)
    rename(ben, contact, "of Ben")
    ben.sync()
    anna.sync()
    rename(anna, contact, "first of Anna", seen=first_form)
    opened = stamp_of(anna, contact)
    anna.sync()
    assert name_of(anna, contact) == "of Ben"
    anna.clock.advance(minutes=10)
    rename(anna, contact, "second of Anna", seen=opened)
    anna.sync()
    ben.sync()
    assert name_of(anna, contact) == name_of(ben, contact) == "second of Anna"
    conflicts = ben.read(lambda r: r.connection.execute(select(Conflict.fields)).all())
    lost = sorted(one.fields["name"]["lost"] for one in conflicts)
    assert lost == ["first of Anna", "of Ben"]


def test_a_form_on_a_row_made_here_does_not_cover_what_came_before_the_row_did(desks):
    """Covers: N2, N3. Ben wrote to Anna's client while her desk had not read it back yet."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    opened = stamp_of(anna, contact)
    anna.syncer._push_all()
    ben.sync()
    rename(ben, contact, "of Ben")
    ben.sync()
    anna.sync()
    rename(anna, contact, "of Anna", seen=opened)
    anna.sync()
    ben.sync()
    conflicts = ben.read(lambda r: r.connection.execute(select(Conflict.fields)).all())
    assert len({one.fields["name"]["lost"] for one in conflicts} & {"of Ben", "of Anna"}) == 1


def test_a_form_that_showed_what_stands_already_follows_it(desks):
    """Covers: N2, N3. Both had typed the same, so that nothing changed under the form."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    ben.sync()
    rename(ben, contact, "Priya Q")
    ben.sync()
    anna.clock.advance(days=9)
    rename(anna, contact, "Priya Q")
    anna.sync()
    ben.sync()
    opened = stamp_of(ben, contact)
    rename(ben, contact, "of Ben", seen=opened)
    ben.sync()
    anna.sync()
    assert name_of(anna, contact) == name_of(ben, contact) == "of Ben"
    assert ben.read(lambda r: r.connection.execute(select(Conflict.fields)).all()) == []


def test_what_comes_in_several_pages_stands_above_what_the_hub_had_taken_before(desks, monkeypatch):
    """Covers: N2, N3. Anna's own edit is in what Ben changed; she has not read that back yet."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    ben.sync()
    rename(anna, contact, "of Anna")
    anna.syncer._push_all()
    ben.sync()
    rename(ben, contact, "of Ben")
    for n in range(9):
        ben.do(lambda uow, n=n: clients.add_contact(uow, name=f"Client {n}"))
    ben.sync()
    monkeypatch.setattr(type(anna.connection), "page", 4)
    anna.sync()
    assert name_of(anna, contact) == "of Ben"
    assert anna.documents() == ben.documents()
