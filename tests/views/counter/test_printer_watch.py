# SPDX-License-Identifier: Apache-2.0
"""The status bar says whether the ticket printer is there before anybody waits for a ticket."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from desktop import settings as declared
from desktop.errors import UserError
from desktop.settings import Settings
from desktop.views.counter import printer_watch
from desktop.views.counter.printer_watch import PrinterWatch


class Outside:
    """Keeps what was asked for until the test answers."""

    def __init__(self):
        self.asked = []

    def outside(self, work, *, then, failed):
        self.asked.append((work, then, failed))

    def answer(self):
        work, then, failed = self.asked.pop()
        try:
            then(work())
        except UserError as error:
            failed(error)


@pytest.fixture
def desk(qapp, tmp_path):
    settings, outside, owner = Settings(tmp_path / "settings.json"), Outside(), QObject()
    watch = PrinterWatch(SimpleNamespace(settings=settings, tasks=outside), owner)
    told = []
    watch.changed.connect(lambda: told.append(words(watch)))
    return SimpleNamespace(settings=settings, outside=outside, watch=watch, told=told, owner=owner)


def words(watch):
    segment = watch.segment(rule=False)
    return "".join(run.text for run in segment.runs()) if segment else ""


def test_without_a_printer_nothing_is_said(desk):
    desk.watch.look()
    assert (desk.outside.asked, desk.told, words(desk.watch)) == ([], [], "")


def test_a_printer_that_is_switched_off_is_said_and_one_question_is_enough(desk, monkeypatch):
    """Covers: J2."""
    desk.settings.set(declared.TICKET_PRINTER, "Counter Zebra")
    for is_there in (True, True, False):
        monkeypatch.setattr(printer_watch, "_is_there", lambda _name, is_there=is_there: is_there)
        desk.watch.look()
        desk.watch.look()
        assert len(desk.outside.asked) == 1
        desk.outside.answer()
    assert desk.told == ["Ticket printer ready", "Ticket printer does not answer"]
    desk.settings.set(declared.TICKET_PRINTER, "")
    desk.watch.look()
    assert desk.told[-1] == ""


def test_a_system_that_cannot_be_asked_has_no_printer(desk, monkeypatch):
    """Covers: N8."""

    def refuse(_name):
        raise UserError("No answer.")

    monkeypatch.setattr(printer_watch, "_is_there", refuse)
    desk.settings.set(declared.TICKET_PRINTER, "Counter Zebra")
    desk.watch.look()
    desk.outside.answer()
    assert desk.told == ["Ticket printer does not answer"]


def test_an_unknown_printer_is_not_there(qapp):
    assert not printer_watch._is_there("Counter Zebra")
