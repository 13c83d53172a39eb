# SPDX-License-Identifier: Apache-2.0
"""The Navigator as on the reference day, its states and its narrow forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.queries.touch_plans import shipped_plan
from desktop.values.calendar import WorkingCalendar
from desktop.values.changes import Label
from desktop.values.rows.board import HolderRow
from desktop.values.rows.navigator import Contacted, Passed, Past, Queue, QueueRow, Step, Ticket
from desktop.values.states import Heat, Outcome
from desktop.values.touch_plans import ClientSegment
from desktop.views.main_window import MainWindow
from desktop.views.navigator.page import NavigatorPage
from desktop.views.session import Person
from devtools import scenes
from devtools.reference_leads import lead_card
from devtools.scenes import clients, control, frame, month
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
MAYA, IVO = UUID(int=6), UUID(int=9)
_MENUS = 3
_SAY = (
    (
        "Hello {contact}, {me} from the print shop. You asked for the price of 60 table menus.",
        "{contact}, здравствуйте! {me} из типографии. Вы просили цену на 60 меню.",
    ),
    (
        "Matt lamination {sum}, ready on {due}. With rounded corners £302.",
        "Матовый ламинат — {sum}, готово: {due}. Со скруглением — 15 200 ₽.",
    ),
    ("Shall I send the contract and invoice to {email}?", "Договор и счёт отправить на {email}?"),
    (
        "If “expensive”: 40 pcs come to £212, or gloss instead of matt saves £18.",
        "Если «дорого»: 40 шт. — 10 700 ₽, глянец вместо мата экономит 900 ₽.",
    ),
)


class CallClock(clients.StandingClock):
    """Stands, but counts how long a call has run."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def now(self) -> dt.datetime:
        return _at(15, "11:42").astimezone(dt.UTC)

    def monotonic(self) -> float:
        return self.passed


# day time, kind, pounds, heat, client, goal, and both in Russian
_ROWS = """
13 10:00|call|118||Northgate Dental|Call about the quote|Стоматология «Север»|Звонок по КП
14 15:00|write|2940||Rowan Catering|Payment reminder|Кейтеринг «Рябина»|Напомнить об оплате
15 11:40|call|284|hot|Harbour Café|Price for menus|Кофейня «Гавань»|Цена на меню
15 12:15|call|534|hot|Marlow Events|Roll-ups: agree the date|Агентство «Маяк»|Ролл-апы: срок
15 13:00|write|365|hot|Oak & Lime Bakery|Contract and invoice|Пекарня «Липа»|Договор и счёт
15 14:00|prepare|96|warm|Bluebell Florist|Calculate care cards|Цветы «Пион»|Рассчитать карточки
15 14:30|call|430|repeat|Hollis Estate Agents|A repeat order is due|АН «Холмы»|Пора повторить заказ
15 15:00|approve|690||Cobalt Records|Answer on the proof|Лейбл «Кобальт»|Ответ по макету
15 15:20|call|0|website|Birch & Sons|New lead, website|ИП Берёзин|Новый лид с сайта
15 15:45|write|0|telegram|Tidewater Sailing|New lead, Telegram|Яхт-клуб «Волна»|Новый лид, Telegram
15 16:00|call|1870||Kestrel Cycles|Check the bank|Вело «Пустельга»|Проверить банк
"""
_UNTIMED = """
15 23:59|call|740|warm|Fernhill School|Ask about the yearbook|Школа «Ступени»|Спросить про альбом
15 23:59|meet|0||Nora Quill|Show paper samples|Нора Квилл|Показать образцы бумаги
"""


def _at(day: int, time: str, month: int = 10, year: int = 2026) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(year, month, day, hour, minute, tzinfo=ZONE)


def _row(number: int, line: str) -> QueueRow:
    when, kind, pounds, heat, client, goal, ru_client, ru_goal = line.split("|")
    day, time = when.split()
    # A lead says by which channel it came where a deal says how warm it is.
    channel = heat if heat not in ("", Heat.HOT, Heat.WARM) else ""
    amount = int(pounds) * (5000 if i18n.language() == "ru" else 100)
    return QueueRow(
        id=UUID(int=number), kind=kind, goal=words(goal, ru_goal), due_at=_at(int(day), time),
        agreed=False, card_kind="lead" if channel or not amount else "deal",
        card_id=UUID(int=100 + number), holder_id=MAYA, client=words(client, ru_client), amount=amount,
        currency=words("GBP", "RUB") if amount else "", heat="" if channel else heat,
        channel=channel, is_new=bool(channel),
    )  # fmt: skip


