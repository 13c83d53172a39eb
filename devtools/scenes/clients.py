# SPDX-License-Identifier: Apache-2.0
"""The list of clients, one client's page and a list taken in, as on the reference day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.clients import (
    ClientDeal,
    ClientDocument,
    ClientEvent,
    ClientFilter,
    ClientList,
    ClientPage,
    ClientPayment,
    ClientRow,
    ClientTotals,
    Happened,
    PersonRow,
    PhoneRow,
)
from desktop.values.rows.duplicates import COMPANY, DuplicateFound, Reason
from desktop.views.context import Context
from desktop.views.page import Page
from devtools import scenes, scratch
from devtools.scenes import frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=ZONE)

_PEOPLE = (
    "Tom Ferris|Тим Ферр",
    "Maya Lindqvist|Лада Соколова",
    "Ivo Marek|Марк Ким",
    "Dina Okafor|Нина Белова",
)

# name, Russian name, phone, person, orders, total in whole units, to pay, last order (month day),
# touch (day time, "" for none), kind of the touch, holder
_ROWS = """
Hollis Estate Agents|АН «Холмы»|442079460221|J. Hollis|14|6210|0|8 24|15 14:30|call|0
Oak & Lime Bakery|Пекарня «Липа»|447700900342|Priya Hartwell|10|3940|365|10 15|15 13:00|call|1
Harbour Café|Кофейня «Гавань»|447700900118|Ines Prado|7|1820|0|6 12|15 11:40|call|1
Fernhill School|Школа «Ступени»|442079460307|Joan Fern|19|11460|1960|10 8|16 10:00|call|0
Ashdown Vets|Ветклиника «Лапа»|447700900561|A. Down|6|870|148|7 18|||2
Tern Street Gym|Фитнес «Тернист»|442079460412|Kit Tern|2|2940|0|9 2|20 12:00|meet|0
Rowan Catering|Кейтеринг «Рябина»|447700900733|R. Owen|4|8120|2940|10 6|14 10:00|call|1
Cobalt Records|Лейбл «Кобальт»|447700900204|Bo Cole|8|5300|0|10 9|15 15:00|approve|2
Pelham & Rook|Юрбюро «Пеликан»|442079460156|P. Elham|9|2750|0|3 3|16 09:00|call|0
Kestrel Cycles|Вело «Пустельга»|447700900845|Kes Trel|2|2480|1870|10 1|15 16:00|write|2
Quayside Yoga|Йога «Причал»|447700900677||1|210|0|10 13|16 11:00|call|3
Marlow Events|Агентство «Маяк»|447700900912|Mar Low|11|7030|534|8 28|15 12:15|call|1
Castell Motors|Автосалон «Кастел»|442079460518|C. Astell|5|3660|0|2 14|19 12:00|write|3
Maple Lane Dairy|Молочная «Клён»|447700900390|Lane May|12|2210|200|10 11|17 09:00|call|3
Bluebell Florist|Цветы «Пион»|447700900128||1|74|0|9 30|15 14:00|prepare|1
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

    def __init__(self, answers: dict[str, Callable[[], Any]]) -> None:
        self._answers = answers
        self.clock = StandingClock()

    def fetch(
        self, kind: str, _query: Any, *, then: Callable[[Any], None], failed: Any = None
    ) -> None:
        # Some questions bear the name of who asks.
        what = kind.partition(" for ")[0]
        if what in self._answers:
            then(self._answers[what]())

    def flow(
        self, work: Any, *, then: Callable[[Any], None], failed: Any = None, ended: Any = None
    ) -> None:
        what = work.__name__.strip("_").replace("_", " ")
        if what in self._answers:
            then(self._answers[what]())

    def run(self, _command: Any, **_choices: Any) -> None:
        """Nothing is written in a picture."""


def context(**answers: Callable[[], Any]) -> Context:
    """The desk of the picture."""
    answering = {name.replace("_", " "): answer for name, answer in answers.items()}
    rights = frozenset({"sell", "take_orders", "take_money", "issue_invoices", "import", "export"})
    person = frame.person()
    return Context(
        tasks=cast("Any", Answers(answering)),
        hub=ChangeHub(),
        settings=Settings(scratch.folder() / "settings.json"),
        person=type(person)(person.id, person.name, rights),
        clock=StandingClock(),
        go=lambda _kind, _id: None,
        tell=lambda _text: None,
    )


def factor() -> int:
    """Minor units of a whole pound, or of what it costs in roubles."""
    return 5000 if i18n.language() == "ru" else 100


def moment(month: int, day: int, time: str = "12:00") -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


_RU_PEOPLE = (
    "Д. Холмов|Прия Хартуэлл|Инга Прудова|Анна Лист|А. Лапина|Кира Терн|Р. Рябов|Борис Коль|П. Пеликанов|"
    "К. Пустельгин||Марк Лаунов|К. Астелин|Майя Лейн|"
).split("|")


