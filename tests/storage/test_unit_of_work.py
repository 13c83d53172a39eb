# SPDX-License-Identifier: Apache-2.0
"""One transaction: numbers without gaps, many rows at once, facts that stay, labels, changes and rights."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.domain.column_types import Uuid16
from desktop.domain.deal import Deal, DealLine
from desktop.domain.people import Contact
from desktop.domain.rights import Right
from desktop.domain.schema import BY_KIND, CLASSES
from desktop.domain.touch import Comment
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.storage import defaults
from desktop.storage.tables import journal, journal_step
from desktop.storage.unit_of_work import Actor, command
from desktop.values.changes import Label, Origin
from desktop.values.ids import new_id
from tests.fakes import FakeClock
from tests.shop import open_shop


@settings(max_examples=15)
@given(
    asked=st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(1, 3)), max_size=12)
)
def test_numbers_have_no_gap_whatever_fails(tmp_path_factory, asked):
    """Covers: H6."""
    shop = open_shop(tmp_path_factory.mktemp("numbers"), FakeClock())
    given_out = {series: [] for series in "abc"}
    for series, fails, count in asked:

        def draw(uow, series=series, fails=fails, count=count):
            numbers = [uow.next_in(series) for _n in range(count)]
            uow.add(Comment(card_id=new_id(), text="x", at=uow.now))
            if fails:
                raise UserError("No.")
            return numbers

        try:
            given_out[series] += shop.run(draw)
        except UserError:
            continue
    shop.close()
    for numbers in given_out.values():
        assert numbers == list(range(1, len(numbers) + 1))


def test_many_rows_are_what_single_ones_would_be(shop):
    """Architecture, decision 12: same row, same journal, same stamp rule, same search."""
    contact = {"name": "Robin Ashby", "email": "robin@fernhill.example"}
    one = shop.run(lambda uow: uow.add(Contact(**contact)).id)
    many = shop.run(lambda uow: uow.add_many(Contact, [contact, {**contact, "post": "head"}]))
    assert len(many) == 2
    with shop.database.reader.connect() as connection:
        rows = {
            row["id"]: dict(row) for row in connection.execute(select(Contact.__table__)).mappings()
        }
        patches = {
            row.id: json.loads(row.patch)
            for row in connection.execute(select(journal.c.id, journal.c.patch).where(journal.c.is_new))
        }  # fmt: skip
    own = {"id", "stamp", "n"}
    plain = {k: v for k, v in rows[one].items() if k not in own}
    assert {k: v for k, v in rows[many[0]].items() if k not in own} == plain
    assert patches[many[0]] == patches[one]
    assert rows[many[1]]["post"] == "head"
    assert rows[one]["stamp"] < rows[many[0]]["stamp"] < rows[many[1]]["stamp"]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.entity())
def test_many_rows_of_every_class_get_the_defaults_of_the_class(cls):
    """Every field that a new object may leave out may be left out of a row as well."""
    made = defaults.of(cls)
    for column in cls.__table__.columns:
        if column.key in {"n", "id", "stamp"} or column.key in made:
            continue
        declared = cls.__dataclass_fields__[column.key]
        assert "MISSING" in repr(declared.default), column
    plain = (str, int, float, bool, list, dict, type(None))
    values = {key: make() for key, make in made.items()}
    assert all(isinstance(value, plain) or "Decimal" in repr(value) for value in values.values())


def test_a_refused_bulk_leaves_nothing_behind(shop):
    deal = shop.a_deal()

    def add(uow):
        uow.add_many(Comment, [{"card_id": deal, "text": "x", "at": uow.now}] * 50)
        raise UserError("No.")

    with pytest.raises(UserError):
        shop.run(add)
    assert shop.count(Comment) == 0


def test_a_fact_is_never_changed(shop):
    """Architecture, decision 4."""
    comment = shop.run(
        lambda uow: uow.add(Comment(card_id=shop.pipeline_ids[0], text="As agreed.", at=uow.now)).id
    )
    with pytest.raises(AssertionError, match="a fact was changed"):
        shop.run(lambda uow: setattr(uow.get(Comment, comment), "text", "Otherwise."))
    with pytest.raises(AssertionError, match="a fact was changed"):
        shop.run(lambda uow: uow.change_many(Comment, [comment], {"text": "Otherwise."}))
    assert shop.row(Comment, comment).text == "As agreed."


def test_every_reference_points_at_a_known_kind_and_every_unit_at_real_fields():
    """Architecture 12a: what the hub is made from is true of the class."""
    for cls in CLASSES:
        columns = set(cls.__table__.columns.keys())
        facts = cls.__sync__
        assert set(facts.references) <= columns, cls
        assert set(facts.references.values()) <= set(BY_KIND), cls
        assert {name for unit in facts.units for name in unit} <= columns, cls
        assert {*facts.quiet, *facts.caches, *facts.protected} <= columns, cls
        pointing = {
            column.key
            for column in cls.__table__.columns
            if isinstance(column.type, Uuid16) and column.key.endswith("_id")
        }
        of_any_kind = {"fact_id", "on_id"}
        assert pointing - of_any_kind <= set(facts.references), cls


@command("Moved {deal} to {stage}", Right.SELL)
def outer(uow, *, deal_id, seen=None):
    uow.name(deal="Flyers", stage="Won")
    inner(uow, deal_id=deal_id)


@command("Something within", Right.SELL)
def inner(uow, *, deal_id, seen=None):
    uow.get(Deal, deal_id).note = "changed"


def test_a_step_is_called_after_its_outermost_command(shop):
    """Covers: M3."""
    deal = shop.a_deal()
    shop.run(lambda uow: outer(uow, deal_id=deal))
    changes = shop.last_changes
    assert changes.label == Label("Moved {deal} to {stage}", {"deal": "Flyers", "stage": "Won"})
    assert changes.undoable
    assert changes.ids("deal") == changes.ids("card") == {deal}
    with shop.database.reader.connect() as connection:
        named = connection.execute(
            select(journal_step.c.label, journal_step.c.fields).where(
                journal_step.c.n == changes.step
            )
        ).one()
    assert named.label == "Moved {deal} to {stage}"
    assert "Flyers" in named.fields


def test_a_command_asks_its_right_before_it_begins(shop):
    """Covers: N4."""
    deal = shop.a_deal()
    accountant = shop.a_user("accountant")
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(lambda uow: outer(uow, deal_id=deal), by=accountant)


def test_changes_name_the_card_of_everything_that_hangs_on_it(shop):
    deal = shop.a_deal()
    shop.run(lambda uow: uow.add(Comment(card_id=deal, text="x", at=uow.now)).id)
    assert shop.last_changes.ids("card") == {deal}
    assert set(shop.last_changes.kinds) == {"comment", "card"}


@pytest.mark.parametrize(
    ("origin", "undoable"),
    [(Origin.PERSON, True), (Origin.IMPORT, True), (Origin.ROBOT, False), (Origin.SYNC, False)],
)
def test_only_what_a_person_did_is_theirs_to_undo(shop, origin, undoable):
    deal = shop.a_deal()
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", origin.value), origin=origin)
    assert shop.last_changes.undoable is undoable


def test_the_program_itself_needs_no_rights(shop):
    shop.run(lambda uow: uow.add(User(name="Ivo Marek", roles=["production"])).id, by=Actor())


def test_a_record_that_is_gone_is_told_in_a_sentence(shop):
    with pytest.raises(UserError, match="no longer there"):
        shop.run(lambda uow: uow.get(Deal, new_id()))


def test_a_read_after_a_write_sees_it_and_cannot_write_itself(shop):
    deal = shop.a_deal(note="x")
    table = Deal.__table__
    note = shop.read(
        lambda reader: reader.connection.scalar(select(table.c.note).where(table.c.id == deal))
    )
    assert note == "x"
    with pytest.raises(UserError, match="read-only"):
        shop.read(lambda reader: reader.connection.exec_driver_sql("UPDATE deal SET note = ''"))


def test_money_is_counted_with_what_this_transaction_wrote(shop):
    deal = shop.a_deal(amount=100)

    def add(uow):
        for n in range(3):
            line = {"deal_id": deal, "position": n + 1, "title": "x", "quantity": 1}
            uow.add_many(DealLine, [{**line, "unit_price": 5, "amount": 500}])
        uow.get(Deal, deal).due_at = uow.now + timedelta(days=1)

    shop.run(add)
    assert shop.row(Deal, deal).amount == 1600
