# SPDX-License-Identifier: Apache-2.0
"""All touches as on the reference day, and the reminders that ring over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.values.rows.board import HolderRow
from desktop.values.rows.today import CONTACT_CARD, Agenda, AgendaRow, ReminderRow
from desktop.views.main_window import MainWindow
from desktop.views.reminder_popup import ReminderPopups
from desktop.views.today.page import TodayPage
from devtools import scenes
from devtools.scenes import clients, frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
MAYA, IVO = UUID(int=6), UUID(int=9)


def _at(day: int, time: str) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def _row(
    n: int, when: dt.datetime, kind: str, goal: str, client: str, **wishes: object
) -> AgendaRow:
    return AgendaRow(
        id=UUID(int=n), kind=kind, goal=goal, due_at=when, card_kind="deal", card_id=UUID(int=n),
        stamp="1", holder_id=MAYA, client=client, currency=words("GBP", "RUB"), **wishes,  # type: ignore[arg-type]
    )  # fmt: skip


def agenda() -> Agenda:
    """A day of touches: two late ones, the day's, and what comes later in the week."""
    rows = (
        _row(
            1, _at(14, "15:00"), "call", words("Does the proof look right?", "Макет подходит?"),
            words("Kestrel Cycles", "Велосипеды «Сапсан»"), title=words("Care cards", "Карточки по уходу"),
            amount=18400, postponed=2, postpone_reason=words("They are at a fair", "Они на выставке"),
        ),
        _row(
            2, _at(15, "10:30"), "write", words("Send the calculation", "Отправить расчёт"),
            words("Bluebell Florist", "Цветы «Колокольчик»"), title=words("Care cards", "Открытки"),
            amount=6200, heat="warm",
        ),
        _row(
            3, _at(15, "11:40"), "call", words("Agree price and date", "Согласовать цену и срок"),
            words("Harbour Café", "Кафе «Гавань»"), title=words("Menus, 60 pcs", "Меню, 60 шт."),
            amount=28400, heat="hot", agreed=True, digits="447700900118",
        ),
        _row(
            4, _at(15, "13:00"), "prepare", words("Send contract and invoice", "Отправить договор и счёт"),
            words("Oak & Lime Bakery Ltd", "Пекарня «Липа»"),
            title=words("Sticker labels Ø 60, 5,000 pcs", "Наклейки Ø 60, 5 000 шт."),
            amount=36500, heat="hot",
        ),
        AgendaRow(
            id=UUID(int=5), kind="meet", goal=words("Show paper samples", "Показать образцы бумаги"),
            due_at=_at(15, "23:59"), card_kind=CONTACT_CARD, card_id=UUID(int=5), stamp="1",
            holder_id=MAYA, client=words("Nora Quill", "Нора Квилл"),
        ),
        _row(
            6, _at(16, "09:30"), "call", words("Did the order come out well?", "Как получился заказ?"),
            words("Marlow Events", "События «Марлоу»"), title=words("Roll-ups", "Роллапы"), amount=94000,
        ),
        _row(
            7, _at(16, "14:00"), "hand_over", words("Hand over", "Выдать"),
            words("Rowan Catering", "Кейтеринг «Рябина»"), title=words("Delivery boxes", "Коробки"),
            amount=294000,
        ),
    )  # fmt: skip
    holders = (
        HolderRow(MAYA, words("Maya Lindqvist", "Лада Соколова")),
        HolderRow(IVO, words("Ivo Marsh", "Марк Ким")),
    )
    return Agenda(rows, holders)


def reminders() -> list[ReminderRow]:
    """What rings: one in five minutes, one that is late."""
    first, second = agenda().rows[2], agenda().rows[1]
    return [
        ReminderRow(
            row.id, remind_at=_at(15, "11:35"), due_at=row.due_at, kind=row.kind, goal=row.goal,
            card_kind=row.card_kind, card_id=row.card_id, client=row.client, contact=contact,
            title=row.title, amount=row.amount, currency=row.currency, heat=row.heat,
            digits=row.digits, last_words=last,
        )
        for row, contact, last in (
            (second, "", ""),
            (
                first,
                words("Anna Whitlow", "Анна Белова"),
                words(
                    "No answer. Sent the calculation to WhatsApp.",
                    "Не дозвонились. Расчёт отправлен в WhatsApp.",
                ),
            ),
        )
    ]  # fmt: skip


def _page(rows: Callable[[], Agenda]) -> TodayPage:
    return TodayPage(clients.context(today=rows, done_today=lambda: 28))


def in_window(rows: Callable[[], Agenda] = agenda) -> MainWindow:
    """The window with the page in front."""
    return frame.in_window("touches", lambda: _page(rows))


def _ring(widget: QWidget) -> None:
    assert isinstance(widget, MainWindow)
    ReminderPopups(widget.page_area, clients.context()).show_reminders(reminders())


def _ring_together(widget: QWidget) -> None:
    assert isinstance(widget, MainWindow)
    rows = [*reminders(), *reminders()]
    early = [
        replace(row, remind_at=_at(15, "09:00"), task_id=UUID(int=90 + n))
        for n, row in enumerate(rows)
    ]
    ReminderPopups(widget.page_area, clients.context()).show_reminders(early)


scenes.add("touches", in_window)
scenes.add("touches-done", lambda: in_window(lambda: Agenda(agenda().rows[5:])))
scenes.add("touches-empty", lambda: in_window(lambda: Agenda(())))
scenes.add("touches-narrow", in_window, size=(1093, 614))
scenes.add("touches-smallest", in_window, size=(640, 360))
scenes.add("today-reminder", in_window, prepare=_ring)
scenes.add("today-away", in_window, prepare=_ring_together)
