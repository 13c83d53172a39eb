# SPDX-License-Identifier: Apache-2.0
"""A client who asks for it is erased, in a shop on one computer; where desks meet, the hub does it for all of them."""

from __future__ import annotations

from uuid import UUID

from desktop.domain.people import Company, Contact
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage import erase_here, outgoing
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen


@command(N_("Erased a client’s data"), Right.EDIT_PEOPLE)
def erase_client(uow: UnitOfWork, *, client_id: UUID, why: str, seen: Seen = None) -> int:
    """Blank the client's fields and phones for good: the history keeps nothing of it, and undo has nothing to undo.

    Returns how many rows there were. UserError without a reason, which is kept with the date and the person.
    """
    demand_reason(why)
    if outgoing.is_joined(uow.connection):
        raise UserError(
            _("This computer has joined a hub: the hub erases. Nothing was changed. Ask the admin.")
        )
    client = uow.find(Contact, client_id) or uow.get(Company, client_id)
    return erase_here.erase(uow, client.id, why.strip())


def demand_reason(why: str) -> None:
    """Who asked, or why, stands beside each erasure."""
    if not why.strip():
        raise UserError(_("Say who asked for it, or why. Nothing was erased."), field="why")
