# SPDX-License-Identifier: Apache-2.0
"""What the commands of counter orders are made of: prices read and copied, problems refused, an order made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from desktop.commands.cards import soon, system_touch
from desktop.domain.deal import Deal, DealLine
from desktop.domain.firm import Firm, Preference, preference_id
from desktop.domain.people import Company, Contact
from desktop.domain.product import Product
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.working_time import HAND_OUT, shop_calendar
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.order import (
    OrderDraft,
    OrderLine,
    Products,
    due,
    line_price,
    tax_rate,
)
from desktop.values.order_words import line_details, line_title, sheets_of
from desktop.values.pricing import PriceTable
from desktop.values.promises import promised
from desktop.values.states import PaymentMethod, TaskKind

HOURS_TO_TELL = 1


def price_terms(uow: UnitOfWork) -> PriceTerms:
    """What holds for all prices of the first of our firms; UserError where there is none yet."""
    firm = uow.one(select(Firm).where(Firm.archived_at.is_(None)).order_by(Firm.position))
    if firm is None:
        raise UserError(
            _("There is no firm of yours yet. Nothing was saved. Enter it: Settings, Firm.")
        )
    return PriceTerms.of(firm.currency, firm.tax_rate, firm.tax_mode)


def product_row(product: Product) -> ProductRow:
    """A product as prices are made from it."""
    return ProductRow(
        id=product.id,
        name=product.name,
        table=PriceTable.from_document(product.table),
        icon=product.icon,
        unit=product.unit,
        on_tiles=product.on_tiles,
        working_hours=product.working_hours,
        tax_rate=product.tax_rate,
        position=product.position,
        stamp=product.stamp,
    )


def products_of(uow: UnitOfWork, lines: Iterable[OrderLine]) -> dict[UUID, ProductRow]:
    """The products of these lines that the price list still has."""
    found = (uow.find(Product, line.product_id) for line in lines)
    return {one.id: product_row(one) for one in found if one and one.archived_at is None}


def refuse_problems(
    uow: UnitOfWork, draft: OrderDraft, products: Products, terms: PriceTerms
) -> None:
    """Let a draft pass that can be saved; UserError with the first thing wrong and its field."""
    country = uow.one(select(Firm.country).where(Firm.archived_at.is_(None))) or ""
    for field, sentence in draft.problems(products, terms, country=country, now=uow.now).items():
        raise UserError(sentence, field=field)


def draft_lines(draft: OrderDraft, products: Products, terms: PriceTerms) -> list[LineDraft]:
    """The order's lines with prices and words copied in."""
    return [
        _line(line, products[line.product_id], terms, is_express=draft.is_express)
        for line in draft.real_lines
        if line.product_id is not None
    ]


def _line(
    line: OrderLine, product: ProductRow, terms: PriceTerms, *, is_express: bool
) -> LineDraft:
    priced = line_price(line, product, terms, is_express=is_express)
    return LineDraft(
        title=line_title(product, line.options),
        quantity=priced.pieces,
        unit_price=priced.unit,
        amount=due(priced, terms).minor,
        details=line_details(product, line.options),
        product_id=product.id,
        options=_answered(line.options, product),
        discount_percent=line.discount,
        tax_rate=tax_rate(product, terms),
        sheets=sheets_of(product, line.options, priced.pieces),
        sets=line.sets,
    )


def _answered(options: Mapping[str, str], product: ProductRow) -> dict[str, str]:
    """Every answer by its key, those left at the usual one too: the usual one may change."""
    asked = [option for option in product.table.options if option.choices]
    chosen = product.table.chosen(options)
    return {option.key: choice.key for option, choice in zip(asked, chosen, strict=True)}


def draft_again(uow: UnitOfWork, deal: Deal) -> OrderDraft:
    """An earlier order as a new draft, due at the usual pace; lines whose product is gone are left out.

    UserError where none of its lines can be ordered again.
    """
    kept = uow.all(
        select(DealLine)
        .where(DealLine.deal_id == deal.id, DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    contact, company = uow.find(Contact, deal.contact_id), uow.find(Company, deal.company_id)
    owners = (client.discount_percent for client in (contact, company) if client)
    discount = next(filter(None, owners), 0)
    lines = [
        OrderLine(
            product_id=one.product_id,
            quantity=one.quantity // max(1, one.sets),
            options=one.options,
            sets=one.sets,
            discount=Decimal(discount),
        )
        for one in kept
    ]
    products = products_of(uow, lines)
    lines = [line for line in lines if line.product_id in products]
    if not lines:
        raise UserError(
            _("Nothing of this order is in the price list any more. Nothing was saved.")
        )
    return OrderDraft(
        contact_id=deal.contact_id,
        company_id=deal.company_id,
        is_anonymous=deal.contact_id is None and deal.company_id is None,
        lines=tuple(lines),
        due_at=promised_at(uow, products),
        method=PaymentMethod.CARD.value,
        ready_channel=deal.ready_channel,
        repeat_of=deal.id,
    )


def promised_at(uow: UnitOfWork, products: Products) -> datetime:
    """When work on these products that is begun now is promised."""
    calendar = shop_calendar(uow.connection, uow.zone, uow.now.astimezone(uow.zone).date())
    kept = uow.find(Preference, preference_id(HAND_OUT))
    slots = [time.fromisoformat(text) for text in (kept.value if kept else {}).get("slots", ())]
    hours = max(product.working_hours for product in products.values())
    return promised(calendar, uow.now, hours=hours, slots=slots)


def ready_touch(uow: UnitOfWork, deal: Deal) -> None:
    """Let somebody tell the client that the work is ready, the way they wished; a known wish is a must."""
    if deal.contact_id is None and deal.company_id is None:
        return
    told = {
        "email": (TaskKind.WRITE, _("Write an e-mail: the order is ready")),
        "sms": (TaskKind.WRITE, _("Send an SMS: the order is ready")),
        "call": (TaskKind.CALL, _("Call: the order is ready")),
    }
    kind, goal = told.get(deal.ready_channel, told["call"])
    place = _("{goal}, shelf {shelf}").format(goal=goal, shelf=deal.shelf) if deal.shelf else goal
    system_touch(uow, deal, kind, place, soon(uow, HOURS_TO_TELL))
