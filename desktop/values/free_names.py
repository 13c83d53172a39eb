# SPDX-License-Identifier: Apache-2.0
"""A name for what has to have one of its own: numbered where it is taken."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from desktop.values.search import label_key


def free_name(name: str, taken: Container[str]) -> str:
    """The name, or with the first number from 2 behind it that is free. `taken` are label keys."""
    if label_key(name) not in taken:
        return name
    numbered = (f"{name} {n}" for n in count(2))
    return next(one for one in numbered if label_key(one) not in taken)
