# SPDX-License-Identifier: Apache-2.0
"""Lent cards among desks of a real hub: given back by two at once they are given back once, and nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.commands import handover, lead_conversion
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import Task
from desktop.flows import long_steps
from desktop.flows.give_back import give_back
from desktop.flows.shop import DirectShop
from desktop.queries import loans as queries
from desktop.queries.timeline import timeline
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.lead import ConversionDraft
from tests.lead_shop import finish_script
from tests.sync.test_handover import a_deal
from tests.sync.test_leads import ask, meet, new_lead, one


def shop(desk):
    return DirectShop(desk.database, Actor(desk.user_id, desk.roles))


def back(desk):
    said = []
    [loan] = shop(desk).read(queries.lent)
    give_back(shop(desk), loan, said.append)
    return said


def lend(desk, cards, to):
    day = desk.clock.now().date() + timedelta(days=14)
    desk.do(
        lambda uow: handover.hand_over(
            uow, card_ids=cards, to=to, comment="On leave", back_on=day
        )
    )  # fmt: skip


@pytest.fixture
def lent(desks):
    """Anna's deal and lead are with Ben for two weeks, and both desks know it."""
    anna, ben = desks("anna", "ben")
    deal, lead = a_deal(anna, anna.user_id), new_lead(anna)
    anna.do(lambda uow: handover.hand_over(uow, card_ids=[lead], to=anna.user_id))
    lend(anna, [deal, lead], ben.user_id)
    meet(anna, ben)
    return anna, ben, deal, lead


def holders(desk, deal, lead):
    return (
        one(desk, select(Deal.holder_id).where(Deal.id == deal)),
        one(desk, select(Lead.holder_id).where(Lead.id == lead)),
    )


def words_back(desk, card):
    """How often it stands in the timeline that the card went back."""
    rows = desk.read(lambda r: timeline(r.connection, card))
    return sum(row.text.startswith("Back to") for row in rows)


def open_conflicts(desk):
    return ask(desk, select(Conflict.id).where(Conflict.settled_at.is_(None)))


def test_two_desks_that_give_cards_back_apart_have_done_it_once(lent):
    """Cut off from the hub at the same time, and in whatever order it hears of it. Covers: B5, N1, N2, N3."""
    anna, ben, deal, lead = lent
    touches = ask(anna, select(Task.id))
    assert back(anna) == []
    ben.clock.advance(hours=1)
    assert back(ben) == []
    meet(ben, anna)
    assert anna.documents() == ben.documents()
    for desk in (anna, ben):
        assert (
            one(desk, select(Deal.holder_id)) == one(desk, select(Lead.holder_id)) == anna.user_id
        )
        assert set(ask(desk, select(Task.holder_id).where(Task.is_open))) == {(anna.user_id,)}
        assert ask(desk, select(Task.id)) == touches, "not one touch more"
        assert open_conflicts(desk) == ask(desk, select(Finding.id)) == []
        assert shop(desk).read(queries.lent) == ()
        assert words_back(desk, deal) == words_back(desk, lead) == 1, "nor a word more"


def test_a_card_given_back_here_while_it_was_handed_on_there_is_shown_to_both(lent, desks):
    """Nothing that two did at once is lost unseen. Covers: B5, N2, N3."""
    anna, ben, deal, lead = lent
    (clara,) = desks("clara")
    assert back(anna) == []
    anna.do(lambda uow: handover.hand_over(uow, card_ids=[deal], to=clara.user_id))
    ben.clock.advance(hours=1)
    assert back(ben) == []
    meet(anna, ben)
    assert anna.documents() == ben.documents()
    assert holders(anna, deal, lead) == (anna.user_id, anna.user_id), "the later word holds"
    told = select(Conflict.fields).where(Conflict.on_id == deal, Conflict.settled_at.is_(None))
    lost = one(ben, told)["holder_id"]
    assert (lost["lost"], lost["won"]) == (str(clara.user_id), str(anna.user_id))


def test_what_has_gone_on_at_another_desk_and_is_known_here_stays_there(lent, desks):
    """Covers: B5, N2."""
    anna, ben, deal, lead = lent
    (clara,) = desks("clara")
    [old] = shop(ben).read(queries.lent)
    anna.do(lambda uow: handover.hand_over(uow, card_ids=[deal], to=clara.user_id))
    meet(anna, ben)
    said = []
    give_back(shop(ben), old, said.append)
    assert "one on to somebody else" in said[0]
    assert holders(ben, deal, lead) == (clara.user_id, anna.user_id)


def test_undo_at_one_of_two_desks_that_gave_cards_back_lends_them_again(lent):
    """Else they would be the receiver's for good: the other desk wrote when the loan was over. Covers: B5, M3, N2."""
    anna, ben, deal, lead = lent
    assert back(anna) == []
    ben.clock.advance(hours=1)
    assert back(ben) == []
    meet(anna, ben)
    assert long_steps.undo(shop(anna)).left == ()
    meet(anna, ben)
    assert anna.documents() == ben.documents()
    for desk in (anna, ben):
        assert holders(desk, deal, lead) == (ben.user_id, ben.user_id)
        assert [len(row.card_ids) for row in shop(desk).read(queries.lent)] == [2]
        assert words_back(desk, deal) == words_back(desk, lead) == 0


def test_a_lead_given_back_here_while_it_became_a_deal_there_goes_back_as_the_deal_once(lent):
    """Else nobody would be asked any more, and the deal be the receiver's for good. Covers: B4, B5, N2, N3."""
    anna, ben, _deal, lead = lent
    ben.do(lambda uow: finish_script(uow, lead))
    meet(ben, anna)
    assert back(anna) == []
    ben.clock.advance(hours=1)
    pipeline = one(ben, select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position))
    draft = ConversionDraft(pipeline_id=pipeline)
    made = ben.do(lambda uow: lead_conversion.convert_lead(uow, lead_id=lead, draft=draft))
    meet(anna, ben)
    meet(anna, ben)
    assert anna.documents() == ben.documents()
    for desk in (anna, ben):
        assert holders(desk, made, lead) == (anna.user_id, anna.user_id)
        assert words_back(desk, made) == 2, "on the lead and on the deal, whose timeline tells both"
        assert open_conflicts(desk) == ask(desk, select(Finding.id)) == []
    anna.do(lambda uow: handover.hand_over(uow, card_ids=[made], to=ben.user_id))
    meet(anna, ben)
    meet(ben, anna)
    assert holders(anna, made, lead) == (ben.user_id, anna.user_id), "whatever is done later stays"
