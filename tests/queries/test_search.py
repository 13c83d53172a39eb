# SPDX-License-Identifier: Apache-2.0
"""What people type into the palette and at the counter, and whom it finds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from desktop import commands, queries
from desktop.domain.document import Document
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.hits import Hit, HitGroup
from desktop.values.rows.search import ClientFound, Found
from tests.shop import OpenShop, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path_factory.mktemp("search"))
    fill(opened)
    yield opened
    opened.close()


def fill(shop: OpenShop) -> None:
    def add(**fields: str) -> object:
        return shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields)))

    oak = add(company="Oak & Lime Bakery Ltd", name="Priya Hartwell", phone="07700 900342")
    add(company="Oakfield Joinery", name="J. Sutter", phone="020 7946 0342")
    add(company="Школа «Склон»", phone="+7 900 000-03-42", tax_id="0017483204")
    add(name="Алёна Ёжикова", phone="+7 900 000-11-22", email="alena@zhuk.example")
    add(name="Иванов Пётр", phone="+7 900 000-55-55")
    add(name="王小明", phone="+886 2 2345 6789")
    gone = add(name="Archived Hartwell", phone="07700 900343").contact_id
    shop.run(lambda uow: commands.clients.archive_client(uow, contact_id=gone))
    requisites = Requisites(legal_name="Fernhill Educational Trust")
    school = add(company="Fernhill School", name="Joan").company_id
    shop.run(
        lambda uow: commands.clients.change_requisites(
            uow, company_id=school, requisites=requisites
        )
    )
    due = shop.clock.now() + timedelta(hours=2)
    deal = shop.a_deal(
        contact=oak.contact_id,
        company=oak.company_id,
        title="Sticker labels Ø 60, 5,000",
        amount=36500,
        due_at=due,
        number="C7-0417",
    )
    shop.a_deal(
        contact=oak.contact_id,
        title="Business cards 500",
        is_counter=True,
        number="C7-0418",
        code="2180418X",
    )
    shop.a_deal("won", contact=oak.contact_id, title="Stickers of last year", number="C7-4180")
    shop.run(
        lambda uow: (
            uow.add(
                Document(
                    card_id=deal,
                    kind="contract",
                    number="215/26",
                    name="Contract 215/26",
                    created_at=uow.now,
                )
            )
            and None
        )
    )


def palette(shop: OpenShop, text: str, limit: int = 5) -> Found:
    return shop.read(lambda r: queries.search.palette(r, text=text, limit=limit))


def clients(shop: OpenShop, text: str) -> list[str]:
    return [hit.title for hit in palette(shop, text).hits if hit.group is HitGroup.CLIENTS]


def by(shop: OpenShop, text: str) -> tuple[ClientFound, ...]:
    return shop.read(lambda r: queries.search.clients_by(r, text=text))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oak", ["Oakfield Joinery", "Oak & Lime Bakery Ltd"]),
        ("OAK bak", ["Oak & Lime Bakery Ltd"]),
        ("bakery oak", ["Oak & Lime Bakery Ltd"]),
        ("oak 342", ["Oakfield Joinery", "Oak & Lime Bakery Ltd"]),
        ("hartwell oak", ["Oak & Lime Bakery Ltd"]),
        ("akery", ["Oak & Lime Bakery Ltd"]),
        ("алена", ["Алёна Ёжикова"]),
        ("Ёжикова Алёна", ["Алёна Ёжикова"]),
        ("ежик", ["Алёна Ёжикова"]),
        ("склон", ["Школа «Склон»"]),
        ("0017483204", ["Школа «Склон»"]),
        ("fernhill trust", ["Fernhill School"]),
        ("zhuk.example", ["Алёна Ёжикова"]),
        ("小明", ["王小明"]),
        ("archived", []),
    ],
)
def test_a_client_is_found_whatever_the_case_the_letters_and_the_order(
    shop: OpenShop, typed: str, found: list[str]
) -> None:
    """Covers: M3."""
    assert clients(shop, typed) == found


@pytest.mark.parametrize(
    "typed",
    ["07700 900 342", "+447700900342", "7700-900", "07700", "(07700) 900342", "priya 07700"],
)
def test_a_phone_is_found_in_any_notation_and_by_any_part(shop: OpenShop, typed: str) -> None:
    """Covers: M3, A2."""
    assert clients(shop, typed) == ["Oak & Lime Bakery Ltd"]


@pytest.mark.parametrize(
    "typed", ["8 900 000-11-22", "+7 (900) 000-11-22", "9000001122", "1122", "8900 000 11 22"]
)
def test_a_russian_phone_is_found_with_eight_and_with_seven(shop: OpenShop, typed: str) -> None:
    """Covers: M3, A2."""
    assert clients(shop, typed) == ["Алёна Ёжикова"]


def test_the_last_four_digits_are_enough_at_the_counter(shop: OpenShop) -> None:
    """Covers: A2."""
    found = by(shop, "5555")
    assert [(one.name, one.digits, one.phone) for one in found] == [
        ("Иванов Пётр", "79000005555", "+7 900 000-55-55")
    ]


def test_owners_of_the_last_digits_come_before_numbers_that_only_hold_them(shop: OpenShop) -> None:
    assert [one.name for one in by(shop, "0342")] == [
        "Школа «Склон»",
        "J. Sutter",
        "Priya Hartwell",
    ]


def test_the_counter_is_told_company_orders_and_stamp(shop: OpenShop) -> None:
    (priya,) = by(shop, "priya")
    assert (priya.company, priya.orders) == ("Oak & Lime Bakery Ltd", 3)
    assert priya.contact_id
    assert priya.company_id
    assert priya.stamp
    assert priya.last_order_at == shop.clock.now() - timedelta(days=2)


def test_a_company_without_people_stands_for_itself_at_the_counter(shop: OpenShop) -> None:
    (school,) = by(shop, "склон")
    assert school.contact_id is None
    assert school.digits == "79000000342"


@pytest.mark.parametrize(
    ("typed", "found", "marked"),
    [
        ("Bdfyjd", "Иванов Пётр", "иванов"),
        ("Fk`yf", "Алёна Ёжикова", "алена"),
        ("щфлашудв", "Oakfield Joinery", "oakfield"),
    ],
)
def test_the_wrong_keyboard_layout_is_read_too(
    shop: OpenShop, typed: str, found: str, marked: str
) -> None:
    """Covers: M3."""
    answer = palette(shop, typed)
    assert [hit.title for hit in answer.hits] == [found]
    assert answer.marked == marked


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hartwel", "Oak & Lime Bakery Ltd"),
        ("hatrwell", "Oak & Lime Bakery Ltd"),
        ("bakerry lime", "Oak & Lime Bakery Ltd"),
        ("ивонов", "Иванов Пётр"),
        ("ежыкова", "Алёна Ёжикова"),
        ("bdjyjd", "Иванов Пётр"),  # ивонов, in the wrong layout
    ],
)
def test_one_slip_of_the_finger_still_finds(shop: OpenShop, typed: str, found: str) -> None:
    """Covers: M3."""
    assert clients(shop, typed) == [found]


def test_a_slip_is_only_thought_of_where_nothing_else_is_found(shop: OpenShop) -> None:
    assert palette(shop, "oak").marked == "oak"
    assert palette(shop, "zzzzzzzz").hits == ()


def test_a_client_hit_shows_company_person_and_the_number_asked_for(shop: OpenShop) -> None:
    hit = palette(shop, "hartwell 342").hits[0]
    assert (hit.title, hit.detail) == (
        "Oak & Lime Bakery Ltd",
        "Priya Hartwell · 07700 900 342",
    )
    assert hit.kind == "company"
    assert (hit.phone, hit.phone_words) == ("447700900342", "07700 900 342")


def deals(found: Found) -> list[Hit]:
    return [hit for hit in found.hits if hit.group is HitGroup.DEALS]


def test_deals_are_found_by_title_and_by_client_open_ones_first(shop: OpenShop) -> None:
    """Covers: M3."""
    found = deals(palette(shop, "hartwell stick"))
    assert [hit.title for hit in found] == ["Sticker labels Ø 60, 5,000", "Stickers of last year"]
    first = deals(palette(shop, "sticker"))[0]
    assert first.title == "Sticker labels Ø 60, 5,000"
    assert first.detail == "Oak & Lime Bakery Ltd · Brief & calculation · today 13:00"
    assert first.trail == "£365.00"


@pytest.mark.parametrize("typed", ["#418", "#C7-418", "#c7 0418", "#С7-0418", "#2180418X"])
def test_a_number_finds_its_order_first(shop: OpenShop, typed: str) -> None:
    """Covers: M3, H6."""
    found = palette(shop, typed).hits
    assert found[0].title == "C7-0418 Business cards 500"
    assert {hit.group for hit in found} == {HitGroup.DEALS}


def test_a_number_without_the_sign_finds_the_order_among_the_rest(shop: OpenShop) -> None:
    assert deals(palette(shop, "C7-0418"))[0].title == "C7-0418 Business cards 500"


def test_a_document_is_found_by_number_and_by_client_and_opens_its_card(shop: OpenShop) -> None:
    for typed in ("215/26", "contract oak"):
        (hit,) = [hit for hit in palette(shop, typed).hits if hit.group is HitGroup.DOCUMENTS]
        assert (hit.title, hit.detail) == ("Contract 215/26", "Oak & Lime Bakery Ltd")


@pytest.mark.parametrize("typed", ["", " ", ">move", "#", "##", '"', "*", "NEAR(", "a:b*", "'; --"])
def test_signs_that_mean_something_to_a_database_find_nothing_and_break_nothing(
    shop: OpenShop, typed: str
) -> None:
    assert [hit for hit in palette(shop, typed).hits if hit.group is HitGroup.DOCUMENTS] == []
    by(shop, typed)


def test_so_many_of_each_group_are_given(shop: OpenShop) -> None:
    assert len(palette(shop, "oak", limit=1).hits) == 3


def test_details_of_clients_are_read_through_indexes(tmp_path: Path) -> None:
    shop = open_shop(tmp_path)
    fill(shop)
    rows = [{"digits": f"4477{n:08d}", "contact_id": shop.me} for n in range(2000)]
    shop.run(lambda uow: uow.add_many(ContactPhone, rows) and None)
    shop.run(lambda uow: uow.add_many(Company, [{"name": f"C{n}"} for n in range(900)]) and None)
    shop.run(lambda uow: uow.add_many(Contact, [{"name": f"P{n}"} for n in range(900)]) and None)
    with shop.database.writer.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        # Three deals are quicker scanned, and SQLite knows it.
        connection.exec_driver_sql(
            "DELETE FROM sqlite_stat1 WHERE tbl IN ('deal', 'stage', 'document')"
        )
    shop.close()
    shop.database.open()
    asked: list[tuple[str, object]] = []
    event.listen(shop.database.reader, "before_cursor_execute", lambda *a: asked.append(a[2:4]))
    for text in ("oak", "342", "0342", "akery"):
        by(shop, text)
        palette(shop, text)
    for sql, values in tuple(asked):
        if sql.startswith("SELECT"):
            plan = shop.read(
                lambda r, sql=sql, values=values: r.connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {sql}", values
                ).all()
            )
            scans = {row[-1] for row in plan if "SCAN" in row[-1] and "VIRTUAL" not in row[-1]}
            assert scans <= {"SCAN firm"}, sql
    shop.close()