def _row(number: int, line: str) -> ClientRow:
    english, russian, digits, person, orders, total, owed, last, touch, kind, holder = line.split(
        "|"
    )
    month, day = map(int, last.split())
    when = touch.split()
    return ClientRow(
        id=UUID(int=300 + number),
        is_company=bool(person),
        name=words(english, russian),
        stamp="",
        person=words(person, _RU_PEOPLE[number]),
        digits=words(digits, f"790000{digits[-5:]}"),
        orders=int(orders),
        total=int(total) * factor(),
        open_deals=1 + number % 2,
        owed=int(owed) * factor(),
        last_order_at=moment(month, day),
        touch_at=moment(10, int(when[0]), when[1]) if when else None,
        touch_kind=kind,
        holder_id=UUID(int=6 + int(holder)),
        holder=_holder(int(holder)),
    )


def _holder(number: int) -> str:
    return words(*_PEOPLE[number].split("|"))


def reference_list() -> ClientList:
    """The clients of screen 11."""
    counts = dict(zip(ClientFilter, (420, 268, 152, 87, 23, 333), strict=True))
    return ClientList(
        rows=tuple(_row(n, line) for n, line in enumerate(_ROWS.strip().splitlines())),
        found=420,
        counts=counts,
        currency=words("GBP", "RUB"),
        country=words("GB", "RU"),
    )


def _deal(number: int, line: str, english: str, russian: str) -> ClientDeal:
    """A deal by a line (stage and its Russian name, kind, amount, paid, month, day) and its title in both languages."""
    stage, stage_ru, kind, amount, paid, month, day = line.split("|")
    is_open = kind == "open"
    return ClientDeal(
        id=UUID(int=500 + number),
        number=f"K7-{2041 - number}",
        title=words(english, russian),
        stage=words(stage, stage_ru),
        stage_kind=kind,
        amount=int(amount) * factor(),
        paid=int(paid) * factor(),
        currency=words("GBP", "RUB"),
        created_at=moment(int(month), int(day)),
        touch_at=moment(10, 15, "13:00") if is_open else None,
        touch_kind="write",
        holder_id=UUID(int=7),
        holder=_holder(1),
    )


def reference_page() -> ClientPage:
    """The bakery of screen 05, as a client."""
    deals = (
        _deal(0, "Contract & invoice|Договор и счёт|open|365|0|10|14", "Sticker labels Ø 60, 5,000 pcs",
              "Наклейки Ø 60, 5 000 шт."),
        _deal(1, "Won|Успех|won|113|113|8|3", "Business cards 500, 4+4", "Визитки 500, 4+4"),
        _deal(2, "Won|Успех|won|240|200|6|12", "Menu inserts A5, 200", "Вкладыши в меню А5, 200"),
        _deal(3, "Refused|Отказ|lost|89|0|4|2", "Roll-up banner", "Ролл-ап"),
    )  # fmt: skip
    labels, cards, menus = (deal.title for deal in deals[:3])
    maya = (UUID(int=7), _holder(1))
    events = (
        ClientEvent(UUID(int=1), Happened.MOVE, moment(10, 15, "11:26"), deals[0].id, labels,
                    what=words("Contract & invoice", "Договор и счёт"), by_id=maya[0], by=maya[1]),
        ClientEvent(UUID(int=2), Happened.CALL, moment(10, 15, "11:21"), deals[0].id, labels, what="call",
                    text=words("Agreed on white vinyl with layout, before Monday noon.",
                               "Договорились: белый винил с макетом, до полудня понедельника."),
                    outcome="agreed", by_id=maya[0], by=maya[1]),
        ClientEvent(UUID(int=3), Happened.LETTER, moment(10, 14, "12:30"), deals[0].id, labels,
                    what=words("Your stickers: two options", "Ваши наклейки: два варианта"),
                    text="orders@oakandlime.example", outcome="sent", by_id=maya[0], by=maya[1]),
        ClientEvent(UUID(int=4), Happened.PAYMENT, moment(8, 5, "10:02"), deals[1].id, cards, what="transfer",
                    amount=113 * factor(), currency=words("GBP", "RUB"), by_id=maya[0], by=maya[1]),
    )  # fmt: skip
    requisites = Requisites(
        legal_name=words("Oak & Lime Bakery Ltd", "ООО «Липа»"),
        company_number=words("00000342", ""),
        vat_id=words("GB000000342", ""),
        inn=words("", "0017483204"),
        kpp=words("", "001701001"),
        ogrn=words("", "1260000003427"),
        address=words("14 Mill Row, Eastham", "г. Истхем, ул. Мельничная, 14"),
        signatory_name=words("Priya Hartwell", "Хартуэлл Прия"),
        signatory_post=words("Director", ""),
        email="orders@oakandlime.example",
    )
    return ClientPage(
        id=UUID(int=301),
        is_company=True,
        name=words("Oak & Lime Bakery", "Пекарня «Липа»"),
        stamp="",
        email="orders@oakandlime.example",
        source=words("Recommended by a client", "Порекомендовал клиент"),
        comment="",
        discount_percent=5,
        tax_id=requisites.tax_id,
        requisites=requisites,
        phones=(PhoneRow(UUID(int=401), words("442079460342", "74950000342"), "", ""),),
        people=(
            PersonRow(UUID(int=402), words("Priya Hartwell", "Прия Хартуэлл"), "", words("Owner", "Владелица"),
                      "priya@oakandlime.example",
                      (PhoneRow(UUID(int=403), words("447700900342", "79000000342"), "", ""),)),
            PersonRow(UUID(int=404), words("Tom Bates", "Фома Батов"), "", words("Baker", "Пекарь"), "",
                      (PhoneRow(UUID(int=405), words("447700900343", "79000000343"), "", ""),)),
        ),
        deals=deals,
        documents=(
            ClientDocument(UUID(int=601), deals[0].id, words("Contract 215/26", "Договор 215/26"), "contract_firm",
                           moment(10, 15, "11:30"), labels, 1),
            ClientDocument(UUID(int=602), deals[1].id, words("Invoice 188/26", "Счёт 188/26"), "invoice",
                           moment(8, 3, "16:10"), cards, 2),
        ),
        payments=(
            ClientPayment(UUID(int=701), deals[1].id, cards, 113 * factor(), words("GBP", "RUB"), "transfer",
                          moment(8, 5, "10:02"), True),
            ClientPayment(UUID(int=702), deals[2].id, menus, 200 * factor(), words("GBP", "RUB"), "card",
                          moment(6, 12, "12:40"), True),
        ),
        events=events,
        totals=ClientTotals(3, 718 * factor(), 313 * factor(), 405 * factor(), 1),
        currency=words("GBP", "RUB"),
        country=words("GB", "RU"),
    )  # fmt: skip


