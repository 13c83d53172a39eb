# SPDX-License-Identifier: Apache-2.0
"""Which of the clients found is surely the one that was typed, so that Enter never takes somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.values.phone import pretty_phone, try_phone
from desktop.values.rows.search import ClientFound
from desktop.values.search import fold, phone_digits, variants


def surest(found: Sequence[ClientFound], typed: str, country: str) -> int:
    """The number of the first client who has this phone, these digits or a name beginning so; −1 for none.

    The search also finds what is one slip of the finger away: that is a guess, and a whole number that nobody has
    belongs to somebody new.
    """
    return next((n for n, one in enumerate(found) if _has(one, typed, country)), -1)


def is_phone(typed: str, country: str) -> bool:
    """Whether a whole telephone number was typed."""
    return try_phone(typed, country) is not None


def readable(typed: str, country: str) -> str:
    """A number as people read it, once it is whole; one with an extension stays as it was typed."""
    phone = try_phone(typed, country)
    if phone is None or phone.extension:
        return typed
    return pretty_phone(phone.digits, country)


def _has(client: ClientFound, typed: str, country: str) -> bool:
    phone = try_phone(typed, country)
    if phone is not None:
        return client.digits == phone.digits
    digits = phone_digits(typed)
    if digits:
        return digits in client.digits or digits.lstrip("08") in client.digits
    names = fold(f"{client.name} {client.company}").split()
    return any(
        all(any(name.startswith(word) for name in names) for word in form.split())
        for form in variants(typed)
    )
