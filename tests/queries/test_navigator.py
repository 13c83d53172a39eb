# SPDX-License-Identifier: Apache-2.0
"""The Navigator's queue and ticket, and what working a ticket off demands."""

from datetime import timedelta

import pytest

from desktop.commands import history, leads, moves, navigator, scripts, touch_plans
from desktop.commands.touches import postpone_touch
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.touch import Activity, Task, TouchPass
from desktop.errors import UserError
from desktop.queries import deal_steps, today
from desktop.queries import navigator as queries
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from desktop.values.queue_order import in_order, next_of
from desktop.values.states import Outcome
from desktop.values.touch_plans import ClientSegment, Plan, PlanStep
from tests.lead_shop import LEADS, a_lead
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path, clock):
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.close()


def next_touch(shop, days=1, goal="Agree the price"):
    return TouchDraft(goal=goal, due_at=shop.clock.now() + timedelta(days=days))


def work_off(shop, task, **wishes):
    given = {"outcome": "agreed", "comment": "Wants matt", "next_touch": next_touch(shop), **wishes}
    shop.run(lambda uow: navigator.work_off(uow, task_id=task, **given))


def test_the_queue_holds_what_is_for_today_and_left_from_before_in_its_order(shop):
    """Covers: E1."""
    hours = {"Tomorrow": 30, "In an hour": 1, "Two days late": -48, "Three days late": -72}
    for title, wait in hours.items():
        shop.a_deal(title=title, touch_in=timedelta(hours=wait))
    queue = shop.read(lambda r: queries.queue(r, holder_id=shop.me))
    now = shop.clock.now().astimezone(shop.clock.zone)
    goals = [shop.row(Deal, row.card_id).title for row in in_order(queue.rows, now)]
    assert goals == ["Three days late", "Two days late", "In an hour"]
    assert queue.left == 3
    assert queue.later is not None


def test_a_time_agreed_with_the_client_goes_before_all_when_it_has_come(shop):
    """Covers: E1."""
    shop.a_deal(touch_in=timedelta(days=-3))
    agreed = shop.a_deal(touch_in=None)
    task = shop.a_task(agreed, due=shop.clock.now() + timedelta(minutes=3), agreed=True)
    now = shop.clock.now().astimezone(shop.clock.zone)
    queue = shop.read(lambda r: queries.queue(r, holder_id=shop.me))
    ordered = in_order(queue.rows, now)
    assert ordered[0].id != task
    assert next_of(ordered, now).id == task
    assert next_of(ordered, now, passed={task}).id == ordered[0].id
    assert next_of(ordered, now, passed={row.id for row in ordered}) is not None


def test_what_is_for_later_today_is_not_offered_before_its_time_while_there_is_other_work(shop):
    """Covers: E1."""
    later = shop.a_task(shop.a_deal(touch_in=None), due=shop.clock.now() + timedelta(hours=2))
    now = shop.clock.now().astimezone(shop.clock.zone)
    untimed = now.replace(hour=23, minute=59, second=0, microsecond=0)
    whenever = shop.a_task(shop.a_deal(touch_in=None), due=untimed)
    ordered = in_order(shop.read(lambda r: queries.queue(r, holder_id=shop.me)).rows, now)
    assert [row.id for row in ordered] == [later, whenever]
    assert next_of(ordered, now).id == whenever
    assert next_of(ordered, now, passed={whenever}).id == later
    assert next_of(ordered, now + timedelta(hours=2)).id == later


def test_a_ticket_tells_whom_why_and_what_was_said(shop):
    """Covers: E1, D2."""
    contact = shop.a_contact("Anna Whitlow", "447700900118", email="anna@harbour.example")
    for months in (14, 4):
        shop.a_deal(
            "won", contact=contact, title="Stickers", amount=14600,
            created_ago=timedelta(days=30 * months),
        )  # fmt: skip
    deal = shop.a_deal(contact=contact, title="Menus A4, 60 pcs", amount=28400)
    task = shop.next_touch(deal)
    work_off(shop, task, outcome="no_answer", comment="No answer, attempt 1")
    shop.run(
        lambda uow: navigator.pass_over(uow, task_id=shop.next_touch(deal)), origin=Origin.ROBOT
    )
    ticket = shop.read(lambda r: queries.ticket(r, task_id=shop.next_touch(deal)))
    assert (ticket.client, ticket.digits, ticket.email) == (
        "Anna Whitlow", "447700900118", "anna@harbour.example",
    )  # fmt: skip
    assert [one.text for one in ticket.contacts] == ["No answer, attempt 1"]
    assert (ticket.missed, ticket.talks, ticket.passes) == (1, 0, 1)
    assert (ticket.past.orders, ticket.past.total) == (2, 29200)
    assert ticket.next_stage.name == "Quote sent"
    assert ticket.plan.steps
    assert shop.read(lambda r: queries.ticket(r, task_id=task)) is None


