# SPDX-License-Identifier: Apache-2.0
"""Another language while something is typed: what was typed stays, and every word of the program changes at once."""

import importlib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTextEdit, QWidget

from desktop import i18n
from desktop.views import look
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.label import Label
from devtools import scenes

TYPED = "Half a sentence"
SCREENS = {
    "leads-new": "leads",
    "board-new": "board",
    "card-deal": "card",
    "card-requisites": "card",
    "card-done": "card",
    "navigator-no-answer": "navigator",
}
"""Screens in which something is typed, and the module of each."""

WRITTEN = {"Maya Lindqvist", "Priya Hartwell", "07700 900 342", "Call with the price"}
"""What people wrote, which is an example of the program elsewhere; and a proposal that may have been changed."""


def words_of(root: QWidget) -> Iterator[str]:
    """Every text that is seen or read aloud."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield from (widget.accessibleName(), widget.toolTip())
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, Label):
            yield widget.text()


def edits_of(root: QWidget) -> list[QLineEdit | QTextEdit]:
    found = [one for one in root.findChildren(QWidget) if isinstance(one, QLineEdit | QTextEdit)]
    return [one for one in found if one.isVisible() and not one.isReadOnly()]


def text_of(edit: QLineEdit | QTextEdit) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


@pytest.mark.parametrize("name", SCREENS)
def test_another_language_changes_all_words_and_nothing_that_was_typed(name, qtbot, qapp):
    """Covers: M2, N2."""
    importlib.import_module(f"{scenes.__name__}.{SCREENS[name]}")
    scene = scenes.SCENES[name]
    widget = scene.make()
    qtbot.addWidget(widget)
    widget.resize(*scene.size)
    widget.show()
    QApplication.processEvents()
    if scene.prepare is not None:
        scene.prepare(widget)
    form = open_over(widget) or widget
    edit = next(one for one in edits_of(form) if not text_of(one))
    edit.setText(TYPED)
    i18n.switch("ru")
    translator = look.speak(qapp)
    try:
        for _turn in range(5):
            QApplication.processEvents()
        left = {text for text in words_of(form) if text and i18n._(text) != text}
        assert left - WRITTEN == set()
        assert text_of(edit) == TYPED
    finally:
        if translator is not None:
            qapp.removeTranslator(translator)
