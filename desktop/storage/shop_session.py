# SPDX-License-Identifier: Apache-2.0
"""SQLAlchemy's session as a transaction of the shop uses it: what it is about to write, it tells first."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from desktop.domain.record import Record


class Teller(Protocol):
    """What a unit of work is told by its session."""

    def hold(self, record: Record) -> None:
        """A record was loaded or made."""

    def stamp_flush(self) -> None:
        """Objects are about to be written."""

    def gather_flush(self) -> None:
        """They are written, and what they were before is still known."""


class ShopSession(Session):
    """A session that tells its unit of work what it flushes."""

    uow: Teller


@event.listens_for(ShopSession, "loaded_as_persistent")
@event.listens_for(ShopSession, "pending_to_persistent")
def _hold(session: ShopSession, record: Record) -> None:
    session.uow.hold(record)


@event.listens_for(ShopSession, "before_flush")
def _stamp(session: ShopSession, _context: object, _objects: object) -> None:
    assert not session.deleted, "records are archived, never deleted"
    session.uow.stamp_flush()


@event.listens_for(ShopSession, "after_flush")
def _gather(session: ShopSession, _context: object) -> None:
    """Only here are all values final while the old ones are still known."""
    session.uow.gather_flush()
