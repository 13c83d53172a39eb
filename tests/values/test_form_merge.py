# SPDX-License-Identifier: Apache-2.0
"""Forms open while their record changes."""

from __future__ import annotations

from desktop.values.form_merge import merge, touched

BASE = {"title": "Labels", "note": "", "source": "Phone"}


def test_what_was_typed_stays_and_the_rest_follows():
    """Covers: N2."""
    typed = {**BASE, "title": "Labels Ø 60"}
    merged = merge(BASE, typed, {**BASE, "note": "Urgent"})
    assert merged.shown == {"title": "Labels Ø 60", "note": "Urgent", "source": "Phone"}
    assert merged.clashes == ()


def test_a_field_that_both_changed_is_named_and_keeps_what_was_typed():
    """Covers: N2."""
    merged = merge(BASE, {**BASE, "title": "Mine"}, {**BASE, "title": "Theirs"})
    assert merged.shown["title"] == "Mine"
    assert merged.clashes == ("title",)


def test_the_same_change_twice_is_no_clash():
    merged = merge(BASE, {**BASE, "title": "Same"}, {**BASE, "title": "Same"})
    assert merged.clashes == ()


def test_only_touched_fields_are_saved():
    """Covers: N2."""
    assert touched(BASE, {**BASE, "note": "Urgent"}) == {"note": "Urgent"}
    assert touched(BASE, dict(BASE)) == {}
