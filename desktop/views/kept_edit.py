# SPDX-License-Identifier: Apache-2.0
"""One edit of a dialog as a draft keeps it: as a text, whatever it is, put back as if a person had typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLineEdit, QWidget

from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.segmented import SegmentedControl
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.typed_edits import ReadEdit

_NOT_CHOSEN = str(None)


class KeptEdit(QObject):
    """A line, a text, a list, segments, a tick, or a group of buttons that are known by their object names."""

    changed = Signal()

    def __init__(self, edit: QObject, parent: QObject) -> None:
        super().__init__(parent)
        self._edit = edit.control if isinstance(edit, Field) else edit
        self.is_typed = not isinstance(
            self._edit, ComboBox | SegmentedControl | QAbstractButton | QButtonGroup
        ) or _is_open(self._edit)
        self._follow()

    def _follow(self) -> None:
        edit, tell = self._edit, lambda *_what: self.changed.emit()
        if isinstance(edit, QLineEdit | TextArea):
            edit.textChanged.connect(tell)
        elif isinstance(edit, ComboBox):
            (edit.editTextChanged if _is_open(edit) else edit.activated).connect(tell)
        elif isinstance(edit, SegmentedControl):
            edit.chosen.connect(tell)
        elif isinstance(edit, QAbstractButton):
            edit.toggled.connect(tell)
        elif isinstance(edit, QButtonGroup):
            edit.buttonToggled.connect(tell)
        else:
            raise TypeError(f"{type(edit).__name__} cannot be kept")

    def text(self) -> str:
        """What stands in it."""
        edit = self._edit
        if isinstance(edit, ComboBox):
            return edit.currentText() if _is_open(edit) else str(edit.currentData())
        if isinstance(edit, SegmentedControl):
            return edit.current()
        if isinstance(edit, QButtonGroup):
            button = edit.checkedButton()
            return button.objectName() if button is not None else ""
        if isinstance(edit, QAbstractButton):
            return str(int(edit.isChecked()))
        assert isinstance(edit, QLineEdit | TextArea)
        return edit.text()

    def known(self) -> str:
        """What stands in it, in no language: a day is not another day because it is written otherwise."""
        if isinstance(self._edit, ReadEdit) and self._edit.value() is not None:
            return repr(self._edit.value())
        return self.text()

    def put(self, text: str) -> bool:
        """Fill it; False where such a choice is not offered any more."""
        edit = self._edit
        if text == self.text():
            return True
        if isinstance(edit, TextArea):
            edit.set_text(text)
        elif isinstance(edit, QLineEdit):
            edit.setText(text)
            edit.setModified(True)
            edit.textEdited.emit(text)
            if isinstance(edit, ReadEdit):
                edit.commit()
        elif isinstance(edit, ComboBox) and _is_open(edit):
            edit.setEditText(text)
        else:
            return self._choose(text)
        return True

    def _choose(self, text: str) -> bool:
        edit = self._edit
        if isinstance(edit, ComboBox):
            places = [n for n in range(edit.count()) if str(edit.itemData(n)) == text]
            if places:
                edit.setCurrentIndex(places[0])
                edit.activated.emit(places[0])
            elif text == _NOT_CHOSEN:
                edit.setCurrentIndex(-1)
            return bool(places) or text == _NOT_CHOSEN
        if isinstance(edit, SegmentedControl):
            if text not in edit.offered():
                return False
            edit.choose(text)
            edit.chosen.emit(text)
        elif isinstance(edit, QButtonGroup):
            return self._press(edit, text)
        elif isinstance(edit, QAbstractButton):
            edit.click()
        return True

    @staticmethod
    def _press(group: QButtonGroup, text: str) -> bool:
        if not text:
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(False)
            group.setExclusive(True)
            return True
        found = [button for button in group.buttons() if button.objectName() == text]
        if found:
            found[0].click()
        return bool(found)

    def label(self) -> str:
        """What it is called."""
        holder: QObject | None = self._edit
        while holder is not None and not isinstance(holder, Field):
            holder = holder.parent()
        if isinstance(holder, Field):
            return holder.label_text()
        return self._edit.accessibleName() if isinstance(self._edit, QWidget) else ""

    def focus(self) -> None:
        """Let one type in it."""
        if isinstance(self._edit, QWidget):
            self._edit.setFocus()


def _is_open(edit: QObject) -> bool:
    """Whether one may type what is not in the list."""
    return isinstance(edit, ComboBox) and edit.isEditable()
