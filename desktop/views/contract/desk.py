# SPDX-License-Identifier: Apache-2.0
"""What the wizard asks of the shop: read, keep, draw, make, send; each answer comes back on the GUI thread."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from desktop import commands, paths, queries
from desktop import settings as declared
from desktop.errors import UserError
from desktop.values.drafts.contract import KIND, ContractDraft
from desktop.values.drafts.letter import LetterDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.contract import ContractCard
from desktop.values.rows.outbox import LetterRow
from desktop.views.context import Context
from desktop.views.contract.case_box import Forms
from desktop.views.contract.queueing import queueing

if TYPE_CHECKING:
    from desktop.documents.office import HandedOut
    from desktop.flows.make_contract import MadePaper, MadePapers, Preview, Wish
    from desktop.flows.paper_making import Office
    from desktop.flows.shop import Shop

T = TypeVar("T")

Failed = Callable[[UserError], None]


class ContractDesk:
    """The shop as the wizard of one deal sees it."""

    def __init__(self, context: Context, deal_id: UUID) -> None:
        self.context, self.deal_id = context, deal_id
        self._is_closed = self._is_sending = False
        self._held: ContractDraft | None = None
        self.folder = paths.cache_dir() / "previews" / str(deal_id)

    # What is known

    def load(
        self, then: Callable[[ContractCard, ContractDraft | None], None], failed: Failed
    ) -> None:
        """The deal with all that papers are made from, and what was left in the wizard."""
        deal_id = self.deal_id
        self.context.tasks.fetch(
            f"contract {deal_id}",
            lambda r: (
                queries.contract.contract(r, deal_id=deal_id),
                queries.drafts.draft(r, kind=KIND, key=str(deal_id)),
            ),
            then=self._while_open(
                lambda found: then(
                    found[0], ContractDraft.read(found[1].body) if found[1] else None
                )
            ),
            failed=self._while_open(failed),
        )

    def reload(self, then: Callable[[ContractCard], None], failed: Failed) -> None:
        """The deal as it is now."""
        deal_id = self.deal_id
        self.context.tasks.fetch(
            f"contract {deal_id}",
            lambda r: queries.contract.contract(r, deal_id=deal_id),
            then=self._while_open(then),
            failed=self._while_open(failed),
        )

    def bank(self, bik: str, then: Callable[[tuple[str, str] | None], None]) -> None:
        """The bank with this BIK as the shop has met it."""
        self.context.tasks.fetch(
            "bank", lambda r: queries.contract.bank_of(r, bik=bik), then=self._while_open(then)
        )

    def forms(self, post: str, name: str, then: Callable[[Forms], None]) -> None:
        """Post and name in the genitive, as we would write them."""
        self.context.tasks.outside(partial(_forms, post, name), then=self._while_open(then))

    # What is kept

    def save(self, draft: ContractDraft, then: Callable[[None], None] | None = None) -> None:
        """Keep what the wizard holds, for this person; while its letter is being stored it waits how that ends."""
        if self._is_sending:
            self._held = draft
            return
        key, body, me = str(self.deal_id), draft.stored(), self.context.person.id
        self.context.tasks.run(
            lambda uow: commands.drafts.save_draft(uow, kind=KIND, key=key, body=body, user_id=me),
            then=self._while_open(then) if then is not None else None,
        )

    def drop(self) -> None:
        """Forget what the wizard held: the letter is on its way."""
        key, me = str(self.deal_id), self.context.person.id
        self.context.tasks.run(
            lambda uow: commands.drafts.drop_draft(uow, kind=KIND, key=key, user_id=me)
        )

    def keep_requisites(
        self,
        card: ContractCard,
        told: Requisites,
        *,
        as_company: bool,
        then: Callable[[object], None],
        failed: Failed,
    ) -> None:
        """Store the client's requisites; an organisation that is new becomes the client."""
        client, deal_id = card.client, self.deal_id
        if card.is_person and as_company:
            self.context.tasks.run(
                lambda uow: commands.documents.give_company(uow, deal_id=deal_id, requisites=told),
                then=self._while_open(then),
                failed=self._while_open(failed),
            )
            return
        owner = client.company_id or client.contact_id
        seen = {owner: client.requisites_stamp} if owner else None
        self.context.tasks.run(
            lambda uow: commands.clients.change_requisites(
                uow,
                requisites=told,
                company_id=client.company_id,
                contact_id=None if client.company_id else client.contact_id,
                seen=seen,
            ),
            then=self._while_open(then),
            failed=self._while_open(failed),
        )

    # Papers

    def preview(
        self,
        kind: str,
        draft: ContractDraft,
        *,
        anew: bool,
        then: Callable[[Preview], None],
        failed: Failed,
    ) -> None:
        """Draw a paper to be looked at."""
        place = partial(_preview, kind=kind, folder=self.folder, anew=anew)
        work = partial(place, self.deal_id, draft, self._maker)
        self.context.tasks.flow(work, then=self._while_open(then), failed=self._while_open(failed))

    def picture(
        self, pdf: Path, page: int, width: int, then: Callable[[bytes], None], failed: Failed
    ) -> None:
        """One page as a PNG picture, so many pixels wide."""
        self.context.tasks.outside(
            partial(_picture, pdf, page, width),
            then=self._while_open(then),
            failed=self._while_open(failed),
        )

    def make(
        self,
        draft: ContractDraft,
        *,
        anew: bool,
        then: Callable[[MadePapers], None],
        failed: Failed,
    ) -> None:
        """Make both papers and keep them with their numbers."""
        work = partial(_make, self.deal_id, draft, self._maker, anew)
        self.context.tasks.flow(work, then=self._while_open(then), failed=self._while_open(failed))

    def hand_out(
        self,
        paper: MadePaper,
        number: str,
        then: Callable[[HandedOut], None],
        failed: Failed,
    ) -> None:
        """Open the paper's .docx in Word or LibreOffice."""
        work = partial(_hand_out, paper, number)
        self.context.tasks.flow(work, then=self._while_open(then), failed=self._while_open(failed))

    def copy_state(self, copy: HandedOut, then: Callable[[tuple[str, bool]], None]) -> None:
        """How the handed-out copy stands, and whether an editor has it open."""
        self.context.tasks.outside(partial(_copy_state, copy), then=self._while_open(then))

    def take_back(
        self,
        paper: MadePaper,
        copy: HandedOut,
        then: Callable[[MadePaper], None],
        failed: Failed,
    ) -> None:
        """Keep the edited copy as the paper's next version."""
        work = partial(_take_back, paper, copy, self._maker)
        self.context.tasks.flow(work, then=self._while_open(then), failed=self._while_open(failed))

    def save_copy(
        self, paper: MadePaper, target: Path, then: Callable[[None], None], failed: Failed
    ) -> None:
        """Copy the PDF to where the person wants it."""
        work = partial(_save_copy, paper, target)
        self.context.tasks.flow(work, then=self._while_open(then), failed=self._while_open(failed))

    # The letter

    def letter(self, then: Callable[[LetterDraft], None], failed: Failed) -> None:
        """The standard letter, filled from the deal as it is now."""
        self.context.tasks.flow(
            partial(_letter, self.deal_id),
            then=self._while_open(then),
            failed=self._while_open(failed),
        )

    def send(
        self,
        card: ContractCard,
        draft: ContractDraft,
        made: MadePapers,
        *,
        then: Callable[[UUID], None],
        failed: Failed,
    ) -> None:
        """Put the letter with both papers into the outbox; the draft is forgotten in the same step.

        A draft written after that would outlive it, so none is; where the letter is refused, what was typed
        meanwhile is kept.
        """

        def refused(error: UserError) -> None:
            self._is_sending = False
            if self._held is not None:
                self.save(self._held)
            (self.context.tasks.told.emit if self._is_closed else failed)(error)

        self.save(draft)
        self._is_sending = True
        work = queueing(self.deal_id, card, draft, made)
        self.context.tasks.run(work, then=self._while_open(then), failed=refused)

    def letter_state(self, letter_id: UUID, then: Callable[[LetterRow | None], None]) -> None:
        """Where the letter is."""
        self.context.tasks.fetch(
            f"letter {letter_id}",
            lambda r: queries.outbox.letter(r, message_id=letter_id),
            then=self._while_open(then),
        )

    def withdraw(self, letter_id: UUID, failed: Failed) -> None:
        """Stop the letter before it leaves."""
        self.context.tasks.run(
            lambda uow: commands.messages.withdraw_letter(uow, message_id=letter_id),
            failed=self._while_open(failed),
        )

    def retry(self, letter_id: UUID, failed: Failed) -> None:
        """Let a letter that failed try again now."""
        self.context.tasks.run(
            lambda uow: commands.messages.retry_letter(uow, message_id=letter_id),
            failed=self._while_open(failed),
        )

    def close(self) -> None:
        """The wizard is closed: answers that are still on their way reach nobody, and what was drawn is not needed."""
        self._is_closed = True
        self.context.tasks.outside(partial(shutil.rmtree, self.folder, ignore_errors=True))

    def _while_open(self, then: Callable[[T], object]) -> Callable[[T], None]:
        def tell(answer: T) -> None:
            if not self._is_closed:
                then(answer)

        return tell

    @property
    def _maker(self) -> str:
        return self.context.settings.get(declared.PDF_MAKER)


