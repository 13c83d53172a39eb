# SPDX-License-Identifier: Apache-2.0
"""Who may do what: the one place where a permission is asked."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.states import Role


class Right(StrEnum):
    """Something a role lets a person do."""

    SELL = "sell"
    TAKE_ORDERS = "take_orders"
    TAKE_MONEY = "take_money"
    CONFIRM_PAYMENTS = "confirm_payments"
    ISSUE_INVOICES = "issue_invoices"
    PRODUCE = "produce"
    EDIT_STAGES = "edit_stages"
    SET_NORMS = "set_norms"
    EDIT_PRICES = "edit_prices"
    EDIT_TEMPLATES = "edit_templates"
    EDIT_FIRM = "edit_firm"
    EDIT_PEOPLE = "edit_people"
    HAND_CARDS_OVER = "hand_cards_over"
    IMPORT = "import"
    EXPORT = "export"
    OVERRIDE_GATES = "override_gates"
    CONFIRM_SHIFTS = "confirm_shifts"
    OWN_PIN = "own_pin"
    USE_STAMP = "use_stamp"


_SELLING = frozenset({Right.SELL, Right.TAKE_ORDERS, Right.TAKE_MONEY, Right.ISSUE_INVOICES})
_LEADING = _SELLING | {
    Right.EDIT_STAGES,
    Right.SET_NORMS,
    Right.EDIT_PRICES,
    Right.EDIT_TEMPLATES,
    Right.HAND_CARDS_OVER,
    Right.IMPORT,
    Right.EXPORT,
    Right.OVERRIDE_GATES,
    Right.PRODUCE,
    Right.USE_STAMP,
}

_EVERYBODY = frozenset({Right.OWN_PIN})

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: _SELLING | {Right.PRODUCE},
    Role.MANAGER: _SELLING | {Right.USE_STAMP},
    Role.HEAD: _LEADING,
    Role.ACCOUNTANT: frozenset(
        {
            Right.CONFIRM_PAYMENTS,
            Right.CONFIRM_SHIFTS,
            Right.ISSUE_INVOICES,
            Right.TAKE_MONEY,
            Right.EXPORT,
            Right.USE_STAMP,
        }
    ),
    Role.PRODUCTION: frozenset({Right.PRODUCE}),
    Role.ADMIN: frozenset(
        {
            Right.EDIT_PEOPLE,
            Right.EDIT_FIRM,
            Right.EDIT_TEMPLATES,
            Right.EDIT_STAGES,
            Right.SET_NORMS,
            Right.EDIT_PRICES,
            Right.IMPORT,
            Right.EXPORT,
        }
    ),
}

REALM_RIGHTS: dict[int, Right] = {1: Right.CONFIRM_PAYMENTS}
"""Which right lets a person read a realm. What a class declares to lie in realm 0 is for everybody; rows of another
never reach a desk whose people lack its right: not its screens, its search, its exports, nor its disk."""

_REFUSALS: dict[Right, str] = {
    Right.CONFIRM_PAYMENTS: N_(
        "Only an accountant confirms payments. Nothing has changed. Ask the accountant."
    ),
    Right.CONFIRM_SHIFTS: N_(
        "Only an accountant confirms a shift. Nothing has changed. Ask the accountant."
    ),
    Right.EDIT_PEOPLE: N_(
        "Only an admin changes people and roles. Nothing has changed. Ask the admin."
    ),
    Right.SET_NORMS: N_(
        "Only the head of sales sets norms and targets. Nothing has changed. Ask the head."
    ),
    Right.EDIT_FIRM: N_("Only an admin changes the firm. Nothing has changed. Ask the admin."),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """Everything these roles allow together; a role of a newer version allows nothing here."""
    known = {role.value: rights | _EVERYBODY for role, rights in ROLE_RIGHTS.items()}
    return frozenset().union(*(known.get(role, frozenset()) for role in roles))


def may(roles: Iterable[str], right: Right) -> bool:
    """Whether a person with these roles may do this."""
    return right in rights_of(roles)


def demand(roles: Iterable[str], right: Right) -> None:
    """Let pass, or refuse with the sentence that says whom to ask."""
    if not may(roles, right):
        fallback = N_(
            "This is closed to your role. Nothing has changed. The admin gives access: Settings, People and hub."
        )
        raise UserError(_(_REFUSALS.get(right, fallback)))
