# SPDX-License-Identifier: Apache-2.0
"""Keeps PySide6 from reading the source of every module that is imported after it."""

from __future__ import annotations

from typing import Any

import PySide6.QtCore  # noqa: F401 - brings shibokensupport
from shibokensupport import feature  # type: ignore[import-not-found]


def use() -> None:
    """Import modules as Python does; to be called before the others are imported.

    PySide6 6.11 looks for its name in the source text of each imported module, to know whether the module may
    switch `__feature__` on (shibokensupport/feature.py, `_mod_uses_pyside`). Nobody does here, but reading all of
    SQLAlchemy and of this program takes a seventh of the start and leaves 17 MB of lines in `linecache`.
    Where a later PySide6 has no such function, nothing happens.
    """
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _no_feature  # noqa: SLF001 - there is no public switch


def _no_feature(_module: Any) -> bool:
    return False
