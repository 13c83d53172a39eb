# SPDX-License-Identifier: Apache-2.0
"""What a session is about to write and has written, as operations of its transaction."""

from __future__ import annotations

from collections.abc import Callable

from desktop.storage import journal
from desktop.storage.gathered import Gathered
from desktop.storage.journal import Op
from desktop.storage.shop_session import ShopSession


def stamp(session: ShopSession, done: Gathered, next_stamp: Callable[[], str]) -> None:
    """Give every object about to be written its stamp: one per object and transaction."""
    new = session.new
    for record in journal.touched(session):
        known = done.of(record.id)
        if known is None and record not in new and not journal.changed_fields(record):
            continue
        record.stamp = known.stamp if known is not None else next_stamp()


def gather(session: ShopSession, done: Gathered) -> None:
    """Note what the flush did to each object."""
    new = session.new
    for record in journal.touched(session):
        kind = type(record).entity()
        if record in new:
            done.note(Op(kind, record.id, True, record.stamp, journal.document(record)))
            continue
        changed = journal.changed_fields(record)
        if not changed:
            continue
        assert not type(record).__sync__.fact, f"a fact was changed: {kind} {record.id}"
        op = done.of(record.id) or Op(kind, record.id, False, record.stamp)
        op.absorb(changed)
        done.note(op)
