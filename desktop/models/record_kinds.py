# SPDX-License-Identifier: Apache-2.0
"""What kinds of records are called."""

from desktop.i18n import N_

KINDS = {
    "user": N_("Colleague"),
    "firm": N_("Our firm"),
    "preference": N_("Setting of the shop"),
    "calendar_day": N_("Working hours"),
    "pipeline": N_("Pipeline"),
    "stage": N_("Stage"),
    "refusal_reason": N_("Refusal reason"),
    "product": N_("Price list"),
    "company": N_("Client"),
    "contact": N_("Client"),
    "contact_phone": N_("Phone"),
    "sealed": N_("What has left this computer"),
    "deal": N_("Deal"),
    "deal_line": N_("Line of the order"),
    "lead": N_("Lead"),
    "lead_rule": N_("Who takes leads"),
    "pairing": N_("Duplicates"),
    "loan": N_("Handover for a while"),
    "planned_handover": N_("Planned handover"),
    "task": N_("Touch"),
    "touch_plan": N_("Touch plan"),
    "phone_call": N_("Call of the telephone system"),
    "norm": N_("Norm"),
    "absence": N_("Absence"),
    "target": N_("Target of a month"),
    "script": N_("Script"),
    "shift": N_("Shift of the till"),
    "invoice": N_("Invoice"),
    "template": N_("Template"),
    "document": N_("Paper"),
    "attachment": N_("File"),
    "message": N_("Letter"),
    "voided": N_("What was taken back"),
    "conflict": N_("To look at"),
}
"""What records are called where they have no name of their own."""
