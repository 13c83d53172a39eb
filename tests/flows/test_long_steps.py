# SPDX-License-Identifier: Apache-2.0
"""A step over many cards or clients: short transactions, one name, one undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from desktop.commands import deals, history
from desktop.domain.bookkeeping import Voided
from desktop.domain.deal import Deal, StageMove
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import import_list, long_steps
from desktop.queries.history import next_undo
from desktop.storage import undo_parts
from desktop.storage.undo_parts import PART
from desktop.values.changes import Origin
from desktop.values.drafts.touch import TouchDraft
from desktop.values.handing_over import Share
from tests.shop import open_shop

MANY = 2 * long_steps.AT_ONCE + 5


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def cards(shop):
    return [shop.a_deal(title=f"Cards {n}", rank=f"a{n:04d}") for n in range(MANY)]


@pytest.fixture
def entries(shop):
    """How many entries of the journal each transaction that wrote any has written, in their order."""
    written: list[int] = []
    rows = [0]

    def count(_connection, _cursor, statement, parameters, _context, is_many):
        if statement.startswith("INSERT INTO journal ("):
            rows[0] += len(parameters) if is_many else 1

    def note(_connection):
        if rows[0]:
            written.append(rows[0])
        rows[0] = 0

    event.listen(shop.database.writer, "before_cursor_execute", count)
    event.listen(shop.database.writer, "commit", note)
    yield written
    event.remove(shop.database.writer, "before_cursor_execute", count)
    event.remove(shop.database.writer, "commit", note)


def a_list(tmp_path, count):
    path = tmp_path / "clients.csv"
    people = (f"Person {n} Smith,Firm {n // 2},+4477008{n:05d}\n" for n in range(count))
    path.write_text("Name,Company,Phone\n" + "".join(people), encoding="utf-8")
    return path


def move(shop, cards, stage, **named):
    return long_steps.move_cards(shop.direct(), moves=[(shop.stage(stage), cards)], **named)


def stages_of(shop, cards):
    return {shop.row(Deal, one).stage_id for one in cards}


# Moving many


def test_many_cards_are_moved_in_short_transactions_that_are_one_step(shop, cards, entries):
    """Covers: C4, M3."""
    (done,) = move(shop, cards, "Quote sent")
    assert (done.moved, done.stayed) == (tuple(cards), ())
    assert len(entries) == 3
    assert max(entries) <= 2 * long_steps.AT_ONCE
    plan = shop.read(next_undo)
    assert plan.label.fields == {"count": str(MANY), "stage": "Quote sent"}
    long_steps.undo(shop.direct())
    assert stages_of(shop, cards) == {shop.stage("Brief & calculation")}
    assert shop.count(Voided, Voided.is_on) == MANY == shop.count(StageMove)
    long_steps.redo(shop.direct())
    assert stages_of(shop, cards) == {shop.stage("Quote sent")}
    with pytest.raises(UserError, match="nothing to redo"):
        long_steps.redo(shop.direct())


def test_many_cards_keep_their_order_between_two_neighbours(shop, cards):
    """Covers: C4."""
    first = shop.a_deal("Quote sent", rank="b")
    last = shop.a_deal("Quote sent", rank="c")
    move(shop, cards, "Quote sent", after_id=first, before_id=last)
    ranks = [shop.row(Deal, one).rank for one in (first, *cards, last)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_of_many_those_that_miss_something_stay_and_are_named(shop):
    """Covers: C5."""
    without = [shop.a_deal(lines=[]) for _n in range(long_steps.AT_ONCE + 1)]
    ready = [shop.a_deal() for _n in range(3)]
    (done,) = move(shop, [*without, *ready], "Quote sent")
    assert done.moved == tuple(ready)
    assert [one for one, _missing in done.stayed] == without
    assert stages_of(shop, without) == {shop.stage("Brief & calculation")}


def test_owner_and_touch_of_many_are_one_step_too(shop, cards, entries):
    """Covers: B5, D2."""
    tom = shop.a_user("manager")
    entries.clear()
    shares = [Share(tom, tuple(cards))]
    long_steps.hand_over(shop.direct(), shares=shares, comment="Tom goes on")
    due = shop.clock.now() + timedelta(days=4)
    touch = TouchDraft(goal="Ask again", due_at=due)
    long_steps.set_next_touch(shop.direct(), deal_ids=cards, touch=touch)
    assert len(entries) == 6
    assert {task.due_at for task in shop.rows(Task)} == {due}
    for _step in range(2):
        long_steps.undo(shop.direct())
    assert {shop.row(Deal, one).holder_id for one in cards} == {shop.me}
    with pytest.raises(UserError, match="nothing to undo"):
        long_steps.undo(shop.direct())


def test_what_is_refused_in_the_middle_says_that_the_rest_stands(shop, cards):
    """Covers: N8."""
    closed = shop.a_deal("won")
    with pytest.raises(UserError, match=r"next touch.*was done before that stands"):
        move(shop, [*cards, closed], "Quote sent")
    assert len(stages_of(shop, cards)) == 2
    long_steps.undo(shop.direct())
    assert stages_of(shop, cards) == {shop.stage("Brief & calculation")}
    with pytest.raises(UserError) as refused:
        move(shop, [closed], "Quote sent")
    assert "stands" not in refused.value.sentence


# Taking back an import


@pytest.fixture
def short_parts(monkeypatch):
    """Lists long enough for several parts would take long to test."""
    monkeypatch.setattr(undo_parts, "PART_OF_LIST", PART)


@pytest.mark.usefixtures("short_parts")
def test_an_import_is_taken_back_in_short_transactions_between_which_others_write(
    shop, tmp_path, entries
):
    """Covers: A6, M3."""
    import_list.import_list(shop.direct(), path=a_list(tmp_path, 120))
    deal, between = shop.a_deal(), []

    def colleague(_step, done, whole):
        between.append((done, whole))
        change = {"note": str(done)}
        shop.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields=change), by=tom)

    tom = shop.a_user("manager")
    entries.clear()
    long_steps.undo(shop.direct(), colleague)
    assert max(entries) <= PART
    assert between == [(done, between[0][1]) for done in range(between[0][1])]
    assert shop.row(Deal, deal).note == str(between[-1][0])
    is_there = Contact.archived_at.is_(None), Contact.name.startswith("Person")
    assert shop.count(Contact, *is_there) == 0
    long_steps.redo(shop.direct())
    assert shop.count(Contact, *is_there) == 120


@pytest.mark.usefixtures("short_parts")
def test_an_undo_that_was_cut_off_goes_on_where_it_was(shop, tmp_path):
    """A crash in the middle leaves the step to be undone, and nothing is told twice as left. Covers: M3."""
    import_list.import_list(shop.direct(), path=a_list(tmp_path, 120))

    class Crash(Exception):
        pass

    def crash(_step, done, _whole):
        if done == 3:
            raise Crash

    with pytest.raises(Crash):
        long_steps.undo(shop.direct(), crash)
    plan = shop.read(next_undo)
    assert plan.goes_on is not None
    assert long_steps.undo(shop.direct()).left == ()
    assert shop.count(Contact, Contact.archived_at.is_(None)) == 0
    long_steps.redo(shop.direct())
    assert shop.count(Contact, Contact.archived_at.is_(None)) == 120
    assert shop.count(ContactPhone, ContactPhone.archived_at.is_(None)) == 120
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.count(Contact, Contact.archived_at.is_(None)) == 0


def test_a_client_a_colleague_sells_to_stays_with_phone_and_firm_when_the_import_goes(
    shop, tmp_path
):
    """Covers: A6, M3, N2."""
    import_list.import_list(shop.direct(), path=a_list(tmp_path, 60))
    (kept,) = shop.rows(Contact, Contact.name == "Person 7 Smith")
    touch = TouchDraft(goal="Agree the price", due_at=shop.clock.now() + timedelta(days=1))
    pipeline, tom = shop.pipeline(), shop.a_user("manager")
    shop.run(
        lambda uow: deals.new_deal(
            uow, title="Cards", pipeline_id=pipeline, contact_id=kept.id, touch=touch
        ),
        by=tom,
    )
    left = long_steps.undo(shop.direct()).left
    assert {kind for kind, _id, _field in left} == {"contact", "company", "contact_phone"}
    assert [one.name for one in shop.rows(Contact, Contact.archived_at.is_(None))] == [kept.name]
    assert [one.name for one in shop.rows(Company, Company.archived_at.is_(None))] == ["Firm 3"]
    assert shop.count(ContactPhone, ContactPhone.archived_at.is_(None)) == 1
