# SPDX-License-Identifier: Apache-2.0
"""The wizard left at any moment and taken up again: what was typed is there, and nothing is offered twice."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from desktop.commands import messages
from desktop.documents.programs import Programs
from desktop.domain.message import Message
from desktop.errors import UserError
from desktop.flows import make_contract
from desktop.flows.paper_making import Office
from desktop.queries.drafts import drafts as kept_drafts
from desktop.values.drafts.contract import KIND, Step
from desktop.views.contract import desk as contract_desk
from tests.contract_desk import WizardDesk, fill
from tests.documents.examples import template as docx_template
from tests.flows.contracts import ENGLISH, mail_through


@pytest.mark.parametrize("step", [Step.PREVIEW, Step.SEND])
def test_the_wizard_comes_back_at_the_step_where_it_was_left(make_desk, post, without_office, step):
    """The program was ended meanwhile: only what is on the disk is left. Covers: G1."""
    desk = make_desk()
    mail_through(desk.shop, post)
    desk.open()
    desk.go_on(Step.PREVIEW)
    if step is Step.SEND:
        desk.go_on(Step.SEND)
        desk.wizard.sending.send.subject.setFocus()
        desk.wizard.sending.send.subject.selectAll()
        desk.type("Our papers")
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: not _wizards(desk), "it is closed")
    again = desk.restart(make_desk)
    wizard = again.open()
    again.at(step)
    if step is Step.SEND:
        again.wait(lambda: wizard.sending.send.subject.text() == "Our papers", "the letter is back")
        assert wizard.sending.send.recipient.text() == ENGLISH.email
        again.go_on(Step.DONE)


def _wizards(desk: WizardDesk) -> list[object]:
    from desktop.views.contract.wizard import ContractWizard

    return [one for one in desk.window.findChildren(ContractWizard) if one.isVisible()]


def test_what_was_typed_into_the_form_is_kept_within_two_seconds(make_desk, tmp_path):
    """Covers: G1, A2."""
    desk = make_desk(language="ru")
    wizard = desk.open()
    fill(desk, "address", "000015, г. Еловск, ул. Речная, д. 1")
    desk.wait(lambda: "Draft saved" in wizard.footer.saved.label.text(), "it is saved")
    again = desk.restart(make_desk)
    reopened = again.open()
    assert reopened.form.step.form.requisites().address == "000015, г. Еловск, ул. Речная, д. 1"


def send_while_the_writer_is_busy(desk, meanwhile):
    """Lead the wizard to its letter and send it; meanwhile happens before the letter is in the outbox."""
    wizard, may_write = desk.open(), threading.Event()
    for step in (Step.PREVIEW, Step.SEND):
        desk.go_on(step)
    desk.wait(lambda: not wizard.why_not(), "the letter is written")
    desk.tasks.run(lambda _uow: may_write.wait(30))
    wizard.next()
    meanwhile(wizard)
    may_write.set()


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_draft_that_is_due_while_the_letter_is_stored_does_not_outlive_it(
    make_desk, post, without_office, is_closed
):
    """Covers: G1, I1. Else the wizard would offer the letter again."""
    desk = make_desk()
    mail_through(desk.shop, post)

    def type_on(wizard):
        wizard.sending.send.subject.textEdited.emit("Our papers")
        if is_closed:
            wizard.reject()
        else:
            wizard._save_later.timeout.emit()

    send_while_the_writer_is_busy(desk, type_on)
    desk.wait(lambda: desk.in_turn(lambda shop: shop.count(Message)), "the letter is stored")
    desk.settle()
    assert desk.in_turn(lambda shop: shop.read(lambda r: kept_drafts(r, kind=KIND))) == ()


def test_a_letter_that_is_refused_leaves_what_was_typed_as_a_draft(
    make_desk, post, without_office, monkeypatch
):
    """Covers: G1."""
    desk = make_desk()
    mail_through(desk.shop, post)

    def refuse(_uow, **_told):
        raise UserError("The letter was not stored. Nothing was sent.")

    monkeypatch.setattr(messages, "queue_letter", refuse)

    def type_on(wizard):
        wizard.sending.send.subject.setText("Our papers")
        wizard.sending.send.subject.textEdited.emit("Our papers")
        wizard.reject()

    send_while_the_writer_is_busy(desk, type_on)
    desk.wait(lambda: desk.errors, "the refusal is told, though the wizard is closed")
    desk.settle()
    [kept] = desk.in_turn(lambda shop: shop.read(lambda r: kept_drafts(r, kind=KIND)))
    assert kept.body["letter"]["subject"] == "Our papers"


def test_a_copy_out_for_editing_is_watched_again_after_a_restart(
    make_desk, tmp_path, without_office, monkeypatch
):
    """Covers: G1, G6."""
    editor = Office(Programs("linux", soffice="/usr/bin/false"))
    monkeypatch.setattr(contract_desk, "office_here", lambda _maker: editor)
    hand_out = make_contract.hand_out
    monkeypatch.setattr(
        make_contract,
        "hand_out",
        lambda shop, **told: hand_out(shop, **told, start=lambda _c: None),
    )
    desk = make_desk()
    wizard = desk.open()
    desk.go_on(Step.PREVIEW)
    desk.wait(wizard.papers.preview.is_ready, "the contract was tried")
    wizard.papers.preview.edit.click()
    desk.wait(lambda: bool(wizard.draft.copy_path), "a copy is out")
    path = wizard.papers._copy.path
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: not _wizards(desk), "it is closed")
    edited = docx_template(tmp_path, "Mended while the program was closed", name="edited.docx")
    path.write_bytes(edited.read_bytes())
    again = desk.restart(make_desk)
    reopened = again.open()
    again.at(Step.EDIT)
    again.wait(lambda: "is back" in reopened.papers.edit.text(), "it is taken back")


# Small windows
