# SPDX-License-Identifier: Apache-2.0
"""The journal sees everything, once, in its codec."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop.domain.column_types import decode, encode
from desktop.domain.deal import Deal, DealLine
from desktop.domain.record import Record
from desktop.domain.schema import CLASSES
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.storage.tables import journal, journal_step
from desktop.storage.unit_of_work import Actor
from desktop.values.ids import new_id
from desktop.values.stamp import parse_stamp
from tests.journal_watch import Unjournalled


def entries(shop, **wanted):
    with shop.database.reader.connect() as connection:
        found = connection.execute(select(journal).order_by(journal.c.n)).mappings().all()
    return [
        row for row in found if all(row[name] == value for name, value in wanted.items())
    ]  # fmt: skip


def change(shop, deal, **fields):
    def work(uow):
        found = uow.get(Deal, deal)
        for name, value in fields.items():
            setattr(found, name, value)

    return shop.run(work)


def test_an_edit_is_written_with_old_and_new_value_and_nothing_else(shop):
    """Covers: N7."""
    deal = shop.a_deal(note="before")
    change(shop, deal, note="after", title="Business cards 500 pcs 4+4")
    last = entries(shop, id=deal)[-1]
    assert not last["is_new"]
    assert json.loads(last["patch"]) == {"note": ["before", "after"]}


def test_a_new_row_is_written_whole_without_its_caches(shop):
    """Covers: N7."""
    deal = shop.a_deal(amount=500)
    first = entries(shop, id=deal)[0]
    document = json.loads(first["patch"])
    assert first["is_new"]
    assert document["currency"] == "GBP"
    assert {"amount", "paid", "id", "stamp"}.isdisjoint(document)
    left_out = {"id", "stamp", "n", "amount", "paid"}
    assert set(document) == {c.name for c in Deal.__table__.columns} - left_out


def test_who_and_when_and_from_which_desk_stand_with_each_step(shop):
    """Covers: N7."""
    deal = shop.a_deal()
    tom = shop.a_user(["manager"])
    shop.clock.advance(hours=1)
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "mine"), by=tom)
    step = entries(shop, id=deal)[-1]["step"]
    with shop.database.reader.connect() as connection:
        row = connection.execute(select(journal_step).where(journal_step.c.n == step)).mappings()
        found = row.one()
    assert (found["user_id"], found["at"], found["desk"]) == (
        tom,
        shop.clock.now(),
        shop.database.desk,
    )


def test_an_object_changed_twice_in_one_step_has_one_entry(shop):
    deal = shop.a_deal(note="a")

    def work(uow):
        found = uow.get(Deal, deal)
        found.note = "b"
        uow.session.flush()
        found.note = "c"
        found.title = "Flyers"

    shop.run(work)
    patches = [json.loads(row["patch"]) for row in entries(shop, id=deal)[1:]]
    assert patches == [{"note": ["a", "c"], "title": ["Business cards 500 pcs 4+4", "Flyers"]}]


def test_a_field_that_went_back_leaves_no_entry_and_no_step(shop):
    deal = shop.a_deal(note="a")
    before = entries(shop)

    def work(uow):
        found = uow.get(Deal, deal)
        found.note = "b"
        uow.session.flush()
        found.note = "a"

    shop.run(work)
    assert entries(shop) == before
    assert not shop.last_changes


def test_every_operation_has_a_stamp_of_its_own_even_after_one_that_came_to_nothing(shop):
    """Covers: N3."""
    deals = [shop.a_deal(note=""), shop.a_deal(note="")]

    def one_of_two(uow):
        first, second = (uow.get(Deal, one) for one in deals)
        first.note = "gone again"
        uow.session.flush()
        second.note = "stays"
        uow.session.flush()
        first.note = ""

    shop.run(one_of_two)
    for note in ("x", "y"):
        change(shop, deals[0], note=note)
        change(shop, deals[1], note=note)
    identities = [parse_stamp(row["stamp"]).identity for row in entries(shop)]
    assert len(set(identities)) == len(identities)


def test_stamps_rise_although_the_clock_is_set_back(shop):
    """Covers: N3."""
    deal = shop.a_deal()
    change(shop, deal, note="one")
    shop.clock.step(timedelta(days=-3))
    change(shop, deal, note="two")
    stamps = [row["stamp"] for row in entries(shop, id=deal)]
    assert stamps == sorted(stamps)
    assert shop.row(Deal, deal).stamp == stamps[-1]


def test_stamps_go_on_after_the_shop_was_closed(shop):
    """Covers: N3."""
    deal = shop.a_deal()
    change(shop, deal, note="one")
    shop.database.close()
    shop.database.open()
    change(shop, deal, note="two")
    stamps = [row["stamp"] for row in entries(shop)]
    assert len(set(stamps)) == len(stamps)
    assert stamps == sorted(stamps)


def test_what_the_screen_showed_is_kept_as_the_base_of_a_merge(shop):
    """Covers: N2."""
    deal = shop.a_deal()
    shown = shop.row(Deal, deal).stamp

    def work(uow):
        uow.begin("Change", None, {deal: shown})
        uow.get(Deal, deal).note = "seen"

    shop.run(work)
    assert entries(shop, id=deal)[-1]["base"] == shown


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.entity())
def test_the_codec_gives_every_column_of_every_class_back(cls):
    samples = {
        "Uuid16": new_id(),
        "Exact": Decimal("0.064"),
        "Document": {"a": ["b", 1]},
        "String": "наклейки",
        "Integer": -7,
        "Boolean": True,
    }
    for column in cls.__table__.columns:
        value = samples.get(type(column.type).__name__)
        if value is None:
            continue
        stored = json.loads(json.dumps(encode(value)))
        assert decode(column.type, stored) == value


def test_no_column_has_a_default_that_the_journal_would_not_see():
    """Architecture, decision 12: what the table would fill in is what the new object says already."""
    for cls in CLASSES:
        for column in cls.__table__.columns:
            assert (column.server_default, column.onupdate) == (None, None), column
            assert column.default is None or column.default.is_scalar, column


def test_no_class_deletes_what_hangs_on_it():
    """Architecture, decision 12."""
    for mapper in Record.registry.mappers:
        assert not list(mapper.relationships), mapper


def test_statements_past_the_journal_do_not_get_through_their_commit(shop):
    """Architecture, decision 12: nothing goes round the journal, whatever the statement."""
    deal, task = shop.a_deal(), new_id()
    outlaws = [
        update(Deal).values(note="all of them"),
        update(Deal.__table__).where(Deal.__table__.c.id == deal).values(rank="z"),
        text("UPDATE task SET goal = 'x'"),
        insert(Comment.__table__).values(
            id=task, stamp="", card_kind="deal", card_id=deal, text="x", at=shop.clock.now()
        ),
    ]
    for outlaw in outlaws:
        with shop.database.unit_of_work(Actor()) as uow:
            uow.execute(outlaw)
            with pytest.raises(Unjournalled):
                uow.session.commit()
    assert shop.row(Deal, deal).note == ""


def test_nothing_is_ever_deleted(shop):
    """Architecture, decision 12."""
    shop.a_deal()
    for cls in (Deal, Task, DealLine):
        with (
            pytest.raises(IntegrityError, match="never deleted"),
            shop.database.unit_of_work(Actor()) as uow,
        ):
            uow.execute(delete(cls.__table__))
    with pytest.raises(AssertionError, match="never deleted"):
        shop.run(lambda uow: uow.session.delete(uow.all(select(Deal))[0]))


def test_a_step_that_fails_leaves_no_trace(shop):
    deal = shop.a_deal(note="a")
    before = entries(shop)

    def work(uow):
        uow.get(Deal, deal).note = "b"
        uow.session.flush()
        raise UserError("No.")

    with pytest.raises(UserError):
        shop.run(work)
    assert entries(shop) == before
    assert shop.row(Deal, deal).note == "a"
