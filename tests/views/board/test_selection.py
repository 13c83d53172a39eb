# SPDX-License-Identifier: Apache-2.0
"""Many cards chosen at once."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop.views.board.selection import chosen_rows, in_runs


def a_tree() -> QStandardItemModel:
    model = QStandardItemModel()
    for stage in range(3):
        item = QStandardItem(f"Stage {stage}")
        for row in range(12):
            item.appendRow(QStandardItem(f"Card {row}"))
        model.appendRow(item)
    return model


@given(wanted=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11)), unique=True))
def test_cards_are_chosen_in_as_few_runs_as_there_are_gaps(qapp, wanted):
    """Covers: C4."""
    model = a_tree()
    choice = QItemSelectionModel(model)
    indexes = [model.index(row, 0, model.index(stage, 0)) for stage, row in wanted]
    runs = in_runs(model, indexes)
    choice.select(runs, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert chosen_rows(choice) == sorted(wanted)
    begins = sum((stage, row - 1) not in wanted for stage, row in wanted)
    assert runs.size() == begins


def test_rows_at_the_top_have_no_parent(qapp):
    model = a_tree()
    choice = QItemSelectionModel(model)
    choice.select(in_runs(model, [model.index(1, 0)]), QItemSelectionModel.SelectionFlag.Select)
    assert chosen_rows(choice) == [(-1, 1)]
