# SPDX-License-Identifier: Apache-2.0
"""The hub is away: papers that wait for their numbers get them from the desk's own series, where the shop lets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop.i18n import N_
from desktop.storage import asked_numbers, own_numbers
from desktop.storage.database import Reader
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.changes import Label, Origin

T = TypeVar("T")
_NUMBERED = Label(N_("Papers numbered by this desk"))


class Shop(Protocol):
    """The shop as it is needed here."""

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query and wait for it."""

    def write(self, command: Callable[[UnitOfWork], T], *, origin: Origin, label: Label) -> T:
        """Run a command in one transaction and wait for its commit."""


def number_here(shop: Shop) -> None:
    """Give numbers of the desk's own to what has not been on its way to the hub."""
    if shop.read(lambda reader: asked_numbers.waiting(reader.connection)):
        shop.write(own_numbers.take_own, origin=Origin.SYNC, label=_NUMBERED)