def _rows(lines: str) -> tuple[QueueRow, ...]:
    return tuple(_row(n + 1, line) for n, line in enumerate(lines.strip().splitlines()))


def queue() -> Queue:
    """A day with two late touches and one whose time has come."""
    rows = _rows(_ROWS)
    holders = (
        HolderRow(MAYA, words("Maya Lindqvist", "Лада Соколова")),
        HolderRow(IVO, words("Ivo Marek", "Марк Ким")),
    )
    return Queue(
        rows,
        left=17,
        done=11,
        dials=41,
        talks=18,
        later=rows[3]._replace(due_at=_at(16, "09:30")),
        holders=holders,
    )


def ticket() -> Ticket:
    """The ticket in front: a price that was asked for yesterday."""
    row = queue().rows[_MENUS - 1]
    rate = 5000 if i18n.language() == "ru" else 100
    return Ticket(
        id=row.id, kind=row.kind, goal=row.goal, due_at=row.due_at, agreed=False, is_open=True,
        prefers="whatsapp",
        note=words("asked for a price yesterday", "вчера спросили цену"), postponed=0,
        postpone_reason="", holder_id=MAYA, stamp="1", card_kind="deal", card_id=row.card_id,
        client=row.client, contact=words("Anna Whitlow", "Анна Уварова"),
        post=words("manager", "управляющая"),
        email=words("orders@harbour-cafe.example", "zakaz@gavan.example"),
        digits=words("447700900118", "79000000118"), country=words("GB", "RU"),
        firm=words("Rook Lane Print", "Типография «Грач»"),
        title=words("Menus A4, 60 pcs", "Меню А4, 60 шт."), amount=row.amount,
        currency=row.currency, heat="hot", goods_due=_at(20, "16:00"),
        stage=words("Brief & calculation", "Бриф и расчёт"),
        stage_since=_at(14, "10:00"), talks=3, entries=23,
        next_stage=Step(UUID(int=70), words("Contract & invoice", "Договор и счёт"), "contract"),
        contacts=_contacts(),
        past=Past(
            orders=7, total=1820 * rate, currency=row.currency, since=_at(14, "10:00", 8, 2025),
            last_at=_at(12, "10:00", 6), last_title=words("stickers", "наклейки"),
            last_amount=146 * rate, best_hour=11, pays_after=0, pays_by="card",
        ),
        plan=replace(
            shipped_plan(i18n.language(), "returning"), say=tuple(words(*one) for one in _SAY)
        ),
        says=ClientSegment.RETURNING,
        calendar=WorkingCalendar(ZONE),
    )  # fmt: skip


def lead_ticket() -> Ticket:
    """The same time, but a lead from the website: its script is answered while one talks."""
    card = lead_card()
    return replace(
        ticket(), card_kind="lead", client=card.shown, contact=card.client.contact, title=card.title, amount=0,
        post=card.people[0].post, email="", digits=card.client.phones[0], country=card.country, goods_due=None,
        stage=card.stage.name if card.stage else "", past=Past(), next_stage=None, script=card.script,
    )  # fmt: skip


def _contacts() -> tuple[Contacted, ...]:
    return (
        Contacted(
            _at(14, "15:20"), MAYA,
            words(
                "No answer. Sent the calculation to WhatsApp.",
                "Нет ответа. Отправила расчёт в WhatsApp.",
            ),
            "call", "no_answer", "out",
        ),
        Contacted(
            _at(13, "12:00"), MAYA,
            words("Quote Q-2041: 60 menus, 2 variants", "КП-2041: 60 меню, 2 варианта"), "comment",
        ),
        Contacted(
            _at(13, "10:05"), None,
            words("“We need menus by the 21st, matt please”", "«Меню нужны к 21-му, матовые»"),
            "whatsapp", "", "in",
        ),
    )  # fmt: skip


