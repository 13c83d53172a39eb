# SPDX-License-Identifier: Apache-2.0
"""Papers of a deal: numbers given once, versions kept whole, and what was issued never altered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.commands import deals, documents, history
from desktop.commands.documents import NumbersMovedOn, PaperFile
from desktop.domain.deal import Deal
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.people import Company, Contact
from desktop.errors import UserError
from desktop.queries import card
from desktop.queries import contract as contract_query
from desktop.values.changes import Origin
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.requisites import Requisites
from tests.shop import open_shop

CONTRACT = PaperFile("Contract.docx", "a" * 64, 10, pdf_blob="b" * 64, pdf_size=20)
INVOICE = PaperFile("Invoice.docx", "c" * 64, 10, pdf_blob="d" * 64, pdf_size=20)


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def keep(shop, deal_id, numbers=("1/26", "I-0001"), contract=CONTRACT, **extra):
    return shop.run(
        lambda uow: documents.keep_papers(
            uow, deal_id=deal_id, contract_kind="contract_firm", numbers=numbers,
            contract=contract, invoice=INVOICE, **extra,
        )
    )  # fmt: skip


def test_both_papers_are_kept_with_their_numbers_in_one_step(shop):
    """Covers: G1, G6."""
    deal_id = shop.a_deal("contract")
    papers = keep(shop, deal_id)
    assert (papers.contract_number, papers.invoice_number) == ("1/26", "I-0001")
    versions = {one.document_id: one for one in shop.rows(DocumentVersion)}
    assert versions[papers.contract_id].pdf_blob == "b" * 64
    assert versions[papers.invoice_document_id].version == 1


def test_numbers_that_went_to_another_deal_leave_nothing_behind(shop):
    """Covers: G1, H6."""
    keep(shop, shop.a_deal("contract"))
    late = shop.a_deal("contract")
    with pytest.raises(NumbersMovedOn):
        keep(shop, late)
    assert shop.count(Document) == 2
    assert shop.count(InvoiceIssue) == 1
    assert keep(shop, late, ("2/26", "I-0002")).contract_number == "2/26"


def test_the_same_files_again_are_no_new_version(shop):
    """Covers: G6."""
    deal_id = shop.a_deal("contract")
    keep(shop, deal_id)
    keep(shop, deal_id)
    assert shop.count(DocumentVersion) == 2
    edited = PaperFile("Contract.docx", "e" * 64, 10, origin="edited")
    papers = keep(shop, deal_id, contract=edited)
    versions = shop.rows(DocumentVersion, DocumentVersion.document_id == papers.contract_id)
    assert [(one.version, one.origin) for one in versions] == [(1, "template"), (2, "edited")]


def test_an_undone_version_gives_its_place_back_but_not_its_number(shop):
    """Covers: G6, N3."""
    deal_id = shop.a_deal("contract", company=shop.a_company())
    contract = keep(shop, deal_id).contract_id

    def add(blob):
        file = PaperFile("Contract.docx", blob * 64, 10, origin="edited")
        return shop.run(lambda uow: documents.add_version(uow, document_id=contract, file=file))

    def shown():
        papers = shop.read(lambda reader: card.deal(reader, deal_id=deal_id)).papers
        kept = shop.read(lambda reader: contract_query.contract(reader, deal_id=deal_id)).contract
        (paper,) = [one for one in papers if one.id == contract]
        assert (paper.version, paper.blob) == (kept.version, kept.blob)
        return paper.version, paper.blob[0]

    assert (add("e"), shown()) == (2, (2, "e"))
    shop.run(history.undo, origin=Origin.UNDO)
    assert shown() == (1, "a")
    assert (add("e"), shown()) == (3, (3, "e"))


def test_other_lines_are_another_invoice_and_the_old_one_is_put_away(shop):
    """What was issued is a fact: its number stays in the book, but nobody waits for its money. Covers: H1, G6."""
    deal_id = shop.a_deal("contract", lines=[("Cards", 500, 1000), ("Layout", 1, 500)])
    first = shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    same = shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    other = shop.a_deal("contract", lines=[("Cards", 500, 1500)])
    lines = shop.read(lambda reader: _drafts(reader, other))
    shop.run(lambda uow: deals.change_lines(uow, deal_id=deal_id, lines=lines))
    second = shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    assert (first, same, second) == ("I-0001", "I-0001", "I-0002")
    live = shop.rows(Invoice, Invoice.archived_at.is_(None))
    assert [one.amount for one in live] == [1500]
    assert shop.count(InvoiceIssue) == 2


def _drafts(reader, deal_id):
    row = card.deal(reader, deal_id=deal_id).lines[0]
    return [
        LineDraft(
            title=row.title, quantity=row.quantity, unit_price=row.unit_price, amount=row.amount
        )
    ]


def test_the_stamp_wants_a_right_of_its_own(shop):
    """Covers: G6, N4."""
    deal_id = shop.a_deal("contract")
    operator = shop.a_user("operator")

    def make(uow):
        return documents.prepare_papers(
            uow, deal_id=deal_id, contract_kind="contract_firm", with_stamp=True
        )

    with pytest.raises(UserError, match="closed to your role"):
        shop.run(make, by=operator)
    shop.run(make, by=shop.a_user("manager"))
    assert all(paper.with_stamp for paper in shop.rows(Document))


def test_the_last_day_of_payment_counts_working_days(shop):
    """Thursday and seven days on which the bank works: the weekend does not count. Covers: H1, E5."""
    deal_id = shop.a_deal("contract")
    shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    today = shop.clock.now().date()
    assert shop.rows(Invoice)[0].pay_until == today + timedelta(days=11)


def test_an_organisation_nobody_has_entered_becomes_the_client(shop):
    """Covers: G1, C2."""
    contact = shop.a_contact("Priya Hartwell")
    deal_id = shop.a_deal("contract", contact=contact)
    told = Requisites(legal_name="Oak & Lime Bakery Ltd", company_number="00000342")
    shop.run(lambda uow: documents.give_company(uow, deal_id=deal_id, requisites=told))
    company = shop.row(Company, shop.row(Deal, deal_id).company_id)
    assert (company.name, company.tax_id) == ("Oak & Lime Bakery Ltd", "00000342")
    assert shop.row(Contact, contact).company_id == company.id
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: documents.give_company(uow, deal_id=deal_id, requisites=Requisites()))
    assert refused.value.field == "legal_name"
