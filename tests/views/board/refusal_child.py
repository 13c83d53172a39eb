# SPDX-License-Identifier: Apache-2.0
"""A person who has typed why a client refused and not saved it: the parent kills this program.

python -m tests.views.board.refusal_child FOLDER USER DEAL: FOLDER holds `shop`, USER is who types.
"""

import sys
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.views.questions.refusal import RefusalDialog
from tests.board_desk import CTRL, SHIFT, BoardDesk, chord
from tests.fakes import FakeClock
from tests.settings_desk import type_text
from tests.shell import press
from tests.shop import open_shop

WORDS = "They went to the shop by the station."


def main(folder: Path, user: str, deal: str) -> None:
    _app = QApplication.instance() or QApplication([])
    shop = open_shop(folder, FakeClock(), is_empty=True)
    shop.me = UUID(user)
    desk = BoardDesk(folder, shop=shop).open()
    desk.choose(UUID(deal))
    chord("R", CTRL | SHIFT)
    desk.dialog(RefusalDialog)
    press("2")
    type_text(WORDS)
    press(Qt.Key.Key_Tab)
    while True:
        QTest.qWait(20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
