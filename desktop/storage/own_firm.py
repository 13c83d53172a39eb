# SPDX-License-Identifier: Apache-2.0
"""The first of the shop's own firms: it stands on what the counter sells, and its country is the shop's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from desktop.domain.firm import Firm
from desktop.errors import UserError
from desktop.i18n import _


def first_firm(*columns: Any) -> Select[Any]:
    """The statement that finds the first of our firms, whole or these columns of it."""
    found = select(*columns) if columns else select(Firm)
    return found.where(Firm.archived_at.is_(None)).order_by(Firm.position).limit(1)


def shop_country(connection: Connection) -> str:
    """Where the shop is, and phones without a country code are: a two-letter code, "" where there is no firm yet."""
    return connection.scalar(first_firm(Firm.country)) or ""


def shop_currency(connection: Connection) -> str:
    """The currency of the shop's prices; "" where there is no firm yet."""
    return connection.scalar(first_firm(Firm.currency)) or ""


def no_firm() -> UserError:
    """What to say where a firm is needed and none has been entered."""
    return UserError(
        _("There is no firm of yours yet. Nothing was saved. Enter it: Settings, Firm.")
    )
