# SPDX-License-Identifier: Apache-2.0
"""A handover to come, in one sentence."""

from __future__ import annotations

from desktop.i18n import _, formats, ngettext
from desktop.values.rows.handover import PlannedRow


def planned_words(row: PlannedRow) -> str:
    """What goes from whom to whom and when, and what is in its way."""
    told = {
        "n": formats.number(row.count),
        "giver": row.giver,
        "receivers": ", ".join(row.receivers) or _("the head’s queue"),
        "day": formats.short_date(row.starts_on),
    }
    if row.is_stranded:
        return _(
            "Another computer has begun to hand {giver}’s cards over to {receivers} and was not heard of since."
        ).format(**told)
    if row.back_on is None:
        return ngettext(
            "From {day}, {n} card of {giver} goes to {receivers}.",
            "From {day}, {n} cards of {giver} go to {receivers}.",
            row.count,
        ).format(**told)
    told["back"] = formats.short_date(row.back_on)
    if row.is_over:
        return _(
            "From {day} till {back} cards of {giver} were to go to {receivers}; it was not carried out. Give it other "
            "days, or call it off."
        ).format(**told)
    return ngettext(
        "From {day} till {back}, {n} card of {giver} goes to {receivers}.",
        "From {day} till {back}, {n} cards of {giver} go to {receivers}.",
        row.count,
    ).format(**told)
