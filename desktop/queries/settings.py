# SPDX-License-Identifier: Apache-2.0
"""What the settings pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop.domain.card import CARDS, Card
from desktop.domain.deal import Deal
from desktop.domain.document import Template
from desktop.domain.firm import CalendarDay, Firm, Preference
from desktop.domain.holidays import public_holidays
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.product import Product
from desktop.domain.record import Record
from desktop.domain.user import User
from desktop.queries import outbox
from desktop.storage import pin_tries, shipped, sight
from desktop.storage.database import Reader
from desktop.storage.desk_memory import desk_code
from desktop.storage.guard_facts import lacking_on
from desktop.storage.preferences import HAND_OUT, LANGUAGE, WORKING_HOURS, preference
from desktop.storage.tables import journal
from desktop.storage.working_time import USUAL_LUNCH
from desktop.values.batches import batches
from desktop.values.drafts.requisites import Requisites
from desktop.values.paper_numbers import NUMBERS
from desktop.values.rows.settings import (
    CalendarRow,
    FirmRow,
    LackingRow,
    OwnDayRow,
    PersonRow,
    PipelineSettingRow,
    ProductRow,
    ReasonRow,
    SampleDeal,
    ShopState,
    StageSettingRow,
    TemplateRow,
)
from desktop.values.sight import of_person, of_roles, team_of
from desktop.values.states import Role, StageKind


def firms(reader: Reader) -> tuple[FirmRow, ...]:
    """Our own firms; the first one stands on new papers."""
    found = reader.connection.execute(
        select(Firm.__table__).where(Firm.archived_at.is_(None)).order_by(Firm.position)
    ).mappings()
    same = set(FirmRow.__slots__) - {"requisites", "bank_accounts"}
    return tuple(
        FirmRow(
            **{name: row[name] for name in same},
            requisites=Requisites.read(row["requisites"]),
            bank_accounts=tuple(row["bank_accounts"]),
        )
        for row in found
    )


def people(reader: Reader) -> tuple[PersonRow, ...]:
    """All colleagues: those at work first, in their order, then those who left."""
    cards = _cards_by(reader, "holder_id", is_open=True)
    found = (
        reader.connection.execute(
            select(User.__table__)
            .where(User.archived_at.is_(None))
            .order_by(User.is_active.desc(), User.position, User.name)
        )
        .mappings()
        .all()
    )
    tries = pin_tries.tries_of(reader.connection, [row["id"] for row in found])
    same = "id stamp name email phone is_active".split()
    kept = sight.kept(reader.connection)
    return tuple(
        PersonRow(
            **{name: row[name] for name in same},
            open_cards=cards.get(row["id"], 0),
            roles=tuple(row["roles"]),
            has_pin=bool(row["pin"]),
            closed_until=tries[row["id"]].closed_at(reader.now),
            sees=of_person(kept, row["id"], row["roles"]).value,
            by_roles=of_roles(kept, row["roles"]).value,
            team=team_of(kept, row["id"]),
        )
        for row in found
    )


def role_sights(reader: Reader) -> dict[str, str]:
    """What each role sees."""
    kept = sight.kept(reader.connection)
    return {role.value: of_roles(kept, [role.value]).value for role in Role}


def numbers(reader: Reader) -> tuple[dict[str, str], str]:
    """Where numbers of papers come from while the hub is away, by kind of series; and the signs of this desk."""
    return preference(reader.connection, NUMBERS), desk_code(reader.connection)


def products(reader: Reader, *, with_archived: bool = False) -> tuple[ProductRow, ...]:
    """The price list in its order."""
    statement = select(Product.__table__).order_by(Product.position, Product.name)
    if not with_archived:
        statement = statement.where(Product.archived_at.is_(None))
    same = set(ProductRow.__slots__) - {"is_archived"}
    return tuple(
        ProductRow(**{name: row[name] for name in same}, is_archived=row["archived_at"] is not None)
        for row in reader.connection.execute(statement).mappings()
    )


def pipelines(reader: Reader) -> tuple[PipelineSettingRow, ...]:
    """The pipelines with their stages and how many open (or, on a final stage, all) cards each has."""
    stages: dict[UUID, list[StageSettingRow]] = {}
    cards = _cards_by_stage(reader)
    found = reader.connection.execute(
        select(Stage.__table__).where(Stage.archived_at.is_(None)).order_by(Stage.position)
    ).mappings()
    same = set(StageSettingRow.__slots__) - {"demands", "cards", "limit"}
    for row in found:
        held = {name: row[name] for name in same}
        stage = StageSettingRow(
            **held,
            limit=row["limit_hours"] * 60 + row["limit_minutes"],
            demands=tuple(row["demands"]),
            cards=cards.get(row["id"], 0),
        )
        stages.setdefault(row["pipeline_id"], []).append(stage)
    of_all = reader.connection.execute(
        select(Pipeline.id, Pipeline.stamp, Pipeline.name, Pipeline.for_counter, Pipeline.for_leads)
        .where(Pipeline.archived_at.is_(None))
        .order_by(Pipeline.position)
    )
    return tuple(PipelineSettingRow(*row, stages=tuple(stages.get(row.id, ()))) for row in of_all)


def lead_funnel_to_add(reader: Reader) -> PipelineSettingRow | None:
    """The lead funnel as it is shipped, for a shop that has none: it was begun before there were leads."""
    held = select(Pipeline.id).where(Pipeline.archived_at.is_(None), Pipeline.for_leads)
    if reader.connection.execute(held).first() is not None:
        return None
    entry = shipped.leads(str(preference(reader.connection, LANGUAGE).get("code", "")))
    return PipelineSettingRow(
        id=shipped.shipped_id("pipeline", shipped.LEADS),
        stamp="",
        name=entry["name"],
        for_counter=False,
        for_leads=True,
        stages=tuple(_shipped_stage(place, one) for place, one in enumerate(entry["stage"])),
    )


def _shipped_stage(place: int, entry: dict[str, Any]) -> StageSettingRow:
    kind = entry.get("kind", StageKind.OPEN.value)
    return StageSettingRow(
        id=shipped.shipped_id("stage", shipped.LEADS, place),
        stamp="",
        name=entry["name"],
        kind=kind,
        colour=place if kind == StageKind.OPEN else 0,
        limit=entry.get("limit_hours", 0) * 60 + entry.get("limit_minutes", 0),
        demands=tuple(entry.get("demands", ())),
        cards=0,
        **{
            name: entry.get(name, "")
            for name in ("short_name", "purpose", "hint", "asks", "when_passed")
        },
    )


def lacking(reader: Reader, stage_id: UUID, demands: Sequence[str]) -> tuple[LackingRow, ...]:
    """The cards that stand on a stage without all of these demands, the longest there first."""
    missing = lacking_on(reader.connection, stage_id, demands)
    found = [
        (
            row.stage_since,
            LackingRow(row.id, cls.entity(), row.client or row.title, missing[row.id]),
        )
        for cls in CARDS
        for batch in batches(missing)
        for row in reader.connection.execute(_named(cls), {"ids": batch})
    ]
    return tuple(row for _since, row in sorted(found, key=itemgetter(0)))


def card_name(reader: Reader, card_id: UUID) -> str:
    """What a card is called for people: its client, with what is ordered."""
    for cls in CARDS:
        if (row := reader.connection.execute(_named(cls), {"ids": [card_id]}).first()) is not None:
            return " · ".join(part for part in (row.client, row.title) if part)
    return ""


@cache
def _named(cls: type[Card]) -> Select[*tuple[Any, ...]]:
    table, contact, company = cls.__table__, Contact.__table__, Company.__table__
    joined = table.outerjoin(contact, contact.c.id == cls.contact_id)
    joined = joined.outerjoin(company, company.c.id == cls.company_id)
    client = func.coalesce(Company.name, Contact.name, "").label("client")
    found = select(cls.id, cls.title, cls.stage_since, client).select_from(joined)
    return found.where(cls.id.in_(bindparam("ids", expanding=True)))


def reasons(reader: Reader) -> tuple[ReasonRow, ...]:
    """The refusal reasons in the order of their keys, those for deals first."""
    used = _cards_by(reader, "refusal_reason_id", is_open=False)
    found = reader.connection.execute(
        select(RefusalReason.__table__)
        .where(RefusalReason.archived_at.is_(None))
        .order_by(RefusalReason.for_deals.desc(), RefusalReason.position)
    ).mappings()
    same = set(ReasonRow.__slots__) - {"cards"}
    return tuple(
        ReasonRow(**{name: row[name] for name in same}, cards=used.get(row["id"], 0))
        for row in found
    )


def templates(reader: Reader) -> tuple[TemplateRow, ...]:
    """The templates by kind, the one used first at the top."""
    columns = [getattr(Template, name) for name in TemplateRow.__slots__]
    found = reader.connection.execute(
        select(*columns)
        .where(Template.archived_at.is_(None))
        .order_by(Template.kind, Template.language, Template.position)
    )
    return tuple(TemplateRow(*row) for row in found)


def sample_deals(reader: Reader, *, limit: int = 30) -> tuple[SampleDeal, ...]:
    """The newest deals with a sum, on which a template can be looked at."""
    found = reader.connection.execute(
        select(
            Deal.id,
            Deal.number,
            Deal.title,
            func.coalesce(Company.name, Contact.name, ""),
            Deal.company_id.is_(None),
        )
        .join(Company, Company.id == Deal.company_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .where(Deal.archived_at.is_(None), Deal.amount > 0)
        .order_by(Deal.created_at.desc())
        .limit(limit)
    )
    return tuple(SampleDeal(*row) for row in found)


def calendar(reader: Reader, *, year: int) -> CalendarRow:
    """The shop's week, its own days from that year on, and that year's public holidays."""
    kept = preferences(reader)
    firm = next(iter(firms(reader)), None)
    language = kept.get(LANGUAGE, {}).get("code", "")
    holidays = public_holidays(firm.country if firm else "", (year,), language)
    columns = [getattr(CalendarDay, name) for name in OwnDayRow.__slots__]
    own = reader.connection.execute(
        select(*columns).where(CalendarDay.archived_at.is_(None)).order_by(CalendarDay.day)
    )
    hours = kept.get(WORKING_HOURS, {})
    return CalendarRow(
        week=tuple(hours.get("week", ())),
        slots=tuple(kept.get(HAND_OUT, {}).get("slots", ())),
        own_days=tuple(OwnDayRow(*row) for row in own if row.day.year >= year),
        holidays=tuple(sorted(holidays.items())),
        lunch=str(hours.get("lunch", USUAL_LUNCH)),
    )


def shop_state(reader: Reader) -> ShopState:
    """What the shop has by now of what makes it whole."""
    firm = next(iter(firms(reader)), None)
    return ShopState(
        lacking=firm.lacking if firm else (),
        wrong=firm.wrong if firm else (),
        people=_count(reader, User, User.is_active),
        products=_count(reader, Product),
        has_own_prices=_has_own_prices(reader),
        clients=_count(reader, Company) + _count(reader, Contact, Contact.company_id.is_(None)),
        has_mail=outbox.mail_settings(reader).is_ready,
    )


def _has_own_prices(reader: Reader) -> bool:
    """Whether anybody has touched the products since they came with the shop, in one step."""
    steps = select(func.count(journal.c.step.distinct())).where(
        journal.c.kind == Product.__tablename__
    )
    return (reader.connection.scalar(steps) or 0) > 1


def preferences(reader: Reader) -> dict[str, dict[str, Any]]:
    """Every setting of the whole shop by its key."""
    found = reader.connection.execute(
        select(Preference.key, Preference.value).where(Preference.archived_at.is_(None))
    )
    return {key: value for key, value in found}  # noqa: C416 - dict() of a result loses its types


def _count(
    reader: Reader,
    cls: type[Record],
    *conditions: ColumnElement[bool] | InstrumentedAttribute[bool],
) -> int:
    counted = select(func.count()).select_from(cls).where(*conditions, cls.archived_at.is_(None))
    return reader.connection.scalar(counted) or 0


def _cards_by_stage(reader: Reader) -> Counter[UUID]:
    """How many cards stand where. Open and closed ones are counted apart, for each has an index of its own."""
    return _cards_by(reader, "stage_id", is_open=True) + _cards_by(
        reader, "stage_id", is_open=False
    )


def _cards_by(reader: Reader, field: str, *, is_open: bool) -> Counter[UUID]:
    """How many deals and leads have each value of a field, in one pass over each."""
    found: Counter[UUID] = Counter()
    for cls in CARDS:
        column = getattr(cls, field)
        stands_open = cls.stage_kind == StageKind.OPEN.value
        counted = (
            select(column.label("by"), func.count().label("cards"))
            .where(
                stands_open if is_open else cls.stage_kind != StageKind.OPEN.value,
                column.is_not(None),
                cls.archived_at.is_(None),
            )
            .group_by(column)
        )
        found.update({row.by: row.cards for row in reader.connection.execute(counted)})
    return found
