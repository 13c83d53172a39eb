# SPDX-License-Identifier: Apache-2.0
"""Setting up a shop: its firm, first person, pipelines, reasons, prices, templates and preferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.commands.named_twice import name_apart
from desktop.domain.card import CARDS
from desktop.domain.document import Template
from desktop.domain.firm import CalendarDay, Firm, Preference, preference_id
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.product import Product
from desktop.domain.rights import Right
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, short_date
from desktop.storage import export, shipped
from desktop.storage.export import Exported
from desktop.storage.preferences import HAND_OUT, LANGUAGE, WORKING_HOURS
from desktop.storage.shipped import LEADS, shipped_id
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.working_time import USUAL_LUNCH, parse_hours
from desktop.values.changes import Seen
from desktop.values.ids import new_id
from desktop.values.states import Role, StageKind

_FIRM_FIELDS = frozenset(
    "name country currency form requisites bank_accounts tax_mode tax_rate phone email address opening_hours "
    "payment_days prepayment_percent stamp_blob signature_blob position".split()
)

FIVE_DAYS = ["09:00-18:00"] * 5 + ["", ""]


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    """A shipped .docx that already lies among the shop's files."""

    kind: str
    language: str
    name: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class NewShop:
    """What a new shop was given."""

    firm_id: UUID
    user_id: UUID
    pipeline_ids: tuple[UUID, ...]


@command(N_("Set up the shop"))
def set_up_shop(
    uow: UnitOfWork,
    *,
    language: str,
    country: str,
    currency: str = "",
    firm_name: str,
    first_person: str,
    firm_form: str = "company",
    requisites: dict[str, str] | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    opening_hours: str = "",
    templates: Sequence[ShippedTemplate] = (),
    person_id: UUID | None = None,
) -> NewShop:
    """Give an empty shop its firm, a first person with every role, and all that is shipped.

    Run by the program itself, before anybody is signed in. UserError where the shop is set up already or a
    name is missing.
    """
    _refuse_set_up(uow, firm_name, first_person)
    firm = _add_firm(
        uow,
        currency=currency,
        name=firm_name.strip(),
        country=country,
        form=firm_form,
        requisites=requisites or {},
        phone=phone,
        email=email,
        address=address,
        opening_hours=opening_hours,
    )
    roles = [role.value for role in Role]
    person = uow.add(User(id=person_id or new_id(), name=first_person.strip(), roles=roles))
    pipeline_ids = _add_what_is_shipped(uow, language, firm.currency)
    _add_templates(uow, templates)
    return NewShop(firm.id, person.id, pipeline_ids)


def _refuse_set_up(uow: UnitOfWork, firm_name: str, first_person: str) -> None:
    if uow.one(select(Firm)) is not None:
        raise UserError(_("This shop is set up already. Nothing was changed."))
    if not firm_name.strip():
        raise UserError(_("The firm needs a name."), field="firm_name")
    if not first_person.strip():
        raise UserError(_("Say what you are called."), field="first_person")


@command(N_("Changed a setting of the shop"), Right.EDIT_FIRM)
def set_preference(uow: UnitOfWork, *, key: str, value: dict[str, Any], seen: Seen = None) -> None:
    """Change one setting of the whole shop."""
    put_preference(uow, key, value)


@command(N_("Changed the firm {firm}"), Right.EDIT_FIRM)
def change_firm(
    uow: UnitOfWork, *, firm_id: UUID, fields: dict[str, object], seen: Seen = None
) -> None:
    """Change facts of our own firm by field name; which ones, says _FIRM_FIELDS."""
    firm = uow.get(Firm, firm_id)
    unknown = set(fields) - _FIRM_FIELDS
    assert not unknown, f"not for a form: {unknown}"
    if not str(fields.get("name", firm.name)).strip():
        raise UserError(_("The firm needs a name."), field="name")
    for name, value in fields.items():
        setattr(firm, name, value)
    uow.name(firm=firm.name)


@command(N_("Changed the working hours"), Right.EDIT_FIRM)
def set_working_hours(
    uow: UnitOfWork,
    *,
    week: Sequence[str],
    slots: Sequence[str] = (),
    lunch: str = USUAL_LUNCH,
    seen: Seen = None,
) -> None:
    """The week as seven texts "09:00-18:00", Monday first, an empty one is a day off; the hours of handing out.

    `lunch` ("13:00-14:00", empty for none) is what norms leave out of a day.
    """
    try:
        days = [parse_hours(text) for text in (*week, lunch)][:-1]
        times = sorted(time.fromisoformat(slot) for slot in slots)
    except ValueError as error:
        raise UserError(
            _("These are no hours. Write them like 09:00-18:00."), field="week"
        ) from error
    assert len(days) == 7, "a week has seven days"
    if not any(days):
        raise UserError(_("The shop has to work on one day at least."), field="week")
    put_preference(uow, WORKING_HOURS, {"week": list(week), "lunch": lunch})
    put_preference(uow, HAND_OUT, {"slots": [f"{slot:%H:%M}" for slot in times]})


