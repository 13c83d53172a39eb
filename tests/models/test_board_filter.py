# SPDX-License-Identifier: Apache-2.0
"""Which cards a filter leaves, and how it is kept."""

import dataclasses
from datetime import timedelta
from uuid import UUID

import pytest

from desktop.models.board_filter import BLOCKED, OVER_LIMIT, STATES, UNTAKEN, BoardFilter, Sieve
from tests.models.test_card_words import NOW, STAGE, a_card, at, stored

TOM = UUID(int=3)


def kept(wish: BoardFilter, **fields) -> bool:
    keep = Sieve(NOW, {STAGE.id.bytes: 120 * 60}).keeper(wish)
    return keep is None or keep(a_card(**fields))


def test_an_empty_filter_asks_nothing_of_any_card():
    """Covers: C4."""
    assert Sieve(NOW, {}).keeper(BoardFilter(text="  ")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("marlow", True), ("MARLOW lab", True), ("lab mar", True), ("k7 1", True), ("oak", False),
        ("ьфкдщц", True), ("marlow oak", False),
    ],
)  # fmt: skip
def test_words_are_found_in_any_order_case_and_layout(text, found):
    """Covers: C4, M3."""
    assert kept(BoardFilter(text=text)) is found


def test_russian_is_found_with_e_or_yo_and_typed_in_latin():
    """Covers: M3."""
    for text in ("елка", "ёлка", "tkrf"):
        assert kept(BoardFilter(text=text), client="Кафе «Ёлка»")


def test_states_are_any_of_those_chosen():
    """Covers: C4, C6, C8."""
    late, over = (
        BoardFilter(states=frozenset({"late"})),
        BoardFilter(states=frozenset({OVER_LIMIT})),
    )
    assert kept(late, touch_due=at(14), touch_kind="call")
    assert not kept(late, touch_due=at(16), touch_kind="call")
    assert kept(over)
    assert not kept(over, since=stored(NOW - timedelta(days=1)))
    both = late.with_state(BLOCKED, on=True)
    assert kept(both, blocked="file", touch_due=at(16), touch_kind="call")


def test_holders_are_any_of_those_chosen():
    """Covers: C4."""
    wish = BoardFilter().with_holder(TOM, on=True)
    assert kept(wish, holder_key=TOM.bytes)
    assert not kept(wish)
    assert wish.with_holder(TOM, on=False).is_empty


def test_counts_tell_every_state():
    """Covers: C4."""
    cards = [a_card(), a_card(blocked="file", touch_due=at(14), touch_kind="call")]
    counts = Sieve(NOW, {STAGE.id.bytes: 120 * 60}).count(cards)
    assert counts == {"missing": 1, "late": 1, BLOCKED: 1, OVER_LIMIT: 2, UNTAKEN: 2}


def test_a_kept_filter_comes_back_and_a_damaged_one_is_empty():
    """Covers: C4."""
    wish = BoardFilter("oak", frozenset({TOM}), frozenset(STATES))
    assert BoardFilter.read(wish.stored()) == wish
    assert BoardFilter.read("what?").is_empty
    damaged = {"text": "oak", "holders": ["nobody"], "states": ["unheard of"]}
    assert BoardFilter.read(damaged) == dataclasses.replace(BoardFilter(), text="oak")
