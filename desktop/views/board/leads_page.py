# SPDX-License-Identifier: Apache-2.0
"""The leads page: the funnel with all open enquiries, who holds them since when, and what was tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize

from desktop.i18n import N_, _
from desktop.models.walk import Walk
from desktop.views.actions import NEW_LEAD, ActionSpec
from desktop.views.board import actions
from desktop.views.board.attempt_dots import Legend
from desktop.views.board.cards_page import CardsPage
from desktop.views.board.lead_kind import LEADS
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button

_LEGEND_FROM = 1300
"""Under this width the legend of the dots makes room."""


class LeadsPage(CardsPage):
    """All enquiries in one funnel."""

    new_title = N_("New lead")

    def __init__(self, context: Context, walk: Walk | None = None) -> None:
        super().__init__(context, LEADS, walk)

    def _make_header(self) -> None:
        self.legend = Legend(self)
        self.header.add_tool(self.legend)
        super()._make_header()

    def _add_tools(self) -> None:
        self.importing = Button(lambda: _("Import a list"), self, icon="upload-simple")
        self.importing.clicked.connect(self.import_list)
        self.importing.setVisible(self._context.person.may("import"))
        self.header.add_tool(self.importing)

    def own_actions(self) -> Sequence[tuple[ActionSpec, Callable[[], object]]]:
        """Leads are taken, converted to deals, and come in lists."""
        return (
            (NEW_LEAD, self.new_card),
            (actions.TAKE, self.steps.take),
            (actions.CONVERT, self.steps.convert),
            (actions.IMPORT, self.import_list),
        )

    def _say_total(self) -> None:
        """How many are open stands beside the title: a lead has no sum."""
        self._near_meta.set_content(self.shapes.face.total_words())
        self.header.set_meta("")

    def adapt(self, window: QSize) -> None:
        """Leave the legend out where there is no room for it."""
        super().adapt(window)
        self.legend.setVisible(window.width() >= _LEGEND_FROM)

    def import_list(self) -> None:
        """Take in a list of clients."""
        self._context.go("lead_import", None)
