# SPDX-License-Identifier: Apache-2.0
"""Commands as hits of the palette, found as clients are: any case, other layout, one slip of the finger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction

from desktop.i18n import _
from desktop.values.rows.hits import Hit, HitGroup
from desktop.values.search import SLIPS_FROM, begins_with_slip, fold, variants
from desktop.views.actions import spec_of

Reading = Callable[[str, str], bool]
"""Whether a word that was typed is meant in this folded text."""


def commands_like(commands: Sequence[QAction], typed: str, *, near: bool = True) -> list[Hit]:
    """The commands that have all the words; with `near` what is merely near is offered where none has them."""
    texts = [(action, _searched(action)) for action in commands]
    for is_meant in (_is_part, _is_near) if near else (_is_part,):
        for form in variants(typed) or ("",):
            found = [a for a, text in texts if all(is_meant(text, w) for w in form.split())]
            if found:
                return [_hit(action) for action in sorted(found, key=lambda a: _distance(a, form))]
    return []


def _distance(action: QAction, form: str) -> int:
    """A name that begins as it was typed stands first, then one that has the words; then what only goes by them."""
    name = fold(action.text())
    if name.startswith(form):
        return 0
    return 1 if all(word in name for word in form.split()) else 2


def _searched(action: QAction) -> str:
    spec = spec_of(action)
    parts = [action.text(), *(_(part) for part in (spec.place, spec.words) if part)]
    return fold(" ".join(parts))


def _is_part(text: str, word: str) -> bool:
    return word in text


def _is_near(text: str, word: str) -> bool:
    return len(word) >= SLIPS_FROM and any(begins_with_slip(one, word) for one in text.split())


def _hit(action: QAction) -> Hit:
    spec = spec_of(action)
    return Hit(
        HitGroup.DO,
        spec.id,
        action.text(),
        spec.icon or "caret-right",
        detail=_(spec.place) if spec.place else "",
        trail=next(iter(spec.shortcuts()), ""),
    )