def page_in_window(
    kind: str,
    make: Callable[[Context], Page],
    *,
    under: str = "clients",
    **answers: Callable[[], Any],
) -> Any:
    from desktop.views.navigation import PageSpec

    shared = context(**answers)
    own = PageSpec(kind, "Clients", "users-three", lambda: make(shared), under=under)
    others = [spec for spec in frame.page_specs() if spec.kind != kind]
    if kind == "clients":
        others = frame.page_specs({"clients": lambda: make(shared)})
        return frame.in_window("clients", specs=others)
    return frame.in_window(kind, specs=[*others, own])


def the_list() -> Any:
    """The list in the window, with the panel beside it."""
    from desktop.views.clients.page import ClientsPage

    return page_in_window(
        "clients", ClientsPage, clients=reference_list, client_beside_the_list=beside
    )


def beside() -> ClientPage:
    """What the panel knows of the first client."""
    page = reference_page()
    return type(page)(
        **{**{name: getattr(page, name) for name in page.__slots__}, "id": UUID(int=300)}
    )


scenes.add("clients", the_list)
scenes.add("clients-narrow", the_list, size=(1093, 614))


def _card() -> Any:
    from desktop.views.clients.client_card import ClientCard

    made: list[Page] = []

    def make(shared: Context) -> Page:
        made.append(ClientCard(shared))
        return made[0]

    window = page_in_window("company", make, client=reference_page)
    made[0].open(UUID(int=301))
    return window


def _card_history(window: Any) -> None:
    from desktop.views.clients.client_card import ClientCard

    window.findChild(ClientCard).tables.choose("history")


def _erase(window: Any) -> None:
    from desktop.views.clients.client_card import ClientCard

    window.findChild(ClientCard).data.erase()


scenes.add("client-card", _card)
scenes.add("client-erase", _card, prepare=_erase)
scenes.add("client-erase-small", _card, size=(1024, 600), prepare=_erase)
scenes.add("client-card-history", _card, prepare=_card_history)
scenes.add("client-card-narrow", _card, size=(1093, 614))


def _new_client() -> Any:
    return the_list()


def _open_new(window: Any) -> None:
    from desktop.views.clients.page import ClientsPage

    window.findChild(ClientsPage).new_client()


scenes.add("client-new", _new_client, prepare=_open_new)


def _open_back(window: Any) -> None:
    from desktop.views.kept_fields import KeptDialog

    _open_new(window)
    window.findChild(KeptDialog).restore(
        {"company": words("Oak & Lime Bakery", "Пекарня «Липа»"), "phone": "07700 900 342"}
    )


scenes.add("client-new-back", _new_client, prepare=_open_back)


def _open_alike(window: Any) -> None:
    from desktop.views.clients.new_client import NewClientDialog

    _open_new(window)
    like = DuplicateFound(
        COMPANY, UUID(int=301), words("Oak & Lime Bakery", "Пекарня «Липа»"), 96,
        (Reason.PHONE, Reason.SIMILAR), same="447700900342",
    )  # fmt: skip
    window.findChild(NewClientDialog).similar.show_found((like,))


scenes.add("client-new-alike", _new_client, prepare=_open_alike)
