# SPDX-License-Identifier: Apache-2.0
"""What is put back is an edit like any other: rights, the guard and the rules of the house are asked."""

import pytest

from desktop import queries
from desktop.commands import to_look_at as look
from desktop.domain.bookkeeping import Conflict
from desktop.domain.deal import Deal, StageMove
from desktop.domain.pipeline import RefusalReason, Stage
from desktop.errors import UserError
from desktop.storage.house_rules import HouseRuleBroken
from desktop.values.demands import DemandsUnmet
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_conflict(shop, deal, loser=None, **lost):
    """Values of a person (the first one by default) that stand no more."""
    fields = {
        name: {"lost": value, "by": "0000000000000010-AC.1", "won": "", "won_by": "0000000000000020-TM.1"}
        for name, value in lost.items()
    }  # fmt: skip

    def plant(uow):
        one = Conflict(
            on_kind="deal", on_id=deal, fields=fields, found_at=uow.now,
            loser_id=loser or shop.me,
        )  # fmt: skip
        return uow.add(one).id

    return shop._plant(plant)


def stage(shop, kind, *, asks):
    """A stage of this kind that demands something, or nothing."""
    return next(one for one in shop.rows(Stage, Stage.kind == kind) if bool(one.demands) is asks)


def test_a_stage_is_put_back_past_the_guard_only(shop):
    """Covers: C5, N2."""
    deal = shop.a_deal(lines=(), amount=0)
    strict = next(one for one in shop.rows(Stage, Stage.kind == "open") if "lines" in one.demands)
    key = a_conflict(shop, deal, stage_id=str(strict.id), stage_kind="open")
    with pytest.raises(DemandsUnmet):
        shop.run(lambda uow: look.put_back(uow, conflict_id=key, record="x"))
    assert shop.row(Conflict, key).settled_at is None
    easy = next(
        one
        for one in shop.rows(Stage, Stage.kind == "open")
        if not one.demands and one.id != shop.row(Deal, deal).stage_id
    )
    key = a_conflict(shop, deal, stage_id=str(easy.id), stage_kind="open")
    shop.run(lambda uow: look.put_back(uow, conflict_id=key, record="x"))
    assert shop.row(Deal, deal).stage_id == easy.id
    assert [one.to_stage_id for one in shop.rows(StageMove, StageMove.deal_id == deal)][
        -1
    ] == easy.id


def test_a_refusal_is_put_back_with_its_reason_and_not_without(shop):
    """Covers: D3, N2."""
    deal, other = shop.a_deal(), shop.a_deal()
    lost = stage(shop, "lost", asks=False)
    bare = a_conflict(shop, deal, stage_id=str(lost.id), stage_kind="lost")
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: look.put_back(uow, conflict_id=bare, record="x"))
    reason = shop.rows(RefusalReason)[0].id
    whole = a_conflict(
        shop, other, stage_id=str(lost.id), stage_kind="lost",
        refusal_reason_id=str(reason), refusal_comment="Too dear",
    )  # fmt: skip
    shop.run(lambda uow: look.put_back(uow, conflict_id=whole, record="x"))
    assert shop.row(Deal, other).refusal_comment == "Too dear"


def test_what_another_wrote_is_put_back_by_whoever_sells(shop):
    """Covers: N2, N4."""
    deal = shop.a_deal()
    printer, seller = shop.a_user("production", "Ned"), shop.a_user("manager", "Tom")
    key = a_conflict(shop, deal, note="of Maya")
    with pytest.raises(UserError):
        shop.run(lambda uow: look.put_back(uow, conflict_id=key, record="x"), by=printer)
    shop.run(lambda uow: look.put_back(uow, conflict_id=key, record="x"), by=seller)
    assert shop.row(Deal, deal).note == "of Maya"
    own = a_conflict(shop, deal, loser=printer, shelf="B2")
    shop.run(lambda uow: look.put_back(uow, conflict_id=own, record="x"), by=printer)
    assert shop.row(Deal, deal).shelf == "B2"


def test_only_an_accountant_calls_two_payments_real(shop):
    """Covers: H3, N4."""
    deal = shop.a_deal(amount=5000)
    ids = tuple(shop.a_payment(deal, 2500, confirmed=False) for _one in range(2))
    seller = shop.a_user("manager", "Tom")
    with pytest.raises(UserError):
        shop.run(lambda uow: look.both_are_real(uow, payments=ids), by=seller)
    assert shop.count(Conflict) == 0


def test_what_a_newer_program_wrote_is_left_for_it(shop):
    """Covers: N2."""
    deal = shop.a_deal()
    key = a_conflict(shop, deal, shimmer="gold")
    with pytest.raises(UserError, match="newer program"):
        shop.run(lambda uow: look.put_back(uow, conflict_id=key, record="x"))
    assert shop.row(Conflict, key).settled_at is None
    (row,) = shop.read(queries.to_look_at.to_look_at, by=shop.me).conflicts
    assert row.unit == "shimmer"
