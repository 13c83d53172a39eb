# SPDX-License-Identifier: Apache-2.0
"""What the commands of counter orders are made of: prices read and copied, problems refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from desktop.commands.cards import soon, system_touch
from desktop.domain.deal import Deal
from desktop.domain.product import Product
from desktop.errors import refuse
from desktop.i18n import _
from desktop.storage import consent
from desktop.storage.own_firm import first_firm, no_firm, shop_country
from desktop.storage.unit_of_work import UnitOfWork
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
from desktop.values.states import TaskKind

HOURS_TO_TELL = 1


def price_terms(uow: UnitOfWork) -> PriceTerms:
    """What holds for all prices of the first of our firms; UserError where there is none yet."""
    firm = uow.one(first_firm())
    if firm is None:
        raise no_firm()
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
    country = shop_country(uow.connection)
    refuse(draft.problems(products, terms, country=country, now=uow.now))


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


def ready_touch(uow: UnitOfWork, deal: Deal) -> None:
    """Let somebody tell the client that the work is ready, the way they wished; a known wish is a must.

    Who does not want to be written to that way is called, whatever this or an earlier order says.
    """
    if deal.contact_id is None and deal.company_id is None:
        return
    told = {
        "email": (TaskKind.WRITE, _("Write an e-mail: the order is ready")),
        "sms": (TaskKind.WRITE, _("Send an SMS: the order is ready")),
        "call": (TaskKind.CALL, _("Call: the order is ready")),
    }
    unwanted = consent.card_refuses(uow.connection, deal.id, deal.ready_channel)
    kind, goal = told["call"] if unwanted else told.get(deal.ready_channel, told["call"])
    place = _("{goal}, shelf {shelf}").format(goal=goal, shelf=deal.shelf) if deal.shelf else goal
    system_touch(uow, deal, kind, place, soon(uow, HOURS_TO_TELL))
