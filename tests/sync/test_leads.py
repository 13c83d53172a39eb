# SPDX-License-Identifier: Apache-2.0
"""Leads at a real hub: taken at one desk, seen at the other; taken, moved and converted by two at once."""

from sqlalchemy import select

from desktop.commands import lead_conversion, leads, moves
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Task
from desktop.values.drafts.lead import ConversionDraft, LeadDraft
from tests.lead_shop import finish_script


def ask(desk, statement):
    return desk.read(lambda r: r.connection.execute(statement).all())


def one(desk, statement):
    return desk.read(lambda r: r.connection.scalar(statement))


def meet(*desks):
    for desk in (*desks, *desks):
        desk.sync()


def new_lead(desk):
    draft = LeadDraft(phone="07700900342", title="Catalogue 24 pp", channel="website")
    return desk.do(lambda uow: leads.new_lead(uow, draft=draft, is_automatic=True))


def test_a_lead_that_one_desk_takes_and_converts_is_the_same_at_the_other(desks):
    """Covers: B4, N2, N3."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    meet(anna, ben)
    assert one(ben, select(Lead.channel).where(Lead.id == lead)) == "website"
    ben.do(lambda uow: leads.take_lead(uow, lead_id=lead))
    pipeline = one(ben, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    ben.do(lambda uow: finish_script(uow, lead))
    deal = ben.do(
        lambda uow: lead_conversion.convert_lead(
            uow, lead_id=lead, draft=ConversionDraft(pipeline_id=pipeline)
        )
    )
    meet(ben, anna)
    assert anna.documents() == ben.documents()
    assert one(anna, select(Lead.deal_id).where(Lead.id == lead)) == deal
    assert one(anna, select(Task.card_kind).where(Task.card_id == deal)) == "deal"
    assert ask(anna, select(Finding.id)) == []


def test_a_conversion_beats_a_move_made_elsewhere_and_the_mover_is_told(desks):
    """Covers: B4, N2, N3. What is settled beats what is open, whoever came first."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    anna.do(lambda uow: leads.take_lead(uow, lead_id=lead))
    meet(anna, ben)
    pipeline = one(anna, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    anna.do(lambda uow: finish_script(uow, lead))
    anna.do(
        lambda uow: lead_conversion.convert_lead(
            uow, lead_id=lead, draft=ConversionDraft(pipeline_id=pipeline)
        )
    )
    ben.clock.advance(minutes=5)
    funnel = one(ben, select(Lead.pipeline_id).where(Lead.id == lead))
    asked = one(ben, select(Stage.id).where(Stage.purpose == "quote", Stage.pipeline_id == funnel))
    ben.do(lambda uow: moves.move_card(uow, card_id=lead, stage_id=asked))
    meet(anna, ben)
    meet(ben, anna)
    for desk in (anna, ben):
        kind, deal = ask(desk, select(Lead.stage_kind, Lead.deal_id).where(Lead.id == lead))[0]
        assert kind == "won"
        assert one(desk, select(Deal.title).where(Deal.id == deal)) == "Catalogue 24 pp"
        assert len(ask(desk, select(Conflict.id).where(Conflict.on_id == lead))) == 1
    assert anna.documents() == ben.documents()
