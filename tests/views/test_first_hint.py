# SPDX-License-Identifier: Apache-2.0
"""A page says what it is for until somebody has read it; each person reads it once, and may have it again."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QSize

from desktop.views.page import Page
from desktop.views.questions.first_hint import FirstHint, Hint, add_hint, show_again
from desktop.views.session import Person
from devtools.scenes.clients import context


def hint_of(page):
    return page.findChild(FirstHint)


def at(desk, name, number):
    return replace(desk, person=Person(UUID(int=number), name))


def test_a_hint_is_read_once_by_each_person_and_comes_again_on_wish(qtbot):
    """Covers: M6."""
    desk = context()
    page = Page("Today")
    qtbot.addWidget(page)
    add_hint(desk, page, Hint.TODAY)
    page.show()
    assert "One touch at a time" in hint_of(page).accessibleName()
    hint_of(page).pressed.emit()
    again, others = Page("Today"), Page("Today")
    for one in (again, others):
        qtbot.addWidget(one)
    add_hint(desk, again, Hint.TODAY)
    assert hint_of(again) is None
    add_hint(desk, again, Hint.LEADS)
    assert hint_of(again) is not None, "another page has its own"
    add_hint(at(desk, "Tom", 7), others, Hint.TODAY)
    assert hint_of(others) is not None, "Tom has not read it"
    show_again(desk)
    third = Page("Today")
    qtbot.addWidget(third)
    add_hint(desk, third, Hint.TODAY)
    assert hint_of(third) is not None


def test_in_a_low_window_the_room_is_for_the_work(qtbot):
    """Covers: M4, M6."""
    page = Page("Today")
    qtbot.addWidget(page)
    add_hint(context(), page, Hint.TODAY)
    page.show()
    page.adapt(QSize(1024, 500))
    assert hint_of(page).isHidden()
    page.adapt(QSize(1024, 600))
    assert not hint_of(page).isHidden()
