# SPDX-License-Identifier: Apache-2.0
"""Fields name their controls and say what is wrong where it is wrong."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.errors import UserError
from desktop.views import theme
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.halo import Halo
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.typed_edits import DateEdit, MoneyEdit


def note_of(field):
    return field.findChildren(Note)[0].text()


def test_a_control_is_named_by_its_label(stand):
    """Covers: M4."""
    field = stand.put(Field("Comment", TextArea()))
    assert field.control.accessibleName() == "Comment"


def test_a_required_field_says_so_in_its_name(stand):
    """Covers: M4."""
    field = stand.put(Field("Comment", TextArea(), required=True))
    assert field.control.accessibleName() == "Comment, required"
    i18n.switch("ru")
    field.retranslate()
    assert field.control.accessibleName() == "Comment, обязательно"
    field.set_required(False)
    assert field.control.accessibleName() == "Comment"


def test_an_error_frames_the_control_and_stands_below_it(stand):
    field = stand.put(Field("Next touch", LineEdit()))
    field.set_error("Set the day of the next touch.")
    assert field.control.is_wrong()
    assert note_of(field) == "Set the day of the next touch."
    assert field.control.accessibleDescription() == "Set the day of the next touch."
    assert [ring.isVisible() for ring in stand.findChildren(Halo)] == [True]
    field.set_error("")
    assert not field.control.is_wrong()
    assert note_of(field) == ""
    assert not any(ring.isVisible() for ring in stand.findChildren(Halo))


def test_an_error_goes_as_soon_as_a_person_types(stand):
    """Covers: M4."""
    edit = LineEdit()
    field = stand.put(Field("Next touch", edit))
    field.set_error("Set the day of the next touch.")
    edit.setText("what a program put there")
    assert note_of(field) == "Set the day of the next touch."
    edit.setFocus()
    QTest.keyClicks(edit, "f")
    assert note_of(field) == ""
    assert not edit.is_wrong()


def test_an_error_goes_before_what_held_and_before_the_hint(stand):
    field = stand.put(Field("INN", LineEdit(), hint="10 or 12 digits"))
    assert note_of(field) == "10 or 12 digits"
    field.set_good("the check digit is right")
    assert note_of(field) == "the check digit is right"
    field.set_error("The last digit does not fit.")
    assert note_of(field) == "The last digit does not fit."
    field.set_error("")
    assert note_of(field) == "the check digit is right"


def test_a_field_leaves_its_place_in_the_order_of_tab_to_its_control(stand):
    field = stand.put(Field("Phone", LineEdit()))
    assert field.findChildren(Label)[0].buddy() is field.control
    assert field.focusProxy() is None


def whole(text):
    try:
        return sum(int(part) for part in text.split("+"))
    except ValueError as error:
        raise UserError("A sum is written in figures.") from error


def test_a_sum_is_read_when_the_field_is_left_not_while_typing(stand, qtbot, type_in):
    edit, other = MoneyEdit(whole, lambda value: f"£{value}.00"), LineEdit()
    stand.put(edit, other)
    edit.setFocus()
    type_in("120+45")
    assert edit.value() is None
    with qtbot.waitSignal(edit.value_changed):
        other.setFocus()
    assert edit.value() == 165
    assert edit.text() == "£165.00"


def test_what_cannot_be_read_stays_as_typed_and_is_told(stand, qtbot, type_in):
    edit, other = MoneyEdit(whole, str), LineEdit()
    stand.put(edit, other)
    edit.setFocus()
    type_in("сто рублей")
    with qtbot.waitSignal(edit.read_failed):
        other.setFocus()
    assert edit.text() == "сто рублей"
    assert edit.problem() == "A sum is written in figures."
    assert edit.is_wrong()
    edit.setFocus()
    type_in("1")
    assert edit.problem() == ""
    assert not edit.is_wrong()


def test_an_empty_field_is_no_value(stand, qtbot):
    edit = stand.put(DateEdit(whole, str))
    edit.set_value(7)
    assert edit.text() == "7"
    edit.clear()
    with qtbot.waitSignal(edit.value_changed):
        assert edit.commit()
    assert edit.value() is None


def test_setting_a_value_tells_nobody(stand, qtbot):
    edit = stand.put(DateEdit(whole, str))
    with qtbot.assertNotEmitted(edit.value_changed):
        edit.set_value(3)
        edit.commit()


def test_a_text_area_grows_with_its_text_up_to_its_most(stand, qtbot):
    area = stand.put(TextArea(lines=2, most=4))
    assert area.height() == 2 * 20 + 12
    area.set_text("one\ntwo\nthree")
    qtbot.waitUntil(lambda: area.height() == 3 * 20 + 12)
    area.set_text("\n".join("123456789"))
    qtbot.waitUntil(lambda: area.height() == 4 * 20 + 12)


def test_a_text_set_cannot_be_undone_but_a_text_typed_can(stand, type_in):
    area = stand.put(TextArea())
    area.set_text("draft")
    assert not area.document().isUndoAvailable()
    area.setFocus()
    type_in("ещё")
    assert area.document().isUndoAvailable()


def test_the_placeholder_of_a_text_area_is_drawn_to_its_end(stand, type_in):
    """Covers: M2."""
    area = stand.put(TextArea(lines=4, placeholder="names, numbers, bank " * 12))
    bare = stand.put(TextArea(lines=4))
    line = theme.line("body")

    def second_line(shown):
        box = shown.viewport().geometry()
        return shown.grab().toImage().copy(box.x(), box.y() + line, box.width(), line)

    assert second_line(area) != second_line(bare)
    area.setFocus()
    type_in("ещё")
    area.clearFocus()
    assert second_line(area) == second_line(bare)


def test_tab_leaves_a_text_area(stand):
    area, other = TextArea(), LineEdit()
    stand.put(area, other)
    area.setFocus()
    QTest.keyClick(area, "\t")
    assert other.hasFocus()


def test_inputs_have_their_heights_at_every_text_size(stand, light):
    """Covers: M4."""
    plain, tall, combo = LineEdit(), LineEdit(tall=True), ComboBox()
    stand.put(plain, tall, combo)
    for size in theme.TEXT_SIZES:
        theme.apply(light, "dark", size)
        assert plain.height() == combo.height() == theme.px(32)
        assert tall.height() == theme.px(36)


def test_a_combo_shows_its_example_until_something_is_chosen(stand):
    combo = stand.put(ComboBox(placeholder="Choose a stock"))
    combo.addItems(["Coated 300 gsm", "Uncoated 350"])
    combo.setCurrentIndex(-1)
    assert combo.placeholderText() == "Choose a stock"
    assert combo.currentText() == ""
    combo.setCurrentIndex(1)
    assert combo.currentText() == "Uncoated 350"


@pytest.mark.parametrize("kind", [LineEdit, TextArea])
def test_a_field_takes_dropped_words_and_leaves_files_to_what_lies_around_it(stand, kind):
    """Covers: A2."""
    edit, place = kind(stand), QPoint(5, 5)
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/cards.pdf")])
    files.setText("file:///tmp/cards.pdf")
    words.setText("Business cards")
    for mime, takes in ((files, False), (words, True)):
        event = QDragEnterEvent(
            place,
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(edit.viewport() if kind is TextArea else edit, event)
        assert event.isAccepted() is takes
