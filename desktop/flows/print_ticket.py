# SPDX-License-Identifier: Apache-2.0
"""Prints an order's ticket or the till's report, or keeps it as a PDF; each ticket stays on its card, numbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.commands.documents import note_ticket
from desktop.documents.day_sheet import DaySheet
from desktop.documents.slips import Report, Slip, order_slip
from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.i18n import _, say_keys
from desktop.queries.counter import order
from desktop.saving import write_whole
from desktop.storage import blobs
from desktop.values.changes import Origin

if TYPE_CHECKING:
    from desktop.documents.ticket_paint_paper import Paper

FOLDER = "tickets"
"""Beside the shop's database: tickets as PDF, where no printer takes them."""

Send = Callable[["Slip | Report", "Paper"], bool]
"""Gives a ticket or report to a printer; False where the printer does not answer."""

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing: which copy of the ticket it is, and where its PDF lies if no printer took it."""

    number: str
    copy: int
    path: Path | None = None


def print_ticket(shop: Shop, *, order_id: UUID, paper: str, send: Send | None = None) -> Printed:
    """Print an order's ticket on a paper of `PAPERS`; without `send` keep it as a PDF beside the shop.

    UserError where the printer does not answer: the order is stored all the same, and nothing is noted as printed.
    """
    from desktop.documents.ticket_paint_paper import PAPERS, pdf_of  # Qt is loaded only for paper

    row = shop.read(lambda reader: order(reader, order_id=order_id))
    copy = row.tickets + 1
    slip = order_slip(row, zone=shop.clock.zone, copy=copy)
    if send is not None and not send(slip, PAPERS[paper]):
        raise UserError(
            _(
                "Ticket printer does not answer. The order is saved, print it later with {keys}."
            ).format(keys=say_keys("Ctrl+P"))
        )
    pdf = pdf_of(slip, PAPERS[paper])
    name = f"{row.number}-{copy}.pdf" if copy > 1 else f"{row.number}.pdf"
    path = None if send is not None else _keep(shop, name, pdf)
    blob = blobs.put(shop.folder, pdf)
    shop.write(
        lambda uow: note_ticket(
            uow, order_id=order_id, file_name=name, blob=blob.hash, size=blob.size
        ),
        origin=Origin.ROBOT,
    )
    return Printed(row.number, copy, path)


def print_report(
    shop: Shop, *, report: Report, paper: str, send: Send | None = None
) -> Path | None:
    """Print a report of the till; without `send` keep it as a PDF and say where.

    UserError where the printer does not answer.
    """
    from desktop.documents.ticket_paint_paper import PAPERS, pdf_of  # Qt is loaded only for paper

    if send is not None:
        if not send(report, PAPERS[paper]):
            raise UserError(
                _("Ticket printer does not answer. Nothing is lost, print the report later.")
            )
        return None
    moment = shop.clock.now().astimezone(shop.clock.zone)
    name = f"{report.title} {moment:%Y-%m-%d %H-%M}.pdf"
    return _keep(shop, name, pdf_of(report, PAPERS[paper]))


def keep_day(shop: Shop, sheet: DaySheet) -> Path:
    """Keep the head's sheet of a day as a PDF and say where."""
    from desktop.documents.ticket_paint_day import day_pdf  # Qt is loaded only for paper

    moment = shop.clock.now().astimezone(shop.clock.zone)
    return _keep(shop, f"{sheet.title} {moment:%Y-%m-%d %H-%M}.pdf", day_pdf(sheet))


def _keep(shop: Shop, name: str, pdf: bytes) -> Path:
    path = shop.folder / FOLDER / _NOT_IN_NAMES.sub("-", name)
    write_whole(path, pdf)
    return path
