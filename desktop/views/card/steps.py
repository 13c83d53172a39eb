# SPDX-License-Identifier: Apache-2.0
"""What a person does on a card: every change of it, stored by one command each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.card import DealCard
from desktop.values.states import ProductionState
from desktop.views.card.card_files import CardFiles
from desktop.views.card.deal_dialog import DealDialog
from desktop.views.card.facts import CONTACT, EMAIL, PHONE, SOURCE
from desktop.views.card.form_dialog import FormDialog
from desktop.views.card.kept_lines import KeptLines
from desktop.views.card.lines_dialog import LinesDialog
from desktop.views.card.requisites_dialog import RequisitesDialog
from desktop.views.card.taken_dialog import TakenDialog
from desktop.views.context import Context
from desktop.views.kept_fields import KeptDialog, KeptFields
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.widgets.dialog import Dialog

Refuse = Callable[[str, UserError], None]
"""Says at a fact's place why its text was not taken."""
Records = Callable[[DealCard], Sequence[UUID]]
"""Which records a form of the card changes."""
Refresh = Callable[[DealCard, str], None]
"""Lets an open form follow the card as it is now, which somebody has changed."""


class CardSteps(CardFiles):
    """Changes the open card. Nothing is changed on the screen here: the page follows the change hub."""

    def __init__(
        self, context: Context, feed: CardFeed[DealCard], page: QWidget, touches: TouchSteps
    ) -> None:
        super().__init__(context, feed, page)
        self._touches = touches
        self._forms: list[tuple[Records, Refresh]] = []

    @property
    def _card(self) -> DealCard | None:
        card: DealCard | None = self._feed.card
        return card

    # Facts

    def change_fact(self, name: str, text: str, refuse: Refuse) -> None:
        """Store one fact of the client or the deal as it was typed."""
        card = self._card
        if card is None:
            return
        store = {
            CONTACT: self._store_contact,
            PHONE: self._store_phone,
            EMAIL: self._store_email,
            SOURCE: self._store_source,
        }[name](card, text)
        self._context.tasks.run(store, failed=partial(refuse, name))

    @staticmethod
    def _store_contact(card: DealCard, text: str) -> Callable[..., object]:
        contact = card.client.contact_id
        if contact is None:
            return lambda uow: commands.orders.claim_order(uow, order_id=card.id, name=text)
        return lambda uow: commands.clients.change_contact(
            uow, contact_id=contact, name=text, seen={contact: card.client.stamp}
        )

    @staticmethod
    def _store_phone(card: DealCard, text: str) -> Callable[..., object]:
        client = card.client
        if not client.is_known:
            return lambda uow: commands.orders.claim_order(uow, order_id=card.id, phone=text)
        if not client.phone_ids:
            contact = client.contact_id
            company = client.company_id if contact is None else None
            return lambda uow: commands.clients.add_phone(
                uow, phone=text, contact_id=contact, company_id=company
            )
        phone, stamp = client.phone_ids[0], client.phone_stamps[0]
        if not text:
            return lambda uow: commands.clients.remove_phone(
                uow, phone_id=phone, seen={phone: stamp}
            )
        return lambda uow: commands.clients.change_phone(
            uow, phone_id=phone, phone=text, seen={phone: stamp}
        )

    @staticmethod
    def _store_email(card: DealCard, text: str) -> Callable[..., object]:
        client = card.client
        contact, company = client.contact_id, client.company_id
        if contact is not None:
            return lambda uow: commands.clients.change_contact(
                uow, contact_id=contact, email=text, seen={contact: client.stamp}
            )
        if company is not None:
            return lambda uow: commands.clients.change_company(uow, company_id=company, email=text)
        raise UserError(_("Name the client first. Nothing was changed."))

    @staticmethod
    def _store_source(card: DealCard, text: str) -> Callable[..., object]:
        return lambda uow: commands.deals.change_deal(
            uow, deal_id=card.id, fields={"source": text}, seen={card.id: card.stamp}
        )

    # Forms

    def change_lines(self, place: int) -> None:
        """Open the order's lines, beginning at one of them."""
        card = self._card
        if card is None:
            return

        def save(lines: Sequence[LineDraft]) -> None:
            seen = {line.id: line.stamp for line in (self._card or card).lines}
            self._context.tasks.run(
                lambda uow: commands.deals.change_lines(
                    uow, deal_id=card.id, lines=lines, seen=seen
                ),
                then=lambda _none: dialog.accept(),
                failed=dialog.refuse,
            )

        dialog = LinesDialog(self._page, card, place, save=save)
        KeptDialog(self._context, dialog, KeptLines(dialog), kind="lines", about=card.id)
        before = [line.id for line in card.lines]
        self._open(
            dialog,
            lambda now: [*before, *(line.id for line in now.lines)],
            lambda now, who: dialog.refresh(now.lines, who),
        )

    def change_requisites(self) -> None:
        """Open the client's requisites."""
        card = self._card
        if card is None or not card.client.is_known:
            self._context.tell(_("This order has no client yet. Name the client first."))
            return
        client = card.client
        is_person = client.company_id is None
        owner = client.company_id or client.contact_id

        def save(requisites: Requisites) -> None:
            now = self._card or card
            stamp = now.client.requisites_stamp
            self._context.tasks.run(
                lambda uow: commands.clients.change_requisites(
                    uow,
                    requisites=requisites,
                    contact_id=client.contact_id if is_person else None,
                    company_id=client.company_id,
                    seen={owner: stamp} if owner else None,
                ),
                then=lambda _none: dialog.accept(),
                failed=dialog.refuse,
            )

        dialog = RequisitesDialog(
            self._page, client.requisites, card.country,
            about=client.name, is_person=is_person, save=save,
            known={"legal_name": client.name, "email": client.email},
        )  # fmt: skip
        self._open(
            dialog,
            lambda _now: [owner] if owner else [],
            lambda now, who: dialog.refresh(now.client.requisites, who),
        )
        self._keep(dialog, dialog.edits(), kind="requisites", about=owner or card.id)

    def change_deal(self) -> None:
        """Open title, due date, temperature, controller and note."""
        card = self._card
        if card is None:
            return

        def ask(calendar: WorkingCalendar) -> None:
            dialog = DealDialog(
                self._page,
                card,
                now=self._context.now,
                calendar=calendar,
                save=lambda fields: self._store_deal(dialog, fields),
            )
            self._open(dialog, lambda now: [now.id], dialog.refresh)
            self._keep(dialog, dialog.edits(), kind="deal", about=card.id)

        self._touches.with_calendar(ask)

    def _store_deal(self, dialog: DealDialog, fields: dict[str, object]) -> None:
        card = self._card
        if card is None or not fields:
            dialog.accept()
            return
        self._context.tasks.run(
            lambda uow: commands.deals.change_deal(
                uow, deal_id=card.id, fields=fields, seen={card.id: card.stamp}
            ),
            then=lambda _none: dialog.accept(),
            failed=dialog.refuse,
        )

    def refresh_forms(self, card: DealCard) -> None:
        """Let open forms follow the card; who changed it is asked only then."""
        for records, refresh in list(self._forms):
            self.with_changer(records(card), partial(refresh, card))

    def with_changer(self, records: Sequence[UUID], then: Callable[[str], None]) -> None:
        """Hand over the name of whoever changed one of these records last."""
        self._context.tasks.fetch(
            f"who changed {records}",
            lambda r: queries.card.who_changed(r, record_ids=list(records)),
            then=then,
        )

    def _keep(
        self, dialog: FormDialog, edits: Mapping[str, QObject], *, kind: str, about: UUID
    ) -> None:
        kept = KeptFields(self._context, dialog, edits, kind=kind, about=about)
        dialog.base_shown.connect(kept.rebase)

    def _open(self, dialog: Dialog, records: Records, refresh: Refresh) -> None:
        entry = (records, refresh)
        self._forms.append(entry)
        dialog.finished.connect(lambda _result: self._forms.remove(entry))
        dialog.open()

    # Work, papers, files

    def step_line(self, line_id: UUID, state: str) -> None:
        """Note how far an order line is; the last one that leaves asks who took it."""
        card = self._card
        if card is None:
            return
        others = [line for line in card.lines if line.id != line_id]
        is_last = all(line.production_state == ProductionState.HANDED_OVER for line in others)
        if state == ProductionState.HANDED_OVER and is_last:
            dialog = TakenDialog(
                self._page, card, save=lambda who, why: self._hand_over(dialog, line_id, who, why)
            )
            edits = {"who": dialog.who, "reason": dialog.reason}
            KeptFields(self._context, dialog, edits, kind="taken", about=card.id)
            dialog.open()
            return
        self._context.tasks.run(
            lambda uow: commands.production.set_line_state(uow, line_id=line_id, state=state)
        )

    def _hand_over(self, dialog: TakenDialog, line_id: UUID, who: str, why: str) -> None:
        self._context.tasks.run(
            lambda uow: commands.production.set_line_state(
                uow,
                line_id=line_id,
                state=ProductionState.HANDED_OVER.value,
                taken_by=who,
                unpaid_reason=why,
            ),
            then=lambda _none: dialog.accept(),
            failed=dialog.refuse,
        )

    def issue_invoice(self) -> None:
        """Give the deal its invoice; where desks meet the hub is asked for the number, and nobody waits for it."""
        from desktop.flows import hub_numbers  # it loads the shop's storage

        card = self._card
        if card is not None:
            self._context.tasks.flow(
                lambda shop: hub_numbers.issue_invoice(
                    shop, deal_id=card.id, seen={card.id: card.stamp}
                )
            )