def test_a_ticket_is_worked_off_only_with_a_comment_and_a_next_touch(shop):
    """Covers: D1, D2, E2."""
    task = shop.next_touch(shop.a_deal())
    for lacking in ({"comment": "ok"}, {"next_touch": None}):
        with pytest.raises(UserError):
            work_off(shop, task, **lacking)
    assert shop.row(Task, task).is_open
    assert not shop.count(Activity)
    work_off(shop, task, duration_s=134, move_to=shop.stage("contract"))
    [talk] = shop.rows(Activity)
    assert (talk.outcome, talk.duration_s, talk.task_id) == ("agreed", 134, task)
    assert shop.row(Deal, talk.card_id).stage_id == shop.stage("contract")


def test_a_refusal_closes_the_card_with_its_reason_and_the_talk_in_one_step(shop):
    """Covers: B2, D1, D2."""
    deal = shop.a_deal()
    task, reason = shop.next_touch(deal), shop.a_reason()
    with pytest.raises(UserError):
        shop.run(lambda uow: navigator.refuse(uow, task_id=task, why=Refusal(reason, "")))
    assert shop.row(Task, task).is_open
    told = "Cheaper elsewhere"
    shop.run(lambda uow: navigator.refuse(uow, task_id=task, why=Refusal(reason, told)))
    assert shop.row(Deal, deal).stage_kind == "lost"
    assert [talk.outcome for talk in shop.rows(Activity)] == [Outcome.REFUSED]


def test_passing_over_is_counted_for_the_head_only(shop):
    """Covers: D2."""
    task = shop.next_touch(shop.a_deal(touch_in=timedelta(hours=-1)))
    for _time in range(2):
        shop.run(lambda uow: navigator.pass_over(uow, task_id=task), origin=Origin.ROBOT)
    assert shop.count(TouchPass) == 2
    manager = shop.a_user("manager")
    assert shop.read(queries.queue).passed[0].touches == 1, "one touch, however often"
    assert shop.read(queries.queue, by=manager).passed == ()


def test_the_third_postponement_asks_why_and_the_head_reads_it_on_the_ticket(shop):
    """Covers: D2."""
    task = shop.next_touch(shop.a_deal())

    def postpone(reason=""):
        due = shop.row(Task, task).due_at + timedelta(hours=1)
        shop.run(lambda uow: postpone_touch(uow, task_id=task, due_at=due, reason=reason))

    postpone()
    postpone()
    with pytest.raises(UserError) as refused:
        postpone()
    assert refused.value.field == "reason"
    postpone("They are at a fair")
    ticket = shop.read(lambda r: queries.ticket(r, task_id=task))
    assert (ticket.postponed, ticket.postpone_reason) == (3, "They are at a fair")


def test_a_deal_may_say_what_is_said_to_another_kind_of_client_and_its_plan_stays(shop):
    """Covers: A3, E1."""
    for segment, say in (("new", "We are Rook Lane"), ("returning", "The same again?")):
        plan = Plan((PlanStep("2 days", f"As {segment}"),), (), (say,))
        shop.run(
            lambda uow, p=plan, s=segment: touch_plans.set_plan(
                uow, pipeline_id=None, segment=s, plan=p
            )
        )
    deal = shop.a_deal()
    [task] = shop.rows(Task, Task.card_id == deal)

    def told():
        found = shop.read(lambda r: queries.ticket(r, task_id=task.id))
        return found.plan.say, found.plan.steps[0].goal, found.says

    assert told() == (("We are Rook Lane",), "As new", ClientSegment.NEW)
    chosen = {"card_kind": "deal", "card_id": deal, "script": "returning"}
    shop.run(lambda uow: scripts.choose_script(uow, **chosen))
    assert told() == (("The same again?",), "As new", ClientSegment.RETURNING)
    shop.run(history.undo, origin=Origin.UNDO)
    assert told()[2] is ClientSegment.NEW


