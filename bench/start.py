# SPDX-License-Identifier: Apache-2.0
"""From a new process to the painted board (L1), and what it holds in memory (L10); the floor is Qt alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

_SETTLED_MS = 4000

FLOOR = """
import os
from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QTimer, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTableView, QHeaderView, QWidget
from PySide6.QtCore import QAbstractTableModel, QModelIndex

class Rows(QAbstractTableModel):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
    def rowCount(self, parent=QModelIndex()):
        return 0 if parent.isValid() else len(self.rows)
    def columnCount(self, parent=QModelIndex()):
        return 1
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

app = QApplication([])
window = QWidget()
line = QHBoxLayout(window)
models = []
for stage in range(5):
    view = QTableView(window)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(113)
    models.append(Rows([f"Client {n}, cards {n} pcs" for n in range(1000)]))
    view.setModel(models[-1])
    line.addWidget(view)
window.resize(1440, 900)
window.show()
app.processEvents()
window.grab()
os._exit(0)
"""


def prepare(folder: Path) -> None:
    """Leave the program as somebody leaves it who ends the day on the board: person and page are kept."""
    from desktop import settings as declared
    from desktop.queries.people import first_people
    from desktop.settings import Settings

    person = first_people(folder / "shop.sqlite")[0]
    kept = Settings()
    kept.set(declared.LAST_PERSON, str(person.id))
    kept.remember("last page", "deals", person=person.id)


def ours(folder: Path, *, loaded: bool) -> None:
    """Start the real program on this shop and end it when the board has been painted, or once everything is loaded.

    That is when SQLAlchemy is there and for some seconds nothing more has come.
    """
    import gc

    from desktop import __main__ as program

    # What `main` does before it imports the rest, as the first paint is watched before `main` is called.
    gc.disable()
    from desktop.background import light_imports

    light_imports.use()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QTableView, QWidget

    from desktop.views import first_paint

    class Watched(first_paint.FirstPaint):
        def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
            super().__init__(window, partial(seen, window, then))

    def seen(window: QWidget, then: Callable[[], None]) -> None:
        if not loaded:
            _end()
        cards = window.findChildren(QTableView)
        if not any(one.isVisible() and one.rowAt(0) == 0 for one in cards):
            # An assertion would be shown in the window, which would stand there for ever.
            _end("no card was painted: `prepare` leaves the program on the board\n")
        then()
        settle(0)

    def settle(before: int) -> None:
        if "sqlalchemy" in sys.modules and len(sys.modules) == before:
            sys.stdout.write(str(_peak()))
            _end()
        QTimer.singleShot(_SETTLED_MS, partial(settle, len(sys.modules)))

    first_paint.FirstPaint = Watched  # type: ignore[misc]
    program.main(["--data", str(folder)])


def _peak() -> int:
    """The most memory this program has held, in KiB.

    Linux counts in `ru_maxrss` what the process held that started this one, so its own record is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1])
            for line in status.read_text().splitlines()
            if line.startswith("VmHWM")
        )
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _end(failure: str = "") -> None:
    sys.stderr.write(failure)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(1 if failure else 0)


if __name__ == "__main__":
    if sys.argv[1] == "floor":
        exec(FLOOR)
    elif sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    else:
        ours(Path(sys.argv[2]), loaded=sys.argv[1] == "loaded")
