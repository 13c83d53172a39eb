# SPDX-License-Identifier: Apache-2.0
"""An older value of a record comes back, as an ordinary edit made now: rules, rights and undo hold for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from desktop.commands.to_look_at import put_values
from desktop.domain.column_types import decode
from desktop.domain.record import table_of
from desktop.domain.rights import Right
from desktop.domain.schema import BY_KIND
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen


@command(N_("Put back: {record}"), Right.SELL)
def put_value_back(
    uow: UnitOfWork,
    *,
    kind: str,
    id: UUID,
    older: Mapping[str, Any],
    record: str,
    seen: Seen = None,
) -> None:
    """The values that stood before a change, in the journal's codec; what merges as one comes back together."""
    cls = BY_KIND[kind]
    columns = table_of(cls).columns
    values = {
        name: decode(columns[name].type, value) for name, value in older.items() if name in columns
    }
    put_values(uow, uow.get(cls, id), values)
    uow.name(record=record)
