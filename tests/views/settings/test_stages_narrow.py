# SPDX-License-Identifier: Apache-2.0
"""All that can be done with stages, in Russian, in the smallest window, by keys alone, published in one step."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.deal import Deal
from desktop.domain.pipeline import Pipeline, Stage
from desktop.views.settings.small_dialogs import NameDialog, RetireDialog
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press
from tests.stages_desk import StagesDesk, ask, names, publish

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def choose(desk, view, place):
    """Open the menu of pipelines by its button and take an entry, as arrows and Enter do."""
    tab_to(view.menu_button)
    press(Key.Key_Space, text=" ")
    desk.wait(QApplication.activePopupWidget, "the menu opens")
    menu = QApplication.activePopupWidget()
    for _step in range(place):
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)


def test_stages_are_put_in_merged_copied_renamed_and_ordered_by_keys(make_desks):
    """Covers: C1, M3, M4."""
    desk = make_desks(StagesDesk)(language="ru", size=(1024, 600))
    view = desk.open()
    desk.page.adapt(desk.window.size())
    first, second, third = names(view)[:3]
    held_by = view.model.rows[1].id
    deals = [desk.shop.a_deal(held_by) for _n in range(2)]
    desk.open()
    press(Key.Key_N, CTRL)
    ask(desk, NameDialog)
    type_text("Образец")
    press(Key.Key_Return)
    assert names(view)[:3] == [first, "Образец", second], "between two"
    assert focus() is view.table
    press(Key.Key_Up, ALT)
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert (names(view)[0], view.stage().name) == ("Образец", second)
    tab_to(view.stage_form.merge_button)
    press(Key.Key_Space, text=" ")
    dialog = ask(desk, RetireDialog)
    assert dialog.target.currentText() == first
    press(Key.Key_Up)
    assert dialog.target.currentText() == "Образец"
    press(Key.Key_Return, CTRL)
    assert names(view)[:3] == ["Образец", first, third]
    assert view.stage().cards == 2
    choose(desk, view, 1)
    ask(desk, NameDialog)
    type_text("Тендеры")
    press(Key.Key_Return)
    assert names(view)[:3] == ["Образец", first, third]
    choose(desk, view, 2)
    ask(desk, NameDialog)
    replace_text("Торги")
    press(Key.Key_Return)
    publish(desk, view)
    assert [one.name for one in desk.rows(Pipeline, Pipeline.name == "Торги")] == ["Торги"]
    [sample] = [one for one in desk.rows(Stage, Stage.name == "Образец") if one.position == 0][:1]
    held = {desk.row(Deal, deal).stage_id for deal in deals}
    assert len(held) == 1
    assert desk.row(Stage, held.pop()).name == sample.name
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: second in [one.name for one in desk.rows(Stage, Stage.archived_at.is_(None))])
    assert {desk.row(Stage, desk.row(Deal, deal).stage_id).name for deal in deals} == {second}
