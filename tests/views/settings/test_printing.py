# SPDX-License-Identifier: Apache-2.0
"""Printers and paper of this desk."""

from PySide6.QtCore import Qt

from desktop import settings as declared
from desktop.background import printing
from desktop.documents import programs
from desktop.documents.programs import Programs
from desktop.models.settings import Section
from tests.settings_desk import tab_to
from tests.shell import press

Key = Qt.Key


def test_a_printer_is_chosen_from_those_there_are(desk, monkeypatch):
    """Covers: J2."""
    monkeypatch.setattr(printing, "printers", lambda: ("Counter 80", "Office A4"))
    view = desk.open(Section.PRINTING)
    control = view._ticket.control("ticket_printer")
    desk.wait(lambda: control.count() == 3)
    tab_to(control)
    press(Key.Key_Down)
    assert desk.settings.get(declared.TICKET_PRINTER) == "Counter 80"
    press(Key.Key_Tab)
    press(Key.Key_Down)
    assert desk.settings.get(declared.TICKET_PAPER) == "roll58"
    press(Key.Key_Tab)
    press(Key.Key_Space, text=" ")
    assert desk.settings.get(declared.TICKET_AT_ONCE) is False


def test_a_printer_that_is_not_plugged_in_now_stays_chosen(desk, monkeypatch):
    desk.settings.set(declared.TICKET_PRINTER, "Counter 80")
    monkeypatch.setattr(printing, "printers", lambda: ("Office A4",))
    view = desk.open(Section.PRINTING)
    control = view._ticket.control("ticket_printer")
    desk.wait(lambda: control.findText("Office A4") >= 0)
    assert control.value() == "Counter 80"


def test_which_program_makes_pdf_files_is_said_in_words(desk, monkeypatch):
    """Covers: G5."""
    monkeypatch.setattr(programs, "find", lambda: Programs("linux", word=False, soffice=None))
    view = desk.open(Section.PRINTING)
    desk.wait(lambda: view._programs is not None)
    words = [line._label.text() for line in view._found]
    assert words[0] == "Microsoft Word was not found."
    assert words[1].startswith("LibreOffice was not found")
    texts = [view._document.control("pdf_maker").itemText(n) for n in range(4)]
    assert texts[1] == "Microsoft Word: not on this computer"


def test_a_test_ticket_without_a_printer_says_what_is_missing(desk):
    view = desk.open(Section.PRINTING)
    tab_to(view.test_button)
    press(Key.Key_Space, text=" ")
    assert view._said.text() == "Choose a printer first."


def test_a_silent_printer_is_told(desk, monkeypatch):
    """Covers: N8."""
    desk.settings.set(declared.TICKET_PRINTER, "Counter 80")
    asked = []

    def sender(name):
        return lambda slip, paper: bool(asked.append((name, slip.title, paper.width)))

    monkeypatch.setattr(printing, "sender", sender)
    view = desk.open(Section.PRINTING)
    tab_to(view.test_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: "does not answer" in view._said.text())
    assert asked == [("Counter 80", "Test ticket", 80)]
