# SPDX-License-Identifier: Apache-2.0
"""What status bar and panel say of the hub. Nothing here alarms: what is written is safe, and work goes on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from desktop.frozen import dataclass
from desktop.i18n import _, formats, ngettext
from desktop.models import record_words
from desktop.values.hub_answers import HubAnswer
from desktop.values.rows.sync import HubState, Link, UnreadableRow, Unsent, WaitingList, WaitingRow

_MINUTE_S = 60
_LINKS_ICONS = {
    Link.FIRST: ("arrows-clockwise", "accent"),
    Link.SYNCED: ("cloud-check", "success"),
    Link.SENDING: ("arrows-clockwise", "accent"),
    Link.OFFLINE: ("cloud-slash", "warning"),
    Link.CLOSED: ("warning-circle", "danger"),
    Link.OLD: ("warning-circle", "danger"),
    Link.OTHER: ("warning-circle", "danger"),
    Link.TROUBLED: ("cloud-slash", "warning"),
}
_ANSWERS = {
    Link.CLOSED: HubAnswer.NOT_KNOWN,
    Link.OLD: HubAnswer.UPDATE_FIRST,
    Link.OTHER: HubAnswer.OTHER_HUB,
}
_KIND_ICONS = {
    "payment": "money",
    "confirmation": "check-circle",
    "reversal": "arrow-counter-clockwise",
    "stage_move": "arrow-right",
    "message": "envelope-simple",
    "document_version": "file-text",
    "invoice_issue": "file-text",
    "attachment": "paperclip",
    "comment": "chat-text",
    "activity": "phone-call",
    "task": "calendar-blank",
    "deal": "storefront",
    "lead": "funnel",
    "lead_move": "arrow-right",
    "deal_line": "list-bullets",
    "company": "user",
    "contact": "user",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """The indicator: an icon in its tone, a word in the tone where one must be seen, the rest."""

    icon: str
    rest: str
    word: str = ""
    tone: str = "success"

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing that anybody should look at."""
        return not self.word


def chip(state: HubState, unsent: Unsent, now: dt.datetime) -> Chip:
    """What the indicator says: what hinders first, then what waits for a person, then how far it is."""
    icon, tone = _LINKS_ICONS.get(state.link, ("cloud-check", "success"))
    if state.is_in_vain:
        return Chip(icon, _in_vain(state, unsent), _in_vain_word(state.link), tone)
    if unsent.refused:
        word = ngettext("{n} change refused", "{n} changes refused", unsent.refused)
        rest = _("· your answer is needed")
        return Chip("warning-circle", rest, word.format(n=unsent.refused), "danger")
    if unsent.conflicts:
        word = ngettext("{n} conflict", "{n} conflicts", unsent.conflicts)
        rest = _("· your choice is needed")
        return Chip("arrows-left-right", rest, word.format(n=unsent.conflicts), "magenta")
    if state.link is Link.SENDING:
        return Chip(
            icon,
            _("{done} of {total}").format(done=state.done, total=state.total),
            _("Sending"),
            tone,
        )
    if state.is_clock_off:
        word = _("Clock is {span} off").format(span=formats.span(state.clock_off))
        return Chip("clock", _("(sync works; please fix)"), word, "warning")
    if state.link is Link.FIRST or state.synced_at is None:
        return Chip(icon, _("Asking the hub…"), "", tone)
    if unsent.waiting:
        rest = _("Saved here · {n} not sent").format(n=unsent.waiting)
        return Chip("cloud-arrow-up", rest, "", "accent")
    return Chip(icon, _("Synced {ago}").format(ago=formats.ago(state.synced_at, now=now)), "", tone)


def _in_vain_word(link: Link) -> str:
    return {
        Link.OFFLINE: _("Offline"),
        Link.CLOSED: _("Not let in"),
        Link.OLD: _("Hub refuses"),
        Link.OTHER: _("Another hub"),
    }.get(link, _("Not sent"))


def _in_vain(state: HubState, unsent: Unsent) -> str:
    if state.link is Link.OLD:
        return _("· wrong version, update")
    if not unsent.waiting:
        return _("· work goes on")
    return ngettext("· {n} change waiting", "· {n} changes waiting", unsent.waiting).format(
        n=unsent.waiting
    )


def place(state: HubState) -> str:
    """The hub's name beside the indicator."""
    return _("Office hub · {host}").format(host=state.host) if state.host else ""


# The panel


def title(state: HubState, now: dt.datetime) -> str:
    """The panel's head."""
    if state.link is Link.SENDING:
        return _("Sending {done} of {total}").format(done=state.done, total=state.total)
    if state.is_in_vain and state.since is not None:
        since = _moment(state.since, now)
        if state.link is Link.OFFLINE:
            return _("Offline since {time}").format(time=since)
        return _("Nothing is sent since {time}").format(time=since)
    if state.synced_at is None:
        return _("Asking the hub…")
    return _("Synced {time}").format(time=_moment(state.synced_at, now))


def head_icon(state: HubState) -> tuple[str, str]:
    """Icon and tone of the panel's head."""
    return _LINKS_ICONS.get(state.link, ("cloud-check", "success"))


