# SPDX-License-Identifier: Apache-2.0
"""One PostgreSQL for all tests of a worker, a database of its own for each."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer
from tests.sync.hub_desks import EVERY_ROLE, Desk, Office, TestHub, three_desks


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    # Not below pytest's own folder: every pytest that starts takes that away from all other users.
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-postgres-") as folder,
        PostgresServer(Path(folder) / "pg") as started,
    ):
        yield started


@pytest.fixture(scope="session")
def joined(server, tmp_path_factory) -> Office:
    return Office(*three_desks(TestHub(server, "office"), tmp_path_factory.mktemp("office")))


@pytest.fixture
def hub(joined) -> TestHub:
    return joined.open()


@pytest.fixture
def new_hub(server) -> TestHub:
    """Set up, and nobody has joined yet."""
    return TestHub(server, "new")


@pytest.fixture
def desks(tmp_path, joined, hub):
    """Desks that have joined: anna brought the shop, ben and clara are colleagues; who has other roles joins now."""
    made: list[Desk] = []

    def make(*names: str, roles: tuple[str, ...] = EVERY_ROLE) -> list[Desk]:
        first = len(made)
        for name in names:
            if name == "anna" or roles == EVERY_ROLE:
                made.append(joined.desk(name, tmp_path))
            else:
                made.append(made[0].colleague(tmp_path, f"{name} the {roles[0]}", roles))
        return made[first:]

    yield make
    for one in made:
        one.close()
