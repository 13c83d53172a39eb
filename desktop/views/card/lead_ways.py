# SPDX-License-Identifier: Apache-2.0
"""The ways out of a lead, at the right of its page: into a deal, to a colleague, to the head for want of a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import script_words
from desktop.values.rows.leads import LeadCard
from desktop.values.scripts import Question
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Panel

_SAID = frozenset({Question.PHONE, Question.PRODUCT, Question.NEXT_TOUCH})
"""Questions that the first lines speak of already."""


class ToDealPanel(Panel):
    """What a deal needs of this lead, the pipeline it goes to, and the way there or why it is closed."""

    convert_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Into a deal"), parent, padding=(12, 10))
        self.body.setSpacing(8)
        self._rows = _Rows(self)
        self.pipeline = ComboBox(self)
        self._field = Field(lambda: _("Pipeline"), self.pipeline, self)
        self.convert = Button(
            lambda: _("Convert"), self, icon="arrow-right", shortcut="Ctrl+Return"
        )
        self.convert.clicked.connect(self.convert_wanted)
        self._why = Label("", self, style="small", role="secondary", lines=3)
        for widget in (self._rows, self._field, self.convert, self._why):
            self.body.addWidget(widget)

    def show_card(self, card: LeadCard, *, can_change: bool) -> None:
        """Show what is there and what is missing."""
        has_reach = any(one.phones or one.email for one in card.people)
        checks = (
            (bool(card.people) and has_reach, _("Contact and phone"), _("Nobody to deal with")),
            (bool(card.title), _("What they want"), _("Not said what they want")),
            (card.next_touch is not None, _("Next touch"), _("No next touch")),
        )
        gaps = [one for one in card.script.missing if not script_words.is_elsewhere(one.field)]
        known = [
            one for one in card.script.required() if one not in gaps and one.field not in _SAID
        ]
        rows = _rows(checks, script_words.labels(known))
        rows += [(False, script_words.not_known(one)) for one in gaps]
        self._rows.show_rows(rows)
        missing = [no for ok, _yes, no in checks if not ok]
        if [self.pipeline.itemData(n) for n in range(self.pipeline.count())] != [
            one.id for one in card.pipelines
        ]:
            self.pipeline.clear()
            for one in card.pipelines:
                self.pipeline.addItem(one.name, one.id)
        self.convert.setEnabled(can_change and not missing and not gaps and card.is_open)
        why = [_("Missing: {what}.").format(what=", ".join(missing).lower())] if missing else []
        if gaps:
            why.append(script_words.available_words(len(gaps)))
        if not missing:
            why.append(_("History and files go into the deal."))
        self._why.set_content(" ".join(why))
        self.setVisible(card.is_open)

    def pipeline_id(self) -> UUID | None:
        """Where the deal is to stand."""
        chosen = self.pipeline.currentData()
        return chosen if isinstance(chosen, UUID) else None


def _rows(checks: Sequence[tuple[bool, str, str]], known: str) -> list[tuple[bool, str]]:
    """What is there in one line, what is wanted of it in the next; a touch that is planned says so at the top."""
    (has_reach, reach, no_reach), (has_title, title, no_title), (has_touch, _touch, no_touch) = (
        checks
    )
    said = ", ".join(filter(None, (title if has_title else "", known)))
    rows = [(has_reach, reach if has_reach else no_reach)]
    if said:
        rows.append((True, said[:1].upper() + said[1:]))
    rows += [
        (False, words) for ok, words in ((has_title, no_title), (has_touch, no_touch)) if not ok
    ]
    return rows


class _Rows(QWidget):
    """Lines with a check or a warning before them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_rows(self, rows: list[tuple[bool, str]]) -> None:
        """Say these, each there or missing."""
        empty(self._column)
        for is_there, words in rows:
            held = QWidget(self)
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            icon, ink = ("check-circle", "ok") if is_there else ("warning", "wa")
            sign = QVBoxLayout()
            sign.setContentsMargins(0, 2, 0, 0)
            sign.addWidget(Icon(icon, ink, 15, held))
            sign.addStretch(1)
            row.addLayout(sign)
            row.addWidget(Label(words, held, lines=2), 1)
            self._column.addWidget(held)


class TakePanel(Panel):
    """Take a lead that nobody has: it is the first thing to do with it."""

    take_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, padding=(12, 12))
        self.body.setSpacing(8)
        self._said = Label(
            lambda: _("Nobody has this lead yet."), self, style="small", role="secondary", lines=2
        )
        self.take = Button(lambda: _("Take the lead"), self, icon="user-plus")
        self.take.clicked.connect(self.take_wanted)
        for widget in (self._said, self.take):
            self.body.addWidget(widget)

    def show_card(self, card: LeadCard, *, can_change: bool) -> None:
        """Stand there while it can be taken."""
        self.setVisible(card.is_open and can_change and card.holder_id is None)


class HandPanel(Panel):
    """Hand the lead over, or send it to the head where no refusal reason fits; what the head is asked stands here."""

    hand_wanted = Signal()
    ask_wanted = Signal()
    back_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_head: bool) -> None:
        super().__init__("", parent, padding=(12, 10))
        self._is_head = is_head
        self.body.setSpacing(8)
        self.hand = Button(lambda: _("Hand over…"), self, size="small", icon="share")
        self.hand.clicked.connect(self.hand_wanted)
        self.ask = Button(lambda: _("No reason fits…"), self, size="small", icon="question")
        self.ask.clicked.connect(self.ask_wanted)
        self.reason = Button(lambda: _("Give the reason…"), self, size="small", icon="prohibit")
        self.reason.clicked.connect(self.reason_wanted)
        self.back = Button(lambda: _("Not lost yet…"), self, size="small", icon="arrow-u-up-left")
        self.back.clicked.connect(self.back_wanted)
        self._said = Label("", self, style="small", role="secondary", lines=5)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for button in (self.hand, self.ask):
            first.addWidget(button, 1)
        for button in (self.reason, self.back):
            second.addWidget(button, 1)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.body.addWidget(self._said)

    def show_card(self, card: LeadCard, *, can_change: bool) -> None:
        """Offer what this person can do with the lead now."""
        is_asked = card.asked_at is not None
        self.setVisible(card.is_open and can_change)
        self.ask.setVisible(not is_asked)
        self.reason.setVisible(is_asked and self._is_head)
        self.back.setVisible(is_asked and self._is_head)
        if is_asked:
            asker = next((one.name for one in card.holders if one.id == card.asked_by), "")
            words = _("{name} finds no fitting reason and asks the head: {note}")
            self._said.set_content(words.format(name=asker, note=card.asked_note))
        else:
            self._said.set_content(_("No refusal reason fits? The head decides."))
