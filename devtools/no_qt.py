# SPDX-License-Identifier: Apache-2.0
"""A pytest plugin that makes PySide6 look not installed, to prove that the lower layers need none."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_HIDDEN = frozenset({"PySide6", "shiboken6"})


class _Hides(MetaPathFinder):
    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _HIDDEN:
            raise ModuleNotFoundError(f"{fullname} is hidden from this run", name=fullname)
        return None


sys.meta_path.insert(0, _Hides())
