# SPDX-License-Identifier: Apache-2.0
"""The shop's file is taken away under the open program: what would be lost is not written, and the sentence says so."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.commands import clients
from desktop.domain.people import Contact
from desktop.errors import UserError
from desktop.storage.database import file_under
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.close()


def add(shop: OpenShop, name: str) -> None:
    shop.run(lambda uow: clients.add_contact(uow, name=name))


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its name there")
def test_nothing_is_written_to_a_file_that_lost_its_name_until_it_is_put_back(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: N2, N6."""
    path, away = shop.database.path, tmp_path / "away.sqlite"
    add(shop, "Priya Hartwell")
    path.rename(away)
    with pytest.raises(UserError, match="Nothing was written"):
        add(shop, "Anna Whitlow")
    shutil.copy(away, path)
    with pytest.raises(UserError, match="deleted, moved or replaced"):
        add(shop, "Anna Whitlow")
    away.rename(path)
    add(shop, "Sam Rook")
    assert {one.name for one in shop.rows(Contact)} == {"Priya Hartwell", "Sam Rook"}


def test_where_an_open_file_keeps_its_name_nothing_is_asked(tmp_path: Path) -> None:
    """Windows lets nobody delete or rename it, and numbers files anew on some disks. Covers: N6."""
    assert file_under(tmp_path, "nt") is None
    assert file_under(tmp_path / "none", "posix") is None
