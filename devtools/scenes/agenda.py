# SPDX-License-Identifier: Apache-2.0
"""The agenda of the reference week: done, late, planned, a meeting, and what is only for a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.values.rows.board import HolderRow
from desktop.values.rows.today import AgendaRow, DayHours, Week, WeekTouch
from desktop.views.agenda.page import AgendaPage
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from devtools import scenes
from devtools.scenes import clients, frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
MAYA = UUID(int=6)
_TOUCHES = """12 23:59 write done Pelham|Price list|Пелам|Прайс-лист
12 23:59 prepare done |Sort proofs||Разобрать макеты
12 09:30 call done Gale Surf Hire|Agree|Сёрф-прокат|Согласовать
12 10:30 call done Quayside Yoga|Agree|Йога на набережной|Согласовать
12 11:30 meet done Castell Motors|Visit|Автосервис «Замок»|Визит
12 14:00 call done Maple Lane Dairy|Agree|Молочная ферма|Согласовать
12 16:00 approve done Little Wren Toys|Brief|Игрушки «Крапивник»|Бриф
13 23:59 write done |Ask Ivo: gift boxes||Спросить Марка: коробки
13 09:30 call done Pinewood Camping|Agree|Кемпинг «Сосна»|Согласовать
13 11:00 call done Tidewater Sailing|Agree|Парусный клуб|Согласовать
13 13:30 prepare done Quayside Yoga|Calculate|Йога на набережной|Рассчитать
13 15:00 meet done Castell Motors|Boards|Автосервис «Замок»|Щиты
14 10:00 prepare done Quayside Yoga|Quote|Йога на набережной|КП
14 12:00 prepare open Little Wren Toys|Calculate|Игрушки «Крапивник»|Рассчитать
14 14:30 approve done Gale Surf Hire|Proof|Сёрф-прокат|Макет
14 16:30 call done Maple Lane Dairy|Agree|Молочная ферма|Согласовать
15 23:59 write open |Write to Tidewater||Написать парусному клубу
15 09:30 call done Pinewood Camping|Agree|Кемпинг «Сосна»|Согласовать
15 12:15 write open Castell Motors|Send the offer|Автосервис «Замок»|Отправить КП
15 13:30 call open Juniper Café|Ask for the file|Кафе «Можжевельник»|Попросить файл
15 14:30 meet open Blue Door Rugby|Samples|Регби «Синяя дверь»|Образцы
15 14:45 call open Kestrel Cycles|Agree|Велосипеды «Сапсан»|Согласовать
15 15:00 call open Marlow Events|Agree|События «Марлоу»|Согласовать
15 16:00 approve open Gale Surf Hire|Proof|Сёрф-прокат|Макет
15 17:00 call open Copper Kettle|Agree|«Медный чайник»|Согласовать
16 09:30 call open Quayside Yoga|Agree|Йога на набережной|Согласовать
16 10:30 call open Juniper Café|Agree|Кафе «Можжевельник»|Согласовать
16 12:00 call open Copper Kettle|Agree|«Медный чайник»|Согласовать
16 14:00 meet open Castell Motors|Visit|Автосервис «Замок»|Визит
16 16:30 call open Maple Lane Dairy|Bank|Молочная ферма|Банк
17 10:00 call open Maple Lane Dairy|Remind|Молочная ферма|Напомнить"""


def _moment(day: int, time: str) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def _touch(n: int, line: str) -> WeekTouch:
    day, time, kind, state, rest = line.split(" ", 4)
    client, goal, client_ru, goal_ru = rest.split("|")
    due = _moment(int(day), time)
    row = AgendaRow(
        UUID(int=200 + n), kind, words(goal, goal_ru), due, "deal", UUID(int=200 + n), "1",
        holder_id=MAYA, client=words(client, client_ru),
    )  # fmt: skip
    return WeekTouch(row, due if state == "done" else None)


def week() -> Week:
    """Monday to Saturday, which closes at 14:00; on Monday morning the shop opens an hour late."""
    nine, six = dt.time(9), dt.time(18)
    days = [DayHours(dt.date(2026, 10, 12 + n), nine, six) for n in range(5)]
    days.append(DayHours(dt.date(2026, 10, 17), nine, dt.time(14)))
    days.append(DayHours(dt.date(2026, 10, 18)))
    touches = tuple(_touch(n, line) for n, line in enumerate(_TOUCHES.splitlines()))
    holders = (HolderRow(MAYA, words("Maya Lindqvist", "Лада Соколова")),)
    return Week(tuple(days), touches, holders)


def _one_day() -> Week:
    whole = week()
    day = whole.days[3]
    here = [one for one in whole.touches if one.row.due_at.date() == day.day]
    return replace(whole, days=(day,), touches=tuple(here))


def _context() -> Context:
    context = clients.context(agenda=week)
    rights = context.person.rights | {"hand_cards_over"}
    return replace(context, person=replace(context.person, rights=rights))


def in_window() -> MainWindow:
    """The window with the week in front."""
    return frame.in_window("today", lambda: AgendaPage(_context()))


def _choose(widget: QWidget) -> None:
    page = widget.findChild(AgendaPage)
    assert page is not None
    page.grid.setFocus()
    page.grid.select(week().touches[20].row.id)


def _show_day(widget: QWidget) -> None:
    page = widget.findChild(AgendaPage)
    assert page is not None
    page.show_day(dt.date(2026, 10, 15))
    page.show_week(_one_day())


scenes.add("agenda", in_window, prepare=_choose)
scenes.add("agenda-day", in_window, prepare=_show_day)
scenes.add("agenda-narrow", in_window, size=(1093, 614))
