# SPDX-License-Identifier: Apache-2.0
"""The card under the pointer looks so, also while the cards are scrolled below it; a selected one looks selected."""

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from desktop.views.board.card_delegate import CardDelegate

BRIEF = "Brief & calculation"


@pytest.fixture
def painted(monkeypatch):
    """How each card was painted last, by its row."""
    found = {}
    state = CardDelegate._state

    def watched(self, index):
        found[index.row()] = state(self, index)
        return found[index.row()]

    monkeypatch.setattr(CardDelegate, "_state", watched)
    return found


def test_the_card_under_the_pointer_looks_so_also_while_cards_are_scrolled(desk, painted):
    """Covers: C4."""
    for _n in range(12):
        desk.shop.a_deal(BRIEF)
    desk.open()
    cards = desk.view.columns[0].cards
    port = cards.viewport()

    def under(row):
        return {n for n, state in painted.items() if state == "hover"} == {row}

    third = cards.visualRect(cards.model().index(2, 0, cards.rootIndex())).center()
    QTest.mouseMove(port, third)
    desk.wait(lambda: under(2), "the card under the pointer is another")
    QCursor.setPos(port.mapToGlobal(third))
    height = cards.rowHeight(0)
    cards.verticalScrollBar().setValue(height)
    desk.wait(lambda: under(3), "the pointer stands, the cards moved")
    gap = desk.view.mapFromGlobal(port.mapToGlobal(third))
    QTest.mouseMove(desk.view.columns[1].cards.viewport(), gap)
    desk.wait(lambda: "hover" not in painted.values(), "the pointer has left")


def test_a_selected_card_looks_selected_also_under_the_pointer(desk, painted):
    """Covers: C4."""
    deals = [desk.shop.a_deal(BRIEF) for _n in range(3)]
    desk.open()
    desk.choose(deals[1])
    cards = desk.view.columns[0].cards
    chosen = [card.id for card in desk.view.model.cards(0)].index(deals[1])
    desk.wait(lambda: painted.get(chosen) == "selected", "it is painted so")
    QTest.mouseMove(
        cards.viewport(),
        cards.visualRect(cards.model().index(chosen, 0, cards.rootIndex())).center(),
    )
    desk.wait(lambda: cards._hovered.row() == chosen, "the pointer is over it")
    painted.clear()
    cards.viewport().update()
    desk.wait(lambda: chosen in painted, "it is painted again")
    assert painted[chosen] == "selected"
    desk.choose(deals[0])
    desk.wait(lambda: painted.get(chosen) == "hover", "and is only under the pointer then")
