# SPDX-License-Identifier: Apache-2.0
"""What can be done with an entry of the list."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from desktop.models.to_look_at import Words
from desktop.values.rows.to_look_at import About, RefusedRow
from desktop.views.to_look_at import deeds

NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=dt.UTC)


def test_what_the_hub_cannot_open_any_more_can_only_be_put_away():
    """There is nothing left to copy or to try again. Covers: N2, N4."""
    told = RefusedRow(
        UUID(int=5), 11, About("lead", UUID(int=6)), "", (), NOW, NOW, "unopened", was_sealed=True
    )
    words = Words(NOW)

    def offered(row):
        return [deed.spec for deed in (*deeds.of_row(row, words), *deeds.of_panel(row))]

    assert offered(told) == [deeds.DISCARD]
    assert deeds.COPY in offered(replace(told, was_sealed=False, verdict="forbidden"))
