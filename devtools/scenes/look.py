# SPDX-License-Identifier: Apache-2.0
"""What a merge could not settle alone, on the reference day: the list, its narrow form, nothing left."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.money import Money
from desktop.values.rows.to_look_at import (
    About,
    Author,
    Choice,
    Colleague,
    ConflictRow,
    DoubleRow,
    FindingRow,
    InvoiceSays,
    Pair,
    PaymentSide,
    RefusedRow,
    Several,
    ToLookAt,
    Value,
)
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.session import Person
from desktop.views.status_bar import KeptState, Segment
from desktop.views.to_look_at.page import LookPage
from devtools import scenes, scratch
from devtools.reference_board import NOW
from devtools.scenes import frame
from devtools.scenes.board import StillClock, StillTasks
from devtools.scenes.frame import words

ME, TOM, IVO, MAYA = (UUID(int=n) for n in (4, 21, 9, 6))


def _at(time: str, day: int = 15) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return NOW.replace(day=day, hour=hour, minute=minute)


def _sum(pence: int, kopecks: int) -> Money:
    return Money(kopecks, "RUB") if i18n.language() == "ru" else Money(pence, "GBP")


def _names() -> dict[UUID, str]:
    return {
        ME: words("Sana Prewett", "Софья Привалова"),
        TOM: words("Tom Ferris", "Тимофей Фёдоров"),
        IVO: words("Ivo Marek", "Илья Марков"),
        MAYA: words("Maya Lindqvist", "Лада Соколова"),
    }


def _author(person: UUID, time: str, desk: str) -> Author:
    is_me = person == ME
    return Author(person, _names()[person], _at(time), desk, was_offline=is_me, is_me=is_me)


def _conflict(
    number: int,
    about: About,
    unit: str,
    pair: tuple[Value, Value, Value],
    times: tuple[str, UUID, str],
    **more: object,
) -> ConflictRow:
    lost, stands, began = pair
    mine, other, theirs = times
    field = str(more.pop("field", unit))
    return ConflictRow(
        UUID(int=900 + number),
        about,
        unit,
        (Pair(field, lost, stands, began, began is not None),),
        _author(ME, mine, "AC"),
        _author(other, theirs, "TM"),
        _at("11:20"),
        ask=Colleague(other, _names()[other], "447700900100"),
        **more,  # type: ignore[arg-type]
    )


def _deal(number: str, client: str, title: str, n: int, kind: str = "deal") -> About:
    return About(kind, UUID(int=700 + n), "", client, number, title, "deal", UUID(int=800 + n))


def reference_look() -> ToLookAt:
    """The six of screen 26."""
    pieces = Choice("pieces", "1500")
    boxes = _deal(
        "D-2035",
        words("Rowan Catering", "Кейтеринг «Рябина»"),
        words("Delivery boxes", "Коробки для доставки"),
        1,
        "deal_line",
    )
    kestrel = _deal(
        "D-2031",
        words("Kestrel Cycles", "Вело «Пустельга»"),
        words("Catalogue 48 pp", "Каталог, 48 стр."),
        2,
        "task",
    )
    rook = About(
        "company",
        UUID(int=703),
        "",
        words("Pelham & Rook", "«Пелагея и Грач»"),
        page="company",
        page_id=UUID(int=703),
    )
    vat = ("GB 000 0001 56", "GB 000 0001 65", "") if i18n.language() != "ru" else (
        "001701001", "001701010", ""
    )  # fmt: skip
    conflicts = (
        _conflict(
            1,
            boxes,
            "amount",
            (
                Several((_sum(294000, 14700000), pieces)),
                Several((_sum(308000, 15400000), pieces)),
                Several((_sum(280000, 14000000), pieces)),
            ),
            ("10:41", TOM, "10:55"),
            invoice=InvoiceSays("I-0861", _sum(294000, 14700000), _at("09:50")),
        ),
        _conflict(
            2,
            kestrel,
            "due_at",
            (
                Several((Choice("task", "call"), _at("10:00", 19))),
                Several((Choice("task", "call"), _at("15:00", 16))),
                None,
            ),
            ("10:44", IVO, "10:58"),
        ),
        _conflict(
            3,
            rook,
            "requisites",
            (vat[0], vat[1], None),
            ("10:47", MAYA, "11:03"),
            field=words("vat_id", "kpp"),
        ),
    )
    return ToLookAt(
        conflicts,
        _refused(),
        (_double(),),
        (),
        settled_themselves=4,
        counts=(3, 2, 1, 0),
    )


def _refused() -> tuple[RefusedRow, ...]:
    head = Colleague(TOM, _names()[TOM], "447700900100", "head")
    device = UUID(int=5)
    cafe = _deal("D-2044", words("Harbour Café", "Кафе «Гавань»"), words("Menus A4", "Меню А4"), 4)
    old = _deal("D-1988", words("Blue Anchor", "«Якорь»"), words("Flyers", "Листовки"), 5)
    said = words("Client asks for 50 more, same file", "Клиент просит ещё 50, файл тот же")
    return (
        RefusedRow(
            device, 11, cafe, "Changed lines of {deal}", (("deal", cafe.title),), _at("10:36"),
            _at("11:20"), "forbidden", "override_gates",
            texts=(
                ("deal_line", "discount_percent", 15),
                ("deal_line", "amount", _sum(24140, 1207000)),
            ),
            ask=head,
        ),
        RefusedRow(
            device, 12, old, "Comment added", (), _at("10:52"), _at("11:20"), "missing_ref",
            texts=(("comment", "text", said),),
        ),
    )  # fmt: skip


def _double() -> DoubleRow:
    about = _deal(
        "", words("Quayside Yoga", "Йога на набережной"), words("Numbered passes", "Абонементы"), 6
    )
    amount = _sum(21000, 1050000)
    return DoubleRow(
        about,
        PaymentSide(UUID(int=61), amount, "card", _at("17:20", 14), None, "Rhea", "CN"),
        PaymentSide(UUID(int=62), amount, "transfer", _at("09:12"), NOW.date(), "Sana", "AC"),
        "I-0870",
        _sum(42000, 2100000),
        _sum(21000, 1050000),
    )


def _broken() -> ToLookAt:
    look = reference_look()
    finding = FindingRow(
        UUID(int=71),
        _deal("D-2039", words("Castell Books", "Книги «Замок»"), words("Posters", "Плакаты"), 7),
        "next_touch",
        _at("11:20"),
    )
    note = words(
        "Matt, not gloss. They come for it themselves on Friday before noon, the side door is open. "
        "The old stock goes with it, five boxes, and the invoice is to name the branch.",
        "Матовая, не глянец. Заберут сами в пятницу до полудня, боковая дверь открыта. Старый тираж "
        "уходит с ним, пять коробок, а в счёте указать филиал.",
    )
    other = words("Gloss. Courier on Monday.", "Глянец. Курьер в понедельник.")
    castell = look.refused[0].about
    long = _conflict(8, castell, "note", (note, other, None), ("10:30", TOM, "10:49"), is_long=True)
    source = replace(long, id=UUID(int=977), unit="source", is_long=False, pairs=(
        Pair("source", words("Fair", "Выставка"), words("Friend", "Знакомый")),
    ))  # fmt: skip
    return replace(
        look,
        conflicts=(long, source),
        refused=look.refused[:1],
        doubles=(),
        findings=(finding,),
        counts=(2, 1, 0, 1),
        settled_themselves=0,
    )


def look_page(look: ToLookAt) -> LookPage:
    """The page with these rows."""
    context = Context(
        tasks=StillTasks({"to look at": look}),  # type: ignore[arg-type]  # stands still
        hub=ChangeHub(),
        settings=Settings(scratch.folder() / "settings.json"),
        person=_person(),
        clock=StillClock(),  # type: ignore[arg-type]
        go=lambda _kind, _id: None,
        tell=lambda _text: None,
    )
    return LookPage(context)


def _person() -> Person:
    return replace(frame.person(), id=ME, name=_names()[ME])


def _window(look: ToLookAt) -> MainWindow:
    pages = [
        *frame.page_specs(),
        PageSpec(
            "to_look_at", words("To look at", "К разбору"), "tray", lambda: look_page(look),
            RailGroup.WORK, 2, counter="to_look_at", only_counted=True,
        ),
    ]  # fmt: skip
    window = frame.in_window("to_look_at", specs=pages, who=_person())
    window.set_counts({**frame.COUNTS, "to_look_at": look.count})
    window.status.set_state(
        KeptState(
            "arrows-left-right",
            words("synced just now", "синхронизировано только что"),
            words("3 conflicts", "3 расхождения"),
            "magenta",
        ),
        opens=True,
    )
    window.status.set_segments(
        [
            Segment(words("Expected this week {sum}", "Ждём на неделе {sum}"), {"sum": "£5,870"}, ("sum",)),
            Segment(words("Overdue {sum}", "Просрочено {sum}"), {"sum": "£2,940"}, ("sum",), tone="danger"),
        ]
    )  # fmt: skip
    return window


def _page(widget: QWidget) -> LookPage:
    found = widget.findChild(LookPage)
    assert found is not None
    return found


def _ask(widget: QWidget) -> None:
    _page(widget).steps.ask()


def _reverse(widget: QWidget) -> None:
    page = _page(widget)
    page.list.choose((UUID(int=61), UUID(int=62)))
    page.steps.reverse()


def _explain(widget: QWidget) -> None:
    page = _page(widget)
    page.list.walk(1)
    page.toggle_side()


scenes.add("look", lambda: _window(reference_look()))
scenes.add("look-broken", lambda: _window(_broken()))
scenes.add("look-narrow", lambda: _window(reference_look()), size=(1093, 614))
scenes.add("look-explained", lambda: _window(reference_look()), size=(1093, 614), prepare=_explain)
scenes.add("look-smallest", lambda: _window(reference_look()), size=(640, 360))
scenes.add("look-ask", lambda: _window(reference_look()), prepare=_ask)
scenes.add("look-reverse", lambda: _window(reference_look()), prepare=_reverse)
scenes.add("look-empty", lambda: _window(ToLookAt()))
