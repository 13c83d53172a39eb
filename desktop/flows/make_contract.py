# SPDX-License-Identifier: Apache-2.0
"""Makes a deal's contract and invoice: shown before, kept with their numbers, edited by hand and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import UUID

from desktop import paths
from desktop.commands import documents
from desktop.commands.documents import NumbersMovedOn, PaperFile
from desktop.documents import office, pdf, pdf_pages
from desktop.documents.office import CopyState, HandedOut
from desktop.errors import UserError
from desktop.flows import hub_numbers
from desktop.flows.bring_file import bring
from desktop.flows.paper_making import (
    Office,
    chosen_template,
    draw,
    edited,
    kept,
    source_of,
    title_of,
    working_folder,
)
from desktop.flows.price_paper import price_file
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries import contract as contract_query
from desktop.saving import write_whole
from desktop.storage import blobs
from desktop.values.rows.contract import ContractCard, KeptPaper
from desktop.values.rows.outbox import LetterFile
from desktop.values.states import PaperKind

_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person chose: templates (None is the shop's first), the stamp, whether the price list goes along."""

    contract_template: UUID | None = None
    invoice_template: UUID | None = None
    with_stamp: bool = False
    with_prices: bool = False

    def template_for(self, kind: str) -> UUID | None:
        """The chosen template of a kind of paper."""
        return self.invoice_template if kind == PaperKind.INVOICE else self.contract_template


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper as it would be: `pdf` lies in the folder that was given, None where nobody can draw it here."""

    kind: str
    title: str
    pdf: Path | None
    pages: int
    told: str = ""
    warnings: tuple[str, ...] = ()
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that is kept. `file` is what goes along with a letter: the PDF, or the .docx where there is none."""

    kind: str
    document_id: UUID
    title: str
    file: LetterFile
    docx: str
    source: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class MadePapers:
    """Contract and invoice as they are kept now, and the price list where it goes along."""

    contract: MadePaper
    invoice: MadePaper
    prices: LetterFile | None = None

    @property
    def files(self) -> tuple[LetterFile, ...]:
        """All that a letter takes along."""
        found = (self.contract.file, self.invoice.file, self.prices)
        return tuple(one for one in found if one is not None)

    @property
    def told(self) -> tuple[str, ...]:
        """What the person should know of them."""
        return tuple(dict.fromkeys(one.told for one in (self.contract, self.invoice) if one.told))


def preview(
    shop: Shop,
    *,
    deal_id: UUID,
    kind: str,
    wish: Wish,
    folder: Path,
    office_: Office | None = None,
    anew: bool = False,
) -> Preview:
    """Draw a paper to be looked at, its fields tinted; nothing is kept and no number is taken.

    `kind` is "invoice" or any other for the contract. A contract edited by hand is shown as it is, unless it is to
    be made `anew`. UserError as `draw` has it.
    """
    card = shop.read(lambda reader: contract_query.contract(reader, deal_id=deal_id))
    kind = PaperKind.INVOICE if kind == PaperKind.INVOICE else card.kind
    paper = _kept_paper(card, kind)
    if paper is not None and paper.is_edited and not anew:
        return _preview_edited(shop, card, paper, wish, folder)
    target = folder / f"{kind}.pdf"
    used = chosen_template(card, kind, wish.template_for(kind))
    title = title_of(card, kind)
    _bring(shop, card, used.blob, wish)
    with working_folder() as work:
        drawn = draw(
            shop.folder,
            work,
            card,
            used,
            office_ or Office(),
            with_stamp=wish.with_stamp,
            highlight=True,
        )
        if drawn.pdf is None:
            return Preview(kind, title, None, 0, drawn.told, drawn.warnings)
        write_whole(target, drawn.pdf.read_bytes())
    return Preview(kind, title, target, pdf_pages.page_count(target), drawn.told, drawn.warnings)


