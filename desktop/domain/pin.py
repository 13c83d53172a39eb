# SPDX-License-Identifier: Apache-2.0
"""PINs of people at a shared desk: kept as a scrypt hash with its salt and its costs, never as digits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from itertools import pairwise

from desktop.errors import UserError
from desktop.i18n import _

LENGTH = 4

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1  # RFC 7914: 16 MB and about 50 ms for each try
_MOST_MEMORY = 64 * 1024 * 1024


def hashed(pin: str) -> str:
    """The stored form of a PIN, `scrypt$n$r$p$salt$hash`; UserError where it is none or too easy to guess."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise UserError(_("A PIN has {count} digits.").format(count=LENGTH), field="pin")
    if _is_easy(pin):
        raise UserError(_("This PIN is easy to guess. Choose digits in no order."), field="pin")
    salt = secrets.token_bytes(16)
    digest = _digest(pin, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${_text(salt)}${_text(digest)}"


def matches(pin: str, stored: str) -> bool:
    """Whether these digits are the stored PIN; a stored form of another kind matches nothing."""
    try:
        kind, cost, block, parallel, salt, digest = stored.split("$")
        if kind != "scrypt":
            return False
        found = _digest(pin, _bytes(salt), int(cost), int(block), int(parallel))
        return hmac.compare_digest(found, _bytes(digest))
    except ValueError:
        return False


def _is_easy(pin: str) -> bool:
    steps = {int(later) - int(earlier) for earlier, later in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


def _digest(pin: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=_MOST_MEMORY, dklen=32
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