def safety(state: HubState, backed_up: dt.datetime | None, now: dt.datetime) -> tuple[str, str]:
    """Why nobody need worry: the strong words and the rest."""
    if not state.is_in_vain:
        return _("Nothing to do."), _("What you write is saved here and sent within a second.")
    if backed_up is None:
        return _("Nothing is lost."), _("All is saved on this computer. You can work on.")
    rest = _("All is saved on this computer, copied to the backup at {time}. You can work on.")
    return _("Nothing is lost."), rest.format(time=_moment(backed_up, now))


def cause(state: HubState) -> tuple[str, str]:
    """What is in the way, and what can be done about it."""
    match state.link:
        case Link.OFFLINE:
            return (
                _("{host} does not answer").format(host=state.host),
                _("Port {port} · is the PC on, is the cable in?").format(port=state.port),
            )
        case Link.CLOSED | Link.OLD | Link.OTHER:
            answer = _ANSWERS[state.link]
            return answer.what, answer.rest
        case Link.TROUBLED:
            said = state.trouble or _("The program ran into a fault. What is written is safe.")
            return _("This computer could not send"), said
        case Link.FIRST:
            return _("Asking {host}").format(host=state.host), ""
        case _:
            return _clock(state)


def _clock(state: HubState) -> tuple[str, str]:
    if state.is_clock_off:
        span = formats.span(state.clock_off)
        return _("The clock here is {span} off").format(span=span), _("Sync works; please set it.")
    return _("{host} answers").format(host=state.host), ""


def next_try(state: HubState, now: dt.datetime) -> str:
    """When it is tried again."""
    if state.next_at is None:
        return ""
    seconds = max(0, round((state.next_at - now).total_seconds()))
    if seconds == 0:
        return _("Trying now…")
    if seconds > _MINUTE_S // 2:
        return _("Next try in {n} s, then each minute").format(n=seconds)
    return _("Next try in {n} s").format(n=seconds)


def last_sync(state: HubState, now: dt.datetime) -> str:
    """When something came or went last, and how much."""
    if state.moved_at is None:
        return ""
    words = _("last sync {time}: {received} in, {sent} out")
    return words.format(time=_moment(state.moved_at, now), received=state.received, sent=state.sent)


def look_at(unsent: Unsent) -> tuple[str, str, str]:
    """What waits for a person, and its tone: strong words, rest, tone; empty where nothing does."""
    if unsent.refused:
        words = ngettext("{n} change was refused.", "{n} changes were refused.", unsent.refused)
        return (
            words.format(n=unsent.refused),
            _("To look at says why, and what is kept of it."),
            "danger",
        )
    if unsent.conflicts:
        words = ngettext(
            "{n} thing was changed in two places.",
            "{n} things were changed in two places.",
            unsent.conflicts,
        )
        return words.format(n=unsent.conflicts), _("Both values are kept."), "magenta"
    return "", "", ""


def unreadable(rows: Sequence[UnreadableRow]) -> tuple[str, str]:
    """What stands at the hub and cannot be read here: the strong words and the rest; empty where all can."""
    if not rows:
        return "", ""
    words = ngettext(
        "{n} record at the hub cannot be read here.",
        "{n} records at the hub cannot be read here.",
        len(rows),
    )
    named = Counter(record_words.kind_label(row.kind) for row in rows)
    kinds = ", ".join(f"{kind} ({n})" if n > 1 else kind for kind, n in named.items())
    rest = _(
        "{kinds}: what stood here stays, all else goes on. It is tried again after an update; tell the admin."
    )
    return words.format(n=len(rows)), rest.format(kinds=kinds)


# What waits


def row_icon(row: WaitingRow) -> str:
    """The icon of a change."""
    return _KIND_ICONS.get(row.kind, "pencil-simple")


def row_words(row: WaitingRow) -> tuple[str, str]:
    """What a change is about, and what was done."""
    step = _(row.label.text).format(**row.label.fields) if row.label.text else _("A change")
    about = ", ".join(part for part in (row.client, row.number) if part)
    return (about, step) if about else (step, "")


def row_time(row: WaitingRow, now: dt.datetime) -> str:
    """When it was done."""
    return _moment(row.at, now)


def more(listed: WaitingList) -> str:
    """How many changes are not named, and of what kind."""
    left = listed.count - len(listed.rows)
    if left <= 0:
        return ""
    words = _("and {n} more").format(n=left)
    kinds = [
        counted
        for kind in ("comment", "activity", "payment", "attachment")
        if (counted := _counted(kind, listed))
    ]
    return _("{more}: {kinds}").format(more=words, kinds=", ".join(kinds)) if kinds else words


def _counted(kind: str, listed: WaitingList) -> str:
    n = listed.more.get(kind, 0)
    if not n:
        return ""
    words = {
        "comment": ngettext("{n} comment", "{n} comments", n),
        "activity": ngettext("{n} call", "{n} calls", n),
        "payment": ngettext("{n} payment", "{n} payments", n),
        "attachment": ngettext("{n} file", "{n} files", n),
    }
    return words[kind].format(n=n)


def letters(listed: WaitingList) -> str:
    """The letters that wait in the outbox."""
    words = ngettext("{n} letter waits in Outbox", "{n} letters wait in Outbox", listed.letters)
    return words.format(n=listed.letters) if listed.letters else _("No letter waits.")


def _moment(moment: dt.datetime, now: dt.datetime) -> str:
    """A time of today, or the day with it."""
    here = moment.astimezone(now.tzinfo)
    return formats.short_time(here) if here.date() == now.date() else formats.short_moment(here)