def _page(day: Callable[[], Queue], front: Callable[[], Ticket]) -> NavigatorPage:
    desk = clients.context(
        navigator_queue=day,
        navigator_ticket=front,
        norms_of_the_day=lambda: replace(control.team(), people=control.team().people[:1]),
        plan_of_the_month=month.month,
        working_calendar=lambda: WorkingCalendar(ZONE),
        last_step=lambda: Label("Worked off a touch"),
    )
    who = desk.person
    head = Person(who.id, who.name, who.rights | {"hand_cards_over"})
    return NavigatorPage(replace(desk, person=head, clock=CallClock()))


def in_window(day: Callable[[], Queue] = queue, front: Callable[[], Ticket] = ticket) -> MainWindow:
    """The window with the Navigator in front."""
    return frame.in_window("today", lambda: _page(day, front))


def _page_of(widget: QWidget) -> NavigatorPage:
    page = widget.findChild(NavigatorPage)
    assert page is not None
    return page


def _answered(widget: QWidget) -> None:
    """In the middle of the work: on the line, the result chosen, the comment written, tomorrow proposed."""
    page = _page_of(widget)
    _leave_late_ones(page)
    stub = page.stub
    stub.call.start()
    assert isinstance(stub.clock, CallClock)
    stub.clock.passed = 134.0
    stub.call.retranslate()
    stub.press(Outcome.QUOTE_SENT)
    stub.comment.set_text(
        words(
            "Wants matt + rounded corners, £302 is fine. Owner signs tonight, send contract now "
            "and call tomorrow before lunch.",
            "Берёт мат + скругление, 15 200 ₽ устраивает. Директор подпишет вечером: договор "
            "сейчас, звонок завтра до обеда.",
        )
    )
    stub.days.take_key("N")
    stub.days.when.type_in(words("fri 11:30", "пт 11:30"))
    stub.days.goal.setText(words("Is the contract signed?", "Подписан ли договор?"))
    stub.follow_ups.mover.setChecked(True)
    stub.follow_ups.wizard.setChecked(True)
    stub.comment.setFocus()


def _leave_late_ones(page: NavigatorPage) -> None:
    """What is overdue was passed over this morning."""
    here = page.front.row
    assert here is not None
    for row in page.front.queue.rows[: _MENUS - 1]:
        page.front.ticket = replace(ticket(), id=row.id)
        page.front.turn_to(here)


def _no_answer(widget: QWidget) -> None:
    _page_of(widget).stub.press(Outcome.NO_ANSWER)


def _new_touch(widget: QWidget) -> None:
    _page_of(widget).new.click()


def _missing(widget: QWidget) -> None:
    stub = _page_of(widget).stub
    stub.submit()
    stub.press(Outcome.AGREED)
    stub.submit()


def _for_head() -> Queue:
    passed = (
        Passed(words("Ivo Marek", "Марк Ким"), 3),
        Passed(words("Maya Lindqvist", "Лада Соколова"), 1),
    )
    return replace(queue(), rows=_rows(_ROWS.strip() + _UNTIMED), passed=passed)


def _waited() -> Ticket:
    return replace(
        ticket(), agreed=True, postponed=3, passes=2, note="",
        postpone_reason=words("They are at a fair", "Они на выставке"),
    )  # fmt: skip


scenes.add("navigator", in_window, prepare=_answered)
scenes.add("navigator-fresh", in_window)
scenes.add("navigator-no-answer", in_window, prepare=_no_answer)
scenes.add("navigator-missing", in_window, prepare=_missing)
scenes.add("navigator-new-touch", in_window, prepare=_new_touch)
scenes.add("navigator-new-touch-small", in_window, size=(1024, 600), prepare=_new_touch)
scenes.add("navigator-lead", lambda: in_window(queue, lead_ticket))
scenes.add("navigator-lead-narrow", lambda: in_window(queue, lead_ticket), size=(1093, 614))
scenes.add("navigator-head", lambda: in_window(_for_head, _waited))
scenes.add("navigator-done", lambda: in_window(lambda: replace(queue(), rows=(), left=0, done=28)))
scenes.add("navigator-narrow", in_window, size=(1093, 614), prepare=_answered)
scenes.add("navigator-smallest", in_window, size=(640, 360), prepare=_answered)
