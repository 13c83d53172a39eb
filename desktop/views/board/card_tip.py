# SPDX-License-Identifier: Apache-2.0
"""The tool tip of a card: what was cut, how long it stands here, and the last words."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip, QWidget

from desktop import queries
from desktop.background.tasks import Tasks
from desktop.i18n import _
from desktop.models import card_words
from desktop.values.rows.board import CardRow, PeekRow
from desktop.values.states import BlockReason
from desktop.views.board.face import CardFace

_NEAR = 24
_LONGEST = 240


class CardTip(QObject):
    """Shows what is known at once, and the last comment when it has been read and the pointer is still there."""

    def __init__(
        self,
        tasks: Tasks,
        parent: QWidget,
        *,
        face: CardFace,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._face = tasks, face
        self._at: QPoint | None = None

    def show(self, card: CardRow, at: QPoint) -> None:
        """Tell about a card beside the pointer."""
        self._at = at
        QToolTip.showText(at, self._words(card, None))
        self._tasks.fetch(
            "tip",
            lambda r: queries.deal_steps.peek(r, deal_id=card.id),
            then=lambda peek: self._go_on(card, at, peek),
        )

    def _go_on(self, card: CardRow, at: QPoint, peek: PeekRow) -> None:
        still = at == self._at and (QCursor.pos() - at).manhattanLength() < _NEAR
        if still and QToolTip.isVisible() and peek.comment:
            QToolTip.showText(at, self._words(card, peek))

    def _words(self, card: CardRow, peek: PeekRow | None) -> str:
        from html import escape  # its table of entities is not for the start

        stage = self._face.stage(card)
        lines = [f"<b>{escape(card.client or card.title)}</b>", escape(card.title)]
        if stage is not None:
            lines.append(escape(card_words.age_words(card, stage, self._face.now())))
        if words := card_words.mark_words(self._face.mark(card.key)):
            lines.append(escape(words))
        if blocked := BlockReason.known(card.blocked):
            lines.append(escape(blocked.label()))
        if peek is not None:
            said = peek.comment if len(peek.comment) <= _LONGEST else f"{peek.comment[:_LONGEST]}…"
            lines.append(_("Last words: {comment}").format(comment=escape(said)))
        return "<br>".join(lines)
