# SPDX-License-Identifier: Apache-2.0
"""What can be done with each kind of row: the keys, the words on the buttons, which one is offered first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.i18n import N_, _
from desktop.models import two_deals
from desktop.models.look_groups import Entry
from desktop.models.to_look_at import MENDED_BY_ITSELF, MENDED_BY_TOUCH, Words
from desktop.values.rows.to_look_at import ConflictRow, DoubleRow, FindingRow, RefusedRow
from desktop.values.states import Role
from desktop.views.actions import ActionSpec

KEEP = ActionSpec("look.keep", N_("Keep"), "check", ("K",))
MINE = ActionSpec("look.mine", N_("Put mine back"), "arrow-counter-clockwise", ("M",))
BELOW = ActionSpec("look.below", N_("Add mine below"), "note-pencil", ("I",))
ASK = ActionSpec("look.ask", N_("Ask…"), "chat-text", ("A",))
COPY = ActionSpec("look.copy", N_("Copy text"), "copy", ("C",))
AGAIN = ActionSpec("look.again", N_("Try again"), "repeat", ("R",))
DISCARD = ActionSpec("look.discard", N_("Discard"), "trash", ("X",))
REAL = ActionSpec("look.real", N_("Both are real"), "check", ("B",))
REVERSE = ActionSpec("look.reverse", N_("Reverse one…"), "arrow-counter-clockwise", ("E",))
TOUCH = ActionSpec("look.touch", N_("Set the touch…"), "clock", ("T",))
OPEN = ActionSpec("look.open", N_("Open"), "arrow-right", ("Return",))
SIDE = ActionSpec("look.side", N_("Explain"), "info", ("Space",), in_palette=False)

ALL = (KEEP, MINE, BELOW, ASK, COPY, AGAIN, DISCARD, REAL, REVERSE, TOUCH, OPEN)
TEXTS = frozenset("note comment details body hint asks block_note".split())
"""Fields long enough to stand one below the other."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of a row: what it does, its words, whether it is the usual one."""

    spec: ActionSpec
    words: Callable[[], str]
    is_usual: bool = False


def of_row(entry: Entry, words: Words) -> list[Deed]:
    """The buttons at the end of a row."""
    match entry:
        case ConflictRow():
            return [*_settling(entry, words), *_opening(entry)]
        case RefusedRow(was_sealed=True):
            return [] if entry.settled_at is not None else [_plain(DISCARD)]
        case RefusedRow() if entry.settled_at is not None:
            return [_plain(COPY)]
        case RefusedRow():
            first = Deed(ASK, lambda: ask_word(entry)) if entry.ask else _plain(AGAIN)
            return [first, _plain(COPY), _plain(DISCARD)]
        case DoubleRow():
            return [_usual(REAL), _plain(REVERSE), *_opening(entry)]
        case FindingRow():
            if entry.rule == MENDED_BY_TOUCH:
                return [_usual(TOUCH), *_opening(entry)]
            seen = [] if entry.rule in MENDED_BY_ITSELF else [_plain(KEEP)]
            return [*seen, *_opening(entry)]


def _settling(row: ConflictRow, words: Words) -> list[Deed]:
    """Of two deals that one lead became the one that went is brought back by hand alone."""
    keep, mine = _usual(KEEP), Deed(MINE, lambda: words.put_back_word(row))
    if row.twice is not None:
        keep = Deed(KEEP, lambda: two_deals.keep_word(row, stands=True), is_usual=True)
        return [keep, mine] if row.settled_at is None else []
    return [keep, mine] if row.settled_at is None else [mine]


def of_panel(entry: Entry) -> list[Deed]:
    """The buttons under the explanation: what the row has no room for."""
    match entry:
        case ConflictRow():
            below = [_plain(BELOW)] if entry.unit in TEXTS and entry.settled_at is None else []
            asking = [Deed(ASK, lambda: ask_word(entry))] if entry.ask else []
            return [*below, *asking] if below else [*asking, *_opening(entry)]
        case RefusedRow(was_sealed=False) if entry.settled_at is None:
            again = [_plain(AGAIN)] if entry.ask else []
            return [*again, *_opening(entry)]
        case _:
            return []


def may(entry: Entry, spec: ActionSpec, words: Words) -> bool:
    """Whether this can be done with a row."""
    deeds = (*of_row(entry, words), *of_panel(entry))
    return any(deed.spec is spec for deed in deeds)


def ask_word(entry: ConflictRow | RefusedRow) -> str:
    """Whom a press asks."""
    assert entry.ask is not None
    if entry.ask.role in _ASK_ROLES:
        return _(_ASK_ROLES[entry.ask.role])
    return _("Ask {name}").format(name=entry.ask.name.partition(" ")[0])


_ASK_ROLES: dict[str, str] = {
    Role.HEAD: N_("Ask the head"),
    Role.ACCOUNTANT: N_("Ask the accountant"),
    Role.ADMIN: N_("Ask the admin"),
}


def _opening(entry: Entry) -> list[Deed]:
    return [_plain(OPEN)] if entry.about.page else []


def _plain(spec: ActionSpec) -> Deed:
    return Deed(spec, lambda: _(spec.text))


def _usual(spec: ActionSpec) -> Deed:
    return Deed(spec, lambda: _(spec.text), is_usual=True)
