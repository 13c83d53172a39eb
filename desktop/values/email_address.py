# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses as people write them: taken apart and checked."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from desktop.i18n import _

_LOCAL: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f]+")
_BETWEEN: Final = re.compile(r"[;,\s]+(?=[^;,\s<]+@)|[;\n]+|,(?=[^@]*<)")
_LABEL: Final = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64


def split_address(text: str) -> tuple[str, str]:
    """Name and address of "Ann Ray <ann@ray.example>"; the name is "" where there is none."""
    from email.utils import parseaddr  # brings sockets and more; few addresses are taken apart

    name, address = parseaddr(text.strip())
    if not address and "@" in text:
        return "", text.strip()
    return name.strip(), address.strip()


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of a field that holds several, parted by semicolons, commas, spaces or lines.

    Each comes bare or as "Name <address>", as it stands there; what is no address comes too, so that
    `address_problem` can name it.
    """
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def address_key(text: str) -> str:
    """What two ways to write one address have in common, with a name before it or without; "" where there is none.

    Letters of any script are folded, and the server's name is as it goes over the wire.
    """
    local, _at, domain = split_address(text)[1].rpartition("@")
    if not local:
        return ""
    return f"{unicodedata.normalize('NFC', local).casefold()}@{_on_the_wire(domain)}"


def address_spellings(text: str) -> tuple[str, ...]:
    """An address as it stands, and with the server's name in letters and as it goes over the wire."""
    address = split_address(text)[1]
    local, _at, domain = address.rpartition("@")
    if not local:
        return ()
    wire = _on_the_wire(domain)
    try:
        letters = wire.encode("ascii").decode("idna")
    except UnicodeError:
        letters = domain
    return tuple(dict.fromkeys((address, f"{local}@{wire}", f"{local}@{letters}")))


def _on_the_wire(domain: str) -> str:
    domain = domain.rstrip(".")
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.casefold()


def address_problem(address: str) -> str:
    """What is wrong with a bare e-mail address, in one sentence; "" when nothing is.

    The shape is checked as RFC 5321 section 4.1.2 has it, without quoted local parts, and with
    letters of any script. Whether the mailbox exists only its server knows.
    """
    if not address:
        return _("Write the e-mail address.")
    if address.count("@") != 1:
        return _("An e-mail address has one @: {address}.").format(address=address)
    if any(character.isspace() for character in address):
        return _("An e-mail address has no spaces: {address}.").format(address=address)
    local, domain = address.split("@")
    if not _local_is_fine(local) or len(address) > _LONGEST:
        return _("This is not an e-mail address: {address}.").format(address=address)
    if not _domain_is_fine(domain):
        return _("The part after @ is not the name of a mail server: {address}.").format(
            address=address
        )
    return ""


def _local_is_fine(local: str) -> bool:
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return bool(_LOCAL.fullmatch(local)) and not dots and len(local) <= _LONGEST_LOCAL


def _domain_is_fine(domain: str) -> bool:
    labels = domain.split(".")
    if len(labels) < 2 and domain != "localhost":
        return False
    if not all(_LABEL.fullmatch(label) for label in labels):
        return False
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
