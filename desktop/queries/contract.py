# SPDX-License-Identifier: Apache-2.0
"""What contract and invoice of a deal are made from."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.firm import Firm
from desktop.domain.invoice import Invoice, InvoiceIssue, frozen_line
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.product import Product
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries import outbox, settings
from desktop.queries.card import client_part
from desktop.storage.database import Reader
from desktop.storage.in_force import is_newest_version
from desktop.storage.outbox import membership
from desktop.storage.own_firm import no_firm
from desktop.storage.preferences import LANGUAGE
from desktop.storage.tables import counter
from desktop.storage.working_time import shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.paper_numbers import BLANK, Series, contract_series, invoice_series
from desktop.values.rows.contract import AgreedLine, ContractCard, KeptPaper, contract_kind
from desktop.values.rows.outbox import LETTER
from desktop.values.rows.settings import FirmRow
from desktop.values.states import PaperKind, StagePurpose, TaskKind

_SETTLED_BY_LETTER = (TaskKind.WRITE.value, TaskKind.PREPARE.value)


def contract(reader: Reader, *, deal_id: UUID) -> ContractCard:
    """Everything the papers of a deal are made from; UserError where it is no longer there."""
    connection = reader.connection
    deal = _deal(connection, deal_id)
    firm = _firm(reader, deal.firm_id)
    calendar = shop_calendar(connection, reader.zone, reader.today)
    client = client_part(connection, deal.contact_id, deal.company_id)
    preferences = settings.preferences(reader)
    own_letter = preferences.get(LETTER, {})
    language = str(preferences.get(LANGUAGE, {}).get("code", "en"))
    proof_by = _proof_by(calendar, deal.due_at, reader.now)
    return ContractCard(
        deal_id=deal.id,
        stamp=deal.stamp,
        number=deal.number,
        title=deal.title,
        currency=deal.currency,
        amount=deal.amount,
        due_at=_local(deal.due_at, reader),
        holder=deal.holder or "",
        client=client,
        firm=firm,
        lines=_lines(connection, deal_id),
        language=language,
        proof_by=proof_by,
        proof_hours=_hours(calendar, reader.now, proof_by),
        templates=settings.templates(reader),
        awaiting=_stage_ahead(connection, deal.stage_id, deal.pipeline_id),
        touch_id=_touch(connection, deal_id),
        mail=outbox.mail_settings(reader),
        own_letter=own_letter.get(language, {}),
        letters=outbox.letters_of(reader, deal_id=deal_id),
        has_prices=connection.scalar(
            select(Product.id).where(Product.archived_at.is_(None)).limit(1)
        )
        is not None,
        **_contract_part(reader, deal_id, firm, contract_kind(client)),
        **_invoice_part(reader, deal, firm, calendar),
    )


def bank_of(reader: Reader, *, bik: str) -> tuple[str, str] | None:
    """The bank with this BIK as this shop has met it before, in anybody's requisites: name, correspondent account.

    There is no list of banks here: an unknown one is typed once.
    """
    for owner in (Firm, Company, Contact):
        stored = reader.connection.scalar(
            select(owner.requisites).where(
                func.json_extract(owner.requisites, "$.bik") == bik,
                func.json_extract(owner.requisites, "$.bank") != "",
            )
        )
        if stored:
            return stored["bank"], stored.get("correspondent", "")
    return None


def _deal(connection: Connection, deal_id: UUID) -> Row[Any]:
    found = connection.execute(
        select(Deal.__table__, User.name.label("holder"))
        .join(User, User.id == Deal.holder_id, isouter=True)
        .where(Deal.id == deal_id, Deal.archived_at.is_(None))
    ).first()
    if found is None:
        raise UserError(
            _(
                "This card is no longer there. It may have been undone, or handed over. Open the board again."
            )
        )
    return found


def _firm(reader: Reader, firm_id: UUID | None) -> FirmRow:
    found = next((one for one in settings.firms(reader) if one.id == firm_id), None)
    if found is None:
        raise no_firm()
    return found


def _lines(connection: Connection, deal_id: UUID) -> tuple[AgreedLine, ...]:
    found = connection.execute(
        select(
            DealLine.title,
            DealLine.details,
            DealLine.quantity,
            func.coalesce(Product.unit, ""),
            DealLine.unit_price,
            DealLine.amount,
            DealLine.discount_percent,
            DealLine.tax_rate,
        )
        .join(Product, Product.id == DealLine.product_id, isouter=True)
        .where(DealLine.deal_id == deal_id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    return tuple(AgreedLine(*row) for row in found)


def _contract_part(reader: Reader, deal_id: UUID, firm: FirmRow, kind: str) -> dict[str, Any]:
    """The kept contract, or the number and the day the next one gets."""
    kept = _paper(reader.connection, Document.card_id == deal_id, Document.kind == kind)
    if kept is not None:
        made_on = kept.made_at.astimezone(reader.zone).date()
        number = kept.number or BLANK
        return {"contract": kept, "contract_number": number, "contract_on": made_on}
    today = reader.today
    number = _next_in(reader.connection, contract_series(firm.id, today.year))
    return {"contract_number": number, "contract_on": today}


def _invoice_part(
    reader: Reader, deal: Row[Any], firm: FirmRow, calendar: WorkingCalendar
) -> dict[str, Any]:
    """The live invoice over the deal's present lines, or the number and the days the next one gets."""
    connection = reader.connection
    issued = _live_issue(connection, deal)
    if issued is None:
        today = reader.today
        return {
            "invoice_number": _next_in(connection, invoice_series(firm.id)),
            "invoice_on": today,
            "pay_by": calendar.add_working_days(reader.now, firm.payment_days).date(),
        }
    issued_on = issued.at.astimezone(reader.zone).date()
    return {
        "invoice": _paper(
            connection, Document.kind == PaperKind.INVOICE, Document.invoice_id == issued.invoice_id
        ),
        "invoice_number": issued.number or BLANK,
        "invoice_on": issued_on,
        "pay_by": issued.pay_until
        or calendar.add_working_days(issued.at, firm.payment_days).date(),
    }


