# SPDX-License-Identifier: Apache-2.0
"""Touches: a comment with every call, the next date in the same step, postponing with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.commands import history, navigator, touches
from desktop.domain.document import Attachment
from desktop.domain.touch import Activity, Comment, Task
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import TaskKind
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def later(shop, hours: float = 24) -> TouchDraft:
    return TouchDraft(
        goal="Call again", due_at=shop.clock.now() + timedelta(hours=hours), agreed=True
    )


def test_a_finished_call_leaves_activity_and_the_next_touch_in_one_step(shop):
    """Covers: D1, D2, E2."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=task, outcome="agreed", comment="Agreed on vinyl", next_touch=later(shop)
        )
    )
    assert shop.row(Task, task).outcome == "agreed"
    assert shop.row(Task, shop.next_touch(deal_id)).goal == "Call again"
    assert [a.comment for a in shop.rows(Activity)] == ["Agreed on vinyl"]
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.next_touch(deal_id) == task


@pytest.mark.parametrize("comment", ["", "  ", "ok"])
@pytest.mark.parametrize("path", ["finish", "log", "straight"])
def test_no_path_saves_a_call_without_a_comment(shop, comment, path):
    """Covers: D1."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)

    def work(uow):
        if path == "finish":
            touches.finish_touch(
                uow, task_id=task, outcome="agreed", comment=comment, next_touch=later(shop)
            )
        elif path == "log":
            touches.log_call(uow, card_id=deal_id, outcome="agreed", comment=comment)
        else:
            uow.add_many(
                Activity, [{"card_id": deal_id, "kind": "call", "at": uow.now, "comment": comment}]
            )

    with pytest.raises(UserError):
        shop.run(work)
    assert shop.count(Activity) == 0


@pytest.mark.parametrize("finish", [touches.finish_touch, navigator.work_off])
@pytest.mark.parametrize("kind", [TaskKind.CALL, TaskKind.WRITE, TaskKind.MEET, TaskKind.PREPARE])
def test_a_talk_is_not_finished_without_a_word_and_other_work_is_wherever_it_is_done(
    shop, kind, finish
):
    """Covers: D1."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: setattr(uow.get(Task, shop.next_touch(deal_id)), "kind", kind.value))
    task = shop.next_touch(deal_id)

    def work(uow):
        finish(uow, task_id=task, outcome="done", comment=" ", next_touch=later(shop))

    if kind.is_touch:
        with pytest.raises(UserError, match="Write what was agreed"):
            shop.run(work)
    else:
        shop.run(work)
    assert shop.row(Task, task).is_open is kind.is_touch


def test_a_logged_call_counts_as_the_call_that_was_due(shop):
    """Covers: D1, E2."""
    deal_id = shop.a_deal(touch_in=timedelta(hours=-2))
    task = shop.next_touch(deal_id)
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=deal_id, outcome="agreed", comment="They called back", direction="in",
            next_touch=later(shop),
        )
    )  # fmt: skip
    assert not shop.row(Task, task).is_open
    assert shop.rows(Activity)[0].task_id == task


def test_a_past_time_is_no_next_touch(shop):
    """Covers: D2."""
    deal_id = shop.a_deal()
    with pytest.raises(UserError, match="passed"):
        shop.run(lambda uow: touches.plan(uow, card_id=deal_id, touch=later(shop, hours=-1)))


def test_the_third_postponement_asks_why(shop):
    """Covers: D2."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)

    def postpone(days: int, reason: str = "") -> None:
        due = shop.clock.now() + timedelta(days=days)
        shop.run(lambda uow: touches.postpone_touch(uow, task_id=task, due_at=due, reason=reason))

    postpone(2)
    postpone(3)
    with pytest.raises(UserError) as refused:
        postpone(4)
    assert refused.value.field == "reason"
    postpone(4, reason="Their office is closed")
    assert (shop.row(Task, task).postponed, shop.row(Task, task).postpone_reason) == (
        3,
        "Their office is closed",
    )


def test_a_comment_stands_on_the_card_and_undo_voids_it(shop):
    """Covers: B3."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: touches.comment(uow, card_id=deal_id, text="Logo needs a redraw"))
    assert shop.rows(Comment)[0].text == "Logo needs a redraw"
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.count(Comment) == 1
    shop.run(history.redo, origin=Origin.REDO)


def test_the_same_file_name_is_the_next_version(shop):
    """Covers: A2, G6."""
    deal_id = shop.a_deal()
    for blob in ("a" * 64, "b" * 64):
        shop.run(
            lambda uow, blob=blob: touches.attach_file(
                uow, card_id=deal_id, file_name="logo.pdf", blob=blob, size=10
            )
        )
    assert sorted(a.version for a in shop.rows(Attachment)) == [1, 2]


def test_a_done_touch_is_not_done_again(shop):
    """Covers: E2."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)
    done = lambda uow: touches.finish_touch(  # noqa: E731
        uow, task_id=task, outcome="agreed", comment="All agreed", next_touch=later(shop)
    )
    shop.run(done)
    with pytest.raises(UserError, match="already done"):
        shop.run(done)


def test_several_files_are_one_step(shop):
    """Covers: A2, G6."""
    deal_id = shop.a_deal()
    files = [touches.NewFile("logo.pdf", "a" * 64, 10), touches.NewFile("text.docx", "b" * 64, 20)]
    shop.run(lambda uow: touches.attach_files(uow, card_id=deal_id, files=files))
    assert shop.last_changes.label.fields["count"] == "2"
    shop.run(history.undo, origin=Origin.UNDO)
    assert all(row.archived_at is not None for row in shop.rows(Attachment))


def test_a_call_that_came_in_finishes_the_planned_one_as_such(shop):
    """Covers: D1, E2."""
    deal_id = shop.a_deal()
    task = shop.next_touch(deal_id)
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=task, outcome="agreed", comment="They called", direction="in",
            duration_s=252, next_touch=later(shop),
        )
    )  # fmt: skip
    (activity,) = shop.rows(Activity)
    assert (activity.direction, activity.duration_s) == ("in", 252)
