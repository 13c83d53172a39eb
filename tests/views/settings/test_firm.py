# SPDX-License-Identifier: Apache-2.0
"""The firm, filled in by keys: stored field by field, checked as it is typed, undone like anything else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from desktop.domain.firm import Firm
from desktop.models.settings import Section
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

CARD = """
Общество с ограниченной ответственностью «Грачёвский двор»
ИНН 0017483204, ОГРН 1260000003427
Р/с 40702810000000000342, БИК 040000742
генеральный директор Липина Мария Олеговна
office@rook.example
"""


def firm(desk) -> Firm:
    return desk.shop.row(Firm, desk.shop.firm_id)


def test_a_field_is_stored_when_it_is_left_and_undone_like_any_step(desk):
    """Covers: H7."""
    view = desk.open(Section.FIRM)
    tab_to(view._firm.control("name"))
    replace_text("Rook Lane Printers")
    press(Key.Key_Tab)
    desk.settle()
    assert firm(desk).name == "Rook Lane Printers"
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert firm(desk).name == "Rook Lane Print"
    assert view._firm.control("name").text() == "Rook Lane Print"


def test_a_firm_without_a_name_is_refused_at_the_field_and_esc_takes_it_back(desk):
    view = desk.open(Section.FIRM)
    tab_to(view._firm.control("name"))
    press(Key.Key_A, CTRL)
    press(Key.Key_Delete)
    press(Key.Key_Return)
    desk.settle()
    assert view._firm.field("name").error() == "The firm needs a name."
    press(Key.Key_Escape)
    assert view._firm.field("name").error() == ""
    assert view._firm.control("name").text() == firm(desk).name == "Rook Lane Print"


def test_check_digits_are_looked_at_while_they_are_typed(make_desk):
    """Covers: G4."""
    desk = make_desk(language="ru")
    view = desk.open(Section.FIRM)
    tab_to(view._legal.control("inn"))
    type_text("0017483201")
    field = view._legal.field("inn")
    assert field.error() == ""
    press(Key.Key_Tab)
    desk.settle()
    assert field.error()
    tab_to(view._legal.control("inn"))
    replace_text("0017483204")
    assert field.error() == ""
    press(Key.Key_Tab)
    desk.settle()
    assert firm(desk).requisites["inn"] == "0017483204"


def test_a_pasted_card_fills_what_is_empty_and_asks_before_it_replaces(make_desk):
    """Covers: H7, G4."""
    desk = make_desk(language="ru")
    view = desk.open(Section.FIRM)
    tab_to(view._legal.control("legal_name"))
    type_text("ООО «Другая»")
    press(Key.Key_Tab)
    desk.settle()
    QGuiApplication.clipboard().setText(CARD)
    press(Key.Key_V, CTRL | SHIFT)
    desk.settle()
    held = firm(desk)
    assert held.requisites["inn"] == "0017483204"
    assert held.requisites["legal_name"] == "ООО «Другая»"
    assert held.requisites["signatory_name"] == "Липина Мария Олеговна"
    assert held.bank_accounts[0]["account"] == "40702810000000000342"
    assert held.email == "office@rook.example"
    tab_to(view.paste.replace_button)
    press(Key.Key_Space, text=" ")
    desk.settle()
    assert "Грачёвский" in firm(desk).requisites["legal_name"]


def test_the_signatory_is_declined_and_a_mended_form_is_kept(make_desk):
    """Covers: G3, H7."""
    desk = make_desk(language="ru")
    view = desk.open(Section.FIRM)
    tab_to(view.signatory.form.control("signatory_post"))
    type_text("генеральный директор")
    press(Key.Key_Tab)
    type_text("Липина Мария Олеговна")
    press(Key.Key_Tab)
    cases = view.signatory.cases
    desk.wait(lambda: cases.control("genitive_name").text() == "Липиной Марии Олеговны")
    assert cases.control("genitive_post").text() == "генерального директора"
    assert "genitive_name" not in firm(desk).requisites
    tab_to(cases.control("genitive_name"))
    replace_text("Липины Марии Олеговны")
    press(Key.Key_Tab)
    desk.settle()
    assert firm(desk).requisites["genitive_name"] == "Липины Марии Олеговны"
    tab_to(view.signatory._back)
    press(Key.Key_Space, text=" ")
    desk.settle()
    assert cases.control("genitive_name").text() == "Липиной Марии Олеговны"


def test_several_accounts_are_kept_and_the_first_stands_on_papers(desk):
    """Covers: H7."""
    view = desk.open(Section.FIRM)
    tab_to(view.accounts.form(0).control("bank"))
    type_text("Eastham Bank")
    press(Key.Key_Tab)
    desk.settle()
    tab_to(view.accounts.add_button)
    press(Key.Key_Space, text=" ")
    type_text("GB33BUKB20201555555555")
    press(Key.Key_Tab)
    desk.settle()
    assert [dict(one) for one in firm(desk).bank_accounts] == [
        {"bank": "Eastham Bank"},
        {"iban": "GB33BUKB20201555555555"},
    ]


def test_tax_and_terms_are_data(desk):
    """Covers: H7."""
    view = desk.open(Section.FIRM)
    tab_to(view._money.control("tax_mode"))
    press(Key.Key_Down)
    desk.settle()
    assert firm(desk).tax_mode == "added"
    tab_to(view._money.control("tax_rate"))
    replace_text("101")
    press(Key.Key_Tab)
    assert view._money.field("tax_rate").error() == "A rate is a number from 0 to 100."
    press(Key.Key_Tab, SHIFT)
    replace_text("17.5")
    press(Key.Key_Tab)
    replace_text("14")
    press(Key.Key_Tab)
    replace_text("50")
    press(Key.Key_Return)
    desk.settle()
    held = firm(desk)
    assert (held.tax_rate, held.payment_days, held.prepayment_percent) == ("17.5", 14, 50)


def test_what_is_typed_when_the_page_is_left_is_stored(desk):
    view = desk.open(Section.FIRM)
    tab_to(view._firm.control("phone"))
    type_text("020 7946 0118")
    desk.page.show_section(Section.LOOK)
    desk.settle()
    assert firm(desk).phone == "020 7946 0118"


def test_a_stamp_is_a_picture_and_nothing_else(desk, tmp_path):
    """Covers: H7, N8."""
    view = desk.open(Section.FIRM)
    picture, text = tmp_path / "stamp.png", tmp_path / "stamp.txt"
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.blue)
    assert image.save(str(picture))
    text.write_text("no picture")
    view.pictures.take("stamp_blob", text)
    desk.wait(lambda: "is no picture" in view.pictures._note.text())
    assert firm(desk).stamp_blob == ""
    view.pictures.take("stamp_blob", picture)
    desk.wait(lambda: firm(desk).stamp_blob)
    desk.settle()
    assert not view.pictures._parts["stamp_blob"][0].is_empty


@pytest.mark.parametrize(
    ("roles", "sees"), [(("operator",), False), (("admin",), True), (("head",), False)]
)
def test_the_firm_is_for_who_may_change_it(make_desk, roles, sees):
    """Covers: N4."""
    desk = make_desk(roles=roles)
    assert (Section.FIRM in desk.page.sections) is sees
    assert Section.LOOK in desk.page.sections


def test_tab_goes_through_the_firm_as_it_is_read(desk):
    """Covers: M3."""
    view = desk.open(Section.FIRM)
    desk.settle()
    view.accounts.add()
    desk.settle()
    view.focus_first()
    met = [focus().accessibleName()]
    while met[-1] != "Post":
        press(Key.Key_Tab)
        met.append(focus().accessibleName())
    account = ["Bank", "Account", "Sort code", "IBAN", "BIC", "Remove this account"]
    assert met == [
        *("Name, required", "Form", "Country", "Currency", "Phone", "E-mail"),
        *("Where orders are handed over", "Opening hours on the ticket"),
        *("Legal name", "Short name", "Company no.", "VAT no.", "Legal address"),
        *account,
        *account,
        *("Add an account", "Post"),
    ]
