# SPDX-License-Identifier: Apache-2.0
"""The program's own words are read whole on its screens, in every language; only what people wrote is cut."""

import importlib

import pytest
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.views import look
from desktop.views.widgets import keys
from desktop.views.widgets.label import Label
from devtools import scenes
from devtools.cut_words import cut_words, is_ours

SMALL = (1024, 600)
SCREENS = {
    "leads": ("leads", None),
    "control": ("control", SMALL),
    "handover": ("handover", None),
    "client_import": ("lead-import", SMALL),
    "navigator": ("navigator", SMALL),
    "month": ("month", SMALL),
    "stages": ("stages", None),
}
"""The module of a scene, its name and the size at which it is looked at; None is its own."""


@pytest.fixture(params=["en", "ru"])
def language(request, qapp):
    """Everything is said in this language."""
    i18n.switch(request.param)
    translator = look.speak(qapp)
    yield request.param
    if translator is not None:
        qapp.removeTranslator(translator)


def test_no_word_of_the_program_is_cut_on_the_fullest_screens(language, qtbot):
    """Covers: M4."""
    keys.set_shown(True)
    found = {}
    for module, (name, size) in SCREENS.items():
        importlib.import_module(f"{scenes.__name__}.{module}")
        scene = scenes.SCENES[name]
        widget = scene.make()
        qtbot.addWidget(widget)
        widget.resize(*(size or scene.size))
        widget.show()
        for _turn in range(5):
            QApplication.processEvents()
        if scene.prepare is not None:
            scene.prepare(widget)
        found[name] = cut_words(widget, language)
        widget.close()
    assert {name: cut for name, cut in found.items() if cut} == {}


def test_a_cut_label_is_found_and_what_somebody_wrote_is_not(stand):
    """Covers: M4."""
    own = stand.put(Label("No next touch"), Label("Oak & Lime Bakery, 14a Mill Row"))
    for label in stand.findChildren(Label):
        label.setFixedWidth(40)
    assert own.is_elided()
    assert cut_words(stand, "en") == ["No next touch"]


@pytest.mark.parametrize("text", ["3 left", "3 done, 1 late", "Today 14:30"])
def test_a_text_with_figures_in_it_is_the_programs(text):
    """Covers: M4."""
    assert is_ours(text, "en")
