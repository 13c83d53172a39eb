# SPDX-License-Identifier: Apache-2.0
"""Prints tickets and cash reports on the printer of the settings, or says where their PDF lies."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from desktop import settings as declared
from desktop.documents.slips import Report
from desktop.i18n import _
from desktop.views import reach
from desktop.views.context import Context

if TYPE_CHECKING:
    from desktop.flows.print_ticket import Printed
    from desktop.flows.shop import Shop


class TicketPrinter(QObject):
    """What does not work is told by the window; the order is stored before."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    @property
    def prints_at_once(self) -> bool:
        """Whether the ticket is wanted as soon as the order is taken."""
        return self._context.settings.get(declared.TICKET_AT_ONCE)

    def ticket(self, order_id: UUID, *, quietly: bool = False) -> None:
        """Print an order's ticket; from the second time on it says which copy it is.

        `quietly` does not say where its PDF lies: something else has to be read just now.
        """
        paper, printer = self._chosen()

        def work(shop: Shop) -> Printed:
            from desktop.background.printing import sender  # Qt's printing is loaded only for paper
            from desktop.flows.print_ticket import print_ticket

            return print_ticket(shop, order_id=order_id, paper=paper, send=sender(printer))

        self._context.tasks.flow(work, then=_unread if quietly else self._printed)

    def report(self, report: Report) -> None:
        """Print a report of the till."""
        paper, printer = self._chosen()

        def work(shop: Shop) -> Path | None:
            from desktop.background.printing import sender  # Qt's printing is loaded only for paper
            from desktop.flows.print_ticket import print_report

            return print_report(shop, report=report, paper=paper, send=sender(printer))

        self._context.tasks.flow(work, then=self._kept)

    def _chosen(self) -> tuple[str, str]:
        settings = self._context.settings
        return settings.get(declared.TICKET_PAPER), settings.get(declared.TICKET_PRINTER)

    def _printed(self, printed: Printed) -> None:
        self._kept(printed.path)

    def _kept(self, path: Path | None) -> None:
        if path is not None:
            said = _("No ticket printer is chosen: kept as {file}.").format(file=path.name)
            self._context.offer(said, _("Open"), partial(reach.show, path, self._context.tell))


def _unread(_printed: Printed) -> None:
    """The PDF lies beside the others."""