def make(
    shop: Shop,
    *,
    deal_id: UUID,
    wish: Wish,
    office_: Office | None = None,
    anew: bool = False,
    number: Callable[[Shop], None] = hub_numbers.settle,
) -> MadePapers:
    """Make contract and invoice and keep them with their numbers; what is up to date already is left as it is.

    A contract edited by hand stays the newest version unless it is to be made `anew`. Until everything is there no
    number is taken, so that a failure anywhere (a UserError that says what to do) leaves the deal as it was. Only
    where desks meet the numbers come first: a paper is made with the number it has, and the hub gives it.
    """
    here = office_ or Office()
    for _try in range(_TRIES):
        card = shop.read(lambda reader: contract_query.contract(reader, deal_id=deal_id))
        _refuse_without_sum(card)
        if not card.has_numbers:
            card = _numbered(shop, card, wish, number)
        run = _Run(shop, card, wish, here, anew)
        prices = (
            price_file(shop, firm=card.firm, language=card.language) if wish.with_prices else None
        )
        with working_folder() as work:
            contract, invoice = run.made(work, card.kind), run.made(work, PaperKind.INVOICE)
        try:
            return replace(_store(shop, card, wish, contract, invoice), prices=prices)
        except NumbersMovedOn:
            continue
    raise UserError(
        _("Other papers took the numbers meanwhile. Nothing was made. Press the button again.")
    )


def hand_out(
    shop: Shop,
    *,
    paper: MadePaper,
    number: str,
    office_: Office | None = None,
    start: Callable[[Sequence[str]], None] | None = None,
) -> HandedOut:
    """Put the paper's .docx where the person may edit it and open it; a copy edited before is never overwritten.

    `number` is the deal's, `start` runs the editor. UserError where no program opens it: the copy lies there
    nevertheless, and the sentence names the place.
    """
    bring(shop, paper.docx)
    folder = paths.data_dir() / "papers" / office.file_name(number, "")
    copy = office.hand_out(
        blobs.read(shop.folder, paper.docx), folder, office.file_name(paper.title)
    )
    office.open_in_editor(copy.path, programs=(office_ or Office()).programs, start=start)
    return copy


def copy_state(copy: HandedOut) -> tuple[CopyState, bool]:
    """How a handed-out copy stands, and whether it is open in an editor now."""
    return office.state(copy), office.is_open(copy)


def take_back(
    shop: Shop, *, paper: MadePaper, copy: HandedOut, office_: Office | None = None
) -> MadePaper:
    """Keep the edited copy as the paper's next version, with a PDF made of it.

    UserError where it is gone, unchanged or still being saved; the kept versions are as they were.
    """
    here = office_ or Office()
    content = office.take_back(copy)
    with working_folder() as work:
        docx = work / office.file_name(paper.title)
        write_whole(docx, content)
        drawn = edited(docx, here)
        file = kept(shop.folder, drawn, source=paper.source)
    shop.write(lambda uow: documents.add_version(uow, document_id=paper.document_id, file=file))
    return _made(paper.kind, paper.document_id, paper.title, file, drawn.told)


def save_copy(shop: Shop, *, paper: MadePaper, target: Path) -> None:
    """Copy what would go along with a letter to where the person wants it, whole or not at all."""
    bring(shop, paper.file.blob)
    blobs.copy_out(shop.folder, paper.file.blob, target)


def _preview_edited(
    shop: Shop, card: ContractCard, paper: KeptPaper, wish: Wish, folder: Path
) -> Preview:
    told = _told_of(paper)
    if _has_moved_on(card, paper, wish):
        told = _(
            "The deal was changed after this paper was edited by hand. "
            "Compare them, edit it again or make it anew from the template."
        )
    if not paper.pdf_blob:
        return Preview(paper.kind, paper.name, None, 0, told, is_edited=True)
    target = folder / f"{paper.kind}.pdf"
    bring(shop, paper.pdf_blob)
    blobs.copy_out(shop.folder, paper.pdf_blob, target)
    pages = pdf_pages.page_count(target)
    return Preview(paper.kind, paper.name, target, pages, told, is_edited=True)


def _numbered(
    shop: Shop, card: ContractCard, wish: Wish, number: Callable[[Shop], None]
) -> ContractCard:
    """The deal once its papers have their numbers; UserError where the hub has not given them."""
    for kind in (card.kind, PaperKind.INVOICE):
        chosen_template(card, kind, wish.template_for(kind))
    shop.write(
        lambda uow: documents.prepare_papers(
            uow, deal_id=card.deal_id, contract_kind=card.kind, with_stamp=wish.with_stamp
        )
    )
    number(shop)
    numbered = shop.read(lambda reader: contract_query.contract(reader, deal_id=card.deal_id))
    if not numbered.has_numbers:
        raise UserError(
            _(
                "The hub gives these papers their numbers, and none has come yet: it does not answer, or this computer "
                "is still busy with it. The deal is kept, its papers wait. Press the button again in a while."
            )
        )
    return numbered


