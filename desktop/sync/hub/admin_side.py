# SPDX-License-Identifier: Apache-2.0
"""The hub from its admin's side: set up once, brought up to a newer version, people let in and sent away.

Needs a login that may create roles and a database of its own for each shop. Everything a class declares about itself in
`__sync__` is written to the hub from here, so that both never differ.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import sql

from desktop import paths
from desktop.domain.rights import ROLE_RIGHTS, Right
from desktop.domain.schema import CLASSES
from desktop.i18n import _
from desktop.sync.people import Invited
from desktop.values.search import fold
from desktop.values.states import Role

VERSION = 4
"""Of the hub's files in resources/hub: the number of the last one."""

_EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class AdminAddress:
    """Where the server is and who may create roles there."""

    host: str
    port: int
    database: str
    login: str
    password: str
    ca: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A login for one person, with the secret that lets them sit down at one desk."""

    login: str
    password: str
    secret: str
    expires: str


class HubAdmin:
    """One connection of the admin."""

    def __init__(self, address: AdminAddress) -> None:
        self._address = address
        self._connection = psycopg.connect(
            host=address.host,
            port=address.port,
            dbname=address.database,
            user=address.login,
            password=address.password,
            sslmode="verify-full" if address.ca else "prefer",
            sslrootcert=address.ca or None,
            connect_timeout=5,
            autocommit=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    @property
    def _owner(self) -> str:
        return f"{self._address.database}_owner"

    @property
    def _staff(self) -> str:
        return f"{self._address.database}_staff"

    def set_up(self) -> None:
        """Make schema, roles and grants, or bring them up to this version; again is no harm."""
        self._make_role(self._owner)
        self._make_role(self._staff)
        database = sql.Identifier(self._address.database)
        owner, staff = sql.Identifier(self._owner), sql.Identifier(self._staff)
        me = sql.Identifier(self._address.login)
        run = self._run
        run(sql.SQL("GRANT {} TO {}").format(owner, me))
        run(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, staff))
        run(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, owner))
        run(sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
        with self._as_owner():
            run("CREATE SCHEMA IF NOT EXISTS crm")
            self._run_files()
            self._declare()
            run("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm FROM PUBLIC")
            run(sql.SQL("GRANT USAGE ON SCHEMA crm TO {}").format(staff))
            run(sql.SQL("GRANT SELECT ON crm.state, crm.hub, crm.entity TO {}").format(staff))
            for name in OPEN:
                run(sql.SQL("GRANT EXECUTE ON FUNCTION crm.{} TO {}").format(sql.SQL(name), staff))

    def _run_files(self) -> None:
        there = self._value("SELECT to_regclass('crm.hub')")
        version = self._value("SELECT version FROM crm.hub") if there else 0
        for file in sorted(paths.resource("hub").glob("*.sql")):
            if int(file.name[:3]) > version:
                self._run("SET search_path = crm, pg_temp")
                self._run(file.read_text(encoding="utf-8"))
                self._run("UPDATE crm.hub SET version = %s", int(file.name[:3]))

    def _declare(self) -> None:
        with self._connection.transaction():
            for cls in CLASSES:
                facts = cls.__sync__
                if facts.local:
                    continue
                terminal = None
                if facts.terminal:
                    unit = facts.unit_of(facts.terminal)
                    terminal = json.dumps({"unit": unit, "field": facts.terminal, "open": "open"})
                self._run(
                    "INSERT INTO crm.entity "
                    "(name, kind, meets, write_cap, protected, own, refs, units, terminal, quiet) "
                    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (name) DO UPDATE SET "
                    "kind = EXCLUDED.kind, meets = EXCLUDED.meets, write_cap = EXCLUDED.write_cap, "
                    "protected = EXCLUDED.protected, own = EXCLUDED.own, refs = EXCLUDED.refs, units = EXCLUDED.units, "
                    "terminal = EXCLUDED.terminal, quiet = EXCLUDED.quiet",
                    cls.entity(),
                    "fact" if facts.fact else "record",
                    facts.meets,
                    facts.capability,
                    json.dumps(facts.protected),
                    list(facts.own),
                    list(facts.references),
                    json.dumps({name: unit[0] for unit in facts.units for name in unit}),
                    terminal,
                    list(facts.quiet),
                )
            self._run("DELETE FROM crm.role_right")
            for role, capability in _role_rights():
                self._run("INSERT INTO crm.role_right VALUES (%s, %s)", role, capability)

    # People

    def let_in(
        self,
        employee_id: UUID,
        name: str,
        roles: Sequence[str],
        *,
        valid: timedelta = timedelta(days=3),
        may_bring: bool = False,
    ) -> Seat:
        """A login for a person, made or given a new password, and an invite for one desk."""
        login = f"{self._address.database}_{secrets.token_hex(4)}"
        password, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._make_role(login)
        role = sql.Identifier(login)
        self._run(
            sql.SQL("ALTER ROLE {} LOGIN NOINHERIT CONNECTION LIMIT 8 PASSWORD {}").format(
                role, sql.Literal(password)
            )
        )
        self._run(sql.SQL("ALTER ROLE {} INHERIT").format(role))
        self._run(sql.SQL("GRANT {} TO {}").format(sql.Identifier(self._staff), role))
        with self._as_owner():
            caps = sorted({cap for role_, cap in _role_rights() if role_ in {*roles, _EVERYBODY}})
            self._run(
                "INSERT INTO crm.employee (role_name, employee_id, caps) VALUES (%s, %s, %s) "
                "ON CONFLICT (role_name) DO UPDATE SET active = true",
                login, employee_id, caps,
            )  # fmt: skip
            self._run(
                "INSERT INTO crm.invite (secret_sha, role_name, expires_at, may_bring) "
                "VALUES (sha256(convert_to(%s, 'UTF8')), %s, now() + %s, %s)",
                secret, login, valid, may_bring,
            )  # fmt: skip
            expires = self._value(
                "SELECT to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM crm.invite "
                "WHERE secret_sha = sha256(convert_to(%s, 'UTF8'))",
                secret,
            )
        self._run(sql.SQL("COMMENT ON ROLE {} IS {}").format(role, sql.Literal(name)))
        return Seat(login, password, secret, expires)

    def person(self, name: str) -> Invited | None:
        """Somebody who is at the hub already, by name."""
        with self._as_owner():
            rows = self._rows(
                "SELECT id, doc->>'name', doc->'roles' FROM crm.state WHERE entity = 'user'"
            )
        found = (Invited(one[0], one[1], tuple(one[2])) for one in rows if one[1])
        return next((one for one in found if fold(one.name) == fold(name)), None)

    def send_away(self, login: str) -> None:
        """No login any more, open connections ended, devices revoked; the person's records stay."""
        self._run(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
        with self._as_owner():
            self._run("UPDATE crm.employee SET active = false WHERE role_name = %s", login)
            self._run("UPDATE crm.device SET revoked = true WHERE role_name = %s", login)
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", login
        )

    # How it stands

    def version(self) -> int:
        """Of the hub's own tables and functions."""
        return int(self._owned_value("SELECT version FROM crm.hub"))

    def head(self) -> int:
        """The place in the order that was given last."""
        return int(self._owned_value("SELECT seq FROM crm.hub"))

    def desks(self) -> list[dict[str, Any]]:
        """Who has joined where, and when they were last here."""
        with self._as_owner():
            rows = self._rows(
                "SELECT d.name, v.role_name, v.code, v.last_seen, v.app_version, v.last_dseq, v.revoked "
                "FROM crm.device v JOIN crm.desk d ON d.code = v.desk_code ORDER BY d.n, v.code"
            )
        return [
            {
                "desk": name,
                "login": login,
                "code": code,
                "last_seen": seen.isoformat(timespec="seconds") if seen else None,
                "version": version,
                "operations": last,
                "revoked": revoked,
            }
            for name, login, code, seen, version, last, revoked in rows
        ]

    def doubts(self) -> list[str]:
        """What is not as it should be on this server, each with what to do."""
        found = []
        if self._value("SHOW ssl") != "on":
            found.append(
                _("The server has no TLS: whoever is on the line reads everything. Set ssl = on.")
            )
        is_super = self._value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if is_super:
            found.append(
                _(
                    "The admin's login is a superuser. One that may only create roles is enough: CREATEROLE."
                )
            )
            trusting = self._value(
                "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust' AND type LIKE 'host%%'"
            )
            if trusting:
                found.append(
                    _("pg_hba.conf lets logins in without a password (trust). Use scram-sha-256.")
                )
        return found

    def broken_links(self) -> list[tuple[str, int]]:
        """Lines of the history that were changed or are missing: the device's code and the number."""
        with self._as_owner():
            rows = self._rows(
                "SELECT v.code, l.dseq, l.entity, l.id, l.hlc, l.verdict, l.patch_sha, "
                "l.patch IS NULL OR sha256(convert_to(l.patch::text, 'UTF8')) = l.patch_sha, m.chain "
                "FROM crm.log l JOIN crm.device v USING (device_id) "
                "LEFT JOIN crm.mark m ON m.device_id = l.device_id AND m.last_n = l.dseq ORDER BY l.seq"
            )
            stands = self._value("SELECT chain FROM crm.hub")
        return _broken(rows, bytes(stands))

    # The connection

    def _owned_value(self, statement: str) -> Any:
        with self._as_owner():
            return self._value(statement)

    def _rows(self, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, arguments or None).fetchall()

    def _make_role(self, name: str) -> None:
        if not self._value("SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            self._run(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))

    @contextmanager
    def _as_owner(self) -> Iterator[None]:
        self._run(sql.SQL("SET ROLE {}").format(sql.Identifier(self._owner)))
        try:
            yield
        finally:
            self._run("RESET ROLE")

    def _run(self, statement: Any, *arguments: object) -> None:
        self._connection.execute(statement, arguments or None)

    def _value(self, statement: str, *arguments: object) -> Any:
        row = self._connection.execute(statement, arguments or None).fetchone()
        return row[0] if row else None


def _broken(rows: Iterable[tuple[Any, ...]], stands: bytes) -> list[tuple[str, int]]:
    """Follow the chain from its beginning; where it does not fit it goes on from what is written there."""
    chain = hashlib.sha256(b"").digest()
    found: list[tuple[str, int]] = []
    last: tuple[str, int] = ("", 0)
    for code, n, entity, key, hlc, verdict, sha, is_whole, mark in rows:
        last = (code, n)
        line = "|".join(str(part) for part in (code, n, entity, key, hlc, verdict))
        chain = hashlib.sha256(chain + line.encode() + bytes(sha)).digest()
        if not is_whole or (mark is not None and bytes(mark) != chain):
            found.append(last)
            chain = bytes(mark) if mark is not None else chain
    if chain != stands and last not in found:
        found.append(last)
    return found


def _role_rights() -> list[tuple[str, str]]:
    pairs = [(role.value, right.value) for role in Role for right in ROLE_RIGHTS[role]]
    return [*pairs, (_EVERYBODY, Right.OWN_PIN.value)]


OPEN = (
    "me()",
    "my_realms()",
    "push(uuid, int, text, jsonb)",
    "join_desk(text, uuid, text, text)",
    "fork_device(uuid, uuid)",
    "brought(uuid)",
    "hello(uuid, bigint)",
    "devices()",
    "claim(uuid, text, uuid, int)",
    "claim_done(uuid, text, uuid)",
    "blob_begin(bytea, bigint)",
    "blob_put(bytea, int, bytea)",
    "blob_end(bytea)",
    "blob_get(bytea, int)",
    "blobs_there(bytea[])",
    "unblock()",
    "purge(uuid, text)",
)
"""What staff may call; every other function is the hub's own."""
