# SPDX-License-Identifier: Apache-2.0
"""The card's header and stage bar: what it is, what it costs, where it stands, and the two ways it can end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.i18n import N_, _, formats, pgettext
from desktop.models.card_words import limit_words, stage_age
from desktop.values.money import Money
from desktop.values.rows.board import StageRow
from desktop.values.rows.card import DealCard, OpenCard
from desktop.values.states import BlockReason, Heat, StageKind
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
_TIGHT = 900
"""Under this width the print button is an icon only."""


class CardHead:
    """Fills a page's header; the buttons are the page's to connect."""

    def __init__(self, header: PageHeader) -> None:
        self._header = header
        self.back = icon_button("arrow-left", lambda: _("Back"), header, shortcut="Alt+Left")
        self._number = Label("", header, role="meta")
        self._heat = Icon("flame", "tx3", 17, header)
        self._place = Label("", header, style="small", role="meta")
        self.waits = Chip("", "warning", "hourglass", header)
        self.late = Chip("", "warning", "clock", header)
        self.amount = Label("", header, style="page")
        self.amount.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.call = Button(lambda: pgettext("button", "Call"), header, icon="phone", shortcut="C")
        self.print = Button(lambda: pgettext("button", "Print ticket"), header, icon="printer")
        self.menu = icon_button("dots-three", lambda: _("More…"), header, kind="default")
        header.add_before(self.back)
        for widget in (self._number, self._heat, self.waits, self.late, self._place):
            header.add_after(widget)
        for tool in (self.amount, self.call, self.print, self.menu):
            header.add_tool(tool)

    def show_card(self, card: DealCard, now: dt.datetime, place: tuple[int, int]) -> None:
        """Say what the card is; `place` is which of how many of the list it was opened from."""
        self._number.set_content(card.number)
        show_heat(self._heat, card.heat)
        self.amount.set_content(formats.money(Money(card.amount, card.currency)))
        self.call.setVisible(bool(card.client.phones))
        at, count = place
        self._place.set_content(_("{n} of {count}").format(n=at, count=count) if count > 1 else "")
        self._place.setVisible(count > 1)
        self.waits.setVisible(bool(card.block_reason))
        if card.block_reason:
            self.waits.set_chip(BlockReason.words(card.block_reason), "warning", "hourglass")
            self.waits.setToolTip(card.block_note)
        self._show_limit(card, now)

    def _show_limit(self, card: DealCard, now: dt.datetime) -> None:
        stage = card.stage
        limit = stage.limit if stage is not None and card.is_open else 0
        is_late = bool(limit) and now - card.stage_since > dt.timedelta(minutes=limit)
        self.late.setVisible(is_late)
        if is_late:
            self.late.set_chip(limit_words(card.stage_since, now, limit), "warning", "clock")

    def adapt(self, width: int) -> None:
        """Leave out words where the window is narrow."""
        self._number.setVisible(width >= _TIGHT)
        if width < _TIGHT:
            self.print.set_content("", icon="printer")
        else:
            self.print.set_content(lambda: pgettext("button", "Print ticket"), icon="printer")


def show_heat(sign: Icon, heat: str) -> None:
    """A flame that says how warm the client is; none for a cold one."""
    known = _HEATS.get(heat)
    sign.setVisible(known is not None)
    if known is not None:
        icon, ink, name = known
        sign.set_icon(icon, ink)
        sign.setToolTip(_(name))
        sign.setAccessibleName(_(name))


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
        row.addSpacing(7)
        row.addWidget(self.won)
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
