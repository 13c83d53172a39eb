# SPDX-License-Identifier: Apache-2.0
"""Contract and invoice are made whole, with their numbers, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands import clients, deals, documents
from desktop.commands import shop as shop_commands
from desktop.documents import office, pdf_pages, programs
from desktop.documents.office import CopyState
from desktop.documents.programs import Programs
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.invoice import InvoiceIssue
from desktop.errors import UserError
from desktop.flows import make_contract
from desktop.flows.make_contract import Wish
from desktop.flows.paper_making import Office
from desktop.storage import blobs
from desktop.values.drafts.requisites import Requisites
from tests.documents.examples import template as docx_template
from tests.documents.examples import text_of
from tests.flows.contracts import a_template, paper_shop, the_deal

NOTHING = Programs("linux")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """This computer's LibreOffice, with a profile made once."""
    return Office(programs.find(), profiles=tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture
def shop(tmp_path):
    opened = paper_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def russian(tmp_path):
    opened = paper_shop(tmp_path, "ru")
    yield opened
    opened.close()


def make(shop, deal_id, here, **wish):
    return make_contract.make(shop.direct(), deal_id=deal_id, wish=Wish(**wish), office_=here)


def text(shop, paper):
    return " ".join(pdf_pages.text(blobs.path_of(shop.folder, paper.file.blob)).split())


def nothing_was_given(shop):
    return (shop.count(Document), shop.count(DocumentVersion), shop.count(InvoiceIssue)) == (
        0,
        0,
        0,
    )


def test_a_firms_deal_gets_both_papers(shop, here):
    """Covers: G1, G5, H1."""
    made = make(shop, the_deal(shop), here)
    contract, invoice = text(shop, made.contract), text(shop, made.invoice)
    assert "Contract No. 1/26" in contract
    assert "Oak & Lime Bakery Ltd" in contract
    assert "P. Hartwell, director" in contract
    assert "Three hundred and sixty-five pounds 00 pence" in contract
    assert "VAT 20% included £60.83" in contract
    assert "19 October 2026, 12:00" in contract
    assert "approved by 16 October 2026, 12:00" in contract
    assert "Invoice I-0001" in invoice
    assert "£365.00" in invoice
    assert made.contract.file.name == "Contract 1-26.pdf"
    assert made.told == ()


def test_a_russian_firms_deal_gets_both_papers(russian, here):
    """Covers: G1, G3, G5, H1."""
    made = make(russian, the_deal(russian, "ru"), here)
    contract, invoice = text(russian, made.contract), text(russian, made.invoice)
    assert "в лице директора Липиной Марии Олеговны, действующей на основании устава" in contract
    assert "Восемнадцать тысяч двести рублей 00 копеек" in contract
    assert "ИНН 0017483204" in contract
    assert "р/с 40702810100000000118" in contract
    assert "Счёт на оплату № I-0001" in invoice
    assert "Оплата по QR-коду" in invoice


def test_a_private_person_gets_a_contract_of_their_own(russian, here):
    """Covers: G1, G2."""
    told = Requisites(
        legal_name="Сорокин Пётр Ильич",
        address="000009, г. Еловск, ул. Садовая, д. 9, кв. 1",
        passport="0000 000342, выдан ОВД г. Еловска 20.05.2015",
    )
    contact = russian.a_contact("Пётр", requisites=told.stored())
    deal_id = russian.a_deal(
        "contract", pipeline="Полиграфия", contact=contact, currency="RUB",
        due_at=russian.clock.now(),
    )  # fmt: skip
    contract = text(russian, make(russian, deal_id, here).contract)
    assert "паспорт 0000 000342, выдан ОВД г. Еловска 20.05.2015" in contract
    assert "именуемый в дальнейшем «Заказчик»" in contract


def test_a_sole_trader_needs_no_kpp_and_signs_by_the_register(russian, here):
    """Covers: G1, G3."""
    deal_id = the_deal(russian, "ru")
    told = Requisites(
        legal_name="Индивидуальный предприниматель Королёва Анна Петровна",
        short_name="ИП Королёва А. П.",
        inn="001700000342",
        ogrn="326000000000342",
        address="000007, г. Еловск, ул. Речная, д. 7",
    )
    company = russian.rows(deals.Deal)[0].company_id
    russian.run(lambda uow: clients.change_requisites(uow, requisites=told, company_id=company))
    contract = text(russian, make(russian, deal_id, here).contract)
    assert "действующая на основании записи в ЕГРИП, ОГРНИП 326000000000342" in contract


def test_tax_that_comes_on_top_stands_apart(shop, here):
    """The deal's sum has the tax in it already, so the client owes the same. Covers: H7, H1."""
    shop.run(
        lambda uow: shop_commands.change_firm(
            uow, firm_id=shop.firm_id, fields={"tax_mode": "added"}
        )
    )
    invoice = text(shop, make(shop, the_deal(shop), here).invoice)
    assert "Total before VAT £304.17" in invoice
    assert "VAT 20% £60.83" in invoice
    assert "To pay £365.00" in invoice


def test_the_same_papers_are_not_made_twice(shop, here):
    """Covers: G6."""
    deal_id = the_deal(shop)
    first = make(shop, deal_id, here)
    begun = shop.last_changes
    assert make(shop, deal_id, here) == first
    assert shop.last_changes is begun
    assert shop.count(DocumentVersion) == 2


def test_a_changed_requisite_makes_a_new_version_under_the_same_number(shop, here):
    """Covers: G6, H6."""
    deal_id = the_deal(shop)
    first = make(shop, deal_id, here)
    company = shop.rows(deals.Deal)[0].company_id
    told = Requisites(legal_name="Oak, Lime & Daughters Ltd", address="14 Mill Row, Eastham")
    shop.run(lambda uow: clients.change_requisites(uow, requisites=told, company_id=company))
    second = make(shop, deal_id, here)
    assert second.contract.document_id == first.contract.document_id
    assert "Oak, Lime & Daughters Ltd" in text(shop, second.contract)
    versions = [
        one.version
        for one in shop.rows(DocumentVersion)
        if one.document_id == first.contract.document_id
    ]
    assert sorted(versions) == [1, 2]


def test_looking_takes_no_number_and_keeps_nothing(shop, here, tmp_path):
    """Covers: G2, H6."""
    deal_id = the_deal(shop)
    for kind in ("contract", "invoice"):
        shown = make_contract.preview(
            shop.direct(), deal_id=deal_id, kind=kind, wish=Wish(), folder=tmp_path / "look",
            office_=here,
        )  # fmt: skip
        assert shown.pdf is not None
        assert pdf_pages.page_png(shown.pdf, 0, width=400).startswith(b"\x89PNG")
    assert shown.title == "Invoice I-0001"
    assert nothing_was_given(shop)


# What can go wrong


def broken(shop, tmp_path, *paragraphs):
    return a_template(shop, docx_template(tmp_path, *paragraphs, name="Our own.docx"))


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ client.nmae }}", "There is no field “client.nmae”"),
        ("{% for line in lines %}", "Our own"),
        ("{{ client.__class__.__mro__ }}", "asks for code"),
        (
            "{% for a in lines %}" * 5 + "x" + "{% endfor %}" * 5,
            "Our own",
        ),
    ],
    ids=["unknown field", "no end", "code", "loops"],
)
def test_a_template_that_cannot_be_used_gives_no_number(shop, here, tmp_path, paragraph, said):
    """Covers: G2, N8, G1."""
    deal_id = the_deal(shop)
    bad = broken(shop, tmp_path, paragraph)
    quick = Office(here.programs, profiles=here.profiles, template_seconds=8)
    if paragraph.startswith("{% for a"):
        many = [(f"Part {n}", 1, 100) for n in range(40)]
        deal_id = the_deal(shop)
        lines = [deals.LineDraft(title=t, quantity=q, unit_price=a, amount=a) for t, q, a in many]
        shop.run(lambda uow: deals.change_lines(uow, deal_id=deal_id, lines=lines))
    with pytest.raises(UserError, match=said):
        make(shop, deal_id, quick, contract_template=bad)
    assert nothing_was_given(shop)
    assert make(shop, deal_id, here).invoice.title == "Invoice I-0001"


