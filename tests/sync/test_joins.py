# SPDX-License-Identifier: Apache-2.0
"""Cards joined at one desk while another, out of reach, goes on writing on the one that is gone."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest

from desktop import commands, queries
from desktop.domain.bookkeeping import Conflict
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.domain.record import Record
from desktop.domain.touch import Comment
from desktop.storage.work import Actor
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.join import JoinDraft
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft
from tests.sync.hub_desks import Desk

R = TypeVar("R", bound=Record)


def add(desk: Desk, name: str, phone: str) -> UUID:
    draft = ClientDraft(name=name, phone=phone)
    return desk.do(lambda uow: commands.clients.add_client(uow, draft=draft)).id


def a_lead(desk: Desk, contact: UUID, title: str) -> UUID:
    draft = LeadDraft(title=title, contact_id=contact, holder_id=desk.user_id)
    return desk.do(lambda uow: commands.leads.new_lead(uow, draft=draft))


def join(desk: Desk, kind: str, kept: UUID, other: UUID) -> UUID:
    draft = JoinDraft(kind=kind, kept_id=kept, other_id=other)
    return desk.do(lambda uow: commands.joins.join_cards(uow, draft=draft))


def settle(*desks: Desk) -> None:
    """Rounds until everybody has everything."""
    for _turn in range(3):
        for desk in desks:
            desk.sync()


def equal(*desks: Desk) -> None:
    first, *others = (desk.documents() for desk in desks)
    assert all(one == first for one in others)


def row(desk: Desk, cls: type[R], key: UUID) -> R:
    with desk.database.unit_of_work(Actor(desk.user_id, desk.roles)) as uow:
        return uow.get(cls, key)


@pytest.mark.parametrize("first", ["the join", "the late writes"])
def test_what_a_desk_wrote_on_the_card_joined_away_arrives_at_the_card_that_stays(
    desks, first: str
) -> None:
    """Covers: A5, N2, N3."""
    anna, ben = desks("anna", "ben")
    kept, other = add(anna, "Ada Byron", "07700 900342"), add(anna, "A. Byron", "07700 900342")
    lead, gone = a_lead(anna, kept, "Menus"), a_lead(anna, kept, "Menus again")
    settle(anna, ben)
    join(anna, "contact", kept, other)
    join(anna, "lead", lead, gone)

    enquiry = a_lead(ben, other, "Flyers")
    ben.do(lambda uow: commands.clients.add_phone(uow, phone="07700 900555", contact_id=other))
    ben.do(
        lambda uow: commands.clients.change_contact(
            uow, contact_id=other, post="Buyer", name="Ada B."
        )
    )
    ben.do(
        lambda uow: uow.add(Comment(card_kind="lead", card_id=gone, text="Said late", at=uow.now))
    )
    ben.do(
        lambda uow: commands.touches.plan(
            uow,
            card_id=gone,
            touch=TouchDraft(kind="call", goal="Late call", due_at=uow.now + timedelta(hours=1)),
        )
    )
    settle(*((anna, ben) if first == "the join" else (ben, anna)))
    equal(anna, ben)
    for desk in (anna, ben):
        assert row(desk, Lead, enquiry).contact_id == kept
        client = desk.read(lambda r: queries.clients.client_of(r, id=other))
        assert (client.id, client.post) == (kept, "Buyer")
        assert "447700900555" in {phone.digits for phone in client.phones}
        page = desk.read(lambda r: queries.lead.lead(r, lead_id=gone))
        assert page.id == lead
        assert "Said late" in {line.text for line in page.timeline}
        assert "Late call" in {touch.goal for touch in page.touches}
    (told,) = [
        one
        for one in anna.read(
            lambda r: r.connection.execute(Conflict.__table__.select()).mappings().all()
        )
        if one["settled_at"] is None
    ]
    assert told["on_id"] == kept
    assert told["fields"]["name"]["lost"] == "Ada B."


def test_two_who_join_two_cards_each_into_the_other_have_one_card(desks) -> None:
    """Covers: A5, N3."""
    anna, ben = desks("anna", "ben")
    one, two = add(anna, "Ada Byron", "07700 900342"), add(anna, "A. Byron", "07700 900343")
    enquiry = a_lead(anna, one, "Menus")
    settle(anna, ben)
    pairing = join(anna, "contact", one, two)
    assert join(ben, "contact", two, one) == pairing
    settle(anna, ben)
    equal(anna, ben)
    standing = [key for key in (one, two) if row(anna, Contact, key).archived_at is None]
    assert len(standing) == 1
    assert row(ben, Lead, enquiry).contact_id == standing[0]


def test_a_join_is_taken_back_at_another_desk_and_what_is_not_the_same_is_known_there(
    desks,
) -> None:
    """Covers: A5, N2."""
    anna, ben = desks("anna", "ben")
    kept, other = add(anna, "Ada Byron", "07700 900342"), add(anna, "A. Byron", "07700 900342")
    enquiry = a_lead(anna, other, "Menus")
    pairing = join(anna, "contact", kept, other)
    settle(anna, ben)
    ben.do(lambda uow: commands.joins.take_apart(uow, pairing_id=pairing))
    settle(ben, anna)
    equal(anna, ben)
    assert row(anna, Lead, enquiry).contact_id == other
    assert row(anna, Contact, other).archived_at is None
    assert anna.read(lambda r: queries.duplicates.of_client(r, kept)) == ()


def test_a_joined_client_is_erased_with_the_card_that_is_gone(desks, hub) -> None:
    """Covers: A5, K5."""
    anna, ben = desks("anna", "ben")
    kept, other = add(anna, "Ada Byron", "07700 900342"), add(anna, "Adelaide", "07700 900777")
    settle(anna, ben)
    join(anna, "contact", kept, other)
    settle(anna, ben)
    with hub.admin() as admin:
        admin.erase(kept, "she asked for it")
    settle(anna, ben)
    for desk in (anna, ben):
        assert [row(desk, Contact, one).name for one in (kept, other)] == ["", ""]
    assert not {"Adelaide", "447700900777"} & set(str(hub.digest()).replace("'", " ").split())
