# SPDX-License-Identifier: Apache-2.0
"""A list is written in bulk, past the session: what every other commit is asked is asked of it, too."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from desktop.commands import client_lists, people
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.import_list import import_list
from desktop.flows.list_entries import CHUNK
from desktop.flows.shop import DirectShop
from desktop.queries.search import clients_by
from desktop.storage.house_rules import HouseRuleBroken
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.changes import Changes, Label, Origin
from desktop.values.demands import DemandsUnmet
from desktop.values.drafts.client_list import ListWish
from desktop.values.handing_over import Share
from desktop.values.numbers import OrderNumber
from desktop.values.states import StageKind
from tests.lead_shop import LEADS, a_lead
from tests.shop import OpenShop, open_shop
from tests.stage_drafts import change_stage


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_list(tmp_path: Path, count: int) -> Path:
    path = tmp_path / "fair.csv"
    rows = "".join(f"Firm {n};Person {n};020 7946 {n:04};menus\n" for n in range(count))
    path.write_text("Company;Contact;Tel;Wants\n" + rows, encoding="utf-8")
    return path


def held_by(*holders: object) -> ListWish:
    return ListWish(channel="cold_list", holders=tuple(holders))  # type: ignore[arg-type]


def nothing_is_in(shop: OpenShop) -> bool:
    return shop.count(Lead) == shop.count(Company) == shop.count(Contact) == shop.count(Task) == 0


REFUSED = {"stage_kind": StageKind.LOST.value}
NOBODY_TO_TALK_TO = {"contact_id": None, "company_id": None}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [(REFUSED, "needs a reason"), (NOBODY_TO_TALK_TO, "somebody to talk to")],
)
def test_leads_of_a_list_that_break_a_rule_of_the_house_are_refused_with_all_of_theirs(
    shop: OpenShop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: dict[str, object],
    sentence: str,
) -> None:
    """Covers: B2, A1, A6."""
    add_rows = UnitOfWork.add_rows

    def add_wrong(
        uow: UnitOfWork, cls: type[Record], names: Sequence[str], rows: Any, *, common: Any = None
    ) -> Sequence[UUID]:
        if cls is Lead:
            kept = [at for at, name in enumerate(names) if name not in wrong]
            names, common = [names[at] for at in kept], {**(common or {}), **wrong}
            rows = [tuple(row[at] for at in kept) for row in rows]
        return add_rows(uow, cls, names, rows, common=common or {})

    monkeypatch.setattr(UnitOfWork, "add_rows", add_wrong)
    with pytest.raises(HouseRuleBroken, match=sentence):
        import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by())
    assert nothing_is_in(shop)


@pytest.mark.parametrize("goal", [None, "  "])
def test_leads_of_a_list_without_a_next_touch_are_refused(
    shop: OpenShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goal: str | None
) -> None:
    """Covers: D2, A6."""
    if goal is None:
        monkeypatch.setattr(client_lists, "_write_touches", lambda _uow, _leads: None)
    else:
        monkeypatch.setattr(client_lists, "first_call_goal", lambda: goal)
    with pytest.raises(HouseRuleBroken, match="touch"):
        import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by(shop.me))
    assert nothing_is_in(shop)


def test_no_lead_of_a_list_comes_to_who_left_before_it(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: B5, A6, N8."""
    tom = shop.a_user("manager")
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom))
    with pytest.raises(HouseRuleBroken, match="no longer works here") as refused:
        import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by(tom))
    assert "stands" not in refused.value.sentence
    assert nothing_is_in(shop)


def test_who_leaves_between_two_parts_of_a_list_gets_no_more_and_the_rest_is_told_to_stand(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: B5, A6, N8."""
    tom = shop.a_user("manager")

    def leave(_done: int, _of: int) -> None:
        his = [lead.id for lead in shop.rows(Lead, Lead.holder_id == tom)]
        share = Share(shop.me, tuple(his))
        long_steps.dismiss(shop.direct(), user_id=tom, shares=[share])

    with pytest.raises(UserError, match=r"no longer works here.*was done before that stands"):
        import_list(
            shop.direct(), path=a_list(tmp_path, CHUNK + 5), wish=held_by(tom), progress=leave
        )
    assert shop.count(Lead) == shop.count(Company) == CHUNK
    assert shop.count(Lead, Lead.holder_id == tom) == 0


def test_a_list_may_not_pass_what_the_first_stage_demands(shop: OpenShop, tmp_path: Path) -> None:
    """Like a single lead. Covers: C5, A6."""
    first = min(
        shop.rows(Stage, Stage.pipeline_id == shop.pipeline(LEADS)), key=lambda one: one.position
    )
    change_stage(shop, first.id, demands=["decider"])
    with pytest.raises(DemandsUnmet):
        a_lead(shop, holder_id=None)
    with pytest.raises(DemandsUnmet):
        import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by())
    assert nothing_is_in(shop)


def test_leads_of_a_list_are_numbered_on_and_a_part_that_is_refused_leaves_no_gap(
    shop: OpenShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    single = a_lead(shop)
    with monkeypatch.context() as broken:
        broken.setattr(client_lists, "_write_touches", lambda _uow, _leads: None)
        with pytest.raises(HouseRuleBroken):
            import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by())
    import_list(shop.direct(), path=a_list(tmp_path, 3), wish=held_by())
    after = a_lead(shop, phone="+44 7700 900556")
    numbers = {str(OrderNumber(shop.database.desk, n)) for n in range(1, 6)}
    assert {lead.number for lead in shop.rows(Lead)} == numbers
    assert [shop.row(Lead, one).number for one in (single, after)] == [
        str(OrderNumber(shop.database.desk, n)) for n in (1, 5)
    ]


class ToldShop(DirectShop):
    """Keeps what the one signal would tell."""

    def __init__(self, shop: OpenShop) -> None:
        super().__init__(shop.database, shop.actor())
        self.told: list[Changes] = []

    def write(self, command, *, origin=Origin.PERSON, label: Label | None = None, step=None):  # type: ignore[no-untyped-def]
        result, changes = self._database.write(self._actor, command, origin, label, step)
        self.told.append(changes)
        return result


def test_screens_search_and_undo_hear_of_every_row_of_a_list(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, M3."""
    told = ToldShop(shop)
    import_list(told, path=a_list(tmp_path, CHUNK + 5), wish=held_by(shop.me))
    for cls in (Lead, Company, Contact, Task):
        heard = frozenset().union(*(one.kinds.get(cls.entity(), ()) for one in told.told))
        assert heard == {one.id for one in shop.rows(cls)}
    assert frozenset().union(*(one.kinds.get("card", ()) for one in told.told)) == {
        one.id for one in shop.rows(Lead)
    }
    assert {one.step for one in told.told if one} == {told.told[0].step}
    found = shop.read(lambda reader: clients_by(reader, text="Firm 403"))
    assert "Person 403" in {one.name for one in found}
    long_steps.undo(shop.direct())
    with shop.database.reader.connect() as connection:
        for cls in (Lead, Company, Contact, Task):
            left = select(cls.id).where(cls.archived_at.is_(None))
            assert connection.execute(left).all() == []
