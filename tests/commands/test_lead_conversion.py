# SPDX-License-Identifier: Apache-2.0
"""A lead becomes a deal in one step and is a lead again by one undo; nothing that was said is lost."""

import pytest

from desktop.commands import history, lead_conversion, leads, moves, touches
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.queries.timeline import timeline
from desktop.values.changes import Origin
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.rows.card import Event
from tests.lead_shop import LEADS, a_lead, finish_script, in_hours
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def talked_over(shop):
    lead = a_lead(
        shop, company="Marsh School", source="Trade fair", channel="referral",
        touch=in_hours(shop, 30), note="Ring after two",
    )  # fmt: skip
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=lead, outcome="agreed", comment="They renew it every season"
        )
    )
    shop.run(
        lambda uow: touches.attach_file(
            uow, card_id=lead, card_kind="lead", file_name="old.pdf", blob="0" * 64, size=10
        )
    )
    return lead


def convert(shop, lead, **fields):
    draft = ConversionDraft(pipeline_id=shop.pipeline("Wide format"), **fields)
    shop.run(lambda uow: finish_script(uow, lead))
    return shop.run(lambda uow: lead_conversion.convert_lead(uow, lead_id=lead, draft=draft))


def test_a_conversion_takes_along_who_they_are_what_was_said_and_what_is_to_be_done(shop):
    """Covers: B4, A1."""
    lead = talked_over(shop)
    before = shop.row(Lead, lead)
    (task,) = shop.rows(Task, Task.done_at.is_(None))
    deal = shop.row(Deal, convert(shop, lead))
    assert (deal.title, deal.note) == (before.title, "Ring after two")
    assert (deal.channel, deal.source) == ("referral", "Trade fair")
    assert (deal.contact_id, deal.company_id) == (before.contact_id, before.company_id)
    assert (deal.holder_id, deal.heat) == (shop.me, "hot")
    assert deal.pipeline_id == shop.pipeline("Wide format")
    assert shop.row(Task, task.id).card_id == deal.id
    assert shop.row(Task, task.id).due_at == task.due_at
    assert [file.card_id for file in shop.rows(Attachment)] == [deal.id]
    closed = shop.row(Lead, lead)
    assert (closed.stage_kind, closed.deal_id) == ("won", deal.id)
    events = {row.event for row in shop.read(lambda reader: timeline(reader.connection, deal.id))}
    assert {Event.CALL, Event.FILE, Event.CREATED, Event.STAGE} <= events
    with pytest.raises(UserError, match="closed already"):
        convert(shop, lead)


def test_one_undo_makes_a_lead_of_the_deal_again_and_redo_the_deal(shop):
    """Covers: B4, M3."""
    lead = talked_over(shop)
    (task,) = shop.rows(Task, Task.done_at.is_(None))
    deal = convert(shop, lead)
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Lead, lead).is_open
    assert shop.row(Lead, lead).deal_id is None
    assert shop.row(Deal, deal).archived_at is not None
    assert shop.row(Task, task.id).card_id == lead
    assert [file.card_id for file in shop.rows(Attachment)] == [lead]
    shop.run(history.redo, origin=Origin.REDO)
    assert shop.row(Lead, lead).deal_id == deal
    assert shop.row(Task, task.id).card_id == deal


def test_a_lead_that_has_become_a_deal_is_neither_refused_nor_sent_to_the_head(shop):
    """Covers: B2, B4."""
    lead = talked_over(shop)
    deal = convert(shop, lead)
    reason, words = shop.a_reason(), "They found it cheaper elsewhere"
    for late in (
        lambda uow: moves.refuse_card(uow, card_id=lead, why=Refusal(reason, words)),
        lambda uow: leads.ask_head(uow, lead_id=lead, comment=words),
        lambda uow: leads.take_lead(uow, lead_id=lead),
    ):
        with pytest.raises(UserError, match="closed already"):
            shop.run(late)
    assert shop.row(Lead, lead).deal_id == deal
    assert shop.row(Lead, lead).asked_at is None


def test_a_lead_that_has_become_a_deal_is_not_opened_again_one_by_one_or_in_bulk(shop):
    """Covers: B4."""
    lead = talked_over(shop)
    deal = convert(shop, lead)
    first = shop.rows(
        Stage, Stage.pipeline_id == shop.row(Lead, lead).pipeline_id, Stage.position == 0
    )[0]
    for back in (
        lambda uow: moves.move_card(uow, card_id=lead, stage_id=first.id),
        lambda uow: moves.move_cards(uow, card_ids=[lead], stage_id=first.id),
    ):
        with pytest.raises(UserError, match="has become a deal"):
            shop.run(back)
    assert shop.row(Lead, lead).deal_id == deal


def test_a_lead_of_an_organisation_alone_names_a_person_before_it_becomes_a_deal(shop):
    """Covers: B4, C2."""
    company = shop.a_company()
    lead = a_lead(shop, phone="", name="", company_id=company)
    with pytest.raises(UserError, match="needs a person"):
        convert(shop, lead)
    person = shop.a_contact(company=company)
    deal = convert(shop, lead, contact_id=person)
    assert shop.row(Deal, deal).contact_id == person


def test_a_deal_without_a_touch_is_not_made(shop):
    """Covers: B4, D2."""
    lead = a_lead(shop)
    convert(shop, lead)
    asked = a_lead(shop, phone="+44 7700 900557")
    shop.run(lambda uow: leads.ask_head(uow, lead_id=asked, comment="No reason fits here"))
    deal = convert(shop, asked)
    goals = {task.goal for task in shop.rows(Task, Task.card_id == deal)}
    assert goals == {"First talk"}
    assert shop.row(Lead, asked).asked_at is None
    with pytest.raises(UserError, match="by making its deal"):
        shop.run(
            lambda uow: moves.move_card(
                uow, card_id=a_lead_again(shop), stage_id=shop.stage("won", LEADS)
            )
        )


def a_lead_again(shop):
    return a_lead(shop, phone="+44 7700 900558")
