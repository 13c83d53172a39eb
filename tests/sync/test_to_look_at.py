# SPDX-License-Identifier: Apache-2.0
"""What two desks changed at once, what the hub refused, what was paid twice: seen, settled, and gone everywhere."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from sqlalchemy import select

from desktop import queries
from desktop.commands import clients, deals, history, money, moves, people, touches
from desktop.commands import to_look_at as look
from desktop.domain.bookkeeping import Conflict
from desktop.domain.deal import Deal, DealLine
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Comment, Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.models.to_look_at import Words
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.money import Money
from desktop.values.rows.to_look_at import Choice, Several
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE, Desk, TestHub

SELLER = ("manager", "operator")


def page(desk):
    """The page of this desk's person; the rail says as many."""
    actor = Actor(desk.user_id, desk.roles)
    found = desk.database.read(lambda r: queries.to_look_at.to_look_at(r), actor)
    assert found.count == desk.database.read(lambda r: queries.to_look_at.count(r), actor)
    return found


def looks(desk, about=None):
    """What of the page is about one card or client, by group."""
    found = page(desk)
    rows = (found.conflicts, found.refused, found.doubles, found.findings)
    return Looks(*([one for one in group if one.about.page_id == about] for group in rows))


class Looks(NamedTuple):
    conflicts: list
    refused: list
    doubles: list
    findings: list


NOTHING = Looks([], [], [], [])


def value(desk, column, key):
    return desk.read(lambda r: r.connection.scalar(select(column).where(column.class_.id == key)))


def meet(*desks):
    """Everybody syncs until all have all."""
    for _turn in range(2):
        for desk in desks:
            desk.sync()


def a_deal(desk, contact=None):
    """A deal on the first stage of the main pipeline."""
    contact = contact or desk.do(lambda uow: clients.add_contact(uow, name="Rowan Catering"))
    pipeline = desk.read(
        lambda r: r.connection.scalar(
            select(Pipeline.id).where(Pipeline.for_leads.is_(False)).order_by(Pipeline.position)
        )
    )
    due = desk.clock.now() + timedelta(hours=2)
    touch = TouchDraft(due_at=due, goal="Ask", kind="call")
    return desk.do(
        lambda uow: deals.new_deal(
            uow, title="Delivery boxes", pipeline_id=pipeline, contact_id=contact, touch=touch
        )
    )


def change(desk, deal, **fields):
    desk.do(lambda uow: deals.change_deal(uow, deal_id=deal, fields=fields))


def stage(desk, kind, place=0):
    """A stage of this kind; an open one that demands nothing."""
    rows = desk.read(
        lambda r: r.connection.execute(
            select(Stage.id, Stage.demands)
            .join(Pipeline, Pipeline.id == Stage.pipeline_id)
            .where(Stage.kind == kind, Pipeline.for_leads.is_(False))
            .order_by(Pipeline.position, Stage.position)
        ).all()
    )
    return [row.id for row in rows if kind != "open" or not row.demands][place]


@pytest.fixture(scope="module")
def office(server, tmp_path_factory):
    """Anna brings the shop, Ben joins; every test has a card of its own."""
    folder, hub = tmp_path_factory.mktemp("office"), TestHub(server, "look")
    shop = open_shop(folder, folder="anna")
    shop.close()
    anna = Desk(folder, hub, "anna", EVERY_ROLE, user_id=shop.me, brings=True)
    ben = anna.colleague(folder, "ben", EVERY_ROLE)
    yield anna, ben
    for desk in (anna, ben):
        desk.close()


@pytest.fixture
def pair(office):
    """Both are as they were in the morning, and have all."""
    anna, ben = office
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=EVERY_ROLE))
    ben.roles, ben.clock.moment = EVERY_ROLE, anna.clock.now()
    meet(anna, ben)
    return anna, ben


def both_change(anna, ben, deal):
    """Anna first, Ben five minutes later, neither seeing the other."""
    change(anna, deal, note="of Anna")
    ben.clock.advance(minutes=5)
    change(ben, deal, note="of Ben")
    meet(ben, anna)


