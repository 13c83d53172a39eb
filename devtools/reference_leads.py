# SPDX-License-Identifier: Apache-2.0
"""The leads of the reference day, card by card, and the one whose page is pictured, in English and in Russian."""

from __future__ import annotations

import datetime as dt
import tomllib
from uuid import UUID

from desktop import i18n, paths
from desktop.storage.scripts import shipped_script
from desktop.values.attempts import Attempt, Reach
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.requisites import Requisites
from desktop.values.money import Money
from desktop.values.rows.board import Board, CardRow, PipelineRow, StageRow
from desktop.values.rows.card import ClientPart, Event, TimelineRow, TouchRow
from desktop.values.rows.leads import LeadCard, LeadRow, Person
from desktop.values.rows.scripts import ScriptPart
from desktop.values.times import time_text
from devtools.reference_board import NOW, reference_board

# Each line: stage, client, wants, heat, minutes it is held (with - nobody holds it), part of the limit that is spent in
# percent, attempts, kind and moment of the touch (of October), channel, holder.
_EN = """
0|J. Birch|Letterheads, 3,000||-12|80||call|15 15:20|website|
0|Tide Yacht Club|Pennants, 40 pcs|warm|-34|120||call|15 15:45|telegram|
0|Daisy Pharmacy|Bags with a logo||-4|20||call|15 16:00|email|
1|Frost Ski Base|Ski passes, 2,000|hot|20|10||call|15 12:30|website|1
1|Mint Cakes|Cake boxes|warm|180|130||call|15 13:10|phone|2
1|Bend Courses|Notebooks, 500 pcs||1440|120|n|call|14|cold_list|3
1|Thread Tailors|Labels, 5,000 pcs|warm|25|12||call|15 14:20|referral|0
2|Pulse Clinic|Test forms||2880|40|no|call|16|cold_list|1
2|Depot Museum|Guide book 32 pp|warm|4320|60|o|write|15 12:45|email|0
2|Azimuth School|Diaries, 900 pcs||2880|40|nn|call|16|cold_list|2
2|Meadow Farm|Cheese labels|warm|1440|20|o|call|19|walk_in|3
2|Lighthouse Hostel|City maps||5760|70|nno|||website|2
3|Granite Works|Plates, 120 pcs|warm|7200|60|not|call|15 13:40|cold_list|0
3|Whale Pool|Passes, 1,000|warm|4320|40|ot|call|16|phone|1
3|Grain Café|Cups, 10,000|hot|12960|110|nnon|call|13|mailing|2
3|Clever Nursery|Certificates, 300||2880|20|o|call|19|referral|3
4|Ash Hotel|Guest folders, 150|hot|5760|50|ott|call|15 15:10|email|0
4|Dome Circus|Posters A1, 60 pcs|warm|8640|60|not|call|20|website|1
4|Ford Bank|Envelopes, 8,000|warm|11520|70|oot|call|19|cold_list|0
5|Slope School|Catalogue 24 pp, A4|hot|4320|60|nnot|call|15 13:00|website|0
5|Weir Bistro|Menus, 40 pcs|warm|2880|40|tt|call|15 16:30|referral|2
5|Wheel Pottery|Postcards, 2,000||7200|60|ntt|write|16|walk_in|3
6|Sprout Fund|Report 48 pp, 300 pcs|hot|10080|40|nott|prepare|15 11:50|repeat|1
6|Ark Theatre|Tickets, 12,000|warm|5760|40|ott|call|16|email|0
""".strip()
_RU = """
0|ИП Берёзин|Бланки, 3 000 шт.||-12|80||call|15 15:20|website|
0|Яхт-клуб «Волна»|Вымпелы, 40 шт.|warm|-34|120||call|15 15:45|telegram|
0|Аптека «Ромашка»|Пакеты с логотипом||-4|20||call|15 16:00|email|
1|База «Наст»|Ски-пассы, 2 000|hot|20|10||call|15 12:30|website|1
1|Торты «Мята»|Коробки под торт|warm|180|130||call|15 13:10|phone|2
1|Курсы «Вираж»|Тетради, 500 шт.||1440|120|n|call|14|cold_list|3
1|Ателье «Нитка»|Бирки, 5 000 шт.|warm|25|12||call|15 14:20|referral|0
2|Клиника «Пульс»|Бланки анализов||2880|40|no|call|16|cold_list|1
2|Музей «Депо»|Путеводитель 32 с.|warm|4320|60|o|write|15 12:45|email|0
2|Школа «Азимут»|Дневники, 900 шт.||2880|40|nn|call|16|cold_list|2
2|Ферма «Лужок»|Этикетки на сыр|warm|1440|20|o|call|19|walk_in|3
2|Хостел «Маяк-2»|Карты города||5760|70|nno|||website|2
3|Завод «Гранит»|Таблички, 120 шт.|warm|7200|60|not|call|15 13:40|cold_list|0
3|Бассейн «Кит»|Абонементы 1 000|warm|4320|40|ot|call|16|phone|1
3|Кафе «Зерно»|Стаканы, 10 000|hot|12960|110|nnon|call|13|mailing|2
3|Детсад «Умка»|Грамоты, 300 шт.||2880|20|o|call|19|referral|3
4|Отель «Ясень»|Папки гостя, 150 шт.|hot|5760|50|ott|call|15 15:10|email|0
4|Цирк «Купол»|Афиши А1, 60 шт.|warm|8640|60|not|call|20|website|1
4|Банк «Брод»|Конверты, 8 000|warm|11520|70|oot|call|19|cold_list|0
5|Школа «Склон»|Каталог 24 с., А4|hot|4320|60|nnot|call|15 13:00|website|0
5|Бистро «Плёс»|Меню, 40 шт.|warm|2880|40|tt|call|15 16:30|referral|2
5|Гончарня «Круг»|Открытки, 2 000||7200|60|ntt|write|16|walk_in|3
6|Фонд «Росток»|Отчёт 48 с., 300 шт.|hot|10080|40|nott|prepare|15 11:50|repeat|1
6|Театр «Ковчег»|Билеты, 12 000|warm|5760|40|ott|call|16|email|0
""".strip()
_SAID_EN = (
    "They renew the catalogue every season. He decides himself.",
    "Receptionist: the head is in tomorrow.",
    "No answer.",
    "No answer.",
)
_SAID_RU = (
    "Каталог обновляют к сезону. Решает сам, сравнит с прошлым годом.",
    "Администратор: директор будет завтра.",
    "Не ответили.",
    "Не ответили.",
)
_FINAL_COUNTS = {"won": 9, "lost": 14}
PICTURED = 19
_FIRST = dt.datetime(2026, 10, 12, 10, 20, tzinfo=NOW.tzinfo)
_SCHOOL = UUID(int=960)
"""The lead whose page is pictured, by its line."""


