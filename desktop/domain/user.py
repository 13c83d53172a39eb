# SPDX-License-Identifier: Apache-2.0
"""A colleague who uses the program, and the roles that say what they may do."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right


class User(Record):
    """A colleague. `pin` is a scrypt hash with its salt, never the digits; empty means no PIN."""

    __tablename__ = "user"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_PEOPLE,
        protected={"pin": Right.OWN_PIN},
        own=("pin",),
        # A hash is nothing to look at.
        quiet=("position", "pin"),
    )

    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(default_factory=list)
    position: Mapped[int] = mapped_column(default=0)
    pin: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
