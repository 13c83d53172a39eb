# SPDX-License-Identifier: Apache-2.0
"""The child of test_start: the real program on a shop; tells what is loaded at the first paint, then works on.

python -m tests.start_side FOLDER: prints one JSON object and ends with 0.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PATIENCE_MS = 30_000


class FirstPaint(QObject):
    """Calls back once, after a list of the board has painted its cards; `modules` and `types` are from just before."""

    def __init__(self, app: QApplication, seen: Callable[[], None]) -> None:
        super().__init__(app)
        self._app, self._seen = app, seen
        self.modules: list[str] = []
        self.types: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- the name is Qt's
        if event.type() == QEvent.Type.Paint and type(watched.parent()).__name__ == "CardList":
            self._app.removeEventFilter(self)
            self.modules = sorted(sys.modules)
            # The binding makes a type when it is first asked for.
            self.types = sorted({*vars(QtGui), *vars(QtWidgets)})
            QTimer.singleShot(0, self._seen)
        return False


def main(folder: Path) -> int:
    from desktop.background import light_imports

    light_imports.use()  # as the program's own beginning does
    from desktop.app import Desk, Start
    from desktop.clock import SystemClock
    from desktop.queries.people import first_people
    from desktop.views import theme

    app = QApplication([*sys.argv[:1], *theme.arguments()])
    desk = Desk(app, Start(folder=folder), SystemClock())
    for person in first_people(folder / "shop.sqlite"):
        desk.settings.remember("last page", "deals", person=person.id)
    told: dict[str, object] = {}

    def painted() -> None:
        told["modules"] = paint.modules
        told["types"] = paint.types
        told["cards_painted"] = _cards(app)
        QTimer.singleShot(0, work)

    def work() -> None:
        wait(lambda: "sqlalchemy" in sys.modules and desk.tasks is not None)
        wait(lambda: app.focusWidget() is not None)
        QTest.keyClick(app.focusWidget(), Qt.Key.Key_Down)
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        labels: list[object] = []
        desk.hub.changed.connect(lambda changes: labels.append(changes.label.text))
        QTest.keyClick(app.focusWidget(), Qt.Key.Key_Right, both)
        wait(lambda: bool(labels))
        told["label"] = labels[:1]
        told["cards_later"] = _cards(app)
        told["modules_later"] = sorted(sys.modules)
        app.quit()

    paint = FirstPaint(app, painted)
    QTimer.singleShot(PATIENCE_MS, lambda: app.exit(9))
    QTimer.singleShot(0, desk.begin)
    code = app.exec()
    desk.end()
    sys.stdout.write(json.dumps(told))
    return code


def wait(is_there: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if is_there() else None)
    timer.start(20)
    loop.exec()


def _cards(app: QApplication) -> list[int]:
    from desktop.views.board.card_list import CardList

    lists = [one for one in app.allWidgets() if isinstance(one, CardList) and one.isVisible()]
    return [one.model().rowCount(one.rootIndex()) for one in lists]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
