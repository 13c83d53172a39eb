# SPDX-License-Identifier: Apache-2.0
"""Does the hub work? Looked at step by step, so that what is wrong is said in words and not as a driver's error."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg

from desktop import APP_NAME, __version__, paths
from desktop.clock import Clock, SystemClock
from desktop.i18n import _, formats
from desktop.sync.hub import wire
from desktop.sync.hub.desk_side import SCHEMA
from desktop.sync.hub.line import call_as_admin
from desktop.values.hub_answers import HubAnswer
from desktop.values.rows.hub import Mark, Step

VERSION: Final = max(int(file.name[:3]) for file in paths.resource("hub").glob("*.sql"))
"""Of the hub's files in resources/hub: the number of the last one."""

OLDEST: Final = 150_000
"""The oldest PostgreSQL, in the server's own way of writing versions."""

_CLOCKS_APART: Final = timedelta(minutes=5)
_BACKUP_DUE: Final = timedelta(hours=25)
_MAY_WRITE: Final = (
    "SELECT bool_or(has_table_privilege('crm.' || t, v)) FROM unnest(ARRAY['log', 'mark', 'state']) t, "
    "unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) v"
)
_EXPIRED, _NOT_YET, _OTHER_NAMES = 10, 9, {62, 64}


@dataclass(frozen=True, slots=True)
class AdminAddress:
    """Where the server is and who may create roles there; `ca` is the file of the certificate it must show."""

    host: str
    port: int
    database: str
    login: str
    password: str
    ca: str

    @property
    def certificate(self) -> str:
        """What the file holds; the remarks in it may be in any language."""
        return Path(self.ca).read_text(encoding="ascii", errors="ignore")


@dataclass(frozen=True, slots=True)
class Own:
    """For a desk's own test: the hub it joined, and as which device."""

    hub_id: UUID
    device_id: UUID
    cursor: int


def run(address: AdminAddress, own: Own | None, clock: Clock) -> list[Step]:
    """Every step until one is in the way of the next."""
    found: list[Step] = []
    try:
        for step in _steps(address, own, clock):
            found.append(step)
            if step.mark is Mark.BAD:
                break
    except psycopg.Error as error:
        told = _("The test broke off: {error}. Nothing was changed. Test again.")
        found.append(Step("line", Mark.BAD, told.format(error=_in_short(error))))
    return found


def why_not(address: AdminAddress, told: str) -> str:
    """Why no connection came about, as a sentence; what the driver told where no step fails."""
    for step in _before_login(address, SystemClock()):
        if step.mark is Mark.BAD:
            return step.sentence
    return _login_failed(address, told).sentence


def doors(address: AdminAddress) -> list[str]:
    """Which doors stand open that should not: no password asked, or no TLS demanded."""
    found = []
    try:
        with wire.reach(address.host, address.port) as line, _tls(line, address) as safe:
            way = wire.ask(safe, address.login, address.database).way
        if way == wire.NO_PASSWORD:
            found.append(
                _("pg_hba.conf lets logins in without a password (trust). Use scram-sha-256.")
            )
        elif way not in (None, wire.SCRAM):
            found.append(
                _(
                    "pg_hba.conf asks for passwords in an old way (md5 or password). Use scram-sha-256."
                )
            )
        with wire.reach(address.host, address.port) as line:
            if wire.ask(line, address.login, address.database).way is not None:
                found.append(
                    _("pg_hba.conf lets logins in without TLS (host). Write hostssl in its place.")
                )
    except (OSError, wire.NotPostgres):
        pass  # what cannot be asked is no door; the steps have said what is wrong with the line
    return found


# The steps


def _steps(address: AdminAddress, own: Own | None, clock: Clock) -> Iterator[Step]:
    yield from _before_login(address, clock)
    yield from (Step("doors", Mark.DOUBT, sentence) for sentence in doors(address))
    try:
        connection = call_as_admin(**asdict(address), options="-c statement_timeout=10s")
    except psycopg.OperationalError as error:
        yield _login_failed(address, str(error))
        return
    with connection:
        yield Step("login", Mark.GOOD, _("The login is let in"))
        yield from _server(connection, is_desk=own is not None)
        yield from _hub(connection, own)
        if own is not None:
            yield from _desk(connection, own, clock)
        yield _clocks(connection, clock)
        if own is not None:
            yield _backup(connection)


