# SPDX-License-Identifier: Apache-2.0
"""The wizard's draft comes back as it was left, and says what of the form is still missing."""

from __future__ import annotations

from desktop.values.drafts.contract import ContractDraft, Step, checked, form_state
from desktop.values.drafts.letter import LetterDraft, empty_fields, fill_fields
from desktop.values.drafts.requisites import Requisites
from desktop.values.ids import new_id

LIPA = Requisites(
    legal_name="Общество с ограниченной ответственностью «Липа»",
    short_name="ООО «Липа»",
    inn="0017483201",
    kpp="001701001",
    ogrn="1260000003427",
    address="000014, г. Еловск",
    signatory_name="Липина Мария Олеговна",
    signatory_post="директор",
    bik="040000742",
    bank="АО «Банк Брод»",
    account="40702810000000000342",
    email="zakaz@lipa.example",
)


def test_one_wrong_digit_is_told_and_keeps_the_form_from_being_ready():
    """Covers: G4."""
    state = form_state(LIPA, "RU", person=False)
    assert (len(state.needed), state.right, state.wrong, state.left) == (12, 11, ("inn",), ("inn",))
    assert state.told() == "11 of 12 fields, 1 with an error"
    check = checked(LIPA, "inn")
    assert check is not None
    assert check.suspicious == 9
    mended = form_state(LIPA.with_field("inn", "0017483204"), "RU", person=False)
    assert mended.is_ready
    assert mended.told() == "12 of 12 fields filled"


def test_a_sole_trader_needs_no_kpp():
    """Covers: G1, G4."""
    for inn in ("001700000342", "0017 0000 0342"):
        trader = LIPA.with_field("inn", inn).with_field("kpp", "")
        state = form_state(trader, "RU", person=False)
        assert len(state.needed) == 11
        assert "kpp" not in state.left
        assert trader.is_complete("RU", person=False)


def test_a_field_the_contract_does_not_take_is_wrong_only_when_it_is_filled():
    """Covers: G4."""
    person = Requisites(legal_name="Пётр", address="Еловск", passport="1", email="p@x.example")
    assert form_state(person, "RU", person=True).is_ready
    typed = person.with_field("inn", "12")
    assert form_state(typed, "RU", person=True).left == ("inn",)


def test_a_draft_comes_back_as_it_was_left():
    """Covers: G1."""
    draft = ContractDraft(
        step=Step.SEND,
        requisites=LIPA,
        as_company=True,
        contract_template=new_id(),
        with_stamp=True,
        letter=LetterDraft("a@x.example", "Hello", "Body"),
        copy_path="/tmp/contract.docx",
        copy_hash="abc",
    )
    assert ContractDraft.read(draft.stored()) == draft


def test_a_draft_of_another_version_begins_anew_where_it_cannot_be_read():
    """Covers: G1."""
    draft = ContractDraft.read({"step": "signed", "letter_id": "no id", "requisites": 5})
    assert (draft.step, draft.requisites, draft.letter) == (Step.REQUISITES, None, None)


def test_a_field_without_a_value_stays_in_the_letter_and_is_named():
    """Covers: F4."""
    text = fill_fields("Hello {name}, ready {ready}. {ready}", {"name": "Priya", "ready": ""})
    assert text == "Hello Priya, ready {ready}. {ready}"
    assert empty_fields(text) == ("ready",)
