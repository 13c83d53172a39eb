# SPDX-License-Identifier: Apache-2.0
"""The colours a ticket is painted with: a theme has them all, PAPER is black on white."""

from collections.abc import Hashable
from typing import Protocol

from PySide6.QtGui import QColor

from desktop.frozen import dataclass


class Inks(Hashable, Protocol):
    """The colours this module needs; compared by identity in the cache of frames."""

    @property
    def sf(self) -> QColor: ...
    @property
    def ln(self) -> QColor: ...
    @property
    def ln2(self) -> QColor: ...
    @property
    def edge(self) -> QColor: ...
    @property
    def tx(self) -> QColor: ...
    @property
    def tx2(self) -> QColor: ...
    @property
    def tx3(self) -> QColor: ...
    @property
    def ac(self) -> QColor: ...
    @property
    def ac_t(self) -> QColor: ...
    @property
    def ok_s(self) -> QColor: ...
    @property
    def mg(self) -> QColor: ...
    @property
    def bar(self) -> QColor: ...


@dataclass(frozen=True, slots=True, eq=False)
class PaperInks:
    """Black on white, for a printer that has no greys worth printing."""

    sf: QColor
    ln: QColor
    ln2: QColor
    edge: QColor
    tx: QColor
    tx2: QColor
    tx3: QColor
    ac: QColor
    ac_t: QColor
    ok_s: QColor
    mg: QColor
    bar: QColor


def _paper() -> PaperInks:
    black, grey, white = QColor("#000000"), QColor("#808080"), QColor("#FFFFFF")
    return PaperInks(
        white, grey, grey, black, black, black, black, black, white, black, black, grey
    )


PAPER = _paper()
