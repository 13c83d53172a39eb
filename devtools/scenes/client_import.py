# SPDX-License-Identifier: Apache-2.0
"""A list of clients that is taken in: before a file, with its dry run as on screen 28, with its questions, and done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.values.drafts.client_list import ListWish
from desktop.values.first_touches import Spread
from desktop.values.rows.board import HolderRow
from desktop.values.rows.client_list import (
    Fault,
    ListCheck,
    ListChoices,
    ListColumn,
    ListLine,
    ListTaken,
    Sure,
    Verdict,
)
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing
from desktop.values.states import Channel
from desktop.views.clients.import_page import ImportPage
from desktop.views.clients.past_imports_dialog import PastImportsDialog, TakeBackDialog
from desktop.views.context import Context
from desktop.views.page import Page
from devtools import scenes
from devtools.scenes.clients import moment, page_in_window
from devtools.scenes.frame import words

# line | company | person | phone | e-mail | wants | what happens | about
_LIST = """
2|Café Éclair|Ana Müller|020 7946 0277|ana@cafe-eclair.example|menus, stickers|new|
3|Hotel Brüggen|Piet Ørsted|020 7946 0281||key-card sleeves|new|
4|Oak and Lime|P. Hartwell|07700 900 342||labels|adds|Oak & Lime Bakery
14|Señal Tours|Inés Prado|07700 900 4||maps A3|bad|The phone 07700 900 4 has 9 digits, it needs 10 or more.
15|Rook & Son|Sam Rook|020 7946 0299|sam@rook.example|letterheads|adds|Rook & Son
16|Willow Spa|Ivy Will|07700 900 177|ivy@willow.example|gift vouchers|new|
17|Hotel Brugen|Jan Berg|020 7946 0310||towel bands|alike|Hotel Brüggen
"""
_LIST_RU = """
2|Кафе «Эклер»|Анна Мюллер|+7 900 000-02-77|anna@eclair.example|меню, наклейки|new|
3|Гостиница «Брюгге»|Пётр Орлов|+7 900 000-02-81||конверты для карт|new|
4|Липа|П. Хартуэлл|+7 900 000-03-42||этикетки|adds|Пекарня «Липа»
14|Турбюро «Сигнал»|Инесса Прадо|900 000 4||карты А3|bad|В номере 900 000 4 всего 7 цифр, нужно 10 или больше.
15|ИП Грачёв|Семён Грачёв|+7 900 000-02-99|sam@rook.example|бланки|adds|ИП Грачёв
16|Спа «Ивушка»|Ива Вилль|+7 900 000-01-77|ivy@willow.example|сертификаты|new|
17|Гостиница «Брюге»|Ян Берг|+7 900 000-03-10||манжеты|alike|Гостиница «Брюгге»
"""
_BAD = """
14|Señal Tours|phone|The phone 07700 900 4 has 9 digits, it needs 10 or more.
97|12 Fleet St, Eastham|unreached|There is nothing to call this client by.
98|14 Fleet St, Eastham|unreached|There is nothing to call this client by.
231|Blue Anchor Inn|email|An e-mail address has one @: ed@@anchor.example.
"""
_BAD_RU = """
14|Турбюро «Сигнал»|phone|В номере 900 000 4 всего 7 цифр, нужно 10 или больше.
97|ул. Флотская, 12|unreached|Этого клиента нечем назвать.
98|ул. Флотская, 14|unreached|Этого клиента нечем назвать.
231|Трактир «Якорь»|email|В адресе почты одна @: ed@@anchor.example.
"""
_PEOPLE = ("Maya Lindqvist,Tom Ferris,Dina Okafor", "Лада Соколова,Егор Титов,Нина Белова")
FIRST, LAST = dt.date(2026, 10, 19), dt.date(2026, 11, 2)


def reference_check() -> ListCheck:
    """The list of screen 28, from an autumn fair."""
    lines = [_line(text) for text in words(_LIST, _LIST_RU).strip().splitlines()]
    known = [line for line in lines if line.verdict is Verdict.ADDS]
    alike = [line for line in lines if line.is_alike]
    people = [
        HolderRow(UUID(int=21 + n), name) for n, name in enumerate(words(*_PEOPLE).split(","))
    ]
    return ListCheck(
        path=Path("expo-stands-autumn.csv"),
        mark=(212_000, 0),
        columns=_columns(),
        lines=tuple(lines),
        counts={Verdict.NEW: 1231, Verdict.ADDS: 38, Verdict.BAD: 15},
        bad=_bad(),
        faults=Counter(line.fault for line in _bad()),
        alike=len(alike),
        known=(*(replace(known[0], line=4 + 7 * n) for n in range(38)), *alike),
        encoding=words("utf-8", "cp1251"),
        delimiter=";",
        letters=words("éüØñ", "афеэ"),
        spread=Spread(people=3, a_day=40, leads=1231, days=11, first=FIRST, last=LAST),
        choices=ListChoices(
            tuple(people), tuple(one.id for one in people), True, (dt.date(2026, 10, 16), FIRST)
        ),
    )


def _line(text: str) -> ListLine:
    line, company, name, phone, email, wants, verdict, about = text.split("|")
    is_alike = verdict == "alike"
    return ListLine(
        line=int(line),
        verdict=Verdict.NEW if is_alike else Verdict(verdict),
        company=company,
        name=name,
        phone=phone,
        email=email,
        wants=wants,
        about=about,
        is_alike=is_alike,
    )


def _bad() -> tuple[ListLine, ...]:
    """Four with their reasons, and eleven more: eight phones and three without contact."""
    shown = []
    for text in words(_BAD, _BAD_RU).strip().splitlines():
        line, name, fault, about = text.split("|")
        shown.append(ListLine(int(line), Verdict.BAD, name=name, about=about, fault=fault))
    more = [Fault.PHONE] * 8 + [Fault.UNREACHED] * 3
    return (
        *shown,
        *(ListLine(300 + n, Verdict.BAD, fault=fault) for n, fault in enumerate(more)),
    )


def _columns() -> tuple[ListColumn, ...]:
    kept, guessed = Sure.REMEMBERED, Sure.GUESSED
    town, met = words("Eastham", "Истомино"), words("stand B12, 9 Oct", "стенд Б12, 9 окт")
    wants = words("menus, stickers", "меню, наклейки")
    phone = words("(020) 7946-0277", "8 900 000-02-77")
    return (
        ListColumn(
            words("Company", "Компания"), words("Café Éclair", "Кафе «Эклер»"), "company", kept
        ),
        ListColumn(words("Contact", "Контакт"), words("Ana Müller", "Анна Мюллер"), "name", kept),
        ListColumn(words("Tel", "Телефон"), phone, "phone", kept, 1284, 9),
        ListColumn(words("Mail", "Почта"), "ana@cafe-eclair.example", "email", kept),
        ListColumn(words("Town", "Город"), town, "address", guessed),
        ListColumn(words("Wants", "Интересует"), wants, "wants", guessed),
        ListColumn(words("Met at", "Встретились"), met, "comment", kept),
        ListColumn("Id", "88213", ""),
    )


def _import() -> Any:
    made: list[ImportPage] = []

    def make(shared: Context) -> Page:
        made.append(ImportPage(shared, Channel.COLD_LIST.value))
        return made[0]

    window = page_in_window("lead_import", make, under="leads", check=reference_check)
    page = made[0]
    page.read(Path("expo-stands-autumn.csv"))
    people = tuple(one for one, _name in page.side_panels.wish.people())
    chosen = ListWish(
        channel=Channel.COLD_LIST.value, source=words("Autumn expo", "Осенняя ярмарка"),
        holders=people, first=FIRST, a_day=40,
    )  # fmt: skip
    page.side_panels.wish.wish = chosen
    page.show_check(reference_check())
    return window


def _page(window: QWidget) -> ImportPage:
    page = window.findChild(ImportPage)
    assert page is not None
    return page


def _known(window: QWidget) -> None:
    _page(window).show_known()


def _several(window: QWidget) -> None:
    _page(window).side_panels.wish.several_wanted.emit()


def _done(window: QWidget) -> None:
    _page(window).show_taken(ListTaken(new=1231, added=38, left_out=15, leads=1231, step=7))


def _stopped(window: QWidget) -> None:
    taken = ListTaken(new=600, added=12, left_out=0, leads=600, is_whole=False, step=7)
    _page(window).runs.taken.emit(taken)


def _busy(window: QWidget) -> None:
    page = _page(window)
    page.runs.is_taking = True
    page.runs.changed.emit()
    page.foot.progress.set_progress(600, 1284)
    page.foot.progress.show()


def _import_start() -> Any:
    def make(shared: Context) -> Page:
        return ImportPage(shared, Channel.COLD_LIST.value)

    return page_in_window("lead_import", make, under="leads")


scenes.add("lead-import", _import)
scenes.add("lead-import-narrow", _import, size=(1093, 614))
scenes.add("lead-import-low", _import, size=(1024, 600))
scenes.add("lead-import-start", _import_start)
scenes.add("lead-import-busy", _import, prepare=_busy)
scenes.add("lead-import-stopped", _import, prepare=_stopped)
scenes.add("lead-import-known", _import, prepare=_known)
scenes.add("lead-import-several", _import, prepare=_several)
scenes.add("lead-import-done", _import, prepare=_done)


_PAST = """
7|expo-stands-autumn.csv|stands|1284|1284|1231|38|15|10 14 11:02||1231 1231 12 0
5|chamber-of-commerce.xlsx|cut_off|3000|50000|2811|140|49|10 12 16:40||2811 2811 0 640
4|old-phone-book.vcf|going|210|210|180|30|0|10 5 9:15||180 64 6 0
3|fair-spring.csv|taken_back|640|640|612|20|8|9 22 14:20|9 24|612 9 9 0
2|test.csv|coming_back|12|12|12|0|0|9 22 14:02|9 22|12 5 0 0
"""


def _past_rows() -> list[tuple[PastImport, ImportCards]]:
    found = []
    for line in _PAST.strip().splitlines():
        step, file, standing, rows, of, new, known, bad, at, undone, cards = line.split("|")
        month, day, time = at.split()
        gone = [int(word) for word in undone.split()]
        by = words("Maya Lindqvist", "Лада Соколова")
        one = PastImport(
            step=int(step), file=file, at=moment(int(month), int(day), time), by=by,
            standing=Standing(standing), rows=int(rows), of=int(of), new=int(new),
            known=int(known), bad=int(bad), undone_by=by if gone else "",
            undone_at=moment(gone[0], gone[1]) if gone else None,
        )  # fmt: skip
        made, there, worked, twice = map(int, cards.split())
        found.append((one, ImportCards(True, made, there, worked, twice)))
    return found


def _past(window: QWidget) -> None:
    page = _page(window)
    page.show_past()
    dialog = window.findChild(PastImportsDialog)
    assert dialog is not None
    rows = _past_rows()
    dialog.show_rows(tuple(one for one, _cards in rows))
    for one, cards in rows:
        dialog.show_cards(one, cards)


def _take_back(window: QWidget) -> None:
    (one, cards), *_rest = _past_rows()
    TakeBackDialog(window, one, cards).open()


scenes.add("past-imports", _import_start, prepare=_past)
scenes.add("past-imports-low", _import_start, prepare=_past, size=(1024, 600))
scenes.add("past-imports-take-back", _import_start, prepare=_take_back)
