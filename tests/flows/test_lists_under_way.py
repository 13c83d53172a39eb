# SPDX-License-Identifier: Apache-2.0
"""Lists go one after the other: two at once would bring the same people twice, or hang leads on who is just going."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.commands import clients
from desktop.domain.lead import Lead
from desktop.domain.people import Contact, ContactPhone
from desktop.errors import UserError
from desktop.flows import list_entries, long_steps
from desktop.flows.import_list import import_list
from desktop.flows.past_imports import past_imports
from desktop.flows.shop import DirectShop
from desktop.storage import undo_parts
from desktop.storage.check import check
from desktop.storage.database import Database, Reader
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Label
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.rows.client_list import ListTaken
from desktop.values.rows.past_imports import Standing
from tests.shop import OpenShop, open_shop

ROWS, PART = 60, 20
T = TypeVar("T")
COLD = ListWish(channel="cold_list")


class ReadsOfScreens(DirectShop):
    """Keeps what went by way of the one reader."""

    def __init__(self, database: Database, actor: Actor) -> None:
        super().__init__(database, actor)
        self.given: list[object] = []

    def read(self, query: Callable[[Reader], T]) -> T:
        found = super().read(query)
        self.given.append(found)
        return found


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenShop]:
    monkeypatch.setattr(list_entries, "CHUNK", PART)
    monkeypatch.setattr(undo_parts, "PART_OF_LIST", 4 * PART)
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.close()


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    return a_list(tmp_path / "fair.csv", 0)


def a_list(path: Path, first: int) -> Path:
    rows = (f"Person {n};020 7946 {n:04}\n" for n in range(first, first + ROWS))
    path.write_text("Contact;Tel\n" + "".join(rows), encoding="utf-8")
    return path


def take(
    shop: OpenShop, path: Path, then: Callable[[], object] = lambda: None, *, stop_after: int = ROWS
) -> ListTaken:
    """Take a list in; after its first part do something else."""
    done: list[int] = []

    def progress(rows: int, _of: int) -> None:
        done.append(rows)
        if len(done) == 1:
            then()

    return import_list(
        shop.direct(),
        path=path,
        wish=COLD,
        progress=progress,
        is_stopped=lambda: bool(done) and done[-1] >= stop_after,
    )


def there(shop: OpenShop) -> list[int]:
    return [shop.count(cls, cls.archived_at.is_(None)) for cls in (Lead, Contact)]


def test_a_list_is_not_taken_in_while_one_is_and_afterwards_all_of_it_is_known(
    shop: OpenShop, fair: Path
) -> None:
    """Covers: A6, A5."""

    def once_more() -> None:
        with pytest.raises(UserError, match=r"“fair.csv” is being taken in just now.*Nothing was"):
            take(shop, fair)

    assert take(shop, fair, once_more).new == ROWS
    assert there(shop) == [ROWS, ROWS]
    assert take(shop, fair).new == 0
    assert there(shop) == [ROWS, ROWS]


def test_no_import_is_taken_back_while_a_list_comes_in(
    shop: OpenShop, fair: Path, tmp_path: Path
) -> None:
    """Not even that one: what follows would come in behind its back. Covers: A6, M3."""
    older = take(shop, a_list(tmp_path / "older.csv", 5000)).step
    assert older is not None

    def ways_back() -> None:
        with pytest.raises(UserError, match=r"“fair.csv” is being taken in"):
            long_steps.undo(shop.direct())
        with pytest.raises(UserError, match=r"“fair.csv” is being taken in"):
            long_steps.take_import_back(shop.direct(), step=older)
        coming, stands = past_imports(shop.direct())
        assert (coming.standing, coming.rows) == (Standing.COMES, PART)
        assert stands.standing is Standing.STANDS

    take(shop, fair, ways_back)
    assert there(shop) == [2 * ROWS, 2 * ROWS]
    assert long_steps.undo(shop.direct()).is_whole
    assert there(shop) == [ROWS, ROWS]


def test_no_list_is_taken_in_while_an_import_goes_or_comes_back(shop: OpenShop, fair: Path) -> None:
    """Covers: A6, M3."""
    step = take(shop, fair).step
    assert step is not None
    told: list[UserError] = []

    def once_more(_label: Label, _done: int, _of: int) -> None:
        with pytest.raises(UserError, match=r"import of “fair.csv” is being taken back") as info:
            take(shop, fair)
        told.append(info.value)

    long_steps.take_import_back(shop.direct(), step=step, progress=once_more)
    assert there(shop) == [0, 0]
    long_steps.bring_import_back(shop.direct(), step=step, progress=once_more)
    assert there(shop) == [ROWS, ROWS]
    assert len(told) > 2


def test_a_stopped_list_is_gone_on_with_and_both_parts_go_and_come_back(
    shop: OpenShop, fair: Path
) -> None:
    """Whatever ended a list, the next one may begin. Covers: A6, M3."""
    first = take(shop, fair, stop_after=PART)
    assert (first.new, first.is_whole) == (PART, False)
    (one,) = past_imports(shop.direct())
    assert (one.standing, one.rows, one.of) == (Standing.CUT_OFF, PART, ROWS)
    second = take(shop, fair)
    assert (second.new, second.is_whole) == (ROWS - PART, True)
    assert first.step is not None
    assert second.step is not None
    long_steps.take_import_back(shop.direct(), step=first.step)
    assert there(shop) == [ROWS - PART] * 2
    long_steps.take_import_back(shop.direct(), step=second.step)
    assert there(shop) == [0, 0]
    for step in (first.step, second.step):
        long_steps.bring_import_back(shop.direct(), step=step)
    assert there(shop) == [ROWS, ROWS]
    fair.unlink()
    with pytest.raises(UserError, match="not there any more"):
        take(shop, fair)
    assert take(shop, a_list(fair, ROWS)).new == ROWS


def test_what_another_list_has_brought_since_is_not_brought_back_beside_it(
    shop: OpenShop, fair: Path
) -> None:
    """Covers: A6, A5."""
    first = take(shop, fair).step
    assert first is not None
    long_steps.take_import_back(shop.direct(), step=first)
    again = take(shop, fair, stop_after=PART).step
    assert again is not None
    with pytest.raises(
        UserError, match=f"{PART} leads .* would be there twice. Nothing was changed"
    ):
        long_steps.bring_import_back(shop.direct(), step=first)
    assert there(shop) == [PART, PART]
    long_steps.take_import_back(shop.direct(), step=again)
    told: list[int] = []

    def stops() -> bool:
        told.append(1)
        return len(told) > 1

    long_steps.bring_import_back(shop.direct(), step=first, is_stopped=stops)
    newer, older = past_imports(shop.direct())
    assert (newer.standing, older.standing) == (Standing.TAKEN_BACK, Standing.COMING_BACK)
    assert 0 < there(shop)[0] < ROWS
    long_steps.bring_import_back(shop.direct(), step=first)
    assert there(shop) == [ROWS, ROWS]


def test_clients_without_leads_are_not_brought_back_beside_another_list_of_them(
    shop: OpenShop, fair: Path
) -> None:
    """Covers: A6, A5."""
    first, again = (_taken_and_back(shop, fair) for _time in range(2))
    long_steps.bring_import_back(shop.direct(), step=again)
    assert shop.count(Contact, Contact.archived_at.is_(None)) == ROWS
    with pytest.raises(UserError, match=f"{ROWS} clients .* would be there twice. Nothing was"):
        long_steps.bring_import_back(shop.direct(), step=first)
    long_steps.take_import_back(shop.direct(), step=again)
    long_steps.bring_import_back(shop.direct(), step=first)
    assert shop.count(Contact, Contact.archived_at.is_(None)) == ROWS
    assert not shop.count(Lead)


def _taken_and_back(shop: OpenShop, path: Path) -> int:
    step = import_list(shop.direct(), path=path).step
    assert step is not None
    long_steps.take_import_back(shop.direct(), step=step)
    return step


def test_what_a_colleague_has_brought_since_is_not_done_again_beside_it(
    shop: OpenShop, fair: Path
) -> None:
    """Whoever took the import back has done nothing else since. Covers: A6, A5, M3."""
    take(shop, fair)
    long_steps.undo(shop.direct())
    import_list(shop.direct(shop.a_user("head")), path=fair, wish=COLD)
    with pytest.raises(UserError, match=f"{ROWS} leads .* would be there twice. Nothing was"):
        long_steps.redo(shop.direct())
    assert there(shop) == [ROWS, ROWS]


def test_leads_of_clients_known_before_are_not_brought_back_beside_those_of_another_list(
    shop: OpenShop, fair: Path
) -> None:
    """What stood beside them from the beginning is in nobody's way. Covers: A6, A5."""
    import_list(shop.direct(), path=fair)
    asks_again = ListWish(channel="cold_list", known=Known.LEAD)
    older, beside = (import_list(shop.direct(), path=fair, wish=asks_again).step for _n in range(2))
    assert older is not None
    assert beside is not None
    long_steps.take_import_back(shop.direct(), step=older)
    long_steps.bring_import_back(shop.direct(), step=older)
    assert there(shop) == [2 * ROWS, ROWS]
    long_steps.take_import_back(shop.direct(), step=older)
    shop.clock.advance(minutes=1)
    since = import_list(shop.direct(), path=fair, wish=asks_again).step
    assert since is not None
    with pytest.raises(UserError, match=f"{ROWS} leads .* would be there twice. Nothing was"):
        long_steps.bring_import_back(shop.direct(), step=older)
    long_steps.take_import_back(shop.direct(), step=since)
    long_steps.bring_import_back(shop.direct(), step=older)
    assert there(shop) == [2 * ROWS, ROWS]


