# SPDX-License-Identifier: Apache-2.0
"""The table of people: name, roles in words, whether there is a PIN, open cards, and how their access stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext, pgettext
from desktop.models.rows import Column, RowsModel
from desktop.values.initials import initials, tint
from desktop.values.rows.settings import PersonRow
from desktop.values.sight import Sees
from desktop.values.states import Role

Now = Callable[[], dt.datetime]


class PeopleModel(RowsModel[PersonRow]):
    """Those at work first, then those who left. `now` is the wall time, for how long an entry stays closed."""

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        super().__init__(
            _columns(now),
            key=lambda row: row.id,
            spoken=lambda row: spoken(row, now),
            parent=parent,
        )


def role_words(roles: tuple[str, ...]) -> str:
    """The roles by name; one of a newer version as it is written."""
    if set(roles) >= {role.value for role in Role}:
        return _("every role")
    return ", ".join(_role_word(one) for one in roles)


def role_chips(row: PersonRow) -> list[tuple[str, str]]:
    """A chip for each role; none where they are too many to be told one by one."""
    if set(row.roles) >= {role.value for role in Role}:
        return [(_("every role"), "neutral")]
    return [(_chip_word(one), "neutral") for one in row.roles]


def _chip_word(role: str) -> str:
    """A role beside another one, where the longest has to be short."""
    return pgettext("narrow column", "production") if role == Role.PRODUCTION else _role_word(role)


def _role_word(role: str) -> str:
    return Role(role).label().lower() if role in set(Role) else role


def detail_words(row: PersonRow) -> str:
    """What stands below a name: the address, and how many open cards they hold."""
    words = [row.email] if row.email and row.is_active else []
    if not row.is_active:
        words.append(_("left, history kept"))
    if row.open_cards:
        words.append(
            ngettext("{n} open card", "{n} open cards", row.open_cards).format(
                n=formats.number(row.open_cards)
            )
        )
    return " · ".join(words)


def sees_words(row: PersonRow) -> str:
    """Whose cards they see; whoever left sees none."""
    return Sees.words(row.sees).lower() if row.is_active else _("none")


def state_words(row: PersonRow, now: Now) -> str:
    """How a colleague's access stands, as a sentence."""
    if not row.is_active:
        return _("closed")
    if row.closed_until is not None:
        until = formats.relative_moment(row.closed_until.astimezone(now().tzinfo), now=now())
        return _("PIN closed till {when}").format(when=until)
    return row.seen or _("at work")


def spoken(row: PersonRow, now: Now) -> str:
    """A row for a screen reader."""
    pin = _("PIN set") if row.has_pin else _("no PIN")
    sees = _("sees {which}").format(which=sees_words(row))
    return ", ".join((row.name, role_words(row.roles), sees, pin, state_words(row, now)))


def _columns(now: Now) -> tuple[Column[PersonRow], ...]:
    return (
        Column(
            "name",
            N_("Person"),
            text=lambda row: row.name,
            detail=detail_words,
            avatar=lambda row: (initials(row.name), tint(row.id)),
            is_large=True,
        ),
        Column(
            "roles",
            N_("Roles"),
            text=lambda row: role_words(row.roles),
            chips=role_chips,
        ),
        Column("sees", N_("Sees"), text=sees_words, meaning=lambda _row: "quiet"),
        Column(
            "pin",
            N_("PIN"),
            text=lambda row: _("set") if row.has_pin else _("none"),
            icon=lambda row: ("lock-key", "tx2") if row.has_pin else None,
            meaning=lambda _row: "quiet",
            is_small=True,
        ),
        Column(
            "state",
            N_("Seen"),
            is_small=True,
            text=lambda row: state_words(row, now),
            meaning=lambda row: (
                "quiet"
                if not row.is_active
                else "check"
                if row.closed_until
                else row.seen_as
                if row.seen
                else "done"
            ),
        ),
    )
