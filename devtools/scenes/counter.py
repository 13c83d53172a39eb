# SPDX-License-Identifier: Apache-2.0
"""The counter order of the reference day: typed, empty, with an order found, with the till."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.storage import shipped
from desktop.storage.scripts import shipped_script
from desktop.values.calendar import WorkingCalendar
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.order import OrderDraft, OrderFile, OrderLine
from desktop.values.money import Money
from desktop.values.numbers import OrderNumber
from desktop.values.pricing import PriceTable
from desktop.values.rows.counter import (
    CounterClient,
    CounterDay,
    CounterDesk,
    FirmHead,
    FoundOrder,
    OrderLineRow,
    OrderRow,
    RepeatLine,
    RepeatRow,
    ShiftRow,
    TillPayment,
)
from desktop.values.rows.drafts import DraftRow
from desktop.values.rows.search import ClientFound
from desktop.views.context import Context
from desktop.views.counter.page import CounterPage
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.session import Person
from desktop.views.status_bar import Segment
from devtools import scenes, scratch
from devtools.scenes import frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=ZONE)
NUMBER = OrderNumber("K7", 418)
CLIENT, COMPANY = UUID(int=1), UUID(int=2)


@dataclass
class StandingClock:
    """A clock that shows the reference moment."""

    zone: dt.tzinfo = ZONE

    def now(self) -> dt.datetime:
        return NOW.astimezone(dt.UTC)

    def monotonic(self) -> float:
        return 0.0


class StillTasks:
    """Answers at once what the scene has for a kind of question, and stores nothing."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.folder = scratch.folder()

    def fetch(
        self, kind: str, _query: object, *, then: Callable[[Any], None], failed: object = None
    ) -> None:
        if kind in self.answers:
            then(self.answers[kind])

    def run(self, *_work: object, **_then: object) -> None:
        """Nothing is stored in a picture."""

    outside = flow = run


def is_russian() -> bool:
    return i18n.language() == "ru"


def person() -> Person:
    name = words("Rhea Kestler", "Рита Кольцова")
    rights = frozenset({"take_orders", "take_money", "sell", "override_gates"})
    return Person(UUID(int=4), name, rights)


def sum_of(pounds: int, roubles: int) -> int:
    return roubles if is_russian() else pounds


def desk() -> CounterDesk:
    currency = words("GBP", "RUB")
    products = tuple(
        ProductRow(
            id=UUID(int=100 + place), position=place, name=one["name"], icon=one["icon"],
            unit=one["unit"], working_hours=one["working_hours"],
            table=PriceTable.from_document(one["table"]),
        )
        for place, one in enumerate(shipped.products(i18n.language(), currency))
    )  # fmt: skip
    firm = FirmHead(
        words("Rook Lane Print", "Типография «Грачёвский двор»"),
        words("3 Rook Lane", "Грачёвская, 3"),
        words("020 7946 0118", "+7 900 000-01-18"),
        words("Mon–Sat 9–19", "пн–сб 9–19"),
        words("GB", "RU"),
    )
    slots = (dt.time(12), dt.time(16))
    return CounterDesk(
        products, PriceTerms(currency), firm, WorkingCalendar(zone=ZONE), slots, NUMBER,
        shipped_script(i18n.language(), "walk_in"),
    )  # fmt: skip


def client() -> CounterClient:
    lines: tuple[tuple[int, int, dict[str, str], str, dt.date], ...] = (
        (0, 500, {}, "Business cards", dt.date(2026, 8, 3)),
        (2, 200, {}, "Menu inserts", dt.date(2026, 6, 12)),
        (3, 1000, {}, "Stickers", dt.date(2026, 5, 4)),
    )
    repeats = tuple(
        RepeatRow(
            UUID(int=50 + place), f"K7-0{place}", title,
            dt.datetime.combine(day, dt.time(12), dt.UTC), 11305,
            (RepeatLine(UUID(int=100 + product), title, quantity, {"sides": "4+4"} if not place else options),),
        )
        for place, (product, quantity, options, title, day) in enumerate(lines)
    )  # fmt: skip
    return CounterClient(
        CLIENT, COMPANY, words("Priya Hartwell", "Арина Полевая"),
        words("Oak & Lime Bakery", "Пекарня «Липа»"), words("447700900342", "79000000342"),
        "", 5, "sms", 9, repeats,
    )  # fmt: skip


