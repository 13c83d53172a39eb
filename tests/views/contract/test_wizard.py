# SPDX-License-Identifier: Apache-2.0
"""From the requisites to the letter by keys alone; left anywhere, taken up again, and nothing lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.commands import deals
from desktop.commands import drafts as draft_commands
from desktop.domain.deal import Deal
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.message import Message
from desktop.domain.people import Company
from desktop.flows import make_contract
from desktop.queries.drafts import drafts as kept_drafts
from desktop.values.drafts.contract import KIND, ContractDraft, Step
from desktop.values.drafts.requisites import Requisites
from tests.contract_desk import CTRL, ENTER, SHIFT, WizardDesk, edit_of, fill
from tests.documents.examples import template as docx_template
from tests.flows.contracts import RUSSIAN, a_template, mail_through, paper_shop, the_deal
from tests.smtp_server import Mood

CARD = """ООО «Липа»
ИНН 0017483204 КПП 001701001
ОГРН 1260000003427
р/с 40702810000000000342
в АО «Банк Брод» БИК 040000742
директор Липина Мария Олеговна"""


# The whole way


def test_four_keys_send_contract_and_invoice_where_the_requisites_are_complete(
    make_desk, post, with_libreoffice
):
    """Ctrl ↵ from the stub opens it; then three more. Covers: G1, I1, C7, M3."""
    desk = make_desk()
    mail_through(desk.shop, post)
    desk.outbox()
    wizard = desk.open()  # the first of the four
    for step in (Step.PREVIEW, Step.SEND, Step.DONE):
        desk.go_on(step)
    desk.wait(lambda: wizard.sending.done.letter is not None, "the letter is seen")
    assert "leaves in" in wizard.sending.done.text()
    desk.clock.advance(seconds=9)
    desk.hub.changed.emit(_touch_message())
    desk.wait(lambda: len(post.letters) == 1, "the letter arrives")
    desk.wait(lambda: "are sent" in wizard.sending.done.text(), "it is told")
    assert "Awaiting payment" in wizard.sending.done.text()
    assert QApplication.focusWidget() is wizard.footer.primary, "Enter closes it"
    names = [p.get_filename() for p in post.letters[0].message.iter_attachments()]
    assert names == ["Contract 1-26.pdf", "Invoice I-0001.pdf"]
    stage = desk.in_turn(lambda shop: shop.row(Deal, desk.deal_id).stage_id)
    assert stage == desk.in_turn(lambda shop: shop.stage("awaiting_payment"))
    assert desk.in_turn(lambda shop: shop.read(lambda r: kept_drafts(r, kind=KIND))) == ()


def test_the_price_list_goes_along_where_it_is_wanted(make_desk, post, without_office):
    """Covers: G5, I1, J1."""
    desk = make_desk()
    mail_through(desk.shop, post)
    desk.outbox()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    wizard.papers.preview.prices.click()
    desk.go_on(Step.SEND)
    assert [one.name for one in wizard.papers.made.files][2] == "Price list.pdf"
    assert "three PDF files" in wizard.steps.rows[Step.SEND].detail()
    desk.go_on(Step.DONE)
    desk.clock.advance(seconds=9)
    desk.hub.changed.emit(_touch_message())
    desk.wait(lambda: len(post.letters) == 1, "the letter arrives")
    attached = [*post.letters[0].message.iter_attachments()]
    assert attached[2].get_filename() == "Price list.pdf"
    assert attached[2].get_content().startswith(b"%PDF")


def _touch_message():
    from desktop.values.changes import Changes
    from desktop.values.ids import new_id

    return Changes.of(message=[new_id()])


def test_ctrl_z_withdraws_the_letter_before_it_leaves(make_desk, post, without_office):
    """Covers: I1, F4."""
    desk = make_desk()
    mail_through(desk.shop, post)
    wizard = desk.open()
    for step in (Step.PREVIEW, Step.SEND, Step.DONE):
        desk.go_on(step)
    desk.wait(wizard.sending.done.can_withdraw, "the letter is seen")
    desk.press("z", CTRL)
    desk.wait(lambda: "withdrawn" in wizard.sending.done.text(), "it is withdrawn")
    assert desk.in_turn(lambda shop: [one.state for one in shop.rows(Message)]) == ["withdrawn"]
    assert post.letters == []


def test_to_a_client_who_wants_no_letters_the_wizard_sends_none_and_says_what_to_do(
    make_desk, post, without_office
):
    """Covers: F4, K5, G1."""
    desk = make_desk()
    mail_through(desk.shop, post)
    company = desk.in_turn(lambda shop: shop.row(Deal, desk.deal_id).company_id)
    desk.in_turn(
        lambda shop: shop.run(
            lambda uow: setattr(uow.get(Company, company), "opted_out", ["email"])
        )
    )
    wizard = desk.open()
    for step in (Step.PREVIEW, Step.SEND):
        desk.go_on(step)
    desk.press(ENTER, CTRL)
    desk.wait(lambda: "does not want to be written to" in wizard.troubled(), "it says so")
    assert desk.in_turn(lambda shop: shop.rows(Message)) == []
    assert wizard.draft.step is Step.SEND


# Requisites


def test_one_wrong_digit_is_marked_named_three_times_and_holds_the_next_step(make_desk):
    """Covers: G4."""
    shop_wish = {"language": "ru"}
    desk = make_desk(**shop_wish)
    wizard = desk.open()
    fill(desk, "inn", "0017483201")
    edit = edit_of(desk, "inn")
    assert edit.is_wrong()
    assert edit.marked() == "1"
    form = wizard.form.step.form
    assert "last digit does not fit" in form.fields["inn"].error()
    assert wizard.steps.rows[Step.REQUISITES].detail() == "11 of 12 fields, 1 with an error"
    assert wizard.form.step.checks.texts()[0] == "INN: 1 digit is wrong"
    assert wizard.why_not() == "Still missing: INN"
    assert not wizard.footer.primary.isEnabled()
    desk.press(ENTER, CTRL)
    assert wizard.draft.step is Step.REQUISITES
    fill(desk, "inn", "0017483204")
    assert not edit.is_wrong()
    assert wizard.footer.primary.isEnabled()


def test_f8_walks_from_problem_to_problem(make_desk):
    """Covers: G4, M3."""
    desk = make_desk(language="ru")
    wizard = desk.open()
    fill(desk, "kpp", "")
    fill(desk, "account", "40702810000000000343")
    wizard.form.step.form.focus("legal_name")
    seen = []
    for _press in range(3):
        desk.press(Qt.Key.Key_F8)
        desk.settle()
        seen.append(
            next(n for n, f in wizard.form.step.form.fields.items() if f.control.hasFocus())
        )
    assert seen == ["kpp", "account", "kpp"]
    assert wizard.form.step.form.fields["kpp"].error() == "Fill this in."


def test_a_company_card_is_pasted_from_any_field_and_overwrites_nothing(make_desk, tmp_path):
    """Covers: G1, G4."""
    shop = paper_shop(tmp_path, "ru")
    company = shop.a_company("Липа", requisites={"short_name": "ООО «Липа и дочери»"})
    deal = shop.a_deal("contract", pipeline="Полиграфия", company=company, currency="RUB")
    desk = make_desk(shop=shop, deal_id=deal)
    wizard = desk.open()
    desk.paste(CARD)
    wizard.form.step.form.focus("address")
    desk.press("v", CTRL | SHIFT)
    desk.settle()
    told = wizard.form.step.form.requisites()
    assert (told.inn, told.kpp, told.bik) == ("0017483204", "001701001", "040000742")
    assert told.short_name == "ООО «Липа и дочери»"
    assert wizard.form.step.box.result() == "10 fields of 12 recognised"
    assert wizard.why_not() == "Still missing: Address, E-mail"


def test_the_bank_of_a_known_bik_comes_by_itself(make_desk, tmp_path):
    """Covers: G4."""
    shop = paper_shop(tmp_path, "ru")
    deal = shop.a_deal(
        "contract", pipeline="Полиграфия", company=shop.a_company("Новая"), currency="RUB"
    )
    desk = make_desk(shop=shop, deal_id=deal)
    wizard = desk.open()
    fill(desk, "bik", "040000742")
    desk.wait(lambda: edit_of(desk, "bank").isReadOnly(), "the bank is known")
    assert edit_of(desk, "bank").text() == "АО «Банк Брод», г. Еловск"
    fill(desk, "bik", "040000743")
    assert not edit_of(desk, "bank").isReadOnly()
    assert wizard.form.step.form.requisites().bik == "040000743"


def test_the_genitive_is_proposed_mended_kept_and_given_back(make_desk):
    """Covers: G3."""
    desk = make_desk(language="ru")
    wizard = desk.open()
    cases = wizard.form.step.form.cases
    desk.wait(lambda: cases.name.text() == "Липиной Марии Олеговны", "the name is declined")
    assert cases.post.text() == "директора"
    assert "директора Липиной Марии Олеговны, действующей" in cases.sentence()
    assert cases.chip() == "declined by us"
    cases.name.setFocus()
    cases.name.setText("Липиной Марьи Олеговны")
    cases.name.textEdited.emit("")
    assert cases.chip() == "mended by you"
    assert wizard.draft.requisites.genitive_name == "Липиной Марьи Олеговны"
    fill(desk, "signatory_post", "генеральный директор")
    desk.wait(lambda: cases.post.text() == "генерального директора", "the post is declined")
    assert wizard.draft.requisites.genitive_name == "Липиной Марьи Олеговны"
    cases._back.click()
    assert cases.name.text() == "Липиной Марии Олеговны"
    assert wizard.draft.requisites.genitive_name == ""


def test_a_person_is_asked_for_less_and_can_become_an_organisation(
    make_desk, tmp_path, without_office
):
    """Covers: G1, C2."""
    shop = paper_shop(tmp_path)
    told = {"address": "1 Low Road, Eastham"}
    contact = shop.a_contact("Priya Hartwell", requisites=told, email="priya@home.example")
    deal = shop.a_deal("contract", contact=contact, due_at=shop.clock.now() + timedelta(days=4))
    desk = make_desk(shop=shop, deal_id=deal)
    wizard = desk.open()
    assert list(wizard.form.step.form.fields) == ["legal_name", "address", "email"]
    assert wizard.why_not() == ""
    wizard.form.step.kind._press(wizard.form.step.kind._buttons[1])
    desk.settle()
    assert "Company no." in wizard.why_not()
    for name, text in (
        ("legal_name", "Hartwell Ltd"),
        ("company_number", "00000342"),
        ("signatory_name", "Priya Hartwell"),
        ("signatory_post", "director"),
    ):
        fill(desk, name, text)
    desk.go_on(Step.PREVIEW)
    company = desk.in_turn(lambda shop: shop.row(Company, shop.row(Deal, deal).company_id).name)
    assert company == "Hartwell Ltd"


# Preview and papers


def test_the_preview_shows_pages_and_what_is_risky(make_desk, with_libreoffice):
    """Covers: G2, G5."""
    desk = make_desk()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    step = wizard.papers.preview
    desk.wait(step.is_ready, "the contract is drawn")
    desk.wait(step.pages.is_drawn, "its first page can be seen")
    assert step.checks.texts()[0] == "Legal name: Oak & Lime Bakery Ltd"
    assert "Proof by: Fri 16 Oct, 12:00" in step.checks.texts()
    assert step.tight.isVisible()
    assert desk.in_turn(lambda shop: shop.count(Document)) == 0


def test_without_an_office_program_the_wizard_says_so_and_goes_on(make_desk, post, without_office):
    """Covers: G5, G1."""
    desk = make_desk()
    mail_through(desk.shop, post)
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.wait(wizard.papers.preview.is_ready, "the contract was tried")
    assert "Neither Word nor LibreOffice" in wizard.papers.preview.previews["contract"].told
    desk.go_on(Step.SEND)
    told = wizard.sending.send.told
    desk.wait(lambda: "Neither Word nor LibreOffice" in told.accessibleName(), "it says so again")
    assert "simplified form" in told.accessibleName()


def test_a_broken_template_is_named_and_another_one_can_be_chosen(
    make_desk, tmp_path, without_office
):
    """Covers: G2, N8, G1."""
    desk = make_desk()
    broken = docx_template(tmp_path, "{{ client.nmae }}", name="Our own.docx")
    bad = a_template(desk.shop, broken)
    draft = ContractDraft(step=Step.PREVIEW, contract_template=bad)
    _leave(desk, draft)
    wizard = desk.open()
    step = wizard.papers.preview
    desk.wait(lambda: bool(step.failure()), "the failure is told")
    assert "client.nmae" in step.failure()
    assert wizard.why_not()
    good = wizard.card.template("contract_firm").id
    step.templates.setCurrentIndex(step.templates.findData(good))
    step.template_chosen.emit(good)
    desk.wait(step.is_ready, "the shipped one works")
    assert desk.in_turn(lambda shop: shop.count(InvoiceIssue)) == 0


def _leave(desk: WizardDesk, draft: ContractDraft) -> None:
    """Leave a draft as an earlier run of the program did."""
    key = str(desk.deal_id)
    desk.shop.run(
        lambda uow: draft_commands.save_draft(
            uow, kind=KIND, key=key, body=draft.stored(), user_id=desk.person.id
        )
    )


def test_the_edited_contract_comes_back_by_itself_and_goes_along(
    make_desk, tmp_path, post, with_libreoffice, monkeypatch
):
    """Covers: G1, G6."""
    asked: list[list[str]] = []
    hand_out = make_contract.hand_out

    def quietly(shop, **told):
        return hand_out(shop, **told, start=lambda command: asked.append(list(command)))

    monkeypatch.setattr(make_contract, "hand_out", quietly)
    desk = make_desk()
    mail_through(desk.shop, post)
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.wait(wizard.papers.preview.is_ready, "the contract is drawn")
    wizard.papers.preview.edit.click()
    desk.at(Step.EDIT)
    desk.wait(lambda: bool(wizard.draft.copy_path), "a copy is out")
    assert asked
    assert not wizard.papers.edit.take.isEnabled()
    edited = docx_template(tmp_path, "Contract No. 1/26, mended by hand", name="edited.docx")
    wizard.papers._copy.path.write_bytes(edited.read_bytes())
    desk.wait(lambda: "is back" in wizard.papers.edit.text(), "it comes back by itself")
    desk.go_on(Step.SEND)
    versions = desk.in_turn(lambda shop: [v.origin for v in shop.rows(DocumentVersion)])
    assert sorted(versions) == ["edited", "template", "template"]
    assert wizard.papers.made.contract.file.name.endswith(".pdf")


def test_the_pdf_can_be_saved(make_desk, without_office):
    """Covers: G1."""
    desk = make_desk()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.wait(wizard.papers.preview.is_ready, "the contract was tried")
    wizard.papers.preview.switch._press(wizard.papers.preview.switch._buttons[1])
    wizard.papers.preview.save.click()
    desk.wait(lambda: bool(desk.told), "it is saved")
    assert desk.saved_as == ["Invoice I-0001.pdf"]
    assert (desk.shop.folder / "Invoice I-0001.pdf").read_bytes().startswith(b"%PDF-")


def test_the_stamp_is_closed_to_an_operator(make_desk, without_office):
    """Covers: G6, N4."""
    desk = make_desk(roles=("operator",))
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    assert not wizard.papers.preview.stamp.isEnabled()
    assert "closed to your role" in wizard.papers.preview.stamp.toolTip()


def test_a_deal_changed_elsewhere_is_drawn_anew(make_desk, without_office):
    """Covers: G1."""
    desk = make_desk()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.wait(wizard.papers.preview.is_ready, "the contract was tried")
    line = deals.LineDraft(title="Cards", quantity=10, unit_price=1, amount=1000)
    desk.tasks.run(lambda uow: deals.change_lines(uow, deal_id=desk.deal_id, lines=[line]))
    desk.wait(lambda: wizard.card.amount == 1000, "the deal is read again")
    desk.wait(wizard.papers.preview.is_ready, "the paper is drawn again")
    assert "Total: £10.00, VAT £1.67" in wizard.papers.preview.checks.texts()


# Letter


def test_without_mail_settings_sending_is_closed_and_says_why(make_desk, without_office):
    """Covers: I1, G1."""
    desk = make_desk()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.go_on(Step.SEND)
    assert "Settings, Mail" in wizard.why_not()
    assert not wizard.footer.primary.isEnabled()


def test_a_letter_with_an_empty_field_is_not_sent_and_says_which(
    make_desk, tmp_path, post, without_office
):
    """Covers: F4, I1."""
    shop = paper_shop(tmp_path)
    deal = the_deal(shop)
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "due_at", None))
    mail_through(shop, post)
    desk = make_desk(shop=shop, deal_id=deal)
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.go_on(Step.SEND)
    desk.wait(lambda: not wizard.why_not(), "the letter is written")
    desk.press(ENTER, CTRL)
    desk.settle()
    assert wizard.draft.step is Step.SEND
    assert "{ready}" in wizard.sending.send.fields["body"].error()
    assert wizard.sending.send.body.hasFocus()
    text = wizard.sending.send.body.text().replace("{ready}", "Monday")
    wizard.sending.send.body.setPlainText(text)
    desk.go_on(Step.DONE)


def test_a_server_that_refuses_is_told_and_the_letter_tries_again(make_desk, post, without_office):
    """Covers: I1, G1."""
    desk = make_desk()
    mail_through(desk.shop, post)
    post.mood = Mood.REFUSE_LETTER
    desk.outbox()
    wizard = desk.open()
    for step in (Step.PREVIEW, Step.SEND, Step.DONE):
        desk.go_on(step)
    desk.wait(lambda: wizard.sending.done.letter is not None, "the letter is seen")
    desk.clock.advance(seconds=9)
    desk.hub.changed.emit(_touch_message())
    desk.wait(lambda: "was not sent" in wizard.sending.done.text(), "the refusal is shown")
    desk.wait(lambda: desk.told, "the refusal is told")
    assert "looks like spam" in desk.told[0]
    assert wizard.sending.done.retry.isVisible()
    post.mood = Mood.ACCEPT
    wizard.sending.done.retry.click()
    desk.wait(lambda: "are sent" in wizard.sending.done.text(), "it goes at the second try")
    assert len(post.letters) == 1


# Small windows


@pytest.mark.parametrize("size", [(1093, 614), (1024, 600), (640, 360)])
def test_nothing_is_out_of_reach_in_a_small_window(make_desk, size):
    """Every field can be reached by Tab and is scrolled into view; the foot stays. Covers: M4."""
    desk = make_desk(language="ru", size=size)
    wizard = desk.open()
    form = wizard.form.step.form
    reached = set()
    for _press in range(40):
        desk.press(Qt.Key.Key_Tab)
        desk.settle()
        for name, field in form.fields.items():
            control = field.control
            line = control.lineEdit() if hasattr(control, "lineEdit") else control
            if control.hasFocus() or (isinstance(line, QLineEdit) and line.hasFocus()):
                reached.add(name)
                top = control.mapTo(wizard, control.rect().topLeft()).y()
                assert 0 < top < wizard.height()
    known = {"bank", "correspondent"}
    assert reached >= set(form.fields) - known
    assert wizard.footer.primary.isVisible()
    assert wizard.form.step.paste_button.isVisible()
    bottom = wizard.footer.primary.mapTo(wizard, wizard.footer.primary.rect().bottomLeft()).y()
    assert bottom <= wizard.height()


@pytest.mark.parametrize("size", [(1024, 600), (640, 360)])
def test_the_column_of_a_step_comes_with_ctrl_backslash_and_goes_with_esc(
    make_desk, without_office, size
):
    """What stands beside the step in a wide window can be used in a narrow one, too. Covers: M4."""
    desk = make_desk(size=size)
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    step = wizard.papers.preview
    assert wizard.side.button.isVisible()
    assert not step.templates.isVisible()
    desk.press(Qt.Key.Key_Backslash, CTRL, text="\\")
    assert step.checks.isVisible()
    for _press in range(3):
        desk.press(Qt.Key.Key_Tab)
        if step.templates.hasFocus():
            break
    assert step.templates.hasFocus()
    right = step.stamp.mapTo(wizard, step.stamp.rect().topRight()).x()
    assert right < wizard.width()
    desk.press(Qt.Key.Key_Escape)
    assert not step.templates.isVisible()
    assert wizard.isVisible()
    assert not step.templates.hasFocus()


def test_in_a_wide_window_the_column_stands_beside_the_step(make_desk, without_office):
    """Covers: M4."""
    desk = make_desk(size=(1440, 900))
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    assert not wizard.side.button.isVisible()
    desk.press(Qt.Key.Key_Backslash, CTRL, text="\\")
    assert wizard.papers.preview.templates.isVisible()


def test_the_requisites_of_the_reference_deal_are_complete():
    """The test's own client is a fair one. Covers: G4."""
    from desktop.values.drafts.contract import form_state

    assert form_state(RUSSIAN, "RU", person=False).is_ready
    assert not form_state(Requisites(), "RU", person=False).is_ready