def leads_board() -> Board:
    """All open leads of the day, in the order of the picture."""
    stages = _stages()
    holders = reference_board().holders
    text = _RU if i18n.language() == "ru" else _EN
    cards: list[CardRow] = [
        _lead(n, line.split("|"), stages, [one.id.bytes for one in holders])
        for n, line in enumerate(text.splitlines())
    ]
    funnel = PipelineRow(UUID(int=900), "Leads")
    return Board(funnel, (funnel,), stages, cards, holders)


def lead_card() -> LeadCard:
    """The page of the pictured lead."""
    board = leads_board()
    row = board.cards[PICTURED]
    is_russian = i18n.language() == "ru"
    names = ("Павел Зимин", "Ольга Ветрова") if is_russian else ("Paul Winter", "Olga Vane")
    people, attempts = _people(names), _attempts()
    return LeadCard(
        id=row.id,
        number="L-1204",
        title=_said("Catalogue of prices, A4, 24 pages", "Каталог трасс и цен на сезон, А4, 24 полосы"),
        stamp="",
        pipeline_id=board.pipeline.id,
        stage_id=row.stage_id,
        stage_kind="open",
        stage_since=row.stage_since,
        created_at=_FIRST - dt.timedelta(hours=1),
        holder_id=row.holder_id,
        channel="website",
        heat="hot",
        currency="RUB" if is_russian else "GBP",
        note="",
        refusal_comment="",
        refusal_reason="",
        client=_client(people[0]),
        stages=board.stages,
        touches=(_next_touch(row.holder_id),),
        timeline=_timeline(attempts, row.holder_id, is_russian=is_russian),
        holders=board.holders,
        source=_said("price form", "форма расчёта"),
        taken_at=_FIRST,
        site=_said("slope.example", "sklon.example"),
        expected_amount=5_800_000 if is_russian else 58_000,
        buys="yes",
        asked_note="",
        asked_at=None,
        asked_by=None,
        deal_id=None,
        contact_id=people[0].id,
        company_id=_SCHOOL,
        heat_by_rule="warm",
        is_heat_own=True,
        country="RU" if is_russian else "GB",
        people=people,
        pipelines=reference_board().pipelines,
        attempts=attempts,
        script=_script(names, is_russian=is_russian),
    )  # fmt: skip


def _said(english: str, russian: str) -> str:
    return russian if i18n.language() == "ru" else english


def _people(names: tuple[str, str]) -> tuple[Person, ...]:
    posts = (_said("head", "директор"), _said("receptionist", "администратор"))
    return tuple(
        Person(UUID(int=950 + n), names[n], posts[n], (f"7900000024{1 - n}",), "", n == 0)
        for n in range(2)
    )


def _attempts() -> tuple[Attempt, ...]:
    """Two calls into nothing, one that the desk answered, and the talk."""
    steps = (
        (0, 0, Reach.NOBODY),
        (0, 380, Reach.NOBODY),
        (1, 45, Reach.OTHER),
        (2, 360, Reach.TALK),
    )
    return tuple(
        Attempt(_FIRST + dt.timedelta(days=days, minutes=minutes), "call", reach)
        for days, minutes, reach in steps
    )