def test_a_change_in_two_places_is_shown_to_both_and_kept_by_one_for_all(pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    both_change(anna, ben, deal)
    (mine,), (theirs,) = looks(anna, deal).conflicts, looks(ben, deal).conflicts
    assert (mine.pairs[0].lost, mine.pairs[0].stands) == ("of Anna", "of Ben")
    assert mine.lost_by.is_me
    assert theirs.won_by.is_me
    assert mine.about.client == "Rowan Catering"
    assert mine.ask.id == ben.user_id
    said = Words(anna.clock.now()).spoken(mine)
    assert "Note, mine, of Anna, you" in said
    assert str(deal) not in said
    anna.do(lambda uow: look.keep(uow, conflict_id=mine.id, record="x"))
    meet(anna, ben)
    assert looks(anna, deal) == looks(ben, deal) == NOTHING
    assert value(ben, Deal.note, deal) == "of Ben"
    assert anna.documents() == ben.documents()


def test_what_is_put_back_wins_everywhere_and_undo_takes_it_back(pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    both_change(anna, ben, deal)
    row = looks(anna, deal).conflicts[0]
    seen = {deal: row.about.stamp}
    anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x", seen=seen))
    meet(anna, ben)
    assert value(anna, Deal.note, deal) == value(ben, Deal.note, deal) == "of Anna"
    assert looks(anna, deal) == looks(ben, deal) == NOTHING
    anna.do(history.undo)
    meet(anna, ben)
    assert value(ben, Deal.note, deal) == "of Ben"
    assert len(looks(ben, deal).conflicts) == 1
    assert anna.documents() == ben.documents()


def test_fields_are_settled_one_by_one_and_quiet_ones_make_no_noise(pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    for desk, word in ((anna, "Anna"), (ben, "Ben")):
        desk.clock.advance(minutes=5)
        desk.do(
            lambda uow, word=word: (
                deals.change_deal(
                    uow, deal_id=deal, fields={"note": word, "source": f"from {word}"}
                ),
                setattr(uow.get(Deal, deal), "rank", word),
            )
        )
    meet(ben, anna)
    rows = looks(anna, deal).conflicts
    assert {row.unit for row in rows} == {"note", "source"}
    source = next(row for row in rows if row.unit == "source")
    lost = source.pairs[0].lost
    anna.do(lambda uow: look.put_back(uow, conflict_id=source.id, record="x"))
    meet(anna, ben)
    assert value(ben, Deal.source, deal) == lost
    assert [row.unit for row in looks(ben, deal).conflicts] == ["note"]


def test_who_wrote_both_at_two_desks_is_not_asked(tmp_path, pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    laptop = Desk(tmp_path, anna.hub, "anna-laptop", EVERY_ROLE, user_id=anna.user_id)
    try:
        laptop.sync()
        change(ben, deal, source="of Ben")
        change(anna, deal, note="at the counter", source="of Anna")
        laptop.clock.moment = anna.clock.now() + timedelta(minutes=5)
        change(laptop, deal, note="on the laptop")
        meet(ben, anna, laptop, anna)
        assert value(ben, Deal.note, deal) == "on the laptop"
        for desk in (anna, laptop):
            assert [row.unit for row in looks(desk, deal).conflicts] == ["source"]  # Ben's
            assert page(desk).settled_themselves == 1
        kept = anna.read(lambda r: r.connection.scalars(select(Conflict.fields)).all())
        assert any(one.get("note", {}).get("lost") == "at the counter" for one in kept)
    finally:
        laptop.close()


def test_a_card_closed_elsewhere_is_put_back_with_the_touches_that_closing_ended(pair):
    """Covers: N2, D1."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    won, second = stage(ben, "won"), stage(anna, "open", 1)
    ben.do(lambda uow: moves.move_card(uow, card_id=deal, stage_id=won))
    anna.clock.advance(minutes=5)
    anna.do(lambda uow: moves.move_card(uow, card_id=deal, stage_id=second))
    meet(ben, anna)
    row = looks(anna, deal).conflicts[0]
    assert row.closed_wins
    assert isinstance(row.pairs[0].stands, str)
    assert value(anna, Deal.stage_id, deal) == won
    anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x"))
    meet(anna, ben)
    assert value(ben, Deal.stage_id, deal) == second
    assert value(ben, Deal.stage_kind, deal) == "open"
    due = ben.read(
        lambda r: r.connection.scalars(select(Task.done_at).where(Task.card_id == deal)).all()
    )
    assert due == [None]
    assert anna.documents() == ben.documents()


def test_a_line_keeps_its_sum_with_its_quantity(pair):
    """Covers: N2."""

    def draft(desk, amount, **fields):
        line = desk.read(
            lambda r: r.connection.scalar(select(DealLine.id).where(DealLine.deal_id == deal))
        )
        known = {"quantity": 100, "unit_price": Decimal(1), **fields}
        made = LineDraft(id=line, title="Boxes", amount=amount, **known)
        desk.do(lambda uow: deals.change_lines(uow, deal_id=deal, lines=[made]))

    anna, ben = pair
    deal = a_deal(anna)
    draft(anna, 10000)
    meet(anna, ben)
    draft(anna, 20000, quantity=200)
    ben.clock.advance(minutes=5)
    draft(ben, 30000, unit_price=Decimal(3))
    meet(ben, anna)
    (row,) = looks(anna, deal).conflicts
    currency = row.pairs[0].lost.parts[0].currency
    assert row.pairs[0].lost == Several((Money(20000, currency), Choice("pieces", "200")))
    assert row.pairs[0].stands == Several((Money(30000, currency), Choice("pieces", "100")))
    assert row.pairs[0].began == Several((Money(10000, currency), Choice("pieces", "100")))
    anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x"))
    meet(anna, ben)
    assert value(ben, Deal.amount, deal) == 20000
    quantity = ben.read(
        lambda r: r.connection.scalar(select(DealLine.quantity).where(DealLine.deal_id == deal))
    )
    assert quantity == 200


def test_of_requisites_only_what_differs_is_shown_and_put_back(pair):
    """Covers: N2."""
    anna, ben = pair
    company = anna.do(lambda uow: clients.add_company(uow, name="Pelham & Rook"))
    meet(anna, ben)

    def write(desk, **fields):
        def work(uow):
            one = uow.get(Company, company)
            one.requisites = {**one.requisites, **fields}

        desk.do(work)

    write(anna, vat_id="GB 56", address="Mill Row")
    meet(anna, ben)
    write(anna, vat_id="GB 65")
    ben.clock.advance(minutes=5)
    write(ben, address="High Street")
    meet(ben, anna)
    (row,) = looks(anna, company).conflicts
    assert [(one.field, one.lost, one.stands) for one in row.pairs] == [
        ("vat_id", "GB 65", "GB 56")
    ]
    anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x", parts=row.parts))
    meet(anna, ben)
    assert value(ben, Company.requisites, company) == {"vat_id": "GB 65", "address": "High Street"}


def test_a_change_of_what_was_removed_meanwhile_is_shown_and_brings_it_back(pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    made = LineDraft(title="Boxes", quantity=100, unit_price=Decimal(1), amount=10000)
    anna.do(lambda uow: deals.change_lines(uow, deal_id=deal, lines=[made]))
    meet(anna, ben)
    line = anna.read(
        lambda r: r.connection.scalar(select(DealLine.id).where(DealLine.deal_id == deal))
    )
    ben.do(lambda uow: deals.change_lines(uow, deal_id=deal, lines=[]))
    anna.do(lambda uow: setattr(uow.get(DealLine, line), "details", "matt"))
    meet(ben, anna)
    (row,) = looks(anna, deal).conflicts
    said = Words(anna.clock.now())
    assert [box.value for box in said.boxes(row, row.pairs[0])] == ["not removed", "removed"]
    assert value(anna, Deal.amount, deal) == 0
    anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x"))
    meet(anna, ben)
    assert value(ben, Deal.amount, deal) == 10000
    assert value(ben, DealLine.details, line) == "matt"
    assert looks(ben, deal) == NOTHING


# Refused


def test_a_refused_text_is_kept_tried_again_and_gone_when_it_went_through(pair):
    """Covers: N2, N4."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=("production",)))
    anna.sync()
    ben.do(lambda uow: money.record_transfer(
        uow, deal_id=deal, amount=4260, paid_on=ben.clock.now().date(), purpose="First part",
    ))  # fmt: skip
    ben.do(lambda uow: touches.comment(uow, card_id=deal, text="Client asks for 50 more"))
    assert ben.sync().refused == 1
    (row,) = looks(ben, deal).refused
    said = Words(ben.clock.now())
    assert row.verdict == "forbidden"
    assert row.ask.id == anna.user_id
    assert "First part" in said.copy_text(row)
    assert "42.60" in said.copy_text(row)
    assert row.about.client == "Rowan Catering"
    assert "right" in said.refusal(row)
    assert ben.read(lambda r: r.connection.scalars(select(Comment.text)).all())
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=SELLER))
    meet(anna, ben)
    ben.do(lambda uow: look.try_again(uow, device_id=row.device_id, step=row.step, what="x"))
    assert not looks(ben, deal).refused
    meet(ben, anna)
    assert value(anna, Deal.paid, deal) == 0
    assert anna.read(
        lambda r: r.connection.scalars(select(Payment.amount).where(Payment.deal_id == deal)).all()
    ) == [4260]
    assert anna.documents() == ben.documents()


def test_what_is_discarded_comes_back_by_undo(pair):
    """Covers: N2."""
    anna, ben = pair
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    meet(anna, ben)
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=("production",)))
    anna.sync()
    ben.do(lambda uow: people.add_person(uow, name="Nobody", roles=("manager",)))
    ben.sync()
    (row,) = looks(ben).refused
    ben.do(lambda uow: look.discard(uow, device_id=row.device_id, step=row.step, what="x"))
    assert not looks(ben).refused
    with pytest.raises(UserError):
        ben.do(lambda uow: look.discard(uow, device_id=row.device_id, step=row.step, what="x"))
    ben.do(history.undo)
    assert [one.step for one in looks(ben).refused] == [row.step]
    assert value(ben, Contact.name, contact) == "Priya"
    assert (
        ben.read(lambda r: r.connection.scalar(select(User.id).where(User.name == "Nobody")))
        is None
    )


