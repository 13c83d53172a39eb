# SPDX-License-Identifier: Apache-2.0
"""Deals through the commands: what a sentence of a docstring promises, and what the house refuses on every path."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.commands import deals, handover, history, moves, touches
from desktop.domain.card import move_to
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.guard import DemandsUnmet
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.storage.house_rules import HouseRuleBroken
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.deal import DoorFill, LineDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_touch(shop, hours: float = 3, goal: str = "Agree the price") -> TouchDraft:
    return TouchDraft(goal=goal, due_at=shop.clock.now() + timedelta(hours=hours))


def test_a_new_deal_stands_on_the_first_stage_with_its_touch_and_number(shop):
    """Covers: C1, C2, D2, H6."""
    contact = shop.a_contact()
    deal_id = shop.run(
        lambda uow: deals.new_deal(
            uow,
            title="Menus A4",
            pipeline_id=shop.pipeline(),
            contact_id=contact,
            touch=a_touch(shop),
        )
    )
    deal = shop.row(Deal, deal_id)
    assert deal.stage_id == shop.stage("Brief & calculation")
    assert deal.number == f"{shop.database.desk}-0001"
    assert shop.row(Task, shop.next_touch(deal_id)).goal == "Agree the price"


@pytest.mark.parametrize("touch", [TouchDraft(goal="Call"), TouchDraft(goal="  ")])
def test_a_new_deal_without_a_dated_touch_is_refused(shop, touch):
    """Covers: D2."""
    contact = shop.a_contact()
    with pytest.raises(UserError):
        shop.run(
            lambda uow: deals.new_deal(
                uow, title="Menus", pipeline_id=shop.pipeline(), contact_id=contact, touch=touch
            )
        )
    assert shop.count(Deal) == 0


def test_a_move_is_a_fact_and_undo_takes_it_back(shop):
    """Covers: C4, C6."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=shop.stage("quote")))
    assert shop.row(Deal, deal_id).stage_id == shop.stage("quote")
    assert shop.count(StageMove, StageMove.deal_id == deal_id) == 1
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, deal_id).stage_id == shop.stage("Brief & calculation")


def demanding_stage(shop, *demands: str):
    pipeline = shop.a_pipeline("Careful", ["First", {"name": "Second", "demands": list(demands)}])
    return pipeline, shop.stage("Second", pipeline)


def test_a_demanding_stage_names_what_is_missing_and_the_card_stays(shop):
    """Covers: C5."""
    pipeline, second = demanding_stage(shop, "due", "email")
    deal_id = shop.a_deal("First", pipeline=pipeline)
    with pytest.raises(DemandsUnmet) as refused:
        shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=second))
    assert refused.value.missing == ("due", "email")
    assert shop.row(Deal, deal_id).stage_id == shop.stage("First", pipeline)


def test_what_is_missing_is_filled_in_place_in_one_step(shop):
    """Covers: C5."""
    pipeline, second = demanding_stage(shop, "due", "email")
    deal_id = shop.a_deal("First", pipeline=pipeline)
    due = shop.clock.now() + timedelta(days=4)
    fill = DoorFill(due_at=due, email="orders@oakandlime.example")
    shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=second, fill=fill))
    assert shop.row(Deal, deal_id).stage_id == second
    assert shop.row(Deal, deal_id).due_at == due
    shop.run(history.undo, origin=Origin.UNDO)
    back = shop.row(Deal, deal_id)
    assert (back.stage_id, back.due_at) == (shop.stage("First", pipeline), None)


def test_in_bulk_those_that_miss_something_stay_and_the_others_move(shop):
    """Covers: C5."""
    pipeline, second = demanding_stage(shop, "due")
    ready = shop.a_deal("First", pipeline=pipeline, due_at=shop.clock.now() + timedelta(days=1))
    bare = shop.a_deal("First", pipeline=pipeline)
    result = shop.run(lambda uow: moves.move_cards(uow, card_ids=[ready, bare], stage_id=second))
    assert result.moved == (ready,)
    assert result.stayed == ((bare, ("due",)),)
    assert shop.row(Deal, ready).stage_id == second
    assert shop.row(Deal, bare).stage_id == shop.stage("First", pipeline)


@pytest.mark.parametrize("origin", [Origin.PERSON, Origin.ROBOT, Origin.IMPORT])
def test_no_path_goes_round_the_guard(shop, origin):
    """Covers: C5."""
    pipeline, second = demanding_stage(shop, "due")
    deal_id = shop.a_deal("First", pipeline=pipeline)

    def straight(uow):
        deal = uow.get(Deal, deal_id)
        uow.add(move_to(deal, uow.get(Stage, second), at=uow.now, by=None))

    with pytest.raises(DemandsUnmet):
        shop.run(straight, origin=origin, by=Actor() if origin is Origin.ROBOT else None)


