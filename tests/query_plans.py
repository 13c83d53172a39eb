# SPDX-License-Identifier: Apache-2.0
"""How SQLite goes about what a query asks: which index it takes, and what it walks through."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from desktop.storage.database import Reader
from tests.shop import OpenShop


def steps_of(shop: OpenShop, query: Callable[[Reader], object]) -> list[str]:
    """Every step of the plans of all its statements, as SQLite tells them."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    def read(reader: Reader) -> list[str]:
        engine = reader.connection.engine
        event.listen(engine, "before_cursor_execute", keep)
        query(reader)
        event.remove(engine, "before_cursor_execute", keep)
        return [
            row.detail
            for statement, values in asked
            if statement.startswith("SELECT")
            for row in reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]

    return shop.read(read)
