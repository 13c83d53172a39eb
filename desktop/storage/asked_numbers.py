# SPDX-License-Identifier: Apache-2.0
"""Numbers of legal papers that a joined desk asks its hub for, and what becomes of them.

Until the hub has answered, a paper's number is empty. What the desk owes the hub says under `$number` which place is
wanted, later which one the paper holds, so that a hub that was put back to an older state learns of it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from desktop.frozen import dataclass
from desktop.storage.tables import counter, outbox
from desktop.values.paper_numbers import Series

KEY = "$number"
OFFERED = "offered"
"""The verdict of an operation that went to the hub and was not answered: from then on only the hub settles it."""

Asking = Row[*tuple[Any, ...]]
_KINDS = ("document", "invoice_issue")


@dataclass(frozen=True, slots=True)
class Given:
    """What the hub gave a paper: the place in its series, and the fields with it."""

    place: int
    fields: Mapping[str, str]


def ask(series: Series, paper: UUID, past: int, **into: str) -> dict[str, Any]:
    """What is asked of the hub: a place of the series for a paper, written into these fields in place of {n}.

    A paper that asks twice gets the same place. `past` is the highest one that this desk has seen.
    """
    return {
        "series": series.name,
        "for": str(paper),
        "width": series.width,
        "past": past,
        "into": into,
    }


def asking(doc: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """A new row's document without the fields that the hub will fill; one that holds its place keeps them."""
    left_out = asked.get("into", {})
    return {**{name: value for name, value in doc.items() if name not in left_out}, KEY: asked}


def until_given(asked: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the hub will fill as they stand before."""
    into: Mapping[str, str] = asked.get("into", {})
    form = into.get("number", "")
    return {name: text.replace(form, "").strip() for name, text in into.items()}


def note_given(connection: Connection, owner: UUID, given: Mapping[int, Given]) -> None:
    """The hub's answer: what was asked for is held from now on."""
    for dseq, answer in given.items():
        mine = (outbox.c.device_id == owner) & (outbox.c.dseq == dseq)
        kept = connection.scalar(select(outbox.c.doc).where(mine))
        if kept is not None:
            doc = json.loads(kept)
            kept_now = held(doc, doc[KEY]["series"], answer)
            connection.execute(update(outbox).where(mine).values(doc=kept_now))


def counters(connection: Connection) -> dict[str, int]:
    """The number that each series of papers gives next, as a shop that began on one computer counted them."""
    rows = connection.execute(select(counter).where(counter.c.series.contains(":")))
    return {row.series: row.next for row in rows}


def waiting(connection: Connection) -> bool:
    """Whether a paper of this desk has no number yet."""
    return bool(unanswered(connection))


def unanswered(connection: Connection) -> list[Asking]:
    """What asks for a number and has none yet, in the order it was made."""
    columns: tuple[Any, ...] = (
        outbox.c.n,
        outbox.c.kind,
        outbox.c.id,
        outbox.c.doc,
        outbox.c.verdict,
    )
    asks = select(*columns).where(
        outbox.c.acked_head.is_(None),
        outbox.c.kind.in_(_KINDS),
        outbox.c.doc.contains(f'"{KEY}"', autoescape=True),
    )
    found = connection.execute(asks.order_by(outbox.c.n)).all()
    return [row for row in found if "into" in json.loads(row.doc)[KEY]]


def held(doc: Mapping[str, Any], series: str, given: Given) -> str:
    """The document with its number, and which place that is."""
    marked = {"series": series, "for": doc[KEY]["for"], "place": given.place}
    full = {**doc, **given.fields, KEY: marked}
    return json.dumps(full, ensure_ascii=False, separators=(",", ":"))