def shift() -> ShiftRow:
    opened = dt.datetime(2026, 10, 15, 8, 58, tzinfo=ZONE)
    cash = sum_of(21460, 1073000)
    start = sum_of(10000, 500000)
    return ShiftRow(
        UUID(int=70), opened, person().name, words("GBP", "RUB"), start, cash,
        cash - start + 500, 500, sum_of(83200, 4200000), 0, 22,
    )  # fmt: skip


def day() -> CounterDay:
    currency = words("GBP", "RUB")
    return CounterDay(22, Money(sum_of(114600, 5730000), currency), shift(), 3)


def found() -> tuple[FoundOrder, ...]:
    names = words("Priya Hartwell|Marlow Finch|", "Арина Полевая|Марк Финч|").split("|")
    titles = words(
        "Business cards 500 pcs 4+4|Menus A4, 60 pcs|Copies 40 pages",
        "Визитки 500 шт. 4+4|Меню А4, 60 шт.|Копии 40 стр.",
    ).split("|")
    due = dt.datetime(2026, 10, 16, 12, tzinfo=ZONE)
    return tuple(
        FoundOrder(
            UUID(int=200 + n), f"K7-04{10 + n}", titles[n], names[n], words("Ready", "Готово"), due,
            sum_of(11305, 541500), rest, words("GBP", "RUB"), True, True, True, f"B{n + 3}",
        )
        for n, rest in enumerate((sum_of(6305, 291500), 0, sum_of(400, 20000)))
    )  # fmt: skip


def order() -> OrderRow:
    one = found()[0]
    who = client()
    return OrderRow(
        id=one.id, number=one.number, code=NUMBER.paper_code, title=one.title, currency=one.currency,
        amount=one.amount, paid=one.amount - one.rest, invoiced=0, created_at=NOW, due_at=one.due_at,
        stage=one.stage, is_open=True, is_counter=True, is_express=False, note="", ready_channel="sms",
        ready_at=NOW, shelf="B3", handed_over_at=None, handed_over_to="", contact_id=CLIENT,
        company_id=COMPANY, client=who.name, company=who.company, digits=who.digits,
        taken_by=person().name, taken_by_id=person().id, firm=desk().firm,
        lines=(
            OrderLineRow(
                words("Business cards 90 × 50", "Визитки 90 × 50"),
                words("Coated 300 gsm, 4+4, both, Matt lamination", "Мелованная 300 г/м², 4+4, матовый ламинат"),
                500, words("pcs", "шт."), one.amount, "24 × SRA3",
            ),
        ),
        payments=(TillPayment(UUID(int=9), one.amount - one.rest, "card", NOW, refundable=one.amount - one.rest),),
    )  # fmt: skip


def parked() -> tuple[DraftRow, ...]:
    draft = OrderDraft(name="Kit", lines=(OrderLine(UUID(int=102), 250),))
    body = {"order": draft.to_document(), "parked": True, "client": words("Kit Tern", "Кит Тернов")}
    return (DraftRow("order", str(draft.id), person().id, NOW - dt.timedelta(minutes=12), body),)


def page(*, with_parked: bool = True) -> CounterPage:
    """The page with answers of the reference day."""
    people = (
        ClientFound(CLIENT, COMPANY, client().name, client().company, client().digits, orders=9),
        ClientFound(UUID(int=5), None, words("Paul Hart", "Павел Хартов"), "", "447700900118"),
    )
    answers = {
        "counter desk": desk(),
        "counter day": day(),
        "parked orders": parked() if with_parked else (),
        "counter client": people,
        "client of the order": client(),
        "ready orders": found(),
        "find orders": found(),
        "counter order": order(),
    }
    context = Context(
        tasks=cast("Any", StillTasks(answers)),
        hub=ChangeHub(),
        settings=Settings(scratch.folder() / "settings.json"),
        person=person(),
        clock=cast("Any", StandingClock()),
        go=lambda _kind, _id: None,
        tell=lambda _sentence: None,
    )
    return CounterPage(context)