# On the worker threads: what is imported here is loaded there


def office_here(maker: str) -> Office:
    """The office programs of this computer, the preferred one first."""
    from desktop.flows.paper_making import Office

    return Office(maker=maker)


def _wish(draft: ContractDraft) -> Wish:
    from desktop.flows.make_contract import Wish

    return Wish(
        draft.contract_template, draft.invoice_template, bool(draft.with_stamp), draft.with_prices
    )


def _preview(
    deal_id: UUID,
    draft: ContractDraft,
    maker: str,
    shop: Shop,
    *,
    kind: str,
    folder: Path,
    anew: bool,
) -> Preview:
    from desktop.flows import make_contract

    return make_contract.preview(
        shop,
        deal_id=deal_id,
        kind=kind,
        wish=_wish(draft),
        folder=folder,
        office_=office_here(maker),
        anew=anew,
    )


def _make(deal_id: UUID, draft: ContractDraft, maker: str, anew: bool, shop: Shop) -> MadePapers:
    from desktop.flows import make_contract

    return make_contract.make(
        shop, deal_id=deal_id, wish=_wish(draft), office_=office_here(maker), anew=anew
    )


def _hand_out(paper: MadePaper, number: str, shop: Shop) -> HandedOut:
    from desktop.flows import make_contract

    return make_contract.hand_out(shop, paper=paper, number=number, office_=office_here(""))


