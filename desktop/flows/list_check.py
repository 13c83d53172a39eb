# SPDX-License-Identifier: Apache-2.0
"""All rows of a list looked through: what each would become, counted."""

from __future__ import annotations

from collections.abc import Callable

from desktop.channels.columns import BadRow
from desktop.channels.spreadsheets import rows_below
from desktop.flows.list_alike import Alike
from desktop.flows.list_entries import CHUNK, ListOrder
from desktop.flows.list_plan import ListPlan
from desktop.flows.list_tally import Tally
from desktop.queries.many_duplicates import ManyDuplicates


def tally_of(
    order: ListOrder, known: ManyDuplicates, is_stopped: Callable[[], bool] = lambda: False
) -> Tally | None:
    """The rows counted; None once `is_stopped` says that nobody waits for it."""
    tally = Tally(order.head, known.country, by_hand=order.by_hand)
    reader, plan, alike = order.reader(known.country), ListPlan(known), Alike(known)
    for row in rows_below(order.path, order.head.table):
        if tally.rows % CHUNK == 0 and is_stopped():
            return None
        client = reader.read(row)
        if isinstance(client, BadRow):
            tally.add_bad(row, client, reader)
            continue
        planned = plan.plan(client)
        tally.add(row, client, planned, reader, alike.name_of(client, planned))
    return tally
