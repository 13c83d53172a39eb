# SPDX-License-Identifier: Apache-2.0
"""Handovers: everything of a colleague beside their week, single cards, a narrow window, and what is wanted back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.models.handover import Sharing, Wish
from desktop.values.calendar import FIVE_DAYS, WorkingCalendar
from desktop.values.rows.board import HolderRow
from desktop.values.rows.handover import (
    GiveCard,
    GiveTouch,
    HandoverOffer,
    LoanRow,
    PlannedRow,
    Receiver,
)
from desktop.views.agenda.page import AgendaPage
from desktop.views.main_window import MainWindow
from desktop.views.questions.change_plan import ChangePlanDialog
from devtools import scenes
from devtools.scenes import agenda, clients, frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
DINA, TOM, MAYA, IVO = (UUID(int=n) for n in (8, 7, 6, 9))
_DEALS, _LEADS = UUID(int=1001), UUID(int=1002)
_MADE = dt.datetime(2026, 10, 23, 14, tzinfo=ZONE)


def _people() -> tuple[Receiver, ...]:
    busy = ((_MADE, "meet"), (_MADE + dt.timedelta(days=4), "meet"))
    return (
        Receiver(TOM, words("Tom Ferris", "Егор Тихонов"), load=17, today=6, by_pipeline={_DEALS: 9}, busy=busy),
        Receiver(MAYA, words("Maya Lindqvist", "Лада Соколова"), load=21, today=17, by_pipeline={_LEADS: 8}),
        Receiver(IVO, words("Ivo Marek", "Марат Каримов"), load=38, today=4),
    )  # fmt: skip


def offer(count: int = 21, deals: int = 12) -> HandoverOffer:
    """Dina's deals and leads, and touches of which two fall on Tom's visits."""
    names = words(
        "Castell Motors|Quayside Yoga|Little Wren Toys",
        "Автосалон «Кастел»|Йога «Причал»|Игрушки «Топтыжка»",
    )
    clients_ = names.split("|")
    factor = int(words("100", "5000"))
    currency = words("GBP", "RUB")
    cards = tuple(
        GiveCard(
            UUID(int=500 + n), "deal" if n < deals else "lead", clients_[n % 3],
            words("Folders, 300", "Папки, 300 шт."), DINA, _DEALS if n < deals else _LEADS,
            (611 + n % 3) * factor if n < deals else 0, currency,
        )
        for n in range(count)
    )  # fmt: skip
    touches = [
        GiveTouch(card.id, "call", dt.datetime(2026, 10, 16, 9 + n % 8, 30, tzinfo=ZONE))
        for n, card in enumerate(cards)
    ]
    touches += [
        GiveTouch(cards[n % count].id, "meet", _MADE + dt.timedelta(days=4 * (n == 2)))
        for n in (0, 2)
    ]
    return HandoverOffer(
        cards, tuple(touches), _people(),
        ((_DEALS, words("Commercial print", "Коммерческая печать")), (_LEADS, words("Leads", "Лиды"))),
        WorkingCalendar(ZONE, FIVE_DAYS), DINA, words("Dina Okafor", "Нина Белова"), 4,
        tuple(UUID(int=700 + n) for n in range(64)),
    )  # fmt: skip


def _week() -> object:
    return replace(agenda.week(), holders=(HolderRow(DINA, words("Dina Okafor", "Нина Белова")),))


def _page() -> AgendaPage:
    context = clients.context(agenda=_week)
    rights = context.person.rights | {"hand_cards_over"}
    return AgendaPage(replace(context, person=replace(context.person, id=DINA, rights=rights)))


def in_window() -> MainWindow:
    """The window with Dina's week in front."""
    return frame.in_window("today", _page)


def _shown(widget: QWidget) -> AgendaPage:
    page = widget.findChild(AgendaPage)
    assert page is not None
    return page


def _person(widget: QWidget) -> None:
    page = _shown(widget)
    page.hand_over()
    form = page.hand_panel.form
    form.is_person = True
    form.show_offer(offer(), Wish(sharing=Sharing.LOAD))
    assert form.days is not None
    form.days.start.type_in("19 oct")
    form.days.back.type_in("2 nov")
    form.comment.set_text(
        words(
            "Dina is on leave till 2 November. Next dates are agreed with the clients, keep them.",
            "Нина в отпуске до 2 ноября. Даты согласованы с клиентами, не двигайте их.",
        )
    )
    form.comment.setFocus()


