# SPDX-License-Identifier: Apache-2.0
"""Printers of this computer: which there are, and tickets given to one of them, without any window."""

from __future__ import annotations

from functools import partial

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.documents.day_sheet import DaySheet
from desktop.documents.slips import Report, Slip
from desktop.documents.ticket_paint_day import a4, paint_day
from desktop.documents.ticket_paint_paper import Paper, page_layout, paint_on
from desktop.flows.print_ticket import Send
from desktop.log import logger

_log = logger("printing")
_FAILED = frozenset({QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted})


def printers() -> tuple[str, ...]:
    """The names of the printers of this computer, the usual one first."""
    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: (name != usual, name.casefold())))


def is_there(printer: str) -> bool:
    """Whether the system knows a printer of this name and does not report it broken."""
    info = QPrinterInfo.printerInfo(printer)
    return not info.isNull() and info.state() not in _FAILED


def sender(printer: str) -> Send | None:
    """How tickets go to the printer of this name; None for no name: then they are kept as PDF."""
    return partial(_send, printer) if printer else None


def _send(name: str, printed: Slip | Report, paper: Paper) -> bool:
    """Print on any thread; False where the printer does not take it."""
    if not is_there(name):
        _log.warning("Printer %s is not there", name)
        return False
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setPrinterName(name)
    device.setDocName(printed.number if isinstance(printed, Slip) else printed.title)
    device.setPageLayout(page_layout(printed, paper))
    return (
        device.isValid()
        and paint_on(device, printed, paper)
        and device.printerState() not in _FAILED
    )


def page_printer(title: str) -> QPrinter:
    """The usual printer of this computer, set up for one A4."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    device.setPageLayout(a4())
    return device


def print_day(device: QPrinter, sheet: DaySheet) -> bool:
    """Print the sheet of a day on any thread; False where the printer does not take it."""
    return device.isValid() and paint_day(device, sheet) and device.printerState() not in _FAILED
