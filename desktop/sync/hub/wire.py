# SPDX-License-Identifier: Apache-2.0
"""The first words with a PostgreSQL server, by hand: whether it offers TLS, what it shows, how it asks who one is.

libpq tells a failure in one sentence of the server's language; here each step fails by itself and with a number.
"""

from __future__ import annotations

import socket
import ssl
import struct
from dataclasses import dataclass
from typing import Final

WAIT_S: Final = 5
_TLS_PLEASE: Final = struct.pack("!ii", 8, 80877103)
_PROTOCOL: Final = 196608
NO_PASSWORD, SCRAM = 0, 10


class NotPostgres(Exception):
    """What answers at this port speaks another language."""


class NoTls(Exception):
    """The server offers no TLS."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How the server answered a login's name: `way` is the number of what it asks for, or it refused."""

    way: int | None
    sqlstate: str = ""


def reach(host: str, port: int) -> socket.socket:
    """The connection; OSError as the system tells it."""
    try:
        return socket.create_connection((host, port), WAIT_S)
    except UnicodeError as error:
        # Two dots in a row, or a part that is too long: not even asked for.
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error


def offers_tls(line: socket.socket) -> bool:
    """Whether the server goes on in TLS; NotPostgres where the answer makes no sense."""
    line.sendall(_TLS_PLEASE)
    answer = line.recv(1)
    if answer not in (b"S", b"N"):
        raise NotPostgres
    return answer == b"S"


def secured(line: socket.socket, host: str, ca: str | None) -> ssl.SSLSocket:
    """Go on in TLS. With a certificate (PEM) the server must show it and bear the name; without, anybody may answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca is None:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    else:
        context.load_verify_locations(cadata=ca)
    return context.wrap_socket(line, server_hostname=host)


def ask(line: socket.socket, login: str, database: str) -> Asked:
    """Say who one is, and hear what the server wants to see; nothing secret is sent."""
    words = b"".join(part.encode() + b"\0" for part in ("user", login, "database", database))
    line.sendall(struct.pack("!ii", len(words) + 9, _PROTOCOL) + words + b"\0")
    kind, rest = _message(line)
    if kind == b"R" and len(rest) >= 4:
        return Asked(struct.unpack("!i", rest[:4])[0])
    if kind == b"E":
        fields = {part[:1]: part[1:].decode(errors="replace") for part in rest.split(b"\0") if part}
        return Asked(None, fields.get(b"C", ""))
    raise NotPostgres


def _message(line: socket.socket) -> tuple[bytes, bytes]:
    head = _read(line, 5)
    return head[:1], _read(line, min(struct.unpack("!i", head[1:])[0] - 4, 65536))


def _read(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = line.recv(count - len(found))
        if not part:
            raise NotPostgres
        found += part
    return found
