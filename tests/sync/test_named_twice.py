# SPDX-License-Identifier: Apache-2.0
"""Two desks apart give one name to two things that cards stand on: both are kept, and the later gets another name."""

import datetime as dt

from sqlalchemy import select

from desktop.commands import clients, deals, publishing
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Pipeline
from desktop.values.drafts.touch import TouchDraft
from desktop.values.stages_draft import StagesDraft
from tests.sync.test_leads import ask, meet


def a_pipeline(desk, name):
    draft = StagesDraft()
    made = draft.add_pipeline(name)
    desk.do(lambda uow: publishing.publish(uow, draft=draft))
    return made


def a_deal(desk, pipeline):
    touch = TouchDraft(goal="Ask", due_at=desk.clock.now() + dt.timedelta(days=3))

    def make(uow):
        contact = clients.add_contact(uow, name="Priya Hartwell")
        return deals.new_deal(
            uow, title="Menus", pipeline_id=pipeline, contact_id=contact, touch=touch
        )

    return desk.do(make)


def test_two_pipelines_of_one_name_with_cards_on_both_are_kept_apart_by_a_number(desks):
    """The hub compares letters, the desks words: ё is е. Covers: C1, N1, N2, N3."""
    anna, ben = desks("anna", "ben")
    before = len(ask(anna, select(Pipeline.id)))
    made = {
        desk.name: a_pipeline(desk, name) for desk, name in ((anna, "Зелёный"), (ben, "зеленый "))
    }
    ben.clock.advance(minutes=1)
    bids = [a_pipeline(anna, "Bids"), a_pipeline(ben, "bids")]
    dealt = [a_deal(anna, bids[0]), a_deal(ben, bids[1])]
    meet(anna, ben)
    meet(anna, ben)
    held = dict(ask(ben, select(Pipeline.id, Pipeline.name)))
    assert len(held) == before + 4
    assert {held[one] for one in bids} == {"Bids", "bids 2"}
    assert {held[one] for one in made.values()} == {"Зелёный", "зеленый 2"}
    assert sorted(ask(ben, select(Deal.id, Deal.pipeline_id))) == sorted(
        zip(dealt, bids, strict=True)
    )
    for desk in (anna, ben):
        assert ask(desk, select(Finding.id)) == ask(desk, select(Conflict.id)) == []
    assert anna.documents() == ben.documents()
