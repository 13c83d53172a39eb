# SPDX-License-Identifier: Apache-2.0
"""Printers and paper of this desk: where tickets and documents go, and which program makes PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import settings as declared
from desktop.background import printing
from desktop.documents import programs
from desktop.documents.programs import Programs
from desktop.errors import UserError
from desktop.i18n import _
from desktop.settings import AnySetting, Setting
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.appearance import choices_of
from desktop.views.settings.form import Failed
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

_SHOWN: tuple[AnySetting, ...] = (
    declared.TICKET_PRINTER,
    declared.TICKET_PAPER,
    declared.TICKET_AT_ONCE,
    declared.DOCUMENT_PRINTER,
    declared.PDF_MAKER,
)


class PrintingSection(SectionView):
    """These are the desk's own: another computer has other printers."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._printers: tuple[str, ...] = ()
        self._programs: Programs | None = None
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._ticket_panel())
        page.column.addWidget(self._document_panel())

    def _ticket_panel(self) -> Panel:
        panel = Panel(lambda: _("Tickets"), self, padding=(16, 16))
        self._ticket = form = self.form(panel, self._save)
        inputs.choice(
            form,
            "ticket_printer",
            lambda: _("Ticket printer"),
            lambda: self._offered(_("None: keep as PDF")),
        )
        paper = declared.TICKET_PAPER
        inputs.choice(form, paper.key, lambda: _(paper.label), lambda: choices_of(paper))
        inputs.switch(
            form, "ticket_at_once", lambda: _("Print the ticket when the order is taken"), span=2
        )
        panel.body.addWidget(form)
        self.test_button = Button(lambda: _("Print a test ticket"), panel, icon="printer")
        self.test_button.clicked.connect(self.print_test)
        self._said = Note(panel)
        row = QHBoxLayout()
        row.addWidget(self.test_button)
        row.addWidget(self._said, 1)
        row.addStretch(1)
        panel.body.addLayout(row)
        return panel

    def _document_panel(self) -> Panel:
        panel = Panel(lambda: _("Contracts and invoices"), self, padding=(16, 16))
        self._document = form = self.form(panel, self._save)
        inputs.choice(
            form,
            "document_printer",
            lambda: _("Document printer"),
            lambda: self._offered(_("The usual one of this computer")),
        )
        maker = declared.PDF_MAKER
        inputs.choice(form, maker.key, lambda: _(maker.label), self._makers)
        panel.body.addWidget(form)
        self._found = [_Found(panel) for _one in range(3)]
        for line in self._found:
            panel.body.addWidget(line)
        return panel

    # Showing

    def refresh(self) -> None:
        """Look for printers and programs: the system may take its time to answer."""
        self._show()
        self.context.tasks.outside(printing.printers, then=self._take_printers)
        self.context.tasks.outside(programs.find, then=self._take_programs)

    def showEvent(self, event: QShowEvent) -> None:
        """A printer may have been plugged in meanwhile."""
        super().showEvent(event)
        self.refresh()

    def retranslate(self) -> None:
        """Say anew what was found."""
        self._say_found()
        super().retranslate()

    def _take_printers(self, names: tuple[str, ...]) -> None:
        self._printers = names
        self._show()

    def _take_programs(self, found: Programs) -> None:
        self._programs = found
        self._show()
        self._say_found()

    def _show(self) -> None:
        for form in (self._ticket, self._document):
            for name in form.names():
                control = form.control(name)
                if isinstance(control, ChoiceBox):
                    control.refill()
            form.load({one.key: self._value(one) for one in _SHOWN})

    def _value(self, setting: AnySetting) -> Any:
        return self.context.settings.get(cast("Setting[Any]", setting))

    def _offered(self, none: str) -> Sequence[tuple[Any, str]]:
        return [("", none), *((name, name) for name in self._printers)]

    def _makers(self) -> Sequence[tuple[Any, str]]:
        missing = set()
        if self._programs is not None:
            missing |= set() if self._programs.word else {"word"}
            missing |= set() if self._programs.soffice else {"libreoffice"}
        return [
            (
                value,
                _("{program}: not on this computer").format(program=text)
                if value in missing
                else text,
            )
            for value, text in choices_of(declared.PDF_MAKER)
        ]

    def _say_found(self) -> None:
        if self._programs is None:
            return
        word, libreoffice, built_in = self._found
        word.say(
            _("Microsoft Word is on this computer.")
            if self._programs.word
            else _("Microsoft Word was not found."),
            found=self._programs.word,
        )
        libreoffice.say(
            _("LibreOffice is on this computer: {path}").format(path=self._programs.soffice)
            if self._programs.soffice
            else _("LibreOffice was not found. It is free: libreoffice.org"),
            found=bool(self._programs.soffice),
        )
        built_in.say(
            _(
                "The built-in form is always there; it knows the invoice and the ticket, not the contract."
            ),
            found=True,
        )

    # What a person does

    def print_test(self) -> None:
        """Print a short slip on the ticket printer."""
        from desktop.documents.slips import Report
        from desktop.documents.ticket_paint_paper import PAPERS

        name = self.context.settings.get(declared.TICKET_PRINTER)
        paper = PAPERS[self.context.settings.get(declared.TICKET_PAPER)]
        send = printing.sender(name)
        if send is None:
            self._said.say(lambda: _("Choose a printer first."), "wa", "warning")
            return
        slip = Report(_("Test ticket"), (name,), ((_("Printed"), "1", True),))
        self._said.say(lambda: _("The printer is being asked…"), "tx2", "hourglass")

        def work() -> bool:
            return send(slip, paper)

        self.context.tasks.outside(work, then=self._printed, failed=self._refused)

    def _printed(self, done: bool) -> None:
        if done:
            self._said.say(lambda: _("The printer has taken it."), "ok", "check-circle")
        else:
            self._said.say(
                lambda: _("The printer does not answer. See whether it is on and has paper."),
                "er",
                "warning-circle",
            )

    def _refused(self, error: UserError) -> None:
        self._said.say(error.sentence, "er", "warning-circle")

    def _save(self, values: dict[str, Any], failed: Failed) -> None:
        for key, value in values.items():
            try:
                self.context.settings.set(cast("Setting[Any]", declared.DECLARED[key]), value)
            except UserError as error:
                failed(error)
                return
        self.stored.emit()


class _Found(QWidget):
    """A program that was looked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon("circle", "tx3", 16, self)
        self._label = Label("", self, style="small", role="secondary", lines=0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)

    def say(self, sentence: str, *, found: bool) -> None:
        self._icon.set_icon("check-circle" if found else "circle", "ok" if found else "tx3")
        self._label.set_content(sentence)
