# SPDX-License-Identifier: Apache-2.0
"""The accountant's list, a payment taken from a card, and the letters that wait, as on the reference day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.rows.outbox import LetterRow, Outbox
from desktop.values.rows.payments import (
    DealMoney,
    ExpectedRow,
    PaymentDesk,
    ReceivedRow,
    ShiftRow,
    TransferRow,
)
from desktop.views.context import Context
from desktop.views.money_dialog import RecordPaymentDialog
from desktop.views.outbox_dialog import OutboxDialog
from desktop.views.payments.page import PaymentsPage
from desktop.views.payments.received_list import ReceivedList
from devtools import scenes, scratch
from devtools.scenes import frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=ZONE)
_RATE = 50

# number, client, title, asked for in whole pounds, paid, day of October it was made, day to pay
_EXPECTED = """
I-0861|Rowan Catering|Рябина|Delivery boxes|Коробки для доставки|2940|0|13
I-0855|Kestrel Cycles|Пустельга|Catalogue 48 pp|Каталог 48 полос|1870|0|14
I-0864|Orchard House Inn|Отель «Сад»|Card sleeves|Конверты для ключей|270|0|15
I-0866|Hollis Estate Agents|АН «Холмы»|Sale boards|Таблички на продажу|860|400|16
I-0867|Maple Lane Dairy|Молочная «Клён»|Neck tags|Бирки на горлышко|200|0|19
I-0870|Quayside Yoga|Йога «Причал»|Passes|Абонементы|210|0|20
I-0871|Castell Motors|Автосалон «Кастел»|Price boards|Ценники|756|0|21
"""


@dataclass
class StandingClock:
    """A clock that shows the reference moment."""

    zone: dt.tzinfo = ZONE

    def now(self) -> dt.datetime:
        return NOW.astimezone(dt.UTC)

    def monotonic(self) -> float:
        return 0.0


class Answers:
    """Tasks that answer at once with what the picture shows."""

    clock = StandingClock()

    def fetch(
        self, kind: str, _query: Any, *, then: Callable[[Any], None], failed: Any = None
    ) -> None:
        answers: dict[str, Callable[[], Any]] = {
            "payments": reference_desk,
            "received": reference_received,
            "outbox": reference_outbox,
            "money": reference_money,
        }
        then(answers[kind.split(maxsplit=1)[0]]())

    def run(self, _command: Any, **_choices: Any) -> None:
        """Nothing is written in a picture."""


def _currency() -> str:
    return words("GBP", "RUB")


def _sum(pounds: float) -> int:
    """So many pounds, or about what they are in roubles, in minor units."""
    return round(pounds * 100 * (_RATE if i18n.language() == "ru" else 1))


def _at(day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def reference_desk() -> PaymentDesk:
    """What waits for the accountant on the reference day."""
    is_russian = i18n.language() == "ru"
    expected = []
    for place, line in enumerate(_EXPECTED.strip().splitlines()):
        number, client, client_ru, title, title_ru, amount, paid, until = line.split("|")
        expected.append(
            ExpectedRow(
                UUID(int=100 + place),
                UUID(int=200 + place),
                number,
                client_ru if is_russian else client,
                title_ru if is_russian else title,
                _sum(float(amount)),
                _sum(float(paid)),
                _currency(),
                dt.date(2026, 10, int(until)),
            )
        )
    transfer = TransferRow(
        UUID(int=300),
        UUID(int=120),
        words("Gale Surf Hire", "Прокат «Шторм»"),
        words("Vinyl decals", "Виниловые наклейки"),
        _sum(380),
        _currency(),
        dt.date(2026, 10, 14),
        words("Maya Lindqvist", "Лада Соколова"),
        "I-0860",
        dt.date(2026, 10, 16),
    )
    shift = ShiftRow(
        UUID(int=400), "A", _at(14, 20, 2), _sum(412.5), -_sum(2), _currency(), ""
    )  # fmt: skip
    return PaymentDesk(tuple(expected), (transfer,), (shift,))


def reference_received() -> tuple[ReceivedRow, ...]:
    """What came in the days before."""
    one = ReceivedRow(
        payment_id=UUID(int=500),
        deal_id=UUID(int=130),
        client=words("Stonebridge Theatre", "Театр «Каменный мост»"),
        title=words("Programmes", "Программки"),
        amount=_sum(1240),
        currency=_currency(),
        method="transfer",
        at=_at(14, 16, 5),
        paid_on=dt.date(2026, 10, 14),
        by="",
        counts=True,
        reason="",
    )
    return (
        one,
        replace(
            one,
            payment_id=UUID(int=501),
            client=words("Bluebell Florist", "Цветы «Пион»"),
            title=words("Gift cards", "Подарочные карты"),
            amount=_sum(74),
            method="cash",
            paid_on=None,
        ),
        replace(
            one,
            payment_id=UUID(int=502),
            client=words("Willow Spa", "СПА «Ива»"),
            title=words("Gift vouchers", "Сертификаты"),
            amount=_sum(227.5),
            at=_at(13, 12, 0),
            paid_on=dt.date(2026, 10, 13),
            counts=False,
        ),
        replace(
            one,
            payment_id=UUID(int=503),
            client=words("Fernhill School", "Школа «Ступени»"),
            title=words("Exam envelopes", "Конверты для экзаменов"),
            amount=_sum(320),
            at=_at(12, 12, 0),
            paid_on=dt.date(2026, 10, 12),
            counts=False,
            reason=words("Another client's money", "Деньги другого клиента"),
        ),
    )


def reference_money() -> DealMoney:
    """The deal of screen 05."""
    return DealMoney(
        deal_id=UUID(int=111),
        title=words("Stickers Ø 60", "Наклейки Ø 60"),
        client=words("Oak & Lime Bakery", "Пекарня «Липа»"),
        currency=_currency(),
        amount=_sum(365),
        paid=0,
        waiting=0,
        invoice_id=UUID(int=9),
        invoice_number="I-0872",
        has_shift=True,
    )


def reference_outbox() -> Outbox:
    """One letter of each sort."""
    one = LetterRow(
        id=UUID(int=600),
        stamp="",
        card_id=UUID(int=111),
        deal=words("Stickers Ø 60", "Наклейки Ø 60"),
        client=words("Oak & Lime Bakery", "Пекарня «Липа»"),
        recipient="orders@oakandlime.example",
        subject=words("Contract 118/26 and invoice I-0872", "Договор № 118/26 и счёт № I-0872"),
        body="",
        state="waiting",
        error="",
        created_at=NOW,
        send_after=NOW + dt.timedelta(seconds=8),
        sent_at=None,
        attempts=0,
        files=(),
    )
    failed = replace(
        one,
        id=UUID(int=601),
        client=words("Kestrel Cycles", "Пустельга"),
        deal=words("Catalogue 48 pp", "Каталог 48 полос"),
        recipient="shop@kestrel.example",
        state="failed",
        error=words(
            "The server knows no shop@kestrel.example. Put the address right and send again.",
            "Сервер не знает адреса shop@kestrel.example. Исправьте адрес и отправьте снова.",
        ),
    )
    unsure = replace(
        one,
        id=UUID(int=602),
        client=words("Castell Motors", "Автосалон «Кастел»"),
        deal=words("Price boards", "Ценники"),
        recipient="castell@castell.example",
        state="unsure",
        error=words(
            "The connection broke while the letter was leaving. Look among the sent letters.",
            "Связь оборвалась, когда письмо уходило. Посмотрите среди отправленных писем.",
        ),
    )
    sent = replace(
        one,
        id=UUID(int=603),
        client=words("Quayside Yoga", "Йога «Причал»"),
        deal=words("Passes", "Абонементы"),
        recipient="hello@quayside.example",
        state="sent",
        sent_at=_at(15, 10, 12),
    )
    return Outbox((failed, unsure), (one,), (sent,))


def _context(rights: frozenset[str] = frame.RIGHTS) -> Context:
    return Context(
        tasks=cast(Any, Answers()),
        hub=ChangeHub(),
        settings=Settings(scratch.folder() / "settings.json"),
        person=replace(frame.person(), rights=rights),
        clock=StandingClock(),
        go=lambda _kind, _id: None,
        tell=lambda _text: None,
    )


def _payments() -> QWidget:
    return frame.in_window("payments", lambda: PaymentsPage(_context()))


def _ticked(window: QWidget) -> None:
    page = window.findChild(PaymentsPage)
    assert page is not None
    page.refresh()
    for row in (1, 2, 3):
        page.tick(page.model.index(row, 0))
    page.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _reversing(window: QWidget) -> None:
    dialog = ReceivedList(window, _context())
    dialog.open()
    dialog.reason.setText(words("Another client's money", "Деньги другого клиента"))


def _money(method: str, rights: frozenset[str] = frame.RIGHTS) -> Callable[[QWidget], None]:
    def prepare(window: QWidget) -> None:
        dialog = RecordPaymentDialog(window, _context(rights), UUID(int=111))
        dialog.open()
        dialog.method.choose(method)
        dialog.method.chosen.emit(method)
        if method == "cash":
            dialog.given.setText(words("400", "20000"))
            dialog.given.commit()

    return prepare


def _waiting(window: QWidget) -> None:
    dialog = OutboxDialog(window, _context())
    dialog.open()


def _deals() -> QWidget:
    return frame.in_window("deals")


_SELLER = frozenset({"sell"})

scenes.add("payments", _payments, prepare=_ticked)
scenes.add("payments-received", _payments, prepare=_reversing)
scenes.add("payment-transfer", _deals, prepare=_money("transfer"))
scenes.add("payment-transfer-seller", _deals, prepare=_money("transfer", _SELLER))
scenes.add("payment-cash", _deals, prepare=_money("cash"))
scenes.add("outbox", _deals, prepare=_waiting)
for _name, _size in (("narrow", (1093, 614)), ("smallest", (640, 360))):
    scenes.add(f"payments-{_name}", _payments, size=_size, prepare=_ticked)
    scenes.add(f"payments-received-{_name}", _payments, size=_size, prepare=_reversing)
    scenes.add(f"payment-cash-{_name}", _deals, size=_size, prepare=_money("cash"))
    scenes.add(f"outbox-{_name}", _deals, size=_size, prepare=_waiting)
