# SPDX-License-Identifier: Apache-2.0
"""A list beside the cursor while something is written: ready phrases after "/", colleagues' names after "@"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.i18n import N_, _
from desktop.views import theme
from desktop.views.card.composed import Way
from desktop.views.widgets.text_area import TextArea

PHRASE, NAME = "/", "@"
_BEGUN: Final = re.compile(rf"(?:^|\s)([{PHRASE}{NAME}])([^\s{PHRASE}{NAME}]*)$")
_WIDTH = 320
_DECIDES = N_("The client decides by ")
_PHRASES: dict[Way, tuple[str, ...]] = {
    Way.COMMENT: (
        N_("Waits for the client’s file"),
        N_("The layout is approved"),
        N_("Asks for a discount: "),
        _DECIDES,
        N_("Pick-up agreed: "),
    ),
    Way.CALL: (
        N_("Price and date are agreed: "),
        N_("Asks to call back: "),
        N_("Compares prices with: "),
        _DECIDES,
        N_("The number is wrong"),
    ),
    Way.MESSAGE: (
        N_("Sent the quote"),
        N_("Sent the layout for approval"),
        N_("The order is ready to be picked up"),
        N_("Asked for the logo in curves"),
    ),
    Way.EMAIL: (
        N_("The quote is attached. I will call you to agree the details."),
        N_("The layout is attached. Please look at the text and the size and answer “approved”."),
        N_("The contract and the invoice are attached."),
        N_("Your order is ready. We are open today until "),
    ),
    Way.TASK: (
        N_("Call about the quote"),
        N_("Send the quote"),
        N_("Ask for the logo in curves"),
        N_("Ask whether the order came out well"),
    ),
}


class WordList(QObject):
    """Offers what fits what is being typed; Enter or Tab takes the marked line, Esc goes on without."""

    def __init__(
        self, text: TextArea, way: Callable[[], Way], names: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__(text)
        self._text, self._way, self._names = text, way, names
        self._model = QStringListModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setWidget(text)
        self._list.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list.setFilterMode(Qt.MatchFlag.MatchContains)
        view = QListView()
        view.setObjectName("wordList")
        self._list.setPopup(view)
        view.setItemDelegate(_Rows(view))
        view.setAccessibleName(_("Ready words"))
        view.clicked.connect(self._choose)
        view.installEventFilter(self)
        text.textChanged.connect(self._look)
        text.cursorPositionChanged.connect(self._leave)

    @property
    def popup(self) -> QListView:
        """The list, shown or not."""
        view = self._list.popup()
        assert isinstance(view, QListView)
        return view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab choose; the completer would hand them to the text."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
                self._choose(self.popup.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.popup.hide()
                return True
        return super().eventFilter(watched, event)

    def _choose(self, index: QModelIndex) -> None:
        self.popup.hide()
        if index.isValid():
            self._take(str(index.data()))

    def _begun(self) -> re.Match[str] | None:
        cursor = self._text.textCursor()
        return _BEGUN.search(cursor.block().text()[: cursor.positionInBlock()])

    def _look(self) -> None:
        begun = self._begun() if self._text.hasFocus() else None
        if begun is None:
            self.popup.hide()
            return
        sign, typed = begun.groups()
        words = self._names() if sign == NAME else [_(one) for one in _PHRASES[self._way()]]
        self._model.setStringList([one.strip() for one in words])
        self._list.setCompletionPrefix(typed)
        if not self._list.completionCount():
            self.popup.hide()
            return
        self.popup.setFont(theme.font("body"))
        self.popup.setCurrentIndex(self._list.completionModel().index(0, 0))
        place = self._text.cursorRect()
        place.setWidth(theme.px(_WIDTH))
        self._list.complete(place)

    def _leave(self) -> None:
        if self.popup.isVisible() and self._begun() is None:
            self.popup.hide()

    def _take(self, words: str) -> None:
        begun = self._begun()
        if begun is None:
            return
        sign = begun[1]
        whole = next((_(one) for one in _PHRASES[self._way()] if _(one).strip() == words), words)
        cursor = self._text.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(begun[2]) + 1
        )
        cursor.insertText(f"{NAME}{words} " if sign == NAME else whole)
        self._text.setTextCursor(cursor)


class _Rows(QStyledItemDelegate):
    """Rows for a pointer."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as a small control."""
        return QSize(super().sizeHint(option, index).width(), theme.px(theme.CONTROL_SMALL))
