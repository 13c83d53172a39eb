# SPDX-License-Identifier: Apache-2.0
"""Boxes, flows, tables, progress and the timeline: sizes, keys, and nothing cut."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QPushButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.documents import ticket_paint
from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.popover import Popover
from desktop.views.widgets.progress import PaceBar, ProgressRow, Skeleton, pace_ink
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.stat_tile import StatTile
from desktop.views.widgets.table import TableView
from desktop.views.widgets.table_roles import CellRole
from desktop.views.widgets.text_block import Run, bold
from desktop.views.widgets.ticket import Ticket
from desktop.views.widgets.timeline import Entry, EntryPainter, spoken


def test_a_flow_begins_a_new_row_when_the_width_is_used_up(stand):
    holder = stand.put(QWidget())
    flow = FlowLayout(holder, gap=8, row_gap=6)
    for _ in range(4):
        button = QPushButton()
        button.setFixedSize(100, 20)
        flow.addWidget(button)
        button.show()
    assert flow.heightForWidth(500) == 20
    assert flow.heightForWidth(220) == 46
    assert flow.heightForWidth(100) == 4 * 20 + 3 * 6
    flow.itemAt(0).widget().hide()
    assert flow.heightForWidth(330) == 20


def table(stand, rows: int = 3):
    model = QStandardItemModel(rows, 2)
    for row in range(rows):
        for column in range(2):
            model.setItem(row, column, QStandardItem(f"{row}:{column}"))
    model.item(0, 1).setData("overdue", CellRole.MEANING)
    view = stand.put(TableView(name="Payments", bar=True, empty="No payments yet"))
    view.setModel(model)
    return view


def test_enter_opens_and_space_ticks_the_row(stand, qtbot):
    """Covers: M3."""
    view = table(stand)
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].row() == 1
    with qtbot.waitSignal(view.ticked) as ticked:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert ticked.args[0].row() == 1


def test_home_and_end_go_to_the_first_and_last_row_that_can_be_chosen(stand):
    """Covers: M3."""
    view = table(stand, rows=5)
    for column in range(2):
        view.model().item(0, column).setFlags(Qt.ItemFlag.NoItemFlags)  # the line above a group
    view.setCurrentIndex(view.model().index(2, 0))
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 4
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1


def test_rows_and_header_grow_with_the_text_size(stand, light):
    view = table(stand)
    assert view.rowHeight(0) == 36
    assert view.horizontalHeader().height() == 32
    theme.apply(light, "dark", 150)
    assert view.rowHeight(0) == 54
    assert view.horizontalHeader().height() == 48


def test_tab_leaves_a_table(stand):
    view = table(stand)
    after = stand.put(LineEdit())
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_an_empty_table_says_so(stand):
    view = table(stand, rows=1)
    full = view.viewport().grab().toImage()
    view.model().removeRow(0)
    assert view.viewport().grab().toImage() != full
    assert view.accessibleName() == "Payments"


@pytest.mark.parametrize(
    ("value", "due", "ink"), [(60, 20, "ok_s"), (41, 20, "ac"), (16, 20, "wa_s"), (12, 20, "er_s")]
)
def test_a_pace_says_by_its_colour_how_far_it_is(value, due, ink):
    """Covers: D4."""
    assert pace_ink(value, 60, due) == ink


def test_a_pace_bar_paints_without_a_norm(stand):
    bar = stand.put(PaceBar(name="Dials"))
    bar.set_pace(3, 0, 0.5)
    assert not bar.grab().isNull()


def test_progress_waits_a_moment_before_it_shows(stand, qtbot):
    row = stand.put(ProgressRow("Reading statement…"))
    row.hide()
    row.begin()
    assert row.isHidden()
    row.set_progress(214, 640)
    qtbot.waitUntil(row.isVisible, timeout=2000)
    assert row.accessibleName() == "Reading statement… 214 / 640"
    row.finish()
    assert row.isHidden()


def test_short_work_shows_nothing(stand, qtbot):
    row = stand.put(ProgressRow("Reading…"))
    row.begin()
    row.finish()
    qtbot.wait(350)
    assert row.isHidden()


def test_a_skeleton_shows_nothing_at_first(stand):
    bars = stand.put(Skeleton())
    empty = bars.grab().toImage()
    bars.show_now()
    assert bars.grab().toImage() != empty


def test_a_panel_has_its_bar_only_with_a_title(stand):
    panel = Panel("Client")
    panel.add_action(Button("Edit", size="small"))
    assert panel.accessibleName() == "Client"
    with pytest.raises(ValueError, match="bar"):
        Panel().add_action(Button("Edit"))


def test_a_ticket_is_perforated_where_its_halves_meet(stand):
    ticket = Ticket(shape=ticket_paint.CARD)
    ticket.ticket.addWidget(Label("Send contract and invoice"))
    ticket.stub.addWidget(Button("Open wizard", kind="primary"))
    stand.put(ticket)
    stand.layout().activate()
    ticket.layout().activate()
    stub = ticket.stub.parentWidget().geometry()
    assert ticket.split() == stub.top()
    assert 0 < ticket.split() < ticket.height()
    image = ticket.grab().toImage()
    assert image.pixelColor(1, int(ticket.split())) != theme.current().sf


def test_what_gets_the_focus_scrolls_into_view(stand, qtbot):
    content = QWidget()
    flow = FlowLayout(content)
    edits = [LineEdit() for _ in range(40)]
    for edit in edits:
        edit.setFixedWidth(560)
        flow.addWidget(edit)
    area = stand.put(ScrollArea(content))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    edits[-1].setFocus()
    assert area.verticalScrollBar().value() > 0
    assert area.verticalScrollBar().sizeHint().width() == 10


def tall_form(stand) -> tuple[ScrollArea, Field]:
    """A field between two blocks, of which the first is filled only later."""
    content = QWidget()
    column = QVBoxLayout(content)
    field = Field("Name", LineEdit())
    before, after = QWidget(), QWidget()
    before.setObjectName("before")
    after.setFixedHeight(400)
    for part in (before, field, after):
        column.addWidget(part)
    column.addStretch(1)
    area = stand.put(ScrollArea(content))
    field.control.setFocus()
    return area, field


def bottom_of(part: QWidget, area: ScrollArea) -> int:
    return part.mapTo(area.viewport(), part.rect().bottomLeft()).y()


def test_what_has_the_focus_stays_in_sight_when_the_form_grows_above_it(stand, qtbot):
    """With the sentence that says what is wrong with it. Covers: M3, M4."""
    area, field = tall_form(stand)
    area.findChild(QWidget, "before").setFixedHeight(700)
    field.set_error("Write the name: it stands on tickets and invoices.")
    qtbot.waitUntil(lambda: 0 < bottom_of(field, area) < area.viewport().height())


def test_somebody_who_scrolled_elsewhere_is_left_there(stand, qtbot):
    area, field = tall_form(stand)
    area.findChild(QWidget, "before").setFixedHeight(700)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    area.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    field.set_error("Write the name: it stands on tickets and invoices.")
    grown = area.widget().height()
    qtbot.waitUntil(lambda: area.widget().height() >= grown)
    QTest.qWait(1)
    assert area.verticalScrollBar().value() == 0


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_a_popover_gives_the_focus_back_to_where_it_was(stand, qtbot):
    """It may be opened by a key from another field than the one it stands at. Covers: M3."""
    typed, opener = LineEdit(), LineEdit()
    stand.put(typed, opener)
    typed.setFocus()
    popover = Popover(stand)
    field = LineEdit(popover)
    popover.body.addWidget(field)
    popover.show_at(opener)
    qtbot.waitUntil(popover.isVisible)
    popover.close()
    qtbot.waitUntil(typed.hasFocus)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_a_popover_is_as_high_as_what_wraps_in_it(stand, qtbot):
    """Nothing in it is cut. Covers: M4."""
    popover = Popover(stand, width=200)
    holder = QWidget(popover)
    flow = FlowLayout(holder, gap=6, row_gap=6)
    buttons = [Button(f"In {number} weeks", holder, size="small") for number in range(6)]
    for button in buttons:
        flow.addWidget(button)
    popover.body.addWidget(holder)
    note = Note(popover)
    popover.body.addWidget(note)
    popover.show_at(stand.put(LineEdit()))
    qtbot.waitUntil(lambda: buttons[-1].geometry().bottom() < holder.height())
    note.say("This time has passed. Choose a later one, such as tomorrow at ten.", "er")
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    assert note.geometry().bottom() < popover.height()
    popover.close()


def test_a_banner_says_its_sentence_and_offers_one_way_out(stand, qtbot):
    banner = stand.put(Banner("No backup for 8 days.", "danger", action="Set"))
    assert banner.accessibleName() == "No backup for 8 days."
    assert banner.sizeHint().height() >= 36
    with qtbot.waitSignal(banner.pressed):
        banner.findChild(Button).click()


def test_an_empty_state_is_one_sentence_for_screen_readers():
    state = EmptyState("No deals in this stage", "Drop a card here or press Ctrl N.")
    assert state.accessibleName() == "No deals in this stage. Drop a card here or press Ctrl N."


def test_a_figure_is_read_with_its_caption():
    tile = StatTile("Paid", "£41,600", note="+12%")
    assert tile.accessibleName() == "Paid £41,600 +12%"


def test_an_avatar_names_the_person(stand):
    avatar = stand.put(Avatar("ML", "Maya Lindqvist", 0))
    assert avatar.accessibleName() == avatar.toolTip() == "Maya Lindqvist"
    avatar.set_person("", "Nobody", 0)
    assert not avatar.grab().isNull()


CALL = Entry(
    key="1",
    kind="box",
    title=(bold("Call, 4 min 12 s"),),
    icon="ph.phone-incoming",
    tone="accent",
    meta="Priya Hartwell → Maya",
    time="11:21",
    initials="ML",
    text="Agreed on white vinyl. " * 40,
    chips=(("Agreed", "success", "ph.thumbs-up"),),
    link="Recording",
)


def test_a_long_text_in_the_timeline_is_folded_after_six_lines():
    """Covers: D1."""
    folded, open_ = EntryPainter(CALL), EntryPainter(CALL, folded=False)
    assert folded.height(500) < open_.height(500)
    assert folded.height(400) - folded.height(500) == 0


def test_an_entry_paints_in_the_height_it_asked_for(qapp):
    painter_ = EntryPainter(CALL)
    height = painter_.height(500)
    image = QImage(500, height + 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF00FF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter_.paint(painter, QRectF(0, 0, 500, height), is_last=True)
    painter.end()
    below = {image.pixelColor(x, height).name() for x in range(500)}
    assert below == {"#ff00ff"}
    assert "link" in painter_.links


def test_an_entry_is_spoken_with_all_it_shows():
    """Covers: M4."""
    day = Entry("d", "day", (Run("Today, Thursday 15 October"),))
    assert spoken(day) == "Today, Thursday 15 October"
    assert spoken(CALL).startswith("Call, 4 min 12 s, Priya Hartwell → Maya, 11:21, Agreed")


def test_an_elided_cell_is_told_whole_in_a_tool_tip(stand):
    """Covers: M4."""
    view = table(stand, rows=1)
    view.model().item(0, 0).setText("Invoice I-0861 for delivery boxes, second part")
    view.setColumnWidth(0, 60)
    index = view.model().index(0, 0)
    at = view.visualRect(index).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text().startswith("Invoice I-0861 for delivery boxes")
    QToolTip.hideText()


def test_group_rows_are_lower_and_stay_so_when_rows_come(stand):
    model = QStandardItemModel(2, 1)
    for row, is_group in enumerate((True, False)):
        item = QStandardItem("Matched · 8")
        item.setData(is_group, CellRole.GROUP)
        model.setItem(row, 0, item)
    view = stand.put(TableView(groups=True))
    view.setModel(model)
    model.insertRow(0, [QStandardItem("a row above")])
    assert [view.rowHeight(row) for row in range(3)] == [36, 32, 36]


def test_a_kept_width_grows_with_the_text(stand, qapp):
    """Covers: M4."""
    fixed, bounded = stand.put(LineEdit()), stand.put(LineEdit())
    keep_width(fixed, 92)
    keep_width(bounded, most=220)
    assert (fixed.width(), bounded.maximumWidth()) == (92, 220)
    theme.apply(qapp, "light", 150)
    assert (fixed.width(), bounded.maximumWidth()) == (138, 330)
