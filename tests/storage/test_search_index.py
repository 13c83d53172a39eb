# SPDX-License-Identifier: Apache-2.0
"""The search index follows every transaction, and is left alone by those that change nothing it holds."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from desktop import commands
from desktop.domain.document import Document
from desktop.domain.people import Contact
from desktop.storage import search_index, search_match
from desktop.storage.search_index import CLIENT_PARTS, CLIENTS, DEALS, DOCUMENTS
from desktop.values.drafts.client import ClientDraft
from desktop.values.search import begins_with_slip
from tests.shop import OpenShop, open_shop

TABLES = (CLIENTS, CLIENT_PARTS, DEALS, DOCUMENTS)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def words(shop: OpenShop, table: str) -> list[tuple[str, ...]]:
    sql = text(f"SELECT * FROM {table} ORDER BY rowid")
    return [tuple(row) for row in shop.read(lambda reader: reader.connection.execute(sql).all())]


def everything(shop: OpenShop) -> dict[str, list[tuple[str, ...]]]:
    return {table: words(shop, table) for table in TABLES}


def add(shop: OpenShop, **fields: str) -> UUID:
    return shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields))).id


def test_a_client_is_held_folded_with_their_digits(shop: OpenShop) -> None:
    """Covers: M3."""
    add(shop, name="Алёна Йорк-Ёлкина", phone="+7 900 000-03-42", email="a@york.example")
    assert words(shop, CLIENTS) == [("алена иорк елкина a york example",)]
    assert words(shop, CLIENT_PARTS) == [("алена иорк елкина a york example", "79000000342")]


def test_a_slip_is_looked_for_among_words_and_not_among_numbers(shop: OpenShop) -> None:
    """Covers: M3."""
    add(shop, name="Priya Hartwell", email="ph1979@x44.example", phone="+44 20 7946 0342")
    sql = text("SELECT word FROM search_word ORDER BY word")
    known = shop.read(lambda reader: reader.connection.execute(sql).scalars().all())
    assert [one for one in known if one in {"priya", "hartwell"}] == ["hartwell", "priya"]
    assert not [one for one in known if any(letter.isdigit() for letter in one)]


def test_a_person_is_found_by_the_company_and_follows_its_name(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime", name="Priya")
    shop.run(lambda uow: commands.clients.change_company(uow, company_id=company_id, name="Elm"))
    assert sorted(words(shop, CLIENTS)) == [("elm",), ("priya elm",)]


def test_deals_and_documents_follow_the_name_of_their_client(shop: OpenShop) -> None:
    contact_id = add(shop, name="Priya")
    deal_id = shop.a_deal(contact=contact_id, title="Labels", number="K7-0418", code="3011")
    shop.run(
        lambda uow: (
            uow.add(
                Document(
                    card_id=deal_id,
                    kind="contract",
                    number="215/26",
                    name="Contract 215/26",
                    created_at=uow.now,
                )
            )
            and None
        )
    )
    shop.run(lambda uow: commands.clients.change_contact(uow, contact_id=contact_id, name="Ines"))
    assert words(shop, DEALS) == [("labels ines", "k7 0418 418 k70418 3011")]
    assert words(shop, DOCUMENTS) == [("contract 215 26 ines", "215 26 21526")]


def test_what_is_archived_leaves_and_undo_brings_it_back(shop: OpenShop) -> None:
    contact_id = add(shop, name="Priya", phone="07700 900342")
    before = everything(shop)
    shop.run(lambda uow: commands.clients.archive_client(uow, contact_id=contact_id))
    assert words(shop, CLIENTS) == words(shop, CLIENT_PARTS) == []
    shop.run(commands.history.undo)
    assert everything(shop) == before


def test_a_phone_that_goes_to_another_person_leaves_the_first(shop: OpenShop) -> None:
    first, second = add(shop, name="Ann", phone="07700 900118"), add(shop, name="Tom")
    phone = shop.rows(search_index.ContactPhone)[0].id

    def give(uow: object) -> None:
        uow.get(search_index.ContactPhone, phone).contact_id = second

    shop.run(give)
    assert words(shop, CLIENT_PARTS) == [("ann", ""), ("tom", "447700900118")]
    assert first != second


def test_a_move_on_the_board_asks_and_writes_nothing(shop: OpenShop) -> None:
    deal_id = shop.a_deal()
    stage_id = shop.stage("quote")
    with shop.database.unit_of_work(shop.actor()) as uow:
        commands.moves.move_card(uow, card_id=deal_id, stage_id=stage_id)
        uow.session.flush()
        assert uow.ops
        assert search_index.concerned(uow.ops) == {}


def test_a_row_that_stays_equal_is_not_written_again(shop: OpenShop) -> None:
    contact_id = add(shop, name="Priya", phone="07700 900342")
    with shop.database.writer.begin() as connection:
        before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
        search_index.refresh(connection, {"contact": frozenset({contact_id})})
        assert connection.exec_driver_sql("SELECT total_changes()").scalar_one() == before


def test_many_at_once_are_held_too(shop: OpenShop) -> None:
    names = [{"name": f"Client {n}"} for n in range(900)]
    shop.run(lambda uow: uow.add_many(Contact, names) and None)
    assert len(words(shop, CLIENTS)) == 900


def test_an_index_made_anew_is_the_one_that_was_kept(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime", name="Priya", phone="07700 900342")
    shop.a_deal(company=company_id)
    gone = add(shop, name="Gone")
    shop.run(lambda uow: commands.clients.archive_client(uow, contact_id=gone))
    before = everything(shop)
    with shop.database.writer.begin() as connection:
        search_index.rebuild(connection)
    assert everything(shop) == before


def plan(shop: OpenShop, sql: str, values: tuple[object, ...]) -> str:
    rows = shop.read(
        lambda reader: reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
    )
    return " | ".join(row[-1] for row in rows)


def test_the_last_four_digits_are_looked_up_in_their_index(shop: OpenShop) -> None:
    """Covers: A2."""
    add(shop, name="Priya", phone="07700 900342")
    statement = str(search_match.LAST4.compile(shop.database.reader))
    assert "ix_contact_phone_last4 (<expr>=?)" in plan(shop, statement, ("0342", 8, 0))
    owners = shop.read(lambda r: search_match.phone_owners(r.connection, "0342", limit=8))
    assert [shop.row(Contact, contact).name for contact, _company in owners] == ["Priya"]


@pytest.mark.parametrize(
    ("word", "typed", "is_near"),
    [
        ("hartwell", "hartwell", True),
        ("hartwell", "hatr", True),  # two letters changed places, the rest not typed yet
        ("hartwell", "hartwel", True),
        ("hartwell", "hartvell", True),
        ("hartwell", "harwell", True),
        ("hartwell", "harttwell", True),
        ("hartwell", "hatvell", False),
        ("иванова", "ивонова", True),
        ("иванова", "петрова", False),
    ],
)
def test_one_slip_of_the_finger_is_seen_through(word: str, typed: str, is_near: bool) -> None:
    """Covers: M3."""
    assert begins_with_slip(word, typed) is is_near
