# SPDX-License-Identifier: Apache-2.0
"""Leads: nobody's until they are taken, moved, refused with a reason or asked about, and none is ever lost."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from desktop.commands import card_moves, handover, history, leads, moves, stages, touches
from desktop.domain.bookkeeping import Finding
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.storage.attempts import attempts_of
from desktop.storage.unit_of_work import Actor
from desktop.values.attempts import heat_now
from desktop.values.changes import Origin
from desktop.values.demands import DemandsUnmet
from desktop.values.states import Heat
from tests.lead_shop import LEADS, a_lead, in_hours
from tests.shop import open_shop
from tests.stage_drafts import change_stage


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def open_tasks(shop, lead):
    return shop.rows(Task, Task.card_id == lead, Task.done_at.is_(None), Task.archived_at.is_(None))


def stage_of(shop, lead):
    return shop.row(Stage, shop.row(Lead, lead).stage_id).name


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_new_shop_has_the_funnel_with_what_is_asked_on_each_stage(tmp_path, language):
    """Covers: B1, B2."""
    shop = open_shop(tmp_path, language=language)
    funnels = shop.rows(Pipeline, Pipeline.for_leads)
    found = shop.rows(Stage, Stage.pipeline_id == funnels[0].id)
    found.sort(key=lambda stage: stage.position)
    reasons = shop.count(RefusalReason, RefusalReason.for_leads)
    shop.close()
    assert len(funnels) == 1
    assert [stage.kind for stage in found] == ["open"] * 7 + ["won", "lost"]
    assert all(stage.hint and stage.asks for stage in found)
    assert all(stage.limit for stage in found[:7])
    assert [stage.colour for stage in found[:7]] == list(range(7))
    assert all(len(stage.short_name) <= 14 for stage in found)
    assert reasons == 7


def test_an_enquiry_nobody_took_is_to_be_taken_by_the_head_within_15_working_minutes(shop):
    """Covers: A1, A7, D2."""
    head = shop.a_user("head", name="Gwen Aldous", position=-1)
    lead = a_lead(shop, holder_id=None, is_automatic=True, channel="website", source="Calculator")
    found = shop.row(Lead, lead)
    (task,) = open_tasks(shop, lead)
    assert (found.holder_id, found.taken_at, found.channel) == (None, None, "website")
    assert task.holder_id == head
    assert task.card_kind == "lead"
    assert task.due_at <= shop.clock.now() + timedelta(minutes=15) or task.due_at.hour == 9


@pytest.mark.parametrize("path", ["done", "called", "said"])
def test_who_plans_the_next_touch_of_a_lead_that_nobody_has_takes_it(shop, path):
    """Covers: A7, D2."""
    head = shop.a_user("head", name="Gwen Aldous", position=-1)
    lead = a_lead(shop, holder_id=None, is_automatic=True, channel="website")
    (to_take,) = open_tasks(shop, lead)
    following, words = in_hours(shop, 20), "They want it by May"

    def plan(uow):
        if path == "done":
            touches.finish_touch(
                uow, task_id=to_take.id, outcome="done", comment="", next_touch=following
            )
        elif path == "called":
            touches.log_call(
                uow, card_id=lead, outcome="agreed", comment=words, next_touch=following
            )
        else:
            touches.comment(uow, card_id=lead, text=words, next_touch=following)

    shop.run(plan, by=head)
    (planned,) = open_tasks(shop, lead)
    assert (shop.row(Lead, lead).holder_id, planned.holder_id) == (head, head)
    assert stage_of(shop, lead) == "Holder assigned"


def test_whoever_takes_a_lead_holds_it_since_then_and_calls_within_the_hour(shop):
    """Covers: A7, D2."""
    lead = a_lead(shop, holder_id=None)
    tom = shop.a_user("manager")
    shop.run(lambda uow: leads.take_lead(uow, lead_id=lead), by=tom)
    found = shop.row(Lead, lead)
    (task,) = open_tasks(shop, lead)
    assert (found.holder_id, found.taken_at) == (tom, shop.clock.now())
    assert (task.kind, task.holder_id) == ("call", tom)
    assert stage_of(shop, lead) == "Holder assigned"
    with pytest.raises(UserError, match="taken this lead already"):
        shop.run(lambda uow: leads.take_lead(uow, lead_id=lead), by=shop.a_user("manager"))
    shop.run(history.undo, by=tom, origin=Origin.UNDO)
    (again,) = open_tasks(shop, lead)
    assert shop.row(Lead, lead).holder_id is None
    assert again.kind == "prepare"


def test_a_phone_or_an_email_alone_is_enough_and_nothing_is_too_little(shop):
    """Covers: B3."""
    by_mail = a_lead(shop, phone="", name="", email="ella@marsh.example")
    same = a_lead(shop, phone="", name="", email="Ella@marsh.example")
    contact = shop.row(Contact, shop.row(Lead, by_mail).contact_id)
    assert contact.name == "ella@marsh.example"
    assert shop.row(Lead, same).contact_id == contact.id
    with pytest.raises(UserError) as refused:
        a_lead(shop, phone="", email="")
    assert refused.value.field == "phone"


def test_how_a_lead_came_stays_as_it_was_noted_but_may_be_said_later(shop):
    """Covers: A1."""
    lead = a_lead(shop)
    shop.run(lambda uow: leads.change_lead(uow, lead_id=lead, fields={"source": "Trade fair"}))
    with pytest.raises(UserError, match="stays as it was noted"):
        shop.run(lambda uow: leads.change_lead(uow, lead_id=lead, fields={"source": "Search"}))

    def another(uow):
        uow.get(Lead, lead).channel = "mailing"

    with pytest.raises(UserError, match="stays as it was noted"):
        shop.run(another)


@pytest.mark.parametrize("origin", [Origin.PERSON, Origin.IMPORT, Origin.ROBOT])
def test_no_path_leaves_an_open_lead_without_a_next_touch(shop, origin):
    """Covers: D2."""
    lead = a_lead(shop)

    def finish(uow):
        for task in uow.all(select(Task).where(Task.card_id == lead)):
            task.finish(at=uow.now, by=None, outcome="done")

    with pytest.raises(UserError, match="needs a next touch"):
        shop.run(finish, origin=origin)


def test_no_path_closes_a_lead_without_its_deal_or_its_reason_or_puts_it_among_the_deals(shop):
    """Covers: B2, C5."""
    lead = a_lead(shop)
    for stage, words in (
        (shop.stage("won", LEADS), "converted by making its deal"),
        (shop.stage("lost", LEADS), "reason and a comment"),
        (shop.stage("Brief & calculation"), "Leads stand in their own funnel"),
    ):

        def put(uow, stage=stage):
            card_moves.change_stage(uow, uow.get(Lead, lead), uow.get(Stage, stage))

        with pytest.raises(UserError, match=words):
            shop.run(put)
    assert shop.count(LeadMove, LeadMove.lead_id == lead) == 1


def test_what_a_stage_demands_is_asked_of_leads_in_bulk_and_one_by_one(shop):
    """Covers: C5."""
    target = shop.stage("Decision-maker reached", LEADS)
    change_stage(shop, target, demands=["decider", "talk"])
    first, second = a_lead(shop), a_lead(shop, phone="+44 7700 900556")
    with pytest.raises(DemandsUnmet) as refused:
        shop.run(lambda uow: moves.move_card(uow, card_id=first, stage_id=target))
    assert refused.value.missing == ("decider", "talk")
    contact = shop.row(Lead, first).contact_id
    shop.run(lambda uow: leads.change_lead(uow, lead_id=first, fields={"decider_id": contact}))
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=first, outcome="agreed", comment="They print yearly"
        )
    )
    done = shop.run(lambda uow: moves.move_cards(uow, card_ids=[first, second], stage_id=target))
    assert done.moved == (first,)
    assert [one for one, _missing in done.stayed] == [second]


def test_asking_for_an_order_makes_a_lead_hot_whatever_the_stage_is_called(shop):
    """Covers: B1, B3."""
    lead = a_lead(shop)
    shop.run(lambda uow: moves.move_card(uow, card_id=lead, stage_id=shop.stage("quote", LEADS)))
    assert heat(shop, lead) is Heat.HOT


def heat(shop, lead):
    found = shop.row(Lead, lead)
    tried = shop.read(lambda reader: attempts_of(reader.connection, [lead]))
    return heat_now(
        tried.get(lead, ()),
        now=shop.clock.now(),
        quote_asked_at=found.quote_asked_at,
        heat=found.heat,
        heat_at=found.heat_at,
    )


def test_heat_follows_answers_and_age_and_what_a_person_says_lasts_until_the_next_touch(shop):
    """Covers: B3."""
    lead = a_lead(shop)
    assert heat(shop, lead) is Heat.COLD

    def call(outcome):
        shop.clock.advance(minutes=5)
        shop.run(
            lambda uow: touches.log_call(
                uow,
                card_id=lead,
                outcome=outcome,
                comment="As it was said.",
                next_touch=in_hours(shop, 24 * 50),
            )
        )

    call("no_answer")
    assert heat(shop, lead) is Heat.COLD
    call("other_person")
    assert heat(shop, lead) is Heat.WARM
    call("agreed")
    assert heat(shop, lead) is Heat.HOT
    shop.clock.advance(days=4)
    assert heat(shop, lead) is Heat.WARM
    shop.clock.advance(days=30)
    assert heat(shop, lead) is Heat.COLD
    shop.run(lambda uow: leads.set_heat(uow, lead_id=lead, heat="hot"))
    assert heat(shop, lead) is Heat.HOT
    call("no_answer")
    assert heat(shop, lead) is Heat.COLD


def test_a_lead_without_a_fitting_reason_goes_to_the_head_who_adds_one_in_one_step(shop):
    """Covers: B2."""
    head = shop.a_user("head", name="Gwen Aldous", position=-1)
    tom = shop.a_user("manager")
    lead = a_lead(shop, by=tom, holder_id=tom)
    with pytest.raises(UserError, match="Write what happened"):
        shop.run(lambda uow: leads.ask_head(uow, lead_id=lead, comment=" "), by=tom)
    why = "Their parent firm forbids new printers until May"
    shop.run(lambda uow: leads.ask_head(uow, lead_id=lead, comment=why), by=tom)
    found = shop.row(Lead, lead)
    asked = [task for task in open_tasks(shop, lead) if task.holder_id == head]
    assert found.is_open
    assert (found.asked_note, found.asked_by) == (why, tom)
    assert [task.kind for task in asked] == ["inform"]

    def answer(reason, by):
        shop.run(
            lambda uow: leads.refuse_for_new_reason(uow, lead_id=lead, reason=reason, comment=why),
            by=by,
        )

    with pytest.raises(UserError, match="closed to your role"):
        answer("Forbidden by the parent firm", tom)
    with pytest.raises(UserError, match="“Other” is no reason"):
        answer("Other", head)
    answer("Forbidden by the parent firm", head)
    found = shop.row(Lead, lead)
    assert found.stage_kind == "lost"
    assert shop.row(RefusalReason, found.refusal_reason_id).for_deals is False
    assert found.asked_at is None
    assert open_tasks(shop, lead) == []
    shop.run(history.undo, by=head, origin=Origin.UNDO)
    assert shop.row(Lead, lead).is_open
    assert shop.row(Lead, lead).asked_note == why
    shop.run(lambda uow: leads.send_back(uow, lead_id=lead, comment="Call again in May"), by=head)
    assert shop.row(Lead, lead).asked_at is None
    assert [task.holder_id for task in open_tasks(shop, lead)] == [tom]


def test_many_cards_are_handed_over_without_a_question_for_each(shop):
    """Covers: B5, N1."""
    eve = shop.a_user("manager", name="Eve Quill")

    def asked(count):
        cards = [a_lead(shop, holder_id=shop.me, touch=in_hours(shop, 30)) for _n in range(count)]
        cards += [shop.a_deal() for _n in range(count)]
        statements = []

        def note(_connection, _cursor, statement, *_more):
            # The journal and the search are written card by card.
            if statement.startswith("SELECT") and (
                "FROM task" in statement or "FROM lead" in statement
            ):
                statements.append(statement)

        event.listen(shop.database.writer, "before_cursor_execute", note)
        shop.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=eve))
        event.remove(shop.database.writer, "before_cursor_execute", note)
        return len(statements)

    assert asked(2) == asked(12)


def test_a_stage_of_the_funnel_is_retired_into_another_with_its_leads(shop):
    """Covers: B1, C1."""
    lead = a_lead(shop)
    here, there = shop.stage("Holder assigned", LEADS), shop.stage("Information gathered", LEADS)
    with pytest.raises(UserError, match="Choose where they go"):
        shop.run(lambda uow: stages.retire_stage(uow, stage_id=here))
    assert shop.run(lambda uow: stages.retire_stage(uow, stage_id=here, cards_to=there)) == 1
    assert stage_of(shop, lead) == "Information gathered"
    with pytest.raises(UserError, match="needs its lead funnel"):
        shop.run(lambda uow: stages.retire_pipeline(uow, pipeline_id=shop.pipeline(LEADS)))


def test_a_merge_that_leaves_a_lead_without_a_touch_is_shown_to_its_holder(shop):
    """Covers: D2, N3."""
    lead = a_lead(shop)

    def finish(uow):
        for task in uow.all(select(Task).where(Task.card_id == lead)):
            task.finish(at=uow.now, by=None, outcome="done")

    shop.run(finish, origin=Origin.SYNC, by=Actor())
    (finding,) = shop.rows(Finding)
    assert (finding.card_kind, finding.rule, finding.holder_id) == ("lead", "next_touch", shop.me)
