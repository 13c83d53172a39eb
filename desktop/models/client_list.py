# SPDX-License-Identifier: Apache-2.0
"""A client list before it is taken in: its rows as a table, its fields and numbers in words."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext, say_keys
from desktop.models.rows import Column, RowsModel
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.first_touches import Spread
from desktop.values.rows.client_list import (
    Fault,
    ListCheck,
    ListColumn,
    ListLine,
    ListTaken,
    Sure,
    Verdict,
    become,
)

FIELDS = {
    "company": (N_("Company"), "buildings"),
    "name": (N_("Person: name"), "user"),
    "surname": (N_("Person: surname"), "user"),
    "patronymic": (N_("Person: patronymic"), "user"),
    "post": (N_("Person: position"), "identification-badge"),
    "phone": (N_("Phone"), "phone"),
    "email": (N_("E-mail"), "envelope-simple"),
    "inn": (N_("INN"), "identification-card"),
    "address": (N_("Town, address"), "map-pin"),
    "site": (N_("Website"), "globe"),
    "wants": (N_("What they want"), "note-pencil"),
    "comment": (N_("First comment"), "chat-text"),
}
"""What a column may go to: name and icon."""

KNOWN_WORDS = {
    Known.ADD: N_("Add what is new"),
    Known.SKIP: N_("Skip"),
    Known.LEAD: N_("Make a lead"),
}
"""What may become of somebody known, in a word."""

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
            Column("company", N_("Company"), text=lambda line: line.company, is_strong=True),
            Column("name", N_("Person"), text=lambda line: line.name),
            Column("phone", N_("Phone"), text=lambda line: line.phone),
            Column("email", N_("E-mail"), text=lambda line: line.email),
            Column("wants", N_("Wants"), text=lambda line: line.wants),
            Column("verdict", N_("What happens"), text=verdict_text, chip=_chip),
        )
        super().__init__(columns, key=lambda line: line.line, spoken=_spoken, parent=parent)

    def show(self, check: ListCheck) -> None:
        """Show the first rows of this list."""
        self.replace(check.lines)


def _chip(line: ListLine) -> tuple[str, str]:
    return ("warning", "git-merge") if line.is_alike else _CHIPS[line.verdict]


def verdict_text(line: ListLine) -> str:
    """What becomes of a row, in a word, or the name of the client it belongs to."""
    match line.verdict:
        case Verdict.NEW if line.is_alike:
            return _("new, or {client}?").format(client=line.about)
        case Verdict.NEW:
            return _("new")
        case Verdict.BAD:
            return _("stays out")
        case Verdict.ADDS:
            return _("adds to {client}").format(client=line.about)
    return _("known: {client}").format(client=line.about) if line.about else _("known")


def sure_text(column: ListColumn, program: str) -> tuple[str, str, str]:
    """How sure it is what a column holds: words, tone and icon."""
    if not column.field:
        return _("skipped"), "neutral", "minus"
    if column.wrong:
        right = formats.number(column.filled - column.wrong)
        words = _("{n} of {all} valid").format(n=right, all=formats.number(column.filled))
        return words, "warning", "warning"
    if column.sure is Sure.REMEMBERED:
        return _("remembered"), "success", "check"
    if column.sure is Sure.CHOSEN:
        return _("chosen"), "success", "check"
    if program:
        return _("by {program}").format(program=program), "success", "check"
    return _("guessed"), "neutral", "question"


def file_text(check: ListCheck) -> str:
    """Size, separator or sheet of a file."""
    parts = [formats.file_size(check.size)]
    if check.delimiter and len(check.delimiter) == 1:
        shown = _("tab") if check.delimiter == "\t" else check.delimiter
        parts.append(_("separator “{sign}”").format(sign=shown))
    if check.sheet:
        parts.append(_("sheet “{name}”").format(name=check.sheet))
    if check.has_names:
        parts.append(_("first row is names"))
    return " · ".join(parts)


def program_text(check: ListCheck) -> str:
    """What wrote the list."""
    if not check.program:
        return _("Plain list, not Bitrix24 or amoCRM")
    return _("Recognised: {program}").format(program=check.program)


def outcome(check: ListCheck, wish: ListWish) -> tuple[int, int]:
    """How many new leads or clients come of a list, and how many cards get additions."""
    return become(check.counts, check.known, wish)


def summary(check: ListCheck, wish: ListWish) -> tuple[str, str]:
    """What the import would do: the strong part and the quiet one."""
    new, more = outcome(check, wish)
    strong = [_new_leads(new) if wish.channel else _new_clients(new)]
    if more:
        strong.append(
            ngettext("{n} card gets additions", "{n} cards get additions", more).format(
                n=formats.number(more)
            )
        )
    quiet = []
    if bad := check.count(Verdict.BAD):
        quiet.append(
            ngettext("{n} bad row stays out", "{n} bad rows stay out", bad).format(
                n=formats.number(bad)
            )
        )
    quiet.append(_("the whole import can be undone"))
    return ", ".join(strong), " · ".join(quiet)


def _new_leads(count: int) -> str:
    return ngettext("{n} new lead", "{n} new leads", count).format(n=formats.number(count))


def _new_clients(count: int) -> str:
    return ngettext("{n} new client", "{n} new clients", count).format(n=formats.number(count))


def import_text(check: ListCheck, wish: ListWish) -> str:
    """The words of the button; it names the count."""
    new, adds = outcome(check, wish)
    if wish.channel:
        text = ngettext("Import {n} lead", "Import {n} leads", new)
        return text.format(n=formats.number(new))
    text = ngettext("Import {n} client", "Import {n} clients", new + adds)
    return text.format(n=formats.number(new + adds))


def taken_text(taken: ListTaken, *, goes_on: bool = False) -> str:
    """How an import ended, and the way back; `goes_on` where a part of the list was in before."""
    if not taken.gone:
        return _how_it_ended(taken, goes_on=goes_on)
    gone = ngettext(
        "{n} row stayed out, as its client was archived or joined meanwhile: the same list brings it.",
        "{n} rows stayed out, as their clients were archived or joined meanwhile: the same list brings them.",
        taken.gone,
    ).format(n=formats.number(taken.gone))
    return f"{_how_it_ended(taken, goes_on=goes_on)} {gone}"


def _how_it_ended(taken: ListTaken, *, goes_on: bool) -> str:
    text, keys = _what_came(taken), say_keys("Ctrl+Z")
    if taken.is_whole and goes_on:
        return _(
            "{what}. {keys} takes this part back; what was in before the stop stands by itself in Past imports."
        ).format(what=text, keys=keys)
    if taken.is_whole:
        return _("{what}. {keys} takes the whole import back.").format(what=text, keys=keys)
    if not (taken.new or taken.added or taken.leads):
        return _("Stopped before anything was taken in. Nothing was changed.")
    return _(
        "Stopped: {what}, each whole. Import the same list again for the rest, or take it back: {keys}."
    ).format(what=text, keys=keys)


def stopped_text(file: str, taken: ListTaken) -> str:
    """What stands on the page after a list was stopped, as long as the rest of it is not in."""
    return _(
        "“{file}” was stopped: {what}, each whole. The button below brings the rest; Past imports takes back "
        "what is in."
    ).format(file=file, what=_what_came(taken))


def _what_came(taken: ListTaken) -> str:
    count = taken.leads or taken.new
    words = (
        ngettext("{n} lead was added", "{n} leads were added", count)
        if taken.leads
        else ngettext("{n} client was added", "{n} clients were added", count)
    )
    parts = [words.format(n=formats.number(count))]
    if taken.added:
        parts.append(
            ngettext("{n} card was completed", "{n} cards were completed", taken.added).format(
                n=formats.number(taken.added)
            )
        )
    return ", ".join(parts)


def spread_text(spread: Spread) -> str:
    """When the leads are called first, with the arithmetic."""
    if not spread.leads:
        return _("No row becomes a lead.")
    a_day = formats.number(spread.a_day)
    if not spread.a_day:
        rate = _("By their norms")
    elif spread.people == 1:
        rate = _("{n} a day").format(n=a_day)
    else:
        total = formats.number(spread.people * spread.a_day)
        rate = _("{people} × {n} = {total} a day").format(
            people=spread.people, n=a_day, total=total
        )
    leads = ngettext("{n} lead takes", "{n} leads take", spread.leads)
    days = ngettext("{n} working day", "{n} working days", spread.days)
    text = _("{rate}: {leads} {days}, the last on {day}.").format(
        rate=rate,
        leads=leads.format(n=formats.number(spread.leads)),
        days=days.format(n=formats.number(spread.days)),
        day=formats.short_date(spread.last, year=spread.last.year > spread.first.year),
    )
    if not spread.is_booked:
        return text
    return _("{text} Calls that are planned already take their room.").format(text=text)


def more_bad(check: ListCheck, shown: int) -> str:
    """How many bad rows there are beyond those that are shown, summed up by what is wrong."""
    rest = check.count(Verdict.BAD) - len(check.bad[:shown])
    if not rest:
        return ""
    more = ngettext("and {n} more", "and {n} more", rest).format(n=formats.number(rest))
    faults = Counter(check.faults) - Counter(line.fault for line in check.bad[:shown])
    sums = [_fault_text(fault, count) for fault, count in faults.most_common()]
    return _("{more}: {sums}").format(more=more, sums=", ".join(sums))


def _fault_text(fault: str, count: int) -> str:
    match fault:
        case Fault.PHONE:
            text = ngettext("{n} phone", "{n} phones", count)
        case Fault.EMAIL:
            text = ngettext("{n} e-mail", "{n} e-mails", count)
        case Fault.INN:
            text = ngettext("{n} INN", "{n} INNs", count)
        case Fault.UNREACHED:
            text = ngettext("{n} without contact", "{n} without contact", count)
        case Fault.SHIFTED:
            text = ngettext("{n} shifted", "{n} shifted", count)
        case _:
            text = ngettext("{n} unreadable", "{n} unreadable", count)
    return text.format(n=formats.number(count))


def _spoken(line: ListLine) -> str:
    place = _("line {n}").format(n=line.line)
    parts = [place, line.company, line.name, line.phone, line.email, line.wants]
    return ", ".join(part for part in (*parts, verdict_text(line), line.about) if part)