def test_a_file_that_is_no_template_is_named_and_changes_nothing(shop, here, tmp_path):
    """Covers: G2, N8."""
    deal_id = the_deal(shop)
    path = tmp_path / "Letterhead.docx"
    path.write_bytes(b"PK\x03\x04 half a file")
    bad = a_template(shop, path)
    with pytest.raises(UserError, match=r"Letterhead\.docx is not a Word document"):
        make(shop, deal_id, here, contract_template=bad)
    assert nothing_was_given(shop)


def test_without_any_office_program_it_is_said_plainly(shop):
    """The contract stays a Word file, the invoice is made in the simplified form. Covers: G5."""
    made = make(shop, the_deal(shop), Office(NOTHING))
    assert made.contract.file.name == "Contract 1-26.docx"
    assert "Neither Word nor LibreOffice" in made.contract.told
    assert made.invoice.file.name == "Invoice I-0001.pdf"
    assert "simplified form" in made.invoice.told
    assert "£365.00" in text(shop, made.invoice)
    again = make(shop, shop.rows(deals.Deal)[0].id, Office(NOTHING))
    assert (again.contract.file, again.invoice.file) == (made.contract.file, made.invoice.file)
    assert "Word file" in again.contract.told
    assert "simplified form" in again.invoice.told


def test_once_libreoffice_is_there_the_contract_gets_its_pdf(shop, here):
    """Covers: G5, G6."""
    deal_id = the_deal(shop)
    make(shop, deal_id, Office(NOTHING))
    made = make(shop, deal_id, here)
    assert made.contract.file.name == "Contract 1-26.pdf"
    assert made.contract.told == ""