def test_undo_passes_the_demands_of_a_stage(shop):
    """Covers: C5."""
    pipeline, second = demanding_stage(shop, "due")
    deal_id = shop.a_deal(second, pipeline=pipeline)
    shop.run(
        lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=shop.stage("First", pipeline))
    )
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, deal_id).stage_id == second


def test_a_role_can_be_demanded_at_the_door(shop):
    """Covers: C5, N4."""
    pipeline, second = demanding_stage(shop, "role:production")
    deal_id = shop.a_deal("First", pipeline=pipeline)
    tom = shop.a_user("manager")
    with pytest.raises(DemandsUnmet):
        shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=second), by=tom)
    shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=second))
    assert shop.row(Deal, deal_id).stage_id == second


def test_a_refused_deal_has_reason_and_comment_and_no_open_touch(shop):
    """Covers: B2, C7, D2."""
    deal_id = shop.a_deal()
    reason = shop.a_reason()
    later = shop.clock.now() + timedelta(days=90)
    why = Refusal(reason, "Cheaper elsewhere", come_back_at=later)
    shop.run(lambda uow: moves.refuse_card(uow, card_id=deal_id, why=why))
    deal = shop.row(Deal, deal_id)
    assert deal.refusal_reason_id == reason
    assert deal.closed_at == shop.clock.now()
    assert shop.count(Task, Task.card_id == deal_id, Task.done_at.is_(None)) == 0
    assert shop.count(Task, Task.card_id == deal.contact_id, Task.done_at.is_(None)) == 1
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, deal_id).is_open
    assert shop.row(Task, shop.next_touch(deal_id)).is_open


@pytest.mark.parametrize("comment", ["", "  ", "ok"])
def test_a_refusal_without_a_comment_is_refused(shop, comment):
    """Covers: C7."""
    deal_id, reason = shop.a_deal(), shop.a_reason()
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: moves.refuse_card(uow, card_id=deal_id, why=Refusal(reason, comment)))
    assert shop.row(Deal, deal_id).is_open


def test_no_move_and_no_bulk_move_ends_as_lost_without_a_reason(shop):
    """Covers: B2, C7."""
    deal_id, lost = shop.a_deal(), shop.stage("lost")
    for move in (
        lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=lost),
        lambda uow: moves.move_cards(uow, card_ids=[deal_id], stage_id=lost),
        lambda uow: uow.add(
            move_to(uow.get(Deal, deal_id), uow.get(Stage, lost), at=uow.now, by=None)
        ),
    ):
        with pytest.raises(UserError):
            shop.run(move)
    assert shop.row(Deal, deal_id).is_open


@pytest.mark.parametrize(
    "name",
    ["Other", "other ", "OTHER.", "Other reason", "Другое", "другая причина", "ДРУГОЕ!", "Прочее", "Иное",
     "misc", "Misc.", "0ther", "Оther", "O t h e r", "其他", "—", "  "],
)  # fmt: skip
def test_other_is_no_reason_in_any_shipped_language(shop, name):
    """Covers: B2."""
    with pytest.raises(UserError):
        shop.run(lambda uow: uow.add(RefusalReason(name=name)).id)


@pytest.mark.parametrize(
    "name", ["Lost on price", "Не наш клиент", "Other shop was nearer", "Нет бюджета"]
)
def test_a_reason_that_says_something_stands(shop, name):
    """Covers: B2."""
    assert shop.run(lambda uow: uow.add(RefusalReason(name=name)).id)


def test_a_block_says_why_by_whom_and_since_when(shop):
    """Covers: C8."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: deals.block_deal(uow, deal_id=deal_id, reason="file", note="no bleed"))
    deal = shop.row(Deal, deal_id)
    assert (deal.block_reason, deal.blocked_by, deal.blocked_at) == (
        "file",
        shop.me,
        shop.clock.now(),
    )
    shop.run(lambda uow: deals.unblock_deal(uow, deal_id=deal_id))
    assert shop.row(Deal, deal_id).block_reason == ""


def test_another_owner_takes_the_open_touches_along(shop):
    """Covers: B5."""
    deal_id, tom = shop.a_deal(), shop.a_user("manager")
    shop.run(lambda uow: handover.hand_over(uow, card_ids=[deal_id], to=tom))
    assert shop.row(Deal, deal_id).holder_id == tom
    assert shop.row(Task, shop.next_touch(deal_id)).holder_id == tom


def test_a_pipeline_without_an_open_stage_takes_no_deal(shop):
    """Covers: C1, N8."""
    contact = shop.a_contact()
    empty = shop.run(lambda uow: uow.add(Pipeline(name="Empty")).id)
    with pytest.raises(UserError, match="no open stage"):
        shop.run(
            lambda uow: deals.new_deal(
                uow, title="Cards", pipeline_id=empty, contact_id=contact, touch=a_touch(shop)
            )
        )
    assert shop.count(DealLine) == 0


def test_the_last_touch_is_not_finished_without_the_next(shop):
    """Covers: D2."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)
    with pytest.raises(HouseRuleBroken):
        shop.run(
            lambda uow: touches.finish_touch(
                uow, task_id=task, outcome="agreed", comment="Fine by me"
            )
        )
    assert shop.row(Task, task).is_open


