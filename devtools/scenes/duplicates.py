# SPDX-License-Identifier: Apache-2.0
"""The work list of duplicates, as on screen 30."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from desktop.values.rows.clients import ClientEvent, Happened, PhoneRow
from desktop.values.rows.duplicates import (
    COMPANY,
    JoinedRow,
    PairRow,
    Reason,
    Side,
    Sides,
    Touch,
)
from desktop.values.states import Outcome
from desktop.values.times import UNTIMED
from desktop.views.clients.duplicates_page import DuplicatesPage
from desktop.views.context import Context
from devtools import scenes
from devtools.scenes.clients import factor, moment, page_in_window
from devtools.scenes.frame import words

_PAIRS = (
    ("Oak & Lime Bakery|Пекарня «Липа»", "Oak and Lime|Липа", 96, (Reason.PHONE, Reason.SIMILAR)),
    ("Hollis Estate Agents|АН «Холмы»", "Hollis Estates|Холмы", 94, (Reason.TAX_ID,)),
    (
        "Tidewater Sailing|Клуб «Прилив»",
        "Tide Water Sailing Club|Яхт-клуб «При лив»",
        71,
        (Reason.SIMILAR, Reason.TOWN),
    ),
    ("Copper Kettle|Медный чайник", "Kettle & Copper|Чайник и медь", 52, (Reason.SIMILAR,)),
)


def _pair(number: int) -> PairRow:
    one, other, score, reasons = _PAIRS[number]
    return PairRow(
        COMPANY,
        UUID(int=903 + 6 * number),
        UUID(int=905 + 6 * number),
        words(*one.split("|")),
        words(*other.split("|")),
        score,
        reasons,
    )


def _event(
    n: int, day: int, happened: Happened, what: str, text: str, *, outcome: str = ""
) -> ClientEvent:
    return ClientEvent(
        UUID(int=950 + n),
        happened,
        moment(10, day),
        UUID(int=1),
        "",
        what=what,
        text=text,
        outcome=outcome,
    )


def _sides() -> Sides:
    return Sides(_left(), _right(), words("GBP", "RUB"), words("GB", "RU"))


def _phone(number: int) -> PhoneRow:
    return PhoneRow(UUID(int=number), words("447700900342", "79000000342"), "", "")


def _left() -> Side:
    return Side(
        id=UUID(int=903),
        kind=COMPANY,
        name=words("Oak & Lime Bakery", "Пекарня «Липа»"),
        stamp="",
        since=moment(3, 4).replace(year=2024),
        fields={
            "name": words("Oak & Lime Bakery", "Пекарня «Липа»"),
            "requisites": words(
                "Oak & Lime Bakery Ltd, 14 Mill Row, Eastham", "ООО «Липа», Мельничный ряд, 14"
            ),
            "requisites.legal_name": words("Oak & Lime Bakery Ltd", "ООО «Липа»"),
            "requisites.address": words("14 Mill Row, Eastham", "Мельничный ряд, 14"),
            "source": words("Recommended by a client", "По рекомендации"),
            "comment": words("Prefers calls before noon", "Звонить до обеда"),
        },
        phones=(_phone(1),),
        emails=("orders@oakandlime.example",),
        people=(words("Priya Hartwell", "Прасковья Хартова"),),
        orders=10,
        paid=3940 * factor(),
        open_deals=1,
        lines=48,
        documents=12,
        touches=(Touch(moment(10, 15, "13:00"), "Maya Lindqvist"),),
        events=_left_events(),
    )


def _right() -> Side:
    return Side(
        id=UUID(int=905),
        kind=COMPANY,
        name=words("Oak and Lime", "Липа"),
        stamp="",
        since=moment(2, 12),
        fields={
            "name": words("Oak and Lime", "Липа"),
            "requisites": words("14a Mill Row, Eastham", "Мельничный ряд, 14а"),
            "requisites.address": words("14a Mill Row, Eastham", "Мельничный ряд, 14а"),
            "source": words("Walk-in", "Зашли с улицы"),
        },
        phones=(_phone(2),),
        emails=("priya@oakandlime.example",),
        people=(words("P. Hartwell", "П. Хартова"),),
        opted_out=("sms",),
        orders=1,
        paid=96 * factor(),
        open_leads=1,
        lines=5,
        documents=1,
        touches=(Touch(moment(10, 19, f"{UNTIMED:%H:%M}"), "Tom Ferris"),),
        events=_right_events(),
    )


def _left_events() -> tuple[ClientEvent, ...]:
    return (
        _event(1, 15, Happened.MOVE, words("Contract & invoice", "Договор и счёт"), ""),
        _event(2, 15, Happened.CALL, "call", words("Agreed on white vinyl", "Белая плёнка")),
        _event(3, 14, Happened.DOCUMENT, words("Quote Q-2038.pdf", "КП Q-2038.pdf"), ""),
        _event(
            4,
            14,
            Happened.COMMENT,
            "",
            words("Could it survive the fridge?", "Выдержит холод?"),
        ),
    )


def _right_events() -> tuple[ClientEvent, ...]:
    return (
        _event(
            5,
            9,
            Happened.CALL,
            "call",
            words("attempt 2", "попытка 2"),
            outcome=Outcome.NO_ANSWER,
        ),
        _event(
            6,
            6,
            Happened.CALL,
            "call",
            words("attempt 1", "попытка 1"),
            outcome=Outcome.NO_ANSWER,
        ),
        _event(7, 3, Happened.COMMENT, "", words("Import added an e-mail", "Импорт добавил почту")),
        ClientEvent(
            UUID(int=958),
            Happened.DOCUMENT,
            moment(2, 12),
            UUID(int=1),
            "",
            what=words("Copies A4", "Копии А4"),
        ),
    )


def _joined() -> tuple[JoinedRow, ...]:
    return tuple(
        JoinedRow(
            UUID(int=970 + n),
            COMPANY,
            UUID(int=n),
            words("Harbour Café", "Кофейня «Гавань»"),
            words("Harbor Cafe", "Гавань"),
            moment(10, 14 - n),
            "Maya Lindqvist",
            moment(12, 30 - n),
            is_over=n > 5,
        )
        for n in range(7)
    )


def _in_window(**answers: Callable[[], Any]) -> Any:
    made: list[DuplicatesPage] = []

    def make(shared: Context) -> DuplicatesPage:
        made.append(DuplicatesPage(shared))
        return made[0]

    window = page_in_window("duplicates", make, under="clients", **answers)
    made[0].open(None)
    return window


def _address(window: Any) -> None:
    sheet = window.findChild(DuplicatesPage).sheet
    next(row for row in sheet.rows if row.line.name == "requisites.address").choose(1)


def _twice(window: Any) -> None:
    window.findChild(DuplicatesPage).lists.show_twice(2_000)


def _page() -> Any:
    return _in_window(
        find_pairs=lambda: tuple(_pair(n) for n in range(len(_PAIRS))),
        two_cards=_sides,
        joined_earlier=_joined,
    )


def _earlier(window: Any) -> None:
    window.findChild(DuplicatesPage).show_earlier()


def _none() -> Any:
    return _in_window(find_pairs=tuple, joined_earlier=tuple)


scenes.add("duplicates", _page, prepare=_address)
scenes.add("duplicates-small", _page, size=(1024, 600))
scenes.add("duplicates-earlier", _page, prepare=_earlier)
scenes.add("duplicates-none", _none)
scenes.add("duplicates-twice", _page, prepare=_twice)
scenes.add("duplicates-twice-small", _page, prepare=_twice, size=(1024, 600))
