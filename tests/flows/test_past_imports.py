# SPDX-License-Identifier: Apache-2.0
"""Lists taken in earlier are told with what became of them, and any of them is taken back, not the last one alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from desktop.commands import clients, handover, moves, touches
from desktop.domain.lead import Lead
from desktop.domain.people import Contact, ContactPhone
from desktop.domain.record import Record
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.import_list import import_list
from desktop.queries import history
from desktop.queries.past_imports import cards_of, past_imports
from desktop.storage import undo_parts, undo_plan
from desktop.storage.check import check
from desktop.storage.database import Reader
from desktop.storage.worked_on import worked_in_all
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing
from tests.query_plans import steps_of
from tests.shop import OpenShop, open_shop
from tests.stage_drafts import publish, stored

HEADER = "Contact;Tel;Mail;Comment\n"
COLD = ListWish(channel="cold_list")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    found = opened.read(lambda reader: check(reader.connection, opened.database.folder))
    opened.close()
    assert not found.faults


def take(shop: OpenShop, path: Path, rows: str, wish: ListWish = COLD, **more: Any) -> int:
    path.write_text(HEADER + rows, encoding="utf-8")
    step = import_list(shop.direct(), path=path, wish=wish, **more).step
    assert step is not None
    return step


def people(first: int, count: int) -> str:
    return "".join(f"Person {n};020 7946 {n:04};;\n" for n in range(first, first + count))


def there(shop: OpenShop, cls: type[Record]) -> int:
    return shop.count(cls, cls.archived_at.is_(None))


def names(shop: OpenShop) -> set[str]:
    return {one.name for one in shop.rows(Contact, Contact.archived_at.is_(None))}


def lead_of(shop: OpenShop, name: str) -> Lead:
    (person,) = shop.rows(Contact, Contact.name == name, Contact.archived_at.is_(None))
    return shop.rows(Lead, Lead.contact_id == person.id)[0]


def imports(shop: OpenShop) -> list[PastImport]:
    return list(shop.read(past_imports))


def cards(shop: OpenShop, step: int) -> ImportCards:
    return shop.read(lambda reader: cards_of(reader, step=step))


def test_each_import_is_told_with_its_rows_and_what_became_of_its_cards(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6."""
    shop.a_contact("Person 1", "442079460001")
    older = take(shop, tmp_path / "fair.csv", people(0, 4) + "No way to reach;;;\nPerson 9;12;;\n")
    newer = take(shop, tmp_path / "book.csv", people(10, 2), ListWish())
    last, first = imports(shop)
    assert (last.file, last.rows, last.new, last.standing) == ("book.csv", 2, 2, Standing.STANDS)
    told = (first.file, first.rows, first.of, first.new, first.known, first.bad)
    assert told == ("fair.csv", 6, 6, 3, 1, 2)
    assert first.by == "Maya Lindqvist"
    assert cards(shop, older) == ImportCards(True, 3, 3, 0)
    assert cards(shop, newer) == ImportCards(False, 2, 2, 0)
    lead = lead_of(shop, "Person 2").id
    shop.run(lambda uow: touches.comment(uow, card_id=lead, text="They moved to Leeds."))
    assert cards(shop, older) == ImportCards(True, 3, 3, 1)
    long_steps.take_import_back(shop.direct(), step=older)
    assert cards(shop, older) == ImportCards(True, 3, 1, 1)
    (first,) = (one for one in imports(shop) if one.step == older)
    assert (first.standing, first.undone_by) == (Standing.TAKEN_BACK, "Maya Lindqvist")


