# SPDX-License-Identifier: Apache-2.0
"""One paper from its template: filled, turned into a PDF, and kept among the shop's files, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from desktop import log, scratch
from desktop.commands.documents import PaperFile
from desktop.documents import builtin_form, office, payment_qr, pdf, programs, template
from desktop.documents.fields import DocumentFields, Picture
from desktop.documents.programs import Programs
from desktop.errors import UserError
from desktop.flows.contract_fields import contract_fields
from desktop.i18n import _
from desktop.saving import write_whole
from desktop.storage import blobs
from desktop.values.rows.contract import ContractCard
from desktop.values.rows.settings import TemplateRow
from desktop.values.states import PaperKind

PROOF: Final = "deal.proof_by"
_STAMP_MM, _SIGNATURE_MM, _QR_MM = 38, 40, 30
_BUILT_IN, _WORD, _LIBREOFFICE = "built_in", "word", "libreoffice"
# What stands in the payment itself speaks the language of the paper, not of the window.
_PURPOSES: Final = {
    "ru": "Оплата по счёту № {number} от {day:%d.%m.%Y}",
    "en": "Invoice {number} of {day:%d/%m/%Y}",
}
_log = log.logger("papers")


@dataclass(frozen=True, slots=True)
class Office:
    """With what papers are made here, and how long it may take; `maker` is the setting PDF_MAKER."""

    programs: Programs = field(default_factory=programs.find)
    maker: str = "auto"
    profiles: Path | None = None
    pdf_seconds: float = pdf.SECONDS
    template_seconds: float = template.SECONDS

    def programs_for(self, kind: str) -> Programs:
        """The programs to try for a paper. The built-in form knows only the invoice; who prefers Word may lack it."""
        found = self.programs
        if self.maker == _BUILT_IN and kind == PaperKind.INVOICE:
            return Programs(found.platform)
        if self.maker == _WORD and found.word:
            return Programs(found.platform, word=True)
        if self.maker == _LIBREOFFICE and found.soffice:
            return Programs(found.platform, soffice=found.soffice)
        return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as files in a working folder; `told` is what a person should know, `warnings` what to look at."""

    docx: Path
    pdf: Path | None
    made_with: str
    told: str
    warnings: tuple[str, ...]


def title_of(card: ContractCard, kind: str) -> str:
    """What a paper is called, in the language of the window."""
    if kind == PaperKind.INVOICE:
        return _("Invoice {number}").format(number=card.invoice_number)
    return _("Contract {number}").format(number=card.contract_number)


def chosen_template(card: ContractCard, kind: str, template_id: UUID | None) -> TemplateRow:
    """The template of a paper: the chosen one, else the shop's first; UserError where it has none."""
    found = card.template(kind, template_id)
    if found is None:
        raise UserError(
            _(
                "There is no template for this paper. Nothing was made. Add one: Settings, Templates."
            )
        )
    return found


def source_of(card: ContractCard, used: TemplateRow, *, with_stamp: bool) -> str:
    """What a paper is made from, as one hash: the same source gives the same paper."""
    parts: list[object] = [contract_fields(card), used.blob, used.language, with_stamp]
    if with_stamp:
        parts += [card.firm.stamp_blob, card.firm.signature_blob]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def draw(
    shop_folder: Path,
    folder: Path,
    card: ContractCard,
    used: TemplateRow,
    office_: Office,
    *,
    with_stamp: bool,
    highlight: bool = False,
) -> Drawn:
    """Fill a template and make its PDF in a working folder.

    UserError where the template is broken, hangs or names an unknown field. Where nobody can make the PDF, `pdf`
    is None and `told` says what to do: the .docx is a paper of its own.
    """
    title = title_of(card, used.kind)
    source = folder / office.file_name(used.name)
    blobs.copy_out(shop_folder, used.blob, source)
    fields = _with_pictures(shop_folder, folder, card, used.language, with_stamp=with_stamp)
    filled = template.fill(
        source,
        fields,
        folder / "out" / office.file_name(title),
        language=used.language,
        highlight=highlight,
        doubts={PROOF} if card.is_tight else (),
        seconds=office_.template_seconds,
    )
    warnings = tuple(finding.sentence for finding in filled.warnings)
    try:
        made = pdf.make_pdf(
            filled.path,
            filled.path.with_suffix(".pdf"),
            programs=office_.programs_for(used.kind),
            built_in=partial(builtin_form.invoice, fields, used.language)
            if used.kind == PaperKind.INVOICE
            else None,
            seconds=office_.pdf_seconds,
            profiles=office_.profiles,
        )
    except UserError as error:
        return Drawn(filled.path, None, "", error.sentence, warnings)
    return Drawn(filled.path, made.path, made.made_by.value, made.told, warnings)


