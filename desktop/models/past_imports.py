# SPDX-License-Identifier: Apache-2.0
"""Lists that were taken in earlier, in words: what each brought, what became of it, and what taking it back means."""

from __future__ import annotations

import datetime as dt

from desktop.i18n import _, formats, ngettext
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing


def when_text(one: PastImport, zone: dt.tzinfo | None) -> str:
    """When it was taken in, by whom, and how many rows it had of each kind."""
    at = one.at.astimezone(zone)
    parts = [
        _("{day}, {time}").format(
            day=formats.short_date(at.date(), year=True), time=formats.short_time(at)
        ),
        one.by or "–",
    ]
    if one.rows >= 0:
        counts = _("{new} new, {known} known, {bad} bad").format(
            new=formats.number(one.new),
            known=formats.number(one.known),
            bad=formats.number(one.bad),
        )
        parts.append(counts)
    return " · ".join(parts)


def state_text(one: PastImport, cards: ImportCards | None, zone: dt.tzinfo | None) -> str:
    """What became of it; what has to be counted first is left out until it is."""
    match one.standing:
        case Standing.STANDS:
            parts = [_("All of it is in.")]
        case Standing.COMES:
            parts = [
                _("Is being taken in just now: {n} of {all} rows so far.").format(
                    n=formats.number(one.rows), all=formats.number(one.of)
                )
            ]
        case Standing.CUT_OFF:
            parts = [
                _("Stopped after {n} of {all} rows; the same list brings the rest.").format(
                    n=formats.number(one.rows), all=formats.number(one.of)
                )
            ]
        case Standing.GOING:
            parts = [_("Taken back in part; what is left is whole and can go, too.")]
        case Standing.COMING_BACK:
            parts = [_("Brought back in part; what is in is whole, and the rest can follow.")]
        case _:
            parts = [_taken_back(one, zone)]
    if cards is not None:
        parts.append(_cards_text(one, cards))
    return " ".join(part for part in parts if part)


def _taken_back(one: PastImport, zone: dt.tzinfo | None) -> str:
    day = one.undone_at.astimezone(zone).date() if one.undone_at is not None else None
    return _("Taken back on {day} by {person}.").format(
        day=formats.short_date(day, year=True) if day else "–", person=one.undone_by or "–"
    )


def _cards_text(one: PastImport, cards: ImportCards) -> str:
    if one.standing is Standing.TAKEN_BACK:
        return _stay(cards, cards.there) if cards.there else ""
    if one.standing is Standing.COMING_BACK:
        return ""
    return " ".join(part for part in (_worked(cards), _twice(cards)) if part)


def _twice(cards: ImportCards) -> str:
    if not cards.twice:
        return ""
    return ngettext(
        "{n} lead was taken in at another computer before: it is there twice.",
        "{n} leads were taken in at another computer before: they are there twice.",
        cards.twice,
    ).format(n=formats.number(cards.twice))


def _worked(cards: ImportCards) -> str:
    if not cards.worked:
        return _("Nothing of it was worked on since.")
    text = (
        ngettext(
            "{n} of {all} leads was worked on since.",
            "{n} of {all} leads were worked on since.",
            cards.worked,
        )
        if cards.are_leads
        else ngettext(
            "{n} of {all} clients is in use by now.",
            "{n} of {all} clients are in use by now.",
            cards.worked,
        )
    )
    return text.format(n=formats.number(cards.worked), all=formats.number(cards.made))


def _stay(cards: ImportCards, count: int) -> str:
    if cards.are_leads:
        text = ngettext(
            "{n} lead was worked on since and stays, with its client.",
            "{n} leads were worked on since and stay, with their clients.",
            count,
        )
    else:
        text = ngettext(
            "{n} client is in use and stays.", "{n} clients are in use and stay.", count
        )
    return text.format(n=formats.number(count))


def asked_text(cards: ImportCards) -> str:
    """What taking it back would do."""
    goes = max(0, cards.there - cards.worked)
    if cards.are_leads:
        text = ngettext(
            "{n} lead goes, with its client and its touch.",
            "{n} leads go, with their clients and their touches.",
            goes,
        )
    else:
        text = ngettext("{n} client goes.", "{n} clients go.", goes)
    parts = [text.format(n=formats.number(goes))]
    if cards.worked:
        parts.append(_stay(cards, cards.worked))
    parts.append(_("What it added to clients who were there before goes, too."))
    parts.append(_("The list of past imports can bring it back."))
    return " ".join(parts)


def stopped_text(one: PastImport) -> str:
    """That a taking back, or a bringing back, was stopped: nothing is half done."""
    return _(
        "Stopped: what is left of “{file}” is whole. Go on in the list of past imports at any time."
    ).format(file=one.file)
