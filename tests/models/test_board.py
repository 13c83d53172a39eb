# SPDX-License-Identifier: Apache-2.0
"""The board's model: any change of cards arrives as moves, insertions and removals, never as a reset."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.models.board import MIME, BoardModel, BoardRole
from desktop.models.board_order import Drop, Sort
from desktop.values.rows.board import CardRow, StageRow

STAGES = (
    *(StageRow(UUID(int=n + 1), f"Stage {n}", "", "open", "", n, "", 0) for n in range(3)),
    StageRow(UUID(int=9), "Won", "", "won", "", 0, "", 0, count=2, amount=500),
)


def a_card(
    n: int, stage: int = 0, touch: str = "2026-10-15", amount: int = 100, client: str = "Oak"
) -> CardRow:
    return CardRow(
        UUID(int=1000 + n).bytes, STAGES[stage].id.bytes, f"K7-{n}", f"Cards {n}", client, amount, 0, "GBP",
        None, "2026-10-01", "", "phone", None, f"a{n}", "", "", touch, "call", "Call", 0,
    )  # fmt: skip


@pytest.fixture
def model(qapp):
    board = BoardModel(STAGES)
    tester = QAbstractItemModelTester(board, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield board
    tester.deleteLater()


CARDS = st.lists(
    st.builds(
        a_card,
        n=st.integers(0, 60),
        stage=st.integers(0, 2),
        touch=st.sampled_from(["2026-10-14", "2026-10-15", "2026-10-16"]),
        amount=st.integers(0, 3),
    ),
    unique_by=lambda card: card.key,
    max_size=40,
)


@given(before=CARDS, after=CARDS, sort=st.sampled_from(list(Sort)), least=st.integers(0, 2))
def test_any_board_can_follow_any_other_without_a_reset(qapp, before, after, sort, least):
    """Covers: C4."""
    board = BoardModel(STAGES)
    tester = QAbstractItemModelTester(board, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[bool] = []
    board.modelReset.connect(lambda: resets.append(True))
    board.set_sort(sort)
    board.load(before)
    board.set_filter(lambda card: card.amount >= least)
    board.load(after)
    for place, stage in enumerate(STAGES[:3]):
        wanted = sorted(
            (card for card in after if card.stage_key == stage.id.bytes and card.amount >= least),
            key=sort.key,
        )
        assert list(board.cards(place)) == wanted
        assert board.total(place) == (len(wanted), sum(card.amount for card in wanted))
    assert not resets
    tester.deleteLater()


def test_the_first_cards_are_followed_by_all_others_and_counted_with_them(model):
    """Covers: C4."""
    first = [a_card(1, touch="2026-10-13"), a_card(2, touch="2026-10-14")]
    later = [a_card(n, touch="2026-10-20") for n in range(3, 33)]
    model.load(first, {STAGES[0].id.bytes: (30, 3000)})
    assert not model.is_whole
    assert (model.count, model.total(0)) == (32, (32, 3200))
    held = QPersistentModelIndex(model.index_of(first[1].key))
    model.load([*later, *first])
    assert model.is_whole
    assert (model.count, model.total(0)) == (32, (32, 3200))
    assert list(model.cards(0)[:2]) == first
    assert held.data(BoardRole.CARD) == first[1]


def test_a_card_that_changes_its_stage_stays_selected(model):
    """Covers: C4."""
    model.load([a_card(1), a_card(2), a_card(3, stage=1)])
    held = QPersistentModelIndex(model.index_of(a_card(2).key))
    model.take([a_card(2, stage=1)])
    assert held.isValid()
    assert held.parent().row() == 1
    assert held.data(BoardRole.CARD).number == "K7-2"


def test_many_cards_change_places_in_one_go_and_stay_selected(model):
    """One by one each move costs what all selected cards cost, and the window stands still. Covers: C4."""
    cards = [a_card(n) for n in range(60)]
    model.load(cards)
    held = [QPersistentModelIndex(model.index_of(card.key)) for card in cards]
    heard: list[str] = []
    for name in ("rowsMoved", "rowsInserted", "rowsRemoved", "layoutChanged", "modelReset"):
        getattr(model, name).connect(lambda *_what, name=name: heard.append(name))
    moved = [a_card(n, stage=1 + n % 2) for n in range(40)]
    model.take([*moved, a_card(70, stage=2)], gone=[card.key for card in cards[50:]])
    assert heard == ["layoutChanged"]
    assert [len(model.cards(place)) for place in range(3)] == [10, 20, 21]
    shown = {card.key: card for card in model.shown()}
    for card, index in zip(cards, held, strict=True):
        assert index.isValid() == (card.key in shown)
        if index.isValid():
            assert index.data(BoardRole.CARD) == shown[card.key]


def test_the_selection_goes_along_when_the_order_changes(model):
    """Covers: C4."""
    model.load([a_card(1, amount=1), a_card(2, amount=9), a_card(3, amount=5)])
    held = QPersistentModelIndex(model.index_of(a_card(2, amount=9).key))
    model.set_sort(Sort.AMOUNT)
    assert held.row() == 0
    assert held.data(BoardRole.CARD).number == "K7-2"


def test_a_drop_only_asks(model):
    """Covers: C4."""
    model.set_sort(Sort.RANK)
    cards = [a_card(n) for n in range(4)]
    model.load([*cards, a_card(7, stage=1)])
    asked: list[Drop] = []
    model.move_requested.connect(asked.append)
    data = model.mimeData([model.index_of(a_card(7, stage=1).key)])
    assert data.hasFormat(MIME)
    assert model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, model.stage_index(0))
    assert asked == [
        Drop((a_card(7).id,), STAGES[0].id, after_id=cards[1].id, before_id=cards[2].id),
    ]
    assert list(model.cards(0)) == cards
    assert not model.removeRows(0, 1, model.stage_index(1))


def test_a_drag_takes_all_selected_cards_of_all_columns_along(model):
    """Covers: C4."""
    here, there = a_card(1), a_card(2, stage=2)
    model.load([here, there, a_card(3)])
    model.selected = lambda: [here, there]
    data = model.mimeData([model.index_of(here.key)])
    assert bytes(data.data(MIME).data()) == here.key + there.key
    alone = model.mimeData([model.index_of(a_card(3).key)])
    assert bytes(alone.data(MIME).data()) == a_card(3).key


def test_other_stages_ask_for_another_board(model):
    """Covers: C1."""
    assert not model.set_stages(STAGES[1:])
    renamed = (StageRow(STAGES[0].id, "Brief", "", "open", "", 0, "", 0), *STAGES[1:])
    assert model.set_stages(renamed)
    assert model.data(model.stage_index(0)) == "Brief"
