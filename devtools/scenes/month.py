# SPDX-License-Identifier: Apache-2.0
"""My month on the reference day, its narrow forms, a month without a target."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.rows.board import HolderRow
from desktop.values.rows.month import MonthDeal, MyMonth, Part
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.month.page import MonthPage
from desktop.views.navigation import PageSpec
from desktop.views.session import Person
from devtools import scenes, scratch
from devtools.reference_board import NOW
from devtools.scenes import frame
from devtools.scenes.board import StillClock, StillTasks
from devtools.scenes.frame import words

# part, pounds, stage purpose, heat, days to the touch, client, title, stage, and the three in Russian
_DEALS = """
closed|5200||||Larch & Field|Catalogue 48 pp|Won|Лиственница|Каталог 48 с.|Успех
closed|3400||||Bluebell Florist|Care cards|Won|Цветы «Пион»|Карточки по уходу|Успех
awaited|2400|awaiting_payment||1|Rowan Catering|Menus, 3 kinds|Awaiting|Кейтеринг «Рябина»|Меню, 3 вида|Ждём оплату
awaited|1200|in_work||2|Cobalt Records|Sleeves 300 pcs|In work|Лейбл «Кобальт»|Конверты 300 шт.|В работе
chance|284|contract|hot|0|Harbour Café|Menus A4, 60 pcs|Contract|Кофейня «Гавань»|Меню А4, 60 шт.|Договор и счёт
chance|1870|contract||1|Kestrel Cycles|Frame stickers|Contract|Вело «Пустельга»|Наклейки на рамы|Договор и счёт
chance|534|quote|hot|0|Marlow Events|Roll-up banner|Quote sent|Агентство «Маяк»|Ролл-ап|КП отправлено
chance|365|quote|hot|0|Oak & Lime Bakery|Box sleeves|Quote sent|Пекарня «Липа»|Обечайки|КП отправлено
chance|4300|quote||-1|Hollis Estate Agents|Boards, 24 pcs|Quote sent|АН «Холмы»|Щиты, 24 шт.|КП отправлено
chance|740||warm|5|Fernhill School|Yearbook 60 pp|Brief & calculation|Школа «Ступени»|Альбом 60 с.|Бриф и расчёт
"""
MAYA = UUID(int=6)


def month() -> MyMonth:
    """October: 61 per cent are secured."""
    rate = 5000 if i18n.language() == "ru" else 100
    return MyMonth(
        dt.date(2026, 10, 1), MAYA, words("GBP", "RUB"), 20_000 * rate,
        tuple(_deal(n, line, rate) for n, line in enumerate(_DEALS.strip().splitlines())),
        days_left=12, worked=Fraction(10, 22), usual_deal=3_900 * rate,
    )  # fmt: skip


def _deal(number: int, line: str, rate: int) -> MonthDeal:
    part, pounds, purpose, heat, days, *texts = line.split("|")
    client, title, stage = texts[3:] if i18n.language() == "ru" else texts[:3]
    touch = NOW + dt.timedelta(days=int(days), hours=2) if days else None
    return MonthDeal(
        UUID(int=300 + number), Part(part), int(pounds) * rate, client, title, stage, purpose, heat,
        touch, "call" if touch else "", None if touch else NOW, MAYA,
    )  # fmt: skip


def _page(shown: MyMonth) -> MonthPage:
    rights = frame.RIGHTS | {"export"}
    if shown.people:
        rights |= {"set_norms", "hand_cards_over"}
    return MonthPage(
        Context(
            tasks=StillTasks({"my month": shown}),  # type: ignore[arg-type]  # stands still
            hub=ChangeHub(),
            settings=Settings(scratch.folder() / "settings.json"),
            person=Person(MAYA, frame.person().name, rights),
            clock=StillClock(),  # type: ignore[arg-type]
            go=lambda _kind, _id: None,
            tell=lambda _text: None,
        )
    )


def window(shown: MyMonth) -> MainWindow:
    """The window with the month in front."""
    own = PageSpec("month", "My month", "target", lambda: _page(shown), under="today")
    return frame.in_window("month", specs=[*frame.page_specs(), own])


def _for_head() -> MyMonth:
    names = (
        HolderRow(MAYA, frame.person().name),
        HolderRow(UUID(int=7), words("Tom Ferris", "Егор Титов")),
    )
    return replace(month(), people=names, elsewhere=1)


scenes.add("month", lambda: window(month()))
scenes.add("month-head", lambda: window(_for_head()))
scenes.add("month-no-target", lambda: window(replace(month(), target=0)))
scenes.add("month-narrow", lambda: window(_for_head()), size=(1093, 614))
scenes.add("month-smallest", lambda: window(month()), size=(640, 360))
