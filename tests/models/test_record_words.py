# SPDX-License-Identifier: Apache-2.0
"""What records and their values are called: nobody is shown a column's name, an id or a piece of JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal

from desktop.domain.schema import CLASSES
from desktop.models.record_words import KINDS, has_label, value_words
from desktop.values.money import Money
from desktop.values.rows.to_look_at import Choice, Several, Whole

NOW = datetime(2026, 10, 15, 11, 42, tzinfo=UTC)
WRITTEN_ONCE = frozenset(
    "at by card_id card_kind created_at created_by deal_id fact_id fact_kind fields invoice_id is_shipped loser_id "
    "message_id mime on_id on_kind opened_at opened_by template_id version winner_id".split()
)
"""What is never changed after a record was made, so that it never differs."""


def test_every_field_that_two_may_change_has_a_name():
    """Covers: N2."""
    nameless = [
        (cls.entity(), column.name)
        for cls in CLASSES
        if not cls.__sync__.fact and not cls.__sync__.local
        for column in cls.__table__.columns
        if column.name not in {"n", "id", "stamp", *cls.__sync__.quiet, *cls.__sync__.caches}
        and column.name not in WRITTEN_ONCE
        and not has_label(cls.entity(), column.name)
    ]
    assert nameless == []
    records = {cls.entity() for cls in CLASSES if not cls.__sync__.fact and not cls.__sync__.local}
    assert records <= KINDS.keys()


def test_values_are_said_as_people_say_them():
    """Covers: N2."""
    said = {
        value_words(value, now=NOW, field=field)
        for value, field in (
            (Money(294000, "GBP"), "amount"),
            (Several((Choice("task", "call"), datetime(2026, 10, 19, 10, tzinfo=UTC))), "due_at"),
            (Several((Money(294000, "GBP"), Choice("pieces", "1500"))), "amount"),
            (date(2026, 10, 16), "pay_until"),
            (5, "discount_percent"),
            (Decimal("0.064"), "unit_price"),
            (True, "is_express"),
            (None, "note"),
            (Whole(), "table"),
            ("447700900342", "digits"),
            (NOW, "archived_at"),
            (Choice("block", ""), "block_reason"),
            (Choice("role", "invented"), "roles"),
            (Choice("notice", "call"), "ready_channel"),
            ("20", "tax_rate"),
        )
    }
    assert said == {
        "£2,940.00",
        "Call Mon 19, 10:00",
        "£2,940.00 for 1,500 pcs",
        "Fri 16",
        "5%",
        "0.064",
        "yes",
        "empty",
        "another version",
        "+44 7700 900 342",
        "removed",
        "Waits for nothing",
        "invented",
        "Call",
        "20%",
    }