def test_the_parts_of_a_long_undo_are_laid_out_beside_the_thread_that_reads_for_screens(
    shop: OpenShop, fair: Path
) -> None:
    """Of a list of 45,000 that takes two seconds, for which every screen would wait. Covers: A6, M3."""
    step = take(shop, fair).step
    assert step is not None
    through = ReadsOfScreens(shop.database, shop.actor())
    long_steps.take_import_back(through, step=step)
    assert there(shop) == [0, 0]
    assert [given for given in through.given if isinstance(given, undo_parts.UndoParts)] == []


def test_rows_about_who_is_archived_while_a_list_comes_in_stay_out_and_come_with_it_later(
    shop: OpenShop, fair: Path
) -> None:
    """No lead hangs on who has gone, and no phone on who was never made. Covers: A6, A5."""
    firm = shop.run(
        lambda uow: clients.add_client(uow, draft=ClientDraft(company="Oak", phone="020 7946 9999"))
    ).company_id
    assert firm is not None
    ana = "Ana;020 7946 8888;Oak\nAna;020 7946 8888, 020 7946 7777;\n"
    people = (f"Person {n};020 7946 {n:04};\n" for n in range(ROWS))
    fair.write_text("Contact;Tel;Company\n" + "".join(people) + ana, encoding="utf-8")

    def archive() -> None:
        shop.run(lambda uow: clients.archive_client(uow, company_id=firm))

    taken = take(shop, fair, archive, stop_after=2 * ROWS)
    assert (taken.new, taken.leads, taken.gone) == (ROWS, ROWS, 2)
    assert there(shop) == [ROWS, ROWS]
    assert shop.count(ContactPhone, ContactPhone.digits == "442079467777") == 0
    later = take(shop, fair, stop_after=2 * ROWS)
    assert (later.new, later.gone) == (1, 0)
    assert there(shop) == [ROWS + 1, ROWS + 1]
    assert not shop.read(lambda reader: check(reader.connection, shop.folder)).faults