def test_a_colleague_who_is_asked_finds_it_on_the_card_and_among_the_touches(pair):
    """Covers: N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    anna.do(lambda uow: look.ask(uow, whom=ben.user_id, card_id=deal, text="Which note is right?"))
    meet(anna, ben)
    texts = ben.read(lambda r: r.connection.scalars(select(Comment.text)).all())
    assert any("Which note is right?" in text for text in texts)
    mine = ben.read(lambda r: r.connection.scalars(
        select(Task.note).where(Task.holder_id == ben.user_id, Task.card_id == deal)
    ).all())  # fmt: skip
    assert mine == ["Which note is right?"]


# Payments


def test_two_payments_from_two_desks_are_asked_about_until_the_accountant_calls_them_real(pair):
    """Covers: H3, N2."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    day = anna.clock.now().date()
    for desk, amount in ((anna, 21000), (ben, 21000), (ben, 5000), (ben, 5000)):
        desk.do(
            lambda uow, sum_=amount: money.record_transfer(
                uow, deal_id=deal, amount=sum_, paid_on=day
            )
        )
    meet(anna, ben)
    (row,) = looks(anna, deal).doubles  # two of 5000 were written at one desk: that is two payments
    assert row.first.amount.minor == 21000
    ben.roles = SELLER
    assert not looks(ben, deal).doubles
    ben.roles = EVERY_ROLE
    ids = (row.first.id, row.second.id)
    anna.do(lambda uow: look.both_are_real(uow, payments=ids))
    ben.do(lambda uow: look.both_are_real(uow, payments=ids[::-1]))
    meet(anna, ben)
    assert looks(anna, deal) == looks(ben, deal) == NOTHING
    assert anna.documents() == ben.documents()


