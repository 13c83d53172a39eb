# SPDX-License-Identifier: Apache-2.0
"""Names that came twice are numbered alike at every desk."""

from itertools import permutations

import pytest
from sqlalchemy import select

from desktop.commands.named_twice import name_apart
from desktop.domain.pipeline import RefusalReason
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def test_in_whatever_order_they_came_the_same_ones_get_the_same_numbers(shop):
    """Of three reasons one is for leads alone. Covers: C1, N3."""
    alike = {"name": "Too dear", "position": 9, "for_leads": True}
    reasons = [(new_id(), {**alike, "for_deals": n != 1}) for n in range(3)]
    named = []
    for order in permutations(reasons):
        with shop.database.unit_of_work(Actor(), Origin.SYNC) as uow:
            for key, facts in order:
                uow.add(RefusalReason(id=key, **facts))
                uow.flush()
            name_apart(uow)
            found = select(RefusalReason.id, RefusalReason.name)
            names = {row.id: row.name for row in uow.execute(found)}
            named.append([names[key] for key, _facts in reasons])
    assert named == [["Too dear", "Too dear 2", "Too dear 3"]] * len(named)
