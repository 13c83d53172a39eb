# SPDX-License-Identifier: Apache-2.0
"""What stands over any card: its header, the bar of its stages, and the two ways it can end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.models.card_words import limit_words, stage_age
from desktop.values.rows.board import StageRow
from desktop.values.rows.card import OpenCard
from desktop.values.states import Heat, StageKind
from desktop.views.page import PageHeader
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.stage_bar import StageBar, Step

_HEATS: dict[str, tuple[str, str, str]] = {
    Heat.HOT: ("flame-fill", "mg", N_("Hot client")),
    Heat.WARM: ("flame", "tx3", N_("Warm client")),
}
C = TypeVar("C", bound=OpenCard)


class CardHead(Generic[C]):
    """Fills a page's header; the buttons are the page's to connect."""

    def __init__(self, header: PageHeader) -> None:
        self._header = header
        self.back = icon_button("arrow-left", lambda: _("Back"), header, shortcut="Alt+Left")
        self._number = Label("", header, role="meta")
        self._heat = Icon("flame", "tx3", 17, header)
        self._place = Label("", header, style="small", role="meta")
        self.late = Chip("", "warning", "clock", header)

    def _lay_out(self, chips: Sequence[QWidget], tools: Sequence[QWidget]) -> None:
        """Stand everything in the header, with a page's own chips and tools."""
        self.menu = icon_button("dots-three", lambda: _("More…"), self._header, kind="default")
        self._header.add_before(self.back)
        for widget in (self._number, self._heat, *chips, self.late, self._place):
            self._header.add_after(widget)
        for tool in (*tools, self.menu):
            self._header.add_tool(tool)

    def show_card(self, card: C, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say what the card is; `place` is which of how many of the list it was opened from."""
        self._number.set_content(card.number)
        self._show_heat(card.heat)
        at, count = place
        self._place.set_content(_("{n} of {count}").format(n=at, count=count) if count > 1 else "")
        self._place.setVisible(count > 1)
        self._show_limit(card, now)

    def _show_limit(self, card: C, now: dt.datetime) -> None:
        """Say that the card stands on its stage for longer than it should."""
        stage = card.stage
        limit = stage.limit if stage is not None and card.is_open else 0
        is_late = bool(limit) and now - card.stage_since > dt.timedelta(minutes=limit)
        self.late.setVisible(is_late)
        if is_late:
            self.late.set_chip(limit_words(card.stage_since, now, limit), "warning", "clock")

    def _show_heat(self, heat: str) -> None:
        known = _HEATS.get(heat)
        self._heat.setVisible(known is not None)
        if known is not None:
            icon, ink, name = known
            self._heat.set_icon(icon, ink)
            self._heat.setToolTip(_(name))
            self._heat.setAccessibleName(_(name))


class StageLine(QWidget):
    """Chevrons of the open stages and the won one, and the buttons that close the card."""

    asked = Signal(object)
    """The StageRow that was pressed."""

    def __init__(
        self,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
        *,
        with_won: bool = True,
    ) -> None:
        """A lead is not won on a stage: without `with_won` only its open stages are shown."""
        super().__init__(parent)
        self._now, self._with_won = now, with_won
        self._stages: dict[str, StageRow] = {}
        self._card: OpenCard | None = None
        self.bar = StageBar((), self, name=lambda: _("Stages"))
        self.won = Button(lambda: _("Won"), self, size="compact", icon="check-circle")
        self.won.set_icon_ink("ok")
        self.refused = Button(lambda: _("Refused…"), self, size="compact", icon="prohibit")
        self.refused.set_icon_ink("er")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar, 1)
        row.addSpacing(7 if with_won else 8)
        row.addWidget(self.won)
        if with_won:
            row.addSpacing(12)
        row.addWidget(self.refused)
        self.bar.asked.connect(lambda key: self.asked.emit(self._stages[key]))

    def show_card(self, card: OpenCard, *, can_change: bool) -> None:
        """Show where the card stands in its pipeline."""
        self._card = card
        ends = {StageKind.LOST} if self._with_won else {StageKind.LOST, StageKind.WON}
        shown = [stage for stage in card.stages if stage.kind not in ends]
        self._stages = {str(stage.id): stage for stage in shown}
        self.bar.set_steps(self._steps(shown), str(card.stage_id))
        self.bar.setEnabled(can_change)
        is_open = card.is_open and can_change
        self.won.setVisible(is_open and self._with_won)
        self.refused.setVisible(is_open)

    def _steps(self, stages: Sequence[StageRow]) -> list[Step]:
        card = self._card
        assert card is not None
        now = self._now()
        steps = []
        for stage in stages:
            tip = stage.hint
            if stage.id == card.stage_id:
                age = stage_age(card.stage_since, now, stage.name)
                limit = limit_words(card.stage_since, now, stage.limit)
                tip = "\n".join(part for part in (stage.hint, age, limit) if part)
            steps.append(Step(str(stage.id), stage.short_name or stage.name, tip))
        return steps

    def neighbour(self, by: int) -> StageRow | None:
        """The stage before or after the present one, None beyond the ends."""
        stages = list(self._stages.values())
        here = next(
            (n for n, s in enumerate(stages) if self._card and s.id == self._card.stage_id), None
        )
        if here is None or not 0 <= here + by < len(stages):
            return None
        return stages[here + by]