def _live_issue(connection: Connection, deal: Row[Any]) -> Row[Any] | None:
    lines = connection.execute(
        select(DealLine.__table__)
        .where(DealLine.deal_id == deal.id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    frozen = [frozen_line(line) for line in lines]
    issues = connection.execute(
        select(InvoiceIssue.__table__, Invoice.pay_until)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(Invoice.deal_id == deal.id, Invoice.archived_at.is_(None))
    )
    same = (one for one in issues if (one.amount, one.lines) == (deal.amount, frozen))
    return next(same, None)


def _paper(connection: Connection, *wanted: Any) -> KeptPaper | None:
    row = connection.execute(
        select(
            Document.id,
            Document.kind,
            Document.number,
            Document.name,
            Document.created_at,
            Document.with_stamp,
            Document.template_id,
            DocumentVersion.version,
            DocumentVersion.file_name,
            DocumentVersion.blob,
            DocumentVersion.size,
            DocumentVersion.pdf_blob,
            DocumentVersion.pdf_size,
            DocumentVersion.made_with,
            DocumentVersion.origin,
            DocumentVersion.source,
        )
        .join(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id) & is_newest_version(),
            isouter=True,
        )
        .where(Document.archived_at.is_(None), *wanted)
        .order_by(Document.created_at.desc())
    ).first()
    if row is None:
        return None
    return KeptPaper(*row) if row.version else KeptPaper(*row[:7])


def _next_in(connection: Connection, series: Series) -> str:
    """The next number of a series, only looked at; where the hub gives it nobody knows it before."""
    if membership(connection) is not None:
        return BLANK
    place = connection.scalar(select(counter.c.next).where(counter.c.series == series.name)) or 1
    return series.number(place)


def _stage_ahead(connection: Connection, stage_id: UUID, pipeline_id: UUID) -> str:
    """The name of the stage where payment is awaited, while the deal has not come so far."""
    here = select(Stage.position).where(Stage.id == stage_id).scalar_subquery()
    found = connection.scalar(
        select(Stage.name).where(
            Stage.pipeline_id == pipeline_id,
            Stage.purpose == StagePurpose.AWAITING_PAYMENT.value,
            Stage.archived_at.is_(None),
            Stage.position > here,
        )
    )
    return found or ""


def _touch(connection: Connection, deal_id: UUID) -> UUID | None:
    """The next touch, where sending a letter is what it asks for."""
    found = connection.execute(
        select(Task.id, Task.kind)
        .where(Task.card_id == deal_id, Task.is_open)
        .order_by(Task.due_at)
    ).first()
    return found.id if found is not None and found.kind in _SETTLED_BY_LETTER else None


def _local(moment: dt.datetime | None, reader: Reader) -> dt.datetime | None:
    return moment.astimezone(reader.zone) if moment else None


def _proof_by(
    calendar: WorkingCalendar, due_at: dt.datetime | None, now: dt.datetime
) -> dt.datetime | None:
    """Until when the proof has to be approved: one working day before the work is due; None where that is past."""
    if due_at is None:
        return None
    local = calendar.local(due_at)
    day = local.date() - dt.timedelta(days=1)
    while not calendar.is_working_day(day) and (local.date() - day).days < 15:
        day -= dt.timedelta(days=1)
    hours = calendar.hours_on(day)
    if hours is None:
        return None
    latest = hours.closes if hours.closes != dt.time(0) else dt.time.max
    wanted = calendar.at(day, min(max(local.time(), hours.opens), latest))
    return wanted if wanted > now else None


def _hours(calendar: WorkingCalendar, now: dt.datetime, until: dt.datetime | None) -> int:
    """Whole working hours that are left."""
    if until is None:
        return 0
    return int(calendar.working_between(now, until) / dt.timedelta(hours=1))
