# SPDX-License-Identifier: Apache-2.0
"""A hub is brought up to this version's files (resources/hub), from whatever state of the program it was set up by.

Tables are made and changed by numbered files, each run once. Functions are code: what stands at the hub is compared
with what the files make of an empty schema, and replaced where it differs, for a file may have been mended since it was
run. Where tables differ no rule says what to do with what lies in them, and the admin is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import errors, sql

from desktop import paths
from desktop.errors import UserError
from desktop.i18n import _

_FUNCTIONS: Final = (
    "SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_functiondef(p.oid) "
    "FROM pg_proc p WHERE p.pronamespace = 'crm'::regnamespace ORDER BY p.oid"
)
_TABLES: Final = """
    WITH mine AS (SELECT oid, relname, relrowsecurity FROM pg_class
      WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r')
    SELECT relname, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
        rank() OVER (PARTITION BY relname ORDER BY attnum))
      FROM mine JOIN pg_attribute a ON a.attrelid = mine.oid
      LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (attrelid, attnum)
      WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT relname, pg_get_constraintdef(c.oid)
      FROM mine JOIN pg_constraint c ON conrelid = mine.oid WHERE contype <> 'n'
    UNION ALL SELECT relname, pg_get_indexdef(indexrelid) FROM mine JOIN pg_index ON indrelid = mine.oid
    UNION ALL SELECT relname, pg_get_triggerdef(t.oid)
      FROM mine JOIN pg_trigger t ON tgrelid = mine.oid WHERE NOT tgisinternal
    UNION ALL SELECT relname, concat_ws(' ', relrowsecurity, polname, polcmd, pg_get_expr(polqual, polrelid), polroles)
      FROM mine JOIN pg_policy ON polrelid = mine.oid
"""

_OF_ANOTHER_MAKE: Final = (
    errors.UndefinedColumn,
    errors.UndefinedTable,
    errors.UndefinedFunction,
    errors.UndefinedObject,
    errors.DuplicateColumn,
    errors.DuplicateTable,
    errors.DuplicateFunction,
    errors.DuplicateObject,
)
"""What a file runs into where tables or functions are not those that it was written for."""

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a hub is made of: the functions by name, and line by line what its tables are."""

    functions: dict[str, str]
    tables: frozenset[tuple[str, str]]


def bring_up(connection: Connection, version: int) -> list[str]:
    """Run the files that a hub of this version has not seen; returns which functions were not as the files make them.

    As the owner, inside a transaction.
    """
    try:
        _run_files(connection, after=version)
        return _mend(connection) if version else []
    except _OF_ANOTHER_MAKE as error:
        raise _of_another_make(str(error).partition("\n")[0]) from error


def _run_files(connection: Connection, *, after: int) -> None:
    for file in sorted(paths.resource("hub").glob("*.sql")):
        if int(file.name[:3]) > after:
            connection.execute("SET LOCAL search_path = crm, pg_temp")
            connection.execute(file.read_bytes())
            connection.execute("UPDATE crm.hub SET version = %s", [int(file.name[:3])])


def _mend(connection: Connection) -> list[str]:
    here, wanted = _shape(connection), _as_the_files_make_it(connection)
    if differing := here.tables ^ wanted.tables:
        table, line = min(differing)
        raise _of_another_make(f"{table}: {line}")
    connection.execute("SET LOCAL check_function_bodies = off")
    mended = [name for name in here.functions if name not in wanted.functions]
    for name in mended:
        connection.execute(sql.SQL("DROP FUNCTION crm.") + sql.SQL(name))
    for name, text in wanted.functions.items():
        if here.functions.get(name) != text:
            _replace(connection, name, text, is_there=name in here.functions)
            mended.append(name)
    return mended


def _replace(connection: Connection, name: str, text: str, *, is_there: bool) -> None:
    try:
        with connection.transaction():
            connection.execute(text.encode())
    except errors.InvalidFunctionDefinition:  # what it returns is not what it returned
        if not is_there:
            raise
        connection.execute(sql.SQL("DROP FUNCTION crm.") + sql.SQL(name))
        connection.execute(text.encode())


def _shape(connection: Connection) -> _Shape:
    connection.execute("SET LOCAL search_path = crm, pg_temp")
    functions = dict(connection.execute(_FUNCTIONS).fetchall())
    return _Shape(functions, frozenset(connection.execute(_TABLES).fetchall()))


def _as_the_files_make_it(connection: Connection) -> _Shape:
    """All files run in an empty schema of the same name, which nobody ever sees."""
    with connection.transaction(force_rollback=True):
        connection.execute("ALTER SCHEMA crm RENAME TO crm_that_stands")
        connection.execute("CREATE SCHEMA crm")
        _run_files(connection, after=0)
        return _shape(connection)


def _of_another_make(what: str) -> UserError:
    return UserError(
        _(
            "This hub was set up by an unfinished state of the program, and its tables are not those of this one "
            "({what}). Nothing was changed, and nothing is lost: every computer has its copy. Set up a hub in a new, "
            "empty database and bring the shop along from the computer that sees everything (docs/hub.md)."
        ).format(what=what)
    )
