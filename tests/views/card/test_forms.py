# SPDX-License-Identifier: Apache-2.0
"""The card's forms: order lines, requisites, the deal itself; what a colleague changes meanwhile is not lost."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop import commands
from desktop.domain.deal import Deal, DealLine
from desktop.domain.people import Company
from desktop.values.drafts.deal import LineDraft
from desktop.views.card.deal_dialog import NOTE, TITLE, DealDialog
from desktop.views.card.line_editor import DISCOUNT, PRICE, QUANTITY
from desktop.views.card.line_editor import TITLE as WHAT
from desktop.views.card.lines_dialog import LinesDialog
from desktop.views.card.requisites_dialog import RequisitesDialog
from tests.board_desk import chord
from tests.shell import press

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL = Mod.ControlModifier
CARDS = [("Business cards", 500, 4500), ("Layout by designer", 1, 4500)]


def lines_of(desk, deal):
    """The stored lines: what, how many, how much in pence."""
    stored = desk.rows(DealLine, DealLine.deal_id == deal, DealLine.archived_at.is_(None))
    return [
        (one.title, one.quantity, one.amount) for one in sorted(stored, key=lambda x: x.position)
    ]


def edit_of(dialog, place, name):
    return dialog.editors[place].fields[name].control


# Order lines


def test_a_line_is_changed_by_keys_and_the_total_follows(desk):
    """Covers: B3, H7."""
    deal = desk.shop.a_deal(lines=CARDS)
    desk.open(deal)
    desk.page.order.rows[0].setFocus()
    press(Key.Key_Return)
    dialog = desk.dialog(LinesDialog)
    assert edit_of(dialog, 0, WHAT).hasFocus()
    quantity = edit_of(dialog, 0, QUANTITY)
    quantity.setFocus()
    quantity.selectAll()
    desk.type("1000")
    assert "£135.00" in dialog._total.text()
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert lines_of(desk, deal) == [("Business cards", 1000, 9000), ("Layout by designer", 1, 4500)]
    desk.wait(lambda: desk.card.amount == 13500, "the card shows the new sum")
    assert desk.page.head.amount.text() == "£135.00"
    desk.undo()
    desk.wait(lambda: desk.card.amount == 9000, "undo brings the old lines back")


def test_a_line_is_added_with_its_discount_and_another_one_removed(desk):
    """Covers: B3."""
    deal = desk.shop.a_deal(lines=CARDS)
    desk.open(deal)
    desk.page.order._add.click()
    dialog = desk.dialog(LinesDialog)
    assert edit_of(dialog, 2, WHAT).hasFocus()
    desk.type("Stickers")
    for name, text in ((QUANTITY, "200"), (PRICE, "0.50"), (DISCOUNT, "10")):
        edit = edit_of(dialog, 2, name)
        edit.setFocus()
        edit.selectAll()
        desk.type(text)
    dialog.editors[1]._remove.click()
    assert len(dialog.editors) == 2
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert lines_of(desk, deal) == [("Business cards", 500, 4500), ("Stickers", 200, 9000)]
    desk.wait(lambda: desk.page.order._count.text() == "2 lines", "the card shows them")
    assert desk.page.order._discount._sum.text() == "£10.00"


def test_a_line_without_a_name_or_price_is_not_saved(desk):
    """Covers: B3."""
    deal = desk.shop.a_deal(lines=CARDS)
    desk.open(deal)
    desk.page.order._add.click()
    dialog = desk.dialog(LinesDialog)
    price = edit_of(dialog, 2, PRICE)
    price.setFocus()
    desk.type("abc")
    chord(Key.Key_Return, CTRL)
    fields = dialog.editors[2].fields
    assert fields[WHAT].error()
    assert edit_of(dialog, 2, WHAT).hasFocus()
    desk.settle()
    assert len(lines_of(desk, deal)) == 2
    press(Key.Key_Escape)


def test_open_lines_follow_a_colleague_except_where_both_typed(desk):
    """Covers: C6."""
    rowan = desk.shop.a_user(name="Rowan Blake")
    deal = desk.shop.a_deal(lines=CARDS)
    desk.open(deal)
    desk.page.order.rows[0].click()
    dialog = desk.dialog(LinesDialog)
    quantity = edit_of(dialog, 0, QUANTITY)
    quantity.setFocus()
    quantity.selectAll()
    desk.type("700")
    first, second = sorted(
        desk.rows(DealLine, DealLine.deal_id == deal), key=lambda line: line.position
    )
    theirs = [
        LineDraft(
            id=first.id,
            title="Business cards",
            quantity=900,
            unit_price=Decimal("0.09"),
            amount=8100,
        ),
        LineDraft(
            id=second.id, title="Layout, 3 rounds", quantity=1, unit_price=Decimal(45), amount=4500
        ),
    ]
    desk.tasks.act_as(rowan, ("manager",))
    desk.tasks.run(lambda uow: commands.deals.change_lines(uow, deal_id=deal, lines=theirs))
    desk.wait(dialog._told.isVisible, "it says that both changed the quantity")
    assert "Rowan Blake" in dialog._told.accessibleName()
    assert "Business cards: Quantity" in dialog._told.accessibleName()
    assert quantity.text() == "700"
    assert edit_of(dialog, 1, WHAT).text() == "Layout, 3 rounds"
    desk.tasks.act_as(desk.person.id, ("manager",))
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert [(what, n) for what, n, _sum in lines_of(desk, deal)] == [
        ("Business cards", 700), ("Layout, 3 rounds", 1),
    ]  # fmt: skip


# Requisites

PASTED = """Oak & Lime Bakery Ltd
Company number: 01234567
VAT number: GB 123 4567 82
Registered office: 12 Mill Lane, Ashford
"""


def test_f4_sorts_a_pasted_company_card_into_fields(desk):
    """Covers: B3, F2."""
    company = desk.shop.a_company()
    deal = desk.shop.a_deal(company=company)
    desk.open(deal)
    assert "missing" in desk.page.requisites.chip.accessibleName()
    press(Key.Key_F4)
    dialog = desk.dialog(RequisitesDialog)
    QGuiApplication.clipboard().setText(PASTED)
    chord("V", CTRL | Mod.ShiftModifier)
    texts = dialog.texts()
    assert texts["company_number"] == "01234567"
    assert "Mill Lane" in texts["address"]
    chord(Key.Key_Return, CTRL)
    desk.answered()
    stored = desk.row(Company, company).requisites
    assert stored["company_number"] == "01234567"
    desk.wait(
        lambda: desk.card.client.requisites.company_number == "01234567", "the card shows them"
    )


def test_what_the_client_page_says_is_proposed_and_a_pasted_card_knows_better(desk):
    """Covers: B3, G1."""
    company = desk.shop.a_company("Oak & Lime")
    desk.open(desk.shop.a_deal(company=company))
    press(Key.Key_F4)
    dialog = desk.dialog(RequisitesDialog)
    assert dialog.texts()["legal_name"] == "Oak & Lime"
    dialog.paste.set_text(PASTED)
    dialog.sort_button.click()
    assert dialog.texts()["legal_name"] == "Oak & Lime Bakery Ltd"
    assert not dialog.replace_button.isVisible()
    press(Key.Key_Escape)


def test_what_is_filled_is_replaced_only_by_another_press(desk):
    """Covers: F2."""
    company = desk.shop.a_company(requisites={"company_number": "07654321"})
    desk.open(desk.shop.a_deal(company=company))
    press(Key.Key_F4)
    dialog = desk.dialog(RequisitesDialog)
    dialog.paste.set_text(PASTED)
    dialog.sort_button.click()
    assert dialog.texts()["company_number"] == "07654321"
    assert dialog.replace_button.isVisible()
    dialog.replace_button.click()
    assert dialog.texts()["company_number"] == "01234567"
    press(Key.Key_Escape)


def test_wrong_digits_are_told_but_do_not_lose_what_was_typed(desk):
    """Covers: F2."""
    company = desk.shop.a_company()
    desk.open(desk.shop.a_deal(company=company))
    press(Key.Key_F4)
    dialog = desk.dialog(RequisitesDialog)
    name = "vat_id"
    edit = dialog.fields[name].control
    edit.setFocus()
    desk.type("GB123456789")
    press(Key.Key_Tab)
    assert dialog.fields[name].error()
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert desk.row(Company, company).requisites[name] == "GB123456789"


def test_an_order_without_a_client_has_no_requisites_yet(desk):
    """Covers: A3."""
    deal = desk.shop.a_deal(is_counter=True, company=None)
    desk.open(deal)
    press(Key.Key_F4)
    desk.wait(lambda: desk.told, "it says why")
    assert desk.told == ["This order has no client yet. Name the client first."]


# The deal itself


def test_only_touched_fields_of_the_deal_are_saved(desk):
    """Covers: C6."""
    rowan = desk.shop.a_user(name="Rowan Blake")
    deal = desk.shop.a_deal(title="Business cards")
    desk.open(deal)
    desk.page.steps.change_deal()
    dialog = desk.dialog(DealDialog)
    dialog.title_edit.setFocus()
    dialog.title_edit.selectAll()
    desk.type("Business cards 90 × 50")
    desk.tasks.act_as(rowan, ("manager",))
    desk.tasks.run(
        lambda uow: commands.deals.change_deal(
            uow, deal_id=deal, fields={NOTE: "Ring the back door", TITLE: "Cards"}
        )
    )
    desk.wait(dialog._told.isVisible, "it says that both changed the title")
    assert dialog._told.accessibleName() == (
        "Rowan Blake changed meanwhile: Title. Your values stay until you save."
    )
    assert dialog.note.text() == "Ring the back door"
    desk.tasks.act_as(desk.person.id, ("manager",))
    chord(Key.Key_Return, CTRL)
    desk.answered()
    stored = desk.row(Deal, deal)
    assert (stored.title, stored.note) == ("Business cards 90 × 50", "Ring the back door")


def test_a_due_day_is_typed_in_words(desk):
    """Covers: B3, E2."""
    deal = desk.shop.a_deal()
    desk.open(deal)
    desk.page.steps.change_deal()
    dialog = desk.dialog(DealDialog)
    dialog.due.setFocus()
    QTest.keyClicks(dialog.due, "+3")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    stored = desk.row(Deal, deal).due_at
    assert stored is not None
    assert stored > desk.clock.now()
    assert QApplication.activeModalWidget() is None


def test_a_deal_keeps_its_title(desk):
    """Covers: B3."""
    deal = desk.shop.a_deal(title="Business cards")
    desk.open(deal)
    desk.page.steps.change_deal()
    dialog = desk.dialog(DealDialog)
    dialog.title_edit.clear()
    chord(Key.Key_Return, CTRL)
    assert dialog.title_field.error() == "Say what the client wants."
    press(Key.Key_Escape)
    desk.answered()
    assert desk.row(Deal, deal).title == "Business cards"
