# SPDX-License-Identifier: Apache-2.0
"""What an employee may not do at the hub, though they know PostgreSQL and have psql."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from desktop.commands import clients
from desktop.sync.hub.declared import OPEN
from tests.sync.hub_desks import TestHub

TABLES = (
    "hub mark role_right realm_right backup_made employee desk device invite entity field state log counter "
    "number_used claim blob blob_part blob_coming erasure place gone held seal"
).split()
READABLE = {"hub", "entity", "state", "place"}


@pytest.fixture(scope="module")
def as_employee(server):
    """An employee's own connection, past the program."""
    hub = TestHub(server, "rights")
    with hub.admin() as admin:
        seat = admin.let_in(uuid4(), "anna", ("manager",))
    connection = psycopg.connect(
        host="127.0.0.1", port=server.port, dbname=hub.name, user=seat.login, password=seat.password,
        autocommit=True,
    )  # fmt: skip
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_changed_but_through_the_one_function(as_employee, table):
    """Covers: N4, N7."""
    column = as_employee.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1",
        (f"crm.{table}",),
    ).fetchone()[0]
    for statement in (
        f"INSERT INTO crm.{table} DEFAULT VALUES",
        f"UPDATE crm.{table} SET {column} = {column}",
        f"DELETE FROM crm.{table}",
        f"TRUNCATE crm.{table}",
        f"ALTER TABLE crm.{table} DISABLE TRIGGER ALL",
        f"DROP TABLE crm.{table}",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            as_employee.execute(statement)
    if table not in READABLE:
        with pytest.raises(errors.InsufficientPrivilege):
            as_employee.execute(f"SELECT * FROM crm.{table}")


def test_no_table_is_left_out(hub):
    """Covers: N4, N7."""
    found = hub.sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace "
        "AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"
    )
    assert {name for (name,) in found} == set(TABLES)


def test_only_the_functions_that_were_opened_are(as_employee):
    """Covers: N4."""
    found = as_employee.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'crm'::regnamespace "
        "AND has_function_privilege(oid, 'EXECUTE')"
    ).fetchall()
    opened = as_employee.execute(
        "SELECT ('crm.' || name)::regprocedure::text FROM unnest(%s::text[]) name", (list(OPEN),)
    ).fetchall()
    assert sorted(found) == sorted(opened)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE crm.mine ()", "CREATE TABLE public.mine ()", "CREATE TEMP TABLE mine ()",
        "CREATE FUNCTION crm.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SET ROLE {owner}",
        "SET SESSION AUTHORIZATION {owner}", "COPY crm.state TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "CREATE ROLE mine", "GRANT {owner} TO CURRENT_USER", "SELECT crm.person_of('x')",
        "SELECT crm.new_device(gen_random_uuid(), 'ZZ')",
    ],
)  # fmt: skip
def test_nothing_else_is_open(as_employee, statement):
    """Covers: N4."""
    owner = f"{as_employee.info.dbname}_owner"
    with pytest.raises(errors.InsufficientPrivilege):
        as_employee.execute(statement.format(owner=owner))


def test_every_function_has_a_search_path_and_none_is_open_to_all(hub):
    """Covers: N4."""
    found = hub.sql(
        "SELECT p.proname, p.proconfig IS NOT NULL OR p.prosqlbody IS NOT NULL, "
        "has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'crm'"
    )
    assert {name.partition("(")[0] for name in OPEN} <= {name for name, _is_bound, _open in found}
    # Bound too is an expression whose names were looked up when it was made; two name nothing.
    plain = {"wrote", "part_size"}
    assert [name for name, is_bound, _open in found if not is_bound and name not in plain] == []
    assert [name for name, _is_bound, is_open in found if is_open] == []


def test_what_a_role_may_not_do_is_refused_at_the_hub_too(desks, hub):
    """The program would not have let it through; the hub does not trust the program. Covers: N4, H2."""
    owner, seller = desks("anna")[0], None
    (seller,) = desks("sam", roles=("manager",))
    assert owner.read(lambda r: r.now)
    ops = [
        {"n": 1, "t": 1, "e": "confirmation", "i": str(uuid4()), "new": True, "h": "0" * 16,
         "d": {"payment_id": None, "at": "2026-10-15T10:00:00.000000Z", "by": str(seller.user_id)}},
        {"n": 2, "t": 2, "e": "contact", "i": str(uuid4()), "new": True, "h": "0" * 16, "d": {"name": "Priya"}},
        {"n": 3, "t": 3, "e": "user", "i": str(owner.user_id), "h": "0" * 16, "d": {"pin": "0000"}, "b": {}},
        {"n": 4, "t": 4, "e": "stage", "i": str(uuid4()), "new": True, "h": "0" * 16, "d": {"name": "Mine"}},
    ]  # fmt: skip
    answer = seller.connection.push(seller.device_id, ops)
    assert answer.acked == 4
    assert answer.bad == {1: "forbidden", 3: "forbidden", 4: "forbidden"}


def test_nobody_writes_under_a_colleagues_device(desks):
    """Covers: N4, N7."""
    anna, ben = desks("anna", "ben")
    with pytest.raises(Exception, match="unknown or revoked device"):
        ben.connection.push(anna.device_id, [])


def test_history_is_not_rewritten_by_its_owner_either(desks, hub):
    """Covers: N7."""
    (anna,) = desks("anna")
    anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    for statement in (
        "UPDATE crm.log SET verdict = 'ok'",
        "DELETE FROM crm.log",
        "TRUNCATE crm.log",
    ):
        with pytest.raises(psycopg.Error, match="append-only"):
            hub.sql(statement)


def test_who_was_sent_away_is_out(desks, hub):
    """Covers: N4."""
    anna, ben = desks("anna", "ben")
    with hub.admin() as admin:
        admin.send_away(ben.seat.login)
    ben.do(lambda uow: clients.add_contact(uow, name="Priya"))
    with pytest.raises(Exception, match=r"ben|log in|login|terminat"):
        ben.sync()
    anna.sync()
