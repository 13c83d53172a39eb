# SPDX-License-Identifier: Apache-2.0
"""What the demands of a stage mean for the cards that stand on it already: who lacks something of it, and what."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import _, formats, ngettext
from desktop.values.demands import demand_label
from desktop.values.rows.settings import LackingRow, StageSettingRow
from desktop.views import theme
from desktop.views.settings.section import SectionView
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.text_block import Run

_MOST = 20


class Lacks(Live, QWidget):
    """A sentence about the cards that are there; where some lack what is demanded, each can be opened."""

    def __init__(self, section: SectionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._section = section
        self._row: StageSettingRow | None = None
        self._for_leads = self._is_known = False
        self.rows: tuple[LackingRow, ...] = ()
        self._quiet = Label("", self, style="small", role="secondary", lines=0)
        self.banner = Banner("", "warning", self, action=lambda: _("Show"))
        self.banner.pressed.connect(self.show_cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._quiet)
        column.addWidget(self.banner)

    def look(self, row: StageSettingRow, *, leads: bool) -> None:
        """Ask which cards lack what this stage would demand."""
        is_same = self._row is not None and (self._row.id, self._row.demands) == (
            row.id,
            row.demands,
        )
        self._row, self._for_leads = row, leads
        if not is_same:
            self.rows = ()
        asks = bool(row.demands and row.cards)
        self._is_known = (is_same and self._is_known) or not asks
        self._say()
        if not asks:
            return

        def take(found: tuple[LackingRow, ...]) -> None:
            if self._row == row:
                self.rows, self._is_known = found, True
                self._say()

        self._section.context.tasks.fetch(
            "cards that lack what a stage demands",
            lambda r: queries.settings.lacking(r, row.id, row.demands),
            then=take,
        )

    def retranslate(self) -> None:
        """Say it in another language."""
        self._say()
        super().retranslate()

    def show_cards(self) -> None:
        """Open the card, or choose one of several."""
        if len(self.rows) == 1:
            self._open(self.rows[0])
            return
        menu = popup_menu(self)
        for row in self.rows[:_MOST]:
            menu.addAction(f"{row.name}: {_told(row.missing)}", partial(self._open, row))
        menu.popup(self.banner.mapToGlobal(self.banner.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _open(self, row: LackingRow) -> None:
        self._section.context.go(row.kind, row.id)

    def _say(self) -> None:
        row = self._row
        self.banner.setVisible(bool(self.rows))
        is_quiet = row is not None and bool(row.demands) and not self.rows
        self._quiet.setVisible(is_quiet and self._is_known)
        if row is None:
            return
        self._quiet.set_content(
            _("Every card that is here has it.")
            if row.cards
            else _("No card is here yet. From now on each one is asked.")
        )
        if not self.rows:
            return
        missing = dict.fromkeys(one for row in self.rows for one in row.missing)
        n, whole = len(self.rows), formats.number(row.cards)
        words = (
            ngettext(
                "{n} of {whole} leads here lacks: {what}.",
                "{n} of {whole} leads here lack: {what}.",
                n,
            )
            if self._for_leads
            else ngettext(
                "{n} of {whole} deals here lacks: {what}.",
                "{n} of {whole} deals here lack: {what}.",
                n,
            )
        ).format(n=formats.number(n), whole=whole, what=_told(tuple(missing)))
        rest = ngettext(
            "It stays; what it lacks is asked when it comes here again.",
            "They stay; what they lack is asked when they come here again.",
            n,
        )
        self.banner.set_banner(
            [Run(f"{words} ", theme.SEMIBOLD), Run(rest)], "warning", action=lambda: _("Show")
        )


def _told(missing: tuple[str, ...]) -> str:
    return ", ".join(demand_label(one) for one in missing)
