# SPDX-License-Identifier: Apache-2.0
"""The work list of duplicates, driven by keys: chosen, joined, told apart, put off and taken back."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from desktop import commands, i18n
from desktop.domain.deal import Deal
from desktop.domain.pairing import Pairing
from desktop.domain.people import Company
from desktop.values.drafts.requisites import Requisites
from desktop.views.clients.past_imports_dialog import PastImportsDialog
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from tests.clients_desk import ClientsDesk
from tests.shell import press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(make_desks) -> ClientsDesk:
    desk = make_desks(ClientsDesk)()
    desk.one = desk.add(
        company="Oak & Lime Bakery", phone="07700 900342", email="a@oak.example"
    ).company_id
    desk.two = desk.add(
        company="Oak and Lime", phone="07700 900342", email="b@oak.example", source="Walked in"
    ).company_id
    desk.add(company="Tidewater Sailing", phone="07700 900111")
    desk.add(company="Tide Water Sailing Club", phone="07700 900222")
    desk.shop.a_deal(company=desk.one)
    return desk


def pairs(desk):
    return [(row.one, row.other) for row in desk.duplicates.rows()]


def shown(desk):
    desk.open("duplicates")
    desk.wait(lambda: desk.duplicates.sheet.sides is not None, "two cards")
    return desk.duplicates


def line(page, name):
    return next(row for row in page.sheet.rows if row.line.name == name)


def said_after(page):
    return [label.text() for label in page.result.findChildren(Label)]


def test_pairs_stand_surest_first_and_the_card_that_stays_is_said(desk):
    """Covers: A5."""
    page = shown(desk)
    assert page.pairs.isAncestorOf(desk.window.focusWidget()), "keys work at once"
    assert len(pairs(desk)) == 2
    assert set(pairs(desk)[0]) == {"Oak & Lime Bakery", "Oak and Lime"}
    assert page.sheet.sides.left.id == desk.one, "the one with orders stays"
    assert page.sheet.heads[0].accessibleName() == "Oak & Lime Bakery: stays"
    assert line(page, "phones").line.said(1) == "07700 900 342, same"
    assert line(page, "source").line.said(0) == "empty"
    assert line(page, "emails").line.chosen == [True, True]


def test_a_payment_among_the_newest_lines_names_its_sum(desk):
    """Covers: A5."""
    desk.shop.a_payment(desk.shop.a_deal(company=desk.one), 4500, method="cash")
    page = shown(desk)
    desk.wait(lambda: page.sheet.sides.left.paid, "the payment is there")
    assert "Paid £45.00 · in cash" in [label.text() for label in page.sheet.findChildren(Label)]


def test_two_cards_are_joined_by_keys_and_the_next_pair_comes(desk):
    """Covers: A5, M3."""
    page = shown(desk)
    name = line(page, "name")
    name.setFocus()
    press(Qt.Key.Key_Right)
    assert name.line.chosen == [False, True]
    press(Qt.Key.Key_Left, CTRL)
    assert name.line.chosen == [True, False]
    press(Qt.Key.Key_Right)
    page.press_primary()
    desk.wait(lambda: desk.row(Company, desk.two).joined_to == desk.one, "they are one")
    assert desk.row(Company, desk.one).name == "Oak and Lime"
    assert desk.row(Company, desk.one).source == "Walked in"
    desk.wait(lambda: len(pairs(desk)) == 1, "the next pair")
    desk.wait(lambda: len(page._joined) == 1, "the join is listed")
    page.show_earlier()
    desk.dialog().buttons[0].click()
    desk.wait(lambda: desk.row(Company, desk.two).joined_to is None, "they are two again")
    assert desk.row(Company, desk.one).name == "Oak & Lime Bakery"


def test_the_other_card_may_stay(desk):
    """Covers: A5."""
    page = shown(desk)
    page.sheet.heads[1].click()
    page.join()
    desk.wait(lambda: desk.row(Company, desk.one).joined_to == desk.two, "the other one stays")
    assert desk.row(Company, desk.two).name == "Oak and Lime"
    assert desk.row(Company, desk.two).other_emails == ["a@oak.example"]


def test_x_says_that_they_are_not_the_same_and_j_puts_a_pair_off(desk):
    """Covers: A5, M3."""
    page = shown(desk)
    first, second = pairs(desk)
    page.pairs.focus_current()
    press(Qt.Key.Key_J)
    desk.wait(lambda: pairs(desk) == [second, first], "it waits behind the other")
    page.pairs.choose(page.rows()[1])
    press(Qt.Key.Key_X)
    desk.wait(lambda: pairs(desk) == [second], "it is asked no more")
    desk.wait(lambda: [one.verdict for one in desk.shop.rows(Pairing)] == ["different"])
    page.refresh()
    desk.settle()
    assert pairs(desk) == [second]


def test_the_keys_of_the_list_are_told_in_the_person_s_language(desk):
    """Covers: M2, M3."""
    page = shown(desk)
    i18n.switch("ru")
    told = [hint.text for hint in page.key_hints()]
    i18n.switch("en")
    assert told == ["Выбрать в этой строке", "Выбрать во всех строках"]


def test_a_client_s_page_names_who_is_like_it_and_leads_to_both_side_by_side(desk):
    """Covers: A5, K1."""
    desk.open("company", desk.two)
    hints = desk.card.same.hints
    desk.wait(lambda: hints.isVisible(), "the hint")
    assert "same phone, similar name" in hints.accessibleName()
    hints.buttons[0].click()
    desk.wait(lambda: desk.duplicates.sheet.sides is not None, "two cards")
    both = desk.duplicates.sheet.sides
    assert {both.left.id, both.right.id} == {desk.one, desk.two}


def test_a_list_that_two_computers_took_in_is_named_and_is_one_step_away(desk):
    """Covers: A5, A6, N2."""
    page = shown(desk)
    assert not page.lists.isVisible()
    page.lists.show_twice(2_000)
    assert page.lists.text() == "2,000 leads of a list twice…"
    page.lists.setFocus()
    press(Qt.Key.Key_Space)
    dialog = desk.dialog(PastImportsDialog)
    dialog.reject()
    desk.wait(lambda: not page.lists.isVisible(), "looked anew, there is none")


def test_a_phone_an_e_mail_and_an_order_s_number_find_their_pair(desk):
    """Covers: A5, M3."""
    page = shown(desk)
    number = desk.shop.rows(Deal)[0].number
    for typed in ("900342", "b@oak.example", number):
        page.search.setText(typed)
        desk.wait(lambda: len(pairs(desk)) == 1, f"{typed} finds one pair")
        assert set(pairs(desk)[0]) == {"Oak & Lime Bakery", "Oak and Lime"}
    page.search.setText("nobody at all")
    desk.wait(lambda: pairs(desk) == [], "nobody is called so")


def test_after_the_join_says_where_they_are_and_whether_they_bought(make_desks):
    """Covers: A5."""
    desk = make_desks(ClientsDesk)()
    ids = [desk.add(company=name).company_id for name in ("Oak & Lime Bakery", "Oak and Lime")]
    for one, street in zip(ids, ("14 Mill Row", "14a Mill Row"), strict=True):
        told = Requisites(legal_name="Oak Ltd", address=street)
        desk.shop.run(partial(commands.clients.change_requisites, requisites=told, company_id=one))
    page = shown(desk)
    streets = [page.sheet.sides.left, page.sheet.sides.right]
    streets = [side.fields["requisites.address"] for side in streets]
    assert streets[0] in said_after(page)
    assert "New" in [chip.accessibleName() for chip in page.result.findChildren(Chip)]
    line(page, "requisites.address").choose(1)
    assert streets[1] in said_after(page)
