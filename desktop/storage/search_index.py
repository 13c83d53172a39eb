# SPDX-License-Identifier: Apache-2.0
"""The search index: folded words of clients, deals and documents, kept with every transaction."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection


def create(connection: Connection) -> None:
    """Make the index of a new shop."""


def refresh(connection: Connection, kinds: Mapping[str, frozenset[UUID]]) -> None:
    """Bring the index up to what this transaction touched."""
