# SPDX-License-Identifier: Apache-2.0
"""Rules for leads and handovers at a real hub: kept at every desk; two desks apart misturn by little."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from desktop.commands import clients, deals, handover, lead_rules, leads, people
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal
from desktop.domain.holding import LeadRule, Loan
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import Comment, Task
from desktop.queries import loans
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.lead_rules import Rule, Way
from tests.sync.test_hub_people import ByHand
from tests.sync.test_leads import ask, meet, one


@pytest.fixture
def pair(desks):
    """Anna leads and is the admin, Ben is a manager."""
    return desks("anna", "ben", roles=("manager",))


def come(desk, count):
    """Leads that come to this desk by themselves, a minute apart."""
    made = []
    for n in range(count):
        desk.clock.advance(minutes=1)
        draft = LeadDraft(
            email=f"lead{n}@{desk.user_id.hex}.example", title="Catalogue", channel="website"
        )
        made.append(desk.do(lambda uow, d=draft: leads.new_lead(uow, draft=d, is_automatic=True)))
    return made


def a_deal(desk, holder):
    pipeline = one(desk, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    touch = TouchDraft(goal="Ask", due_at=desk.clock.now() + dt.timedelta(days=3))

    def make(uow):
        contact = clients.add_contact(uow, name="Priya Hartwell")
        return deals.new_deal(
            uow,
            title="Menus",
            pipeline_id=pipeline,
            contact_id=contact,
            touch=touch,
            holder_id=holder,
        )

    return desk.do(make)


def test_a_rule_holds_at_every_desk_and_two_apart_are_ahead_by_a_lead_each_at_most(pair, hub):
    """Covers: A7, N2, N3, N4."""
    anna, ben = pair
    tom, eve = (
        anna.do(lambda uow, n=name: people.add_person(uow, name=n, roles=["manager"]))
        for name in ("Tom Ferris", "Eve Quill")
    )
    team = (ben.user_id, tom, eve)
    anna.do(lambda uow: lead_rules.set_rule(uow, rule=Rule(Way.TURN, people=team)))
    meet(anna, ben)
    rule = one(ben, select(LeadRule.id))
    by_hand = ByHand(hub, ben)
    assert by_hand.push("lead_rule", {"way": "queue"}, rule) == "forbidden"
    by_hand.connection.close()
    apart = come(anna, 4) + come(ben, 4)
    meet(anna, ben)
    together = come(anna, 4)
    meet(anna, ben)
    held = dict(ask(ben, select(Lead.id, Lead.holder_id)))
    first, second = Counter(held[one] for one in apart), Counter(held[one] for one in together)
    assert max(first.values()) - min(first[who] for who in team) <= 2
    assert set(second) == set(team), "the turn went on over what both had given"
    assert anna.documents() == ben.documents()


def test_a_handover_until_a_day_is_the_same_at_both_desks_and_offered_back_at_each(pair):
    """Covers: B5, N2, N3."""
    anna, ben = pair
    deal = a_deal(anna, anna.user_id)
    back = anna.clock.now().date() + dt.timedelta(days=7)
    anna.do(
        lambda uow: handover.hand_over(
            uow, card_ids=[deal], to=ben.user_id, comment="Till I am back", back_on=back
        )
    )
    meet(anna, ben)
    assert one(ben, select(Deal.holder_id)) == ben.user_id
    assert one(ben, select(Task.holder_id)) == ben.user_id
    assert "Till I am back" in one(ben, select(Comment.text))
    for desk in (anna, ben):
        desk.clock.advance(days=8)
        [loan] = desk.database.read(loans.lent, Actor(desk.user_id, desk.roles))
        assert loan.card_ids == (deal,)
    ben.do(lambda uow: handover.hand_over(uow, card_ids=[deal], to=anna.user_id))
    meet(ben, anna)
    assert one(anna, select(Loan.ended_at)) is not None
    assert anna.documents() == ben.documents()


def test_a_card_given_elsewhere_to_who_left_meanwhile_is_shown_to_the_head(pair):
    """Covers: B5, A7, N3."""
    anna, ben = pair
    tom = anna.do(lambda uow: people.add_person(uow, name="Tom Ferris", roles=["manager"]))
    own, given = a_deal(anna, tom), a_deal(anna, ben.user_id)
    meet(anna, ben)
    anna.do(lambda uow: people.dismiss_person(uow, user_id=tom))
    ben.do(lambda uow: handover.hand_over(uow, card_ids=[given], to=tom))
    meet(ben, anna)
    assert one(anna, select(Deal.holder_id).where(Deal.id == own)) == anna.user_id
    [(card, rule)] = ask(anna, select(Finding.card_id, Finding.rule))
    assert (card, rule) == (given, "holder_left")
    anna.do(lambda uow: handover.hand_over(uow, card_ids=[given], to=ben.user_id))
    meet(anna, ben)
    for desk in (anna, ben):
        open_ = select(Finding.id).where(Finding.settled_at.is_(None))
        assert ask(desk, open_) == []
    assert anna.documents() == ben.documents()
