# SPDX-License-Identifier: Apache-2.0
"""A field of a form: label above, control, and below it a hint, a check that held, or what is wrong."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.framed import Framed
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.text_block import Run

_LABEL_GAP = 4


class Note(Live, QWidget):
    """An icon and a sentence of 12 px in the colour of what it says: an error, a check that held, a hint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, _LABEL_GAP, 0, 0)
        row.setSpacing(4)
        self._icon = Icon("warning-circle", "er", 14, self)
        self._label = Label("", self, style="small", lines=0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    def say(self, text: Text, ink: str, icon: str = "") -> None:
        """Show a sentence; an empty one hides the note."""
        self._label.set_content(text)
        self._label.set_ink(ink)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, ink)
        self.setVisible(bool(say(text)))

    def text(self) -> str:
        """What is shown."""
        return self._label.text() if not self.isHidden() else ""


class Field(Live, QWidget):
    """Joins a label, a control and a note; gives the control its accessible name.

    A required field has a red asterisk, and its accessible name ends with "required". An error of a line goes
    as soon as a person types in it. Without `has_label` the label is only read aloud. A `corner` stands at the right
    end of the label's line. With `beside` the label stands before its control, not above it.
    """

    def __init__(
        self,
        label: Text,
        control: QWidget,
        parent: QWidget | None = None,
        *,
        required: bool = False,
        hint: Text = "",
        has_label: bool = True,
        weight: QFont.Weight = theme.MEDIUM,
        corner: QWidget | None = None,
        beside: bool = False,
    ) -> None:
        super().__init__(parent)
        self._label_text = label
        self._required = required
        self._hint = hint
        self._error: Text = ""
        self._good: Text = ""
        self.control = control
        self._label = Label(self._runs, self, style="small", weight=weight, ink="tx2")
        self._note = Note(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label, 1)
        if corner is not None:
            head.addWidget(corner)
        if beside:
            head.addWidget(control)
            head.setStretch(0, 0)
            head.setStretch(1, 1)
            column.addLayout(head)
        else:
            column.addLayout(head)
            column.addSpacing(_LABEL_GAP if has_label and corner is None else 0)
            column.addWidget(control)
        column.addWidget(self._note)
        # No focus proxy: Tab would come to the field where it is in the chain, and go back to its control.
        self._label.setBuddy(control)
        self._label.setVisible(has_label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        for named in self._named():
            if isinstance(named, QLineEdit):
                named.textEdited.connect(self._typed)
        self.retranslate()

    def set_error(self, sentence: Text) -> None:
        """Frame the control as wrong and say what to do; an empty sentence clears it."""
        self._error = sentence
        for named in self._named():
            if isinstance(named, Framed):
                named.set_wrong(bool(say(sentence)))
        self._show_note()

    def set_good(self, sentence: Text) -> None:
        """Say what was checked and held; an error goes before it."""
        self._good = sentence
        self._show_note()

    def set_hint(self, sentence: Text) -> None:
        """Say what helps to fill the field."""
        self._hint = sentence
        self._show_note()

    def set_required(self, required: bool) -> None:
        """Ask for the field from now on, or no longer."""
        self._required = required
        self.retranslate()

    def error(self) -> str:
        """The sentence that stands under the field as an error."""
        return say(self._error)

    def label_text(self) -> str:
        """The label without the asterisk."""
        return say(self._label_text)

    def retranslate(self) -> None:
        """Ask the texts again and name the control."""
        name = say(self._label_text)
        if self._required:
            name = _("{field}, required").format(field=name)
        for named in self._named():
            named.setAccessibleName(name)
        self._label.retranslate()
        self._show_note()

    def _typed(self, _text: str) -> None:
        # What is being mended is not called wrong until it is looked at again.
        if self._error:
            self.set_error("")

    def _runs(self) -> list[Run]:
        runs = [Run(say(self._label_text))]
        if self._required:
            runs.append(Run(" *", theme.SEMIBOLD, "er"))
        return runs

    def _show_note(self) -> None:
        error, good, hint = say(self._error), say(self._good), say(self._hint)
        if error:
            self._note.say(error, "er", "warning-circle")
        elif good:
            self._note.say(good, "ok", "check-circle")
        else:
            self._note.say(hint, "tx2")
        for named in self._named():
            named.setAccessibleDescription(error or good or hint)

    def _named(self) -> list[QWidget]:
        """The control, and the part of it that has the focus: that is what a screen reader stands on."""
        inner = self.control.focusProxy()
        return [self.control] if inner is None else [self.control, inner]

    def minimumSizeHint(self) -> QSize:
        """As narrow as the control allows."""
        hint = super().minimumSizeHint()
        return QSize(self.control.minimumSizeHint().width(), hint.height())
