# SPDX-License-Identifier: Apache-2.0
"""A dialog asks over its window: Esc cancels, Ctrl+Enter submits, the footer is always in view."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget

from desktop.views import theme
from desktop.views.widgets.dialog import Dialog, open_over
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.tab_stops import tab_stops

CTRL = Qt.KeyboardModifier.ControlModifier


def asked(stand, fields: int = 2):
    dialog = Dialog(stand, "Why did Castell Motors refuse?", subtitle="Price boards A1")
    for number in range(fields):
        dialog.body.addWidget(Field(f"Field {number}", LineEdit(dialog)))
    dialog.set_primary("Refuse and save", shortcut="Ctrl+Return")
    dialog.add_cancel("Return to Quote sent")
    dialog.open()
    return dialog


def where(widget, dialog) -> QRect:
    return QRect(widget.mapTo(dialog, QPoint(0, 0)), widget.size())


def test_the_first_field_has_the_focus(stand):
    dialog = asked(stand)
    first = dialog.findChildren(LineEdit)[0]
    assert QApplication.focusWidget() is first


def test_esc_cancels_and_gives_the_focus_back(stand, qtbot):
    """Covers: M3."""
    opener = stand.put(LineEdit())
    opener.setFocus()
    dialog = asked(stand)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert QApplication.focusWidget() is opener


def test_keys_stay_in_a_dialog_whose_fields_wait_for_a_step(stand, qtbot):
    """Covers: M3."""
    dialog = asked(stand)
    dialog.body.parentWidget().setEnabled(False)
    assert QApplication.focusWidget() is dialog
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_a_page_that_goes_on_below_does_not_take_the_keys_of_a_dialog(stand, qtbot):
    """Covers: M3."""
    page = QWidget()
    button = QPushButton("Import 20,000 leads", page)
    stand.put(page)
    page.hide()
    dialog = asked(stand)
    button.setFocus()  # Qt gives the keys to what lies in a hidden page, too
    assert QApplication.focusWidget() is dialog
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_the_focus_goes_back_from_behind_another_window_too(stand, qtbot):
    """A dialog opened right after the system's file dialog. Covers: M3."""
    opener = stand.put(LineEdit())
    opener.setFocus()
    other = QLabel("a file dialog")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    dialog = asked(stand)
    stand.activateWindow()
    qtbot.waitUntil(stand.isActiveWindow)
    dialog.reject()
    assert QApplication.focusWidget() is opener


def test_the_focus_goes_to_who_asked_where_the_opener_is_gone(stand, qtbot):
    """Covers: M3."""
    opener, beside = stand.put(LineEdit()), stand.put(LineEdit())
    opener.setFocus()
    dialog = asked(stand)
    opener.hide()
    dialog.reject()
    assert QApplication.focusWidget() is beside


