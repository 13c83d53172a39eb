# SPDX-License-Identifier: Apache-2.0
"""Parts of the import's page: the strip with file and numbers, and the foot with the one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models import client_list
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import ListCheck, Verdict
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.progress import ProgressRow
from desktop.views.widgets.stat_tile import StatTile


class FileStrip(Panel):
    """Which file it is, and how many of its rows are new, known and bad."""

    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(16, 11))
        self._check: ListCheck | None = None
        self._becomes_leads = self._is_small = self._is_narrow = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(24)
        self._row.addLayout(self._make_file())
        self._row.addLayout(self._make_numbers(), 1)
        self.body.addLayout(self._row)

    def _make_file(self) -> QHBoxLayout:
        file = self._file = QHBoxLayout()
        file.setSpacing(12)
        file.addWidget(Icon("table", "tx2", 22, self))
        names = QVBoxLayout()
        names.setSpacing(0)
        self.file_name = Label("", self, weight=theme.SEMIBOLD)
        self.file_detail = Label("", self, style="small", role="secondary", lines=2)
        names.addWidget(self.file_name)
        names.addWidget(self.file_detail)
        file.addLayout(names, 1)
        return file

    def _make_numbers(self) -> QHBoxLayout:
        self.numbers = {
            "rows": StatTile(lambda: _("Rows"), parent=self),
            "new": StatTile(self._new_caption, parent=self),
            "known": StatTile(lambda: _("Already known"), parent=self),
            "bad": StatTile(lambda: _("Bad"), parent=self),
        }
        numbers = self._numbers = QHBoxLayout()
        numbers.setSpacing(20)
        self._line = Hairline(self, upright=True)
        numbers.addWidget(self._line)
        for place, tile in enumerate(self.numbers.values()):
            if place:
                numbers.addWidget(Hairline(self, upright=True))
            numbers.addWidget(tile)
        numbers.addStretch(1)
        self._program = Label(self._program_words, self, style="small", role="secondary")
        self._mark = Icon("info", "tx3", 15, self)
        program = QHBoxLayout()
        program.setSpacing(6)
        program.addWidget(self._mark)
        program.addWidget(self._program)
        numbers.addLayout(program)
        self._another = Button(lambda: _("Another file…"), self, size="small")
        self._another.clicked.connect(self.another_wanted)
        numbers.addWidget(self._another)
        return numbers

    def set_small(self, *, small: bool) -> None:
        """In a small window the numbers stand below the file and its button."""
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if small else directions.LeftToRight)
        self._row.setSpacing(8 if small else 24)
        self._numbers.setSpacing(12 if small else 20)
        (self._file if small else self._numbers).addWidget(self._another)
        self._line.setVisible(not small)
        self._is_small = small
        self._show_program()

    def set_narrow(self, *, narrow: bool) -> None:
        """In a narrow window nothing is said of the program that wrote the list, unless it is known."""
        self._is_narrow = narrow
        self._show_program()

    def _show_program(self) -> None:
        is_told = bool(self._check and self._check.program) or not self._is_narrow
        for one in (self._mark, self._program):
            one.setVisible(is_told and not self._is_small)

    def _new_caption(self) -> str:
        return _("New leads") if self._becomes_leads else _("New clients")

    def _program_words(self) -> str:
        return client_list.program_text(self._check) if self._check is not None else ""

    def show_check(self, check: ListCheck, *, becomes_leads: bool) -> None:
        """Show the file and the numbers of its dry run."""
        self._check, self._becomes_leads = check, becomes_leads
        self._program.retranslate()
        self._show_program()
        self.file_name.set_content(check.path.name)
        self.file_detail.set_content(lambda: client_list.file_text(check))
        known, bad = check.count(Verdict.KNOWN, Verdict.ADDS), check.count(Verdict.BAD)
        self.numbers["rows"].set_value(formats.number(check.rows))
        self.numbers["new"].set_value(formats.number(check.count(Verdict.NEW)), ink="ok")
        self.numbers["known"].set_value(formats.number(known), ink="wa" if known else "tx")
        self.numbers["bad"].set_value(formats.number(bad), ink="er" if bad else "tx")


class ImportFoot(Panel):
    """What would happen in a sentence, and the button that names the count; while it runs, how far it is."""

    check_wanted = Signal()
    import_wanted = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(16, 11))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._check: ListCheck | None = None
        self._wish = ListWish()
        self._is_small = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addLayout(self._make_sentence(), 1)
        self._row.addLayout(self._make_buttons())
        self.body.addLayout(self._row)

    def _make_sentence(self) -> QBoxLayout:
        self.strong = Label("", self, weight=theme.SEMIBOLD)
        self.strong.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.quiet = Label("", self, role="secondary", lines=2)
        self.progress = ProgressRow(lambda: _("Taking the list in"), self)
        self.progress.hide()
        self.progress.stopped.connect(self.stopped)
        sentence = self._sentence = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        sentence.setSpacing(4)
        sentence.addWidget(self.strong)
        sentence.addWidget(self.quiet, 1, Qt.AlignmentFlag.AlignVCenter)
        sentence.addWidget(self.progress, 1)
        return sentence

    def _make_buttons(self) -> QHBoxLayout:
        self._again = Button(lambda: _("Check again"), self)
        self.button = Button(
            self._words, self, kind="primary", icon="upload-simple", shortcut="Ctrl+Return"
        )
        self._again.clicked.connect(self.check_wanted)
        self.button.clicked.connect(self.import_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self._again)
        buttons.addWidget(self.button)
        return buttons

    def set_small(self, *, small: bool) -> None:
        """In a small window the words stand above the buttons, and what is quiet below what is strong."""
        self._is_small = small
        directions = QBoxLayout.Direction
        for row in (self._row, self._sentence):
            row.setDirection(directions.TopToBottom if small else directions.LeftToRight)
        if self._check is not None:
            self.show_check(self._check, self._wish)

    def show_check(self, check: ListCheck, wish: ListWish) -> None:
        """Say what the import would do; without anything to do the button says why it is shut."""
        self._check, self._wish = check, wish
        strong, quiet = client_list.summary(check, wish)
        self.strong.set_content(strong)
        self.quiet.set_content(quiet if self._is_small else f"· {quiet}")
        self.button.retranslate()
        nothing = (
            "" if any(client_list.outcome(check, wish)) else _("There is nothing new in this list.")
        )
        self.button.set_blocked(check.wrong_encoding or nothing or None)

    def set_busy(self, *, busy: bool) -> None:
        """Show how far the import is in place of what it would do."""
        for widget in (self.strong, self.quiet, self._again):
            widget.setVisible(not busy)
        self.button.setEnabled(not busy)
        if busy:
            self.progress.begin()
            return
        self.progress.finish()
        if self._check is not None:
            self.show_check(self._check, self._wish)

    def _words(self) -> str:
        check = self._check
        return _("Import") if check is None else client_list.import_text(check, self._wish)
