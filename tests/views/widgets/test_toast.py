# SPDX-License-Identifier: Apache-2.0
"""One toast at a time, with a way back, that waits while somebody looks at it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.views.widgets.buttons import Button
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.toast import Toast, ToastHost


def made(stand, **more):
    toast = Toast("Moved to Awaiting payment", stand, action="Undo", **more)
    toast.resize(toast.sizeHint())
    toast.move(60, 300)  # not under the pointer, which is at the corner
    toast.show()
    return toast


def tick(toast, seconds):
    for _ in range(seconds):
        toast._timer.timeout.emit()


def test_it_goes_after_eight_seconds(stand, qtbot):
    toast = made(stand)
    with qtbot.waitSignals([toast.expired, toast.gone]):
        tick(toast, 8)
    assert toast.isHidden()


def test_it_stays_while_the_focus_is_on_it(stand, qtbot):
    """Covers: M4."""
    toast = made(stand)
    toast.link.setFocus()
    qtbot.waitUntil(toast.link.hasFocus)
    tick(toast, 20)
    assert toast.isVisible()
    assert toast.seconds_left() == 8
    toast.link.clearFocus()
    with qtbot.waitSignal(toast.expired):
        tick(toast, 8)


def test_it_stays_while_the_pointer_is_on_it(stand):
    toast = made(stand)
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    tick(toast, 20)
    assert toast.isVisible()


def test_undo_tells_once_and_closes(stand, qtbot):
    toast = made(stand)
    told = []
    toast.undone.connect(lambda: told.append("undone"))
    toast.expired.connect(lambda: told.append("expired"))
    QTest.mouseClick(toast.link, Qt.MouseButton.LeftButton)
    tick(toast, 9)
    assert told == ["undone"]
    assert toast.isHidden()


def test_a_new_one_sends_the_old_away(stand):
    host = ToastHost(stand)
    first = host.show_toast("Moved")
    second = host.show_toast("Refused")
    assert first.isHidden()
    assert host.current() is second


def test_it_lies_at_the_bottom_left_at_every_size(stand, qtbot):
    host = ToastHost(stand)
    toast = host.show_toast("Moved to Awaiting payment", undo=lambda: None)
    for size in ((640, 480), (320, 200)):
        stand.resize(*size)
        qtbot.waitUntil(lambda: toast.geometry().bottom() == stand.height() - 17)
        assert toast.x() == 16
        assert toast.geometry().right() <= stand.width() - 16


def test_it_covers_no_button_in_the_foot_of_a_page_also_of_one_that_comes_later(stand, qtbot):
    """Covers: N1."""
    foot = Button("Take it in", stand, kind="primary")
    foot.setGeometry(40, stand.height() - 60, 160, 32)
    foot.show()
    host = ToastHost(stand)
    toast = host.show_toast("Moved to Awaiting payment", undo=lambda: None)
    assert not toast.geometry().intersects(foot.geometry())
    assert toast.geometry().bottom() < foot.y()
    late = Button("Check again", stand)
    late.setGeometry(40, toast.y(), 160, 32)
    late.show()
    tick(toast, 1)
    assert not toast.geometry().intersects(late.geometry())
    for button in (foot, late):
        button.hide()
    tick(toast, 1)
    assert toast.geometry().bottom() == stand.height() - 17


def test_undo_calls_what_takes_it_back(stand):
    host = ToastHost(stand)
    called = []
    toast = host.show_toast("Moved", undo=lambda: called.append(True))
    assert toast.link.accessibleName() == "Undo"
    toast.link.click()
    assert called == [True]
    assert host.current() is None


def test_a_count_down_says_the_seconds_left(stand):
    host = ToastHost(stand)
    toast = host.show_count_down(lambda left: f"E-mail leaves in {left} s", undo=lambda: None)
    assert toast.accessibleName() == "E-mail leaves in 8 s"
    tick(toast, 3)
    assert toast.accessibleName() == "E-mail leaves in 5 s"


def test_esc_closes_it(stand):
    toast = made(stand)
    QTest.keyClick(toast, Qt.Key.Key_Escape)
    assert toast.isHidden()


def test_the_focus_goes_back_from_a_toast_that_leaves(stand, qtbot):
    """Covers: M3."""
    field = stand.put(LineEdit())
    field.setFocus()
    host = ToastHost(stand)
    first = host.show_toast("Moved", undo=lambda: None)
    first.link.setFocus()
    second = host.show_toast("Refused", undo=lambda: None)
    assert QApplication.focusWidget() is field
    second.link.setFocus()
    QTest.keyClick(second.link, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is field