def _cards(widget: QWidget) -> None:
    page = _shown(widget)
    page.hand_over()
    form = page.hand_panel.form
    form.is_person = False
    form.show_offer(offer(3, 2), Wish(one=TOM))


def _pipelines(widget: QWidget) -> None:
    _person(widget)
    form = _shown(widget).hand_panel.form
    form.share.ways.choose(Sharing.PIPELINE)
    form.share.changed.emit(Wish(sharing=Sharing.PIPELINE))


def _dialog(widget: QWidget) -> None:
    from desktop.views.questions.handover_panel import HandoverDialog

    page = _shown(widget)
    page.hand_over()
    [dialog] = widget.findChildren(HandoverDialog)
    dialog.form.is_person = True
    dialog.form.show_offer(offer(), Wish(sharing=Sharing.LOAD))


def _list(widget: QWidget) -> None:
    _person(widget)
    _shown(widget).hand_panel.form.by_hand.click()


def loans() -> tuple[LoanRow, ...]:
    """One whose day has come, and one to come."""
    loan = LoanRow(
        DINA, words("Dina Okafor", "Нина Белова"), TOM, words("Tom Ferris", "Егор Тихонов"),
        dt.date(2026, 10, 15), tuple(UUID(int=500 + n) for n in range(12)), is_due=True,
    )  # fmt: skip
    maya = words("Maya Lindqvist", "Лада Соколова")
    later = dt.date(2026, 11, 2)
    return loan, replace(loan, back_on=later, is_due=False, receiver_id=MAYA, receiver=maya)


def _back(widget: QWidget) -> None:
    _shown(widget).handovers.lent.show_rows(loans())
    _shown(widget).handovers.planned.show_rows(planned())


def _many(widget: QWidget) -> None:
    due, later = loans()
    days = [replace(later, back_on=dt.date(2026, 11, 2 + n)) for n in range(4)]
    _shown(widget).handovers.lent.show_rows((due, *days))


def _lent(widget: QWidget) -> None:
    _person(widget)
    _shown(widget).hand_panel.form.handovers.lent.show_rows(loans()[1:])


def planned() -> tuple[PlannedRow, ...]:
    """One to come, and one that another computer has left half done."""
    who = UUID(int=600), DINA, words("Dina Okafor", "Нина Белова"), dt.date(2026, 10, 19)
    row = PlannedRow(
        *who, dt.date(2026, 11, 2), (words("Tom Ferris", "Егор Тихонов"),), 21, may_cancel=True, may_change=True,
        may_begin=True, comment=words("Dina is on leave, keep the dates.", "Нина в отпуске, даты не двигайте."),
    )  # fmt: skip
    return row, replace(row, id=UUID(int=601), is_stranded=True)


def _planned(widget: QWidget) -> None:
    _person(widget)
    _shown(widget).hand_panel.form.handovers.planned.show_rows(planned()[:1])


def _change(widget: QWidget) -> None:
    _shown(widget).handovers.planned.show_rows(planned()[:1])
    calendar = WorkingCalendar(ZONE, FIVE_DAYS)
    page = _shown(widget)
    ChangePlanDialog(clients.context(), page.window(), planned()[0], calendar).open()


scenes.add("handover", in_window, prepare=_person)
scenes.add("handover-cards", in_window, prepare=_cards)
scenes.add("handover-pipelines", in_window, prepare=_pipelines)
scenes.add("handover-list", in_window, prepare=_list)
scenes.add("handover-narrow", in_window, prepare=_dialog, size=(1024, 600))
scenes.add("handover-back", in_window, prepare=_back)
scenes.add("handover-back-low", in_window, prepare=_back, size=(1024, 600))
scenes.add("handover-lent-many", in_window, prepare=_many)
scenes.add("handover-lent", in_window, prepare=_lent)
scenes.add("handover-planned", in_window, prepare=_planned)
scenes.add("handover-change", in_window, prepare=_change, size=(1024, 600))
