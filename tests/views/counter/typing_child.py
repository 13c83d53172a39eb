# SPDX-License-Identifier: Apache-2.0
"""A person who types an order and never ends: the parent kills this program while it types.

python -m tests.views.counter.typing_child FOLDER USER FIELD: FOLDER holds `shop`, USER is who types, FIELD is "note"
(an order of 500 cards is there already) or "client" (nothing but the field for the client). Every sign typed is told
on standard output, with the moment of the system's monotonic clock.
"""

import itertools
import string
import sys
import time
from pathlib import Path
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.counter_desk import CounterDesk
from tests.fakes import FakeClock
from tests.shop import open_shop

SIGNS = string.ascii_lowercase
PAUSE_MS = 40


def main(folder: Path, user: str, field: str) -> None:
    _app = QApplication.instance() or QApplication([])
    shop = open_shop(folder, FakeClock(), is_empty=True)
    shop.me = UUID(user)
    desk = CounterDesk(folder, shop=shop).open().at_counter()
    if field == "note":
        desk.write("07700900999")
        desk.press("Enter")
        desk.write("Priya")
        desk.press("Enter", "1", "Enter")
        desk.write("500")
        desk.press("Alt+n")
    for sign in itertools.cycle(SIGNS):
        desk.press(sign)
        sys.stdout.write(f"{sign} {time.monotonic()}\n")
        sys.stdout.flush()
        QTest.qWait(PAUSE_MS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
