# SPDX-License-Identifier: Apache-2.0
"""The head's sheet on the reference day, its narrow forms, a shop without a telephone system, an empty day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.calendar import Hours, WorkingCalendar
from desktop.values.day_pace import Rhythm
from desktop.values.norms import Amounts, DayNorm, PersonDay
from desktop.values.rows.control import (
    ControlRow,
    ControlSheet,
    DayFigures,
    SegmentFigures,
    TeamDay,
    Trouble,
)
from desktop.values.rows.handover import GiveCard, GiveTouch, HandoverOffer, Receiver
from desktop.views.context import Context
from desktop.views.control.page import ControlPage
from desktop.views.main_window import MainWindow
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.questions.first_hint import FirstHint, Hint
from desktop.views.session import Person
from desktop.views.status_words import team_segments
from devtools import scenes, scratch
from devtools.reference_board import NOW
from devtools.scenes import frame
from devtools.scenes.board import StillClock, StillTasks
from devtools.scenes.frame import words

LADA, EGOR, NINA, MARAT, INGA = (UUID(int=n) for n in (6, 7, 8, 9, 10))
_NORM = DayNorm(Amounts(60, 30, 10), Amounts(70, 40))
_FULL = PersonDay(Hours(dt.time(9), dt.time(18)), Fraction(1))
_HALF = PersonDay(Hours(dt.time(9), dt.time(13)), Fraction(1, 2))
_AFTERNOONS = Rhythm({9: 6, 10: 8, 11: 7, 12: 4, 14: 9, 15: 13, 16: 10, 17: 6})

# group, card, holder, days/hours back, kopecks-or-pence thousands, client and cause in both languages
_ROWS = """
no_comment|deal|NINA|1h22|10500|Quay Yoga||Йога «Причал»|
overdue|deal|LADA|2d|5900|Northgate Dental|Call about the quote|Стоматология «Дента+»|Звонок по КП
overdue|deal|NINA|1d|21700|Teddy Toys|Calculate the boxes|Игрушки «Топтыжка»|Расчёт коробок
overdue|deal|LADA|1d|147000|Rowan Catering|Payment reminder|Кейтеринг «Рябина»|Напомнить об оплате
overdue|lead|NINA|2d||Grain Café|Call the director|Кафе «Зерно»|Звонок директору
overdue|lead|MARAT|1d||Bend Courses|Second call|Курсы «Вираж»|Второй звонок
untouched|lead||34m||Wave Yacht Club|Take the lead or assign it|Яхт-клуб «Волна»|Взять лид или назначить
untouched|lead|NINA|3h||Mint Cakes|First talk|Торты «Мята»|Первый разговор
put_off|deal|NINA|0d|37800|Kastel Cars|They wait for the budget|Автосалон «Кастел»|Ждут бюджет
put_off|lead|LADA|0d||Granite Works|The director is on leave|Завод «Гранит»|Директор в отпуске
"""
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def names() -> dict[UUID, str]:
    """Who works here."""
    said = words(
        "Maya Lindqvist,Tom Ferris,Nina Bell,Ivo Marek",
        "Лада Соколова,Егор Тихонов,Нина Белова,Марат Каримов",
    )
    return dict(zip((LADA, EGOR, NINA, MARAT), said.split(","), strict=True))


def team(*, has_telephone: bool = True) -> TeamDay:
    """The figures of the reference day at 11:42."""
    who = names()
    people = (
        DayFigures(LADA, who[LADA], _FULL, _NORM, done=Amounts(41, 18, 6), rhythm=_AFTERNOONS),
        DayFigures(EGOR, who[EGOR], _FULL, _NORM, done=Amounts(22, 11, 4), noted=Amounts(3)),
        DayFigures(
            NINA, who[NINA], _FULL, _NORM, done=Amounts(12, 5, 1), noted=Amounts(9, 4), passed=3
        ),
        DayFigures(MARAT, who[MARAT], _HALF, _NORM.scaled(Fraction(1, 2)), done=Amounts(22, 9, 4)),
    )
    if not has_telephone:
        people = tuple(
            replace(
                one,
                done=Amounts(0, 0, one.done.new_leads),
                noted=replace(one.done + one.noted, new_leads=0),
            )
            for one in people
        )  # type: ignore[assignment]  # as many as before
    return TeamDay(NOW.date(), NOW.date(), people, has_telephone)


def _with_segments() -> ControlSheet:
    """New clients have a norm of their own."""
    shown = sheet()
    norm = DayNorm(Amounts(20, 10))
    parts = {LADA: Amounts(14, 6), EGOR: Amounts(7, 4), NINA: Amounts(2, 1)}
    people = tuple(
        replace(one, by_segment=(SegmentFigures("new", norm, done=parts[one.user_id]),))
        if one.user_id in parts
        else one
        for one in shown.team.people
    )
    return replace(shown, team=replace(shown.team, people=people))


def _back(text: str) -> dt.timedelta:
    length = dt.timedelta()
    number = ""
    for letter in f"{text}m" if text[-1].isdigit() else text:
        if letter.isdigit():
            number += letter
        else:
            length += dt.timedelta(**{_UNITS[letter]: int(number)})
            number = ""
    return length


def _row(number: int, line: str) -> ControlRow:
    group, kind, holder, back, money, client, what, ru_client, ru_what = line.split("|")
    who = {"LADA": LADA, "NINA": NINA, "MARAT": MARAT}.get(holder)
    amount = int(money or 0) * (100 if i18n.language() == "ru" else 2)
    moved = {9: (8, 12, 14), 10: (1, 6, 13)}.get(number, ())
    return ControlRow(
        Trouble(group), kind, UUID(int=200 + number), words(client, ru_client), "", who,
        NOW - _back(back), kind="call", what=words(what, ru_what), amount=amount,
        currency=words("GBP", "RUB") if amount else "", times=3 if moved else 1,
        talk_s=250 if group == "no_comment" else 0,
        limit_minutes={7: 15, 8: 60}.get(number, 0),
        moved=tuple(dt.date(2026, 10, day) for day in moved),
    )  # fmt: skip


def sheet(*, has_telephone: bool = True) -> ControlSheet:
    """The sheet of the reference day."""
    rows = tuple(_row(n + 1, line) for n, line in enumerate(_ROWS.strip().splitlines()))
    if not has_telephone:
        rows = rows[1:]
    return ControlSheet(team(has_telephone=has_telephone), rows, 0, names())


def _page(shown: ControlSheet) -> ControlPage:
    return ControlPage(
        Context(
            tasks=StillTasks({"day control": shown, "handover": _offer(shown)}),  # type: ignore[arg-type]  # stands still
            hub=ChangeHub(),
            settings=Settings(scratch.folder() / "settings.json"),
            person=_person(),
            clock=StillClock(),  # type: ignore[arg-type]
            go=lambda _kind, _id: None,
            tell=lambda _text: None,
        )
    )


def _offer(shown: ControlSheet) -> HandoverOffer:
    """What the ticked cards would be handed over by."""
    pipeline = UUID(int=80)
    rows = [row for row in shown.rows if row.holder_id == NINA and row.client in _chosen()]
    return HandoverOffer(
        tuple(
            GiveCard(
                row.card_id, row.card_kind, row.client, "", NINA, pipeline, row.amount, row.currency
            )
            for row in rows
        ),
        tuple(GiveTouch(row.card_id, "call", NOW + dt.timedelta(hours=2)) for row in rows),
        (
            Receiver(EGOR, names()[EGOR], load=17, today=6),
            Receiver(LADA, names()[LADA], load=21, today=17),
            Receiver(MARAT, names()[MARAT], load=12, today=3),
        ),
        ((pipeline, words("Retail", "Розница")),),
        WorkingCalendar(dt.UTC),
        NINA,
        names()[NINA],
    )


def _chosen() -> tuple[str, ...]:
    return (
        words("Teddy Toys", "Игрушки «Топтыжка»"),
        words("Mint Cakes", "Торты «Мята»"),
        words("Kastel Cars", "Автосалон «Кастел»"),
    )


def _person() -> Person:
    rights = frame.RIGHTS | {"hand_cards_over", "set_norms", "export", "edit_stages"}
    return Person(INGA, words("Gwen Aldous", "Инга Адашева"), frozenset(rights))


def window(shown: ControlSheet) -> MainWindow:
    """The window with the sheet in front."""
    control = PageSpec(
        "control", words("Day control", "Контроль дня"), "clipboard-text", lambda: _page(shown),
        RailGroup.MANAGE, 3, counter="control",
    )  # fmt: skip
    made = frame.in_window("control", specs=[*frame.page_specs(), control], who=_person())
    count = len(shown.rows) + shown.beyond
    made.set_counts({**frame.COUNTS, "control": count})
    made.status.set_segments(team_segments(shown.team.done, shown.team.norm, count))
    return made


def _ticked(widget: QWidget) -> None:
    page = widget.findChild(ControlPage)
    assert page is not None
    for client in _chosen():
        row = next(
            n for n, one in enumerate(page.model.rows) if getattr(one, "client", "") == client
        )
        page.table.selectRow(row)
        QTest.keyClick(page.table, Qt.Key.Key_Space)


def _hinted(widget: QWidget) -> None:
    page = widget.findChild(ControlPage)
    assert page is not None
    page.set_hint(FirstHint(page.context, Hint.CONTROL, page))


def _asked(widget: QWidget) -> None:
    page = widget.findChild(ControlPage)
    assert page is not None
    page.steps.ask_person(NINA)


scenes.add("control", lambda: window(sheet()), prepare=_ticked)
scenes.add("control-no-telephone", lambda: window(sheet(has_telephone=False)))
scenes.add("control-ask", lambda: window(sheet()), prepare=_asked)
scenes.add("control-hint", lambda: window(sheet()), prepare=_hinted)
scenes.add("control-segments", lambda: window(_with_segments()))
scenes.add("control-empty", lambda: window(ControlSheet(team(), (), 0, names())))
scenes.add("control-nobody", lambda: window(ControlSheet(TeamDay(NOW.date(), NOW.date()))))
scenes.add("control-narrow", lambda: window(sheet()), size=(1093, 614), prepare=_ticked)
scenes.add("control-smallest", lambda: window(sheet()), size=(640, 360))
