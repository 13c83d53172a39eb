# SPDX-License-Identifier: Apache-2.0
"""The board of the reference day, card by card, in English and in Russian."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from desktop import i18n
from desktop.values.rows.board import Board, CardRow, HolderRow, PipelineRow, StageRow

NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=ZoneInfo("Europe/London"))
"""Thursday morning, before the first call of the day."""

_LIMIT = 10 * 24 * 60
"""Minutes on a stage; no card of the pictures stands too long."""
_STAGES = (
    ("Brief & calculation", "Бриф и расчёт", "", 0,
     "Quantity, size, stock and due date are known. Calculate in 30 min.",
     "Известны тираж, бумага, срок. Расчёт — за 30 минут."),
    ("Quote sent", "КП отправлено", "quote", 1,
     "Call within one working day. Agree price and date, not “think it over”.",
     "Звонок в течение дня. Итог — дата и сумма, а не «подумаю»."),
    ("Contract & invoice", "Договор и счёт", "contract", 2,
     "Send both in one e-mail, then call to check that they arrived.",
     "Отправить одним письмом и позвонить: «Дошло?»"),
    ("Awaiting payment", "Ждём оплату", "awaiting_payment", 3,
     "Bank import at 10:00 and 16:00. Remind on day 3, call on day 5.",
     "Банк в 10:00 и 16:00. Напомнить на 3-й день."),
    ("Proof & production", "Макет и печать", "in_work", 4,
     "No print without a signed proof. Ready? Message within an hour.",
     "Без подписи не печатаем. Готово — сразу пишем."),
)  # fmt: skip

# Each line: stage, client, product, sum in whole units, due day (of October unless a month is named),
# heat, then kind, goal and moment of the touch, channel and holder.
_EN = """
0|Harbour Café|Menus A4, laminated, 60 pcs|284|20|hot|call|Call|15 11:40|whatsapp|0
0|Fernhill School|Prospectus 24 pp, 400 pcs|1960|30|warm|call|Call|16|email|1
0|Little Wren Toys|Gift boxes, kraft, 250 pcs|610|26||prepare|Calculate|14|website|2
0|Bluebell Florist|Care cards 85×55, 1,000 pcs|96|16|warm|prepare|Calculate|15 14:00|telegram|0
0|Ashdown Vets|Appointment cards 2,000 pcs|148|21|||||phone|3
0|Pinewood Camping|Trail maps, folded A3, 800 pcs|690|30||call|Call|20|email|2
1|Northgate Dental|Business cards 500 pcs 4+4|118|19|hot|call|Call|13|phone|0
1|Marlow Events|Roll-up banner 85×200, 6 pcs|534|16|hot|call|Call|15 12:15|whatsapp|0
1|Pelham & Rook|Letterheads 120 gsm, 2,000|412|22|warm|call|Call|16|email|1
1|Castell Motors|Price boards A1, 14 pcs|756|28|warm|write|E-mail|19|phone|2
1|Tern Street Gym|Posters A2, 150 pcs + install|4420|3 11|warm|meet|Visit|20|website|1
2|Oak & Lime Bakery|Sticker labels Ø 60, 5,000 pcs|365|19|hot|write|Send|15|telegram|0
2|Quayside Yoga|Numbered passes, 400 pcs|210|22|warm|call|Call|16|whatsapp|2
2|Brightside Nursery|Wall calendars A3, 300 pcs|2520|2 11|warm|call|Call|19|email|1
3|Rowan Catering|Delivery boxes, 1,500 pcs|2940|28|hot|inform|Remind|14|phone|0
3|Kestrel Cycles|Catalogue 48 pp, 250 pcs|1870|23|warm|inform|Check bank|15 16:00|email|3
3|Hollis Estate Agents|“For sale” boards, 40 pcs|860|20|warm|call|Call|19|phone|1
3|Maple Lane Dairy|Bottle neck tags, 4,000 pcs|200|22||inform|Remind|17|whatsapp|2
4|Cobalt Records|Sleeve inserts 7″, 1,000 pcs|690|15 15:00|hot|approve|Proof answer|15|email|3
4|Stonebridge Theatre|Programmes 16 pp, 600 pcs|1240|16|warm|hand_over|Ready|15 17:00|email|1
4|Willow Spa|Gift vouchers, foil, 300 pcs|455|19|warm|hand_over|Hand over|19|whatsapp|0
4|Fernhill School|Exam envelopes C4, 1,200|320|19||approve|Proof|16|email|1
4|Gale Surf Hire|Vinyl decals, 80 pcs|380|20||hand_over|Hand over|20|website|2
4|Orchard House Inn|Key-card sleeves, 1,000 pcs|270|21||approve|Proof|19|email|3
"""

_RU = """
0|Кофейня «Гавань»|Меню А4, ламинат, 60 шт.|14280|20|hot|call|Звонок|15 11:40|whatsapp|0
0|Школа «Ступени»|Буклет 24 полосы, 400 шт.|38600|30|warm|call|Звонок|16|email|1
0|Игрушки «Топтыжка»|Коробки крафт, 250 шт.|21700|26||prepare|Расчёт|14|website|2
0|Цветы «Пион»|Карточки ухода 1 000 шт.|4120|16|warm|prepare|Расчёт|15 14:00|telegram|0
0|Ветклиника «Лапа»|Визитки 2 000 шт. 4+0|7500|21|||||phone|3
0|Турбаза «Сосны»|Карты маршрутов А3, 800 шт.|34800|30||call|Звонок|20|email|2
1|Стоматология «Дента+»|Визитки 500 шт. 4+4|5900|19|hot|call|Звонок|13|phone|0
1|Агентство «Маяк»|Ролл-ап 85×200, 6 шт.|26700|16|hot|call|Звонок|15 12:15|whatsapp|0
1|Юрбюро «Пеликан»|Бланки, 120 г/м², 2 000 шт.|18400|22|warm|call|Звонок|16|email|1
1|Автосалон «Кастел»|Таблички А1, 14 шт.|37800|28|warm|write|Письмо|19|phone|2
1|Фитнес «Тернист»|Постеры А2 с монтажом, 150|126100|3 11|warm|meet|Встреча|20|website|1
2|Пекарня «Липа»|Наклейки Ø 60, 5 000 шт.|18200|19|hot|write|Отправить|15|telegram|0
2|Йога «Причал»|Абонементы 400 шт., нумер.|10500|22|warm|call|Звонок|16|whatsapp|2
2|Детсад «Лучик»|Календари А3, 300 шт.|124000|2 11|warm|call|Звонок|19|email|1
3|Кейтеринг «Рябина»|Короба, 1 500 шт.|147000|28|hot|inform|Напомнить|14|phone|0
3|Вело «Пустельга»|Каталог 48 полос, 250 шт.|93500|23|warm|inform|Банк|15 16:00|email|3
3|АН «Холмы»|Щиты «Продаётся», 40 шт.|43000|20|warm|call|Звонок|19|phone|1
3|Молочная «Клён»|Бирки, 4 000 шт.|10000|22||inform|Напомнить|17|whatsapp|2
4|Лейбл «Кобальт»|Вкладыши 7″, 1 000 шт.|34500|15 15:00|hot|approve|Ответ по макету|15|email|3
4|Театр «Мост»|Программы 16 полос, 600 шт.|62000|16|warm|hand_over|Готово|15 17:00|email|1
4|Спа «Ивушка»|Сертификаты, фольга, 300 шт.|22700|19|warm|hand_over|Выдача|19|whatsapp|0
4|Школа «Ступени»|Конверты С4, 1 200 шт.|16000|19||approve|Макет|16|email|1
4|Прокат «Бриз»|Наклейки, винил, 80 шт.|19000|20||hand_over|Выдача|20|website|2
4|Отель «Сад»|Конверты для ключей, 1 000|13500|21||approve|Макет|19|email|3
"""


def reference_board() -> Board:
    """The board of screens 01 and 02, in the language of the picture."""
    pipelines = tuple(
        PipelineRow(UUID(int=20 + n), name)
        for n, name in enumerate(
            _words("Commercial print|Wide format|Merch & gifts", "Полиграфия|Широкий формат|Сувениры").split("|")
        )
    )  # fmt: skip
    people = _words(
        "Maya Lindqvist|Tom Ferris|Dina Okafor|Ivo Marek",
        "Лада Соколова|Елена Титова|Нина Белова|Марк Ким",
    )
    return Board(
        pipeline=pipelines[0],
        pipelines=pipelines,
        stages=_stages(),
        cards=[_card(n, line) for n, line in enumerate(_words(_EN, _RU).strip().splitlines())],
        holders=tuple(HolderRow(UUID(int=6 + n), name) for n, name in enumerate(people.split("|"))),
        currency=_words("GBP", "RUB"),
    )


def _stages() -> tuple[StageRow, ...]:
    is_russian = i18n.language() == "ru"
    stages = [
        StageRow(
            UUID(int=40 + n), russian if is_russian else english, "", "open", purpose, colour,
            hint_ru if is_russian else hint_en, _LIMIT,
        )
        for n, (english, russian, purpose, colour, hint_en, hint_ru) in enumerate(_STAGES)
    ]  # fmt: skip
    won = StageRow(UUID(int=50), _words("Won", "Успех"), "", "won", "", 0, "", 0)
    refused = StageRow(UUID(int=51), _words("Refused", "Отказ"), "", "lost", "", 0, "", 0, count=4)
    return (*stages, replace(won, count=12, amount=_sum(814000, 40700000)), refused)


def _sum(pounds: int, roubles: int) -> int:
    """A sum in minor units of the picture's currency."""
    return roubles if i18n.language() == "ru" else pounds