def test_an_older_import_is_taken_back_and_nothing_of_a_newer_one_is_lost(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Rows of both name the same people: whom the newer knows more of stays, with all that it wrote. Covers: A6."""
    older = take(shop, tmp_path / "older.csv", people(0, 6))
    deal = shop.a_deal()
    more = (
        "Person 0;020 7946 0000, 020 7946 5000;;\n"
        "Person 1;020 7946 0001;one@x.example;\n"
        "Person 2;020 7946 0002;;Met in Bath\n"
        "Person 3;020 7946 0003;;\n"
    )
    wish = ListWish(channel="cold_list", decided={5: Known.LEAD})
    newer = take(shop, tmp_path / "newer.csv", more + people(20, 1), wish)
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="Something else was done since."))
    left = long_steps.take_import_back(shop.direct(), step=older).left
    assert {"Person 0", "Person 1", "Person 2", "Person 3", "Person 20"} <= names(shop)
    assert names(shop).isdisjoint({"Person 4", "Person 5"})
    assert "lead" not in {kind for kind, _id, _field in left}, "another list is no work on a lead"
    open_leads = shop.rows(Lead, Lead.archived_at.is_(None))
    assert len(open_leads) == 2, "the newer list's own"
    for lead in open_leads:
        assert shop.row(Contact, lead.contact_id).archived_at is None
        assert shop.count(Task, Task.card_id == lead.id, Task.is_open) == 1
    numbers = {one.digits for one in shop.rows(ContactPhone, ContactPhone.archived_at.is_(None))}
    assert {"442079465000", "442079460000", "442079460003"} <= numbers
    (one,) = shop.rows(Contact, Contact.name == "Person 1")
    assert one.email == "one@x.example"
    long_steps.take_import_back(shop.direct(), step=newer)
    assert names(shop).isdisjoint({"Person 20"})
    assert there(shop, Lead) == 0


def test_what_was_taken_back_comes_back_by_redo_and_from_the_list_of_imports(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, M3."""
    older = take(shop, tmp_path / "older.csv", people(0, 5))
    take(shop, tmp_path / "newer.csv", people(20, 2))
    long_steps.take_import_back(shop.direct(), step=older)
    assert there(shop, Lead) == 2
    long_steps.redo(shop.direct())
    assert (there(shop, Lead), there(shop, Contact)) == (7, 7)
    long_steps.take_import_back(shop.direct(), step=older)
    deal = shop.a_deal()
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="Something new was done."))
    with pytest.raises(UserError, match="nothing to redo"):
        long_steps.redo(shop.direct())
    with pytest.raises(UserError, match="taken back already"):
        long_steps.take_import_back(shop.direct(), step=older)
    long_steps.bring_import_back(shop.direct(), step=older)
    assert there(shop, Lead) == 7
    with pytest.raises(UserError, match="stands already"):
        long_steps.bring_import_back(shop.direct(), step=older)


