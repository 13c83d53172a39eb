# SPDX-License-Identifier: Apache-2.0
"""The hub from its admin's side: set up once, brought up to a newer version, people let in and sent away.

Needs a login that may create roles and a database of its own for each shop. Everything a class declares about itself in
`__sync__` is written to the hub from here, so that both never differ.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import errors, sql
from psycopg.pq import TransactionStatus

from desktop.domain.rights import REALM_RIGHTS
from desktop.errors import UserError
from desktop.i18n import _
from desktop.sync.hub import chain, check, declared, upgrade
from desktop.sync.hub.check import OLDEST, VERSION, AdminAddress
from desktop.sync.hub.line import call_as_admin
from desktop.sync.people import Invited
from desktop.values.search import fold

_OVER = {TransactionStatus.INERROR, TransactionStatus.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Seat:
    """A login for one person, with the secret that lets them sit down at one desk."""

    login: str
    password: str
    secret: str
    expires: str


class HubAdmin:
    """One connection of the admin. What the server refuses comes as a UserError."""

    def __init__(self, address: AdminAddress) -> None:
        self.address = address
        self._role = ""
        try:
            self._connection = call_as_admin(**asdict(address))
        except psycopg.OperationalError as error:
            raise UserError(check.why_not(address, str(error))) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        if isinstance(error, errors.InsufficientPrivilege):
            raise UserError(
                _(
                    "The login {login} may not do this at the hub: it takes one with CREATEROLE that owns the "
                    "database. Nothing was changed."
                ).format(login=self.address.login)
            ) from error
        if isinstance(error, psycopg.OperationalError):
            raise UserError(
                _("The hub broke off. What was finished stays, the rest was not done. Try again.")
            ) from error

    @property
    def _owner(self) -> str:
        return f"{self.address.database}_owner"

    @property
    def _staff(self) -> str:
        return f"{self.address.database}_staff"

    def set_up(self) -> list[str]:
        """Make schema, roles and grants, or bring them up to this version; again is no harm.

        In one transaction, so that nobody ever meets a hub whose functions are not yet closed. Returns the functions of
        a hub of this version that were not this version's.
        """
        with self._connection.transaction():
            self._make_role(self._owner)
            self._make_role(self._staff)
            database = sql.Identifier(self.address.database)
            owner, staff = sql.Identifier(self._owner), sql.Identifier(self._staff)
            run = self._run
            run(sql.SQL("GRANT {} TO {}").format(owner, sql.Identifier(self.address.login)))
            self._demand_sound_server()
            run(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
            run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, staff))
            run(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, owner))
            run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            # A pull takes a few milliseconds; to compile it for what it might cost takes a hundred.
            run(sql.SQL("ALTER DATABASE {} SET jit = off").format(database))
            with self._as_owner():
                run("CREATE SCHEMA IF NOT EXISTS crm")
                mended = upgrade.bring_up(self._connection, self.version())
                self._declare()
                self._open_to(staff)
        return mended

    def _demand_sound_server(self) -> None:
        """Refuse what would be regretted later: a server too old, or a hub of a newer program."""
        number = int(self._value("SHOW server_version_num"))
        if number < OLDEST:
            raise UserError(
                _(
                    "The server runs PostgreSQL {there}; the hub needs {wanted} or newer. Nothing was changed. "
                    "Update the server."
                ).format(there=number // 10_000, wanted=OLDEST // 10_000)
            )
        if (found := self.version()) > VERSION:
            raise UserError(
                _(
                    "The hub was brought up to version {there} by a newer program; this one knows {here}. Nothing "
                    "was changed. Update Counterfoil here."
                ).format(there=found, here=VERSION)
            )

    def _open_to(self, staff: sql.Identifier) -> None:
        run = self._run
        run("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm FROM PUBLIC")
        run(sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm FROM {}").format(staff))
        run(sql.SQL("GRANT USAGE ON SCHEMA crm TO {}").format(staff))
        run(
            sql.SQL("GRANT SELECT ON crm.state, crm.place, crm.hub, crm.entity TO {}").format(staff)
        )
        for name in declared.OPEN:
            run(sql.SQL("GRANT EXECUTE ON FUNCTION crm.{} TO {}").format(sql.SQL(name), staff))

    def _declare(self) -> None:
        """What classes and roles say of themselves, and with it the rights of everybody who is at the hub already."""
        for values in declared.declarations():
            self._run(declared.DECLARE, *values)
        self._run("DELETE FROM crm.field")
        for values in declared.fields():
            self._run(declared.FIELD, *values)
        self._run("DELETE FROM crm.role_right")
        for role, capability in declared.role_rights():
            self._run("INSERT INTO crm.role_right VALUES (%s, %s)", role, capability)
        self._run("DELETE FROM crm.realm_right")
        for realm, right in REALM_RIGHTS.items():
            self._run("INSERT INTO crm.realm_right VALUES (%s, %s)", int(realm), right.value)
        self._run(
            "UPDATE crm.employee e SET caps = crm.caps_of(s.doc->'roles'), "
            "realms = crm.realms_of(crm.caps_of(s.doc->'roles')) "
            "FROM crm.state s WHERE s.entity = 'user' AND s.id = e.employee_id"
        )
        self._run("SELECT crm.place_all()")

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
        """A login for a person at one desk, and an invite for it. Their record at the hub outweighs `roles`."""
        login = f"{self.address.database}_{secrets.token_hex(4)}"
        password, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        role = sql.Identifier(login)
        with self._connection.transaction():
            self._run(
                sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT 8 PASSWORD {}").format(
                    role, sql.Literal(self._verifier(login, password))
                )
            )
            self._run(sql.SQL("COMMENT ON ROLE {} IS {}").format(role, sql.Literal(name)))
            self._run(sql.SQL("GRANT {} TO {}").format(sql.Identifier(self._staff), role))
            with self._as_owner():
                self._run(
                    "INSERT INTO crm.employee (role_name, employee_id, caps, realms, active) "
                    "SELECT %s, %s, crm.caps_of(roles), crm.realms_of(crm.caps_of(roles)), active FROM (SELECT "
                    "coalesce(max(doc->>'roles'), %s)::jsonb roles, "
                    "coalesce(bool_and((doc->>'is_active')::boolean), true) active FROM crm.state "
                    "WHERE id = %s AND entity = 'user') who",
                    login, employee_id, json.dumps([*roles]), employee_id,
                )  # fmt: skip
                expires = self._value(
                    "INSERT INTO crm.invite (secret_sha, role_name, expires_at, may_bring) "
                    "VALUES (sha256(convert_to(%s, 'UTF8')), %s, now() + %s, %s) RETURNING "
                    "to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
                    secret, login, valid, may_bring,
                )  # fmt: skip
        return Seat(login, password, secret, expires)

    def _verifier(self, login: str, password: str) -> str:
        """What the server keeps of a password, made here, so that no statement and no log of the server holds it."""
        made = self._connection.pgconn.encrypt_password(
            password.encode(), login.encode(), b"scram-sha-256"
        )
        return made.decode()

    def person(self, name: str) -> Invited | None:
        """Somebody who is at the hub already, by name."""
        with self._as_owner():
            rows = self._rows(
                "SELECT id, doc->>'name', doc->'roles' FROM crm.state WHERE entity = 'user'"
            )
        found = (Invited(one[0], one[1], tuple(one[2])) for one in rows if one[1])
        return next((one for one in found if fold(one.name) == fold(name)), None)

    def dismiss(self, employee_id: UUID) -> int:
        """Close every login of a person, at whatever desk; returns how many there were. Their records stay."""
        with self._as_owner():
            logins = self._rows(
                "SELECT role_name::text FROM crm.employee WHERE employee_id = %s", employee_id
            )
        for (login,) in logins:
            self.send_away(login)
        return len(logins)

    def send_away(self, login: str) -> None:
        """No login any more, open connections ended, devices revoked, invites void; the person's records stay."""
        role, me = sql.Identifier(login), sql.Identifier(self.address.login)
        with self._connection.transaction():
            self._run(sql.SQL("ALTER ROLE {} NOLOGIN").format(role))
            with self._as_owner():
                self._run("UPDATE crm.employee SET active = false WHERE role_name = %s", login)
                self._run("UPDATE crm.device SET revoked = true WHERE role_name = %s", login)
                self._run(
                    "UPDATE crm.invite SET used_at = now() WHERE role_name = %s AND used_at IS NULL",
                    login,
                )
        # Whoever is no superuser may end the sessions of roles only that they are members of.
        self._run(sql.SQL("GRANT {} TO {}").format(role, me))
        try:
            with self._as(login):
                self._run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE usename = current_user AND pid <> pg_backend_pid()"
                )
        finally:
            self._run(sql.SQL("REVOKE {} FROM {}").format(role, me))

    def clients_called(self, wanted: str) -> list[UUID]:
        """The clients at the hub who have this name, or this phone."""
        digits = "".join(sign for sign in wanted if sign.isdigit())
        with self._as_owner():
            rows = self._rows(
                "SELECT id FROM crm.state s WHERE entity IN ('contact', 'company') AND NOT doc ? 'erased' "
                "AND (lower(doc->>'name') = lower(%s) OR id IN (SELECT (coalesce(p.doc->>'contact_id', "
                "p.doc->>'company_id'))::uuid FROM crm.state p WHERE p.entity = 'contact_phone' "
                "AND p.doc->>'digits' <> '' AND p.doc->>'digits' = %s))",
                wanted.strip(), digits,
            )  # fmt: skip
        return [row for (row,) in rows]

    def erase(self, client: UUID, why: str) -> int:
        """Blank a client and their phones, here, in the history and at each desk; returns how many rows there were."""
        with self._connection.transaction(), self._as_owner():
            return int(self._value("SELECT crm.erase(%s, %s)", client, why))

    def take_off(self, code: str) -> None:
        """Close one seat: a person at one desk, by the code it writes under; their other seats stay."""
        with self._as_owner():
            login = self._value(
                "SELECT role_name::text FROM crm.device WHERE code = %s AND NOT revoked", code
            )
        if login is not None:
            self.send_away(login)

    # How it stands

    def version(self) -> int:
        """Of the hub's own tables and functions; 0 where there are none."""
        if not self._value("SELECT 1 FROM pg_namespace WHERE nspname = 'crm'"):
            return 0
        with self._as_owner():
            there = self._value("SELECT to_regclass('crm.hub')")
            return int(self._value("SELECT version FROM crm.hub")) if there else 0

    def head(self) -> int:
        """The place in the order that was given last."""
        return int(self._owned_value("SELECT seq FROM crm.hub"))

    def desks(self) -> list[dict[str, Any]]:
        """Who has joined where, and when they were last here."""
        with self._as_owner():
            rows = self._rows(
                "SELECT d.name, v.role_name::text, v.code, v.last_seen, v.app_version, v.last_dseq, v.revoked, "
                "coalesce(s.doc->>'name', '') FROM crm.device v JOIN crm.desk d ON d.code = v.desk_code "
                "JOIN crm.employee e USING (role_name) LEFT JOIN crm.state s ON s.id = e.employee_id "
                "ORDER BY d.n, v.code"
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
                "person": person,
            }
            for name, login, code, seen, version, last, revoked, person in rows
        ]

    def doubts(self) -> list[str]:
        """What is not as it should be on this server, each with what to do."""
        found = []
        if self._value("SHOW ssl") != "on":
            found.append(
                _("The server has no TLS: whoever is on the line reads everything. Set ssl = on.")
            )
        if self._value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            found.append(
                _(
                    "The admin's login is a superuser. One that may only create roles is enough: CREATEROLE."
                )
            )
        found += check.doors(self.address)
        if self._value("SHOW synchronous_commit") == "off":
            found.append(
                _(
                    "synchronous_commit is off: after a power cut the server has lost what it confirmed. Set it on."
                )
            )
        return found

    def waiting(self) -> list[tuple[str, int]]:
        """How much of what was given again waits until its card is in its author's sight, by author."""
        with self._as_owner():
            return self._rows(
                "SELECT coalesce(s.doc->>'name', e.role_name::text), count(*) FROM crm.held "
                "JOIN crm.device USING (device_id) JOIN crm.employee e USING (role_name) "
                "LEFT JOIN crm.state s ON s.id = e.employee_id GROUP BY 1 ORDER BY 1"
            )

    def broken_links(self) -> list[tuple[str, int]]:
        """Lines of the history that were changed or are missing: the device's code and the number."""
        with self._as_owner():
            rows = self._rows(chain.LINES)
            stands = self._value("SELECT chain FROM crm.hub")
        return chain.broken(rows, bytes(stands))

    # The connection

    def _owned_value(self, statement: str) -> Any:
        with self._as_owner():
            return self._value(statement)

    def _rows(self, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, arguments or None).fetchall()

    def _make_role(self, name: str) -> None:
        if not self._value("SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            self._run(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))

    def _as_owner(self) -> AbstractContextManager[None]:
        return self._as(self._owner)

    @contextmanager
    def _as(self, role: str) -> Iterator[None]:
        before, self._role = self._role, role
        self._run(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        try:
            yield
        finally:
            self._role = before
            # In a transaction that has failed nothing more can be said; its end resets the role.
            if self._connection.info.transaction_status not in _OVER:
                self._run(
                    sql.SQL("SET ROLE {}").format(
                        sql.Identifier(before) if before else sql.SQL("NONE")
                    )
                )

    def _run(self, statement: Any, *arguments: object) -> None:
        self._connection.execute(statement, arguments or None)

    def _value(self, statement: str, *arguments: object) -> Any:
        row = self._connection.execute(statement, arguments or None).fetchone()
        return row[0] if row else None
