# SPDX-License-Identifier: Apache-2.0
"""An older value of a record comes back, as an ordinary edit made now: rules, rights and undo hold for it."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select

from desktop.commands.to_look_at import put_values
from desktop.domain.column_types import decode
from desktop.domain.record import table_of
from desktop.domain.rights import Right
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.tables import journal
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen


@command(N_("Put back: {record}"), Right.SELL)
def put_value_back(
    uow: UnitOfWork, *, n: int, id: UUID, unit: str, record: str, seen: Seen = None
) -> None:
    """The value that stood before the change in row `n` of the journal; what merges as one comes back together."""
    row = uow.execute(select(journal).where(journal.c.n == n, journal.c.id == id)).first()
    if row is None or row.is_new:
        raise UserError(
            _("What stood before is not known here any more. Nothing was changed. Type it anew.")
        )
    cls = BY_KIND[row.kind]
    columns = table_of(cls).columns
    values = {
        name: decode(columns[name].type, pair[0])
        for name, pair in json.loads(row.patch).items()
        if name in columns and cls.__sync__.unit_of(name) == unit
    }
    put_values(uow, uow.get(cls, id), values)
    uow.name(record=record)
