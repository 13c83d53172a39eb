# SPDX-License-Identifier: Apache-2.0
"""The rule of the merge as a table, asked of the hub's own function."""

import json

import pytest

from desktop.domain.schema import CLASSES
from tests.sync.hub_desks import TestHub

OLD, NEW = "0000000000000010-AA00.1", "0000000000000020-AA00.2"
EARLIER, LATER = "0000000000000005-BB00.7", "0000000000000030-BB00.7"


@pytest.fixture(scope="module")
def hub(server):
    return TestHub(server, "merge")


def merge(hub, kind, doc, ver, patch, base, stamp):
    """What stands after the merge, who wrote each field, what was lost, and whether anything was written."""
    return hub.sql(
        "SELECT m.doc, m.ver, m.lost, m.touched "
        "FROM crm.entity e, crm.merge(e, %s, %s, %s, %s, %s, false) m WHERE e.name = %s",
        json.dumps(doc), json.dumps(ver), json.dumps(patch), json.dumps(base), stamp, kind,
    )[0]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "stamp", "patch", "stands", "lost"),
    [
        ({"name": "AA00.2"}, LATER, "Nora", "Nora", None),
        (
            {"name": "AA00.2"},
            EARLIER,
            "Nora",
            "Nora",
            None,
        ),  # the author saw what stands: no clock counts
        ({"name": "AA00.1"}, LATER, "Nora", "Nora", "Priya"),  # written unseen, and later
        ({"name": "AA00.1"}, EARLIER, "Nora", "Priya", "Nora"),  # written unseen, and earlier
        ({"name": "AA00.1"}, LATER, "Priya", "Priya", None),  # both wrote the same
        ({}, LATER, "Nora", "Nora", "Priya"),
    ],
)
def test_a_field_follows_what_its_author_saw_and_only_then_the_clock(
    hub, base, stamp, patch, stands, lost
):
    """Covers: N2, N3."""
    doc, ver, found, _touched = merge(
        hub,
        "contact",
        {"name": "Priya", "post": ""},
        {"*": OLD, "name": NEW},
        {"name": patch},
        base,
        stamp,
    )
    assert doc["name"] == stands
    assert doc["post"] == ""
    assert (found.get("name") or {}).get("lost") == lost
    assert ver["*"] == OLD
    assert ver["name"] == (stamp if stands == patch else NEW)


def test_fields_merge_one_by_one(hub):
    """Covers: N2."""
    doc, _ver, lost, _touched = merge(
        hub, "contact", {"name": "Priya", "post": "buyer"}, {"*": OLD, "name": NEW},
        {"name": "Nora", "post": "owner"}, {"name": "AA00.1", "post": "AA00.1"}, EARLIER,
    )  # fmt: skip
    assert doc == {"name": "Priya", "post": "owner"}
    assert set(lost) == {"name"}


def test_fields_that_mean_something_only_together_merge_as_one(hub):
    """Covers: N2."""
    doc, ver, lost, _touched = merge(
        hub, "deal",
        {"pipeline_id": "p", "stage_id": "s1", "stage_kind": "open", "refusal_comment": ""},
        {"*": OLD, "pipeline_id": NEW, "stage_id": NEW, "stage_kind": NEW, "refusal_comment": NEW},
        {"pipeline_id": "p", "stage_id": "s2", "stage_kind": "open", "refusal_comment": "x"},
        {"pipeline_id": "AA00.1"}, EARLIER,
    )  # fmt: skip
    assert doc["stage_id"] == "s1"
    assert doc["refusal_comment"] == ""
    assert ver["refusal_comment"] == NEW
    assert set(lost) == {"stage_id", "refusal_comment"}


@pytest.mark.parametrize("stamp", [EARLIER, LATER])
@pytest.mark.parametrize(
    ("stands", "comes", "result"),
    [
        ("open", "won", "won"),
        ("lost", "open", "lost"),
        ("won", "open", "won"),
        ("open", "lost", "lost"),
    ],
)
def test_a_closed_card_beats_an_open_one_whatever_the_clock_says(hub, stamp, stands, comes, result):
    """Covers: N2."""
    units = next(cls for cls in CLASSES if cls.entity() == "deal").__sync__.units[0]
    doc = dict.fromkeys(units, "") | {"stage_kind": stands, "stage_id": f"at {stands}"}
    patch = dict.fromkeys(units, "") | {"stage_kind": comes, "stage_id": f"at {comes}"}
    found, _ver, lost, _touched = merge(
        hub,
        "deal",
        doc,
        {"*": OLD, **dict.fromkeys(units, NEW)},
        patch,
        {units[0]: "AA00.1"},
        stamp,
    )
    assert found["stage_kind"] == result
    assert lost["stage_kind"]["lost"] == ({stands, comes} - {result}).pop()


def test_a_quiet_field_makes_no_notice(hub):
    """Covers: N2."""
    doc, _ver, lost, touched = merge(
        hub,
        "deal",
        {"rank": "a"},
        {"*": OLD, "rank": NEW},
        {"rank": "b"},
        {"rank": "AA00.1"},
        LATER,
    )
    assert (doc["rank"], lost, touched) == ("b", {}, True)
