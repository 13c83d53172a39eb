# SPDX-License-Identifier: Apache-2.0
"""The section Reminders: what holds while the window is closed, and starting with the computer."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from desktop import settings as declared
from desktop.channels.autostart import IN_TRAY, autostart
from desktop.errors import UserError
from desktop.views.settings.reminders import RemindersSection
from tests.today_desk import TodayDesk
from tests.window_desk import PATIENCE_MS


@pytest.fixture
def desk(tmp_path, qtbot):
    made = TodayDesk(tmp_path, qtbot)
    yield made
    made.close()


def section_of(desk, system, *, has_tray=True) -> RemindersSection:
    section = RemindersSection(desk.context, None, system=system, has_tray=lambda: has_tray)
    desk.qtbot.addWidget(section)
    section.show()
    return section


def switch(section, words: str) -> QAbstractButton:
    found = section.findChildren(QAbstractButton)
    return next(one for one in found if words in one.accessibleName() or words in one.text())


def test_starting_with_the_computer_is_kept_by_the_system_and_follows_it(desk, tmp_path):
    """Covers: E3."""
    system = autostart(platform="linux", home=tmp_path, env={})
    section = section_of(desk, system)
    start = switch(section, "Start Counterfoil")
    assert not start.isChecked()
    start.click()
    desk.qtbot.waitUntil(system.is_on, timeout=PATIENCE_MS)
    (entry,) = (tmp_path / ".config/autostart").iterdir()
    command = entry.read_text()
    assert IN_TRAY in command
    assert str(desk.shop.folder) in command, "another shop than the usual one is named"
    entry.unlink()
    section.hide()
    section.show()
    assert not start.isChecked(), "the system's own settings have switched it off"


def test_a_system_that_keeps_nothing_says_so_at_the_switch(desk):
    """Covers: E3, N8."""

    class Closed:
        def is_on(self):
            return False

        def switch_on(self, _command):
            raise UserError("The computer did not keep it.")

    said: list[UserError] = []
    desk.tasks.told.connect(said.append)
    section = section_of(desk, Closed())
    start = switch(section, "Start Counterfoil")
    start.click()
    desk.qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE_MS)
    desk.qtbot.waitUntil(lambda: not start.isChecked(), timeout=PATIENCE_MS)


def test_each_choice_holds_at_once_and_a_desktop_without_a_tray_is_told_of(desk, tmp_path):
    """Covers: E3."""
    system = autostart(platform="linux", home=tmp_path, env={})
    section = section_of(desk, system, has_tray=False)
    person = desk.context.person.id
    switch(section, "Stay in the tray").click()
    assert not desk.context.settings.get(declared.STAY_IN_TRAY, person=person)
    assert "no tray" in section._tray_note.text()