def _client(person: Person) -> ClientPart:
    return ClientPart(
        contact_id=person.id, contact=person.name, company_id=_SCHOOL,
        company=_said("Slope Ski School", "Лыжная школа «Склон»"), phones=("79000000241",),
        phone_ids=(UUID(int=961),), phone_stamps=("",), email="", source="",
        requisites=Requisites.read({}), stamp="", requisites_stamp="", orders=0, discount_percent=0,
    )  # fmt: skip


def _next_touch(holder: UUID | None) -> TouchRow:
    goal = _said("Call Paul Winter", "Позвонить Павлу Зимину")
    note = _said(
        "Quantity and prepayment, then it is ready", "Тираж и предоплата — и заявка готова"
    )
    due = dt.datetime(2026, 10, 15, 13, 0, tzinfo=NOW.tzinfo)
    return TouchRow(UUID(int=970), "call", goal, due, False, holder, note, 0, "")


def _script(names: tuple[str, str], *, is_russian: bool) -> ScriptPart:
    """The website's script with what the pictured lead answers: quantity and prepayment are missing."""
    answers = {
        "person": names[1],
        "decider": names[0],
        "phone": "79000000241",
        "product": "Каталог А4, 24 полосы" if is_russian else "Catalogue A4, 24 pages",
        "due": dt.datetime(2026, 10, 30, 18, 0, tzinfo=NOW.tzinfo),
        "paper": "мелованная 150 г/м²" if is_russian else "coated 150 gsm",
        "budget": Money(6_000_000 if is_russian else 60_000, "RUB" if is_russian else "GBP"),
        "next_touch": 1,
    }
    return ScriptPart(
        shipped_script("ru" if is_russian else "en", "website"),
        "website",
        answers,
        names={"contact": names[0], "firm": "Печатный двор" if is_russian else "Rook Lane Print"},
        products=tuple((UUID(int=980 + n), name) for n, name in enumerate(("Визитки", "Листовки"))),
        country="RU" if is_russian else "GB",
        currency="RUB" if is_russian else "GBP",
        calendar=WorkingCalendar(NOW.tzinfo or dt.UTC),
    )


def _timeline(
    attempts: tuple[Attempt, ...], holder: UUID | None, *, is_russian: bool
) -> tuple[TimelineRow, ...]:
    said = _SAID_RU if is_russian else _SAID_EN
    outcomes = ("agreed", "other_person", "no_answer", "no_answer")
    calls = [
        TimelineRow(
            event=Event.CALL, id=UUID(int=980 + n), at=one.at, by=holder, text=said[n],
            outcome=outcomes[n], direction="out", duration_s=185 if not n else 0, kind="call",
        )
        for n, one in enumerate(reversed(attempts))
    ]  # fmt: skip
    names = [one.name for one in _stages()]
    moves = [
        TimelineRow(
            event=Event.STAGE, id=UUID(int=990 + n), at=attempts[0].at + dt.timedelta(hours=n), by=holder,
            before=names[n], after=names[n + 1],
        )
        for n in range(5)
    ]  # fmt: skip
    files = [
        TimelineRow(
            event=Event.FILE, id=UUID(int=996 + n), at=attempts[1].at, by=holder, subject=name
        )
        for n, name in enumerate(("2025.pdf", "logo.svg"))
    ]
    return tuple(sorted((*calls, *moves, *files), key=lambda row: row.at, reverse=True))


def _stages() -> tuple[StageRow, ...]:
    language = "ru" if i18n.language() == "ru" else "en"
    with paths.resource("shop", language, "leads.toml").open("rb") as file:
        shipped = tomllib.load(file)["stage"]
    return tuple(
        StageRow(
            UUID(int=910 + n), one["name"], one.get("short_name", ""), one.get("kind", "open"),
            one.get("purpose", ""), n, one["hint"], one.get("limit_hours", 0) * 60 + one.get("limit_minutes", 0),
            count=_FINAL_COUNTS.get(one.get("kind", "open"), 0),
        )
        for n, one in enumerate(shipped)
    )  # fmt: skip


def _lead(n: int, fields: list[str], stages: tuple[StageRow, ...], holders: list[bytes]) -> LeadRow:
    stage, client, wants, heat, held, spent, tries, kind, due, channel, holder = fields
    where = stages[int(stage)]
    minutes = abs(int(held))
    since = NOW - dt.timedelta(minutes=minutes)
    on_stage = NOW - dt.timedelta(minutes=where.limit * int(spent) / 100)
    return LeadRow.made(
        (
            UUID(int=1000 + n).bytes, where.id.bytes, f"L-{1185 + n}", wants, client, 0, 0, "", None,
            time_text(on_stage), heat, channel, holders[int(holder)] if holder else None, f"{n:03d}",
            "", "", _moment(due) if due else None, kind or None, None, 0, None,
            time_text(since), None if held.startswith("-") else time_text(since), tries, 0,
        )
    )  # fmt: skip


def _moment(text: str) -> str:
    day, _space, clock = text.partition(" ")
    hours, minutes = (int(part) for part in (clock or "10:00").split(":"))
    return time_text(dt.datetime(2026, 10, int(day), hours, minutes, tzinfo=NOW.tzinfo))
