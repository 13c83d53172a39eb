# SPDX-License-Identifier: Apache-2.0
"""A name stands once among what people choose from: pipelines, the stages of one, the reasons of a list.

Asked of who writes here: publishing, undo, whatever else. Of what comes from another desk the hub asks it
(resources/hub/003_push.sql), for there both are known at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, select

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
    "pipeline": select(Pipeline.id, Pipeline.name).where(Pipeline.archived_at.is_(None)),
    "stage": select(Stage.id, Stage.name, Stage.pipeline_id).where(Stage.archived_at.is_(None)),
    "refusal_reason": select(
        RefusalReason.id, RefusalReason.name, RefusalReason.for_deals, RefusalReason.for_leads
    ).where(RefusalReason.archived_at.is_(None)),
}
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
    for kind, in_use in _NAMED.items():
        named = {
            op.id
            for op in work.done.ops_of(kind)
            if not op.is_gone and (op.is_new or _PUTS_THERE & op.patch.keys())
        }
        if named and _is_twice(work, kind, in_use, named):
            yield Broken(RULE, None, _SENTENCE)


def _is_twice(work: Work, kind: str, in_use: Rows, named: set[UUID]) -> bool:
    alike: dict[tuple[Any, str], list[UUID]] = {}
    for row in work.execute(in_use):
        for place in _LISTS[kind](row):
            alike.setdefault((place, label_key(row.name)), []).append(row.id)
    return any(len(ids) > 1 and not named.isdisjoint(ids) for ids in alike.values())
