# SPDX-License-Identifier: Apache-2.0
"""Why the hub did not take what was written, in words."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.values.rows.to_look_at import RefusedRow
from desktop.values.states import Role

_VERDICTS = {
    "missing_ref": N_("What it was written on was refused itself, or is not at the hub."),
    "unseen": N_(
        "This card is not yours any more: it was handed over, or the admin has narrowed what you see."
    ),
    "missing_row": N_("What it was written on was refused itself, or is not at the hub."),
    "erased": N_("This person’s data was erased by the admin: nothing is written on it any more."),
    "fact_changed": N_("This was written at another desk already, and otherwise."),
    "id_reused": N_("This was written at another desk already, and otherwise."),
    "name_taken": N_(
        "Another computer published one of this name before. Choose another name and publish it again."
    ),
    "bad_value": N_("A value of it is too long, too large or none that there can be: correct it."),
    "malformed": N_("A value of it is too long, too large or none that there can be: correct it."),
    "unopened": N_("The hub was put back to a backup and cannot open what it had sealed of this."),
    "unknown_entity": N_(
        "The hub is older than this program. It goes again by itself once the admin has updated the hub."
    ),
}
_TOLD_SEALED = {"unopened", "erased"}


def why(row: RefusedRow) -> str:
    """Why this was refused, and who could help."""
    if row.was_sealed:
        return " ".join(
            (
                _why_sealed(row.verdict),
                _("Nothing of it can be read on this computer any more."),
                _("Tell whoever works on it now what you had written, and the admin."),
            )
        )
    if row.verdict in _VERDICTS:
        return _(_VERDICTS[row.verdict])
    if row.verdict != "forbidden":
        code = row.verdict.removeprefix("error:")
        return _(
            "The hub could not store it (error {code}). Try again, then ask the admin."
        ).format(code=code)
    if row.ask is not None and row.ask.role:
        role = Role.words(row.ask.role).lower()
        return _("Your role does not give this right. Who has it: {role}.").format(role=role)
    return _("Your role does not give this right.")


def _why_sealed(verdict: str) -> str:
    """As far as the person may know."""
    if verdict in _TOLD_SEALED:
        return _(_VERDICTS[verdict])
    return _("The hub was put back to a backup and did not take this again ({code}).").format(
        code=verdict.removeprefix("error:")
    )
