# SPDX-License-Identifier: Apache-2.0
"""A list of clients that is taken in: before a file, and with its dry run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from desktop.values.rows.client_list import ListCheck, ListColumn, ListLine, Verdict
from desktop.views.context import Context
from desktop.views.page import Page
from devtools import scenes
from devtools.scenes.clients import page_in_window
from devtools.scenes.frame import words

_LIST = """
Café Éclair|Ana Müller|020 7946 0277|ana@cafe-eclair.example|new|
Hotel Brüggen|Piet Ørsted|020 7946 0281||new|
Oak and Lime|P. Hartwell|07700 900 342||adds|Oak & Lime Bakery
Señal Tours|Inés Prado|||bad|The phone 07700 900 4 has 9 digits, it needs 10 or more.
Blue Anchor Inn|Ed Reef|||bad|An e-mail address has one @: ed@@reef.example.
Rook & Son|Sam Rook|020 7946 0299|sam@rook.example|known|Rook & Son
Willow Spa|Ivy Will|07700 900 177|ivy@willow.example|new|
"""
_LIST_RU = """
ООО «Эклер»|Анна Мюллер|+7 900 000-02-77|anna@eclair.example|new|
Гостиница «Брюгге»|Пётр Орлов|+7 900 000-02-81||new|
Липа|П. Хартуэлл|+7 900 000-03-42||adds|Пекарня «Липа»
Турбюро «Сигнал»|Инесса|||bad|В номере 900 000 4 всего 7 цифр, нужно 10 или больше.
Трактир «Якорь»|Эдуард|||bad|В адресе почты одна @: ed@@reef.example.
ИП Грачёв|Сэм Грачёв|+7 900 000-02-99|sam@rook.example|known|ИП Грачёв
Спа «Ивушка»|Ива|+7 900 000-01-77|ivy@willow.example|new|
"""


def reference_check() -> ListCheck:
    """A list like that of screen 28, from a client fair."""
    lines = []
    for n, text in enumerate(words(_LIST, _LIST_RU).strip().splitlines()):
        company, name, phone, email, verdict, about = text.split("|")
        bad = verdict == "bad"
        lines.append(
            ListLine(
                line=n + 2,
                verdict=Verdict(verdict),
                company="" if bad else company,
                name=company if bad else name,
                phone=phone,
                email=email,
                about=about,
            )
        )
    columns = (
        ListColumn(words("Company", "Компания"), lines[0].company, "company"),
        ListColumn(words("Contact", "Контакт"), lines[0].name, "name"),
        ListColumn(words("Tel", "Телефон"), lines[0].phone, "phone"),
        ListColumn(words("Mail", "Почта"), lines[0].email, "email"),
        ListColumn(
            words("Wants", "Интересует"), words("menus, stickers", "меню, наклейки"), "comment"
        ),
        ListColumn("Id", "88213", ""),
    )
    return ListCheck(
        path=Path("expo-stands-autumn.csv"),
        size=212_000,
        columns=columns,
        lines=tuple(lines),
        counts=Counter(line.verdict for line in lines),
        bad=tuple(line for line in lines if line.verdict is Verdict.BAD),
        encoding=words("utf-8", "cp1251"),
        delimiter=";",
    )


def _import() -> Any:
    from desktop.views.clients.import_page import ImportPage

    made: list[ImportPage] = []

    def make(shared: Context) -> Page:
        made.append(ImportPage(shared))
        return made[0]

    window = page_in_window("client_import", make, flow=reference_check)
    made[0].read(Path("expo-stands-autumn.csv"))
    return window


def _import_start() -> Any:
    from desktop.views.clients.import_page import ImportPage

    return page_in_window("client_import", ImportPage)


scenes.add("client-import", _import)
scenes.add("client-import-narrow", _import, size=(1093, 614))
scenes.add("client-import-start", _import_start)
