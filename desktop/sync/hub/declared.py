# SPDX-License-Identifier: Apache-2.0
"""What classes and roles say of themselves, as the hub must know it, and which of its functions staff may call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from desktop.domain.record import Record
from desktop.domain.rights import ROLE_RIGHTS, Right
from desktop.domain.schema import CLASSES
from desktop.storage.shapes import shapes
from desktop.values.states import Role

_EVERYBODY: Final = "*"

DECLARE: Final = (
    "INSERT INTO crm.entity "
    "(name, kind, meets, realm, write_cap, protected, own, refs, units, terminal, quiet, held_by, follows, till) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (name) DO UPDATE SET "
    "kind = EXCLUDED.kind, meets = EXCLUDED.meets, realm = EXCLUDED.realm, write_cap = EXCLUDED.write_cap, "
    "protected = EXCLUDED.protected, own = EXCLUDED.own, refs = EXCLUDED.refs, units = EXCLUDED.units, "
    "terminal = EXCLUDED.terminal, quiet = EXCLUDED.quiet, held_by = EXCLUDED.held_by, "
    "follows = EXCLUDED.follows, till = EXCLUDED.till"
)


def declarations() -> Iterator[tuple[object, ...]]:
    """The values of DECLARE for each class that leaves a desk."""
    return (_declaration(cls) for cls in CLASSES if not cls.__sync__.local)


FIELD: Final = "INSERT INTO crm.field VALUES (%s, %s, %s, %s, %s)"


def fields() -> Iterator[tuple[object, ...]]:
    """The values of FIELD for each column that leaves a desk."""
    for cls in CLASSES:
        if not cls.__sync__.local:
            for one in shapes(cls.entity()):
                yield cls.entity(), one.name, one.form.value, one.may_be_empty, one.is_needed


def _declaration(cls: type[Record]) -> tuple[object, ...]:
    """What the hub must know of a class."""
    facts = cls.__sync__
    terminal = None
    if facts.terminal:
        unit = facts.unit_of(facts.terminal)
        terminal = json.dumps({"unit": unit, "field": facts.terminal, "open": facts.not_terminal})
    return (
        cls.entity(),
        "fact" if facts.fact else "record",
        facts.meets,
        int(facts.realm),
        facts.capability,
        json.dumps(facts.protected),
        list(facts.own),
        list(facts.references),
        json.dumps({name: unit[0] for unit in facts.units for name in unit}),
        terminal,
        list(facts.quiet),
        list(facts.held_by),
        facts.follows or None,
        facts.till or None,
    )


def role_rights() -> list[tuple[str, str]]:
    """Which role has which right; some rights are everybody's."""
    pairs = [(role.value, right.value) for role in Role for right in ROLE_RIGHTS[role]]
    return [*pairs, (_EVERYBODY, Right.OWN_PIN.value)]


OPEN: Final = (
    "me()",
    "my_realms()",
    "reads_all()",
    "my_people()",
    "my_desks()",
    "moved(bigint)",
    "out_of_sight(uuid[])",
    "history(uuid[])",
    "push(uuid, int, text, jsonb)",
    "push_new(uuid, int, text, jsonb)",
    "join_desk(text, uuid, text, text, uuid)",
    "fork_device(uuid, uuid, text, boolean)",
    "brought(uuid)",
    "bring_counters(uuid, jsonb)",
    "hello(uuid, bigint)",
    "mark_at(bigint)",
    "differs_at(uuid, jsonb)",
    "sealed(uuid, bigint[])",
    "sealed_anew(uuid, uuid, jsonb)",
    "devices()",
    "backup_age()",
    "claim(uuid, text, uuid, int, int)",
    "claim_done(uuid, text, uuid, int)",
    "blob_begin(bytea, bigint)",
    "blob_put(bytea, int, bytea)",
    "blob_end(bytea)",
    "blob_get(bytea, int)",
    "blobs_there(bytea[])",
    "unblock()",
    "purge(uuid, text)",
)
"""What staff may call; every other function is the hub's own."""
