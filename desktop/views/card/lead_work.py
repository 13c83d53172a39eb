# SPDX-License-Identifier: Apache-2.0
"""The work on a lead by its keys and buttons, beyond what every card has: taken, warmed, converted, handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.models.walk import Walk
from desktop.values.drafts.refusal import Refusal
from desktop.values.money import parse_money
from desktop.values.rows.board import LEAD, RefusalChoices
from desktop.values.rows.leads import LeadCard
from desktop.views import reach
from desktop.views.card.card_files import CardFiles
from desktop.views.card.columns import MIDDLE
from desktop.views.card.composed import Way
from desktop.views.card.lead_facts import AMOUNT
from desktop.views.card.lead_middle import HISTORY, LeadMiddle
from desktop.views.card.talk import CardTalk, TalkParts
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.questions.conversion import ask_conversion
from desktop.views.questions.shop_facts import with_refusal_choices
from desktop.views.questions.touch_steps import TouchSteps

Refuse = Callable[[str, UserError], None]


class LeadFiles(CardFiles):
    """Files and letters of the open lead."""

    kind = LEAD


class LeadWork(CardTalk):
    """Everything a person does on an open lead."""

    kind = LEAD

    def __init__(
        self,
        context: Context,
        page: QWidget,
        *,
        feed: CardFeed[LeadCard],
        steps: LeadFiles,
        touches: TouchSteps,
        parts: TalkParts,
        walk: Walk,
        middle: LeadMiddle,
    ) -> None:
        super().__init__(
            context, page, feed=feed, steps=steps, touches=touches, parts=parts, walk=walk
        )
        self._middle = middle

    @property
    def card(self) -> LeadCard | None:
        """The open lead, None until it has been read."""
        card: LeadCard | None = self._feed.card
        return card

    def call_number(self, digits: str) -> None:
        """Dial one person's number and let the call's timer run."""
        reach.dial(self._context, digits)
        self._parts.columns.reveal(MIDDLE)
        self._parts.composer.start_call()

    def write(self, way: Way) -> None:
        """Begin an entry of that kind, in the history."""
        self._middle.choose(HISTORY)
        super().write(way)

    def find(self) -> None:
        """Look for words in the history."""
        self._middle.choose(HISTORY)
        super().find()

    # Facts

    def answer(self, name: str, value: Any, refuse: Refuse) -> None:
        """Store one answer of the script; what it is refused for is said at its field."""
        card = self.card
        if card is not None:
            self._context.tasks.run(
                lambda uow: commands.scripts.answer(
                    uow, lead_id=card.id, field=name, value=value, seen={card.id: card.stamp}
                ),
                failed=lambda error: refuse(name, error),
            )

    def choose_script(self, key: str) -> None:
        """Follow the script of another channel."""
        card = self.card
        if card is not None:
            self._middle.script.flush()
            self._context.tasks.run(
                lambda uow: commands.scripts.choose_script(
                    uow, card_kind=LEAD, card_id=card.id, script=key, seen={card.id: card.stamp}
                )
            )

    def change_fact(self, name: str, text: str, refuse: Refuse) -> None:
        """Store one fact; what it is refused for is said at its place."""
        card = self.card
        if card is None:
            return
        try:
            value = self._value(card, name, text)
        except UserError as error:
            refuse(name, error)
            return
        self._context.tasks.run(
            lambda uow: commands.leads.change_lead(
                uow, lead_id=card.id, fields={name: value}, seen={card.id: card.stamp}
            ),
            failed=lambda error: refuse(name, error),
        )

    @staticmethod
    def _value(card: LeadCard, name: str, text: str) -> object:
        if name != AMOUNT:
            return text.strip()
        return parse_money(text, card.currency).minor if text.strip() else None

    def set_heat(self, heat: str) -> None:
        """Say how warm it is; empty lets the rule say it again."""
        card = self.card
        if card is not None:
            self._context.tasks.run(
                lambda uow: commands.leads.set_heat(uow, lead_id=card.id, heat=heat)
            )

    def set_buys(self, buys: str) -> None:
        """Say whether they buy such products at all."""
        card = self.card
        if card is not None:
            self._context.tasks.run(
                lambda uow: commands.leads.say_whether_they_buy(uow, lead_id=card.id, buys=buys)
            )

    def set_decider(self, contact_id: UUID) -> None:
        """Say who of them decides and pays."""
        card = self.card
        if card is not None:
            fields: dict[str, object] = {"decider_id": contact_id}
            self._context.tasks.run(
                lambda uow: commands.leads.change_lead(uow, lead_id=card.id, fields=fields)
            )

    def add_person(self) -> None:
        """Ask for one more person to talk to."""
        from desktop.views.card.lead_questions import PersonDialog

        card = self.card
        if card is None:
            return

        def save(name: str, post: str, phone: str, email: str) -> None:
            def store(uow: commands.UnitOfWork) -> None:
                person = commands.clients.add_contact(
                    uow, name=name, post=post, phones=[phone] if phone else [], email=email,
                    company_id=card.company_id,
                )  # fmt: skip
                if card.contact_id is None or card.company_id is None:
                    # Without an organisation that holds them together the lead itself names them.
                    field = "contact_id" if card.contact_id is None else "decider_id"
                    commands.leads.change_lead(uow, lead_id=card.id, fields={field: person})

            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(store, then=then, failed=failed)

        dialog = PersonDialog(self._page, self._context.tasks, about=card.shown, save=save)
        KeptFields(self._context, dialog, dialog.fields, kind="new person", about=card.id)
        dialog.open()

    # Who holds it, and where it goes

    def take(self) -> None:
        """Answer for it from now on."""
        card = self.card
        if card is not None:
            self._context.tasks.run(lambda uow: commands.leads.take_lead(uow, lead_id=card.id))

    def hand_over(self) -> None:
        """Ask to whom it goes."""
        card = self.card
        if card is not None and card.is_open:
            self.moves.hand_over([card.id])

    def convert(self, pipeline_id: UUID | None = None) -> None:
        """Ask what the deal is, and make it."""
        card = self.card
        if card is not None and card.is_open:
            ask_conversion(self._context, self._page, card.id, pipeline_id=pipeline_id)

    def open_deal(self) -> None:
        """Go to the deal that it became."""
        if self.card is not None and self.card.deal_id is not None:
            self._context.go("deal", self.card.deal_id)

    # The head

    def ask_head(self) -> None:
        """No reason fits: tell the head why."""
        self._words(
            "reason asked",
            lambda: _("No reason fits"),
            ask=lambda: _("What happened"),
            told=lambda: _("The head picks a reason or adds one. Until then the lead stays yours."),
            button=lambda: _("Ask the head"),
            store=lambda uow, card, text: commands.leads.ask_head(
                uow, lead_id=card.id, comment=text, seen={card.id: card.stamp}
            ),
        )

    def send_back(self) -> None:
        """The lead is not lost yet: tell its holder what to do."""
        self._words(
            "sent back",
            lambda: _("Not lost yet"),
            ask=lambda: _("What to do next"),
            told=lambda: _("Its owner goes on with it and reads this in the history."),
            button=lambda: _("Send back"),
            store=lambda uow, card, text: commands.leads.send_back(
                uow, lead_id=card.id, comment=text, seen={card.id: card.stamp}
            ),
        )

    def give_reason(self) -> None:
        """The head picks the reason, or adds one."""
        with_refusal_choices(self._context, self, self._ask_reason, kind=LEAD)

    def _ask_reason(self, choices: RefusalChoices) -> None:
        from desktop.views.card.lead_questions import HeadAnswerDialog

        card = self.card
        if card is None:
            return

        def save(reason_id: UUID | None, name: str, comment: str) -> None:
            def store(uow: commands.UnitOfWork) -> None:
                seen = {card.id: card.stamp}
                if reason_id is None:
                    commands.leads.refuse_for_new_reason(
                        uow, lead_id=card.id, reason=name, comment=comment, seen=seen
                    )
                else:
                    commands.moves.refuse_card(
                        uow, card_id=card.id, seen=seen, why=Refusal(reason_id, comment)
                    )

            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(store, then=then, failed=failed)

        dialog = HeadAnswerDialog(
            self._page, about=card.shown, note=card.asked_note, choices=choices, save=save
        )
        KeptFields(self._context, dialog, dialog.edits(), kind="reason given", about=card.id)
        dialog.open()

    def _words(
        self,
        kind: str,
        title: Callable[[], str],
        *,
        ask: Callable[[], str],
        told: Callable[[], str],
        button: Callable[[], str],
        store: Callable[[commands.UnitOfWork, LeadCard, str], None],
    ) -> None:
        from desktop.views.card.lead_questions import WordsDialog

        card = self.card
        if card is None or not card.is_open:
            return

        def save(text: str) -> None:
            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(lambda uow: store(uow, card, text), then=then, failed=failed)

        dialog = WordsDialog(
            self._page, title, about=card.shown, ask=ask, told=told, button=button, save=save
        )
        KeptFields(self._context, dialog, {"words": dialog.words}, kind=kind, about=card.id)
        dialog.open()
