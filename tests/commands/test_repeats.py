# SPDX-License-Identifier: Apache-2.0
"""Touches that come again by themselves, and the steps of a touch."""

from datetime import timedelta

import pytest

from desktop.commands import deals, repeats, touches
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.queries import today
from desktop.values.checklist import CheckItem, typed_checklist
from desktop.values.drafts.touch import TouchDraft
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_weekly_touch(shop):
    """A card whose only touch is planned for each week, with two steps."""
    deal_id = shop.a_deal(touch_in=None)
    due = shop.clock.now() + timedelta(hours=1)
    touch = TouchDraft(
        kind="call", goal="Ask about refills", due_at=due, recurrence="week",
        checklist=(CheckItem("Look at the stock"), CheckItem("Call")),
    )  # fmt: skip
    shop.run(lambda uow: deals.set_next_touch(uow, deal_ids=[deal_id], touch=touch))
    return deal_id, shop.next_touch(deal_id)


def finish(shop, task_id):
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=task_id, outcome="agreed", comment="They have enough"
        )
    )


def test_a_repeated_touch_that_is_done_is_the_cards_next_one_again(shop):
    """Covers: E4, D2, E2."""
    deal_id, task_id = a_weekly_touch(shop)
    shop.run(lambda uow: repeats.tick(uow, task_id=task_id, step=0, is_done=True))
    before = shop.row(Task, task_id)
    finish(shop, task_id)
    again = shop.row(Task, shop.next_touch(deal_id))
    assert again.due_at == before.due_at + timedelta(days=7)
    assert (again.goal, again.recurrence, again.remind_at) == (
        "Ask about refills", "week", again.due_at,
    )  # fmt: skip
    assert [one["done"] for one in again.checklist] == [False, False]
    assert [one["done"] for one in shop.row(Task, task_id).checklist] == [True, False]


def test_a_call_that_does_for_a_repeated_touch_lets_it_come_again(shop):
    """Covers: E4, D1."""
    deal_id, task_id = a_weekly_touch(shop)
    shop.clock.advance(hours=2)
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=deal_id, outcome="agreed", comment="They have enough"
        )
    )
    assert not shop.row(Task, task_id).is_open
    assert shop.row(Task, shop.next_touch(deal_id)).recurrence == "week"


def test_undo_of_a_repeated_touch_leaves_one_open(shop):
    """Covers: E4."""
    deal_id, task_id = a_weekly_touch(shop)
    finish(shop, task_id)
    from desktop.commands import history

    shop.run(lambda uow: history.undo(uow))
    is_open = [t.id for t in shop.rows(Task, Task.card_id == deal_id) if t.is_open]
    assert is_open == [task_id]


def test_the_list_says_how_many_steps_are_done(shop):
    """Covers: E4."""
    _deal, task_id = a_weekly_touch(shop)
    shop.run(lambda uow: repeats.tick(uow, task_id=task_id, step=1, is_done=True))
    (row,) = shop.read(lambda reader: today.agenda(reader)).rows
    assert row.recurrence == "week"
    assert row.checklist == (CheckItem("Look at the stock"), CheckItem("Call", is_done=True))


def test_a_step_that_is_gone_is_refused_in_words(shop):
    """Covers: N8."""
    _deal, task_id = a_weekly_touch(shop)
    with pytest.raises(UserError, match="no longer there"):
        shop.run(lambda uow: repeats.tick(uow, task_id=task_id, step=5, is_done=True))


def test_another_date_leaves_repeat_and_steps_as_they_are(shop):
    """Covers: E4."""
    deal_id, task_id = a_weekly_touch(shop)
    later = TouchDraft(goal="Ask again", due_at=shop.clock.now() + timedelta(days=3))
    shop.run(lambda uow: deals.set_next_touch(uow, deal_ids=[deal_id], touch=later))
    kept = shop.row(Task, task_id)
    assert (kept.recurrence, len(kept.checklist)) == ("week", 2)


def test_a_step_that_was_done_stays_done_while_the_list_is_edited():
    """Covers: E4."""
    known = (CheckItem("Look at the stock", is_done=True), CheckItem("Call"))
    assert typed_checklist("Write first\n\n Look at the stock \n", known) == (
        CheckItem("Write first"), CheckItem("Look at the stock", is_done=True),
    )  # fmt: skip