def _copy_state(copy: HandedOut) -> tuple[str, bool]:
    from desktop.flows import make_contract

    return make_contract.copy_state(copy)


def _take_back(paper: MadePaper, copy: HandedOut, maker: str, shop: Shop) -> MadePaper:
    from desktop.flows import make_contract

    return make_contract.take_back(shop, paper=paper, copy=copy, office_=office_here(maker))


def _save_copy(paper: MadePaper, target: Path, shop: Shop) -> None:
    from desktop.flows import make_contract

    make_contract.save_copy(shop, paper=paper, target=target)


def _letter(deal_id: UUID, shop: Shop) -> LetterDraft:
    from desktop.flows import letter

    return letter.standard_letter(shop, deal_id=deal_id)


def _picture(pdf: Path, page: int, width: int) -> bytes:
    from desktop.documents import pdf_pages

    return pdf_pages.page_png(pdf, page, width=width)


def _forms(post: str, name: str) -> Forms:
    from desktop.documents import cases

    proposed, declined = cases.genitive_post(post), cases.genitive_name(name)
    acting = cases.agreeing(cases.gender_of(name), "действующего", "действующей")
    is_sure = (proposed.sure or not post) and (declined.sure or not name)
    return Forms(proposed.text, declined.text, is_sure, acting)
