# SPDX-License-Identifier: Apache-2.0
"""Rows of a list that are new but for a name like that of somebody known: told, so that a person may look."""

from __future__ import annotations

from desktop.channels.client_rows import ClientRow
from desktop.flows.list_plan import Planned
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.values.rows.duplicates import Sought


class Alike:
    """Compares each new row with all clients."""

    def __init__(self, known: ManyDuplicates) -> None:
        self._known = known

    def name_of(self, row: ClientRow, planned: Planned) -> str:
        """Whom a new row may mean, "" where nobody is like it or it is no new one."""
        if not planned.entry.is_new:
            return ""
        sought = Sought(
            name=row.name,
            company=row.company,
            phones=tuple([f"+{phone.digits}" for phone in row.phones]),
            emails=row.emails,
            tax_id=row.inn,
        )
        found = self._known.find([sought], limit=1)[0]
        return found[0].name if found else ""
