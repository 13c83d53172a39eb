# SPDX-License-Identifier: Apache-2.0
"""Enter takes the client who was surely typed, and nobody who is only near."""

from uuid import UUID

import pytest

from desktop.models.client_pick import is_phone, surest
from desktop.values.rows.search import ClientFound


def a_client(name, digits="", company=""):
    return ClientFound(UUID(int=1), None, name, company, digits)


FOUND = (
    a_client("Marlow Finch", "447700900341"),
    a_client("Priya Hartwell", "447700900342", "Oak & Lime Bakery"),
    a_client("Лада Соколова", "79161234567"),
    a_client("No Phone"),
)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("07700 900 342", 1),
        ("+44 7700 900342", 1),
        ("0342", 1),
        ("900341", 0),
        ("07700 900 343", -1),
        ("0343", -1),
        ("priya", 1),
        ("hart pri", 1),
        ("oak", 1),
        ("соколова", 2),
        ("cjrjk", 2),
        ("Зкшнф", 1),
        ("Hartwell Jones", -1),
        ("zzz", -1),
    ],
)
def test_only_who_was_typed_is_sure(typed, place):
    """Covers: A2, M3."""
    assert surest(FOUND, typed, "GB") == place


def test_a_whole_phone_is_told_from_its_last_digits():
    """Covers: A2."""
    assert is_phone("07700 900 342", "GB")
    assert not is_phone("0342", "GB")
    assert not is_phone("Priya", "GB")
