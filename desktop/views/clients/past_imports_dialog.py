# SPDX-License-Identifier: Apache-2.0
"""Lists that were taken in at this computer, and the way back for each of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.background.tasks import WorkerShop
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models import past_imports as words
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.lines_dialog import LinesDialog
from desktop.views.widgets.progress import ProgressRow

_LOOK_MS = 150
"""How often it is looked how far a taking back is."""


class PastImportsDialog(LinesDialog):
    """Each import with its day, its rows and what became of it: one that stands can go, one that is gone comes back.

    While that lasts the dialog stays, says how far it is, and Esc stops it.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(
            parent,
            lambda: _("Past imports"),
            width=640,
            height=320,
            nothing=lambda: _("No list was taken in at this computer yet."),
        )
        self._context = context
        self._rows: tuple[PastImport, ...] | None = None
        self._cards: dict[int, ImportCards] = {}
        self._states: dict[int, Label] = {}
        self._twins: dict[int, Button] = {}
        self._done: tuple[int, int] = (0, 0)
        self._is_stopped = self._is_busy = self._is_counting = False
        self.progress = ProgressRow(self._doing, self)
        self.progress.hide()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(lambda: self.progress.set_progress(*self._done))
        self._ask()

    def _doing(self) -> str:
        return _("Counting what would go") if self._is_counting else _("Under way")

    # What is shown

    def _ask(self) -> None:
        def read(shop: WorkerShop) -> tuple[PastImport, ...]:
            from desktop.flows.past_imports import past_imports  # on the worker thread

            return past_imports(shop)

        self._context.tasks.flow(read, then=self.show_rows)

    def show_rows(self, rows: tuple[PastImport, ...]) -> None:
        """Show the imports, newest first; their cards are counted one import after the other."""
        self._rows, self._cards = rows, {}
        self._fill()
        self._count([row for row in rows if row.standing is not Standing.COMES])

    def _count(self, left: list[PastImport]) -> None:
        if not left:
            return
        one, *rest = left

        def counted(cards: ImportCards) -> None:
            if one in (self._rows or ()):  # else the imports were read anew, and are counted anew
                self.show_cards(one, cards)
                self._count(rest)

        self._count_one(one, counted)

    def _count_one(
        self,
        one: PastImport,
        then: Callable[[ImportCards], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        step = one.step

        def count(shop: WorkerShop) -> ImportCards:
            from desktop.flows.past_imports import cards_of  # on the worker thread

            return cards_of(shop, step=step)

        self._context.tasks.flow(count, then=then, failed=failed)

    def show_cards(self, one: PastImport, cards: ImportCards) -> None:
        """Say how many cards of it were worked on, once they are counted."""
        self._cards[one.step] = cards
        if one.step in self._twins:
            self._states[one.step].retranslate()
            self._twins[one.step].setVisible(bool(cards.twice))

    def _fill(self) -> None:
        self.clear()
        self._states, self._twins = {}, {}
        self.fill([self._line(row) for row in self._rows or ()])

    def _line(self, row: PastImport) -> QWidget:
        zone = self._context.now().tzinfo
        when = Label(
            lambda: words.when_text(row, zone), self.list, style="small", role="secondary", lines=2
        )
        state = self._states[row.step] = Label(
            lambda: words.state_text(row, self._cards.get(row.step), zone),
            self.list,
            style="small",
            ink="tx3" if row.standing is Standing.TAKEN_BACK else "tx2",
            lines=4,
        )
        # One that is being taken in is stopped on its page first.
        ways = self._ways(row) if row.standing is not Standing.COMES else []
        return self.line(row.file, [when, state], ways)

    def _ways(self, row: PastImport) -> list[Button]:
        is_gone = row.standing in {Standing.TAKEN_BACK, Standing.COMING_BACK}
        button = self._button(partial(_button_text, row), row)
        button.clicked.connect(partial(self._bring_back if is_gone else self._ask_first, row))
        twins = self._twins[row.step] = self._button(lambda: _("Keep one of each"), row)
        twins.clicked.connect(partial(self._take_twins, row))
        twins.hide()
        return [button, twins]

    def _button(self, text: Callable[[], str], row: PastImport) -> Button:
        button = Button(text, self.list, size="small")
        button.setAccessibleDescription(row.file)
        return button

    # The way back

    def _ask_first(self, row: PastImport) -> None:
        """Count anew what would go: somebody may be at work on it. Of a long list that lasts; after Esc nobody asks."""
        self._begin(is_counting=True)

        def counted(cards: ImportCards) -> None:
            is_wanted = not self._is_stopped
            self._set_busy(is_on=False)
            self.show_cards(row, cards)
            if is_wanted:
                question = TakeBackDialog(self.window(), row, cards)
                question.submitted.connect(partial(self._take_back, question, row))
                question.open()

        self._count_one(row, counted, self._refused)

    def _take_back(self, question: Dialog, row: PastImport) -> None:
        question.accept()

        def work(shop: WorkerShop) -> bool:
            from desktop.flows import long_steps  # on the worker thread

            return long_steps.take_import_back(
                shop, step=row.step, progress=self._note, is_stopped=self._has_stopped
            ).is_whole

        self._run(row, work)

    def _bring_back(self, row: PastImport) -> None:
        def work(shop: WorkerShop) -> bool:
            from desktop.flows import long_steps

            return long_steps.bring_import_back(
                shop, step=row.step, progress=self._note, is_stopped=self._has_stopped
            ).is_whole

        self._run(row, work)

    def _take_twins(self, row: PastImport) -> None:
        def work(shop: WorkerShop) -> bool:
            from desktop.flows import long_steps

            long_steps.take_twins_back(
                shop, step=row.step, progress=self._note, is_stopped=self._has_stopped
            )
            return not self._has_stopped()

        self._run(row, work)

    def _run(self, row: PastImport, work: Callable[[WorkerShop], bool]) -> None:
        self._begin(is_counting=False)

        def ended(is_whole: bool) -> None:
            self._set_busy(is_on=False)
            if not is_whole:
                self._context.tell(words.stopped_text(row))
            self._ask()

        self._context.tasks.step(work, then=ended, failed=self._refused)

    def _begin(self, *, is_counting: bool) -> None:
        self._is_stopped, self._is_counting, self._done = False, is_counting, (0, 0)
        self._set_busy(is_on=True)

    def _refused(self, error: UserError) -> None:
        self._set_busy(is_on=False)
        self._context.tell(error.sentence)
        self._ask()

    def _note(self, _step: object, done: int, of: int) -> None:
        """Called on the step's own thread."""
        self._done = done, of

    def _has_stopped(self) -> bool:
        return self._is_stopped or self._context.tasks.is_closing

    def _stop(self) -> None:
        self._is_stopped = True

    def _set_busy(self, *, is_on: bool) -> None:
        self._is_busy = is_on
        self.hold(is_on=is_on)
        if is_on:
            self._look.start()
            self.progress.set_progress(0, 0)
            self.progress.begin()
        else:
            self._look.stop()
            self.progress.finish()

    def reject(self) -> None:
        """While something is under way it is stopped instead."""
        if self._is_busy:
            self._stop()
            return
        super().reject()


class TakeBackDialog(Dialog):
    """Says what goes and what stays before an import is taken back."""

    def __init__(self, parent: QWidget, row: PastImport, cards: ImportCards) -> None:
        super().__init__(
            parent,
            lambda: _("Take the import of “{file}” back?").format(file=row.file),
            icon="arrow-counter-clockwise",
            width=560,
        )
        self.body.addWidget(Label(lambda: words.asked_text(cards), self, lines=6))
        self.set_primary(lambda: _("Take the import back"))
        self.add_cancel()


def _button_text(row: PastImport) -> str:
    match row.standing:
        case Standing.TAKEN_BACK:
            return _("Bring back")
        case Standing.COMING_BACK:
            return _("Bring the rest back")
        case Standing.GOING:
            return _("Take the rest back…")
    return _("Take back…")