def test_whoever_may_import_takes_back_what_a_colleague_took_in_and_nobody_else(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Redo at the colleague's hand does not bring it again behind their back. Covers: A6, N2."""
    step = take(shop, tmp_path / "fair.csv", people(0, 3))
    admin, seller = shop.a_user("head", "Ada Kestler"), shop.a_user("manager")
    with pytest.raises(UserError, match="closed to your role"):
        long_steps.take_import_back(shop.direct(seller), step=step)
    assert there(shop, Lead) == 3
    long_steps.take_import_back(shop.direct(admin), step=step)
    assert there(shop, Lead) == 0
    assert imports(shop)[0].undone_by == "Ada Kestler"
    with pytest.raises(UserError, match="nothing to redo"):
        long_steps.redo(shop.direct())


def test_a_stopped_import_and_a_stopped_taking_back_are_told_and_go_on(
    shop: OpenShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    monkeypatch.setattr("desktop.flows.list_entries.CHUNK", 20)
    monkeypatch.setattr(undo_parts, "PART_OF_LIST", 60)
    parts = iter([False, False, True])
    step = take(shop, tmp_path / "fair.csv", people(0, 90), is_stopped=lambda: next(parts))
    (one,) = imports(shop)
    assert (one.standing, one.rows, one.of) == (Standing.CUT_OFF, 40, 90)
    asked = iter([False, False, True])
    found = long_steps.take_import_back(shop.direct(), step=step, is_stopped=lambda: next(asked))
    assert not found.is_whole
    assert 0 < there(shop, Lead) < 40
    assert there(shop, Lead) == there(shop, Contact) == there(shop, ContactPhone)
    assert shop.count(Task, Task.is_open) == there(shop, Lead), "each that stays is whole"
    assert imports(shop)[0].standing is Standing.GOING
    assert long_steps.take_import_back(shop.direct(), step=step).is_whole
    assert there(shop, Lead) == there(shop, Contact) == 0
    assert imports(shop)[0].standing is Standing.TAKEN_BACK
    with pytest.raises(UserError, match="nothing to undo"):
        shop.read(history.next_undo)


@pytest.mark.parametrize("work", ["goal", "client", "phone", "owner"])
def test_a_lead_whose_touch_client_or_owner_was_changed_was_worked_on(
    shop: OpenShop, tmp_path: Path, work: str
) -> None:
    """Nobody's correction goes with the list. Covers: A6, D2."""
    tom = shop.a_user("manager", "Tom Ferris")
    wish = ListWish(channel="cold_list", holders=(tom,))
    step = take(shop, tmp_path / "fair.csv", people(0, 3), wish)
    lead = lead_of(shop, "Person 1")
    (touch,) = shop.rows(Task, Task.card_id == lead.id)
    person = lead.contact_id
    assert person is not None

    def do(uow: Any) -> None:
        match work:
            case "goal":
                uow.get(Task, touch.id).goal = "Ask for the menu's size"
            case "client":
                uow.get(Contact, person).post = "Head"
            case "phone":
                clients.add_phone(uow, contact_id=person, phone="020 7946 7777")
            case "owner":
                handover.hand_over(uow, card_ids=[lead.id], to=shop.me)

    shop.run(do, by=tom if work != "owner" else None)
    assert cards(shop, step) == ImportCards(True, 3, 3, 1)
    left = long_steps.take_import_back(shop.direct(), step=step).left
    assert [one for kind, one, _field in left if kind == "lead"] == [lead.id]
    assert names(shop) == {"Person 1"}
    assert shop.count(Task, Task.card_id == lead.id, Task.is_open) == 1
    assert there(shop, ContactPhone) == (2 if work == "phone" else 1)


def test_a_lead_that_published_stages_have_moved_goes_with_its_list(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Unless somebody had moved it before: a stage that is retired is nobody's work on the lead. Covers: A6, C1."""
    step = take(shop, tmp_path / "fair.csv", people(0, 3))
    lead = lead_of(shop, "Person 1")
    first = lead.stage_id
    funnel = next(one for one in shop.read(stored).pipelines if one.for_leads)
    open_ones = [one.id for one in funnel.stages if one.kind == "open" and one.id != first]
    second, third = open_ones[:2]
    shop.run(lambda uow: moves.move_card(uow, card_id=lead.id, stage_id=second))
    publish(shop, lambda draft, _shown: draft.remove_stage(funnel, first, third))
    publish(shop, lambda draft, _shown: draft.remove_stage(funnel, second, third))
    assert {one.stage_id for one in shop.rows(Lead)} == {third}
    assert cards(shop, step) == ImportCards(True, 3, 3, 1)
    long_steps.take_import_back(shop.direct(), step=step)
    assert names(shop) == {"Person 1"}


def test_what_was_worked_on_is_looked_up_record_by_record(shop: OpenShop, tmp_path: Path) -> None:
    """Not by all entries of the list for each of its cards, which grows with its square. Covers: A6."""
    step = take(shop, tmp_path / "list.csv", people(0, 3))

    def nested(reader: Reader) -> list[str]:
        asked: list[tuple[str, Any]] = []
        engine = reader.connection.engine

        def note(_one: object, _cursor: object, sql: str, values: Any, *_more: object) -> None:
            asked.append((sql, values))

        event.listen(engine, "before_cursor_execute", note)
        worked_in_all(reader.connection, step)
        event.remove(engine, "before_cursor_execute", note)
        assert len(asked) > 8
        return [line for sql, values in asked for line in _for_each_row(reader, sql, values)]

    by_step = [line for line in shop.read(nested) if "ix_journal_step" in line]
    assert not by_step


def _for_each_row(reader: Reader, sql: str, values: Any) -> Iterator[str]:
    """What the plan of a statement does anew for each row."""
    inside: set[int] = set()
    for number, parent, _unused, said in reader.connection.exec_driver_sql(
        f"EXPLAIN QUERY PLAN {sql}", values
    ):
        if said.startswith("CORRELATED") or parent in inside:
            inside.add(number)
            yield said


def test_what_became_of_an_import_is_told_without_reading_every_step(shop: OpenShop) -> None:
    """Covers: A6, N7."""
    steps = steps_of(shop, lambda reader: undo_plan.cut_off(reader.connection, 1))
    for index in ("ix_journal_step_reverts", "ix_journal_step_undone_by"):
        assert any(index in step for step in steps), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
    listed = steps_of(shop, past_imports)
    for index in ("ix_journal_step_reverts", "ix_journal_step_undone_by"):
        assert any(index in step for step in listed), listed


def test_however_many_imports_there_are_they_are_told_by_one_statement(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, N7."""
    steps = [take(shop, tmp_path / f"{n}.csv", people(10 * n, 2)) for n in range(4)]
    long_steps.take_import_back(shop.direct(), step=steps[0])
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    def read(reader: Reader) -> tuple[PastImport, ...]:
        event.listen(reader.connection, "before_cursor_execute", note)
        return past_imports(reader)

    found = shop.read(read)
    assert [one.standing for one in found] == [Standing.STANDS] * 3 + [Standing.TAKEN_BACK]
    assert sum(one.startswith("SELECT") for one in asked) == 1, asked
