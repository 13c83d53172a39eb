# SPDX-License-Identifier: Apache-2.0
"""Parts of the Navigator that say much in little room."""

import datetime as dt
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.navigator import QueueRow
from desktop.views.navigator.date_row import DateRow
from desktop.views.navigator.queue_strip import QueueStrip

NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=dt.UTC)


def _touch(number: int, due_at: dt.datetime) -> QueueRow:
    return QueueRow(
        UUID(int=number), "call", "Call", due_at, False, "deal", UUID(int=100 + number), None,
        f"Client {number}",
    )  # fmt: skip


def test_the_strip_keeps_what_waits_longest_before_the_one_in_front(qapp):
    """Covers: D2: in a low window a late touch stays in sight while another one is worked off."""
    rows = [_touch(n, NOW + dt.timedelta(hours=n, days=-2 if n < 2 else 0)) for n in range(6)]
    strip = QueueStrip()
    strip.show_rows(rows, rows[3], NOW, left=9)
    shown = [item.row.client for item in strip._items]
    assert shown == ["Client 0", "Client 3", "Client 4"]
    strip.show_rows(rows, rows[0], NOW, left=9)
    assert [item.row.client for item in strip._items] == ["Client 0", "Client 1", "Client 2"]


def test_the_kind_is_chosen_by_arrows_and_is_read_aloud(qapp):
    """Covers: D2: the kind of the next touch stands by its icon beside what for."""
    days = DateRow(lambda: NOW, dt.UTC)
    days.propose(TouchDraft(kind="call", goal="Is the contract signed?"))
    told = []
    days.edited.connect(lambda: told.append(days.draft().kind))
    QTest.keyClick(days.kind, Qt.Key.Key_Down)
    assert told == ["write"]
    assert days.kind.toolTip() == days.kind.currentText() == "Write"
    days.propose(TouchDraft(kind="something newer"))
    assert days.draft().kind == "write"
    assert days.goal.accessibleName() == "What for"
