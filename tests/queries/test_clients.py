# SPDX-License-Identifier: Apache-2.0
"""The list of clients, one client's page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop import commands, queries
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.message import Message
from desktop.domain.touch import Activity, Comment
from desktop.errors import UserError
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.clients import (
    ClientFilter,
    ClientList,
    ClientPage,
    ClientSort,
    Happened,
)
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def add(shop: OpenShop, **fields: str) -> commands.clients.ClientIds:
    return shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields)))


def listed(shop: OpenShop, **choices: object) -> ClientList:
    return shop.read(lambda r: queries.clients.clients(r, **choices))


def names(found: ClientList) -> list[str]:
    return [row.name for row in found.rows]


def page(shop: OpenShop, **which: UUID) -> ClientPage:
    return shop.read(lambda r: queries.clients.client(r, **which))


def three_clients(shop: OpenShop) -> tuple[commands.clients.ClientIds, ...]:
    oak = add(shop, company="Oak & Lime", name="Priya Hartwell", phone="07700 900342")
    anna = add(shop, name="Алёна", phone="+7 900 000-03-42")
    fern = add(shop, company="Fern School", email="a@fern.example")
    shop.a_deal(contact=oak.contact_id, company=oak.company_id, amount=36500)
    shop.a_deal("won", contact=oak.contact_id, amount=10000, created_ago=timedelta(days=40))
    lost = {"amount": 99900, "created_ago": timedelta(days=1)}
    shop.a_deal("lost", contact=anna.contact_id, **lost)
    return oak, anna, fern


def test_the_list_has_organisations_and_people_of_none(shop: OpenShop) -> None:
    """Covers: K1."""
    three_clients(shop)
    found = listed(shop)
    assert names(found) == ["Алёна", "Oak & Lime", "Fern School"]
    assert (found.found, found.currency, found.country) == (3, "GBP", "GB")
    oak = found.rows[1]
    assert (oak.is_company, oak.person, oak.digits) == (True, "Priya Hartwell", "447700900342")
    assert (oak.orders, oak.total, oak.open_deals, oak.owed) == (2, 46500, 1, 10000)
    assert oak.last_order_at == shop.clock.now() - timedelta(days=2)
    assert oak.touch_at == shop.clock.now() + timedelta(days=1)
    assert (oak.touch_kind, oak.holder) == ("call", "Maya Lindqvist")
    assert oak.stamp
    anna = found.rows[0]
    assert (anna.orders, anna.total, anna.touch_at) == (0, 0, None)


def test_each_list_says_how_many_it_has(shop: OpenShop) -> None:
    three_clients(shop)
    found = listed(shop, filter=ClientFilter.OWING)
    assert names(found) == ["Oak & Lime"]
    assert found.counts == {
        ClientFilter.ALL: 3,
        ClientFilter.COMPANIES: 2,
        ClientFilter.PEOPLE: 1,
        ClientFilter.OPEN: 1,
        ClientFilter.OWING: 1,
        ClientFilter.IDLE: 2,
    }
    for filter_ in ClientFilter:
        one = listed(shop, filter=filter_)
        assert len(one.rows) == one.found == found.counts[filter_]


def test_an_empty_shop_has_an_empty_list(shop: OpenShop) -> None:
    found = listed(shop)
    assert found.rows == ()
    assert set(found.counts.values()) == {0}


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (ClientSort.NAME, "Алёна"),
        (ClientSort.LAST, "Алёна"),
        (ClientSort.TOTAL, "Oak & Lime"),
        (ClientSort.OPEN, "Oak & Lime"),
        (ClientSort.OWED, "Oak & Lime"),
        (ClientSort.TOUCH, "Oak & Lime"),
    ],
)
def test_the_list_is_sorted_as_asked(shop: OpenShop, sort: ClientSort, first: str) -> None:
    three_clients(shop)
    assert names(listed(shop, sort=sort))[0] == first


def test_names_are_sorted_as_people_sort_them(shop: OpenShop) -> None:
    for name in ("яна", "Ёлкин", "Борис", "anna", "Zoe"):
        add(shop, name=name)
    found = names(listed(shop, sort=ClientSort.NAME, descending=False))
    assert found == ["anna", "Zoe", "Борис", "Ёлкин", "яна"]


def test_who_has_no_touch_stands_last_either_way(shop: OpenShop) -> None:
    three_clients(shop)
    for descending in (False, True):
        found = listed(shop, sort=ClientSort.TOUCH, descending=descending)
        assert found.rows[0].name == "Oak & Lime"


@pytest.mark.parametrize("text", ["priya", "0342", "07700", "oak", "щфл"])
def test_a_person_of_an_organisation_finds_the_organisation(shop: OpenShop, text: str) -> None:
    """Covers: M3."""
    three_clients(shop)
    assert "Oak & Lime" in names(listed(shop, text=text))


def test_a_search_that_finds_nobody_gives_an_empty_list(shop: OpenShop) -> None:
    three_clients(shop)
    found = listed(shop, text="zzzz")
    assert (found.rows, found.found) == ((), 0)


def test_no_more_rows_than_asked_for(shop: OpenShop) -> None:
    three_clients(shop)
    found = listed(shop, limit=2)
    assert (len(found.rows), found.found) == (2, 3)


def test_what_is_archived_is_in_no_list(shop: OpenShop) -> None:
    anna = add(shop, name="Anna")
    shop.run(lambda uow: commands.clients.archive_client(uow, contact_id=anna.contact_id))
    assert listed(shop).found == 0


def a_full_client(shop: OpenShop) -> tuple[commands.clients.ClientIds, UUID, UUID]:
    oak = add(shop, company="Oak & Lime", name="Priya Hartwell", phone="07700 900342", post="Owner")
    card = shop.a_deal(contact=oak.contact_id, company=oak.company_id, title="Labels")
    other = shop.a_deal("won", contact=oak.contact_id, title="Cards", amount=5000)
    shop.a_payment(card, 4000)
    shop.a_payment(other, 1000, confirmed=False)
    shop.run(lambda uow: _history(uow, card))
    return oak, card, other


def _history(uow: object, card: UUID) -> None:
    uow.add(
        Activity(
            card_id=card, kind="call", at=uow.now, comment="Agreed on white.", by=uow.actor.user_id
        )
    )
    uow.add(Comment(card_id=card, text="Logo is small.", at=uow.now - timedelta(hours=1)))
    document = uow.add(
        Document(
            card_id=card,
            kind="contract",
            number="215/26",
            name="Contract 215/26",
            created_at=uow.now - timedelta(hours=2),
        )
    )
    uow.add(
        DocumentVersion(
            document_id=document.id,
            card_id=card,
            version=2,
            file_name="c.docx",
            blob="0" * 64,
            size=1,
            at=uow.now,
        )
    )
    uow.add(
        Message(
            card_id=card,
            recipient="p@oak.example",
            subject="Contract and invoice",
            body="",
            created_at=uow.now - timedelta(hours=3),
            send_after=uow.now,
            message_id="<1@x.example>",
        )
    )


def test_one_page_has_everything_of_a_client(shop: OpenShop) -> None:
    """Covers: K1."""
    oak, card, other = a_full_client(shop)
    given = Requisites(legal_name="Oak & Lime Bakery Ltd", company_number="00000342")
    shop.run(
        lambda uow: commands.clients.change_requisites(
            uow, company_id=oak.company_id, requisites=given
        )
    )
    found = page(shop, company_id=oak.company_id)
    assert (found.name, found.is_company, found.country) == ("Oak & Lime", True, "GB")
    assert (found.requisites, found.tax_id) == (given, "00000342")
    (priya,) = found.people
    assert (priya.name, priya.post) == ("Priya Hartwell", "Owner")
    assert [phone.digits for phone in priya.phones] == ["447700900342"]
    assert [deal.id for deal in found.deals] == [other, card] or [
        deal.id for deal in found.deals
    ] == [card, other]
    (contract,) = found.documents
    assert (contract.name, contract.version, contract.deal) == ("Contract 215/26", 2, "Labels")
    assert sorted((one.amount, one.is_received) for one in found.payments) == [
        (1000, False),
        (4000, True),
    ]
    assert found.totals.orders == 2
    assert (found.totals.total, found.totals.paid, found.totals.owed) == (16305, 4000, 5000)
    assert found.since == shop.clock.now() - timedelta(days=2)


def test_the_timeline_goes_across_all_deals_newest_first(shop: OpenShop) -> None:
    """Covers: K1."""
    oak, card, _other = a_full_client(shop)
    shop.run(
        lambda uow: (
            commands.moves.move_card(uow, card_id=card, stage_id=shop.stage("quote")) and None
        )
    )
    found = page(shop, company_id=oak.company_id)
    times = [event.at for event in found.events]
    assert times == sorted(times, reverse=True)
    by_kind = {event.happened: event for event in found.events}
    assert set(by_kind) == set(Happened)
    assert by_kind[Happened.MOVE].what == "Quote sent"
    assert by_kind[Happened.CALL].text == "Agreed on white."
    assert by_kind[Happened.CALL].by == "Maya Lindqvist"
    assert by_kind[Happened.LETTER].outcome == "waiting"
    assert by_kind[Happened.PAYMENT].currency == "GBP"
    assert {event.deal for event in found.events} == {"Labels", "Cards"}


def test_what_undo_switched_off_is_not_told(shop: OpenShop) -> None:
    oak, card, _other = a_full_client(shop)
    shop.run(
        lambda uow: (
            commands.moves.move_card(uow, card_id=card, stage_id=shop.stage("quote")) and None
        )
    )
    shop.run(commands.history.undo)
    kinds = [event.happened for event in page(shop, company_id=oak.company_id).events]
    assert Happened.MOVE not in kinds


def test_only_the_newest_events_are_read_at_first(shop: OpenShop) -> None:
    oak, _card, _other = a_full_client(shop)
    found = shop.read(lambda r: queries.clients.client(r, company_id=oak.company_id, events=2))
    assert len(found.events) == 2
    assert found.more_events


def test_a_person_has_a_page_of_their_own(shop: OpenShop) -> None:
    oak, _card, _other = a_full_client(shop)
    found = page(shop, contact_id=oak.contact_id)
    assert (found.is_company, found.company, found.post) == (False, "Oak & Lime", "Owner")
    assert len(found.deals) == 2
    assert [phone.digits for phone in found.phones] == ["447700900342"]


def test_a_client_is_found_by_either_id(shop: OpenShop) -> None:
    oak, _card, _other = a_full_client(shop)
    for id_, is_company in ((oak.company_id, True), (oak.contact_id, False)):
        found = shop.read(lambda r, id_=id_: queries.clients.client_of(r, id=id_))
        assert found.is_company is is_company


def test_a_client_without_deals_has_an_empty_page(shop: OpenShop) -> None:
    fern = add(shop, company="Fern School")
    found = page(shop, company_id=fern.company_id)
    assert (found.deals, found.events, found.people, found.since) == ((), (), (), None)


def test_a_client_who_is_not_there_is_told_in_words(shop: OpenShop) -> None:
    with pytest.raises(UserError):
        page(shop, contact_id=uuid4())
