# SPDX-License-Identifier: Apache-2.0
"""Keeps libraries from loading what nobody uses here: PySide6 the source of modules, SQLAlchemy asyncio, OpenSSL."""

from __future__ import annotations

import builtins
import logging
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_WRITER = "shibokensupport.signature.lib"
_ITS_PARTS = frozenset({"enum_sig", "pyi_generator"})


def use() -> None:
    """Import modules as Python does and asyncio when it is wanted; to be called before the others are imported.

    PySide6 6.11 puts itself before every import statement, to see whether `__feature__` is wanted, and looks for its
    name in the source text of each imported module, to know whether the module may switch it on
    (shibokensupport/loader.py, feature.py). Nobody does here, but reading all of SQLAlchemy and of this program takes a
    seventh of the start and leaves 17 MB of lines in `linecache`, and to be asked 1,500 times costs a fiftieth more.
    So Python's own import is put back.

    SQLAlchemy imports asyncio, and with it TLS, for engines that nobody makes here, and importlib.metadata, and with it
    e-mail and sockets, for dialects that come from elsewhere: 5 MB and a sixth of its import. Of hashlib it wants names
    for constraints that are made here without it; with the first attachment or paper OpenSSL is there, 4 MB.
    """
    _import_binding()
    # Since Python 3.12 each line of the log asks asyncio for its task.
    setattr(logging, "logAsyncioTasks", False)  # noqa: B010 - unknown to the stubs of 3.11
    for name in ("asyncio", "hashlib", "importlib.metadata"):
        if name not in sys.modules:
            sys.modules[name] = later = _Later(name)
            package, _dot, own = name.rpartition(".")
            if package:
                setattr(import_module(package), own, later)


def _import_binding() -> None:
    """Import PySide6 without what writes its stub files, a third of what it compiles from source at every start.

    Whoever loaded PySide6 before has that too. A version that keeps the writer elsewhere loads it as it likes.
    """
    plain = getattr(builtins, "__orig_import__", builtins.__import__)

    def lighter(name: str, *more: Any, **named: Any) -> ModuleType:
        if name == _WRITER:
            # Where an import statement stands, the names come third.
            wanted = named.get("fromlist", more[2] if len(more) > 2 else ())
            for part in _ITS_PARTS.intersection(wanted or ()):
                whole = f"{name}.{part}"
                empty = ModuleType(whole)
                empty.__spec__ = ModuleSpec(whole, None)
                sys.modules.setdefault(whole, empty)
        return plain(name, *more, **named)

    setattr(builtins, "__import__", lighter)  # noqa: B010 - its stub fixes the names of the arguments
    try:
        import_module("PySide6.QtCore")
    finally:
        builtins.__import__ = plain


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