def test_a_plan_of_the_pipeline_and_the_client_goes_before_the_shipped_one(shop):
    """Covers: D2."""
    deal = shop.a_deal()
    pipeline = shop.row(Deal, deal).pipeline_id

    def goal():
        found = shop.read(lambda r: queries.ticket(r, task_id=shop.next_touch(deal)))
        return found.plan.steps[0].goal

    def set_plan(pipeline_id, segment, goal):
        plan = Plan((PlanStep("2 days", goal),))
        return shop.run(
            lambda uow: touch_plans.set_plan(
                uow, pipeline_id=pipeline_id, segment=segment, plan=plan
            )
        )

    assert goal() == "Learn what it is for, how many and by when"
    set_plan(None, "", "Everywhere")
    set_plan(pipeline, "", "Here")
    assert goal() == "Here"
    own = set_plan(pipeline, "new", "Here, new clients")
    assert goal() == "Here, new clients"
    shop.run(lambda uow: touch_plans.drop_plan(uow, plan_id=own))
    assert goal() == "Here"
    assert set_plan(pipeline, "new", "Again") == own
    assert goal() == "Again"
    wrong = Plan((PlanStep("soon", "Ask"),))
    with pytest.raises(UserError, match="no span of time"):
        shop.run(lambda uow: touch_plans.set_plan(uow, pipeline_id=None, segment="", plan=wrong))


def test_a_lead_is_as_warm_here_as_on_its_board(shop):
    """Covers: B3, E1."""
    lead = a_lead(shop)
    shop.run(lambda uow: leads.set_heat(uow, lead_id=lead, heat="hot"))
    shop.clock.advance(minutes=5)
    work_off(shop, shop.next_touch(lead), outcome="no_answer", next_touch=next_touch(shop, 0.1))
    task = shop.next_touch(lead)

    def told():
        ticket = shop.read(lambda r: queries.ticket(r, task_id=task)).heat
        (row,) = shop.read(lambda r: queries.queue(r, holder_id=shop.me)).rows
        return ticket, row.heat, shop.read(lambda r: today.touch(r, task_id=task)).heat

    assert told() == ("", "", ""), "what a person said of it lasts until the next thing is done"
    quote = shop.stage("quote", LEADS)
    shop.run(lambda uow: moves.move_card(uow, card_id=lead, stage_id=quote))
    assert told() == ("hot", "hot", "hot")


def test_a_lead_is_led_refused_and_moved_like_a_deal(shop):
    """Covers: B2, B3, D2, E1."""
    lead = a_lead(shop, title="Asks for stickers")
    task = shop.next_touch(lead)
    ticket = shop.read(lambda r: queries.ticket(r, task_id=task))
    assert (ticket.card_kind, ticket.title, ticket.is_open) == ("lead", "Asks for stickers", True)
    assert ticket.next_stage is not None
    work_off(shop, task, move_to=ticket.next_stage.id)
    assert shop.row(Lead, lead).stage_id == ticket.next_stage.id
    choices = shop.read(lambda r: deal_steps.refusal_choices(r, kind="lead"))
    deals = shop.read(lambda r: deal_steps.refusal_choices(r, kind="deal"))
    assert choices.reasons[0].name == "Not our customer"
    assert {one.name for one in choices.reasons} != {one.name for one in deals.reasons}
    reason = choices.reasons[0].id
    again = shop.next_touch(lead)
    told = "They print at home"
    shop.run(lambda uow: navigator.refuse(uow, task_id=again, why=Refusal(reason, told)))
    assert shop.row(Lead, lead).stage_kind == "lost"


def test_a_ticket_tells_how_the_client_pays(shop):
    """Covers: E1: the middle one of the payments says how long they take, counted from the order."""
    contact = shop.a_contact("Anna Whitlow", "447700900118")
    with_one = shop.next_touch(shop.a_deal(contact=contact))
    for days in (60, 30, 10):
        won = shop.a_deal("won", contact=contact, amount=14600, created_ago=timedelta(days=days))
        shop.a_payment(won, 14600, method="card")
    past = shop.read(lambda r: queries.ticket(r, task_id=with_one)).past
    assert (past.pays_after, past.pays_by) == (30, "card")
    stranger = shop.next_touch(shop.a_deal())
    assert shop.read(lambda r: queries.ticket(r, task_id=stranger)).past.pays_after is None


def test_a_lead_is_new_by_its_channel_until_somebody_has_spoken_with_them(shop):
    """Covers: A1, E1."""
    lead = a_lead(shop, channel="website", touch=next_touch(shop, days=0))
    shop.a_deal(touch_in=timedelta(hours=-1))

    def row(card):
        found = shop.read(lambda r: queries.queue(r, holder_id=shop.me)).rows
        return next(one for one in found if (one.card_id == lead) == card)

    assert (row(True).is_new, row(True).channel) == (True, "website")
    assert not row(False).is_new
    work_off(shop, row(True).id, next_touch=next_touch(shop, days=0))
    assert not row(True).is_new
    shop.run(history.undo, origin=Origin.UNDO)
    assert row(True).is_new, "a talk that was taken back was none"
