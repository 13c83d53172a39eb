# SPDX-License-Identifier: Apache-2.0
"""A part of a list is written, journalled and indexed as a whole: as right as row by row, and in as few statements."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text

from desktop.domain.bookkeeping import Voided
from desktop.domain.column_types import encode
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.flows import long_steps
from desktop.flows.import_list import import_list
from desktop.storage import journal, search_index
from desktop.storage.check import check
from desktop.storage.tables import journal as journal_table
from desktop.values.changes import Origin
from desktop.values.drafts.client_list import Known, ListWish
from tests.shop import OpenShop, open_shop

HEAD = "Company;Contact;Post;Tel;E-mail;INN;Wants;Comment\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_list(path: Path, first: int, count: int) -> Path:
    rows = "".join(
        f'Firm “{n}” {n % 7}% Ltd;Zoë Person {n};Head;020 7946 {n:04};p{n}@x.example;;menus "{n}";Said {n}\n'
        for n in range(first, first + count)
    )
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def statements_of(shop: OpenShop, path: Path) -> int:
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        told.append(statement)

    event.listen(shop.database.writer, "before_cursor_execute", note)
    try:
        import_list(
            shop.direct(), path=path, wish=ListWish(channel="cold_list", holders=(shop.me,))
        )
    finally:
        event.remove(shop.database.writer, "before_cursor_execute", note)
    return len(told)


def test_a_part_takes_as_many_statements_however_many_rows_it_has(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6."""
    few = statements_of(shop, a_list(tmp_path / "few.csv", 0, 30))
    many = statements_of(shop, a_list(tmp_path / "many.csv", 1000, 390))
    assert shop.count(Lead) == 420
    assert many == few


def test_known_clients_are_completed_in_as_many_statements_however_many_they_are(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6."""
    bare = tmp_path / "bare.csv"
    bare.write_text(
        "Contact;Tel\n" + "".join(f"Person {n};020 7946 {n:04}\n" for n in range(300)), "utf-8"
    )
    import_list(shop.direct(), path=bare)
    few, many = (
        statements_of(shop, told(tmp_path / f"{first}.csv", first, count))
        for first, count in ((0, 30), (30, 270))
    )
    assert many == few
    assert shop.count(Contact) == 300
    with shop.database.writer.connect() as connection:
        assert set(connection.scalars(select(Contact.comment))) == {"Said"}


def told(path: Path, first: int, count: int) -> Path:
    rows = "".join(f"Person {n};020 7946 {n:04};Said\n" for n in range(first, first + count))
    path.write_text("Contact;Tel;Comment\n" + rows, encoding="utf-8")
    return path


def test_what_a_list_brings_is_journalled_and_found_as_if_it_came_one_by_one(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, H1, H3."""
    old = a_list(tmp_path / "old.csv", 5, 3)
    import_list(shop.direct(), path=old, wish=ListWish(channel="cold_list"))
    with old.open("a", encoding="utf-8") as file:
        file.write("Firm “5” 5% Ltd;New person;;020 7946 9999;;;;\n")
        file.write(";Zoë Person 6;;020 7946 9998;;;;\n")
        file.write("Alone Ltd;;;020 7946 9997, 020 7946 9996;a@alone.example;7707083893;;\n")
    wish = ListWish(channel="cold_list", holders=(shop.me,), known=Known.LEAD)
    import_list(shop.direct(), path=old, wish=wish)
    for told, row, document in _journalled(shop):
        assert told == document, row
    before = _index(shop)
    assert len(before[search_index.CLIENTS]) == shop.count(Contact) + shop.count(Company)
    with shop.database.writer.begin() as connection:
        search_index.rebuild(connection)
    assert _index(shop) == before
    found = shop.read(lambda reader: check(reader.connection, shop.database.folder))
    assert not found.faults


def test_a_long_list_is_taken_back_and_done_again_after_a_restart(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Its facts are switched off, on and off again, more of them than one statement holds. Covers: A6, M3."""
    path = a_list(tmp_path / "long.csv", 0, 410)
    wish = ListWish(channel="cold_list", holders=(shop.me,))
    import_list(shop.direct(), path=path, wish=wish)
    worked = shop.rows(Lead, Lead.title == 'menus "7"')[0].id
    shop.run(lambda uow: setattr(uow.get(Lead, worked), "site", "x.example"), origin=Origin.SYNC)
    shop.database.close()
    shop.database.open()
    for left in (1, 410, 1):
        act = long_steps.redo if left == 410 else long_steps.undo
        act(shop.direct())
        there = Lead.archived_at.is_(None)
        assert shop.count(Lead, there) == left
        assert shop.count(Contact, Contact.archived_at.is_(None)) == left
        assert shop.count(Task, Task.archived_at.is_(None)) == left
        assert shop.count(Voided, Voided.is_on) == 2 * (410 - left)
        assert len(_index(shop)[search_index.LEADS]) == left
    assert shop.row(Lead, worked).archived_at is None
    found = shop.read(lambda reader: check(reader.connection, shop.database.folder))
    assert not found.faults


def test_what_belongs_to_a_row_that_was_left_out_is_left_out_too_and_its_firm_is_made_by_the_next(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Nothing may name a client who is not there. Covers: A6."""
    path = tmp_path / "left.csv"
    path.write_text(
        "Company;Contact;Tel;Comment\nAcme;Ann Alba;020 7946 0001;\n;Ann Alba;020 7946 0001;Again\n"
        "Acme;Bob Berg;020 7946 0002;\n",
        encoding="utf-8",
    )
    wish = ListWish(channel="cold_list", decided={2: Known.SKIP})
    taken = import_list(shop.direct(), path=path, wish=wish)
    assert taken.leads == 1
    (bob,) = shop.rows(Contact)
    (acme,) = shop.rows(Company)
    assert (bob.name, bob.company_id, acme.name) == ("Bob Berg", acme.id, "Acme")


def _journalled(shop: OpenShop) -> Iterator[tuple[dict[str, Any], Any, dict[str, Any]]]:
    with shop.database.unit_of_work(shop.actor) as uow:
        entries = uow.execute(select(journal_table).where(journal_table.c.is_new)).all()
        assert entries
        for row in entries:
            record = uow.get(BY_KIND[row.kind], row.id)
            told = {name: encode(one) for name, one in journal.document(record).items()}
            yield json.loads(row.patch), row, told


def _index(shop: OpenShop) -> dict[str, list[tuple[Any, ...]]]:
    tables = (search_index.CLIENTS, search_index.CLIENT_PARTS, search_index.LEADS, "search_word")
    with shop.database.writer.connect() as connection:
        found = {}
        for table in tables:
            key = "" if table == "search_word" else "rowid, "
            rows = connection.execute(text(f"SELECT {key}* FROM {table} ORDER BY 1"))
            found[table] = [tuple(row) for row in rows]
        return found