@command(N_("Changed {day} in the calendar"), Right.EDIT_FIRM)
def set_own_day(
    uow: UnitOfWork,
    *,
    day: date,
    is_working: bool,
    hours: str = "",
    name: str = "",
    seen: Seen = None,
) -> UUID:
    """Make a day an exception: off, worked, or worked at other hours ("10:00-15:00")."""
    try:
        parse_hours(hours)
    except ValueError as error:
        raise UserError(
            _("These are no hours. Write them like 09:00-18:00."), field="hours"
        ) from error
    opens, _dash, closes = hours.partition("-")
    found = uow.one(
        select(CalendarDay).where(CalendarDay.day == day, CalendarDay.archived_at.is_(None))
    )
    own = found or uow.add(CalendarDay(day=day, is_working=is_working))
    own.is_working, own.opens, own.closes, own.name = is_working, opens, closes, name.strip()
    uow.name(day=short_date(day))
    return own.id


@command(N_("{day} is an ordinary day again"), Right.EDIT_FIRM)
def drop_own_day(uow: UnitOfWork, *, day_id: UUID, seen: Seen = None) -> None:
    """Take an exception out of the calendar."""
    own = uow.get(CalendarDay, day_id)
    own.archived_at = uow.now
    uow.name(day=short_date(own.day))


@command(N_("Took in an exported shop"))
def take_in(uow: UnitOfWork, *, source: Path, folder: Path) -> Exported:
    """Fill an empty shop, whose files lie in `folder`, with all data of an exported one.

    What is written there may be older than a rule, or edited: names that come twice are numbered, and cards that break
    a rule are in To look at.
    """
    taken = export.read_in(uow, source, folder)
    named = name_apart(uow)
    for cls in CARDS:
        uow.took_in("card", uow.execute(select(cls.id).where(cls.is_open)).scalars())
    return replace(taken, named=named)


def put_preference(uow: UnitOfWork, key: str, value: dict[str, Any]) -> None:
    """Keep a setting of the whole shop under a key, as a part of some command."""
    known = uow.find(Preference, preference_id(key))
    if known is None:
        uow.add(Preference(id=preference_id(key), key=key, value=value))
    else:
        known.value = value


def _add_firm(uow: UnitOfWork, *, country: str, currency: str, **facts: Any) -> Firm:
    """Our firm, with the tax, the days to pay and, where none is named, the currency of its country."""
    usual = shipped.country(country)
    return uow.add(
        Firm(
            country=country,
            currency=currency or usual["currency"],
            tax_rate=usual["tax_rate"],
            payment_days=usual["payment_days"],
            **facts,
        )
    )


def _add_what_is_shipped(uow: UnitOfWork, language: str, currency: str) -> tuple[UUID, ...]:
    """Preferences, pipelines, reasons and prices to begin with; the ids of the pipelines."""
    put_preference(uow, LANGUAGE, {"code": language})
    put_preference(uow, WORKING_HOURS, {"week": FIVE_DAYS})
    put_preference(uow, HAND_OUT, {"slots": ["12:00", "16:00"]})
    pipeline_ids = _add_pipelines(uow, language)
    _add_lead_funnel(uow, language)
    _add_reasons(uow, language)
    for position, product in enumerate(shipped.products(language, currency)):
        uow.add(Product(id=shipped_id("product", position), position=position, **product))
    return pipeline_ids


def _add_pipelines(uow: UnitOfWork, language: str) -> tuple[UUID, ...]:
    ids = []
    for position, entry in enumerate(shipped.pipelines(language)):
        pipeline = uow.add(
            Pipeline(
                id=shipped_id("pipeline", position),
                name=entry["name"],
                position=position,
                for_counter=entry.get("for_counter", False),
            )
        )
        _add_stages(uow, pipeline, entry, position)
        ids.append(pipeline.id)
    return tuple(ids)


def _add_lead_funnel(uow: UnitOfWork, language: str) -> None:
    entry = shipped.leads(language)
    pipeline = uow.add(
        Pipeline(id=shipped_id("pipeline", LEADS), name=entry["name"], position=-1, for_leads=True)
    )
    _add_stages(uow, pipeline, entry, LEADS)


def _add_stages(
    uow: UnitOfWork, pipeline: Pipeline, entry: dict[str, Any], place_of_pipeline: int | str
) -> None:
    for place, stage in enumerate(entry["stage"]):
        colour = place if stage.get("kind", StageKind.OPEN) == StageKind.OPEN else 0
        uow.add(
            Stage(
                id=shipped_id("stage", place_of_pipeline, place),
                pipeline_id=pipeline.id,
                position=place,
                colour=colour,
                **stage,
            )
        )


def _add_reasons(uow: UnitOfWork, language: str) -> None:
    for whose, entries in shipped.reasons(language).items():
        for position, entry in enumerate(entries):
            uow.add(
                RefusalReason(
                    id=shipped_id("refusal_reason", whose, position),
                    position=position,
                    for_deals=whose == "deals",
                    for_leads=whose == "leads",
                    **entry,
                )
            )


def _add_templates(uow: UnitOfWork, templates: Sequence[ShippedTemplate]) -> None:
    for position, one in enumerate(templates):
        uow.add(
            Template(
                id=shipped_id("template", one.kind, one.language),
                kind=one.kind,
                language=one.language,
                name=one.name,
                blob=one.blob,
                size=one.size,
                is_shipped=True,
                position=position,
            )
        )
