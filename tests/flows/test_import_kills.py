# SPDX-License-Identifier: Apache-2.0
"""kill -9 while a list is taken in, and while it is taken back: whole cards stand, the rest is told and goes on."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.bookkeeping import Voided
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.touch import Task
from desktop.flows import long_steps
from desktop.flows.import_list import import_list
from desktop.queries.past_imports import past_imports
from desktop.storage.check import check
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.past_imports import Standing
from tests.flows.import_child import PART
from tests.shop import OpenShop, open_shop

ROWS = 4 * PART
COLD = ListWish(channel="cold_list")
BROUGHT = (Lead, Contact, ContactPhone, Task)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = (f"Firm {n};Person {n};020 7946 {n:04}\n" for n in range(ROWS))
    file = tmp_path / "fair.csv"
    file.write_text("Company;Contact;Tel\n" + "".join(rows), encoding="utf-8")
    return file


def kill(shop: OpenShop, *what: str, at: str = "", after_lines: int = 0) -> None:
    """Let another process work on the shop, and end it where it waits, or as soon as it has said so many lines."""
    shop.database.close()
    command = [sys.executable, "-m", "tests.flows.import_child", str(shop.folder), *what, at]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for number, line in enumerate(child.stdout, 1):
            if line.strip() == at or number == after_lines:
                break
        else:
            pytest.fail("it ended before its point")
        child.kill()
    shop.database.open()


def there(shop: OpenShop) -> int:
    """How many cards are there, each whole: none without its client, phone and touch. A firm goes after its people."""
    counts = {cls: shop.count(cls, cls.archived_at.is_(None)) for cls in BROUGHT}
    assert len(set(counts.values())) == 1, counts
    assert shop.count(Company, Company.archived_at.is_(None)) >= counts[Lead]
    found = shop.read(lambda reader: check(reader.connection, shop.database.folder))
    assert not found.faults
    return counts[Lead]


def standing(shop: OpenShop) -> tuple[Standing, int]:
    (one,) = shop.read(past_imports)
    return one.standing, one.rows


@pytest.mark.parametrize(("at", "stands"), [("in 2", PART), ("after 2", 2 * PART)])
def test_a_list_whose_program_is_killed_is_in_up_to_a_whole_part_and_brings_the_rest(
    shop: OpenShop, path: Path, at: str, stands: int
) -> None:
    """Covers: A6, N1."""
    kill(shop, "in", str(path), at=at)
    assert there(shop) == stands
    assert standing(shop) == (Standing.CUT_OFF, stands)
    taken = import_list(shop.direct(), path=path, wish=COLD)
    assert (taken.new, there(shop)) == (ROWS - stands, ROWS)
    for one in shop.read(past_imports):
        long_steps.take_import_back(shop.direct(), step=one.step)
    assert there(shop) == 0


@pytest.mark.parametrize("at", ["in 1", "in 2", "after 2"])
def test_a_taking_back_whose_program_is_killed_leaves_whole_cards_and_goes_on(
    shop: OpenShop, path: Path, at: str
) -> None:
    """Covers: A6, M3, N1."""
    step = import_list(shop.direct(), path=path, wish=COLD).step
    kill(shop, "back", str(step), at=at)
    left = there(shop)
    is_begun = at != "in 1"
    assert (0 < left < ROWS) is is_begun
    assert standing(shop)[0] is (Standing.GOING if is_begun else Standing.STANDS)
    assert long_steps.undo(shop.direct()).is_whole
    assert there(shop) == 0
    assert standing(shop)[0] is Standing.TAKEN_BACK
    long_steps.redo(shop.direct())
    assert there(shop) == ROWS
    assert shop.count(Voided, Voided.is_on) == 0


def test_whenever_it_is_killed_nothing_is_lost_and_nothing_is_doubled(
    shop: OpenShop, path: Path
) -> None:
    """Covers: A6, N1."""
    seed = random.SystemRandom().randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")
    dice = random.Random(seed)
    kill(shop, "in", str(path), after_lines=dice.randint(1, 8))
    assert there(shop) <= ROWS
    import_list(shop.direct(), path=path, wish=COLD)
    assert there(shop) == ROWS
    newest, *_older = shop.read(past_imports)
    kill(shop, "back", str(newest.step), after_lines=1)
    for one in shop.read(past_imports):
        if one.standing is not Standing.TAKEN_BACK:
            long_steps.take_import_back(shop.direct(), step=one.step)
    assert there(shop) == shop.count(Company, Company.archived_at.is_(None)) == 0
