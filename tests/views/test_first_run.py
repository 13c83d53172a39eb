# SPDX-License-Identifier: Apache-2.0
"""The first start by keys: demo at once, or an empty shop with its firm and first person."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop import i18n
from desktop.views import look
from desktop.views.first_run import FirstRun
from desktop.views.first_run_choice import FirstRunChoice, Start
from tests.shell import press

Key = Qt.Key


@pytest.fixture
def first_run(qtbot) -> FirstRun:
    page = FirstRun()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page._demo.setFocus()
    return page


def write(text: str) -> None:
    for sign in text:
        press(sign)


def test_enter_opens_the_demo_shop(first_run, qtbot):
    """Covers: M1."""
    with qtbot.waitSignal(first_run.chosen) as chosen:
        press(Key.Key_Return)
    assert chosen.args == [FirstRunChoice(Start.DEMO, "en")]


def test_an_empty_shop_asks_for_the_firm_and_its_first_person(first_run, qtbot):
    """Covers: M1, H7."""
    assert not first_run.firm.isVisible()
    press(Key.Key_Right)
    with qtbot.assertNotEmitted(first_run.chosen):
        press(Key.Key_Return)
    assert first_run.firm.error().startswith("Write the name of the firm")
    write("Rook Lane")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    write("Maya")
    with qtbot.waitSignal(first_run.chosen) as chosen:
        press(Key.Key_Return)
    assert chosen.args == [FirstRunChoice(Start.EMPTY, "en", "Rook Lane", "Maya", "GB", "GBP")]
    assert first_run.firm.error() == ""


def test_the_language_changes_the_page_at_once(first_run, qtbot):
    """Covers: M2."""
    app = QApplication.instance()
    spoken = []

    def speak(code: str) -> None:
        i18n.switch(code)
        spoken.append(look.speak(app))

    first_run.language_chosen.connect(speak)
    first_run._languages["ru"].click()
    qtbot.waitUntil(lambda: first_run._empty.text() == "Пустая типография")
    assert first_run._languages["ru"].isChecked()
    app.removeTranslator(spoken[0])


def test_a_backup_can_be_taken_up(first_run, qtbot, monkeypatch):
    name = str(Path("/backups/shop-20261014T180000Z.sqlite"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (name, ""))
    with qtbot.waitSignal(first_run.chosen) as chosen:
        first_run._foot.restore.click()
    assert chosen.args[0] == FirstRunChoice(Start.RESTORE, "en", backup=Path(name))


def test_while_it_works_no_second_start_is_possible(first_run, qtbot):
    first_run.say_busy("Making the demo shop…")
    with qtbot.assertNotEmitted(first_run.chosen):
        press(Key.Key_Return)
    first_run.say_failed("There is no room on the disk. Nothing was made. Free 40 MB.")
    with qtbot.waitSignal(first_run.chosen):
        press(Key.Key_Return)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 600), (640, 360)])
def test_the_button_that_starts_is_in_sight_at_every_size(first_run, qtbot, size):
    """Covers: M4."""
    first_run._empty.click()
    first_run.resize(*size)
    QTest.qWait(1)
    button = first_run._foot.start
    corner = button.mapTo(first_run, button.rect().bottomRight())
    assert first_run.rect().contains(corner)
