# SPDX-License-Identifier: Apache-2.0
"""The versions of a channel's script: who published each and when, read whole, and brought back as the draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop import queries
from desktop.i18n import _
from desktop.models.rows import RowRole
from desktop.models.script_versions import ScriptVersionsModel
from desktop.values.rows.scripts import ScriptPart, ScriptVersion
from desktop.values.scripts import Script
from desktop.values.states import Channel
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.scripts.script_panel import ScriptPanel
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.table import ROW, TableView

_SEEN = 5


def show_versions(
    context: Context, parent: QWidget, channel: str, bring_back: Callable[[Script], None]
) -> None:
    """List the versions of a channel's script; `bring_back` gets the one that is to be the draft."""

    def show(found: tuple[ScriptVersion, ...]) -> None:
        VersionsDialog(context, parent, found, bring_back).open()

    context.tasks.fetch(
        "versions of a script", lambda r: queries.scripts.versions(r, channel), then=show
    )


class VersionsDialog(Dialog):
    """The versions above, the chosen one below. What it brings back is a draft: nothing is stored."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        versions: tuple[ScriptVersion, ...],
        bring_back: Callable[[Script], None],
    ) -> None:
        self._channel = versions[0].script.channel
        super().__init__(
            parent,
            lambda: _("Versions of the script: {channel}").format(
                channel=Channel.words(self._channel)
            ),
            icon="clock-counter-clockwise",
            width=720,
        )
        self._context, self._bring_back = context, bring_back
        self.model = ScriptVersionsModel(context.now, self)
        self.model.replace(versions)
        self.panel = ScriptPanel(context.now, self, scrolls=False)
        self.panel.set_room(low=False, roomy=True)
        self._make_table(len(versions))
        self.set_primary(lambda: _("Bring back as the draft"), shortcut="Ctrl+Return")
        self.add_cancel()
        self.body.addWidget(
            Label(
                lambda: _(
                    "What was answered stays under the version that asked it. None is ever deleted."
                ),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        self.body.addWidget(self.panel)
        self.submitted.connect(self._submit)
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_table(self, count: int) -> None:
        self.table = TableView(self, name=lambda: _("Versions"), bar=True)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setFixedHeight(theme.px(ROW) * min(count, _SEEN) + theme.px(32) + 2)
        self.table.opened.connect(lambda _index: self.submit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show())
        self.body.addWidget(self.table)

    def chosen(self) -> ScriptVersion | None:
        """The version that is read."""
        row = self.table.currentIndex().data(RowRole.ROW)
        return row if isinstance(row, ScriptVersion) else None

    def _show(self) -> None:
        row = self.chosen()
        if row is not None:
            assert self.primary is not None
            self.primary.set_blocked((lambda: _("This version holds now.")) if row.holds else None)
            part = ScriptPart(row.script)
            self.panel.show_part(part, self._context.person.name, anew=True, can_change=False)

    def _submit(self) -> None:
        row = self.chosen()
        if row is not None and not row.holds:
            self.accept()
            self._bring_back(row.script)
