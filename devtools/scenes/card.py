# SPDX-License-Identifier: Apache-2.0
"""One deal's page as on the reference day, with its forms and sizes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.board import HolderRow
from desktop.values.rows.card import (
    FILE,
    ClientPart,
    DealCard,
    Event,
    LineRow,
    PaperRow,
    TimelineRow,
    TouchRow,
)
from desktop.values.rows.changes_of import ChangeRow
from desktop.values.rows.today import AgendaRow
from desktop.values.states import Outcome
from desktop.views.card.changes_dialog import ChangesDialog
from desktop.views.card.composed import Way
from desktop.views.card.deal_page import DealPage
from desktop.views.card.work import Doors
from desktop.views.kept_fields import KeptDialog
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec
from desktop.views.page import Page
from devtools import scenes
from devtools.reference_board import NOW, reference_board
from devtools.scenes import clients, frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
DEAL = UUID(int=300)
MAYA, IVO = UUID(int=6), UUID(int=9)


def _sum(pence: int, kopecks: int) -> int:
    return kopecks if i18n.language() == "ru" else pence


def _at(day: int, time: str) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def reference_card() -> DealCard:
    """The deal of screens 05 and 21, in the language of the picture."""
    board = reference_board()
    is_russian = i18n.language() == "ru"
    rate = Decimal(22 if is_russian else 20)
    short = words("Brief|||||Handed over", "Бриф|КП||||Выдано").split("|")
    stages = tuple(
        type(one)(one.id, one.name, short[n] if n < len(short) else "", one.kind, one.purpose, one.colour, one.hint, 0)
        for n, one in enumerate(board.stages)
    )  # fmt: skip
    return DealCard(
        id=DEAL,
        number="D-2041",
        code="",
        title=words("Sticker labels Ø 60, 5,000 pcs", "Наклейки Ø 60, 5 000 шт."),
        stamp="",
        pipeline_id=board.pipeline.id,
        stage_id=stages[2].id,
        stage_kind="open",
        stage_since=_at(15, "11:26"),
        created_at=_at(14, "09:40"),
        holder_id=MAYA,
        controller_id=None,
        channel="telegram",
        heat="hot",
        is_counter=False,
        currency=words("GBP", "RUB"),
        amount=_sum(36500, 1820000),
        paid=0,
        due_at=_at(19, "10:00"),
        country=words("GB", "RU"),
        client=_client(),
        stages=stages,
        lines=_lines(rate),
        touches=(_next_touch(),),
        papers=_papers(),
        timeline=_timeline(),
        holders=tuple(HolderRow(one.id, one.name) for one in board.holders),
        source=words("Recommended by a client", "Посоветовал клиент"),
        tax_rate=rate,
        **_NOT_YET,
    )


_NOT_YET: Mapping[str, Any] = {
    **dict.fromkeys(("ready_at", "handed_over_at", "blocked_by", "blocked_at")),
    **dict.fromkeys(("note", "shelf", "handed_over_to", "block_reason", "block_note"), ""),
    **dict.fromkeys(("refusal_reason", "refusal_comment"), ""),
}
"""What becomes of a deal later."""


def _next_touch() -> TouchRow:
    return TouchRow(
        UUID(int=310), "write", words("Send contract and invoice", "Отправить договор и счёт"),
        _at(15, "13:00"), False, MAYA,
        words("Then call: “Did it arrive?”", "Потом позвонить: «Дошло?»"), 0, "",
    )  # fmt: skip


def _client() -> ClientPart:
    requisites = Requisites(
        legal_name="Oak & Lime Bakery Ltd",
        company_number="00000342",
        vat_id="GB 000 0003 42",
        signatory_name="P. Hartwell",
        signatory_post="director",
        address="14 Mill Row, Eastham",
        email="orders@oakandlime.example",
    )
    if i18n.language() == "ru":
        requisites = Requisites(
            legal_name="Общество с ограниченной ответственностью «Липа»",
            short_name="ООО «Липа»",
            inn="0017483204",
            kpp="001701001",
            ogrn="1260000003427",
            signatory_name="М. О. Липина",
            signatory_post="директор",
            address="Еловск, Мельничная, 14",
            bik="040000742",
            bank="Банк «Еловский»",
            account="40702810000000000342",
            email="zakaz@lipa.example",
        )
    return ClientPart(
        contact_id=UUID(int=320),
        contact=words("Priya Hartwell", "Арина Полевая"),
        company_id=UUID(int=321),
        company=words("Oak & Lime Bakery Ltd", "Пекарня «Липа»"),
        phones=(words("447700900342", "79000000342"),),
        email=words("orders@oakandlime.example", "zakaz@lipa.example"),
        source="",
        requisites=requisites,
        orders=10,
        discount_percent=5,
        phone_ids=(UUID(int=322),),
        phone_stamps=("",),
    )


def _lines(rate: Decimal) -> tuple[LineRow, ...]:
    is_russian = i18n.language() == "ru"
    return (
        LineRow(
            UUID(int=330), words("Sticker labels Ø 60", "Наклейки Ø 60"),
            words("Vinyl white, 4+0, die cut", "Винил, 4+0, высечка"), 5000,
            Decimal("3.20" if is_russian else "0.064"), _sum(32000, 1600000), Decimal(0), rate,
            "in_work", "",
        ),
        LineRow(
            UUID(int=331), words("Layout by designer", "Макет, дизайнер"),
            words("2 rounds of edits", "2 круга правок"), 1,
            Decimal(2200 if is_russian else 45), _sum(4500, 220000), Decimal(0), rate,
            "in_work", "",
        ),
    )  # fmt: skip


def _papers() -> tuple[PaperRow, ...]:
    return (
        PaperRow(
            UUID(int=340), "quote", words("Quote Q-2038.pdf", "КП-2038.pdf"), "Q-2038", 1,
            _at(14, "16:48"), MAYA, "a" * 64, sent_at=_at(14, "16:48"),
            sent_to=words("orders@oakandlime.example", "zakaz@lipa.example"),
        ),
        PaperRow(
            UUID(int=341), "contract_firm", words("Contract 215/26", "Договор 215/26"), "215/26", 1,
            _at(15, "11:30"), MAYA, "b" * 64,
        ),
        PaperRow(
            UUID(int=342), FILE, words("oak-logo-redraw.svg", "lipa-logo-redraw.svg"), "", 1,
            _at(14, "13:10"), IVO, "c" * 64, size=48_000,
        ),
    )  # fmt: skip


def _timeline() -> tuple[TimelineRow, ...]:
    said = words(
        "Agreed on white vinyl, £365 with layout. Wants stickers before Monday noon for the new "
        "rye loaf. Pays by transfer from the contract.",
        "Берут белый винил, 18 200 ₽ с макетом. Наклейки нужны к полудню понедельника, под новый "
        "ржаной. Оплатят переводом по договору.",
    )
    asked = words(
        "Could the label survive the fridge? Last time paper ones came off.",
        "Наклейка переживёт холодильник? В прошлый раз бумажные отклеились.",
    )
    noted = words(
        "Logo is a 300 px PNG. Redraw needed, 30 min. Added a layout line for £45.",
        "Логотип — PNG 300 px. Перерисовать, 30 минут. Добавил строку макета 2 200 ₽.",
    )
    mail = words("orders@oakandlime.example", "zakaz@lipa.example")
    entries = (
        (Event.STAGE, _at(15, "11:26"), MAYA, {
            "before": words("Quote sent", "КП отправлено"),
            "after": words("Contract & invoice", "Договор и счёт"), "kind": "open"}),
        (Event.TOUCH_SET, _at(15, "11:26"), None, {
            "subject": words("Send contract and invoice", "отправить договор и счёт"),
            "next_touch_at": _at(15, "13:00")}),
        (Event.CALL, _at(15, "11:21"), MAYA, {
            "text": said, "outcome": "agreed", "direction": "in", "duration_s": 252,
            "next_touch_at": _at(15, "13:00"), "kind": "call"}),
        (Event.DOCUMENT, _at(14, "16:48"), MAYA, {
            "subject": words("Quote Q-2038.pdf", "КП-2038.pdf"), "after": "1"}),
        (Event.MESSAGE, _at(14, "16:02"), MAYA, {
            "text": asked, "kind": "telegram", "direction": "in"}),
        (Event.LETTER, _at(14, "12:30"), MAYA, {
            "subject": words("Your stickers: two options", "Ваши наклейки: два варианта"),
            "after": mail, "state": "sent"}),
        (Event.COMMENT, _at(14, "12:05"), IVO, {"text": noted}),
        (Event.CREATED, _at(14, "09:40"), MAYA, {"kind": "telegram"}),
    )  # fmt: skip
    return tuple(
        TimelineRow(event, UUID(int=350 + n), at, by, **more)  # type: ignore[arg-type]
        for n, (event, at, by, more) in enumerate(entries)
    )


def card_page(card: DealCard | None = None) -> DealPage:
    """The page, showing that deal."""
    shown = card or reference_card()
    touch = shown.next_touch
    row = None
    if touch is not None:
        row = AgendaRow(
            touch.id, touch.kind, touch.goal, touch.due_at, "deal", shown.id, "",
            client=shown.client.name, title=shown.title, amount=shown.amount, currency=shown.currency,
        )  # fmt: skip
    context = clients.context(
        card=lambda: shown,
        composer_draft=lambda: None,
        working_calendar=lambda: WorkingCalendar(ZONE),
        touch=lambda: row,
    )
    rights = context.person.rights | {"produce"}
    context = replace(context, person=replace(context.person, rights=rights))

    def nothing(_id: UUID) -> None:
        """No other part is open in a picture."""

    return DealPage(context, doors=Doors(wizard=nothing, ticket=nothing, payment=nothing))


def in_window(make: Callable[[], Page]) -> MainWindow:
    """The window with a card in front, under the item of the deals."""
    specs = [
        *frame.page_specs(),
        PageSpec("deal", "Deal", "columns", make, under="deals"),
    ]
    window = frame.in_window("deals", specs=specs)
    navigator = window.findChild(Navigator)
    assert navigator is not None
    navigator.open("deal", DEAL)
    return window


def _window() -> MainWindow:
    return in_window(card_page)


def _page(widget: QWidget) -> DealPage:
    found = widget.findChild(DealPage)
    assert found is not None
    return found


def _call(widget: QWidget) -> None:
    page = _page(widget)
    page.work.write(Way.CALL)
    page.composer.call.outcomes.choose(Outcome.AGREED)
    page.composer.text.set_text(
        words("Wants matt, signs tonight.", "Хотят матовые, подпишут вечером.")
    )


def _message(widget: QWidget) -> None:
    _page(widget).work.write(Way.MESSAGE)


def _task(widget: QWidget) -> None:
    _page(widget).work.write(Way.TASK)


def _touch(widget: QWidget) -> None:
    _page(widget).composer.ask_touch()


def _done(widget: QWidget) -> None:
    _page(widget).work.finish_touch()


def _lines_form(widget: QWidget) -> None:
    _page(widget).steps.change_lines(0)


def _requisites(widget: QWidget) -> None:
    _page(widget).steps.change_requisites()


def _deal(widget: QWidget) -> None:
    _page(widget).steps.change_deal()


def _deal_back(widget: QWidget) -> None:
    """What was typed an hour ago, after a colleague has changed the title."""
    _deal(widget)
    kept = widget.findChild(KeptDialog)
    assert kept is not None
    kept.restore(
        {
            "title": words("Menus, matt, 24 pp", "Меню, мат, 24 с."),
            "note": words("Call the porter first", "Сначала позвонить на вахту"),
            "was": {"title": words("Menus, matt", "Меню, мат"), "note": ""},
        }
    )


def _fact(widget: QWidget) -> None:
    page = _page(widget)
    page.client.facts["email"].begin()
    page.client.facts["email"].set_error(words("This is no e-mail.", "Это не адрес."))


def _find(widget: QWidget) -> None:
    page = _page(widget)
    page.work.find()
    page.talk.filters.field.setText(words("vinyl", "винил"))


def _changes(widget: QWidget) -> None:
    """Own changes and those of other desks, the newest first."""
    _page(widget).work.show_changes()
    dialog = widget.findChild(ChangesDialog)
    assert dialog is not None
    at = NOW - dt.timedelta(minutes=7)
    maya, tom = words("Maya Lindqvist", "Лада Соколова"), words("Tom Ferris", "Егор Титов")
    told = (
        ("title", maya, "", words("Menus, matt", "Меню, мат"), words("Menus, matt, 24 pp", "Меню, мат, 24 с.")),
        ("due_at", tom, "TOM-PC", "16.10.2026 12:00", "19.10.2026 16:00"),
        ("note", maya, "MAYA-LAPTOP", None, words("Call the porter first", "Сначала позвонить на вахту")),
        ("holder_id", words("Gwen Aldous", "Галина Орлова"), "COUNTER-PC", tom, maya),
    )  # fmt: skip
    dialog.show_rows(
        tuple(
            ChangeRow(
                9 - n, "deal", UUID(int=4), unit, at - n * dt.timedelta(hours=9), who, desk, "", before, after,
                can_come_back=n != 2,
            )
            for n, (unit, who, desk, before, after) in enumerate(told)
        )
    )  # fmt: skip


def _walk_history(widget: QWidget) -> None:
    history = _page(widget).talk.history
    history.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(history, Qt.Key.Key_Down)


scenes.add("card", _window)
scenes.add("card-narrow", _window, size=(1093, 614))
scenes.add("card-smallest", _window, size=(640, 360))
scenes.add("card-call", _window, prepare=_call)
scenes.add("card-message", _window, prepare=_message)
scenes.add("card-task", _window, prepare=_task)
scenes.add("card-touch", _window, prepare=_touch)
scenes.add("card-done", _window, prepare=_done)
scenes.add("card-lines", _window, prepare=_lines_form)
scenes.add("card-requisites", _window, prepare=_requisites)
scenes.add("card-deal", _window, prepare=_deal)
scenes.add("card-deal-back", _window, prepare=_deal_back)
scenes.add("card-deal-back-low", _window, prepare=_deal_back, size=(1024, 600))
scenes.add("card-fact", _window, prepare=_fact)
scenes.add("card-find", _window, prepare=_find)
scenes.add("card-history", _window, prepare=_walk_history)
scenes.add("card-changes", _window, prepare=_changes)
