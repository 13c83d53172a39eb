# SPDX-License-Identifier: Apache-2.0
"""Where a handover is asked: a panel docked at the right of a page, or a dialog where there is no room for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET, KeptDialog, one_of
from desktop.views.questions.handover_form import HandoverForm
from desktop.views.questions.handover_kept import KeptHandover
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 328
DOCKED_FROM = 1300
"""From this width of the window on the panel is docked; below it the same is asked in a dialog."""
_HEAD, _SIDE, _NARROW_SIDE = 40, 16, 12


class HandoverPanel(Panel):
    """Hidden until something is handed over. `closed` is told when it goes, `handed` how a handover went.

    A page puts it at its right and calls `hand_person` or `hand_cards`; `adapt` tells it the window's width.
    """

    closed = Signal()
    handed = Signal(object)

    def __init__(self, context: Context, parent: QWidget, *, width: int = WIDTH) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self._context = context
        self._window_width = DOCKED_FROM
        self.body.setSpacing(0)
        self.setFixedWidth(width)
        # Beside a list it is narrower, and what it says of each receiver needs the room.
        self._side = _SIDE if width >= WIDTH else _NARROW_SIDE
        self._add_head()
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(self._side, 12, self._side, 12)
        self.form = HandoverForm(context, content)
        column.addWidget(self.form)
        self.body.addWidget(ScrollArea(content, self), 1)
        self._add_foot()
        self.form.changed.connect(self._say)
        self.form.handed.connect(self._handed)
        self.setFocusProxy(self.form.share.ways)
        self.hide()

    def _add_head(self) -> None:
        head = QWidget(self)
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(6)
        self._title = Label("", head, style="section", lines=2)
        self._sum = Label("", head, role="secondary")
        self.close_button = icon_button(
            "ph.x", lambda: _("Close"), head, shortcut="Esc", size="small"
        )
        self.close_button.clicked.connect(self.leave)
        row.addWidget(Icon("share", "tx2", 16, head))
        row.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sum)
        row.addWidget(self.close_button)
        self.body.addWidget(head)
        self.body.addWidget(Hairline(self))

    def _add_foot(self) -> None:
        self.body.addWidget(Hairline(self))
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(self._side, 12, self._side, 12)
        column.setSpacing(8)
        self.cancel = Button(lambda: _("Cancel"), foot)
        self.cancel.clicked.connect(self.leave)
        self.primary = Button(self.form.primary_words, foot, kind="primary", shortcut="Ctrl+Return")
        self.primary.clicked.connect(self.form.submit)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.cancel)
        first.addWidget(self.primary, 1)
        self.queue = Button(lambda: _("To the queue"), foot, size="small")
        self.queue.clicked.connect(self.form.to_queue)
        self.everything = Button(self._everything_words, foot, size="small")
        self.everything.clicked.connect(self._ask_everything)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.queue, 1)
        second.addWidget(self.everything, 1)
        column.addLayout(first)
        column.addLayout(second)
        self.body.addWidget(foot)

    # What a page does with it

    def hand_person(self, giver_id: UUID) -> None:
        """Ask about everything of a colleague."""
        self._open(lambda form: form.ask_person(giver_id))

    def hand_cards(self, card_ids: Collection[UUID], *, takes_focus: bool = True) -> None:
        """Ask about these cards; none closes the panel. Where cards are being ticked the focus stays there."""
        ids = tuple(card_ids)
        if not ids:
            self.leave()
            return
        self._open(lambda form: form.ask_cards(ids), takes_focus=takes_focus)

    def adapt(self, window: QSize) -> None:
        """Where the window has become too narrow, the question goes; it is asked in a dialog the next time."""
        self._window_width = window.width()
        if self._window_width < DOCKED_FROM and self.isVisible():
            self.leave()

    def leave(self) -> None:
        """Close without handing anything over."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        """Say everything anew."""
        super().retranslate()
        self._say()

    def _open(
        self, ask: Callable[[HandoverForm | HandoverDialog], None], *, takes_focus: bool = True
    ) -> None:
        if self._window_width < DOCKED_FROM:
            dialog = HandoverDialog(self._context, self.parentWidget() or self)
            dialog.handed.connect(self.handed)
            dialog.finished.connect(lambda _result: self.closed.emit())
            ask(dialog)
            dialog.open()
            return
        was_hidden = self.isHidden()
        ask(self.form)
        self.show()
        if was_hidden and takes_focus:
            self.form.focus_first()

    def _handed(self, handed: object) -> None:
        self.hide()
        self.handed.emit(handed)
        self.closed.emit()

    def _everything_words(self) -> str:
        name = self.form.giver.split()[0] if self.form.giver else ""
        return _("All of {name}…").format(name=name)

    def _ask_everything(self) -> None:
        if (giver := self.form.giver_id) is not None:
            self.form.ask_person(giver)

    def _say(self) -> None:
        self._title.set_content(self.form.title())
        self.setAccessibleName(self._title.text())
        self._sum.set_content(self.form.amount())
        self.primary.retranslate()
        self.primary.setEnabled(self.form.can_submit)
        self.everything.retranslate()
        self.everything.setVisible(not self.form.is_person and self.form.giver_id is not None)
        self.queue.setVisible(not self.form.is_person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class HandoverDialog(Dialog):
    """The same in the middle of a narrow window, and where a colleague leaves."""

    handed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, lambda: _("Hand over…"), icon="share", width=480)
        self._context = context
        self.form = HandoverForm(context, self)
        self.body.addWidget(self.form)
        self.queue = Button(lambda: _("To the queue"), self)
        self.queue.clicked.connect(self.form.to_queue)
        self.add_footer(self.queue)
        button = self.set_primary(self.form.primary_words)
        self.add_cancel()
        self._kept: KeptHandover | None = None
        self._about = NOTHING_YET
        self.form.changed.connect(self._say)
        self.form.changed.connect(self._keep)
        self.form.handed.connect(self._handed)
        self.submitted.connect(self.form.submit)
        button.setEnabled(False)

    def open(self) -> None:
        """The focus goes where somebody chooses first once that is read; until then it waits in the footer."""
        super().open()
        self.form.focus_first()

    def ask_cards(self, card_ids: Collection[UUID]) -> None:
        """These cards; what was left about them is there again."""
        self._about = one_of(list(card_ids))
        self.form.ask_cards(card_ids)

    def ask_person(self, giver_id: UUID, *, leaves: bool = False) -> None:
        """Everything of a colleague."""
        self._about = giver_id
        self.form.ask_person(giver_id, leaves=leaves)

    def _keep(self) -> None:
        """Only once it is read who may take cards can those be chosen that were."""
        if self._kept is None and self.form.days is not None:
            self._kept = KeptHandover(self.form, self)
            KeptDialog(self._context, self, self._kept, kind="handover", about=self._about)

    def _say(self) -> None:
        self.set_texts(self.form.title(), self.form.about())
        assert self.primary is not None
        self.primary.retranslate()
        self.primary.setEnabled(self.form.can_submit)
        self.queue.setVisible(not self.form.is_person)

    def _handed(self, handed: object) -> None:
        self.handed.emit(handed)
        self.accept()


def hand_client_over(context: Context, parent: QWidget, client_id: UUID) -> None:
    """Ask who goes on with the open cards of a client."""

    def ask(ids: tuple[UUID, ...]) -> None:
        if not ids:
            context.tell(_("This client has no open cards."))
            return
        dialog = HandoverDialog(context, parent)
        dialog.ask_cards(ids)
        dialog.open()

    context.tasks.fetch(
        "open cards of a client",
        lambda r: queries.handover.open_cards_of_client(r, client_id=client_id),
        then=ask,
    )
