# SPDX-License-Identifier: Apache-2.0
"""A lead joined to another at one computer and made a deal of at the other: no card is left without a next touch."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.commands import lead_conversion, leads, touches
from desktop.domain.bookkeeping import Finding
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import Task
from desktop.values.drafts.lead import ConversionDraft, LeadDraft
from desktop.values.drafts.touch import TouchDraft
from tests.lead_shop import finish_script
from tests.sync.test_joins import equal, join, settle


def ask(desk, statement):
    return desk.read(lambda r: r.connection.execute(statement).all())


def a_lead(desk, title, hours):
    """A taken lead, ready to become a deal, with a touch in so many hours."""
    touch = TouchDraft(
        kind="call", goal=f"Ask about {title}", due_at=desk.clock.now() + timedelta(hours=hours)
    )
    draft = LeadDraft(title=title, phone="07700900342", holder_id=desk.user_id)
    lead = desk.do(lambda uow: leads.new_lead(uow, draft=draft, touch=touch))
    desk.do(lambda uow: finish_script(uow, lead))
    return lead


def convert(desk, lead):
    pipeline = ask(desk, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    draft = ConversionDraft(pipeline_id=pipeline[0][0])
    return desk.do(lambda uow: lead_conversion.convert_lead(uow, lead_id=lead, draft=draft))


def touches_of(desk):
    """What is still to be done, on which card."""
    return {*ask(desk, select(Task.card_id, Task.card_kind, Task.goal).where(Task.is_open))}


@pytest.mark.parametrize(
    ("converted", "sooner", "first"),
    [
        ("the one that goes", "the one that goes", "the join"),
        ("the one that goes", "the one that stays", "the conversion"),
        ("the one that stays", "the one that goes", "the conversion"),
    ],
)
def test_a_lead_joined_here_and_made_a_deal_of_there_leaves_every_card_its_next_touch(
    desks, converted, sooner, first
):
    """The join had ended the touch that comes later, the conversion took its own along. Covers: A5, B4, D2, N2, N3."""
    anna, ben = desks("anna", "ben")
    kept = a_lead(anna, "Menus", hours=30)
    other = a_lead(anna, "Menus again", hours=10 if sooner == "the one that goes" else 50)
    settle(anna, ben)
    order = (anna, ben) if first == "the join" else (ben, anna)
    order[1].clock.advance(minutes=5)
    join(anna, "lead", kept, other)
    deal = convert(ben, other if converted == "the one that goes" else kept)
    settle(*order)
    equal(anna, ben)
    is_kept_open = converted == "the one that goes"
    planned = {(deal, "deal", f"Ask about Menus{' again' if is_kept_open else ''}")}
    if is_kept_open:
        planned.add((kept, "lead", "Ask about Menus"))
    elif sooner == "the one that goes":
        planned = {(deal, "deal", "Ask about Menus again")}
    assert touches_of(ben) == planned
    assert ask(ben, select(Finding.id).where(Finding.settled_at.is_(None))) == []


def test_where_what_was_planned_is_done_by_then_the_deal_gets_a_touch_of_its_own(desks):
    """Covers: A5, B4, D2, N2, N3."""
    anna, ben = desks("anna", "ben")
    kept, other = a_lead(anna, "Menus", hours=30), a_lead(anna, "Menus again", hours=10)
    settle(anna, ben)
    deal = convert(ben, other)
    join(anna, "lead", kept, other)
    (task,) = ask(anna, select(Task.id).where(Task.is_open))[0]
    later = TouchDraft(
        kind="call", goal="Ask once more", due_at=anna.clock.now() + timedelta(hours=60)
    )
    anna.do(
        lambda uow: touches.finish_touch(
            uow, task_id=task, outcome="agreed", comment="They think about it", next_touch=later
        )
    )
    settle(anna, ben)
    equal(anna, ben)
    assert {card for card, _kind, _goal in touches_of(ben)} == {kept, deal}
    assert ask(ben, select(Finding.id).where(Finding.settled_at.is_(None))) == []