def _before_login(address: AdminAddress, clock: Clock) -> Iterator[Step]:
    began = clock.monotonic()
    try:
        line = wire.reach(address.host, address.port)
    except socket.gaierror:
        yield Step("name", Mark.BAD, _(
            "No computer is called {host}. Check the name, and whether this computer is in the office's network."
        ).format(host=address.host))  # fmt: skip
        return
    except OSError as error:
        yield Step("port", Mark.BAD, _no_answer(address, error))
        return
    with line:
        yield Step("port", Mark.GOOD, _("Hub answers"), _took(began, clock))
        yield from _certificate(line, address)


def _no_answer(address: AdminAddress, error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        told = _(
            "{host} is there, but nothing answers at port {port}. Is PostgreSQL running, does it listen to the "
            "network (listen_addresses), is the port right?"
        )
    else:
        told = _("{host} does not answer at port {port}. It is off, or a firewall is in between.")
    return told.format(host=address.host, port=address.port)


def _certificate(line: socket.socket, address: AdminAddress) -> Iterator[Step]:
    try:
        ca = address.certificate
        ssl.create_default_context(cadata=ca)
    except (ssl.SSLError, OSError, ValueError):
        yield Step("certificate", Mark.BAD, _(
            "{file} holds no certificate that can be read. It takes the file (PEM) of who signed the server's."
        ).format(file=Path(address.ca).name or "–"))  # fmt: skip
        return
    try:
        if not wire.offers_tls(line):
            yield Step("tls", Mark.BAD, _(
                "The server has no TLS: whoever is on the line would read everything. Set ssl = on (docs/hub.md)."
            ))  # fmt: skip
            return
        wire.secured(line, address.host, ca).close()
    except ssl.SSLCertVerificationError as error:
        yield Step("certificate", Mark.BAD, _wrong_certificate(address, error.verify_code))
    except (OSError, wire.NotPostgres):
        yield Step("tls", Mark.BAD, _(
            "What answers at port {port} of {host} is no PostgreSQL. Check the port."
        ).format(host=address.host, port=address.port))  # fmt: skip
    else:
        yield Step("certificate", Mark.GOOD, _("Certificate is the one that was agreed"))


def _wrong_certificate(address: AdminAddress, code: int) -> str:
    if code == _EXPIRED:
        told = _(
            "The certificate of {host} has expired. Nothing was sent. The admin puts a new one on the server."
        )
    elif code == _NOT_YET:
        told = _(
            "The certificate of {host} does not hold yet. Nothing was sent. Is the clock of this computer right?"
        )
    elif code in _OTHER_NAMES:
        told = _(
            "The certificate is not for {host}. Nothing was sent. Use the name that stands in the certificate."
        )
    else:
        told = _(
            "{host} shows another certificate than the one that was agreed. Nothing was sent. Somebody may be in "
            "between, or the server has a new one: ask the admin."
        )
    return told.format(host=address.host)


def _login_failed(address: AdminAddress, told: str) -> Step:
    """The server says it in its own language, but names what it is about in quotes."""
    if "pg_hba.conf" in told:
        sentence = _(
            "pg_hba.conf at {host} has no line that lets {login} in from this computer. The admin adds one "
            "(docs/hub.md)."
        )
    elif address.database in told.replace(address.login, "") and address.login not in told:
        sentence = _(
            "There is no database {database} at {host}. Check the name, or make it first (docs/hub.md)."
        )
    elif "too many" in told:
        sentence = _("{host} has too many connections at the moment. Try again in a minute.")
    elif "permitted to log in" in told:
        sentence = _("{host} does not let {login} in any more. The admin has closed this login.")
    else:
        sentence = _("{host} does not take the password of {login}. Type it again.")
    sentence = sentence.format(host=address.host, login=address.login, database=address.database)
    return Step("login", Mark.BAD, sentence)


def _server(connection: psycopg.Connection[Any], *, is_desk: bool) -> Iterator[Step]:
    number = connection.info.server_version
    if number < OLDEST:
        yield Step("server", Mark.BAD, _(
            "The server runs PostgreSQL {there}; the hub needs {wanted} or newer. Update the server."
        ).format(there=number // 10_000, wanted=OLDEST // 10_000))  # fmt: skip
    is_super, may_create = _row(
        connection, "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = session_user"
    )
    if is_super:
        told = _("The login is a superuser, which no rule of the hub binds.")
        hint = (
            _("Ask the admin for a new invite.") if is_desk else _("One with CREATEROLE is enough.")
        )
        yield Step("superuser", Mark.DOUBT, f"{told} {hint}")
    elif not is_desk and not may_create:
        yield Step("superuser", Mark.BAD, _(
            "The login may not create roles, so it can let nobody in. Give it CREATEROLE (docs/hub.md)."
        ))  # fmt: skip


def _hub(connection: psycopg.Connection[Any], own: Own | None) -> Iterator[Step]:
    there = _row(connection, "SELECT 1 FROM pg_namespace WHERE nspname = 'crm'")
    if not there:
        yield Step(
            "hub",
            Mark.BAD if own else Mark.DOUBT,
            _("No hub has been set up in this database yet."),
        )
        return
    if not _row(connection, "SELECT 1 WHERE has_schema_privilege('crm', 'USAGE')"):
        yield Step("hub", Mark.DOUBT, _("There is a hub, set up by another login."))
        return
    version, hub_id = _row(connection, "SELECT version, hub_id FROM crm.hub")
    if own is not None and hub_id != own.hub_id:
        yield Step("hub", Mark.BAD, HubAnswer.OTHER_HUB.sentence)
    elif version < VERSION:
        yield Step("old", Mark.DOUBT, _(
            "The hub is of an older version ({there}, this program has {here}). The admin brings it up to date."
        ).format(there=version, here=VERSION))  # fmt: skip
    elif version > VERSION:
        yield Step("hub", Mark.DOUBT, _(
            "The hub is of a newer version ({there}, this program knows {here}). Update Counterfoil here."
        ).format(there=version, here=VERSION))  # fmt: skip
    else:
        yield Step("hub", Mark.GOOD, _("The hub is set up and up to date"))


def _desk(connection: psycopg.Connection[Any], own: Own, clock: Clock) -> Iterator[Step]:
    if _row(connection, _MAY_WRITE)[0]:
        yield Step("history", Mark.DOUBT, _(
            "This desk's login may change the history. Ask the admin for a new invite."
        ))  # fmt: skip
    else:
        yield Step("history", Mark.GOOD, _("This desk may not change history"))
    began = clock.monotonic()
    try:
        connection.execute(
            "SELECT crm.push(%s, %s, %s, '[]')",
            (own.device_id, SCHEMA, f"{APP_NAME} {__version__}"),
        )
        seen = _row(connection, "SELECT crm.hello(%s, %s) ->> 'acked'", own.device_id, own.cursor)
    except psycopg.Error as error:
        yield Step("write", Mark.BAD, _not_taken(error))
        return
    assert seen
    yield Step("write", Mark.GOOD, _("Wrote to the hub and read it back"), _took(began, clock))


def _not_taken(error: psycopg.Error) -> str:
    if error.sqlstate == "CR001":
        return HubAnswer.NOT_KNOWN.sentence
    return _("The hub took nothing: {error}").format(error=_in_short(error))


def _in_short(error: psycopg.Error) -> str:
    """What the driver tells, without the lines in which it explains itself."""
    return (error.diag.message_primary or str(error)).partition("\n")[0].rstrip(".")


def _clocks(connection: psycopg.Connection[Any], clock: Clock) -> Step:
    there = _row(connection, "SELECT clock_timestamp()")[0]
    apart = abs(there.astimezone(UTC) - clock.now().astimezone(UTC))
    if apart > _CLOCKS_APART:
        return Step("clocks", Mark.DOUBT, _(
            "The clocks of hub and desk differ. Everything is sent all the same; please set the clock."
        ), formats.span(apart))  # fmt: skip
    return Step(
        "clocks",
        Mark.GOOD,
        _("Clocks differ by"),
        _("{n} s").format(n=formats.number(Decimal(apart.total_seconds()), digits=1)),
    )


def _backup(connection: psycopg.Connection[Any]) -> Step:
    try:
        age = _row(connection, "SELECT crm.backup_age()")[0]
    except psycopg.Error:
        age = None
    if age is None:
        return Step("backup", Mark.DOUBT, _(
            "No backup of the hub has been noted yet. See docs/hub.md, Backup."
        ))  # fmt: skip
    mark = Mark.DOUBT if age > _BACKUP_DUE else Mark.GOOD
    return Step(
        "backup", mark, _("Backup of the hub"), _("{span} ago").format(span=formats.span(age))
    )


def _row(connection: psycopg.Connection[Any], statement: str, *arguments: object) -> Any:
    return connection.execute(statement, arguments or None).fetchone()


def _tls(line: socket.socket, address: AdminAddress) -> ssl.SSLSocket:
    if not wire.offers_tls(line):
        raise wire.NotPostgres
    return wire.secured(line, address.host, None)


def _took(began: float, clock: Clock) -> str:
    return _("{n} ms").format(n=formats.number(round((clock.monotonic() - began) * 1000)))
