# SPDX-License-Identifier: Apache-2.0
"""What a handover asks: what goes, to whom, till when, and a word for every card. Docked or in a dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import _, formats, ngettext
from desktop.models import handover as words
from desktop.models.handover import Handover, Sharing, Wish
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.handing_over import Handed, Share, most_given
from desktop.values.rows.handover import HandoverOffer
from desktop.views.context import Context
from desktop.views.questions.handover_days import DaysPart
from desktop.views.questions.handover_share import SharePart
from desktop.views.questions.handover_steps import Asked, HandoverSteps
from desktop.views.questions.handover_what import WhatPart
from desktop.views.questions.handovers import Handovers
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea

Query = Callable[[Any], HandoverOffer]
"""Reads what may be handed over."""

_MANY = 2
"""From so many cards on one may go another way than the rest."""


class HandoverForm(QWidget):
    """`changed` is told when what would be done has changed, `handed` how it went.

    As somebody `leaves`, their access is closed in the same step: what goes to nobody goes to the head's queue.
    """

    changed = Signal()
    handed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._offer: HandoverOffer | None = None
        self._query: Query | None = None
        self.wish = Wish()
        self.is_person = False
        self.leaves = False
        self.plan: Handover | None = None
        self._steps = HandoverSteps(context, self)
        self._steps.done.connect(self._done)
        self._steps.refused.connect(self._refused)
        self._steps.counted.connect(self._going)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.handovers = Handovers(context, self)
        self.handovers.done.connect(self._ask_again)
        self.handovers.left.connect(self.focus_first)
        self._column.addLayout(self.handovers)
        self.what = WhatPart(self)
        self.what.ticked.connect(self._tick)
        self._column.addWidget(self.what)
        self.share = SharePart(self)
        self.share.changed.connect(self.wish_for)
        self._to = Field(lambda: _("To whom"), self.share, self, required=True)
        self._none = Label("", self, style="small", role="secondary", lines=0)
        self.by_hand = Button(self._by_hand_words, self, kind="link", size="small")
        self.by_hand.clicked.connect(self._open_list)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._none)
        beside.addWidget(self.by_hand, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._to)
        self._column.addLayout(beside)
        self._add_words()
        self._column.addStretch(1)
        self._wants_focus = False
        self.setEnabled(False)

    def _add_words(self) -> None:
        self._days_place = QVBoxLayout()
        self._column.addLayout(self._days_place)
        self.days: DaysPart | None = None
        self.comment = TextArea(self)
        self.comment.textChanged.connect(self._typed)
        self._comment_field = Field(
            lambda: _("Comment for every card"), self.comment, self, required=True
        )
        self._clash = Banner("", "warning", self, icon="calendar-x")
        self._clash.hide()
        self._error = Note(self)
        for part in (self._comment_field, self._clash, self._error):
            self._column.addWidget(part)

    # What is asked about

    def ask_person(self, giver_id: UUID, *, leaves: bool = False) -> None:
        """Everything of a colleague; with `leaves` their access is closed as well."""
        self.leaves = leaves
        self._ask(
            lambda r: queries.handover.of_person(r, giver_id=giver_id), is_person=True,
            wish=Wish(sharing=Sharing.LOAD),
        )  # fmt: skip

    def ask_cards(self, card_ids: Collection[UUID]) -> None:
        """These cards, of whomever they are."""
        ids = tuple(card_ids)
        self.leaves = False
        self._ask(
            lambda r: queries.handover.of_cards(r, card_ids=ids), is_person=False, wish=Wish()
        )

    def _ask(self, query: Query, *, is_person: bool, wish: Wish) -> None:
        self.is_person = is_person
        self._query = query
        self._context.tasks.fetch(
            f"handover for {id(self)}",
            query,
            then=lambda offer: self.show_offer(offer, wish),
        )

    def _ask_again(self) -> None:
        """What went back is somebody else's now."""
        if self._query is not None:
            self._ask(self._query, is_person=self.is_person, wish=self.wish)

    def show_offer(self, offer: HandoverOffer, wish: Wish | None = None) -> None:
        """Show what may go and to whom."""
        is_other = self._offer is None or {one.id for one in self._offer.cards} != {
            one.id for one in offer.cards
        }
        self._offer = offer
        if is_other and wish is not None:
            self.wish = wish
            self.what.tick_all()
        self._make_days(offer)
        if self.is_person:
            self.handovers.show_of(offer.giver_id)
        else:
            self.handovers.show_cards([card.id for card in offer.cards])
        self.setEnabled(True)
        self._work_out()
        if self._wants_focus:
            self._wants_focus = False
            self.share.focus_first()

    def focus_first(self) -> None:
        """Put the focus where somebody chooses first, as soon as it is read who may be chosen."""
        if self.isEnabled():
            self.share.focus_first()
        else:
            self._wants_focus = True

    def _make_days(self, offer: HandoverOffer) -> None:
        if self.days is None:
            self.days = DaysPart(offer.calendar, self._context.now, self)
            self.days.changed.connect(self._day_changed)
            self._days_place.addWidget(self.days)
            # They are made last, and stand between the cards and the comment.
            order = (self.by_hand, self.days.start, self.days.back, self.comment)
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)
        giver = offer.giver.split()[0] if offer.giver else ""
        self.days.say_giver(giver, takes_new=self.is_person)
        self.days.setVisible(self._asks_days)

    @property
    def _asks_days(self) -> bool:
        """Of cards of several people nobody could take all back; whoever leaves gives at once and for good."""
        return self._offer is not None and self._offer.giver_id is not None and not self.leaves

    def _day_changed(self) -> None:
        if self.days is not None:
            self.wish_for(replace(self.wish, starts_on=self.days.starts_on()))

    # What was chosen

    def _tick(self) -> None:
        self.wish_for(
            replace(
                self.wish,
                deals=self.what.deals.isChecked(),
                leads=self.what.leads.isChecked(),
                others=self.what.others.isChecked(),
                clients=self.what.clients.isChecked(),
            )
        )

    def receiver_ids(self) -> set[UUID]:
        """Who may take cards."""
        return {one.id for one in self._offer.receivers} if self._offer is not None else set()

    def wish_for(self, wish: Wish) -> None:
        """Let it go to others, or on another day."""
        self.wish = wish
        self._to.set_error("")
        self._work_out()

    def _typed(self) -> None:
        self._comment_field.set_error("")

    def _work_out(self) -> None:
        if self._offer is None:
            return
        now = self._context.now()
        self.plan = plan = Handover(self._offer, self.wish, now)
        self.what.show_handover(plan, is_person=self.is_person, leaves=self.leaves)
        self.share.show_handover(plan)
        self._none.set_content(words.none_words(plan))
        self._none.setVisible(bool(self._none.text()))
        self.by_hand.retranslate()
        self.by_hand.setVisible(len(plan.given) >= _MANY)
        clashes = "\n".join(map(words.clash_words, plan.clashes()))
        self._clash.set_banner(clashes, "warning", icon="calendar-x")
        self._clash.setVisible(bool(clashes))
        self._error.say("", "er")
        self.changed.emit()

    def _by_hand_words(self) -> str:
        n = len(self.plan.cards) if self.plan is not None else 0
        return ngettext(
            "Move single cards by hand in the list of {n}",
            "Move single cards by hand in the list of {n}",
            n,
        ).format(n=formats.number(n))

    def _open_list(self) -> None:
        from desktop.views.questions.handover_list import SplitDialog

        if self.plan is not None:
            SplitDialog(self, self.plan, self._moved).open()

    def _moved(self, card_ids: Collection[UUID], to: UUID) -> Handover:
        """Give these to somebody else; the others stay with whom they were to go, whatever load that makes."""
        assert self.plan is not None
        self.wish_for(self.wish.with_moved(self.plan.given | dict.fromkeys(card_ids, to)))
        return self.plan

    # Texts of the buttons

    def title(self) -> str:
        """What the panel or dialog is called."""
        if self._offer is None:
            return _("Hand over…")
        if self.leaves:
            return _("{name} leaves: hand over the work").format(name=self._offer.giver)
        if self.is_person:
            return _("Hand over: {name}").format(name=self._offer.giver)
        n = len(self._offer.cards)
        return ngettext("Hand over {n} card", "Hand over {n} cards", n).format(n=n)

    def amount(self) -> str:
        """The money in the cards that were asked about."""
        is_cards = self._offer is not None and not self.is_person
        return words.sum_words(self._offer.cards) if is_cards and self._offer is not None else ""

    def about(self) -> str:
        """Whose card it is, where a single one was asked about, and the money."""
        cards = self._offer.cards if self._offer is not None and not self.is_person else ()
        client = (cards[0].client or cards[0].title) if len(cards) == 1 else ""
        return " · ".join(part for part in (client, self.amount()) if part)

    def primary_words(self) -> str:
        """What the filled button says: how much goes."""
        if self.leaves:
            return _("Hand over and close access")
        return words.primary_words(self.plan, is_person=self.is_person)

    def _offer_others(self) -> int:
        return self._offer.others if self._offer is not None else 0

    @property
    def can_submit(self) -> bool:
        """Whether there is anything to hand over."""
        return self.plan is not None and (self.leaves or self.plan.has_something)

    @property
    def giver_id(self) -> UUID | None:
        """Whose the cards are, where they are one colleague's."""
        return self._offer.giver_id if self._offer is not None else None

    @property
    def giver(self) -> str:
        """Their name."""
        return self._offer.giver if self._offer is not None else ""

    # Doing it

    def submit(self) -> None:
        """Hand over what was chosen, or say what is still missing."""
        plan = self.plan
        if plan is None or not self._is_complete(plan):
            return
        has_touches = self.is_person and self.wish.others
        if self.leaves and (person := plan.offer.giver_id) is not None:
            to = most_given(plan.shares()) if self.wish.others else None
            self.setEnabled(False)
            self._steps.dismiss(self._asked(plan.shares(), to), person)
            return
        self._hand(plan.shares(), takes_touches=has_touches)

    def to_queue(self) -> None:
        """Give all of these cards to the head's queue."""
        if self.plan is not None and self._has_comment() and self._has_days():
            shares = (Share(None, tuple(card.id for card in self.plan.cards)),)
            self._hand(shares, takes_touches=False)

    def _hand(self, shares: Sequence[Share], *, takes_touches: bool) -> None:
        """At once, or on a day to come; what has come to the giver by then goes along with all of theirs."""
        anybody = self.plan.anybody() if self.plan is not None else None
        asked, giver = self._asked(shares, anybody), self.giver_id
        self.setEnabled(False)
        if self.starts_on is not None and giver is not None:
            self._steps.plan(
                asked, giver=giver, starts_on=self.starts_on,
                takes_new=self.is_person and self.wish.deals and self.wish.leads,
                takes_touches=takes_touches,
            )  # fmt: skip
        else:
            has_others = takes_touches and bool(self._offer_others())
            self._steps.hand(asked, giver=giver, with_touches=has_others)

    def _is_complete(self, plan: Handover) -> bool:
        complete = self._has_comment()
        complete = self._has_days() and complete
        if plan.cards and not plan.given and not self.leaves:
            self._to.set_error(_("Choose who goes on with them."))
            self.share.focus_first()
            complete = False
        elif not (plan.cards or plan.clients() or plan.others() or self.leaves):
            self._error.say(_("Nothing is ticked. Choose what goes."), "er", "warning-circle")
            complete = False
        return complete

    def _has_days(self) -> bool:
        return not self._asks_days or self.days is None or self.days.commit()

    def _has_comment(self) -> bool:
        if len(self.comment.text().strip()) >= LEAST_COMMENT:
            return True
        self._comment_field.set_error(_("Write what the receiver has to know."))
        self.comment.setFocus()
        return False

    @property
    def starts_on(self) -> dt.date | None:
        """The day to come on which the cards go; None for at once."""
        return self.days.starts_on() if self.days is not None and self._asks_days else None

    @property
    def back_on(self) -> dt.date | None:
        """The day on which the cards are offered back."""
        return self.days.back_on() if self.days is not None and self._asks_days else None

    def _asked(self, shares: Sequence[Share], touches_to: UUID | None) -> Asked:
        return Asked(tuple(shares), self.comment.text().strip(), self.back_on, touches_to)

    def _going(self, done: int, whole: int) -> None:
        words = _("{done} of {whole} cards have gone so far. You can go on working elsewhere.")
        told = words.format(done=formats.number(done), whole=formats.number(whole))
        self._error.say(told, "tx2", "share")

    def _done(self, handed: Handed) -> None:
        self.setEnabled(True)
        self._error.say("", "tx2")
        offer = self._offer
        self.comment.set_text("")
        if self.days is not None:
            self.days.clear()
        self.handed.emit(handed)
        if handed.stayed and offer is not None:
            from desktop.views.questions.handed import KeptDialog

            names = {card.id: card.client or card.title for card in offer.cards}
            kept = [(names[one], why) for one, why in handed.stayed if one in names]
            KeptDialog(self, kept).open()

    def _refused(self, error: UserError) -> None:
        self.setEnabled(True)
        if QApplication.focusWidget() is None:
            self.comment.setFocus()
        if error.field in {"back_on", "starts_on"} and self.days is not None:
            self.days.refuse(error.field, error.sentence)
        elif error.field == "to":
            self._to.set_error(error.sentence)
        else:
            self._error.say(error.sentence, "er", "warning-circle")
