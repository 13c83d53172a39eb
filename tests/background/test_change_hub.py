# SPDX-License-Identifier: Apache-2.0
"""Who hears of changes, and when: own ones at once, the parts of an import now and then."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from PySide6.QtTest import QTest

from desktop.background.change_hub import GATHER_MS, ChangeHub
from desktop.values.changes import Changes, Label, Origin


def waited(done: Callable[[], bool]) -> bool:
    """Let the hub work until it is done, at most twenty seconds."""
    for _n in range(2_000):
        if done():
            return True
        QTest.qWait(10)
    return False


@pytest.fixture
def heard(qapp):
    told: list[Changes] = []
    hub = ChangeHub()
    hub.changed.connect(told.append)
    yield hub, told
    hub.deleteLater()


def change(origin: Origin, *ids: UUID) -> Changes:
    return Changes({"lead": frozenset(ids)}, Label(""), origin)


def test_screens_hear_of_an_import_at_its_first_part_and_then_of_many_parts_at_once(heard) -> None:
    """Covers: A6, M3."""
    hub, told = heard
    ids = [uuid4() for _n in range(5)]
    hub.tell(change(Origin.IMPORT, ids[0]))
    assert waited(lambda: bool(told))
    for one in ids[1:]:
        hub.tell(change(Origin.IMPORT, one))
        QTest.qWait(2 * GATHER_MS)  # as anything else it would be told by now
    assert waited(lambda: {lead for one in told for lead in one.ids("lead")} == set(ids))
    assert len(told) < len(ids)


def test_what_a_person_does_meanwhile_is_told_at_once_and_what_came_from_elsewhere_soon(
    heard,
) -> None:
    """Covers: N2, M3."""
    hub, told = heard
    mine, theirs, listed = uuid4(), uuid4(), uuid4()
    hub.tell(change(Origin.IMPORT, uuid4()))
    assert waited(lambda: bool(told))
    hub.tell(change(Origin.IMPORT, listed))
    hub.tell(change(Origin.PERSON, mine))
    assert told[1].ids("lead") == {mine}
    hub.tell(change(Origin.SYNC, theirs))
    assert waited(lambda: len(told) > 3)
    said = [(one.origin, one.ids("lead")) for one in told[2:]]
    assert said == [(Origin.IMPORT, {listed}), (Origin.SYNC, {theirs})]