@dataclass(frozen=True, slots=True)
class _Run:
    """One making of the papers: from what, as whoever wants them wants them."""

    shop: Shop
    card: ContractCard
    wish: Wish
    here: Office
    anew: bool

    def made(self, work: Path, kind: str) -> tuple[PaperFile | None, str]:
        """The paper made now, or None where the kept one still holds; and what is to be told of it."""
        paper = _kept_paper(self.card, kind)
        if paper is not None and paper.is_edited and not self.anew:
            return None, _told_of(paper)
        used = chosen_template(self.card, kind, self.wish.template_for(kind))
        source = source_of(self.card, used, with_stamp=self.wish.with_stamp)
        if paper is not None and self._still_holds(paper, source):
            return None, _told_of(paper)
        folder = work / kind
        _bring(self.shop, self.card, used.blob, self.wish)
        with_stamp = self.wish.with_stamp
        drawn = draw(self.shop.folder, folder, self.card, used, self.here, with_stamp=with_stamp)
        return kept(self.shop.folder, drawn, source=source, used=used), drawn.told

    def _still_holds(self, paper: KeptPaper, source: str) -> bool:
        """Whether making it anew would give the same; a program may be here now that was not, or failed, then."""
        found = self.here.programs_for(paper.kind)
        makes_pdf = found.word or found.soffice is not None
        could_do_better = makes_pdf and paper.made_with in {"", pdf.Maker.BUILT_IN}
        return paper.source == source and not paper.is_edited and not could_do_better


def _store(
    shop: Shop,
    card: ContractCard,
    wish: Wish,
    contract: tuple[PaperFile | None, str],
    invoice: tuple[PaperFile | None, str],
) -> MadePapers:
    if contract[0] is None and invoice[0] is None and card.contract and card.invoice:
        contract_id, invoice_id = card.contract.document_id, card.invoice.document_id
    else:
        papers = shop.write(
            lambda uow: documents.keep_papers(
                uow,
                deal_id=card.deal_id,
                contract_kind=card.kind,
                numbers=(card.contract_number, card.invoice_number),
                contract=contract[0],
                invoice=invoice[0],
                with_stamp=wish.with_stamp,
            )
        )
        contract_id, invoice_id = papers.contract_id, papers.invoice_document_id
    return MadePapers(
        _result(card, card.kind, contract_id, contract, card.contract),
        _result(card, PaperKind.INVOICE, invoice_id, invoice, card.invoice),
    )


def _result(
    card: ContractCard,
    kind: str,
    document_id: UUID,
    made: tuple[PaperFile | None, str],
    paper: KeptPaper | None,
) -> MadePaper:
    file, told = made
    if file is None:
        assert paper is not None
        file = PaperFile(
            paper.file_name,
            paper.blob,
            paper.size,
            paper.pdf_blob,
            paper.pdf_size,
            source=paper.source,
        )
    return _made(kind, document_id, title_of(card, kind), file, told)


def _made(kind: str, document_id: UUID, title: str, file: PaperFile, told: str) -> MadePaper:
    if file.pdf_blob:
        attached = LetterFile(office.file_name(title, ".pdf"), file.pdf_blob, file.pdf_size)
    else:
        attached = LetterFile(office.file_name(title), file.blob, file.size)
    return MadePaper(kind, document_id, title, attached, file.blob, file.source, told)


def _bring(shop: Shop, card: ContractCard, template: str, wish: Wish) -> None:
    """What a paper is drawn from has to be at this desk."""
    pictures = (card.firm.stamp_blob, card.firm.signature_blob) if wish.with_stamp else ()
    bring(shop, template, *pictures)


def _kept_paper(card: ContractCard, kind: str) -> KeptPaper | None:
    return card.invoice if kind == PaperKind.INVOICE else card.contract


def _told_of(paper: KeptPaper) -> str:
    """What a person should know of a paper that was made earlier."""
    if not paper.pdf_blob:
        return _(
            "There is no PDF of this paper, so it goes along as a Word file. "
            "Install LibreOffice or Word to send a PDF."
        )
    if paper.made_with == pdf.Maker.BUILT_IN:
        return _("This is a simplified form without the template's layout.")
    return ""


def _has_moved_on(card: ContractCard, paper: KeptPaper, wish: Wish) -> bool:
    """Whether what an edited paper was made from is no longer what the deal says."""
    used = card.template(paper.kind, paper.template_id or wish.template_for(paper.kind))
    return used is not None and paper.source != source_of(card, used, with_stamp=paper.with_stamp)


def _refuse_without_sum(card: ContractCard) -> None:
    if card.amount <= 0:
        raise UserError(
            _("The deal has no sum yet. Nothing was made. Add its lines first."), field="lines"
        )