def test_several_cards_stand_between_two_neighbours_in_the_order_they_were_named(shop):
    """Covers: C4."""
    low, high = shop.a_deal(rank="a0"), shop.a_deal(rank="a9")
    one, two = shop.a_deal("Quote sent"), shop.a_deal("Quote sent")
    shop.run(
        lambda uow: moves.move_cards(
            uow,
            card_ids=[two, one],
            stage_id=shop.row(Deal, low).stage_id,
            after_id=low,
            before_id=high,
        )
    )
    ranks = [shop.row(Deal, deal).rank for deal in (low, two, one, high)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


def test_a_refusal_keeps_whose_offer_won_until_the_card_is_open_again(shop):
    """Covers: B2, C7."""
    deal_id, tender = shop.a_deal("Quote sent"), shop.a_reason("Lost a tender on price")
    quote = shop.row(Deal, deal_id).stage_id
    shop.run(
        lambda uow: moves.refuse_card(
            uow,
            card_id=deal_id,
            why=Refusal(tender, "Cheaper board.", lost_to=" Swift Signs ", lost_to_price=61000),
        )
    )
    stored = shop.row(Deal, deal_id)
    assert (stored.lost_to, stored.lost_to_price) == ("Swift Signs", 61000)
    shop.run(lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=quote, touch=a_touch(shop)))
    stored = shop.row(Deal, deal_id)
    assert (stored.lost_to, stored.lost_to_price) == ("", None)


def test_whose_offer_is_kept_only_where_the_reason_asks_for_it(shop):
    """Covers: B2."""
    deal_id, late = shop.a_deal(), shop.a_reason("Deadline too short for us")
    shop.run(
        lambda uow: moves.refuse_card(
            uow, card_id=deal_id, why=Refusal(late, "Tomorrow.", lost_to="Swift Signs")
        )
    )
    assert shop.row(Deal, deal_id).lost_to == ""


def test_one_next_touch_is_set_for_many_cards_and_undone_in_one_step(shop):
    """Covers: D2, C8."""
    one, bare = shop.a_deal(), shop.a_deal(touch_in=None)
    task = shop.next_touch(one)
    touch = a_touch(shop, 50, "Ask about spring")
    shop.run(lambda uow: deals.set_next_touch(uow, deal_ids=[one, bare], touch=touch))
    assert shop.next_touch(one) == task, "the open touch changes, none is added"
    found = shop.row(Task, task)
    assert (found.goal, found.due_at, found.postponed) == ("Ask about spring", touch.due_at, 1)
    assert shop.row(Task, shop.next_touch(bare)).goal == "Ask about spring"


def test_another_goal_at_the_same_time_is_no_postponement(shop):
    """Covers: D2."""
    deal_id = shop.a_deal()
    task = shop.row(Task, shop.next_touch(deal_id))
    touch = TouchDraft(goal="Ask for the logo", due_at=task.due_at)
    shop.run(lambda uow: deals.set_next_touch(uow, deal_ids=[deal_id], touch=touch))
    changed = shop.row(Task, task.id)
    assert (changed.goal, changed.postponed) == ("Ask for the logo", 0)


def test_a_touch_without_a_goal_is_refused_by_its_field(shop):
    """Covers: D2."""
    deal_id = shop.a_deal()
    with pytest.raises(UserError) as refused:
        shop.run(
            lambda uow: deals.set_next_touch(uow, deal_ids=[deal_id], touch=a_touch(shop, goal=" "))
        )
    assert refused.value.field == "goal"


def test_many_cards_change_their_owner_in_one_step(shop):
    """Covers: C8."""
    tom, cards = shop.a_user("manager"), [shop.a_deal(), shop.a_deal()]
    shop.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=tom))
    assert {shop.row(Deal, one).holder_id for one in cards} == {tom}
    assert shop.last_changes.label.fields["count"] == "2"
    shop.run(history.undo, origin=Origin.UNDO)
    assert {shop.row(Deal, one).holder_id for one in cards} == {shop.me}


def test_a_line_typed_at_the_door_is_taxed_as_the_firm_usually_does(shop):
    """Covers: C5, H7."""
    deal_id = shop.a_deal(lines=())
    line = LineDraft("Banner", 6, Decimal(89), 53400)
    quote = shop.stage("Quote sent")
    shop.run(
        lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=quote, fill=DoorFill(line=line))
    )
    stored = shop.rows(DealLine, DealLine.deal_id == deal_id)[0]
    assert stored.tax_rate == Decimal(20)
