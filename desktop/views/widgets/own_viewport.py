# SPDX-License-Identifier: Apache-2.0
"""A viewport that Python has made itself."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea) -> None:
    """Give a new scroll area a viewport like the one Qt made for it; to be called before it is set up.

    Asked for the one of Qt, PySide makes every class of widgets ready to find out which it is, wizards and calendars
    with all their enumerations: a twentieth of the way to the first paint, and two megabytes.
    """
    made = QWidget()
    made.setObjectName("qt_scrollarea_viewport")
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    area.setViewport(made)
