# SPDX-License-Identifier: Apache-2.0
"""The contract wizard as it is left and taken up again: the step, what was typed, and what of it is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from desktop.i18n import _, ngettext
from desktop.values.drafts.letter import LetterDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.ids import new_id
from desktop.values.requisites import Check, check_field

KIND = "contract"
"""The kind under which the wizard's drafts are kept; the key is the deal's id."""


class Step(StrEnum):
    """The steps in their order; EDIT may be passed over."""

    REQUISITES = "requisites"
    PREVIEW = "preview"
    EDIT = "edit"
    SEND = "send"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FormState:
    """How a form of requisites stands: the fields a contract takes, those still empty, and those that are wrong."""

    needed: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether a contract can be made."""
        return not self.missing and not self.wrong

    @property
    def right(self) -> int:
        """How many of the needed fields are filled and not found wrong."""
        bad = {*self.missing, *self.wrong}
        return sum(name not in bad for name in self.needed)

    @property
    def left(self) -> tuple[str, ...]:
        """What is still to be done, in the order of the form."""
        wanted = {*self.missing, *self.wrong}
        return (
            *(name for name in self.needed if name in wanted),
            *(name for name in self.wrong if name not in self.needed),
        )

    def told(self) -> str:
        """The form in one line: "11 of 12 fields, 1 with an error"."""
        count = len(self.needed)
        text = _("{right} of {count} fields filled").format(right=self.right, count=count)
        if not self.wrong:
            return text
        return ngettext(
            "{right} of {count} fields, {wrong} with an error",
            "{right} of {count} fields, {wrong} with errors",
            len(self.wrong),
        ).format(right=self.right, count=count, wrong=len(self.wrong))


def checked(requisites: Requisites, name: str) -> Check | None:
    """The check of a field by its digits or form; None where it is empty or cannot be checked."""
    value = getattr(requisites, name).strip()
    return check_field(name, value, bik=requisites.bik) if value else None


def form_state(requisites: Requisites, country: str, *, person: bool) -> FormState:
    """How the form stands for a firm of this country. Fields a contract does not take are wrong only when filled."""
    missing = requisites.missing(country, person=person)
    checks = {name: checked(requisites, name) for name in Requisites.__slots__}
    wrong = tuple(name for name, check in checks.items() if check is not None and not check.ok)
    return FormState(requisites.wanted(country, person=person), missing, wrong)


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What the wizard holds. `letter_id` is the letter's from the beginning, so that a double press sends one.

    `as_company` says that a deal of a person is to become an organisation's; `copy_path` and `copy_hash` are the
    .docx that was handed out for editing.
    """

    step: Step = Step.REQUISITES
    requisites: Requisites | None = None
    as_company: bool = False
    contract_template: UUID | None = None
    invoice_template: UUID | None = None
    with_stamp: bool | None = None
    with_prices: bool = False
    letter: LetterDraft | None = None
    letter_id: UUID = field(default_factory=new_id)
    copy_path: str = ""
    copy_hash: str = ""

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the stored document; what cannot be read any more is as if it had not been typed."""
        letter = body.get("letter")
        told = body.get("requisites")
        return cls(
            step=_step(body.get("step", "")),
            requisites=Requisites.read(told) if isinstance(told, dict) else None,
            as_company=bool(body.get("as_company")),
            contract_template=_id(body.get("contract_template")),
            invoice_template=_id(body.get("invoice_template")),
            with_stamp=body.get("with_stamp"),
            with_prices=bool(body.get("with_prices")),
            letter=LetterDraft(**letter) if isinstance(letter, dict) else None,
            letter_id=_id(body.get("letter_id")) or new_id(),
            copy_path=str(body.get("copy_path", "")),
            copy_hash=str(body.get("copy_hash", "")),
        )

    def stored(self) -> dict[str, Any]:
        """As a document."""
        letter = self.letter
        return {
            "step": self.step.value,
            "requisites": None if self.requisites is None else self.requisites.stored(),
            "as_company": self.as_company,
            "contract_template": _text(self.contract_template),
            "invoice_template": _text(self.invoice_template),
            "with_stamp": self.with_stamp,
            "with_prices": self.with_prices,
            "letter": None
            if letter is None
            else {"recipient": letter.recipient, "subject": letter.subject, "body": letter.body},
            "letter_id": str(self.letter_id),
            "copy_path": self.copy_path,
            "copy_hash": self.copy_hash,
        }

    def at(self, step: Step) -> ContractDraft:
        """The same at another step."""
        return replace(self, step=step)


def _step(text: str) -> Step:
    return Step(text) if text in set(Step) else Step.REQUISITES


def _id(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def _text(id: UUID | None) -> str:
    return str(id) if id else ""
