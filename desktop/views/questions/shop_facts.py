# SPDX-License-Identifier: Apache-2.0
"""What questions need to know of the shop before they can be asked; each asker has its own turn on the reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop import queries
from desktop.values.calendar import WorkingCalendar
from desktop.values.rows.board import RefusalChoices
from desktop.views.context import Context


def with_calendar(
    context: Context, asker: QObject, then: Callable[[WorkingCalendar], None]
) -> None:
    """Hand over the shop's working calendar, as it is now."""
    context.tasks.fetch(
        f"working calendar for {id(asker)}",
        lambda r: queries.deal_steps.working_calendar(r),
        then=then,
    )


def with_refusal_choices(
    context: Context,
    asker: QObject,
    then: Callable[[RefusalChoices], None],
    *,
    kind: str = "deal",
) -> None:
    """Hand over the reasons such a card can be refused for, and the rivals it can be lost to."""
    context.tasks.fetch(
        f"refusal choices for {id(asker)}",
        lambda r: queries.deal_steps.refusal_choices(r, kind=kind),
        then=then,
    )
