# SPDX-License-Identifier: Apache-2.0
"""What is to be done: the list of the week, reminders, and the figures of the status bar."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from desktop.commands import documents, money, moves, touches
from desktop.domain.deal import Deal
from desktop.domain.pipeline import RefusalReason
from desktop.domain.touch import Task
from desktop.queries import double_payments, today
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from tests.shop import open_shop

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def agenda(shop, holder=None):
    return shop.read(lambda reader: today.agenda(reader, holder_id=holder)).rows


def reminders(shop, by=None):
    return shop.read(today.next_reminder, by=by)


def at(day, hour, minute=0):
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=LONDON)


def test_the_list_holds_overdue_touches_and_those_of_the_next_seven_days_earliest_first(shop):
    """Covers: E4."""
    late = shop.a_deal(title="Late", touch_in=timedelta(days=-2))
    shop.a_deal(title="Today", touch_in=timedelta(hours=2))
    shop.a_deal(title="In a fortnight", touch_in=timedelta(days=14))
    shop.a_deal(title="Sunday", touch_in=timedelta(days=3))
    rows = agenda(shop)
    assert [row.title for row in rows] == ["Late", "Today", "Sunday"]
    assert rows[0].card_id == late
    assert (rows[0].client, rows[0].amount, rows[0].currency) == ("Priya Hartwell", 11305, "GBP")
    assert rows[0].digits.startswith("447700900")


def test_a_person_sees_their_own_and_the_head_may_see_everybodys(shop):
    """Covers: E4, C2."""
    tom = shop.a_user("manager")
    shop.a_deal(title="Mine", touch_in=timedelta(hours=1))
    shop.a_deal(title="His", holder=tom, touch_in=timedelta(hours=1))
    assert [row.title for row in agenda(shop, tom)] == ["His"]
    assert {row.title for row in agenda(shop)} == {"Mine", "His"}


def test_a_row_knows_whether_another_touch_of_its_card_is_open(shop):
    """Covers: D2."""
    deal_id = shop.a_deal(touch_in=timedelta(hours=1))
    assert [row.others for row in agenda(shop)] == [0]
    shop.a_task(deal_id, due=shop.clock.now() + timedelta(days=30))
    assert [(row.others, row.is_open) for row in agenda(shop)] == [(1, True)]


def test_a_touch_of_a_client_without_a_deal_is_listed_with_their_name(shop):
    deal_id = shop.a_deal()
    reason = shop.rows(RefusalReason)[0].id
    shop.run(
        lambda uow: moves.refuse_card(
            uow, card_id=deal_id, why=Refusal(reason, "Too dear", come_back_at=at(17, 12))
        )
    )
    (row,) = agenda(shop)
    assert (row.card_kind, row.client, row.title, row.is_open) == (
        "contact",
        "Priya Hartwell",
        "",
        False,
    )


def test_a_touch_of_a_deal_that_is_gone_is_not_listed(shop):
    deal_id = shop.a_deal(touch_in=timedelta(hours=1))
    shop.run(
        lambda uow: setattr(uow.get(Deal, deal_id), "archived_at", uow.now), origin=Origin.SYNC
    )
    assert agenda(shop) == ()


def test_a_reminder_is_due_at_its_time_and_the_next_one_is_named(shop):
    """Covers: E3."""
    soon, later = at(15, 11, 30), at(15, 13)
    for due in (later, soon):
        shop.a_task(shop.a_deal(touch_in=None), due=due, remind_at=due)
    assert reminders(shop).due == ()
    assert reminders(shop).next_at == soon
    shop.clock.advance(minutes=30)
    found = reminders(shop)
    assert [row.remind_at for row in found.due] == [soon]
    assert found.next_at == later


def test_a_reminder_that_rang_does_not_ring_again_until_it_is_put_off(shop):
    """Covers: E3."""
    due = at(15, 10, 30)
    task = shop.a_task(shop.a_deal(touch_in=None), due=due, remind_at=due)
    assert len(reminders(shop).due) == 1

    def claim():
        return shop.run(
            lambda uow: touches.claim_reminders(uow, task_ids=[task]), origin=Origin.ROBOT
        )

    assert claim() == [task]
    assert claim() == [], "it is told once, whoever asks"
    assert reminders(shop) == type(reminders(shop))()
    again = shop.clock.now() + timedelta(minutes=10)
    shop.run(lambda uow: touches.snooze(uow, task_id=task, until=again))
    assert reminders(shop).next_at == again
    assert shop.row(Task, task).due_at == due


def test_a_touch_for_a_day_never_rings(shop):
    """Covers: E3."""
    due = at(14, 23, 59)
    shop.a_task(shop.a_deal(touch_in=None), due=due, remind_at=due)
    assert reminders(shop).due == ()


def test_a_touch_for_a_day_does_not_ring_at_night_on_a_computer_that_travelled(shop):
    """Its last minute at home is 2:59 there; one that was planned for a time rings at that moment. Covers: E3."""
    task = shop.a_task(shop.a_deal(touch_in=None))
    move = touches.postpone_touch
    shop.run(lambda uow: move(uow, task_id=task, due_at=at(15, 23, 59), agreed=True))
    shop.clock.zone = ZoneInfo("Europe/Moscow")
    shop.clock.advance(days=2)
    assert reminders(shop).due == ()
    shop.run(lambda uow: move(uow, task_id=task, due_at=at(18, 12, 0), agreed=True))
    assert reminders(shop).next_at == at(18, 12, 0)


def test_nobody_is_reminded_of_what_is_a_colleagues(shop):
    """Covers: E3."""
    tom = shop.a_user("manager")
    due = at(15, 10, 30)
    shop.a_task(shop.a_deal(touch_in=None), due=due, remind_at=due, holder=tom)
    assert reminders(shop).due == ()
    assert len(reminders(shop, by=tom).due) == 1


def test_a_reminder_brings_the_last_words(shop):
    """Covers: E3."""
    deal_id = shop.a_deal(touch_in=timedelta(days=1))
    shop.run(lambda uow: touches.log_call(uow, card_id=deal_id, outcome="agreed", comment="Matt"))
    due = at(15, 10, 30)
    shop.a_task(deal_id, due=due, remind_at=due, goal="Call again")
    (row,) = reminders(shop).due
    assert (row.last_words, row.goal, row.client) == ("Matt", "Call again", "Priya Hartwell")


def test_the_status_bar_gets_the_figures_of_the_role(shop):
    shop.an_open_shift(opening_cash=20000)
    late = shop.a_deal(touch_in=timedelta(hours=-3))
    deal_id = shop.a_deal(touch_in=timedelta(hours=2), amount=36500)
    shop.run(lambda uow: money.take_payment(uow, deal_id=late, amount=1460, method="cash"))
    shop.run(
        lambda uow: money.record_transfer(
            uow, deal_id=deal_id, amount=500, paid_on=dt.date(2026, 10, 14)
        )
    )
    shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    found = shop.read(today.figures)
    assert (found.today, found.late, found.next_client) == (2, 1, "Priya Hartwell")
    assert found.next_touch_at == shop.clock.now() + timedelta(hours=2)
    assert (found.to_confirm, found.drawer, found.shift_since) == (1, 21460, shop.clock.now())
    tom = shop.a_user("manager")
    of_tom = shop.read(today.figures, by=tom)
    assert (of_tom.today, of_tom.shift_since, of_tom.to_confirm) == (0, None, 0)


def test_an_invoice_is_expected_until_its_day_and_overdue_after_it(shop):
    deal_id = shop.a_deal(amount=36500, touch_in=timedelta(days=40))
    shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    shop.clock.advance(days=6)
    found = shop.read(today.figures)
    assert (found.expected, found.overdue) == (36500, 0)
    shop.clock.advance(days=30)
    found = shop.read(today.figures)
    assert (found.expected, found.overdue) == (0, 36500)


def test_jobs_of_today_are_counted_for_those_who_make_them(shop):
    shop.a_deal("in_work", due_at=at(15, 17))
    shop.a_deal("in_work", due_at=at(16, 17))
    shop.a_deal("in_work", due_at=at(15, 9), ready_at=at(15, 9))
    found = shop.read(today.figures)
    assert (found.jobs_today, found.jobs_done) == (2, 1)


def test_what_the_status_bar_counts_after_each_change_walks_through_no_cards(shop):
    """Covers: N1."""
    for _number in range(40):
        shop.a_deal(touch_in=timedelta(hours=1))
    shop.database.writer.raw_connection().execute("ANALYZE")
    asked = []

    @event.listens_for(shop.database.reader, "before_cursor_execute")
    def note(_connection, _cursor, statement, values, _context, _many):
        asked.append((statement, values))

    def plan(statement, values):
        return shop.read(
            lambda r: [
                row[-1]
                for row in r.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            ]
        )

    shop.read(today.figures)
    steps = [step for one in asked[:] for step in plan(*one)]
    assert any("SEARCH task" in step for step in steps)
    scanned = {step for step in steps if step.startswith("SCAN ") and "INDEX" not in step}
    assert not {step.split()[1] for step in scanned} & {"deal", "task", "contact", "company"}
    for index in ("ix_task_holder_open", "ix_deal_archived", "ix_lead_archived", "ix_deal_due"):
        assert any(f"COVERING INDEX {index}" in step for step in steps), index
    asked.clear()
    shop.read(today.next_reminder)
    steps = [step for one in asked[:] for step in plan(*one)]
    found = [step for step in steps if "SEARCH task " in step]
    ways = [step.partition("ix_task_remind ")[2][:14] for step in found]
    assert ways == ["(reminded_at=?", "(reminded_at=?", "(reminded_at>?"], (
        "what has rung is not looked through for what has not"
    )
    own = [step for step in steps if "SEARCH own USING COVERING INDEX ix_task_holder_open" in step]
    assert len(own) == 3, "the touches of colleagues are not read to see whose they are"


def test_the_touch_of_an_archived_card_is_not_counted(shop):
    """Covers: E3."""
    kept, gone = (shop.a_deal(touch_in=timedelta(minutes=1)) for _number in range(2))
    assert shop.read(today.figures).today == 2

    def archive(uow):
        uow.get(Deal, gone).archived_at = uow.now

    shop.run(archive)
    assert shop.read(today.figures).today == 1
    assert shop.row(Deal, kept).archived_at is None


def test_payments_of_the_same_sum_are_found_in_their_index(shop):
    """Covers: N1."""
    deal_id = shop.a_deal()
    shop.a_payment(deal_id, 1000)
    shop.database.writer.raw_connection().execute("ANALYZE")
    statement = double_payments.same_sums().compile(shop.database.reader)
    plan = shop.read(
        lambda r: [
            row[-1]
            for row in r.connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", tuple("0" for _value in statement.params)
            )
        ]
    )
    assert ["COVERING INDEX ix_payment_deal" in step for step in plan] == [True]
