# SPDX-License-Identifier: Apache-2.0
"""The price list: products added, changed, put in order and archived, and whole lists taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.product import Product
from desktop.domain.rights import Right
from desktop.errors import refuse
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.product import ProductEdit
from desktop.values.pricing import Option, PriceTable
from desktop.values.search import fold


@dataclass(frozen=True, slots=True)
class ListedProduct:
    """A product of an imported list. With an id it changes that one, and what the list is silent about (None) stays."""

    edit: ProductEdit
    product_id: UUID | None = None
    gives_unit: bool = True
    gives_tax: bool = True
    gives_hours: bool = True


@command(N_("Added product {product}"), Right.EDIT_PRICES)
def add_product(uow: UnitOfWork, *, edit: ProductEdit, product_id: UUID | None = None) -> UUID:
    """Put a product at the end of the price list. UserError names the field that is wrong."""
    refuse(edit.problems())
    product = Product(name=edit.name.strip(), position=_next_position(uow))
    if product_id is not None:
        product.id = product_id
    _fill(product, edit)
    uow.name(product=product.name)
    return uow.add(product).id


@command(N_("Changed product {product}"), Right.EDIT_PRICES)
def change_product(
    uow: UnitOfWork, *, product_id: UUID, edit: ProductEdit, seen: Seen = None
) -> None:
    """Give a product other prices or words; orders already taken keep theirs."""
    refuse(edit.problems())
    product = uow.get(Product, product_id)
    _fill(product, edit)
    uow.name(product=product.name)


@command(N_("Products are in another order"), Right.EDIT_PRICES)
def order_products(uow: UnitOfWork, *, product_ids: Sequence[UUID], seen: Seen = None) -> None:
    """Let the products stand in this order on the tiles and in the list."""
    for position, product_id in enumerate(product_ids):
        uow.get(Product, product_id).position = position


@command(N_("Removed product {product}"), Right.EDIT_PRICES)
def archive_product(uow: UnitOfWork, *, product_id: UUID, seen: Seen = None) -> None:
    """Take a product out of the price list; orders that have it stay as they are."""
    product = uow.get(Product, product_id)
    product.archived_at = uow.now
    uow.name(product=product.name)


@command(N_("Took in prices from {file}"), Right.EDIT_PRICES)
def take_in_prices(
    uow: UnitOfWork, *, products: Sequence[ListedProduct], file: str
) -> tuple[int, int]:
    """Store the products of a list in one step; returns how many are new and how many were changed.

    Products that the list does not name stay as they are.
    """
    new = changed = 0
    position = _next_position(uow)
    for one in products:
        refuse(one.edit.problems())
        known = uow.find(Product, one.product_id)
        if known is None:
            product = uow.add(Product(name=one.edit.name.strip(), position=position + new))
            _fill(product, one.edit)
            new += 1
        elif _absorb(known, one):
            changed += 1
    uow.name(file=file)
    return new, changed


def listed_table(listed: PriceTable, kept: PriceTable) -> PriceTable:
    """The list's prices for a known product, with what it cannot or does not say about it as it was."""
    says_express = listed.express_percent or listed.express_fee
    return replace(
        listed,
        options=_with_known_keys(listed.options, kept.options) or kept.options,
        minimum=listed.minimum or kept.minimum,
        express_percent=listed.express_percent if says_express else kept.express_percent,
        express_fee=listed.express_fee if says_express else kept.express_fee,
        sheet=listed.sheet or kept.sheet,
    )


def _with_known_keys(listed: tuple[Option, ...], kept: tuple[Option, ...]) -> tuple[Option, ...]:
    """The list's options under the keys they have here: orders and drafts name answers by key."""
    known = {fold(option.name): option for option in kept}
    found = []
    for option in listed:
        here = known.get(fold(option.name))
        if here is None:
            found.append(option)
            continue
        keys = {fold(choice.name): choice.key for choice in here.choices}
        choices = (replace(one, key=keys.get(fold(one.name), one.key)) for one in option.choices)
        found.append(replace(option, key=here.key, choices=tuple(choices)))
    return tuple(found)


def _absorb(product: Product, listed: ListedProduct) -> bool:
    """Give a known product what the list says; returns whether anything differs."""
    edit = listed.edit
    kept = PriceTable.from_document(product.table)
    wanted: dict[str, Any] = {"table": listed_table(edit.table, kept).to_document()}
    if listed.gives_unit:
        wanted["unit"] = edit.unit
    if listed.gives_tax:
        wanted["tax_rate"] = edit.tax_rate
    if listed.gives_hours:
        wanted["working_hours"] = edit.working_hours
    differing = {name: value for name, value in wanted.items() if getattr(product, name) != value}
    for name, value in differing.items():
        setattr(product, name, value)
    return bool(differing)


def _fill(product: Product, edit: ProductEdit) -> None:
    product.name, product.icon, product.unit = edit.name.strip(), edit.icon, edit.unit.strip()
    product.on_tiles, product.working_hours = edit.on_tiles, edit.working_hours
    product.tax_rate, product.table = edit.tax_rate.strip(), edit.table.to_document()


def _next_position(uow: UnitOfWork) -> int:
    last = uow.one(select(func.max(Product.position)).where(Product.archived_at.is_(None)))
    return 0 if last is None else last + 1
