# SPDX-License-Identifier: Apache-2.0
"""A card goes out of sight while somebody is at its page: they are told, led back, and keep what they typed."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.values.changes import Changes, Origin
from desktop.views.card.deal_dialog import DealDialog
from desktop.views.card.deal_page import DealPage
from desktop.views.widgets.dialog import open_over
from tests.board_desk import CTRL, chord
from tests.shell import press

Key = Qt.Key


def test_the_page_of_a_card_that_was_taken_leads_back(desk):
    """Covers: N7, N2."""
    deal = desk.shop.a_deal()
    desk.open(deal)
    desk.page.composer.text.setFocus()
    desk.type("He wants matt paper")
    desk.lose(deal)
    desk.wait(lambda: not isinstance(desk.navigator.page, DealPage), "the deals")
    assert [error.sentence.partition(".")[0] for error in desk.errors] == [
        "This card is no longer there"
    ]
    assert QGuiApplication.clipboard().text() == "He wants matt paper"
    other = desk.shop.a_deal()
    desk.show(other)
    assert desk.page.isEnabled()


def test_a_form_over_a_card_that_was_taken_keeps_what_was_typed_until_it_is_closed(desk):
    """Covers: N7, N2."""
    deal = desk.shop.a_deal()
    desk.open(deal)
    desk.page.steps.change_deal()
    form = desk.dialog(DealDialog)
    form.title_edit.selectAll()
    form.title_edit.setFocus()
    desk.type("Menus, matt")
    desk.lose(deal)
    desk.wait(lambda: desk.errors, "that it is gone")
    chord(Key.Key_Return, CTRL)
    desk.wait(form._told.isVisible, "why it is not stored")
    assert "no longer there" in form._told.accessibleName()
    assert form.title_edit.text() == "Menus, matt"
    press(Key.Key_Escape)
    desk.wait(lambda: not isinstance(desk.navigator.page, DealPage), "the deals")
    assert open_over(desk.window) is None


def test_who_takes_the_making_of_a_card_back_is_led_away_without_an_error(desk):
    """Covers: B4, M3."""
    deal = desk.shop.a_deal()
    desk.open(deal)
    desk.hub.tell(replace(Changes.of(deal=[deal]), origin=Origin.UNDO))
    desk.lose(deal)
    desk.wait(lambda: not isinstance(desk.navigator.page, DealPage), "the deals")
    assert not desk.errors