def test_a_libreoffice_that_hangs_is_stopped_and_the_word_file_is_kept(shop, tmp_path):
    """Covers: G1, G5."""
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    slow = Office(Programs("linux", soffice=str(hanging)), profiles=tmp_path / "p", pdf_seconds=0.5)
    made = make(shop, the_deal(shop), slow)
    assert "did not finish" in made.contract.told
    assert text_of(blobs.path_of(shop.folder, made.contract.docx)).startswith("Contract No. 1/26")


def test_a_full_disk_leaves_the_deal_as_it_was(shop, here, monkeypatch):
    """Covers: N8, G1."""
    deal_id = the_deal(shop)
    real = blobs.shutil.disk_usage

    def full(place):
        usage = real(place)
        return type(usage)(usage.total, usage.total, 0)

    monkeypatch.setattr(blobs.shutil, "disk_usage", full)
    with pytest.raises(UserError, match="Not enough disk space"):
        make(shop, deal_id, here)
    assert nothing_was_given(shop)
    monkeypatch.setattr(blobs.shutil, "disk_usage", real)
    assert make(shop, deal_id, here).contract.title == "Contract 1/26"


def test_numbers_that_went_to_another_deal_meanwhile_are_given_anew(shop, here, monkeypatch):
    """Covers: H6."""
    deal_id, other = the_deal(shop), the_deal(shop)
    keep, calls = documents.keep_papers, []

    def late(uow, **told):
        calls.append(told["numbers"])
        return keep(uow, **told)

    seen = make_contract.draw

    def while_it_is_drawn(*args, **told):
        if not calls and shop.count(InvoiceIssue) == 0:
            shop.run(lambda uow: documents.issue_invoice(uow, deal_id=other))
        return seen(*args, **told)

    monkeypatch.setattr(make_contract, "draw", while_it_is_drawn)
    monkeypatch.setattr(documents, "keep_papers", late)
    made = make(shop, deal_id, Office(NOTHING))
    assert calls == [("1/26", "I-0001"), ("1/26", "I-0002")]
    assert made.invoice.title == "Invoice I-0002"


def test_a_deal_without_a_sum_gets_no_papers(shop, here):
    """Covers: G1."""
    deal_id = shop.a_deal("contract", lines=[])
    with pytest.raises(UserError, match="no sum yet"):
        make(shop, deal_id, here)


# By hand


EDITOR = Office(Programs("linux", soffice="/usr/bin/soffice"))


def handed_out(shop, paper):
    """The paper in the hands of a person; the editor itself is not started."""
    asked: list[list[str]] = []
    copy = make_contract.hand_out(
        shop.direct(),
        paper=paper,
        number="K7-0001",
        office_=EDITOR,
        start=lambda command: asked.append(list(command)),
    )
    assert asked == [["/usr/bin/soffice", "--writer", str(copy.path)]]
    return copy


