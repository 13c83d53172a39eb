# SPDX-License-Identifier: Apache-2.0
"""Pages are made when first wanted, opened by kind, and found again where they were left."""

from uuid import UUID

import pytest

from desktop.errors import UserError
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person

OAK, ROWAN = UUID(int=1), UUID(int=2)


class Card(Page):
    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.record: UUID | None = None
        self.scroll = 0

    def open(self, id: UUID | None) -> None:
        self.record, self.scroll = id, 0

    def place(self) -> object:
        return self.scroll

    def restore(self, place: object) -> None:
        self.scroll = place


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def navigator(qtbot, made) -> Navigator:
    kept: list[Page] = []

    def factory(kind: str):
        def make() -> Page:
            made.append(kind)
            page = Card(kind)
            qtbot.addWidget(page)
            kept.append(page)
            return page

        return make

    pages = [
        PageSpec("settings", "Settings", "gear-six", factory("settings"), RailGroup.FOOT),
        PageSpec("deals", "Deals", "columns", factory("deals"), RailGroup.WORK, 3),
        PageSpec("today", "Today", "compass", factory("today"), RailGroup.WORK, 1),
        PageSpec(
            "payments", "Payments", "bank", factory("payments"), RailGroup.SHOP, 3, ("confirm",)
        ),
        PageSpec("deal", "Deal", "columns", factory("deal")),
    ]
    return Navigator(pages, Person(UUID(int=7), "Maya Lindqvist", frozenset({"sell"})))


def test_the_rail_shows_what_is_open_to_the_person_in_its_order(navigator):
    assert [spec.kind for spec in navigator.rail_pages()] == ["today", "deals", "settings"]


def test_a_page_is_made_once_and_only_when_it_is_wanted(navigator, made):
    navigator.open("today")
    navigator.open("deals")
    navigator.open("today")
    assert made == ["today", "deals"]


def test_back_and_forward_keep_record_and_place(navigator):
    navigator.open("deals")
    navigator.open("deal", OAK)
    navigator.page.scroll = 120
    navigator.open("deal", ROWAN)
    navigator.back()
    assert (navigator.page.record, navigator.page.scroll) == (OAK, 120)
    navigator.back()
    assert navigator.step.kind == "deals"
    assert not navigator.can_go_back
    navigator.forward()
    navigator.forward()
    assert navigator.page.record == ROWAN
    assert not navigator.can_go_forward


def test_going_on_from_the_middle_forgets_what_was_ahead(navigator):
    for id_ in (OAK, ROWAN):
        navigator.open("deal", id_)
    navigator.back()
    navigator.open("today")
    assert not navigator.can_go_forward
    navigator.back()
    assert navigator.page.record == OAK


def test_opening_what_is_open_is_no_new_step(navigator):
    navigator.open("today")
    navigator.open("today")
    assert not navigator.can_go_back


def test_a_closed_page_says_who_gives_access(navigator):
    navigator.open("today")
    with pytest.raises(UserError, match="Payments: closed to you"):
        navigator.open("payments")
    assert navigator.step.kind == "today"