def test_a_reversed_one_of_two_payments_is_asked_about_no_more(pair):
    """Covers: H3."""
    anna, ben = pair
    deal = a_deal(anna)
    meet(anna, ben)
    day = anna.clock.now().date()
    for desk in (anna, ben):
        desk.do(lambda uow: money.record_transfer(uow, deal_id=deal, amount=21000, paid_on=day))
    meet(anna, ben)
    (row,) = looks(anna, deal).doubles
    anna.do(lambda uow: money.reverse_payment(uow, payment_id=row.second.id, reason="noted twice"))
    assert not looks(anna, deal).doubles


# Broken by a merge


def test_a_card_left_without_a_touch_is_found_and_gone_once_it_has_one(pair):
    """Covers: N2, D1."""
    anna, ben = pair
    deal = a_deal(anna)
    second = anna.do(
        lambda uow: touches.plan(
            uow, card_id=deal,
            touch=TouchDraft(due_at=anna.clock.now() + timedelta(hours=3), goal="Two", kind="call"),
        )
    )  # fmt: skip
    meet(anna, ben)
    first = anna.read(
        lambda r: r.connection.scalar(
            select(Task.id).where(Task.id != second, Task.card_id == deal)
        )
    )

    def done(desk, task):
        desk.do(
            lambda uow: touches.finish_touch(uow, task_id=task, outcome="agreed", comment="Agreed")
        )

    done(anna, first)
    done(ben, second)
    meet(anna, ben)
    (row,) = looks(anna, deal).findings
    assert row.rule == "next_touch"
    assert row.about.client == "Rowan Catering"
    touch = TouchDraft(due_at=anna.clock.now() + timedelta(hours=4), goal="Ask", kind="call")
    anna.do(lambda uow: deals.set_next_touch(uow, deal_ids=[deal], touch=touch))
    meet(anna, ben)
    assert not looks(anna, deal).findings
    assert not looks(ben, deal).findings
