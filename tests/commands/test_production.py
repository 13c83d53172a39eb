# SPDX-License-Identifier: Apache-2.0
"""Steps of order lines: forward, back, and what the last line does to the deal."""

from __future__ import annotations

import pytest

from desktop.commands import history, money, production
from desktop.domain.deal import Deal, DealLine
from desktop.errors import UserError
from desktop.values.changes import Origin
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def lines(shop, deal_id):
    found = shop.rows(DealLine, DealLine.deal_id == deal_id)
    return sorted(found, key=lambda line: line.position)


def step(shop, line, state, **more):
    shop.run(lambda uow: production.set_line_state(uow, line_id=line.id, state=state, **more))


TWO = [("Labels", 5000, 32000), ("Layout", 1, 4500)]


def test_a_deal_is_ready_when_all_its_lines_are(shop):
    """Covers: J3, J4."""
    deal_id = shop.a_deal("in_work", lines=TWO)
    labels, layout = lines(shop, deal_id)
    step(shop, labels, "ready")
    assert shop.row(Deal, deal_id).ready_at is None
    step(shop, layout, "ready")
    assert shop.row(Deal, deal_id).ready_at == shop.clock.now()
    step(shop, labels, "in_work")
    assert shop.row(Deal, deal_id).ready_at is None
    assert [one.production_state for one in lines(shop, deal_id)] == ["in_work", "ready"]


def test_a_part_may_be_handed_over_and_the_rest_stays_open(shop):
    """Covers: J4."""
    deal_id = shop.a_deal("in_work", lines=TWO)
    labels, layout = lines(shop, deal_id)
    step(shop, labels, "handed_over")
    assert shop.row(Deal, deal_id).is_open
    with pytest.raises(UserError):
        step(shop, layout, "handed_over", taken_by="Priya")
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=36500, method="card"))
    step(shop, layout, "handed_over", taken_by="Priya")
    found = shop.row(Deal, deal_id)
    assert (found.stage_kind, found.handed_over_to) == ("won", "Priya")


def test_the_last_line_asks_who_took_it(shop):
    """Covers: J4."""
    deal_id = shop.a_deal("in_work", amount=100)
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=100, method="card"))
    with pytest.raises(UserError) as refused:
        step(shop, lines(shop, deal_id)[0], "handed_over")
    assert refused.value.field == "taken_by"


def test_a_step_is_undone_with_what_it_did_to_the_deal(shop):
    """Covers: J3."""
    deal_id = shop.a_deal("in_work")
    (line,) = lines(shop, deal_id)
    step(shop, line, "ready")
    assert shop.last_changes.label.fields["step"] == "Ready"
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, deal_id).ready_at is None
    assert lines(shop, deal_id)[0].production_state == "new"


def test_a_closed_deal_has_no_steps(shop):
    deal_id = shop.a_deal("won")
    with pytest.raises(UserError, match="closed"):
        step(shop, lines(shop, deal_id)[0], "ready")