def _card(number: int, line: str) -> CardRow:
    stage, client, title, amount, due, heat, kind, goal, when, channel, holder = line.split("|")
    return CardRow(
        key=UUID(int=100 + number).bytes,
        stage_key=UUID(int=40 + int(stage)).bytes,
        number=f"K7-{2000 + number}",
        title=title,
        client=client,
        amount=int(amount) * 100,
        paid=0,
        currency=_words("GBP", "RUB"),
        due=_moment(due, "18:00"),
        since=_moment("9", "08:00") or "",
        heat=heat,
        channel=channel,
        holder_key=UUID(int=6 + int(holder)).bytes,
        rank=f"a{number:02}",
        blocked="",
        stamp="",
        touch_due=_moment(when, "23:59") if when else None,
        touch_kind=kind or None,
        touch_goal=goal or None,
        touch_agreed=0,
    )


def _moment(text: str, usual: str) -> str | None:
    """A day of October ("15"), with a time ("15 11:40") or another month ("3 11"), as rows hold times."""
    day, _space, rest = text.partition(" ")
    time = rest if ":" in rest else usual
    month = int(rest) if rest and ":" not in rest else 10
    hour, minute = map(int, time.split(":"))
    local = dt.datetime(2026, month, int(day), hour, minute, tzinfo=NOW.tzinfo)
    return local.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _words(english: str, russian: str) -> str:
    """Sample data in the language of the picture."""
    return russian if i18n.language() == "ru" else english
