# SPDX-License-Identifier: Apache-2.0
"""A hub that an earlier state of the program set up is brought up to what the files say, or its admin is told."""

import hashlib
import json

import pytest

from desktop import paths
from desktop.errors import UserError
from desktop.sync.hub import declared
from desktop.sync.hub.check import VERSION
from tests.sync.hub_desks import TestHub


@pytest.fixture(scope="module")
def old(server):
    return TestHub(server, "upgrade")


@pytest.fixture
def set_up(old):
    """Bring the hub up."""
    with old.admin() as admin:
        yield admin.set_up


def test_the_hubs_files_are_numbered_one_by_one():
    """Of two with one number a hub that has run the first would never run the second. Covers: N2."""
    found = sorted(file.name for file in paths.resource("hub").glob("*.sql"))
    assert [int(name[:3]) for name in found] == [*range(1, len(found) + 1)]


def test_what_kinds_say_of_themselves_has_the_number_of_the_hubs_last_file():
    """Else a hub that an older program was told of them would pass for up to date: add a file. Covers: N2."""
    told = json.dumps([*declared.declarations(), *sorted(declared.role_rights())])
    assert (VERSION, hashlib.sha256(told.encode()).hexdigest()[:12]) == (20, "d908406da682")


def test_a_hub_that_was_told_less_of_kinds_is_told_the_rest(old, set_up):
    """Two desks that give a lent card back apart would have one of them refused. Covers: N2."""
    old.sql(
        f"SET ROLE {old.name}_owner; UPDATE crm.hub SET version = 19; "
        "UPDATE crm.entity SET meets = false WHERE name = 'comment'"
    )
    set_up()
    assert old.sql("SELECT version FROM crm.hub") == [(VERSION,)]
    assert old.sql("SELECT meets FROM crm.entity WHERE name = 'comment'") == [(True,)]


def test_a_hub_as_the_files_make_it_is_left_as_it_is(set_up):
    """Covers: N2."""
    assert set_up() == []


def test_functions_of_an_earlier_state_are_replaced_and_those_that_are_gone_are_dropped(
    old, set_up
):
    """The door of an old function would stand open to whoever knows its name. Covers: N2, N4."""
    old.sql(
        f"SET ROLE {old.name}_owner; "
        "CREATE OR REPLACE FUNCTION crm.wrote(stamp text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'x' $$; "
        "CREATE FUNCTION crm.claim(p_device uuid, p_kind text, p_id uuid, p_seconds int) RETURNS text LANGUAGE sql "
        "SECURITY DEFINER AS $$ SELECT 'mine' $$; "
        "DROP FUNCTION crm.backup_age(); "
        "CREATE FUNCTION crm.backup_age() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; "
        f"GRANT EXECUTE ON FUNCTION crm.claim(uuid, text, uuid, int), crm.wrote(text) TO {old.name}_staff"
    )
    found = set_up()
    assert {name.partition("(")[0] for name in found} == {"wrote", "claim", "backup_age"}
    assert old.sql("SELECT crm.wrote('a-b')") == [("b",)]
    assert not old.sql(
        f"SELECT 1 WHERE has_function_privilege('{old.name}_staff', 'crm.wrote(text)', 'EXECUTE')"
    )
    assert set_up() == []


def test_a_hub_of_an_earlier_version_is_brought_up_with_its_functions(old, set_up):
    """It placed and looked up every row by itself, and parts of a file were nobody's. Covers: N2."""
    old.sql(
        f"SET ROLE {old.name}_owner; DROP TRIGGER placed ON crm.state; DROP TRIGGER placed_anew ON crm.state; "
        "CREATE TRIGGER placed BEFORE INSERT OR UPDATE OF doc ON crm.state "
        "FOR EACH ROW EXECUTE FUNCTION crm.place_row(); "
        "ALTER TABLE crm.state ADD CONSTRAINT state_entity_fkey FOREIGN KEY (entity) REFERENCES crm.entity; "
        "DROP FUNCTION crm.may_plan, crm.may_begin; "
        "DROP FUNCTION crm.eight, crm.laid_over, crm.mac_pad, crm.mac_inside, crm.mac_outside, crm.mac, crm.seal_key, "
        "crm.seal_stream, crm.seal_head, crm.seal_veil, crm.seal_proof, crm.seal_up, crm.opened, crm.sealed, "
        "crm.sealed_anew, crm.unsealed; DROP TABLE crm.seal; "
        "DROP TABLE crm.blob_coming; ALTER TABLE crm.blob_part DROP by_role, ADD PRIMARY KEY (sha, n); "
        "INSERT INTO crm.blob VALUES (sha256('a'), 1, false, 'anna'); "
        "INSERT INTO crm.blob_part VALUES (sha256('a'), 0, 'a'); "
        "DROP FUNCTION crm.plain_ops(crm.employee, crm.device, jsonb); "
        "CREATE FUNCTION crm.all_plain(em crm.employee, dv crm.device, p_ops jsonb) RETURNS boolean LANGUAGE sql "
        "AS $$ SELECT false $$; UPDATE crm.hub SET version = 14"
    )
    assert {name.partition("(")[0] for name in set_up()} == {"plain_ops", "all_plain"}
    assert old.sql(
        "SELECT c.by_role, p.by_role, c.size FROM crm.blob_coming c JOIN crm.blob_part p USING (sha)"
    ) == [("anna", "anna", 1)]
    assert set_up() == []


def test_tables_of_an_earlier_state_are_told_in_words_and_nothing_is_changed(old, set_up):
    """Covers: N2, N8."""
    (version,) = old.sql("SELECT version FROM crm.hub")[0]
    trigger = "BEFORE UPDATE OF doc ON crm.state FOR EACH ROW EXECUTE FUNCTION crm.place_row()"
    for was, becomes in (
        ("ALTER TABLE crm.log RENAME again TO anew", "ALTER TABLE crm.log RENAME anew TO again"),
        (
            "DROP TRIGGER placed_anew ON crm.state",
            f"CREATE TRIGGER placed_anew {trigger}",
        ),
        ("UPDATE crm.hub SET version = 11", f"UPDATE crm.hub SET version = {version}"),
    ):  # fmt: skip
        old.sql(was)
        with pytest.raises(
            UserError, match=r"unfinished state.*Set up a hub in a new, empty database"
        ):
            set_up()
        old.sql(becomes)
    assert set_up() == []
