# SPDX-License-Identifier: Apache-2.0
"""The head's sheet: what counts of a day, once each and in the shop's zone, and every card with a trouble."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event

from desktop.commands import handover, history, leads, navigator, norms, touches
from desktop.domain.deal import Deal
from desktop.domain.phone_call import PhoneCall, phone_call_id
from desktop.domain.touch import Activity, Task
from desktop.domain.user import User
from desktop.queries import day_control, day_figures, day_troubles
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from desktop.values.ids import new_id
from desktop.values.norms import Amounts, DayNorm
from desktop.values.rows.control import Trouble
from tests.lead_shop import a_lead, in_hours
from tests.shop import open_shop
from tests.stage_drafts import change_stage

TODAY = date(2026, 10, 15)


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def later(shop, hours=24):
    return TouchDraft(goal="Call again", due_at=shop.clock.now() + timedelta(hours=hours))


def call(shop, deal, outcome="agreed", by=None, **given):
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=deal, outcome=outcome, comment="They want 500 more", **given
        ),
        by=by,
    )


def recorded(shop, card, uid, *, by=None, talk_s=0, kind="deal", ago=timedelta()):
    def add(uow):
        return uow.add(
            PhoneCall(
                id=phone_call_id(uid), uid=uid, at=uow.now - ago, by=by or shop.me, talk_s=talk_s,
                card_kind=kind, card_id=card,
            )
        ).id  # fmt: skip

    return shop._plant(add)


def counted(shop):
    return shop.read(day_troubles.count)


def mine(shop, day=TODAY):
    team = shop.read(lambda reader: day_figures.team(reader, first=day, last=day))
    return next(one for one in team.people if one.user_id == shop.me)


def listed(shop, day=TODAY):
    rows, _beyond = shop.read(lambda reader: day_control.troubles(reader, day=day))
    return [(row.trouble, row.card_id) for row in rows]


def test_what_people_note_never_counts_and_stands_apart(shop):
    """Covers: D3, D4."""
    deal = shop.a_deal()
    call(shop, deal)
    call(shop, deal, "no_answer")
    call(shop, deal, direction="in")
    task = shop.next_touch(deal)
    shop.run(
        lambda uow: navigator.work_off(
            uow, task_id=task, outcome="quote_sent", comment="Sent it", next_touch=later(shop)
        )
    )
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="No call at all"))
    assert (mine(shop).done, mine(shop).noted) == (Amounts(), Amounts(3, 2))
    assert mine(shop).norm.least == Amounts(60, 30, 10)


def test_a_call_that_the_telephone_system_recorded_counts_once_and_what_undo_takes_back_does_not(
    shop,
):
    """Covers: D3."""
    deal = shop.a_deal()
    recorded(shop, deal, "pbx-1", talk_s=250)
    recorded(shop, deal, "pbx-2", ago=timedelta(minutes=5))
    assert (mine(shop).done, mine(shop).noted) == (Amounts(2, 1), Amounts())
    assert listed(shop) == [(Trouble.NO_COMMENT, deal)], "a talk without a word about it"
    call(shop, deal)
    assert (mine(shop).done, mine(shop).noted) == (Amounts(2, 1), Amounts())
    assert listed(shop) == []
    call(shop, deal)
    call(shop, deal)
    assert (mine(shop).done, mine(shop).noted) == (Amounts(2, 1), Amounts(1, 1)), (
        "one had no record"
    )
    for _step in range(3):
        shop.run(history.undo, origin=Origin.UNDO)
    assert (mine(shop).done, mine(shop).noted) == (Amounts(2, 1), Amounts())
    assert listed(shop) == [(Trouble.NO_COMMENT, deal)]
    shop._plant(
        lambda uow: uow.add(
            Activity(
                card_id=deal,
                kind="call",
                at=uow.now,
                comment="x",
                by=shop.me,
                outcome="agreed",
                confirmed=True,
            )
        )
    )
    assert mine(shop).done == Amounts(3, 2), "confirmed as it was written"


def test_a_day_begins_at_the_shops_midnight(shop):
    """Covers: D4."""
    deal = shop.a_deal()
    zone = shop.clock.zone
    for moment in ("2026-10-14T23:59:59", "2026-10-15T00:00:00"):
        at = shop.clock.now().fromisoformat(moment).replace(tzinfo=zone).astimezone(UTC)

        def add(uow, at=at):
            uow.add(
                Activity(
                    card_id=deal, kind="call", at=at, comment="x", by=shop.me, outcome="agreed"
                )
            )

        shop._plant(add)
    assert mine(shop).noted == Amounts(1, 1)
    assert mine(shop, date(2026, 10, 14)).noted == Amounts(1, 1)
    week = shop.read(lambda r: day_figures.team(r, first=date(2026, 10, 12), last=TODAY))
    assert [one.noted for one in week.people if one.user_id == shop.me] == [Amounts(2, 2)]
    assert week.people[0].norm.least.dials == 4 * 60
    assert week.people[0].earlier.dials == 3 * 60


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 10, 26), 24)]
)
def test_a_day_of_23_or_25_hours_counts_every_call_of_it_and_none_of_another(shop, day, hours):
    """Covers: D4."""
    deal = shop.a_deal()
    midnight = datetime.combine(day, time(), shop.clock.zone).astimezone(UTC)
    half = timedelta(minutes=30)

    def call(uow):
        for n in range(-1, hours + 1):
            at = midnight + n * timedelta(hours=1) + half
            uow.add(
                Activity(
                    card_id=deal, kind="call", at=at, comment="x", by=shop.me, outcome="agreed"
                )
            )

    shop._plant(call)
    shop.clock.moment = midnight + timedelta(hours=hours + 2)
    counts = [mine(shop, day + timedelta(days=n)).noted.dials for n in (-1, 0, 1)]
    assert counts == [1, hours, 1]


def test_a_lead_is_new_once_a_talk_has_confirmed_that_they_buy(shop):
    """Covers: D4."""
    lead = a_lead(shop)

    def say(buys):
        shop.run(lambda uow: leads.say_whether_they_buy(uow, lead_id=lead, buys=buys))

    say("yes")
    assert mine(shop).done == Amounts(), "nobody has talked to them yet"
    call(shop, lead, "no_answer")
    assert mine(shop).done == Amounts()
    call(shop, lead, next_touch=later(shop))
    assert mine(shop).done == Amounts(0, 0, 1)
    shop.clock.advance(days=1)
    say("yes")
    assert mine(shop).done == Amounts(0, 0, 1), "said again it is no news"
    assert mine(shop, date(2026, 10, 16)).done == Amounts()
    say("no")
    assert mine(shop).done == Amounts()


def test_a_kind_of_client_with_a_norm_of_its_own_is_counted_for_itself(shop):
    """Covers: D4."""
    regular = shop.a_contact("Anna Whitlow")
    shop.a_deal("won", contact=regular, closed_at=shop.clock.now() - timedelta(days=30))
    shop.run(
        lambda uow: norms.set_norm(
            uow, role="manager", segment="new", norm=DayNorm(Amounts(20, 10))
        )
    )
    call(shop, shop.a_deal(contact=regular))
    call(shop, shop.a_deal())
    recorded(shop, a_lead(shop), "pbx-3", talk_s=20, kind="lead")
    [new] = mine(shop).by_segment
    assert (new.segment, new.norm.least.dials) == ("new", 20)
    assert (new.done, new.noted) == (Amounts(1, 1), Amounts(1, 1))
    assert mine(shop).noted == Amounts(2, 2)


def test_every_trouble_has_its_group_and_a_card_stands_in_one(shop):
    """Covers: D2, D4, A7."""
    nobodys = a_lead(shop, holder_id=None)
    taken = a_lead(shop, phone="+44 7700 900556")
    tried = a_lead(shop, phone="+44 7700 900557", touch=in_hours(shop, 1))
    call(shop, tried, "no_answer", next_touch=later(shop, 0.5))
    planned = a_lead(shop, phone="+44 7700 900558", touch=in_hours(shop, 60))
    late, put_off = (
        shop.a_deal(touch_in=timedelta(hours=1)),
        shop.a_deal(touch_in=timedelta(hours=1)),
    )
    shop.a_task(late, due=shop.clock.now() + timedelta(minutes=30))
    task = shop.next_touch(put_off)
    for n in range(3):
        shop.run(
            lambda uow, n=n: touches.postpone_touch(
                uow,
                task_id=task,
                due_at=uow.now + timedelta(hours=2 + n),
                reason="They wait for money",
            )
        )
    assert listed(shop) == [(Trouble.PUT_OFF, put_off)], "D2: shown to the head at once"
    shop.clock.advance(hours=6)
    assert listed(shop) == [
        (Trouble.OVERDUE, tried),
        (Trouble.OVERDUE, late),
        (Trouble.UNTOUCHED, nobodys),
        (Trouble.UNTOUCHED, taken),
        (Trouble.PUT_OFF, put_off),
    ]
    rows = {
        r.card_id: r for r in shop.read(lambda reader: day_control.troubles(reader, day=TODAY))[0]
    }
    assert rows[nobodys].holder_id is None
    assert (rows[nobodys].limit_minutes, rows[taken].limit_minutes) == (15, 60)
    assert rows[late].times == 2, "the oldest of its touches stands for it"
    assert rows[late].amount == 11305
    assert rows[put_off].what == "They wait for money"
    assert len(rows[put_off].moved) == 3
    assert planned not in rows
    assert counted(shop) == 5


def test_a_card_beyond_the_limit_of_a_stage_is_told_to_the_head_where_the_stage_says_so(shop):
    """Covers: B1, C6, D4."""
    stage = shop.stage("Brief & calculation")

    def limit(minutes, when_passed):
        change_stage(shop, stage, limit=minutes, when_passed=when_passed)

    def a_deal():
        return shop.a_deal(
            "Brief & calculation", touch_in=timedelta(hours=90), stage_since=shop.clock.now()
        )

    deal = a_deal()
    shop.clock.advance(hours=2)
    a_deal()
    limit(90, "")
    assert listed(shop) == [], "red on the board is all"
    limit(90, "head")
    assert listed(shop) == [(Trouble.STANDING, deal)]
    assert counted(shop) == 1
    [row] = shop.read(lambda reader: day_control.troubles(reader, day=TODAY))[0]
    assert (row.what, row.limit_minutes) == ("Brief & calculation", 90)
    assert shop.clock.now() - row.since == timedelta(minutes=30), "since the limit passed"
    limit(0, "head")
    assert (listed(shop), counted(shop)) == ([], 0), "no limit is none to pass"


def test_cards_are_looked_for_on_stages_that_tell_the_head_however_many_stand_on_one(shop):
    """Covers: D4, N1."""
    for _number in range(60):
        a_lead(shop, holder_id=None)
    shop.database.writer.raw_connection().execute("ANALYZE")
    asked = []

    @event.listens_for(shop.database.reader, "before_cursor_execute")
    def note(_connection, _cursor, statement, values, _context, _many):
        asked.append((statement, values))

    assert counted(shop) == 0
    [(statement, values)] = [one for one in asked if "when_passed" in one[0]]
    steps = [
        row[-1]
        for row in shop.read(
            lambda r: r.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        )
    ]
    for card in ("deal", "lead"):
        assert any(step.startswith(f"SEARCH {card} USING INDEX ix_{card}_since") for step in steps)


def test_the_count_is_that_of_the_list(shop):
    """Covers: D2, D4."""
    gone = shop.a_user(name="Tom Ferris")
    late, twice, talked, removed, former, ahead = (
        shop.a_deal(touch_in=timedelta(hours=n)) for n in (1, 1, 48, 1, 48, 48)
    )
    shop.a_task(twice, due=shop.clock.now() + timedelta(minutes=30))
    shop.a_task(former, due=shop.clock.now() + timedelta(minutes=30), holder=gone)
    a_lead(shop, holder_id=None)
    recorded(shop, talked, "pbx-1", talk_s=250)
    recorded(shop, twice, "pbx-2", talk_s=250)
    recorded(shop, ahead, "pbx-3")
    put_off = [shop.a_deal(touch_in=timedelta(hours=48)) for _n in range(2)]
    shop._plant(
        lambda uow: [
            setattr(uow.get(Task, shop.next_touch(one)), "postponed", 3) for one in [*put_off, late]
        ]
    )
    for cls, one in ((Deal, removed), (Deal, put_off[1]), (User, gone)):
        shop._plant(
            lambda uow, cls=cls, one=one: setattr(uow.get(cls, one), "archived_at", uow.now)
        )
    shop.clock.advance(hours=6)

    def told():
        rows, beyond = shop.read(lambda reader: day_control.troubles(reader, day=TODAY))
        return len(rows), beyond, counted(shop)

    def counted_to(*most):
        return [shop.read(lambda reader, n=n: day_troubles.count_up_to(reader, n)) for n in most]

    assert told() == (5, 0, 5)
    assert counted_to(4, 5, 6) == [4, 5, 5], "a card with several troubles is one"

    def plan_many(uow):
        for _n in range(day_control.MOST):
            uow.add(
                Task(
                    card_id=new_id(), kind="call", goal="Call", due_at=uow.now - timedelta(hours=3),
                    created_at=uow.now - timedelta(hours=4), holder_id=shop.me,
                )
            )  # fmt: skip

    shop._plant(plan_many)
    listed, beyond, count = told()
    assert (listed + beyond, count) == (505, 505)
    assert beyond == 4, "so many of the most were there before"
    assert counted_to(10, 505, 1000) == [10, 505, 505]

    def steps(most):
        def count(reader):
            taken = []
            raw = reader.connection.connection.dbapi_connection
            raw.set_progress_handler(lambda: taken.append(1), 10)
            day_troubles.count_up_to(reader, most)
            return len(taken)

        return shop.read(count)

    assert steps(10) < steps(1000) / 10, "what is beyond the most is not read"


def test_a_past_day_shows_what_was_left_that_evening(shop):
    """Covers: D4."""
    deal = shop.a_deal(touch_in=timedelta(hours=1))
    shop.clock.advance(days=1)
    call(shop, deal, next_touch=later(shop))
    for task in shop.rows(Task, Task.done_at.is_(None)):
        shop.run(
            lambda uow, task=task.id: touches.postpone_touch(
                uow, task_id=task, due_at=uow.now + timedelta(days=2)
            )
        )
    friday = date(2026, 10, 16)
    assert listed(shop, TODAY) == [(Trouble.OVERDUE, deal)]
    assert listed(shop, friday) == []
    assert listed(shop, date(2026, 10, 14)) == []


def test_a_touch_that_was_late_that_evening_stands_there_though_it_was_postponed_since(shop):
    """Covers: D4. Once, twice, and done after that; one that was moved in time was never late."""
    late, twice, done, in_time = (shop.a_deal(touch_in=timedelta(hours=1)) for _n in range(4))

    def move(deal, days):
        due = shop.clock.now() + timedelta(days=days)
        task = shop.next_touch(deal)
        shop.run(lambda uow: touches.postpone_touch(uow, task_id=task, due_at=due))

    was_due = shop.row(Task, shop.next_touch(late)).due_at
    move(in_time, 3)
    shop.clock.advance(days=1)
    for deal in (late, twice, done):
        move(deal, 2)
    move(twice, 3)
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=shop.next_touch(done), outcome="agreed", comment="They agreed",
            next_touch=later(shop),
        )
    )  # fmt: skip
    rows, _beyond = shop.read(lambda reader: day_control.troubles(reader, day=TODAY))
    assert {row.card_id for row in rows} == {late, twice, done}
    assert {(row.trouble, row.since, row.times) for row in rows} == {(Trouble.OVERDUE, was_due, 1)}
    assert listed(shop, TODAY + timedelta(days=1)) == []


def test_passing_over_and_third_postponements_are_told_by_person(shop):
    """Covers: D2."""
    deal = shop.a_deal(touch_in=timedelta(minutes=5))
    task = shop.next_touch(deal)
    shop.clock.advance(hours=1)
    shop.run(lambda uow: navigator.pass_over(uow, task_id=task))
    shop.run(lambda uow: navigator.pass_over(uow, task_id=task))
    assert (mine(shop).passed, mine(shop).put_off) == (1, 0)


def test_every_way_in_which_a_call_is_noted_counts_it_once(shop, tmp_path):
    """Covers: D3, D4."""
    done, refused, logged, closed = (shop.a_deal() for _n in range(4))
    shop.run(  # as the tray and the list of touches do it
        lambda uow: touches.finish_touch(
            uow,
            task_id=shop.next_touch(done),
            outcome="agreed",
            comment="Agreed",
            next_touch=later(shop),
        )
    )
    shop.run(
        lambda uow: navigator.refuse(
            uow, task_id=shop.next_touch(refused), why=Refusal(shop.a_reason(), "Too dear")
        )
    )
    assert mine(shop).noted == Amounts(2, 2)
    shop.run(lambda uow: touches.snooze(uow, task_id=shop.next_touch(closed), until=uow.now))
    shop.run(
        lambda uow: touches.postpone_touch(
            uow, task_id=shop.next_touch(closed), due_at=uow.now + timedelta(hours=1)
        )
    )
    call(shop, logged)
    assert mine(shop).noted == Amounts(3, 3), "a touch put off is no call"
    shop.run(history.undo, origin=Origin.UNDO)
    assert mine(shop).noted == Amounts(2, 2)
    shop.run(history.redo, origin=Origin.UNDO)
    assert mine(shop).noted == Amounts(3, 3)


def test_what_another_person_did_is_theirs_whoever_holds_the_card(shop):
    """Covers: D4, B5."""
    tom = shop.a_user(name="Tom Ferris")
    deal = shop.a_deal()
    call(shop, deal, by=tom)
    shop.run(lambda uow: handover.hand_over(uow, card_ids=[deal], to=tom))
    call(shop, deal)
    team = shop.read(lambda reader: day_figures.team(reader, first=TODAY, last=TODAY))
    assert {one.name: one.noted for one in team.people} == {
        "Maya Lindqvist": Amounts(1, 1),
        "Tom Ferris": Amounts(1, 1),
    }
    assert (team.noted, team.norm.dials) == (Amounts(2, 2), 120), "sums are those of the rows"


def test_a_past_day_shows_the_third_postponements_that_stood_that_evening(shop):
    """Covers: D2, D4."""

    def postpone(task, hours, reason):
        due = shop.clock.now() + timedelta(hours=hours)
        shop.run(lambda uow: touches.postpone_touch(uow, task_id=task, due_at=due, reason=reason))

    waits, done, younger = (shop.a_deal(touch_in=timedelta(hours=60)) for _n in range(3))
    for n in range(3):
        for card in (waits, done):
            postpone(shop.next_touch(card), 61 + n, "They wait for money")
    for n in range(2):
        postpone(shop.next_touch(younger), 61 + n, "No answer")
    was_due = shop.row(Task, shop.next_touch(waits)).due_at
    shop.clock.advance(days=1)
    postpone(shop.next_touch(waits), 90, "Their boss is ill")
    postpone(shop.next_touch(younger), 90, "No answer again")
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=shop.next_touch(done), outcome="agreed", comment="They agreed",
            next_touch=later(shop),
        )
    )  # fmt: skip
    tomorrow = TODAY + timedelta(days=1)
    assert {card for _trouble, card in listed(shop, tomorrow)} == {waits, younger}
    rows, beyond = shop.read(lambda reader: day_control.troubles(reader, day=TODAY))
    assert {row.card_id for row in rows} == {waits, done}
    [row] = [row for row in rows if row.card_id == waits]
    assert (row.trouble, row.times, row.what) == (Trouble.PUT_OFF, 3, "They wait for money")
    assert row.since == was_due
    assert len(row.moved) == 3
    assert beyond == 0
