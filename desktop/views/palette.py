# SPDX-License-Identifier: Apache-2.0
"""Search over everything and every command, by keys alone: Ctrl K from any page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.palette import PaletteModel
from desktop.values.rows.hits import REPEAT_ORDER, Hit, HitGroup
from desktop.values.rows.search import Found
from desktop.views import actions, theme
from desktop.views.keyboard import KeyReader, combination
from desktop.views.palette_commands import commands_like
from desktop.views.palette_panel import PalettePanel
from desktop.views.palette_rows import PaletteDelegate, row_actions
from desktop.views.widgets.live import Live
from desktop.views.widgets.shadow import draw_shadow

Search = Callable[[str, Callable[[Found], None]], None]
"""Looks for a text and hands over what it found when that is there, on the GUI thread."""

CALL, NEW_ORDER = "call", actions.NEW_ORDER.id


class Palette(Live, QWidget):
    """Lies over the window with a scrim; Esc or a press beside it closes it.

    `>` looks in commands only, `#` for an order's number; what was typed goes to `search` as it is.
    """

    opened = Signal(object)
    """The Hit to open."""
    call_wanted = Signal(object)
    order_wanted = Signal(object)

    def __init__(
        self, window: QWidget, *, search: Search, commands: Callable[[], Sequence[QAction]]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._search = search
        self._commands = commands
        self._asked = 0
        self._waits = False
        self._has_walked = False
        self._later: list[Callable[[], None]] = []
        self._action = 0
        self._hits: list[Hit] = []
        self._marked = ""
        self._focus_before: QWidget | None = None
        self._reader = KeyReader()
        self.model = PaletteModel(self)
        self._panel = PalettePanel(self)
        self._field, self._list = self._panel.field, self._panel.list
        self._dress()
        self.hide()
        window.installEventFilter(self)

    def ask(self, text: str = "") -> None:
        """Open with this text and put the cursor behind it."""
        if not self.isVisible():
            self._focus_before = self.window().focusWidget()
        self._has_walked = False
        self._field.setText(text)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._look()

    def leave(self) -> None:
        """Close, and give the focus back to where it came from."""
        before, self._focus_before = self._focus_before, None
        if before is not None:
            # Before hiding: else Qt takes the focus to some field on the way and leaves its text selected.
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def typed(self) -> str:
        """What stands in the field."""
        return self._field.text().strip()

    def current(self) -> Hit | None:
        """The hit that Enter would take."""
        return self.model.hit(self._list.currentIndex())

    # Looking

    def _look(self) -> None:
        text = self.typed()
        self._asked += 1
        asked = self._asked
        self._action = 0
        self._later = []
        if text.startswith(">") or not text:
            self._waits = False
            self._show(Found())
            return
        self._waits = True
        self._search(text, lambda found: self._answer(asked, found))

    def _answer(self, asked: int, found: Found) -> None:
        # An answer to what is no longer typed would jump under the fingers.
        if asked == self._asked:
            self._waits = False
            self._show(found)
            for deed in self._later:
                if self.isVisible():
                    deed()

    def _show(self, found: Found) -> None:
        # Only a line that was walked to is kept: else what came first for the first letter would be taken for all.
        before = self.current() if self._has_walked else None
        self._marked = found.marked
        commands, is_exact = self._matching_commands()
        # What is only near is a guess, and no reason to stand before the command that was typed.
        hits = () if found.is_near and is_exact else found.hits
        self._hits = [*hits, *self._about_client(hits), *commands]
        self.model.show(self._hits)
        index = self._index_of(before) if before in self._hits else self.model.next_hit(-1, 1)
        self._list.setCurrentIndex(index)
        self._say_result()
        self._fit()

    def _about_client(self, hits: Sequence[Hit]) -> list[Hit]:
        """What is most often done with the first client found."""
        client = next((hit for hit in hits if hit.group == HitGroup.CLIENTS), None)
        if client is None:
            return []
        deed = replace(client, group=HitGroup.DO, detail="")
        found = []
        if client.client_id is not None and self._may_order():
            title = _("New counter order for {client}").format(client=client.title)
            keys = actions.NEW_ORDER.shortcuts()[0]
            found.append(replace(deed, kind=NEW_ORDER, title=title, icon="storefront", trail=keys))
            if client.last_order:
                found.append(_repeat_of(deed))
        if client.phone:
            title = _("Call {person}").format(person=client.person or client.title)
            found.append(
                replace(
                    deed,
                    kind=CALL,
                    title=title,
                    icon="phone",
                    detail=client.phone_words,
                    trail="Alt+C",
                )
            )
        return found

    def _matching_commands(self) -> tuple[list[Hit], bool]:
        """The commands that are meant, and whether they have the words as they were typed."""
        typed = self.typed()
        if typed.startswith("#"):
            return [], False
        found = commands_like(self._commands(), typed.lstrip(">"), near=False)
        return (
            (found, True) if found else (commands_like(self._commands(), typed.lstrip(">")), False)
        )

    def _may_order(self) -> bool:
        return any(actions.spec_of(action).id == NEW_ORDER for action in self._commands())

    def _index_of(self, hit: Hit | None) -> QModelIndex:
        for row in range(self.model.rowCount()):
            if self.model.hit(self.model.index(row)) == hit:
                return self.model.index(row)
        return QModelIndex()

    def _say_result(self) -> None:
        self._panel.say_result(self.model.count(), self.typed())
        self._announce()

    def _announce(self) -> None:
        """Tell a screen reader the current line: the focus itself stays in the field."""
        hit = self.current()
        spoken = f"{hit.title}, {hit.detail}" if hit else self._panel.found.text()
        self._field.setAccessibleDescription(spoken)
        event = QAccessibleAnnouncementEvent(self._field, spoken)
        QAccessible.updateAccessibility(event)

    # Doing

    def _take(self) -> None:
        if hit := self.current():
            offered = self._actions_of(hit)
            keys = offered[self._action][0] if offered else "Return"
            self._do(hit, keys)

    def _do(self, hit: Hit, keys: str) -> None:
        if hit.group == HitGroup.DO and hit.client_id is None and hit.kind != CALL:
            self._trigger(hit.kind)
        elif keys == "Alt+C" or hit.kind == CALL:
            self._finish(self.call_wanted, hit)
        elif keys == "Alt+O" or hit.kind in {NEW_ORDER, REPEAT_ORDER}:
            self._finish(self.order_wanted, hit)
        else:
            self._finish(self.opened, hit)

    def _finish(self, signal: SignalInstance, hit: Hit) -> None:
        self.leave()
        signal.emit(hit)

    def _trigger(self, action_id: str) -> None:
        # The page behind may have changed since the line was shown: what is not offered now is not done.
        action = next((a for a in self._commands() if actions.spec_of(a).id == action_id), None)
        self.leave()
        if action is not None:
            action.trigger()

    def _actions_of(self, hit: Hit) -> list[tuple[str, str]]:
        return row_actions(hit, may_order=self._may_order())

    def _step(self, step: int) -> None:
        index = self.model.next_hit(self._list.currentIndex().row(), step)
        if index.isValid():
            self._action = 0
            self._has_walked = True
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
            self._announce()

    def _next_action(self) -> None:
        if hit := self.current():
            self._action = (self._action + 1) % max(1, len(self._actions_of(hit)))
            self._list.viewport().update()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window covered; take the keys that walk the list before the field has them."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is not self._field or not is_key or not isinstance(event, QKeyEvent):
            return False
        deed = self._deed_of(event)
        if deed is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._do_when_answered(deed)
        return True

    def _do_when_answered(self, deed: Callable[[], None]) -> None:
        """Keys pressed quicker than the answer are meant for the answer, not for what still stands there."""
        if self._waits and deed != self.leave:
            self._later.append(deed)
        else:
            deed()

    def _deed_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        for wanted in self._reader.read(event):
            for keys, deed in self._keys().items():
                if wanted == combination(keys):
                    return deed
        return None

    def _keys(self) -> dict[str, Callable[[], None]]:
        return {
            "Down": lambda: self._step(1),
            "Up": lambda: self._step(-1),
            "Tab": self._next_action,
            "Return": self._take,
            "Esc": self.leave,
            "Alt+C": lambda: self._with_current("Alt+C", lambda hit: bool(hit.phone)),
            "Alt+O": lambda: self._with_current("Alt+O", lambda hit: hit.client_id is not None),
            "Alt+1": lambda: self._with_current("Alt+1", lambda hit: hit.kind == REPEAT_ORDER),
            "F2": lambda: self._with_current("Alt+O", lambda hit: hit.client_id is not None),
        }

    def _with_current(self, keys: str, fits: Callable[[Hit], bool]) -> None:
        """Do it with the current hit, or with the first one that it can be done with."""
        hit = self.current()
        chosen = hit if hit and fits(hit) else next(filter(fits, self._hits), None)
        if chosen is not None:
            self._do(chosen, keys)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a press beside the panel."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the panel in its place."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window behind, and draw the shadow of the panel on it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().scrim)
        draw_shadow(painter, self._panel.geometry())
        painter.end()

    def restyle(self) -> None:
        """Take over another text size."""
        self._fit()
        super().restyle()

    def retranslate(self) -> None:
        """Say the name anew; the panel says the rest."""
        self.setAccessibleName(_("Search and commands"))
        super().retranslate()

    def _dress(self) -> None:
        self._panel.field.installEventFilter(self)
        self._panel.field.textEdited.connect(self._look)
        self._list.setModel(self.model)
        self._list.setItemDelegate(
            PaletteDelegate(
                self._list,
                marked=lambda: self._marked,
                actions_of=self._actions_of,
                chosen_action=lambda: self._action,
            )
        )
        self._list.clicked.connect(self._take)
        self.retranslate()

    def _fit(self) -> None:
        self._panel.arrange(self.size(), has_hits=self.model.rowCount() > 0)
        self.update()


def _repeat_of(deed: Hit) -> Hit:
    return replace(
        deed,
        kind=REPEAT_ORDER,
        title=_("Repeat the last order"),
        icon="repeat",
        detail=deed.last_order,
        trail="Alt+1",
    )
