# SPDX-License-Identifier: Apache-2.0
"""Esc Esc clears the order, and for eight seconds it can be had back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.i18n import N_, _
from desktop.values.changes import Changes
from desktop.values.drafts.order import OrderDraft
from desktop.values.rows.counter import CounterClient
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.counter.order_page import OrderPage
from desktop.views.widgets.toast import ToastHost

UNDO_CLEAR = ActionSpec(
    "counter.undo_clear", N_("Bring the cleared order back"), "", ("Ctrl+Z",), in_palette=False
)
TWICE_MS = 2000
"""The second Esc counts for this long."""


class Clearing(QObject):
    """Nothing typed is lost by a slip: the first Esc only says what the second would do."""

    def __init__(self, page: OrderPage, context: Context) -> None:
        super().__init__(page)
        self._page = page
        self._toasts = ToastHost(page)
        self._gone: tuple[OrderDraft, CounterClient | None] | None = None
        self._undo = page.act(UNDO_CLEAR, self.bring_back)
        self._undo.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TWICE_MS)
        self._timer.timeout.connect(self._calm_down)
        page.side.clear.clicked.connect(self.clear)
        context.hub.changed.connect(self._told)

    def press(self) -> None:
        """Esc: put a list away, else ask for the second Esc, else clear."""
        page = self._page
        if page.client.close_list() or page.product.tiles.finder.close_list():
            return
        if page.form.draft.is_empty and not page.client.phone.text():
            return
        if self._timer.isActive():
            self.clear()
            return
        self._timer.start()
        page.side.clear.set_content(lambda: _("Esc again"))

    def clear(self) -> None:
        """Begin anew; the order can be had back."""
        page = self._page
        self._calm_down()
        client = page.form.client
        before = page.form.clear()
        page.client.phone.setText("")
        page.client.focus_first()
        page.keeper.drop(before)
        if before.is_empty:
            return
        self._gone = (before, client)
        self._undo.setEnabled(True)
        toast = self._toasts.show_toast(
            lambda: _("The order is cleared"), icon="x", undo=self.bring_back
        )
        toast.gone.connect(self._forget)

    def bring_back(self) -> None:
        """Put the cleared order into the form again."""
        if self._gone is None:
            return
        draft, client = self._gone
        toast = self._toasts.current()
        if toast is not None:
            toast.dismiss()
        self._forget()
        self._page.keeper.put_back(draft, client)
        self._page.product.fields.focus_quantity()

    def _forget(self) -> None:
        self._gone = None
        self._undo.setEnabled(False)

    def _calm_down(self) -> None:
        self._timer.stop()
        self._page.side.clear.set_content(lambda: _("Clear"))

    def _told(self, changes: Changes) -> None:
        """The window has something to say in the same place."""
        toast = self._toasts.current()
        if changes.label.text and toast is not None:
            toast.dismiss()
