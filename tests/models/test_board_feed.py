# SPDX-License-Identifier: Apache-2.0
"""Which changes make a board read: whole, some of its cards, or nothing."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QObject, Signal

from desktop.models.board_feed import FEW, BoardFeed
from desktop.values.changes import Changes, Label, Origin
from desktop.values.rows.board import DEAL, LEAD


class Hub(QObject):
    changed = Signal(object)
    day_turned = Signal()


class Asked:
    """Stands where the threads are: remembers what is asked."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def fetch(self, kind: str, _query: Any, **_answers: Any) -> None:
        self.kinds.append(kind.partition(" for ")[0])


@pytest.fixture
def asked_by(qapp):
    held: list[QObject] = []

    def make(entity: str) -> tuple[Hub, Asked]:
        hub, asked = Hub(), Asked()
        feed = BoardFeed(asked, hub, lambda: datetime.now(UTC), hub, entity=entity)
        feed.holds(uuid4())
        feed.wake()
        held.extend((hub, feed))
        return hub, asked

    yield make
    for one in held:
        one.deleteLater()


def part_of_a_list() -> Changes:
    leads = frozenset(uuid4() for _n in range(FEW + 1))
    kinds = {"lead": leads, "card": leads, "contact": leads, "company": leads, "task": leads}
    return Changes(kinds, Label(""), Origin.IMPORT)


def test_a_list_of_leads_makes_their_board_read_anew_and_leaves_the_deals_alone(asked_by) -> None:
    """Covers: A6, B2."""
    deals, asked_of_deals = asked_by(DEAL)
    leads, asked_of_leads = asked_by(LEAD)
    for hub in (deals, leads):
        hub.changed.emit(part_of_a_list())
    assert (asked_of_deals.kinds, asked_of_leads.kinds) == ([], ["board"])


def test_whoever_else_changes_a_client_may_have_changed_what_a_card_calls_them(asked_by) -> None:
    """Covers: B2, M3."""
    for origin in (Origin.PERSON, Origin.SYNC, Origin.UNDO):
        hub, asked = asked_by(DEAL)
        hub.changed.emit(Changes({"contact": frozenset({uuid4()})}, Label(""), origin))
        assert asked.kinds == ["board"]


def test_a_few_cards_are_read_by_name(asked_by) -> None:
    """Covers: B2."""
    hub, asked = asked_by(DEAL)
    deal = uuid4()
    hub.changed.emit(Changes.of(card=[deal], deal=[deal], task=[uuid4()]))
    assert asked.kinds == ["board cards"]
