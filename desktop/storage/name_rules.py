# SPDX-License-Identifier: Apache-2.0
"""A name stands once among what people choose from: pipelines, the stages of one, the reasons of a list.

Asked of who writes here: publishing, which says it at the name's place, undo, whatever else. Of what comes from another
desk the hub asks it (resources/hub/003_push.sql), for there both are known at once; what it has to let through gets
another name after the round (commands/named_twice).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.i18n import N_
from desktop.storage.work import Broken, Work
from desktop.values.changes import Origin
from desktop.values.search import label_key

RULE: Final = "name_twice"
_SENTENCE = N_(
    "Two of the same kind would have one name. Nothing was changed. Choose another name for one of them."
)

Rows = Select[*tuple[Any, ...]]

_NAMED: Final[Mapping[str, Rows]] = {
    "pipeline": select(Pipeline.id, Pipeline.name)
    .where(Pipeline.archived_at.is_(None))
    .order_by(Pipeline.position),
    "stage": select(Stage.id, Stage.name, Stage.pipeline_id)
    .where(Stage.archived_at.is_(None))
    .order_by(Stage.position),
    "refusal_reason": select(
        RefusalReason.id, RefusalReason.name, RefusalReason.for_deals, RefusalReason.for_leads
    )
    .where(RefusalReason.archived_at.is_(None))
    .order_by(RefusalReason.position),
}
KINDS: Final = tuple(_NAMED)

_LISTS: Final[Mapping[str, Callable[[Row[Any]], list[Any]]]] = {
    "pipeline": lambda _row: [None],
    "stage": lambda row: [row.pipeline_id],
    "refusal_reason": lambda row: [
        name for name in ("for_deals", "for_leads") if getattr(row, name)
    ],
}
_PUTS_THERE: Final = frozenset({"name", "archived_at", "pipeline_id", "for_deals", "for_leads"})


def broken(work: Work) -> Iterator[Broken]:
    """What this transaction called as another one is called that is in use."""
    if work.origin is Origin.SYNC:
        return
    for kind in KINDS:
        named = {
            op.id
            for op in work.done.ops_of(kind)
            if not op.is_gone and (op.is_new or _PUTS_THERE & op.patch.keys())
        }
        if named and any(True for _row in named_as_another(work.connection, kind, named)):
            yield Broken(RULE, None, _SENTENCE)


def named_as_another(
    connection: Connection, kind: str, touched: Collection[UUID]
) -> Iterator[Row[Any]]:
    """Those that were touched and have the name of one that was not, or that stands before them."""
    for rows in lists(connection, kind):
        held = {label_key(one.name): one for one in reversed(rows)}
        held |= {label_key(one.name): one for one in rows if one.id not in touched}
        for one in rows:
            if one.id in touched and held[label_key(one.name)] is not one:
                yield one


def lists(connection: Connection, kind: str) -> Collection[Sequence[Row[Any]]]:
    """What of a kind is in use, by the lists that people choose from, each in its order."""
    found: dict[object, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_NAMED[kind]):
        for place in _LISTS[kind](row):
            found[place].append(row)
    return found.values()