def edit(copy, tmp_path):
    """Change the paper as a person in Word would."""
    edited = docx_template(tmp_path, "Contract No. 1/26, mended by hand", name="edited.docx")
    copy.path.write_bytes(edited.read_bytes())


def test_an_edited_contract_comes_back_as_the_next_version_and_stays(shop, here, tmp_path):
    """Covers: G1, G6."""
    deal_id = the_deal(shop)
    made = make(shop, deal_id, here)
    copy = handed_out(shop, made.contract)
    assert make_contract.copy_state(copy) == (CopyState.UNCHANGED, False)
    edit(copy, tmp_path)
    assert make_contract.copy_state(copy) == (CopyState.EDITED, False)
    back = make_contract.take_back(shop.direct(), paper=made.contract, copy=copy, office_=here)
    assert "mended by hand" in text(shop, back)
    newest = max(
        shop.rows(DocumentVersion, DocumentVersion.document_id == back.document_id),
        key=lambda v: v.version,
    )
    assert (newest.version, newest.origin) == (2, "edited")
    assert "mended by hand" in text(shop, make(shop, deal_id, here).contract)
    shown = make_contract.preview(
        shop.direct(), deal_id=deal_id, kind="contract", wish=Wish(), folder=tmp_path / "look", office_=here
    )  # fmt: skip
    assert (shown.is_edited, shown.told) == (True, "")
    anew = make_contract.make(shop.direct(), deal_id=deal_id, wish=Wish(), office_=here, anew=True)
    assert "for printing services" in text(shop, anew.contract)


def test_a_deal_changed_after_the_edit_is_told(shop, here, tmp_path):
    """Covers: G6."""
    deal_id = the_deal(shop)
    made = make(shop, deal_id, Office(NOTHING))
    copy = handed_out(shop, made.contract)
    edit(copy, tmp_path)
    make_contract.take_back(shop.direct(), paper=made.contract, copy=copy, office_=Office(NOTHING))
    line = deals.LineDraft(title="Cards", quantity=1, unit_price=1, amount=100)
    shop.run(lambda uow: deals.change_lines(uow, deal_id=deal_id, lines=[line]))
    shown = make_contract.preview(
        shop.direct(), deal_id=deal_id, kind="contract", wish=Wish(), folder=tmp_path / "look", office_=here
    )  # fmt: skip
    assert "changed after" in shown.told


def test_without_an_editor_the_place_of_the_copy_is_named(shop, tmp_path):
    """Covers: G1."""
    made = make(shop, the_deal(shop), Office(NOTHING))
    with pytest.raises(UserError, match=r"kept at .*Contract 1-26\.docx"):
        make_contract.hand_out(
            shop.direct(), paper=made.contract, number="K7-0001", office_=Office(NOTHING)
        )


def test_the_pdf_can_be_saved_elsewhere(shop, here, tmp_path):
    """Covers: G1."""
    made = make(shop, the_deal(shop), here)
    target = tmp_path / "for the client.pdf"
    make_contract.save_copy(shop.direct(), paper=made.contract, target=target)
    assert target.read_bytes().startswith(b"%PDF-")


def test_stamp_and_signature_stand_on_the_paper_only_where_chosen(shop, here, tmp_path):
    """Covers: G6."""
    from PIL import Image

    picture = tmp_path / "stamp.png"
    Image.new("RGB", (300, 300), "navy").save(picture)
    kept = blobs.put_file(shop.folder, picture)
    shop.run(
        lambda uow: shop_commands.change_firm(
            uow, firm_id=shop.firm_id, fields={"stamp_blob": kept.hash}
        )
    )
    deal_id = the_deal(shop)
    plain = make(shop, deal_id, Office(NOTHING)).contract
    stamped = make(shop, deal_id, Office(NOTHING), with_stamp=True).contract
    assert not _pictures(shop, plain)
    assert _pictures(shop, stamped)
    assert {one.with_stamp for one in shop.rows(Document)} == {True}


def _pictures(shop, paper):
    import zipfile

    with zipfile.ZipFile(blobs.path_of(shop.folder, paper.docx)) as archive:
        return [name for name in archive.namelist() if name.startswith("word/media")]


def test_the_editors_of_this_computer_are_known(here):
    """Covers: G5."""
    assert office.editor(here.programs) in set(office.Editor)
    assert Path(here.programs.soffice or "").name in {"soffice", "libreoffice", ""}
