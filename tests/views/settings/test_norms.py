# SPDX-License-Identifier: Apache-2.0
"""Norms, days away and targets, set by the head by keys, each saved as it is left."""

from datetime import date

from PySide6.QtCore import Qt

from desktop.domain.norm import Absence, Norm, Target
from desktop.models.settings import Section
from desktop.values.norms import Measure
from tests.settings_desk import replace_text, tab_to
from tests.shell import press

Key = Qt.Key


def opened(desk):
    view = desk.open(Section.NORMS)
    desk.wait(lambda: view.targets.edits, "the norms are there")
    return view


def test_the_shipped_norm_is_made_the_shops_own_and_given_back(desk):
    """Covers: D4, M3."""
    view = opened(desk)
    dials = view.edits[Measure.DIALS]
    assert (dials.text(), view.edits[Measure.NEW_LEADS].text()) == ("60–70", "10")
    tab_to(dials)
    replace_text("45-50")
    press(Key.Key_Tab)
    desk.wait(lambda: desk.rows(Norm), "the norm is kept")
    [own] = desk.rows(Norm)
    assert (own.role, own.dials, own.dials_up_to, own.talks) == ("manager", 45, 50, 30)
    desk.settle()
    tab_to(view.back)
    press(Key.Key_Return)
    desk.wait(lambda: desk.rows(Norm)[0].archived_at is not None, "given back")
    desk.settle()
    assert dials.text() == "60–70"


def test_what_is_no_norm_is_told_and_nothing_kept(desk):
    """Covers: D4, N8."""
    view = opened(desk)
    tab_to(view.edits[Measure.TALKS])
    for wrong in ("many", "40-30"):
        replace_text(wrong)
        press(Key.Key_Return)
        desk.settle()
        assert view.note.text()
    assert not desk.rows(Norm)
    replace_text("30-40")
    press(Key.Key_Return)
    desk.settle()
    assert not view.note.text()


def test_leave_and_a_target_are_set_by_keys(desk):
    """Covers: D4, L1, M3."""
    view = opened(desk)
    [target] = view.targets.edits.values()
    tab_to(target)
    replace_text("20000")
    press(Key.Key_Tab)
    desk.wait(lambda: desk.rows(Target), "the target is kept")
    [own] = desk.rows(Target)
    assert (own.amount, own.currency, own.month) == (2_000_000, "GBP", date(2026, 10, 1))
    tab_to(view.away.first)
    replace_text("fri")
    tab_to(view.away.works)
    replace_text("9-13")
    tab_to(view.away.name)
    replace_text("Dentist")
    press(Key.Key_Return)
    desk.wait(lambda: desk.rows(Absence), "the day is kept")
    [away] = desk.rows(Absence)
    friday = date(2026, 10, 16)
    assert (away.first_day, away.last_day, away.works) == (friday, friday, "09:00-13:00")
    desk.wait(lambda: view.away.model.rows, "it stands in the table")
    view.away.table.setFocus()
    view.away.table.selectRow(0)
    press(Key.Key_Delete)
    desk.wait(lambda: desk.rows(Absence)[0].archived_at is not None, "taken back")
