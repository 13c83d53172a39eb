# SPDX-License-Identifier: Apache-2.0
"""One PostgreSQL for all tests of a worker, a database of its own for each."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import postgres_server
from tests.postgres_server import PostgresServer
from tests.shop import open_shop
from tests.sync.hub_desks import Desk, TestHub

EVERY_ROLE = ("head", "admin", "accountant", "operator", "manager")
_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    if postgres_server.find() is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folder: every pytest that starts takes that away from all other users.
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-postgres-") as folder,
        PostgresServer(Path(folder) / "pg") as started,
    ):
        yield started


@pytest.fixture
def hub(server) -> TestHub:
    return TestHub(server, f"shop{next(_numbers)}")


@pytest.fixture
def desks(tmp_path, hub):
    """Makes desks that have joined: the first brings a shop that is set up, the others begin empty."""
    made: list[Desk] = []

    def make(*names: str, roles: tuple[str, ...] = EVERY_ROLE) -> list[Desk]:
        new = []
        for name in names:
            if not made and not new:
                shop = open_shop(tmp_path, folder=name)
                shop.close()
                new.append(Desk(tmp_path, hub, name, EVERY_ROLE, user_id=shop.me, brings=True))
            else:
                new.append((made or new)[0].colleague(tmp_path, name, roles))
        made.extend(new)
        return new

    yield make
    for one in made:
        one.close()
