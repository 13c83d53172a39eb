# SPDX-License-Identifier: Apache-2.0
"""Scripts at a real hub: published at one desk they hold at all; who may not publish is refused there, too."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop import queries
from desktop.commands import moves, publishing, scripts, stages, touches
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.script import ScriptAnswer
from desktop.models.to_look_at import Words
from desktop.storage.scripts import script_for
from desktop.storage.unit_of_work import Actor
from desktop.values.edits import ChangedMeanwhile
from desktop.values.scripts import Fill, ScriptStep
from desktop.values.stages_draft import StagesDraft
from tests.stage_drafts import stored
from tests.sync.test_leads import ask, meet, new_lead, one


def held(desk):
    return desk.read(lambda r: script_for(r.connection, "website"))


def publish(desk, title, based_on=None):
    steps = (ScriptStep(title, fill=(Fill("quantity", required=True),)),)
    return desk.do(
        lambda uow: scripts.publish_script(uow, channel="website", steps=steps, based_on=based_on)
    )


def answer(desk, lead, field, value):
    desk.do(lambda uow: scripts.answer(uow, lead_id=lead, field=field, value=value))


def test_a_published_script_holds_at_every_desk_and_two_at_once_never_mix(desks):
    """Covers: A3, N2, N3."""
    anna, ben = desks("anna", "ben")
    first = publish(anna, "First")
    meet(anna, ben)
    assert held(ben).id == first
    publish(anna, "Of Anna", first)
    ben.clock.advance(minutes=1)
    later = publish(ben, "Of Ben", first)
    meet(anna, ben)
    meet(ben, anna)
    assert held(anna).id == held(ben).id == later
    assert [step.title for step in held(anna).steps] == ["Of Ben"]
    assert held(anna).version == 3, "what was overtaken is kept"
    assert anna.documents() == ben.documents()


def test_answers_of_two_desks_to_different_questions_stand_side_by_side(desks):
    """Covers: A3, N2. Each answer is a field of its own, so nothing is overwritten and nobody has to look."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    meet(anna, ben)
    answer(anna, lead, "quantity", 300)
    answer(ben, lead, "prepayment", "half")
    meet(anna, ben)
    meet(ben, anna)
    for desk in (anna, ben):
        row = ask(desk, select(Lead.quantity, Lead.prepayment).where(Lead.id == lead))
        assert row == [(300, "half")]
        assert sorted(ask(desk, select(ScriptAnswer.field))) == [("prepayment",), ("quantity",)]
        assert ask(desk, select(Conflict.id)) == []


def test_whoever_may_not_edit_stages_cannot_publish_past_the_program_either(desks):
    """Covers: A3, N4."""
    (anna,) = desks("anna")
    (seller,) = desks("sam", roles=("manager",))
    ops = [
        {"n": 1, "t": 1, "e": "script", "i": str(uuid4()), "new": True, "h": "0" * 16,
         "d": {"channel": "website", "at": "2026-10-15T10:00:00.000000Z", "steps": []}},
    ]  # fmt: skip
    answered = seller.connection.push(seller.device_id, ops)
    assert answered.bad == {1: "forbidden"}
    anna.sync()
    assert held(anna).id is None
    assert one(anna, select(Lead.id)) is None


def test_a_draft_is_not_published_over_what_came_from_another_desk_until_that_was_told(desks):
    """Covers: C1, N2, N8. And what two desks publish apart ends alike at both."""
    anna, ben = desks("anna", "ben")
    meet(anna, ben)
    stages = anna.read(stored).stages().values()
    stage = next(one for one in stages if one.name == "Quote sent")
    drafts = {desk: StagesDraft() for desk in (anna, ben)}
    drafts[anna].stages.put(stage.id, stage, {"limit": 60, "hint": "Of Anna"})
    drafts[ben].stages.put(stage.id, stage, {"limit": 30, "asks": "Of Ben"})

    def send(desk):
        desk.do(lambda uow: publishing.publish(uow, draft=drafts[desk]))

    send(ben)
    meet(ben, anna)
    with pytest.raises(ChangedMeanwhile, match="Quote sent"):
        send(anna)
    drafts[anna].rebase(anna.read(stored))
    send(anna)
    meet(anna, ben)
    row = select(Stage.limit_hours, Stage.hint, Stage.asks).where(Stage.id == stage.id)
    for desk in (anna, ben):
        assert ask(desk, row) == [(1, "Of Anna", "Of Ben")]
        assert ask(desk, select(Conflict.id)) == []
    assert anna.documents() == ben.documents()


def test_of_two_pipelines_of_one_name_the_second_is_refused_with_a_sentence(desks):
    """Covers: C1, N2, N8. Neither desk could know of the other's."""
    anna, ben = desks("anna", "ben")
    meet(anna, ben)
    for desk, name in ((anna, "Tender"), (ben, "tender ")):
        draft = StagesDraft()
        draft.add_pipeline(name)
        desk.do(lambda uow, draft=draft: publishing.publish(uow, draft=draft))
    meet(anna, ben)
    meet(anna, ben)
    names = select(Pipeline.name).where(Pipeline.name.ilike("tender%"))
    assert ask(anna, names) == ask(ben, names) == [("Tender",)]
    actor = Actor(ben.user_id, ben.roles)
    [row] = ben.database.read(lambda r: queries.to_look_at.to_look_at(r), actor).refused
    assert "of this name" in Words(ben.clock.now()).refusal(row)
    assert anna.documents() == ben.documents()


def test_a_card_that_two_desks_leave_on_no_stage_is_looked_at_until_it_stands_on_one_again(desks):
    """Covers: B1, C1, D1, N5."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    meet(anna, ben)
    here = one(anna, select(Lead.stage_id).where(Lead.id == lead))
    there = one(anna, select(Stage.id).where(Stage.name == "Holder assigned"))
    third = one(anna, select(Stage.id).where(Stage.name == "Information gathered"))
    anna.do(lambda uow: stages.retire_stage(uow, stage_id=here, cards_to=there))
    ben.do(lambda uow: stages.retire_stage(uow, stage_id=there, cards_to=here))
    meet(anna, ben)
    open_ones = select(Finding.rule, Finding.card_id).where(Finding.settled_at.is_(None))
    for desk in (anna, ben):
        assert ask(desk, open_ones) == [("stage_gone", lead)]
    anna.do(lambda uow: touches.comment(uow, card_id=lead, text="Called about menus"))
    assert ask(anna, open_ones) == [("stage_gone", lead)], "it still stands nowhere"
    anna.do(lambda uow: moves.move_card(uow, card_id=lead, stage_id=third))
    meet(anna, ben)
    for desk in (anna, ben):
        assert ask(desk, open_ones) == []


def test_the_script_that_was_chosen_for_a_lead_is_followed_at_every_desk(desks):
    """Covers: A3, N2."""
    anna, ben = desks("anna", "ben")
    lead = new_lead(anna)
    meet(anna, ben)
    chosen = {"card_kind": "lead", "card_id": lead, "script": "mailing"}
    anna.do(lambda uow: scripts.choose_script(uow, **chosen))
    meet(anna, ben)
    part = ben.read(lambda r: queries.scripts.of_lead(r, lead))
    assert (part.script.channel, part.channel) == ("mailing", "website")
