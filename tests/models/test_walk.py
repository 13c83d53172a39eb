# SPDX-License-Identifier: Apache-2.0
"""The list a card was opened from, walked to and fro."""

from uuid import UUID

from desktop.models.walk import Walk

ONE, TWO, THREE, FOUR = (UUID(int=n) for n in range(1, 5))


def test_a_walk_goes_on_and_back_and_keeps_its_place():
    """Covers: C8."""
    walk = Walk()
    walk.start([ONE, TWO, THREE], TWO)
    assert (walk.previous(), walk.current, walk.next()) == (ONE, TWO, THREE)
    assert walk.place == (2, 3)
    walk.visit(THREE)
    assert (walk.previous(), walk.next(), walk.place) == (TWO, None, (3, 3))


def test_a_card_from_elsewhere_stands_outside_the_list():
    """Covers: C8."""
    walk = Walk()
    walk.start([ONE, TWO], ONE)
    walk.visit(FOUR)
    assert (walk.previous(), walk.current, walk.next(), walk.place) == (None, None, None, (0, 0))
    walk.visit(TWO)
    assert walk.previous() == ONE


def test_visited_cards_are_marked_and_told(qtbot):
    """Covers: C8."""
    walk = Walk()
    with qtbot.waitSignal(walk.changed):
        walk.start([ONE, TWO], ONE)
    walk.visit(FOUR)
    assert walk.visited == {ONE, FOUR}
    assert walk.visited_keys == {ONE.bytes, FOUR.bytes}
