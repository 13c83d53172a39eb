# SPDX-License-Identifier: Apache-2.0
"""The hub's history of a card, told with what this desk knows; nothing where the hub is away or there is none."""

from __future__ import annotations

from uuid import UUID

from desktop.flows import hub_place
from desktop.flows.shop import Shop
from desktop.queries import hub_changes, record_changes
from desktop.storage import outgoing
from desktop.sync.hub.desk_side import Hub, HubAway, NotKnown
from desktop.values.rows.changes_of import ChangeRow


def changes_of_deal(shop: Shop, *, deal_id: UUID) -> tuple[ChangeRow, ...] | None:
    """Every change of a deal, its lines and its client; None where the hub cannot be asked."""
    where = shop.read(hub_place.place)
    devices = shop.read(lambda r: outgoing.devices(r.connection))
    if where is None or not devices:
        return None
    login = devices[0].login
    ids = shop.read(lambda r: record_changes.ids_of_deal(r, deal_id))
    try:
        with Hub(where.address(shop.folder, login), hub_place.password(login) or "") as hub:
            lines = hub.history(ids)
    except (HubAway, NotKnown):
        return None
    return shop.read(lambda r: hub_changes.changes_of_deal(r, deal_id=deal_id, lines=lines))
