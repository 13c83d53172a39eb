# SPDX-License-Identifier: Apache-2.0
"""Labels never cut a text without saying so."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop import i18n
from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_block import Run, TextBlock, bold

LONG = "Sticker labels Ø 60 on white vinyl, die cut, five thousand pieces"


def test_a_text_that_fits_is_not_elided(stand):
    label = stand.put(Label("Deals"))
    stand.layout().activate()
    assert not label.is_elided()


def test_a_cut_text_is_elided_and_told_whole_in_a_tool_tip(stand, qtbot):
    """Covers: M4."""
    label = stand.put(Label(LONG))
    label.setFixedWidth(120)
    stand.layout().activate()
    assert label.is_elided()
    assert label.text() == LONG
    at = QPoint(4, 4)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, label.mapToGlobal(at))
    QApplication.sendEvent(label, event)
    assert QToolTip.text() == LONG
    QToolTip.hideText()


def test_a_wrapped_text_takes_the_lines_it_needs(stand):
    label = stand.put(Label(LONG, style="small", lines=0))
    assert label.heightForWidth(160) == 3 * theme.line("small")
    assert label.heightForWidth(1000) == theme.line("small")


def test_no_more_lines_than_allowed(stand):
    block = TextBlock((Run(LONG),), "small", lines=2)
    laid = block.lay(120)
    assert laid.height == 2 * theme.line("small")
    assert laid.is_cut
    assert not TextBlock((Run(LONG),), "small", lines=2).lay(400).is_cut


@pytest.mark.parametrize("width", [30, 60, 119, 200, 333])
def test_what_is_elided_fits(width):
    laid = TextBlock((Run(LONG),), lines=1).lay(width)
    assert laid.width <= width + 0.5


def test_runs_are_one_text_for_screen_readers():
    label = Label([bold("Working offline since 10:38."), Run(" 12 changes wait.")])
    assert label.text() == "Working offline since 10:38. 12 changes wait."


def test_a_line_break_is_kept():
    assert TextBlock((Run("one\ntwo"),), lines=0).lay(400).height == 2 * theme.line("body")


def test_a_text_follows_the_language(stand, qtbot):
    """Covers: M2."""
    label = stand.put(Label(lambda: _("Undo")))
    assert label.text() == "Undo"
    i18n.switch("ru")
    label.retranslate()
    assert label.text() == "Отменить"


def test_a_label_grows_with_the_text_size(stand, light):
    label = stand.put(Label(LONG))
    before = label.sizeHint()
    theme.apply(light, "light", 150)
    assert label.sizeHint().height() == theme.px(20) == 30
    assert label.sizeHint().width() > 1.3 * before.width()
