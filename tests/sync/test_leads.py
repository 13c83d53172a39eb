# SPDX-License-Identifier: Apache-2.0
"""Leads at a real hub: taken at one desk, seen at the other; taken, moved and converted by two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop import queries
from desktop.commands import history, lead_conversion, leads, money, moves, touches
from desktop.commands import to_look_at as look
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.import_list import import_list
from desktop.flows.shop import DirectShop
from desktop.models import two_deals
from desktop.models.to_look_at import Words
from desktop.queries.timeline import timeline
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.client_list import ListWish
from desktop.values.drafts.lead import ConversionDraft, LeadDraft
from desktop.values.drafts.touch import TouchDraft
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


def test_all_that_a_list_brings_goes_to_the_hub_and_to_the_other_desk(desks, tmp_path):
    """Written in bulk, owed like any other step; what undo takes back goes from both. Covers: A6, N2, M3."""
    anna, ben = desks("anna", "ben")
    meet(anna, ben)
    path = tmp_path / "fair.csv"
    path.write_text("Company;Tel;Wants\nHotel Brüggen;020 7946 0281;menus\n", encoding="utf-8")
    shop = DirectShop(anna.database, Actor(anna.user_id, anna.roles))
    import_list(shop, path=path, wish=ListWish(channel="cold_list", holders=(ben.user_id,)))
    meet(anna, ben)
    held = select(Lead.title).where(Lead.holder_id == ben.user_id, Lead.archived_at.is_(None))
    assert [row.title for row in ask(ben, held)] == ["menus"]
    assert anna.documents() == ben.documents()
    long_steps.undo(shop)
    meet(anna, ben)
    assert ask(ben, held) == []
    assert anna.documents() == ben.documents()


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


@pytest.fixture
def apart(desks):
    """Anna converts a lead, five minutes later Ben, who has not seen it; each has said something on their deal."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    anna.do(lambda uow: leads.take_lead(uow, lead_id=lead))
    anna.do(lambda uow: finish_script(uow, lead))
    meet(anna, ben)
    pipeline = one(anna, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    made = []
    for desk, minutes in ((anna, 5), (ben, 10)):
        desk.clock.advance(minutes=minutes)
        draft = ConversionDraft(pipeline_id=pipeline, title=f"Catalogue of {desk.name}")
        touch = TouchDraft(due_at=desk.clock.now() + timedelta(hours=2), goal="Ask", kind="call")
        made.append(
            desk.do(
                lambda uow, d=draft, t=touch: lead_conversion.convert_lead(
                    uow, lead_id=lead, draft=d, touch=t
                )
            )
        )
        desk.do(
            lambda uow, n=desk.name, d=made[-1]: touches.comment(
                uow, card_id=d, text=f"Said by {n}"
            )
        )
    meet(anna, ben)
    return anna, ben, lead, made


def shown(desk):
    """The notices of this desk's person."""
    return desk.database.read(
        queries.to_look_at.to_look_at, Actor(desk.user_id, desk.roles)
    ).conflicts


def said_on(desk, deal):
    return {row.text for row in desk.read(lambda r: timeline(r.connection, deal)) if row.text}


@pytest.mark.parametrize("keeps", ["what stands", "the other"])
def test_of_two_deals_that_one_lead_became_one_goes_on_with_both_histories(apart, keeps):
    """Covers: B4, N2, N3. Both who converted are told of the other's deal by its number and its holder."""
    anna, ben, lead, (of_anna, of_ben) = apart
    assert one(anna, select(Lead.deal_id).where(Lead.id == lead)) == of_ben, "who came later"
    numbers = dict(ask(anna, select(Deal.id, Deal.number)))
    for desk in (anna, ben):
        (row,) = shown(desk)
        words = Words(desk.clock.now())
        assert words.both(row.pairs[0]) == (
            f"{numbers[of_anna]}, Catalogue of anna, Maya Lindqvist",
            f"{numbers[of_ben]}, Catalogue of ben, Maya Lindqvist",
        )
        assert two_deals.keep_word(row, stands=True) == f"Keep {numbers[of_ben]}"
        assert words.put_back_word(row) == f"Keep {numbers[of_anna]}"
    settle = look.keep if keeps == "what stands" else look.put_back
    goes_on, joined = (of_ben, of_anna) if keeps == "what stands" else (of_anna, of_ben)
    anna.do(lambda uow: settle(uow, conflict_id=row.id, record="x"))
    meet(anna, ben)
    for desk in (anna, ben):
        assert shown(desk) == ()
        assert one(desk, select(Lead.deal_id).where(Lead.id == lead)) == goes_on
        assert one(desk, select(Deal.archived_at).where(Deal.id == goes_on)) is None
        assert one(desk, select(Deal.archived_at).where(Deal.id == joined)) is not None
        assert {"Said by anna", "Said by ben"} <= said_on(desk, goes_on)
        assert any(f"Converted twice: {numbers[joined]}" in text for text in said_on(desk, goes_on))
        open_ones = ask(
            desk,
            select(Task.card_id).where(Task.done_at.is_(None), Task.card_id.in_([lead, *apart[3]])),
        )
        assert {card for (card,) in open_ones} == {goes_on}
        assert (
            ask(
                desk,
                select(Finding.id).where(Finding.settled_at.is_(None), Finding.card_id == goes_on),
            )
            == []
        )
    assert anna.documents() == ben.documents()
    anna.do(history.undo)
    meet(anna, ben)
    assert len(shown(ben)) == 1
    assert one(ben, select(Deal.archived_at).where(Deal.id == joined)) is None
    assert anna.documents() == ben.documents()


def test_a_second_deal_that_money_came_for_is_not_joined_by_a_press(apart):
    """Covers: B4, N2."""
    anna, ben, lead, (of_anna, of_ben) = apart
    anna.do(lambda uow: money.open_shift(uow, opening_cash=0))
    anna.do(
        lambda uow: money.take_payment(uow, deal_id=of_ben, amount=100, method="cash", given=100)
    )
    (row,) = shown(anna)
    with pytest.raises(UserError, match="Money came for this card"):
        anna.do(lambda uow: look.put_back(uow, conflict_id=row.id, record="x"))
    anna.do(lambda uow: look.keep(uow, conflict_id=row.id, record="x"))
    meet(anna, ben)
    assert one(ben, select(Lead.deal_id).where(Lead.id == lead)) == of_ben
    assert one(ben, select(Deal.archived_at).where(Deal.id == of_anna)) is not None
