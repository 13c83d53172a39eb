# SPDX-License-Identifier: Apache-2.0
"""Language, theme, text size and keys on buttons, changed at once by keys."""

from PySide6.QtCore import Qt

from desktop import settings as declared
from desktop.models.settings import Section
from desktop.views import theme
from desktop.views.look import Look
from tests.settings_desk import focus, tab_to
from tests.shell import press

Key = Qt.Key


def test_the_language_is_switched_live_and_kept_for_the_person(desk, qapp):
    """Covers: M2."""
    look = Look(qapp, desk.settings)
    look.follow(desk.person.id)
    view = desk.open(Section.LOOK)
    tab_to(view._look.control("language"))
    while focus().currentData() != "ru":
        press(Key.Key_Down)
    desk.wait(lambda: desk.page.header.title() == "Настройки", "a Russian page")
    assert view._look.field("theme").label_text() == "Тема"
    assert desk.settings.get(declared.LANGUAGE, person=desk.person.id) == "ru"
    look.deleteLater()


def test_theme_and_text_size_hold_at_once(desk, qapp):
    """Covers: M3, M4."""
    look = Look(qapp, desk.settings)
    look.follow(desk.person.id)
    view = desk.open(Section.LOOK)
    tab_to(view._look.control("theme"))
    while focus().currentData() != "dark":
        press(Key.Key_Down)
    desk.wait(lambda: theme.current() is theme.DARK)
    tab_to(view._look.control("text_size"))
    press(Key.Key_End)
    desk.wait(lambda: theme.text_size() == 150)
    look.deleteLater()


def test_keys_on_buttons_are_switched_by_space(desk):
    view = desk.open(Section.LOOK)
    tab_to(view._window.control("show_keys"))
    press(Key.Key_Space, text=" ")
    assert desk.settings.get(declared.SHOW_KEYS, person=desk.person.id) is False


def test_the_program_for_calls_is_the_persons_choice(desk):
    """Covers: I3."""
    view = desk.open(Section.LOOK)
    tab_to(view._calls.control("call_with"))
    while focus().currentData() != "sip":
        press(Key.Key_Down)
    tab_to(view._calls.control("sip_server"))
    for sign in "pbx":
        press(sign)
    press(Key.Key_Return)
    me = desk.person.id
    desk.wait(lambda: desk.settings.get(declared.SIP_SERVER, person=me) == "pbx", "kept")
    assert desk.settings.get(declared.CALL_WITH, person=me) == "sip"