def test_ctrl_enter_submits_from_a_field_and_the_dialog_stays(stand, qtbot):
    dialog = asked(stand)
    with qtbot.waitSignal(dialog.submitted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()


def test_a_second_press_waits_for_the_answer_to_the_first(stand, qtbot):
    dialog = asked(stand)
    answers: list = []
    dialog.submitted.connect(lambda: answers.append(dialog.held(lambda _r: None, lambda _e: None)))
    for _press in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
        dialog.primary.click()
    assert len(answers) == 1
    _then, failed = answers[0]
    failed("not taken")
    dialog.primary.click()
    assert len(answers) == 2


def test_a_lone_enter_does_not_submit(stand, qtbot):
    dialog = asked(stand)
    with qtbot.assertNotEmitted(dialog.submitted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_a_blocked_primary_is_not_submitted(stand, qtbot):
    dialog = asked(stand)
    dialog.primary.set_blocked("Choose a reason.")
    with qtbot.assertNotEmitted(dialog.submitted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)


def test_a_question_whose_answer_is_blocked_begins_on_cancel(stand):
    """Covers: M3."""
    dialog = Dialog(stand, "Restore this backup?")
    dialog.set_primary("Restore").set_blocked("The backup is still being read.")
    cancel = dialog.add_cancel()
    dialog.open()
    assert cancel.hasFocus()


def test_tab_stays_inside_and_goes_round(stand):
    stand.put(LineEdit())
    dialog = asked(stand)
    seen = []
    for _ in range(8):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert all(dialog.isAncestorOf(widget) for widget in seen)
    assert len(set(seen)) == 5
    assert seen[0] is seen[5]


def test_tab_goes_through_fields_whose_controls_were_made_before_them(stand):
    """Covers: M3."""
    dialog = Dialog(stand, "Why did Castell Motors refuse?")
    edits = [LineEdit(dialog) for _ in range(3)]
    for number, edit in enumerate(edits):
        dialog.body.addWidget(Field(f"Field {number}", edit))
    primary = dialog.set_primary("Refuse and save")
    dialog.open()
    seen = []
    for _ in range(5):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen[:3] == edits
    assert primary in seen
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-1]


def test_the_primary_is_right_of_cancel(stand):
    dialog = asked(stand)
    cancel = next(b for b in dialog.findChildren(type(dialog.primary)) if "Return" in b.text())
    assert where(cancel, dialog).right() < where(dialog.primary, dialog).left()


@pytest.mark.parametrize("size", [(640, 360), (1024, 600), (1440, 900)])
@pytest.mark.parametrize("text_size", [100, 150])
def test_the_footer_stays_in_view_when_the_content_scrolls(stand, light, size, text_size):
    """Covers: M4."""
    theme.apply(light, "light", text_size)
    stand.resize(*size)
    dialog = asked(stand, fields=20)
    window = QRect(0, 0, *size)
    assert dialog.geometry() == window
    assert window.contains(where(dialog.primary, dialog))
    assert dialog.primary.height() >= 28
    last = dialog.findChildren(LineEdit)[-1]
    last.setFocus()
    assert window.contains(where(last, dialog))
    assert where(last, dialog).bottom() < where(dialog.primary, dialog).top()


def test_a_short_dialog_is_as_high_as_its_content(stand):
    stand.resize(1440, 900)
    dialog = asked(stand)
    sheet = dialog.primary.parentWidget().parentWidget()
    assert sheet.width() == 560
    assert sheet.height() < 400


def test_it_covers_the_window_at_every_size(stand, qtbot):
    dialog = asked(stand)
    stand.resize(900, 700)
    qtbot.waitUntil(lambda: dialog.size() == stand.size())


def test_the_window_knows_what_lies_over_it(stand):
    assert open_over(stand) is None
    dialog = asked(stand)
    assert open_over(stand) is dialog
    dialog.reject()
    assert open_over(stand) is None


def test_what_lies_below_cannot_be_pressed(stand, qtbot):
    pressed = []
    below = stand.put(LineEdit())
    below.setFocus()
    dialog = asked(stand)
    QTest.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=below.geometry().center())
    assert not below.hasFocus()
    assert pressed == []


def test_it_is_named_by_its_title(stand):
    assert asked(stand).accessibleName() == "Why did Castell Motors refuse?"


def test_long_content_wraps_in_a_narrow_window(stand):
    stand.resize(640, 360)
    dialog = Dialog(stand, "Question", width=900)
    dialog.body.addWidget(QLabel("one"))
    dialog.set_primary("Go")
    dialog.open()
    sheet = dialog.primary.parentWidget().parentWidget()
    assert sheet.geometry().left() >= 8
    assert sheet.geometry().right() <= 640 - 8


@pytest.mark.parametrize("size", [(1440, 900), (640, 360)])
def test_a_dialog_throws_a_shadow_that_fades_out(stand, size):
    stand.resize(*size)
    dialog = asked(stand, fields=1)
    picture = dialog.grab().toImage()
    sheet = dialog._sheet.geometry()
    below = [picture.pixelColor(sheet.center().x(), sheet.bottom() + n) for n in (2, 16, 40)]
    depths = [255 - colour.lightness() for colour in below if colour.isValid()]
    assert depths == sorted(depths, reverse=True)
    assert depths[0] > depths[-1]


def test_the_ring_of_the_first_control_is_not_cut(stand):
    """Covers: M4."""
    dialog = asked(stand)
    first = dialog.findChildren(LineEdit)[0]
    room = dialog._scroll.viewport()
    assert first.parentWidget().mapTo(room, QPoint(0, 0)).y() >= 4


def test_tab_goes_as_the_dialog_is_read(stand):
    """Covers: M3, M4."""
    dialog = asked(stand, fields=1)
    row = QHBoxLayout()
    right, left = LineEdit(dialog), LineEdit(dialog)  # made in another order than they stand in
    for one in (left, right):
        row.addWidget(one)
    dialog.body.addLayout(row)
    stops = tab_stops(dialog)
    first = dialog.findChildren(LineEdit)[0]
    assert stops.index(first) < stops.index(left) < stops.index(right)
    words = [one.accessibleName() for one in stops[-2:]]
    assert words == ["Return to Quote sent", "Refuse and save"]


def test_what_qt_made_in_the_window_outlives_the_rings_of_a_dialog(stand, qapp):
    """PySide counts what follows in the focus chain as a child: a ring that went took the window's bars with it."""
    area = stand.put(QScrollArea())
    bar = area.horizontalScrollBar()
    dialog = asked(stand)
    for _time in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shiboken6.isValid(bar)
    bar.setSingleStep(3)
