# SPDX-License-Identifier: Apache-2.0
"""Each test of a view begins in the same look, and every desk it makes is closed after it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views import theme
from tests.window_desk import WindowDesk


@pytest.fixture(autouse=True)
def light(qapp):
    """Each test begins in the light theme at 100 %."""
    if theme.current() is not theme.LIGHT or theme.text_size() != 100 or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield qapp
    if theme.current() is not theme.LIGHT or theme.text_size() != 100:
        theme.apply(qapp, "light")


class _TakesKeys(QWidget):
    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt names it
        """Or Qt warns that nobody wanted the key."""
        event.accept()


@pytest.fixture(autouse=True)
def no_key_held(qapp) -> Iterator[None]:
    """Qt believes Shift or Ctrl held after a test that clicked with it; tables of the next one would mark more rows."""
    yield
    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(_TakesKeys(), Qt.Key.Key_Shift)


@pytest.fixture
def make_desks(tmp_path) -> Iterator[Callable[..., Callable[..., WindowDesk]]]:
    """Gives what makes desks of a kind in this test's folder."""
    made: list[WindowDesk] = []

    def of(kind: type[WindowDesk]) -> Callable[..., WindowDesk]:
        def make(**wishes) -> WindowDesk:
            made.append(kind(tmp_path, **wishes))
            return made[-1]

        return make

    yield of
    for desk in made:
        desk.close()
