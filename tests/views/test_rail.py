# SPDX-License-Identifier: Apache-2.0
"""Where the rail has no room for all pages, it shows whole ones, and the keys and the wheel bring the others."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.rail import NARROW, Rail
from desktop.views.rail_items import BLEED, PageItem
from desktop.views.session import Person
from tests.shell import MAYA

GROUPS = (RailGroup.WORK,) * 4 + (RailGroup.SHOP,) * 4 + (RailGroup.FOOT,)


@pytest.fixture
def rail(qtbot):
    specs = [
        PageSpec(f"page{n}", f"Page {n}", "columns", lambda: Page("Page"), group)
        for n, group in enumerate(GROUPS)
    ]
    made = Rail(specs, Person(MAYA.id, MAYA.name), keys_of=lambda _id: "")
    qtbot.addWidget(made)
    made.set_narrow(True, low=True)
    made.resize(NARROW, 332)
    made.show()
    QTest.qWaitForWindowExposed(made)
    return made


def items(rail):
    return [one for one in rail.findChildren(PageItem) if one.objectName() != "rail.page8"]


def seen(item):
    """Whether the box of an item is seen, whole or not at all: it only bleeds out of its box where its neighbour is."""
    box = QRect(QPoint(0, 0), item.size()).adjusted(BLEED, BLEED, -BLEED, -BLEED)
    shown = item.visibleRegion().boundingRect() & box
    return shown.width() * shown.height() / (box.width() * box.height())


def test_no_page_is_half_covered_and_all_can_be_reached(rail):
    """Covers: M4."""
    assert {seen(one) for one in items(rail)} == {0.0, 1.0}
    first, *_others, last = items(rail)
    last.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendPostedEvents()
    assert seen(last) == 1.0
    assert {seen(one) for one in items(rail)} == {0.0, 1.0}
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert seen(first) == 1.0


def test_a_figure_has_three_digits_at_most_for_the_eye_and_for_the_ear(rail):
    """Covers: M4, D4."""
    first = items(rail)[0]
    told = []
    for count in (0, 999, 1000, 86_799):
        first.set_count(count)
        told.append((first.accessibleName(), first._pill_size()))
    assert [name for name, _size in told] == [
        "Page 0",
        "Page 0, 999",
        "Page 0, 999+",
        "Page 0, 999+",
    ]
    assert told[2][1] == told[3][1], "the pill is drawn with the words that are read out"


def test_the_wheel_goes_on_by_one_page(rail):
    first, second = items(rail)[:2]
    turn = QWheelEvent(
        QPointF(20, 120), QPointF(20, 120), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(rail._area.viewport(), turn)
    assert (seen(first), seen(second)) == (0.0, 1.0)
    assert {seen(one) for one in items(rail)} == {0.0, 1.0}
