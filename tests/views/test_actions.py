# SPDX-License-Identifier: Apache-2.0
"""Actions are data: keys are read, unique, and everything is made from them."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.domain.rights import Right
from desktop.views import actions, icons
from desktop.views.actions import ActionSet, ActionSpec, fill_menus
from desktop.views.keyboard import combination


def test_no_two_actions_of_the_window_share_a_key():
    for mac in (False, True):
        keys = [key for spec in actions.GLOBAL for key in spec.shortcuts(mac=mac)]
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_key_can_be_read_and_every_icon_and_right_exists():
    rights = {right.value for right in Right}
    for spec in actions.GLOBAL:
        for key in spec.shortcuts(mac=True):
            assert combination(key).key() != Qt.Key.Key_unknown
        assert not spec.icon or spec.icon in icons.names() or f"ph.{spec.icon}" in icons.names()
        assert not spec.right or spec.right in rights


def test_function_keys_have_a_command_form_on_a_mac_and_it_goes_first():
    assert actions.NEW_ORDER.shortcuts(mac=True) == ("Ctrl+Shift+O", "F2")
    assert actions.NEW_ORDER.shortcuts(mac=False) == ("F2",)


def test_a_mac_is_spared_the_keys_that_belong_to_its_system():
    taken = {"Ctrl+M", "Ctrl+H", "Ctrl+,"}
    assert not taken & {key for spec in actions.GLOBAL for key in spec.shortcuts(mac=True)}


def test_menus_hold_every_action_in_the_order_of_its_declaration(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ActionSet(window)
    for spec in (actions.REDO, actions.QUIT, actions.UNDO, ActionSpec("own", "Own")):
        made.add(spec, lambda: None)
    menus = {
        menu.title(): [one.text() for one in menu.actions()] for menu in fill_menus(window, [made])
    }
    assert menus == {"Counterfoil": ["Quit"], "Page": ["Own"], "Edit": ["Undo", "Redo"]}


def test_actions_speak_the_language_of_the_moment(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ActionSet(window)
    quit_ = made.add(actions.QUIT, lambda: None)
    i18n.switch("ru")
    made.retranslate()
    assert (quit_.text(), quit_.toolTip()) == ("Выйти", "Выйти (Ctrl\N{NO-BREAK SPACE}Q)")
