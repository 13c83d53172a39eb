# SPDX-License-Identifier: Apache-2.0
"""The tables of clients: what their cells say, and that they change by the smallest difference."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop import i18n
from desktop.models.client_page import (
    ClientDealsModel,
    ClientHistoryModel,
    ClientMoneyModel,
    ClientPapersModel,
)
from desktop.models.client_words import ClientWords
from desktop.models.clients import SORTS, ClientsModel
from desktop.models.rows import RowRole
from desktop.values.initials import client_initials, initials
from desktop.values.rows.clients import (
    ClientDeal,
    ClientDocument,
    ClientEvent,
    ClientFilter,
    ClientList,
    ClientPayment,
    ClientRow,
    ClientSort,
    Happened,
)
from tests.fakes import THURSDAY, FakeClock

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def a_row(n: int, **fields: object) -> ClientRow:
    row = ClientRow(UUID(int=n), True, f"Client {n}", "s", digits="447700900342")
    return replace(row, **fields)


def a_list(*rows: ClientRow, found: int | None = None) -> ClientList:
    counts = dict.fromkeys(ClientFilter, len(rows))
    return ClientList(rows, len(rows) if found is None else found, counts, "GBP", "GB")


@pytest.fixture
def model(qapp: object) -> ClientsModel:
    made = ClientsModel(FakeClock())
    QAbstractItemModelTester(made, FATAL, made)
    return made


def texts(model: ClientsModel, row: int = 0) -> dict[str, str]:
    return {
        column.key: model.index(row, place).data() for place, column in enumerate(model.columns)
    }


def test_a_client_says_its_sums_and_days(model: ClientsModel) -> None:
    row = a_row(
        1,
        person="Priya",
        orders=10,
        total=394000,
        owed=36550,
        open_deals=2,
        last_order_at=THURSDAY - timedelta(days=1),
        touch_at=THURSDAY + timedelta(hours=2),
        touch_kind="call",
        holder="Maya Lindqvist",
        holder_id=UUID(int=6),
    )
    model.show(a_list(row))
    assert texts(model) == {
        "name": "Client 1",
        "last": "yesterday",
        "total": "£3,940",
        "owed": "£366",
        "open": "2",
        "touch": "today 13:00",
        "holder": "",
    }
    assert model.index(0, 0).data(RowRole.DETAIL) == "07700 900 342 · Priya"
    assert model.index(0, 2).data(RowRole.DETAIL) == "10 orders"
    assert model.index(0, 5).data(RowRole.CHIP) == ("warning", "phone")
    assert model.index(0, 6).data(RowRole.AVATAR) == ("ML", 0)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Client 1, 07700 900 342 · Priya, 10 orders, £3,940, last order yesterday, "
        "£365.50 to pay, today 13:00, Maya Lindqvist"
    )


@pytest.mark.parametrize(
    ("ago", "text", "tone"),
    [
        (timedelta(hours=3), "call · 3 h late", "danger"),
        (timedelta(days=1), "call · 1 d late", "danger"),
        (timedelta(hours=-1), "today 12:00", "warning"),
        (timedelta(days=-1), "tomorrow", "neutral"),
        (timedelta(days=-5), "Tue 20 Oct", "neutral"),
    ],
)
def test_a_touch_says_how_it_stands(
    model: ClientsModel, ago: timedelta, text: str, tone: str
) -> None:
    model.show(a_list(a_row(1, open_deals=1, touch_at=THURSDAY - ago, touch_kind="call")))
    assert model.index(0, 5).data() == text.replace(" h", "\u00a0h").replace(" d ", "\u00a0d ")
    assert model.index(0, 5).data(RowRole.CHIP)[0] == tone


def test_an_open_deal_without_a_touch_is_said_and_none_is_quiet(model: ClientsModel) -> None:
    model.show(a_list(a_row(1, open_deals=1), a_row(2)))
    assert model.index(0, 5).data() == "no touch"
    assert model.index(1, 5).data() == ""
    assert model.index(1, 5).data(RowRole.CHIP) is None


def test_another_answer_changes_only_what_differs(model: ClientsModel) -> None:
    model.show(a_list(a_row(1), a_row(2), a_row(3)))
    seen: list[str] = []
    model.modelReset.connect(lambda: seen.append("reset"))
    model.rowsInserted.connect(lambda *_: seen.append("inserted"))
    model.rowsRemoved.connect(lambda *_: seen.append("removed"))
    model.dataChanged.connect(lambda *_: seen.append("changed"))
    model.show(a_list(a_row(1), a_row(3, name="New name"), a_row(4)))
    assert sorted(seen) == ["changed", "inserted", "removed"]
    assert [row.name for row in model.rows] == ["Client 1", "New name", "Client 4"]


def test_more_are_wanted_until_all_are_there(model: ClientsModel) -> None:
    model.show(a_list(a_row(1), found=3))
    assert model.wants_more
    model.show(a_list(a_row(1)))
    assert not model.wants_more


def test_every_sort_has_its_column(model: ClientsModel) -> None:
    assert set(SORTS.values()) == set(ClientSort)
    for sort in ClientSort:
        assert SORTS[model.columns[model.column_of(sort)].key] is sort


def test_the_words_follow_the_language(model: ClientsModel) -> None:
    """Covers: M2."""
    model.show(a_list(a_row(1, orders=3, open_deals=1)))
    i18n.switch("ru")
    model.retranslate()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Клиент"
    assert model.index(0, 2).data(RowRole.DETAIL) == "3 заказа"


@pytest.mark.parametrize(
    ("name", "person", "client"),
    [
        ("Maya Lindqvist", "ML", "ML"),
        ("Анна Мария Петрова", "АП", "АМ"),
        ("Oak & Lime Bakery", "OB", "OL"),
        ("«Липа»", "", "Л"),
        ("", "", ""),
    ],
)
def test_letters_for_a_circle(name: str, person: str, client: str) -> None:
    assert (initials(name), client_initials(name)) == (person, client)


def test_a_deal_says_what_is_left_to_pay(qapp: object) -> None:
    words = ClientWords(FakeClock(), "GBP", "GB")
    model = ClientDealsModel(words)
    QAbstractItemModelTester(model, FATAL, model)
    deal = ClientDeal(UUID(int=1), "K7-1", "Labels", "Won", "won", 5000, 1000, "GBP", THURSDAY)
    model.replace([deal, replace(deal, id=UUID(int=2), paid=5000)])
    assert model.index(0, 2).data(RowRole.DETAIL) == "£40.00 to pay"
    assert model.index(1, 2).data(RowRole.DETAIL) == "paid"
    assert model.index(0, 1).data(RowRole.CHIP) == ("success", "check-circle")


def test_money_and_papers_say_how_they_stand(qapp: object) -> None:
    words = ClientWords(FakeClock(), "GBP", "GB")
    money, papers = ClientMoneyModel(words), ClientPapersModel(words)
    for model in (money, papers):
        QAbstractItemModelTester(model, FATAL, model)
    paid = ClientPayment(
        UUID(int=1), UUID(int=2), "Labels", -500, "GBP", "cash", THURSDAY, is_received=True
    )
    money.replace([paid, replace(paid, id=UUID(int=3), amount=500, is_received=False)])
    assert [money.index(0, n).data() for n in range(5)] == [
        "today 11:00",
        "−£5.00",
        "In cash, paid back",
        "received",
        "Labels",
    ]
    assert money.index(1, 3).data() == "to confirm"
    papers.replace(
        [ClientDocument(UUID(int=1), UUID(int=2), "Contract", "contract", THURSDAY, "Labels", 2)]
    )
    assert papers.index(0, 1).data() == "2"


@pytest.mark.parametrize(
    ("happened", "fields", "title", "text"),
    [
        (Happened.CALL, {"what": "call", "text": "Agreed.", "outcome": "agreed"}, "Call", "Agreed · Agreed."),
        (Happened.COMMENT, {"text": "Logo."}, "Comment", "Logo."),
        (Happened.MOVE, {"what": "Quote sent"}, "Moved to Quote sent", ""),
        (Happened.PAYMENT, {"what": "card", "amount": 500, "currency": "GBP"}, "Paid £5.00", "by card"),
        (Happened.PAYMENT, {"what": "card", "amount": -500, "currency": "GBP"}, "Paid back £5.00", "by card"),
        (Happened.DOCUMENT, {"what": "Contract 1"}, "Contract 1", ""),
        (Happened.LETTER, {"what": "Hello", "text": "a@b.ex", "outcome": "sent"}, "Letter “Hello”", "a@b.ex · sent"),
    ],
)  # fmt: skip
def test_each_kind_of_event_is_told(
    qapp: object, happened: Happened, fields: dict[str, object], title: str, text: str
) -> None:
    """Covers: K1."""
    model = ClientHistoryModel(ClientWords(FakeClock(), "GBP", "GB"))
    QAbstractItemModelTester(model, FATAL, model)
    event = ClientEvent(UUID(int=1), happened, THURSDAY, UUID(int=2), "Labels", **fields)
    model.replace([event])
    assert model.index(0, 0).data() == title
    assert model.index(0, 0).data(RowRole.DETAIL) == text
    assert model.index(0, 0).data(RowRole.ICON)
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(title)
