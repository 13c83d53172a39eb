# SPDX-License-Identifier: Apache-2.0
"""The open stages of a pipeline in the order of the board, each with its limit and how many cards it has."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, formats, pgettext
from desktop.models.stages import StagesModel
from desktop.values.rows.settings import PipelineSettingRow
from desktop.values.states import StageKind
from desktop.views import theme
from desktop.views.settings.ordered_table import OrderedTable
from desktop.views.settings.stage_parts import StageDelegate
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

_ROW = 40


class StageList(Panel):
    """`table` is ordered by drags and Alt with an arrow; what its columns are stands in the title bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda: _("Stages"), parent, padding=(0, 0))
        self._for_leads = False
        self.model = StagesModel(self)
        delegate = StageDelegate(self)
        self.table = OrderedTable(
            self, row_height=_ROW, name=lambda: _("Stages"), bar=True, delegate=delegate
        )
        delegate.setParent(self.table)
        self.table.horizontalHeader().hide()
        self.table.setModel(self.model)
        self._fit_counts()
        self.add_action(
            Label(
                lambda: pgettext("list of stages", "limit"), self, style="small", role="secondary"
            )
        )
        self._cards = Label(self._cards_word, self, style="small", role="secondary")
        self.add_action(self._cards)
        self.body.setSpacing(0)
        self.body.addWidget(self.table)
        self.body.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.add_button = Button(lambda: _("Stage"), self, kind="link", size="small", icon="plus")
        self.add_button.setAccessibleName(_("Add a stage"))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.setSpacing(4)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(Label(lambda: _("drag, or"), self, style="small", role="secondary"))
        for keys in ("Alt+Up", "Alt+Down"):
            foot.addWidget(KeyCap(keys, self))
        return foot

    def show_stages(self, pipeline: PipelineSettingRow) -> None:
        """Show the open stages of a pipeline."""
        stages = [row for row in pipeline.stages if row.kind == StageKind.OPEN]
        self._for_leads = pipeline.for_leads
        self._cards.retranslate()
        self.model.replace(stages)
        self._fit_counts()
        self.table.setFixedHeight(theme.px(_ROW) * max(1, len(stages)))

    def _fit_counts(self) -> None:
        """A cold list puts tens of thousands on one stage: the number has room, the name gives way."""
        most = max((row.cards for row in self.model.rows), default=0)
        self.table.set_widths(0, 44, max(20, 8 * len(formats.number(most)) + 4))

    def restyle(self) -> None:
        """Grow with the text size."""
        self.table.setFixedHeight(theme.px(_ROW) * max(1, len(self.model.rows)))
        super().restyle()

    def retranslate(self) -> None:
        """Name the button anew."""
        self.model.retranslate()
        self.add_button.setAccessibleName(_("Add a stage"))
        super().retranslate()

    def _cards_word(self) -> str:
        if self._for_leads:
            return pgettext("list of stages", "leads")
        return pgettext("list of stages", "deals")
