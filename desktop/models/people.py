# SPDX-License-Identifier: Apache-2.0
"""The table of people: name, roles in words, whether there is a PIN, open cards, and how their access stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats
from desktop.models.rows import Column, RowsModel
from desktop.values.initials import initials, tint
from desktop.values.rows.settings import PersonRow
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
    known = {role.value: role for role in Role}
    if set(roles) >= set(known):
        return _("every role")
    return ", ".join(known[one].label() if one in known else one for one in roles)


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
    return ", ".join((row.name, role_words(row.roles), pin, state_words(row, now)))


def _columns(now: Now) -> tuple[Column[PersonRow], ...]:
    return (
        Column(
            "name",
            N_("Person"),
            text=lambda row: row.name,
            detail=lambda row: row.email or ("" if row.is_active else _("history kept")),
            avatar=lambda row: (initials(row.name), tint(row.id)),
            is_strong=True,
        ),
        Column(
            "roles",
            N_("Roles"),
            text=lambda row: role_words(row.roles),
            meaning=lambda row: "" if row.is_active else "quiet",
        ),
        Column(
            "pin",
            N_("PIN"),
            text=lambda row: _("set") if row.has_pin else _("none"),
            icon=lambda row: ("lock-key", "tx2") if row.has_pin else None,
            meaning=lambda row: "" if row.has_pin else "quiet",
        ),
        Column(
            "cards",
            N_("Open cards"),
            text=lambda row: formats.number(row.open_cards) if row.open_cards else "",
            is_number=True,
            meaning=lambda row: "" if row.is_active else "check",
        ),
        Column(
            "state",
            N_("Access"),
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
