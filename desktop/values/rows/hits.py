# SPDX-License-Identifier: Apache-2.0
"""What the search over everything finds, one line each, for the palette."""

from enum import StrEnum
from uuid import UUID

from desktop.frozen import dataclass
from desktop.i18n import N_, _

REPEAT_ORDER = "order.repeat"
"""The kind of a hit in DO that takes a client's last order again; no action of the window has it."""


class HitGroup(StrEnum):
    """The groups of the palette in their order."""

    CLIENTS = "clients"
    DEALS = "deals"
    LEADS = "leads"
    DO = "do"
    DOCUMENTS = "documents"

    def caption(self) -> str:
        """The words above the group, in the present language."""
        return _(_CAPTIONS[self])


_CAPTIONS = {
    HitGroup.CLIENTS: N_("Clients"),
    HitGroup.DEALS: N_("Deals and orders"),
    HitGroup.LEADS: N_("Leads"),
    HitGroup.DO: N_("Do"),
    HitGroup.DOCUMENTS: N_("Documents"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    `kind` says what is opened (contact, company, deal, order, lead, document) or, in the group DO, the id
    of the action; `icon` is a Phosphor name. `detail` is the grey line after the title, `trail`
    the sum or the keys at the right. `phone` makes Alt C call it and is read
    as `phone_words`, `client_id` makes Alt O take an order for it, and `last_order`, the day of the client's last,
    lets that be repeated.
    """

    group: HitGroup
    kind: str
    title: str
    icon: str
    id: UUID | None = None
    detail: str = ""
    trail: str = ""
    person: str = ""
    phone: str = ""
    client_id: UUID | None = None
    phone_words: str = ""
    last_order: str = ""
