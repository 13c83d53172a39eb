# SPDX-License-Identifier: Apache-2.0
"""Duplicates joined, taken apart and told apart: nothing is lost on either way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop import commands, queries
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pairing import Pairing
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.join import JoinDraft
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.duplicates import Sought
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def add(shop: OpenShop, **typed: str) -> UUID:
    return shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**typed))).id


def a_lead(shop: OpenShop, *, touch: TouchDraft | None = None, **typed: object) -> UUID:
    draft = LeadDraft(title="Menus", channel="phone", **typed)
    return shop.run(lambda uow: commands.leads.new_lead(uow, draft=draft, touch=touch))


def join(shop: OpenShop, kind: str, kept: UUID, other: UUID, **choices: object) -> UUID:
    draft = JoinDraft(kind=kind, kept_id=kept, other_id=other, **choices)
    return shop.run(lambda uow: commands.joins.join_cards(uow, draft=draft))


def apart(shop: OpenShop, pairing: UUID) -> int:
    return shop.run(lambda uow: commands.joins.take_apart(uow, pairing_id=pairing))


def open_tasks(shop: OpenShop, lead: UUID) -> list[Task]:
    return shop.rows(Task, Task.card_id == lead, Task.done_at.is_(None), Task.archived_at.is_(None))


def a_pair(shop: OpenShop) -> tuple[UUID, UUID]:
    kept = add(shop, company="Oak & Lime Bakery", phone="07700 900342", email="a@oak.example")
    other = add(shop, company="Oak and Lime", phone="07700 900342", email="b@oak.example")
    shop.run(lambda uow: commands.clients.add_phone(uow, phone="07700 900999", company_id=other))
    shop.run(lambda uow: commands.clients.change_company(uow, company_id=other, source="Walked in"))
    return kept, other


def says(shop: OpenShop) -> dict[str, list[tuple[object, ...]]]:
    """All that stands, without what writing itself leaves."""
    return {
        cls.entity(): sorted(
            (
                tuple(
                    getattr(one, column.key)
                    for column in cls.__table__.columns
                    if column.key not in {"n", "stamp"}
                )
                for one in shop.rows(cls, cls.archived_at.is_(None))
            ),
            key=repr,
        )
        for cls in (Company, Contact, ContactPhone, Deal, Task)
    }


def test_a_join_keeps_both_histories_and_says_which_card_stays(shop: OpenShop) -> None:
    """Covers: A5, K1."""
    kept, other = a_pair(shop)
    person = shop.a_contact("Priya Hartwell", company=other)
    deals = {shop.a_deal(company=kept), shop.a_deal("won", company=other, contact=person)}
    join(shop, "company", kept, other)
    page = shop.read(lambda r: queries.clients.client(r, company_id=other))
    assert (page.id, page.name, page.source) == (kept, "Oak & Lime Bakery", "Walked in")
    assert {one.id for one in page.deals} == deals
    assert [one.name for one in page.people] == ["Priya Hartwell"]
    assert [one.digits for one in page.phones] == ["447700900342", "447700900999"]
    assert (page.email, page.other_emails) == ("a@oak.example", ("b@oak.example",))
    assert shop.row(Company, other).joined_to == kept
    found = shop.read(lambda r: queries.search.clients_by(r, text="Oak and Lime"))
    assert {one.company_id for one in found} == {kept}


def test_the_chosen_values_stand_and_the_stricter_word_about_letters(shop: OpenShop) -> None:
    """Covers: A5, K5."""
    kept, other = a_pair(shop)
    shop.run(lambda uow: commands.clients.change_company(uow, company_id=other, opted_out=("sms",)))
    join(shop, "company", kept, other, taken=frozenset({"name"}), emails=("b@oak.example",))
    row = shop.row(Company, kept)
    assert (row.name, row.email, row.other_emails) == ("Oak and Lime", "b@oak.example", [])
    assert row.opted_out == ["sms"]


def test_each_requisite_is_chosen_by_itself_and_bank_data_stay_together(shop: OpenShop) -> None:
    """Covers: A5, G4."""
    kept, other = a_pair(shop)
    mine = {
        "legal_name": "Oak & Lime Ltd",
        "bank": "Brook Bank",
        "account": "001",
        "from_newer": "?",
    }
    theirs = {
        "legal_name": "Oak and Lime Ltd",
        "address": "14 Mill Row",
        "bank": "Moor Bank",
        "bik": "7",
    }
    for key, requisites in ((kept, mine), (other, theirs)):
        shop.run(lambda uow, k=key, r=requisites: setattr(uow.get(Company, k), "requisites", r))
    before = says(shop)
    pairing = join(shop, "company", kept, other, taken=frozenset({"requisites.bank"}))
    assert shop.row(Company, kept).requisites == {
        "legal_name": "Oak & Lime Ltd", "address": "14 Mill Row", "bank": "Moor Bank", "bik": "7",
        "from_newer": "?",
    }  # fmt: skip
    assert apart(shop, pairing) == 0
    assert says(shop) == before


@pytest.mark.parametrize("way", ["own action", "undo"])
def test_cards_that_are_taken_apart_are_as_they_were(shop: OpenShop, way: str) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    shop.a_deal(company=kept)
    shop.a_deal("won", company=other)
    before = says(shop)
    pairing = join(shop, "company", kept, other, taken=frozenset({"name", "requisites.legal_name"}))
    assert says(shop) != before
    if way == "undo":
        shop.run(commands.history.undo)
    else:
        assert apart(shop, pairing) == 0
    assert says(shop) == before
    assert shop.row(Company, other).joined_to is None


def test_what_came_since_stays_with_the_card_that_stayed(shop: OpenShop) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    old = shop.a_deal(company=other)
    pairing = join(shop, "company", kept, other)
    new = shop.a_deal(company=kept)
    shop.run(
        lambda uow: commands.clients.change_company(uow, company_id=kept, source="Recommended")
    )
    shop.clock.advance(timedelta(days=89))
    shop.close()
    again = OpenShop(shop.database, shop.clock, None)
    again.database.open()
    again.me = shop.me
    assert apart(again, pairing) == 1, "the source was changed since"
    assert again.row(Deal, old).company_id == other
    assert again.row(Deal, new).company_id == kept
    assert again.row(Company, kept).source == "Recommended"


def test_after_90_days_a_join_is_no_longer_taken_back(shop: OpenShop) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    pairing = join(shop, "company", kept, other)
    shop.clock.advance(timedelta(days=91))
    with pytest.raises(UserError, match="could be taken back till"):
        apart(shop, pairing)
    assert shop.row(Company, other).joined_to == kept


def test_what_is_not_the_same_is_never_asked_again(shop: OpenShop) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    assert shop.read(lambda r: queries.duplicates.of_client(r, kept))
    shop.run(
        lambda uow: commands.joins.not_the_same(uow, kind="company", one_id=kept, other_id=other)
    )
    assert shop.read(lambda r: queries.duplicates.of_client(r, kept)) == ()
    assert shop.read(lambda r: queries.duplicates.of_client(r, other)) == ()


def test_joined_leads_have_one_line_of_touches_and_both_histories(shop: OpenShop) -> None:
    """Covers: A5, D2, B3."""
    now = shop.clock.now()
    agreed = TouchDraft(
        kind="call", goal="Agreed call", due_at=now + timedelta(days=3), agreed=True
    )
    own = TouchDraft(kind="call", goal="First", due_at=now + timedelta(days=1))
    later = TouchDraft(kind="call", goal="Later", due_at=now + timedelta(days=5))
    kept = a_lead(shop, phone="07700 900342", holder_id=shop.me, touch=own)
    other = a_lead(shop, phone="07700 900343", touch=agreed)
    third = a_lead(shop, phone="07700 900344", holder_id=shop.a_user(), touch=later)
    for lead, said in ((kept, "On the one"), (other, "On the other")):
        shop.run(
            lambda uow, lead=lead, said=said: uow.add(
                Comment(card_kind="lead", card_id=lead, text=said, at=uow.now)
            )
        )
    number = shop.row(Lead, other).number
    join(shop, "lead", kept, other)
    join(shop, "lead", kept, third)
    assert {task.goal for task in open_tasks(shop, kept)} == {"First", "Agreed call"}
    assert {task.holder_id for task in open_tasks(shop, kept)} == {shop.me}
    assert open_tasks(shop, other) == open_tasks(shop, third) == []
    page = shop.read(lambda r: queries.lead.lead(r, lead_id=other))
    assert page.id == kept
    assert {"On the one", "On the other"} <= {line.text for line in page.timeline}
    hits = shop.read(lambda r: queries.search.palette(r, text=number)).hits
    assert [hit.id for hit in hits] == [kept]


def test_leads_that_are_taken_apart_both_have_a_next_touch(shop: OpenShop) -> None:
    """Covers: A5, D2."""
    kept = a_lead(shop, phone="07700 900342", holder_id=shop.me)
    other = a_lead(shop, phone="07700 900343", holder_id=shop.me)
    pairing = join(shop, "lead", kept, other)
    (task,) = open_tasks(shop, kept)
    shop.run(
        lambda uow: commands.touches.finish_touch(
            uow,
            task_id=task.id,
            outcome="talk",
            comment="They will think about it",
            next_touch=TouchDraft(
                kind="call", goal="Ask again", due_at=uow.now + timedelta(days=2)
            ),
        )
    )
    apart(shop, pairing)
    assert open_tasks(shop, kept)
    assert open_tasks(shop, other)


def test_a_form_that_was_open_writes_on_the_card_that_stays(shop: OpenShop) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    lead, gone = a_lead(shop, phone="07700 900001"), a_lead(shop, phone="07700 900002")
    join(shop, "company", kept, other)
    join(shop, "lead", lead, gone)
    deal = shop.a_deal(company=kept)
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "company_id", other))
    assert shop.row(Deal, deal).company_id == kept
    shop.run(lambda uow: uow.add(Comment(card_kind="lead", card_id=gone, text="Late", at=uow.now)))
    page = shop.read(lambda r: queries.lead.lead(r, lead_id=lead))
    assert "Late" in {line.text for line in page.timeline}


def test_an_open_lead_is_not_joined_to_a_closed_one_nor_anything_twice(shop: OpenShop) -> None:
    """Covers: A5."""
    kept, other = a_pair(shop)
    pairing = join(shop, "company", kept, other)
    with pytest.raises(UserError, match="no longer there"):
        join(shop, "company", kept, other)
    with pytest.raises(UserError, match="one card by now"):
        shop.run(
            lambda uow: commands.joins.not_the_same(
                uow, kind="company", one_id=kept, other_id=other
            )
        )
    apart(shop, pairing)
    with pytest.raises(UserError, match="apart already"):
        apart(shop, pairing)
    join(shop, "company", other, kept)
    assert [one.kept_id for one in shop.rows(Pairing)] == [other]


def test_only_who_sells_joins_cards(shop: OpenShop) -> None:
    """Covers: A5, N4."""
    kept, other = a_pair(shop)
    printer = shop.a_user("production")
    draft = JoinDraft(kind="company", kept_id=kept, other_id=other)
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(lambda uow: commands.joins.join_cards(uow, draft=draft), by=printer)


def test_a_colleagues_card_that_is_out_of_sight_is_left_to_who_sees_it(shop: OpenShop) -> None:
    """Covers: A5, N7."""
    kept, other = a_pair(shop)
    tom, dina = shop.a_user(name="Tom"), shop.a_user(name="Dina")
    own, hers = shop.a_deal(company=other, holder=tom), shop.a_deal(company=other, holder=dina)
    shop.run(lambda uow: commands.sight.set_role(uow, role="manager", sees="own"))
    draft = JoinDraft(kind="company", kept_id=kept, other_id=other)
    shop.run(lambda uow: commands.joins.join_cards(uow, draft=draft), by=tom)
    assert shop.row(Deal, own).company_id == kept
    assert shop.row(Deal, hers).company_id == other, "the hub would refuse it, too"


def test_leads_of_others_are_not_hinted_at(shop: OpenShop) -> None:
    """Covers: A5, N7."""
    tom, dina = shop.a_user(name="Tom"), shop.a_user(name="Dina")
    a_lead(shop, phone="07700 900342", holder_id=dina)
    shop.run(lambda uow: commands.sight.set_role(uow, role="manager", sees="own"))
    sought = Sought(phones=("07700 900342",))
    found = [
        {one.kind for one in shop.read(lambda r: queries.duplicates.find(r, sought), by=who)}
        for who in (tom, dina)
    ]
    assert found == [{"contact"}, {"contact", "lead"}]


def a_joined_pair(shop: OpenShop, holder: UUID | None) -> tuple[UUID, UUID]:
    kept = a_lead(shop, phone="07700 900342", holder_id=shop.me)
    other = a_lead(shop, phone="07700 900343", holder_id=holder)
    return other, join(shop, "lead", kept, other)


@pytest.mark.parametrize("way", ["own action", "undo"])
def test_a_lead_that_comes_back_is_with_somebody_who_works_here(shop: OpenShop, way: str) -> None:
    """Covers: A5, B5, D2."""
    tom, dina = shop.a_user(name="Tom"), shop.a_user("admin", name="Dina")
    other, pairing = a_joined_pair(shop, tom)
    shop.run(lambda uow: commands.people.dismiss_person(uow, user_id=tom), by=dina)
    if way == "undo":
        with pytest.raises(UserError, match="no longer works here"):
            shop.run(commands.history.undo, origin=Origin.UNDO)
    apart(shop, pairing)
    assert shop.row(Lead, other).holder_id is None
    assert {task.holder_id for task in open_tasks(shop, other)} == {None, shop.me}


@pytest.mark.parametrize("way", ["own action", "undo"])
def test_a_lead_that_comes_back_stands_on_a_stage_that_is_there(shop: OpenShop, way: str) -> None:
    """Covers: A5, C1."""
    head = shop.a_user("head", name="Tom")
    other, pairing = a_joined_pair(shop, shop.me)
    lead = shop.row(Lead, other)
    gone, funnel = lead.stage_id, (Stage.pipeline_id == lead.pipeline_id, Stage.kind == "open")
    to = next(one.id for one in shop.rows(Stage, *funnel) if one.id != gone)
    shop.run(lambda uow: commands.stages.retire_stage(uow, stage_id=gone, cards_to=to), by=head)
    if way == "undo":
        with pytest.raises(UserError, match="no longer in use"):
            shop.run(commands.history.undo, origin=Origin.UNDO)
    apart(shop, pairing)
    assert shop.row(Stage, shop.row(Lead, other).stage_id).archived_at is None


def test_a_client_to_whom_another_was_joined_is_not_undone(shop: OpenShop) -> None:
    """Covers: A5."""
    tom = shop.a_user(name="Tom")
    old = add(shop, name="Ella Marsh", phone="07700 900342")
    new = add(shop, name="E. Marsh", phone="07700 900343")
    assert isinstance(old, UUID)
    draft = JoinDraft(kind="contact", kept_id=new, other_id=old)
    shop.run(lambda uow: commands.joins.join_cards(uow, draft=draft), by=tom)
    shop.run(commands.history.undo, origin=Origin.UNDO)
    assert shop.row(Contact, new).archived_at is None


def test_a_question_to_the_head_goes_along_and_comes_back(shop: OpenShop) -> None:
    """Covers: A5, B2."""
    other, pairing = a_joined_pair_that_asks(shop)
    kept = shop.row(Pairing, pairing).kept_id
    assert shop.row(Lead, kept).asked_note == "No budget till spring"
    apart(shop, pairing)
    assert shop.row(Lead, kept).asked_at is None
    shop.run(
        lambda uow: commands.leads.send_back(uow, lead_id=other, comment="Offer them the spring")
    )
    assert shop.row(Lead, other).asked_at is None
    assert open_tasks(shop, other)


def a_joined_pair_that_asks(shop: OpenShop) -> tuple[UUID, UUID]:
    kept = a_lead(shop, phone="07700 900342", holder_id=shop.me)
    other = a_lead(shop, phone="07700 900343", holder_id=shop.me)
    words = "No budget till spring"
    shop.run(lambda uow: commands.leads.ask_head(uow, lead_id=other, comment=words))
    return other, join(shop, "lead", kept, other)
