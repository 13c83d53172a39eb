# SPDX-License-Identifier: Apache-2.0
"""Keeps libraries from loading what nobody uses here: PySide6 the source of modules, SQLAlchemy asyncio, OpenSSL."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import PySide6.QtCore  # noqa: F401 - brings shibokensupport
from shibokensupport import feature  # type: ignore[import-not-found]


def use() -> None:
    """Import modules as Python does and asyncio when it is wanted; to be called before the others are imported.

    PySide6 6.11 looks for its name in the source text of each imported module, to know whether the module may
    switch `__feature__` on (shibokensupport/feature.py, `_mod_uses_pyside`). Nobody does here, but reading all of
    SQLAlchemy and of this program takes a seventh of the start and leaves 17 MB of lines in `linecache`.
    Where a later PySide6 has no such function, nothing happens.

    SQLAlchemy imports asyncio, and with it TLS, for engines that nobody makes here, and importlib.metadata, and with it
    e-mail and sockets, for dialects that come from elsewhere: 5 MB and a sixth of its import. Of hashlib it wants names
    for constraints that are made here without it; with the first attachment or paper OpenSSL is there, 4 MB.
    """
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _no_feature  # noqa: SLF001 - there is no public switch
    # Since Python 3.12 each line of the log asks asyncio for its task.
    setattr(logging, "logAsyncioTasks", False)  # noqa: B010 - unknown to the stubs of 3.11
    for name in ("asyncio", "hashlib", "importlib.metadata"):
        if name not in sys.modules:
            sys.modules[name] = later = _Later(name)
            package, _dot, own = name.rpartition(".")
            if package:
                setattr(import_module(package), own, later)


def _no_feature(_module: Any) -> bool:
    return False


class _Later(ModuleType):
    """Stands for a module until something of it is asked for, then holds all that the module has.

    importlib.util.LazyLoader will not do: in Python 3.11 the import statement itself asks for the module's spec.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = find_spec(name)

    def iscoroutine(self, one: object) -> Any:
        """SQLAlchemy takes hold of this one function of asyncio while it is imported."""
        return self.__getattr__("iscoroutine")(one)

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)
