# SPDX-License-Identifier: Apache-2.0
"""A column of handovers, a line each, that follows the change hub: what those to come and those that last share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Generic, TypeVar
from uuid import UUID
from weakref import ref

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop import queries
from desktop.background.tasks import WorkerShop
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.changes import Changes
from desktop.views.context import Context
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live

Row = TypeVar("Row")

SHOWN = 3
"""So many lines stand there at first; the work below them needs the room more than the rest of them."""


class HandoverLines(Live, QWidget, Generic[Row]):
    """Hidden where there is none. It follows the change hub by itself once it was asked to show something.

    A subclass says what is read, how a line looks, and which `kinds` of records change it. `left` is told when the line
    that had the focus goes: whoever owns the column knows where it goes on. `done` is told when a line has carried out
    what it was asked.
    """

    left = Signal()
    done = Signal()
    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self._of: UUID | None = None
        self._wants_all = False
        self._is_open = False
        self._rows: tuple[Row, ...] = ()
        self.lines: list[HandoverLine] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.more = Button(self._more_words, self, kind="link", size="small")
        self.more.clicked.connect(self._turn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._column)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        context.hub.changed.connect(self._on_changed)

    # What a subclass says

    def read(self, reader: queries.Reader, of: UUID | None) -> tuple[Row, ...]:
        """The rows, all that this person may see or only those `of` somebody."""
        raise NotImplementedError

    def make_line(self, row: Row) -> HandoverLine:
        """The line of a row."""
        raise NotImplementedError

    # What is shown

    def show_all(self) -> None:
        """Show all that this person may see."""
        self._wants_all = True
        self.ask()

    def show_of(self, person: UUID | None) -> None:
        """Show only what this person gives or gets; for None nothing."""
        if person != self._of:
            self._of = person
            self.show_rows(())
        self.ask()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show a line for each."""
        if rows != self._rows:
            self._rows = rows
            self._say()

    def retranslate(self) -> None:
        """Say the lines anew."""
        super().retranslate()
        self._say()

    def ask(self) -> None:
        """Read what is wanted anew."""
        of = self._of
        if of is None and not self._wants_all:
            return
        self.context.tasks.fetch(
            f"handovers for {id(self)}", lambda r: self.read(r, of), then=self.show_rows
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*self.kinds):
            self.ask()

    def _say(self) -> None:
        if not self.more.hasFocus():
            self._leave_focus()
        empty(self._column)
        rows = self._rows if self._is_open else self._rows[:SHOWN]
        self.lines = [self.make_line(row) for row in rows]
        for line in self.lines:
            line.leaving.connect(self._leave_focus)
            self._column.addWidget(line)
        self.more.setVisible(len(self._rows) > SHOWN)
        self.more.retranslate()
        self.setVisible(bool(self.lines))

    def _leave_focus(self) -> None:
        # Else it would go to the first widget of the window, far from the work.
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.left.emit()

    def _more_words(self) -> str:
        if self._is_open:
            return _("Show fewer")
        return _("Show all {n}").format(n=formats.number(len(self._rows)))

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._say()


class HandoverLine(Banner):
    """One of them, with what can be done. `leaving` is told before it is greyed out."""

    leaving = Signal()

    def __init__(self, context: Context, words: str, tone: str, icon: str, parent: QWidget) -> None:
        super().__init__(words, tone, parent, icon=icon)
        self.context = context

    def run(self, work: Callable[[WorkerShop], list[str]]) -> None:
        """Do a long step, and tell the sentences that it returns."""
        self.leaving.emit()
        self.setEnabled(False)
        column = self.parentWidget()
        self.context.tasks.step(
            work, then=partial(_tell, self.context, ref(self), ref(column)), failed=self._refused
        )

    def _refused(self, error: UserError) -> None:
        self.setEnabled(True)
        self.context.tell(error.sentence)


def _tell(
    context: Context,
    line: Callable[[], QWidget | None],
    column: Callable[[], QWidget | None],
    said: list[str],
) -> None:
    """What a step has to say is told also when its line, or the dialog around it, has gone by then."""
    for sentence in said:
        context.tell(sentence)
    if (there := line()) is not None and isValid(there):
        there.setEnabled(True)
    if isinstance(lines := column(), HandoverLines) and isValid(lines):
        lines.done.emit()