def edited(docx: Path, here: Office) -> Drawn:
    """An edited paper as it is: there is no simplified form of what a person wrote."""
    try:
        made = pdf.make_pdf(
            docx,
            docx.with_suffix(".pdf"),
            programs=here.programs_for(PaperKind.CONTRACT_FIRM),
            seconds=here.pdf_seconds,
            profiles=here.profiles,
        )
    except UserError as error:
        return Drawn(docx, None, "", error.sentence, ())
    return Drawn(docx, made.path, made.made_by.value, made.told, ())


def kept(
    shop_folder: Path, drawn: Drawn, *, source: str = "", used: TemplateRow | None = None
) -> PaperFile:
    """Put a drawn paper's files among the shop's. UserError where the disk is full; then nothing is left behind."""
    docx = blobs.put_file(shop_folder, drawn.docx)
    made = blobs.put_file(shop_folder, drawn.pdf) if drawn.pdf else None
    return PaperFile(
        file_name=drawn.docx.name,
        blob=docx.hash,
        size=docx.size,
        pdf_blob=made.hash if made else "",
        pdf_size=made.size if made else 0,
        made_with=drawn.made_with,
        origin="template" if used else "edited",
        source=source,
        template_id=used.id if used else None,
    )


@contextlib.contextmanager
def working_folder() -> Iterator[Path]:
    """A folder of our own that is gone afterwards; UserError where there is no room for one."""
    try:
        folder = scratch.make()
    except OSError as error:
        raise UserError(
            _(
                "The temporary folder cannot be written, so no paper could be made. Nothing was changed. "
                "Free some space and try again."
            )
        ) from error
    try:
        yield folder
    finally:
        scratch.remove(folder)


def _with_pictures(
    shop_folder: Path, folder: Path, card: ContractCard, language: str, *, with_stamp: bool
) -> DocumentFields:
    return contract_fields(
        card,
        stamp=_picture(shop_folder, folder, card.firm.stamp_blob, _STAMP_MM)
        if with_stamp
        else None,
        signature=(
            _picture(shop_folder, folder, card.firm.signature_blob, _SIGNATURE_MM)
            if with_stamp
            else None
        ),
        payment_qr=_payment_qr(folder, card, language),
    )


def _picture(shop_folder: Path, folder: Path, blob: str, width_mm: int) -> Picture | None:
    if not blob:
        return None
    path = folder / f"{blob}.png"
    blobs.copy_out(shop_folder, blob, path)
    return Picture(path, width_mm, floats=True)


def _payment_qr(folder: Path, card: ContractCard, language: str) -> Picture | None:
    """The code a bank's app reads; None where the firm's country has none or its bank data are not complete."""
    try:
        payload = _payload(card, language)
    except UserError as error:
        _log.info("No payment code on the invoice: %s", error.sentence)
        return None
    if not payload:
        return None
    path = folder / "payment.png"
    write_whole(path, payment_qr.png(payload))
    return Picture(path, _QR_MM)


def _payload(card: ContractCard, language: str) -> str:
    firm = contract_fields(card).firm
    text = _PURPOSES.get(language, _PURPOSES["en"])
    purpose = text.format(number=card.invoice_number, day=card.invoice_on)
    amount = card.prepayment
    if card.currency == "RUB":
        payee = payment_qr.RussianPayee(
            name=firm.short_name or firm.name,
            account=firm.bank.account,
            bank_name=firm.bank.name,
            bic=firm.bank.bic,
            corr_account=firm.bank.corr_account,
            inn=firm.inn,
            kpp=firm.kpp,
        )
        return payment_qr.st00012(payee, amount=amount, purpose=purpose)
    if card.currency == "EUR" and firm.bank.iban:
        euro = payment_qr.EuroPayee(firm.name, firm.bank.iban, firm.bank.bic)
        return payment_qr.epc(euro, amount=amount, text=purpose)
    return ""
