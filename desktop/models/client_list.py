# SPDX-License-Identifier: Apache-2.0
"""A client list before it is taken in: its rows as a table, its fields and numbers in words."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext, say_keys
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.client_list import ListCheck, ListLine, ListTaken, Verdict

FIELDS = {
    "name": (N_("Person: name"), "user"),
    "surname": (N_("Person: surname"), "user"),
    "patronymic": (N_("Person: patronymic"), "user"),
    "company": (N_("Company"), "buildings"),
    "phone": (N_("Phone"), "phone"),
    "email": (N_("E-mail"), "envelope-simple"),
    "inn": (N_("INN"), "identification-card"),
    "comment": (N_("Comment"), "chat-text"),
}
"""What a column may go to: name and icon."""

_CHIPS = {
    Verdict.NEW: ("success", "check"),
    Verdict.ADDS: ("warning", "git-merge"),
    Verdict.KNOWN: ("neutral", "check"),
    Verdict.BAD: ("danger", "warning"),
}


class ListLinesModel(RowsModel[ListLine]):
    """The first rows of a list and what becomes of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[ListLine], ...] = (
            Column("line", N_("Line"), text=lambda line: str(line.line), is_number=True),
            Column("company", N_("Company"), text=lambda line: line.company, is_strong=True),
            Column("name", N_("Person"), text=lambda line: line.name),
            Column("phone", N_("Phone"), text=lambda line: line.phone),
            Column("email", N_("E-mail"), text=lambda line: line.email),
            Column(
                "verdict",
                N_("What happens"),
                text=verdict_text,
                chip=lambda line: _CHIPS[line.verdict],
            ),
        )
        super().__init__(columns, key=lambda line: line.line, spoken=_spoken, parent=parent)

    def show(self, check: ListCheck) -> None:
        """Show the first rows of this list."""
        self.replace(check.lines)


def verdict_text(line: ListLine) -> str:
    """What becomes of a row, in a word, or the name of the client it belongs to."""
    match line.verdict:
        case Verdict.NEW:
            return _("new")
        case Verdict.BAD:
            return _("stays out")
        case Verdict.ADDS:
            return _("adds to {client}").format(client=line.about)
    return _("known: {client}").format(client=line.about) if line.about else _("known")


def file_text(check: ListCheck) -> str:
    """Size, separator or sheet of a file."""
    parts = [formats.file_size(check.size)]
    if check.delimiter:
        shown = _("tab") if check.delimiter == "\t" else check.delimiter
        parts.append(_("separator “{sign}”").format(sign=shown))
    if check.sheet:
        parts.append(_("sheet “{name}”").format(name=check.sheet))
    parts.append(_("first row is names"))
    return " · ".join(parts)


def summary(check: ListCheck, *, adds: bool) -> tuple[str, str]:
    """What the import would do: the strong part and the quiet one."""
    new, more = check.count(Verdict.NEW), check.count(Verdict.ADDS) if adds else 0
    strong = [ngettext("{n} new client", "{n} new clients", new).format(n=formats.number(new))]
    if more:
        strong.append(
            ngettext("{n} card gets additions", "{n} cards get additions", more).format(
                n=formats.number(more)
            )
        )
    quiet = []
    if bad := len(check.bad):
        quiet.append(
            ngettext("{n} bad row stays out", "{n} bad rows stay out", bad).format(
                n=formats.number(bad)
            )
        )
    quiet.append(_("the whole import can be undone"))
    return ", ".join(strong), " · ".join(quiet)


def import_text(check: ListCheck, *, adds: bool) -> str:
    """The words of the button; it names the count."""
    count = check.count(Verdict.NEW) + (check.count(Verdict.ADDS) if adds else 0)
    return ngettext("Import {n} client", "Import {n} clients", count).format(
        n=formats.number(count)
    )


def taken_text(taken: ListTaken) -> str:
    """How an import ended."""
    parts = [
        ngettext("{n} client was added", "{n} clients were added", taken.new).format(
            n=formats.number(taken.new)
        )
    ]
    if taken.added:
        parts.append(
            ngettext("{n} card was completed", "{n} cards were completed", taken.added).format(
                n=formats.number(taken.added)
            )
        )
    text = ", ".join(parts)
    if taken.is_whole:
        return _("{what}. {keys} takes the whole import back.").format(
            what=text, keys=say_keys("Ctrl+Z")
        )
    return _("Stopped: {what}. Import the same list again for the rest.").format(what=text)


def more_bad(check: ListCheck, shown: int) -> str:
    """How many bad rows there are beyond those that are shown, with the commonest reason."""
    rest = check.bad[shown:]
    if not rest:
        return ""
    reason, count = Counter(line.about for line in rest).most_common(1)[0]
    more = ngettext("and {n} more", "and {n} more", len(rest)).format(n=formats.number(len(rest)))
    if count < 2:
        return more
    return _("{more}, {n} of them: {reason}").format(
        more=more, n=formats.number(count), reason=reason
    )


def _spoken(line: ListLine) -> str:
    place = _("line {n}").format(n=line.line)
    parts = [place, line.company, line.name, line.phone, line.email, verdict_text(line)]
    return ", ".join(part for part in (*parts, line.about) if part)
