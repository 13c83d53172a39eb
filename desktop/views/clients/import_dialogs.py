# SPDX-License-Identifier: Apache-2.0
"""What an import asks beside its page: what becomes of each known one, and who shares the leads.

Of known ones the first are asked one by one, as many as a dry run keeps; the rest follow the choice for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.client_list import KNOWN_WORDS, verdict_text
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.rows.client_list import ListCheck, ListLine, Verdict
from desktop.views import theme
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline

_LINE, _COMBO = 64, 176


class KnownDialog(Dialog):
    """Each row about somebody known, with what becomes of it; `decided` tells all of them by line."""

    decided = Signal(object)

    def __init__(self, parent: QWidget, check: ListCheck, wish: ListWish) -> None:
        super().__init__(
            parent,
            lambda: _("Already known"),
            subtitle=lambda: _("Nothing is changed before the import."),
            icon="git-merge",
            icon_ink="wa",
            width=760,
        )
        self._lines = check.known
        self._combos: dict[int, ComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, line in enumerate(self._lines):
            self._add(grid, 2 * place, line, wish)
        self.body.addLayout(grid)
        every = check.count(Verdict.KNOWN, Verdict.ADDS) + check.alike
        if rest := every - len(self._lines):
            text = _("{n} more follow the choice for all.").format(n=formats.number(rest))
            self.body.addWidget(Label(text, self, style="small", role="secondary"))
        self.body.addStretch(1)
        self.set_primary(lambda: _("Take it so"))
        self.add_cancel()
        self.submitted.connect(self._tell)

    def _add(self, grid: QGridLayout, row: int, line: ListLine, wish: ListWish) -> None:
        place = Label(_("line {n}").format(n=line.line), self, style="small", role="secondary")
        place.setFixedWidth(theme.px(_LINE))
        said = ", ".join(one for one in (line.company, line.name, line.phone or line.email) if one)
        combo = ComboBox(self, small=True)
        for known in self._offered(line, wish):
            combo.addItem(_(KNOWN_WORDS[known]), known)
        asked = wish.about_alike(line.line) if line.is_alike else wish.about_known(line.line)
        combo.setCurrentIndex(max(0, combo.findData(asked)))
        combo.setFixedWidth(theme.px(_COMBO))
        combo.setAccessibleName(_("What becomes of {client}").format(client=said))
        self._combos[line.line] = combo
        words = Label(verdict_text(line), self, style="small", role="secondary", lines=2)
        for column, widget in enumerate((place, Label(said, self, lines=2), words, combo)):
            grid.addWidget(widget, row, column)
        if line is not self._lines[-1]:
            grid.addWidget(Hairline(self), row + 1, 0, 1, 4)

    @staticmethod
    def _offered(line: ListLine, wish: ListWish) -> Sequence[Known]:
        """A name that is only alike has no card to add to; without a channel nothing becomes a lead."""
        if line.is_alike:
            return (Known.LEAD, Known.SKIP)
        kept = (Known.ADD, Known.SKIP) if line.verdict is Verdict.ADDS else (Known.SKIP,)
        return (*kept, Known.LEAD) if wish.channel else kept

    def _tell(self) -> None:
        chosen: Mapping[int, Known] = {
            line: Known(combo.currentData()) for line, combo in self._combos.items()
        }
        self.decided.emit(chosen)
        self.accept()


class SeveralDialog(Dialog):
    """Colleagues to share the leads in turn; `chosen` tells who."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, people: Sequence[tuple[UUID, str]], ticked: Sequence[UUID]
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Who shares the leads"),
            subtitle=lambda: _("Each gets the next one in turn."),
            icon="users",
            width=420,
        )
        self._boxes: dict[UUID, CheckBox] = {}
        for one, name in people:
            box = self._boxes[one] = CheckBox(name, self)
            box.setChecked(one in ticked)
            box.toggled.connect(self._say)
            self.body.addWidget(box)
        self.body.addStretch(1)
        self._primary = self.set_primary(lambda: _("Share among them"))
        self.add_cancel()
        self.submitted.connect(self._tell)
        self._say()

    def _ticked(self) -> tuple[UUID, ...]:
        return tuple(one for one, box in self._boxes.items() if box.isChecked())

    def _say(self) -> None:
        nobody = _("Tick at least one colleague.")
        self._primary.set_blocked(None if self._ticked() else nobody)

    def _tell(self) -> None:
        if self._ticked():
            self.chosen.emit(self._ticked())
            self.accept()
