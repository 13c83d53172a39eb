# SPDX-License-Identifier: Apache-2.0
"""Pipelines and stages by keys and by a drag of the handle: changed in a draft, published in one step, undone."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from desktop.domain.deal import Deal
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.values.demands import Demand
from desktop.values.states import Role
from desktop.views.settings.small_dialogs import NameDialog, RetireDialog
from desktop.views.settings.stage_parts import Swatches, role_demand
from desktop.views.settings.stages_page import StagesPage
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.label import Label
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press
from tests.stages_desk import StagesDesk, ask, names, publish, stage

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(make_desks):
    """The page of stages, with a person who holds every role."""
    return make_desks(StagesDesk)()


def test_stages_are_put_in_order_by_keys_and_the_order_is_undone(desk):
    """Covers: C1."""
    view = desk.open()
    assert names(view)[:2] == ["Brief & calculation", "Quote sent"]
    press(Key.Key_Down, ALT)
    desk.settle()
    assert names(view)[:2] == ["Quote sent", "Brief & calculation"]
    assert view.stage().name == "Brief & calculation"
    assert stage(desk, "Brief & calculation").position == 0, "not yet"
    publish(desk, view)
    assert stage(desk, "Brief & calculation").position == 1
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert names(view)[:2] == ["Brief & calculation", "Quote sent"]
    press(Key.Key_Up, ALT)
    desk.settle()
    assert names(view)[0] == "Brief & calculation"


def test_a_stage_is_dragged_by_its_handle(desk):
    """Covers: C1."""
    view = desk.open()
    table, port = view.table, view.table.viewport()
    start = table.visualRect(view.model.index(0, 0)).center()
    end = table.visualRect(view.model.index(2, 0)).center() + QPoint(0, 8)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for before, after in pairwise((start, start + QPoint(0, 20), end)):
        assert before != after
        QTest.mouseMove(port, after)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    desk.settle()
    assert names(view)[:3] == ["Quote sent", "Contract & invoice", "Brief & calculation"]


def test_a_stage_says_what_it_wants_and_all_of_it_is_published_in_one_step(desk):
    """Covers: C1, F2."""
    view = desk.open()
    press(Key.Key_Return)
    replace_text("Brief")
    press(Key.Key_Tab)
    replace_text("Brief & price for all")
    assert focus().text() == "Brief & price "
    press(Key.Key_Tab)
    replace_text("We learn what it is for.")
    assert view.count_label.text() == "2 changes, not published"
    publish(desk, view)
    held = stage(desk, "Brief")
    assert (held.name, held.hint) == ("Brief", "We learn what it is for.")
    assert held.short_name == "Brief & price"


def test_a_limit_is_counted_in_minutes_hours_or_days(desk):
    """Covers: C6."""
    view = desk.open()
    tab_to(view.stage_form.form.control("limit"))
    replace_text("3")
    press(Key.Key_Tab)
    publish(desk, view)
    assert stage(desk, "Brief & calculation").limit == 72 * 60
    for limit in (3 * 60, 3):
        press(Key.Key_Up)
        publish(desk, view)
        assert stage(desk, "Brief & calculation").limit == limit


def test_a_purpose_stands_once_in_a_pipeline(desk):
    """Covers: C1."""
    view = desk.open()
    tab_to(view.stage_form.form.control("purpose"))
    press(Key.Key_Down)
    press(Key.Key_Tab)
    press(Key.Key_S, CTRL)
    field = view.stage_form.form.field("purpose")
    desk.wait(lambda: "has this purpose already" in field.error())
    assert focus() is view.stage_form.form.control("purpose")
    assert stage(desk, "Brief & calculation").purpose == ""
    assert view.draft.count == 1, "the draft is kept"
    view.discard()


def test_demands_are_a_list_of_kinds(desk):
    """Covers: C5."""
    view = desk.open()
    demands = view.stage_form.demands
    offered = [demand for demand, _words in demands.offered("Document")]
    assert offered == [Demand.CONTRACT, Demand.INVOICE]
    tab_to(demands.add_buttons["Document"])
    demands.add(Demand.CONTRACT)
    desk.settle()
    demands.add(role_demand(Role.HEAD))
    publish(desk, view)
    assert stage(desk, "Brief & calculation").demands == ["contract", "role:head"]
    assert [demand for demand, _w in demands.offered("Document")] == [Demand.INVOICE]
    demands._remove(Demand.CONTRACT)
    publish(desk, view)
    assert stage(desk, "Brief & calculation").demands == ["role:head"]


def texts_in(part: QWidget) -> list[str]:
    return [label.text() for label in part.findChildren(Label) if label.isVisible()]


def test_a_stage_says_before_it_is_published_which_cards_lack_what_it_would_demand(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal("Brief & calculation")
    view = desk.open()
    form = view.stage_form
    form.demands.add(role_demand(Role.HEAD))
    desk.settle()
    assert not form.lacks.rows, "a role is asked of who moves a card"
    assert texts_in(form.lacks) == ["Every card that is here has it."]
    form.demands.add(Demand.CONTRACT)
    assert not texts_in(form.lacks), "nobody knows before the cards were asked"
    desk.wait(lambda: form.lacks.rows, "the cards were asked")
    assert form.lacks.rows[0].missing == (Demand.CONTRACT,)
    assert form.lacks.banner.isVisible()
    form.lacks.show_cards()
    assert desk.went[-1] == ("deal", deal)
    desk.shop.a_deal("Brief & calculation")
    view.discard()
    desk.settle()
    assert not form.lacks.banner.isVisible()


def test_the_colour_is_chosen_by_arrows(desk):
    view = desk.open()
    tab_to(view.stage_form.swatches)
    press(Key.Key_Right)
    press(Key.Key_Right)
    publish(desk, view)
    assert stage(desk, "Brief & calculation").colour == 2


def test_a_colour_that_is_squeezed_while_the_page_is_laid_out_is_drawn_without_its_tick(qtbot):
    """Covers: M4. A warning of Qt fails a test."""
    parent = QWidget()
    qtbot.addWidget(parent)
    swatches = Swatches(parent)
    swatches._swatches[0].resize(10, 10)
    assert not swatches._swatches[0].grab().isNull()


def test_a_new_stage_stands_behind_the_chosen_one(desk):
    """Covers: C1."""
    view = desk.open()
    press(Key.Key_N, CTRL)
    ask(desk, NameDialog)
    type_text("Proof approved")
    press(Key.Key_Return)
    desk.wait(lambda: "Proof approved" in names(view))
    assert names(view)[1] == "Proof approved"
    assert view.stage().name == "Proof approved"
    assert open_over(desk.window) is None
    press(Key.Key_Up, ALT)
    assert names(view)[0] == "Proof approved", "the keys are on the new one"


def test_who_retires_a_stage_is_told_if_the_main_job_moves_cards_to_it(desk):
    """Covers: C1. With cards or without; and the stage beside it is proposed, before it where there is one."""
    for name in ("Brief & calculation", "Quote sent"):
        desk.shop.a_deal(name)
    view = desk.open()

    def told() -> tuple[bool, str]:
        view.retire()
        dialog = ask(desk, RetireDialog)
        texts = [label.text() for label in dialog.findChildren(Label)]
        dialog.reject()
        lost = any("Letters, payments and orders" in text for text in texts)
        return lost, dialog.target.currentText()

    assert told() == (False, "Quote sent")
    press(Key.Key_Down)
    assert told() == (True, "Brief & calculation")
    press(Key.Key_Down)
    assert (view.stage().name, view.stage().cards) == ("Contract & invoice", 0)
    assert told() == (True, "Quote sent")
    view.merge()
    assert ask(desk, RetireDialog).target.currentText() == "Quote sent"


def test_a_retired_stage_hands_its_cards_on(desk):
    """Covers: C1."""
    deal = desk.shop.a_deal("Brief & calculation")
    view = desk.open()
    press(Key.Key_Delete)
    dialog = ask(desk, RetireDialog)
    assert dialog.target.currentText() == "Quote sent"
    press(Key.Key_Return, CTRL)
    assert "Brief & calculation" not in names(view)
    assert desk.shop.row(Deal, deal).stage_id == desk.shop.stage("Brief & calculation"), "not yet"
    assert next(row.cards for row in view.model.rows if row.name == "Quote sent") == 1
    publish(desk, view)
    assert desk.shop.row(Deal, deal).stage_id == desk.shop.stage("Quote sent")
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: "Brief & calculation" in names(view))
    assert desk.shop.row(Deal, deal).stage_id == desk.shop.stage("Brief & calculation")


def test_a_stage_without_cards_goes_at_once(desk):
    view = desk.open()
    press(Key.Key_Delete)
    desk.wait(lambda: "Brief & calculation" not in names(view))
    assert open_over(desk.window) is None


def test_a_pipeline_is_copied_simplified_renamed_and_retired(desk):
    """Covers: C1."""
    view = desk.open()
    before = names(view)
    view.new_pipeline(copied=True)
    ask(desk, NameDialog)
    type_text("commercial print")
    press(Key.Key_Return)
    assert "already" in ask(desk, NameDialog).field.error()
    replace_text("Tender")
    press(Key.Key_Return)
    assert view.pipeline().name == "Tender"
    assert names(view) == before
    view.table.setFocus()
    press(Key.Key_Delete)
    assert len(names(view)) == len(before) - 1
    assert view.count_label.text() == "1 change, not published", (
        "one new pipeline, whatever is in it"
    )
    publish(desk, view)
    [tender] = desk.shop.rows(Pipeline, Pipeline.name == "Tender")
    found = desk.shop.rows(Stage, Stage.pipeline_id == tender.id)
    assert [one.name for one in sorted(found, key=lambda one: one.position)][:-2] == names(view)
    assert {one.kind for one in found} == {"open", "won", "lost"}
    view.rename_pipeline()
    ask(desk, NameDialog)
    replace_text("Tenders")
    press(Key.Key_Return)
    assert view.pipeline().name == "Tenders"
    publish(desk, view)
    view.retire_pipeline()
    assert view.pipeline().name == "Commercial print"
    publish(desk, view)
    assert desk.shop.row(Pipeline, tender.id).archived_at is not None
    for _step in range(3):
        press(Key.Key_Z, CTRL)
        desk.settle()
    assert "Tender" not in [one.name for one in view.pipelines()], "each publication is one step"


def test_a_pipeline_with_open_cards_stays(desk):
    """Covers: C1."""
    desk.shop.a_deal("Quote sent")
    view = desk.open()
    view.retire_pipeline()
    desk.wait(lambda: "still has open cards" in view.note.text())


@pytest.mark.parametrize("name", ["Other", "Другое", "  misc. "])
def test_a_reason_that_says_nothing_is_refused_with_its_sentence(desk, name):
    """Covers: B2, C7."""
    view = desk.open()
    tab_to(view.finals.add_button)
    press(Key.Key_Space, text=" ")
    dialog = ask(desk, NameDialog)
    type_text(name)
    press(Key.Key_Return)
    desk.wait(dialog.field.error)
    assert "Other" in dialog.field.error()
    assert len(view.finals.model.rows) == 8
    replace_text(f" {view.finals.model.rows[0].name.upper()}")
    press(Key.Key_Return)
    desk.wait(lambda: "already" in dialog.field.error(), "nor is one that is there")
    press(Key.Key_Escape)


def test_reasons_are_added_changed_ordered_and_removed(desk):
    """Covers: B2, C7."""
    view = desk.open()
    table, model = view.finals.table, view.finals.model
    tab_to(view.finals.add_button)
    press(Key.Key_Space, text=" ")
    ask(desk, NameDialog)
    type_text("No parking for a van")
    press(Key.Key_Return)
    desk.wait(lambda: len(model.rows) == 9)
    tab_to(table)
    table.selectRow(8)
    press(Key.Key_Up, ALT)
    desk.wait(lambda: model.rows[7].name == "No parking for a van")
    press(Key.Key_Return)
    ask(desk, NameDialog)
    replace_text("No way in for a van")
    press(Key.Key_Return)
    desk.wait(lambda: model.rows[7].name == "No way in for a van")
    publish(desk, view)
    [added] = desk.shop.rows(RefusalReason, RefusalReason.name == "No way in for a van")
    tab_to(table)
    press(Key.Key_Delete)
    assert len(model.rows) == 8
    publish(desk, view)
    assert desk.shop.row(RefusalReason, added.id).archived_at is not None


def test_the_ends_have_words_but_no_limit(desk):
    view = desk.open()
    tab_to(view.finals.won)
    press(Key.Key_Space, text=" ")
    assert view.stage().kind == "won"
    assert not view.stage_form.form.part("limit").isVisible()
    assert not view.stage_form.retire_button.isVisible()
    replace_text("Paid and handed over")
    publish(desk, view)
    assert view.finals.won.text() == "Paid and handed over"


@pytest.mark.parametrize("which", ["model", "reasons"])
def test_the_lists_are_sound_models(desk, which):
    view = desk.open()
    model = view.model if which == "model" else view.finals.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    press(Key.Key_Down, ALT)
    publish(desk, view)
    press(Key.Key_Z, CTRL)
    desk.settle()
    words = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.endswith("0 cards")
    tester.deleteLater()


def test_the_editor_opens_at_the_stage_that_is_asked_for_before_anything_is_read(desk):
    """Covers: B1, C1: a board leads to the stage of a column; the page asks for the stages only then."""
    quote = desk.shop.stage("Quote sent")
    page = StagesPage(desk.make_context())
    page.open(quote)
    page.view.refresh()
    desk.wait(lambda: page.view.stage() is not None, "the stages are read")
    assert page.view.stage().id == quote
    page.deleteLater()