def _window(make: Callable[[], Page] = page) -> MainWindow:
    window = frame.in_window("counter", make, who=person())
    zone_shift = shift().opened_at.strftime("%H:%M")
    cash = i18n.short_money(Money(shift().cash, shift().currency))
    window.status.set_segments(
        [
            Segment(words("Shift since {time}", "Смена с {time}"), {"time": zone_shift}, ("time",)),
            Segment(words("Cash drawer {sum}", "В кассе {sum}"), {"sum": cash}, ("sum",)),
            Segment(words("Ticket printer ready", "Принтер готов"), icon="printer", rule=True),
        ]
    )
    return window


def counter_page(window: QWidget) -> CounterPage:
    return window.findChildren(CounterPage)[0]


def fill(window: QWidget) -> None:
    """The order of screens 06 and 22."""
    one = counter_page(window)
    one.client.take_client(CLIENT, COMPANY)
    one.form.repeat(client().repeats[0])
    one.form.answer("layout", "last_order")
    one.form.set_prepayment(sum_of(5000, 250000))
    if is_russian():
        one.form.set_method("cash")
        one.form.change(given=300000)
        file = OrderFile("vizitki-lipa.pdf", "0" * 64, 1, 3, client().repeats[0].at)
        one.form.add_file(file)
    one.product.fields.focus_quantity()
    one.product.fields.quantity.end(False)


def _typing(window: QWidget) -> None:
    one = counter_page(window)
    one.client.phone.setFocus()
    one.client.phone.setText("0342")
    one.client.phone.textEdited.emit("0342")


def _two_lines(window: QWidget) -> None:
    fill(window)
    one = counter_page(window)
    one.form.another_line()
    one.form.choose_product(UUID(int=102))
    one.form.change_line(quantity=250)
    one.form.toggle_express()


def _wrong(window: QWidget) -> None:
    one = counter_page(window)
    one.form.choose_product(UUID(int=100))
    one.side.place.click()


def _anonymous(window: QWidget) -> None:
    counter_page(window).client.toggle_anonymous()


def _find(window: QWidget) -> None:
    counter_page(window).hand_over()


def _hand_over(window: QWidget) -> None:
    one = counter_page(window)
    one.hand_over()
    assert one.found._dialog is not None  # noqa: SLF001
    one.found._dialog.open_order(order().id)  # noqa: SLF001


def _make_ready(window: QWidget) -> None:
    one = counter_page(window)
    cast("Any", one._context.tasks).answers["counter order"] = replace(  # noqa: SLF001
        order(), ready_at=None, shelf=""
    )
    one.found.show_order(order().id)


def _close_shift(window: QWidget) -> None:
    counter_page(window).till.close_shift()


scenes.add("counter", _window, prepare=fill)
scenes.add("counter-empty", lambda: _window(lambda: page(with_parked=False)))
scenes.add("counter-typing", _window, prepare=_typing)
scenes.add("counter-two-lines", _window, prepare=_two_lines)
scenes.add("counter-wrong", _window, prepare=_wrong)
scenes.add("counter-anonymous", _window, prepare=_anonymous)
scenes.add("counter-narrow", _window, size=(1093, 614), prepare=fill)
scenes.add("counter-smallest", _window, size=(640, 360), prepare=fill)
scenes.add("counter-find", _window, prepare=_find)
scenes.add("counter-hand-over", _window, prepare=_hand_over)
scenes.add("counter-ready", _window, prepare=_make_ready)
scenes.add("counter-close-shift", _window, prepare=_close_shift)
