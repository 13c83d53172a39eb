# SPDX-License-Identifier: Apache-2.0
"""The steps of a task: what they say, and which are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One step."""

    text: str
    is_done: bool = False


Checklist = tuple[CheckItem, ...]


def read_checklist(stored: Iterable[Mapping[str, Any]] | None) -> Checklist:
    """From the stored document; what another version keeps there beside is passed over."""
    return tuple(
        CheckItem(str(one.get("text", "")), bool(one.get("done")))
        for one in stored or ()
        if isinstance(one, Mapping)
    )


def stored_checklist(items: Iterable[CheckItem]) -> list[dict[str, Any]]:
    """As a document."""
    return [{"text": one.text, "done": one.is_done} for one in items]


def typed_checklist(text: str, known: Iterable[CheckItem] = ()) -> Checklist:
    """A step for each line; one that was there already stays done."""
    done = {one.text for one in known if one.is_done}
    lines = [line.strip() for line in text.splitlines()]
    return tuple(CheckItem(line, line in done) for line in lines if line)
