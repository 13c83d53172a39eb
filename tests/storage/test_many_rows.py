# SPDX-License-Identifier: Apache-2.0
"""Many rows go into a table by few calls, each of them once and in their order."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, event

from desktop.storage.many_rows import put


@pytest.fixture
def connection() -> Iterator[Connection]:
    with create_engine("sqlite://").connect() as opened:
        opened.exec_driver_sql(
            'CREATE TABLE thing (n INTEGER PRIMARY KEY, "order" TEXT, price INTEGER, kind TEXT)'
        )
        yield opened


def held(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.exec_driver_sql('SELECT n, "order", price, kind FROM thing ORDER BY n')
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 59, 60])
def test_each_row_is_stored_once_with_what_is_its_own_and_what_all_have_alike(
    connection: Connection, count: int
) -> None:
    """Covers: A6."""
    rows = [(f"it's no. {n}", n * 100) for n in range(count)]
    put(connection, "INSERT INTO thing", ("order", "price"), rows, {"kind": 'a "menu"'})
    told = [(n + 1, f"it's no. {n}", n * 100, 'a "menu"') for n in range(count)]
    assert held(connection) == told


def test_rows_that_are_there_already_are_left_where_the_statement_says_so(
    connection: Connection,
) -> None:
    put(connection, "INSERT INTO thing", ("n", "order"), [(3, "first")])
    rows = [(n, "second") for n in range(1, 41)]
    put(connection, "INSERT OR IGNORE INTO thing", ("n", "order"), rows)
    assert [row[1] for row in held(connection)] == ["second", "second", "first", *["second"] * 37]


def test_hundreds_of_rows_take_two_statements(connection: Connection) -> None:
    """Covers: A6."""
    told: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *said: told.append(said[2]))
    put(connection, "INSERT INTO thing", ("order",), [(str(n),) for n in range(399)])
    assert len(told) == 2
    assert len(held(connection)) == 399
