# SPDX-License-Identifier: Apache-2.0
"""How a shop begins, in the player: the first start in an empty folder, and a backup put in the place of the shop."""

from desktop.models.settings import Section
from desktop.views.first_run import FirstRun
from desktop.views.main_window import MainWindow
from desktop.views.settings.backup import BackupSection
from desktop.views.settings.page import SettingsPage
from desktop.views.widgets.dialog import open_over
from devtools.kill_player import Player
from devtools.tour_setup import FIRM, PERSON


def set_up(player: Player) -> None:
    """The first start, as far as it is one; in the end the shop is open."""
    hands, desk = player.hands, player.desk
    desk.begin()
    player.until(lambda: isinstance(desk.window, FirstRun | MainWindow), "the first window")
    if isinstance(desk.window, FirstRun):
        desk.window.resize(1440, 900)
        desk.window.activateWindow()
        player.tell(first=True)
        hands.reach("Demo print shop")
        hands.press("Right")
        hands.fill({"Name of the firm": FIRM, "Your name": PERSON})
        player.tell(filled=FIRM)
        hands.press("Return")
        player.tell(making=True)
        player.until(lambda: isinstance(desk.window, MainWindow), "the main window")
    player.tell(made=True)
    player.rest()


def put_back(player: Player) -> None:
    """The newest backup is put in the place of the shop, by two presses in the settings."""
    player.begin()
    hands, before = player.hands, player.window
    section = _backup_section(player)
    player.until(lambda: section.chosen() is not None, "the backup in the list")
    player.tell(listed=True)
    section.restore_button.setFocus()
    hands.press("Space")
    player.until(lambda: open_over(before) is not None, "the question")
    dialog = open_over(before)
    assert dialog is not None
    player.until(lambda: dialog.primary is not None and dialog.primary.isEnabled(), "its answer")
    player.tell(restoring=True)
    hands.press("Ctrl+Return")
    player.until(lambda: _is_open_again(player, before), "the window with the backup")
    player.tell(restored=True)
    player.rest()


def _backup_section(player: Player) -> BackupSection:
    """The section of the settings, found through the palette and by its arrows."""
    hands = player.hands
    hands.press("Ctrl+K")
    player.until(lambda: hands.name() == "Search and commands", "the palette")
    hands.write(">settings")
    hands.press("Return")
    page: SettingsPage = player.page(SettingsPage)
    names = {one.label() for one in Section}
    player.until(lambda: hands.name() in names, "the list of sections")
    for key in (*["Up"] * len(names), *["Down"] * len(names)):
        if page.section is not Section.BACKUP:
            hands.press(key)
    assert isinstance(page.view, BackupSection)
    return page.view


def _is_open_again(player: Player, before: MainWindow) -> bool:
    window = player.desk.window
    return isinstance(window, MainWindow) and window is not before
