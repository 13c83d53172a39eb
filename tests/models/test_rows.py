# SPDX-License-Identifier: Apache-2.0
"""A table that takes in a new answer by the smallest difference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.models.rows import Column, RowRole, RowsModel
from desktop.views.widgets.table_roles import CellRole

SELECTABLE = Qt.ItemFlag.ItemIsSelectable
KEYS = st.lists(st.integers(0, 12), unique=True, max_size=12)


def a_model(rows: list[tuple[int, str]]) -> RowsModel[tuple[int, str]]:
    columns = [Column("name", "Name", lambda row: row[1])]
    model = RowsModel(columns, key=lambda row: row[0])
    model.replace(rows)
    return model


@given(before=KEYS, after=KEYS, changed=st.sets(st.integers(0, 12)))
def test_any_answer_can_follow_any_other(qapp, before, after, changed):
    """Covers: M3."""
    model = a_model([(key, "old") for key in before])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted = [(key, "new" if key in changed else "old") for key in after]
    model.replace(wanted)
    assert model.rows == wanted
    assert model.rowCount() == len(after)
    tester.deleteLater()


def test_new_rows_that_stand_together_come_in_one_go(qapp):
    """A thousand touches one by one took the window seconds. Covers: E1."""
    model = a_model([(0, "a"), (100, "b")])
    heard: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: heard.append((first, last)))
    model.replace([(key, "x") for key in (0, *range(1, 40), 100, *range(200, 220))])
    assert heard == [(1, 39), (41, 60)]


def test_a_changed_row_tells_of_itself_alone(qapp):
    """Covers: M3."""
    model = a_model([(1, "a"), (2, "b"), (3, "c")])
    heard: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))
    model.modelReset.connect(lambda: heard.append((-1, -1)))
    model.replace([(1, "a"), (2, "changed"), (3, "c")])
    assert heard == [(1, 1)]
    assert model.data(model.index(1, 0), Qt.ItemDataRole.DisplayRole) == "changed"


def test_what_a_row_says_of_its_cells_has_the_numbers_that_tables_ask_by():
    asked = {role.name: role.value for role in CellRole}
    told = {role.name: role.value for role in RowRole if role is not RowRole.ROW}
    assert told.items() <= asked.items()


def test_the_head_of_a_group_is_named_and_cannot_be_chosen(qapp):
    columns = [Column("name", "Name", lambda row: row[1])]
    model = RowsModel(columns, key=lambda row: row[0], is_group=lambda row: row[0] < 0)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace([(-1, "Late"), (1, "Call Priya")])
    heads = [bool(model.index(row, 0).data(RowRole.GROUP)) for row in range(2)]
    may_choose = [bool(model.flags(model.index(row, 0)) & SELECTABLE) for row in range(2)]
    assert (heads, may_choose) == ([True, False], [False, True])
    assert model.first_row() == 1
    tester.deleteLater()
