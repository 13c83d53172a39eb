# SPDX-License-Identifier: Apache-2.0
"""A person's error is told whole, at its field or over the page; a bug once, with its report."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.errors import Bug, UserError
from desktop.views.error_box import BugDialog
from desktop.views.errors import Errors, show_at
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

SENTENCE = "The server did not accept the password. The letter waits in Outbox. Check Settings."


@pytest.fixture
def area(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    return widget


def bug(text: str) -> Bug:
    return Bug(ValueError(text), "window", f"ValueError: {text}")


def test_a_sentence_stands_whole_over_the_page_until_it_is_closed(area, qtbot):
    errors = Errors()
    errors.attach(area)
    errors.tell(UserError(SENTENCE))
    qtbot.waitUntil(lambda: area.findChild(Banner) is not None)
    notice = area.findChild(Banner)
    assert notice.isVisible()
    assert notice.accessibleName() == SENTENCE
    assert area.rect().contains(notice.geometry())
    notice.pressed.emit()
    assert not notice.isVisible()


def test_an_error_of_another_thread_is_told_on_this_one(area, qtbot):
    errors = Errors()
    errors.attach(area)
    worker = threading.Thread(target=lambda: errors.tell(UserError(SENTENCE)))
    worker.start()
    worker.join()
    assert area.findChild(Banner) is None
    qtbot.waitUntil(lambda: area.findChild(Banner) is not None)
    assert area.findChild(Banner).isVisible()


def test_a_sentence_with_a_field_stands_at_that_field(area, qtbot):
    field = Field("Phone", LineEdit(area), area)
    field.show()
    error = UserError("A phone needs 10–15 digits.", field="phone")
    assert show_at(error, {"phone": field})
    assert field.error() == "A phone needs 10–15 digits."
    assert not show_at(UserError("Elsewhere"), {"phone": field})


def test_a_bug_is_shown_once_and_its_report_copied_by_a_key(area, qtbot):
    errors = Errors()
    errors.attach(area)
    errors.show(bug("first"))
    qtbot.waitUntil(lambda: area.findChild(BugDialog) is not None)
    dialog = area.findChild(BugDialog)
    errors.show(bug("second"))
    qtbot.waitUntil(lambda: "second" in dialog._report)
    assert len(area.findChildren(BugDialog)) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert "ValueError: first" in copied
    assert "ValueError: second" in copied
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_after_the_window_has_gone_a_message_box_says_it(qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    area = QWidget()
    errors = Errors()
    errors.attach(area)
    area.deleteLater()
    qtbot.waitUntil(lambda: errors._area is None)
    errors.tell(UserError(SENTENCE))
    qtbot.waitUntil(lambda: said == [SENTENCE])


def test_before_there_is_a_window_a_message_box_says_it(qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    errors = Errors()
    errors.tell(UserError(SENTENCE))
    qtbot.waitUntil(lambda: said == [SENTENCE])
