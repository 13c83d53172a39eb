# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses made fit for a server and for the head of a letter."""

from __future__ import annotations

from email.headerregistry import Address

from desktop.errors import UserError
from desktop.values.email_address import address_problem


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA), as servers want it; else UserError."""
    if problem := address_problem(address):
        raise UserError(problem)
    local, domain = address.split("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def header_address(name: str, address: str) -> Address:
    """Name and address for a letter's From, To or Reply-To. UserError when it is no address."""
    plain_name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    local, _at, domain = wire_address(address).rpartition("@")
    return Address(display_name=plain_name, username=local, domain=domain)
