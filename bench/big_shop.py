# SPDX-License-Identifier: Apache-2.0
"""A shop of the size the goals speak of: 5,000 open cards of 100,000 deals, 100,000 leads, 1,000,000 entries."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from desktop.clock import SystemClock
from desktop.commands.shop import set_up_shop
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.lead import Lead
from desktop.domain.people import Contact, ContactPhone
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.record import Record
from desktop.domain.touch import Activity, Comment, Task
from desktop.domain.user import User
from desktop.storage import defaults, search_index
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.values.ids import new_id
from desktop.values.numbers import OrderNumber

DEALS, OPEN_CARDS, CONTACTS, ENTRIES, LONG_CARD = 100_000, 5_000, 50_000, 1_000_000, 1_000
LEADS, COLLEAGUES = 100_000, 20
"""Every lead is open and has a touch; they are spread over so many colleagues, of whom the first holds the deals."""
NOW = datetime(2026, 10, 15, 10, 42, tzinfo=UTC)
MADE = datetime.now(UTC)
"""Whatever was due by then has rung: a start by the real clock has nothing to catch up with, as from day to day."""
_CHUNK = 20_000
_FIRST = "Arina Boris Clara Denis Edda Felix Gleb Hanna Igor Jonas Kira Lada Mark Nina Oleg Petra".split()
_LAST = "Polevaya Hartwell Sokolov Ferris Lindqvist Okafor Brandt Kestler Marlow Winter Arden Holt".split()
_WHAT = "Business cards,Flyers A6,Sticker labels,Roll-up banner,Menus A4,Booklets 24 pp,Posters A2".split(
    ","
)
_WORDS = "agreed price layout paper vinyl monday client asked proof cut matt gloss deliver invoice logo redraw".split()

Row = dict[str, Any]


def make(folder: Path, *, scale: float = 1.0) -> None:
    """Write the big shop into an empty folder; `scale` 0.1 makes a tenth of everything but the open cards."""
    dice = random.Random(342)
    database = Database(folder, SystemClock())
    database.open()
    database.write(
        Actor(),
        lambda uow: set_up_shop(
            uow,
            language="en",
            country="GB",
            firm_name="Rook Lane Print",
            first_person="Maya Lindqvist",
        ),
    )
    stages, final, person = _places(database)
    with database.writer.begin() as connection:

        def store(cls: type[Record], rows: Iterator[Row]) -> None:
            usual = defaults.of(cls)
            while chunk := list(islice(rows, _CHUNK)):
                rest = {name: make() for name, make in usual.items() if name not in chunk[0]}
                connection.execute(insert(cls), [{**rest, **row} for row in chunk])

        contacts = [new_id() for _ in range(round(CONTACTS * scale))]
        store(Contact, _contacts(contacts, dice))
        store(ContactPhone, _phones(contacts))
        deals = [new_id() for _ in range(round(DEALS * scale))]
        store(Deal, _deals(deals, contacts, stages, final, person=person, dice=dice))
        store(DealLine, _lines(deals))
        store(Task, _tasks(deals, person, dice))
        leads = [new_id() for _ in range(round(LEADS * scale))]
        colleagues = [person, *(new_id() for _ in range(COLLEAGUES - 1))]
        store(User, _colleagues(colleagues[1:]))
        store(Lead, _leads(leads, contacts, _first_of_leads(connection), colleagues, dice=dice))
        store(Task, _lead_tasks(leads, colleagues, dice))
        entries = round(ENTRIES * scale)
        store(Comment, _comments(deals, person, dice, entries // 2))
        store(Activity, _calls(deals, person, dice, entries * 3 // 10))
        store(StageMove, _moves(deals, stages, person, dice, entries // 5))
        search_index.rebuild(connection)
    with sqlite3.connect(database.path) as raw:
        raw.execute("ANALYZE")
    database.close()


def _places(database: Database) -> tuple[list[tuple[UUID, UUID]], tuple[UUID, UUID], UUID]:
    """The open stages of the first pipeline to spread cards over, a final one, and whoever holds them all."""
    with database.writer.connect() as connection:
        for_deals = select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
        first = connection.execute(for_deals).scalars().first()
        found = connection.execute(
            select(Stage.id, Stage.pipeline_id, Stage.kind).where(Stage.pipeline_id == first)
        ).all()
        person = connection.execute(select(User.id)).scalars().one()
    open_ones = [(row.id, row.pipeline_id) for row in found if row.kind == "open"]
    won = next((row.id, row.pipeline_id) for row in found if row.kind == "won")
    return open_ones, won, person


def _first_of_leads(connection: Connection) -> tuple[UUID, UUID]:
    """The first stage of the funnel and the funnel."""
    found = connection.execute(
        select(Stage.id, Stage.pipeline_id)
        .join(Pipeline, Pipeline.id == Stage.pipeline_id)
        .where(Pipeline.for_leads)
        .order_by(Stage.position)
    ).first()
    assert found is not None
    return found.id, found.pipeline_id


def _base(**fields: Any) -> Row:
    return {"stamp": "0000000000000001-AC.1", "archived_at": None, **fields}


def _name(dice: random.Random) -> str:
    return f"{dice.choice(_FIRST)} {dice.choice(_LAST)} {dice.randrange(10_000)}"


def _contacts(ids: list[UUID], dice: random.Random) -> Iterator[Row]:
    for id_ in ids:
        yield _base(
            id=id_, name=_name(dice), company_id=None, post="", email="", source="", comment="",
            requisites={}, discount_percent=0, ready_channel="", language="",
        )  # fmt: skip


def _phones(contacts: list[UUID]) -> Iterator[Row]:
    for n, contact in enumerate(contacts):
        yield _base(
            id=new_id(), digits=f"4477{(n * 7919) % 100_000_000:08d}", contact_id=contact,
            company_id=None, extension="", position=0,
        )  # fmt: skip


def _deals(
    ids: list[UUID],
    contacts: list[UUID],
    stages: list[tuple[UUID, UUID]],
    final: tuple[UUID, UUID],
    *,
    person: UUID,
    dice: random.Random,
) -> Iterator[Row]:
    for n, id_ in enumerate(ids):
        is_open = n < OPEN_CARDS
        stage, pipeline = stages[n % len(stages)] if is_open else final
        made = NOW - timedelta(days=dice.randrange(1, 700), minutes=n % 1440)
        number = OrderNumber("AC", n + 1)
        plain = dict.fromkeys(
            "company_id controller_id ready_at handed_over_at blocked_by blocked_at refusal_reason_id firm_id".split()
        )
        empty = dict.fromkeys(
            "source note ready_channel shelf handed_over_to block_reason block_note refusal_comment".split(),
            "",
        )
        yield _base(
            id=id_, number=str(number), code=number.paper_code, title=f"{dice.choice(_WHAT)}, {n % 990 + 10} pcs",
            pipeline_id=pipeline, stage_id=stage, stage_kind="open" if is_open else "won", stage_since=made,
            created_at=made, created_by=person, holder_id=person, contact_id=dice.choice(contacts),
            channel="phone", heat=dice.choice(["hot", "warm", "", ""]), is_counter=False, rank=f"a{n:06d}",
            currency="GBP", amount=dice.randrange(1_000, 500_000), paid=0,
            due_at=NOW + timedelta(days=dice.randrange(-2, 30)), closed_at=None if is_open else made, **plain, **empty,
        )  # fmt: skip


def _lines(deals: list[UUID]) -> Iterator[Row]:
    from decimal import Decimal

    for deal in deals:
        yield _base(
            id=new_id(), deal_id=deal, position=0, title="Cards", quantity=500, unit_price=Decimal("0.238"),
            amount=11_900, details="", product_id=None, options={}, discount_percent=Decimal(0),
            tax_rate=Decimal(20), sheets="", production_state="new",
        )  # fmt: skip


def _tasks(deals: list[UUID], person: UUID, dice: random.Random) -> Iterator[Row]:
    """Every open card has one open touch; every deal has a few that are done."""
    for n, deal in enumerate(deals):
        for done in range(3 if n % 2 else 2):
            at = NOW - timedelta(days=dice.randrange(2, 600))
            yield _task(deal, person, at, "Call", done_at=at + timedelta(hours=done))
        if n < OPEN_CARDS:
            due = NOW + timedelta(minutes=dice.randrange(-3_000, 20_000))
            yield _task(deal, person, due, "Agree the price")


def _colleagues(ids: list[UUID]) -> Iterator[Row]:
    """Managers beside the first person; a hub refuses a card whose holder nobody knows."""
    for n, id_ in enumerate(ids, 1):
        yield _base(
            id=id_, name=f"Colleague {n}", roles=["manager"], position=n, pin="", email="", phone="", is_active=True
        )  # fmt: skip


def _leads(
    ids: list[UUID],
    contacts: list[UUID],
    place: tuple[UUID, UUID],
    colleagues: list[UUID],
    *,
    dice: random.Random,
) -> Iterator[Row]:
    times = dict.fromkeys(
        "company_id decider_id product_id heat_at quote_asked_at buys_at buys_by asked_at asked_by refusal_reason_id "
        "lost_to_price deal_id closed_at expected_amount".split()
    )
    empty = dict.fromkeys(
        "source site note heat buys asked_note refusal_comment lost_to".split(), ""
    )
    for n, id_ in enumerate(ids):
        holder = colleagues[n % len(colleagues)]
        made = NOW - timedelta(days=dice.randrange(1, 90), minutes=n % 1440)
        yield _base(
            id=id_, number=str(OrderNumber("AC", DEALS + n + 1)), title=dice.choice(_WHAT), stage_id=place[0],
            pipeline_id=place[1], stage_kind="open", stage_since=made, created_at=made, created_by=holder,
            holder_id=holder, taken_at=made, contact_id=dice.choice(contacts), channel="cold_list",
            is_automatic=False, currency="GBP", rank=f"b{n:06d}", **times, **empty,
        )  # fmt: skip


def _lead_tasks(leads: list[UUID], colleagues: list[UUID], dice: random.Random) -> Iterator[Row]:
    """Each lead is to be called within some weeks; a few should have been."""
    for n, lead in enumerate(leads):
        due = NOW + timedelta(minutes=dice.randrange(-1_000, 80_000))
        task = _task(lead, colleagues[n % len(colleagues)], due, "First call")
        yield {**task, "card_kind": "lead"}


def _task(
    deal: UUID, person: UUID, due: datetime, goal: str, done_at: datetime | None = None
) -> Row:
    return _base(
        id=new_id(), card_kind="deal", card_id=deal, kind="call", goal=goal, due_at=due, created_at=due,
        created_by=person, agreed=False, holder_id=person, note="", checklist=[], recurrence="", postponed=0,
        postpone_reason="", remind_at=due, reminded_at=due if due <= MADE else None, done_at=done_at,
        done_by=person if done_at else None, outcome="agreed" if done_at else "",
    )  # fmt: skip


def _spread(deals: list[UUID], count: int, share: float) -> Iterator[UUID]:
    """The first card takes its share of a thousand entries, the rest are spread over all."""
    for _n in range(round(LONG_CARD * share)):
        yield deals[0]
    for n in range(count - round(LONG_CARD * share)):
        yield deals[(n * 7919) % len(deals)]


def _text(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=12))


def _entries(
    deals: list[UUID],
    dice: random.Random,
    count: int,
    share: float,
    make: Callable[[UUID, datetime], Row],
) -> Iterator[Row]:
    for n, deal in enumerate(_spread(deals, count, share)):
        yield make(deal, NOW - timedelta(seconds=n * 61 % 60_000_000 + dice.randrange(60)))


def _comments(deals: list[UUID], person: UUID, dice: random.Random, count: int) -> Iterator[Row]:
    return _entries(
        deals, dice, count, 0.5,
        lambda deal, at: _base(id=new_id(), card_kind="deal", card_id=deal, text=_text(dice), at=at, by=person),
    )  # fmt: skip


def _calls(deals: list[UUID], person: UUID, dice: random.Random, count: int) -> Iterator[Row]:
    return _entries(
        deals, dice, count, 0.3,
        lambda deal, at: _base(
            id=new_id(), card_kind="deal", card_id=deal, kind="call", at=at, comment=_text(dice), by=person,
            direction="out", outcome="agreed", contact_id=None, task_id=None, next_touch_at=None, duration_s=60,
            confirmed=False,
        ),
    )  # fmt: skip


def _moves(
    deals: list[UUID],
    stages: list[tuple[UUID, UUID]],
    person: UUID,
    dice: random.Random,
    count: int,
) -> Iterator[Row]:
    return _entries(
        deals, dice, count, 0.2,
        lambda deal, at: _base(
            id=new_id(), deal_id=deal, from_stage_id=stages[0][0], to_stage_id=stages[1][0], at=at, by=person
        ),
    )  # fmt: skip
