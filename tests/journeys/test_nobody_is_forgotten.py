# SPDX-License-Identifier: Apache-2.0
"""A cold list from its file to the head's sheet, by keys alone: no card is without its next touch on the way."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from sqlalchemy import func, select

from desktop.commands import leads
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.domain.touch import Activity, Comment, Task
from desktop.domain.user import User
from desktop.models.walk import Walk
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.norms import Amounts
from desktop.values.rows.control import Trouble
from desktop.views.agenda.page import AgendaPage
from desktop.views.card.lead_page import LeadPage
from desktop.views.clients.import_page import ImportPage
from desktop.views.control.page import ControlPage
from desktop.views.navigator.page import NavigatorPage
from desktop.views.pages import Shared, page_specs
from desktop.views.questions.conversion import ConversionDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.way_back import WayBack
from tests.counter_desk import CounterDesk
from tests.lead_shop import finish_script
from tests.shop import OpenShop, open_shop

CONTACTS = 2000
AGREED, MISSED, REFUSED, CONVERTED = 12, 10, 5, 3


class OfficeDesk(CounterDesk):
    """The whole window as the program shows it, in front of one colleague."""

    def __init__(self, folder: Path, shop: OpenShop, person: UUID) -> None:
        super().__init__(folder, shop=shop)
        self.act_as(person)
        self.way_back = WayBack(lambda: self.tasks, self.told.append)

    def open(self) -> OfficeDesk:
        nothing: Any = None
        shared = Shared(Walk(), lambda _wish: None, lambda call: call(), nothing, nothing, nothing)
        self.show_window(page_specs(self.make_context(), shared))
        self.navigator.open("today")
        self.settle()
        return self

    def go(self, kind: str, id_: UUID | None) -> None:
        super().go(kind, id_)
        self.navigator.open(kind, id_)

    def undo(self) -> None:
        self.way_back.undo()

    def page_of(self, kind: str, cls: type) -> Any:
        """The page in front, which is of this class."""
        self.wait(lambda: isinstance(self.navigator.page, cls), f"{kind} comes")
        return self.navigator.page


@pytest.fixture
def shop(tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: isinstance(_url, QUrl))
    opened = open_shop(tmp_path)
    opened.run(lambda uow: setattr(uow.get(User, opened.me), "roles", ["head", "admin"]))
    yield opened
    opened.close()


def a_list(folder: Path) -> Path:
    """A file as an office in Russia gives it away: Windows-1251, semicolons, phones in a notation of its own."""
    heads = "Компания;Контактное лицо;Телефон;Комментарий\n"
    rows = (
        f"Ёлка № {n};Пётр Щукин {n};8 (900) {n // 10000:03}-{n // 100 % 100:02}-{n % 100:02};визитки и буклеты\n"
        for n in range(CONTACTS)
    )
    path = folder / "Выставка.csv"
    path.write_bytes((heads + "".join(rows)).encode("cp1251"))
    return path


def assert_nobody_is_forgotten(shop: OpenShop) -> None:
    """Every open card has a dated next touch, and every call its comment."""

    def look(reader: Any) -> tuple[int, int]:
        touched = select(Task.card_id).where(Task.done_at.is_(None), Task.archived_at.is_(None))
        left = sum(
            reader.connection.scalar(
                select(func.count()).where(
                    cls.stage_kind == "open", cls.archived_at.is_(None), cls.id.not_in(touched)
                )
            )
            for cls in (Lead, Deal)
        )
        silent = reader.connection.scalar(
            select(func.count()).where(
                Activity.kind == "call", func.length(func.trim(Activity.comment)) < LEAST_COMMENT
            )
        )
        return left, silent

    assert shop.read(look) == (0, 0)


def take_the_list_in(desk: OfficeDesk, path: Path) -> None:
    """The head lets the three managers have the list in turn."""
    desk.navigator.open("leads")
    desk.settle()
    desk.press("Ctrl+i")
    page = desk.page_of("the import", ImportPage)
    page.read(path)
    desk.wait(lambda: page._check is not None, "the dry run")
    holder = page.side_panels.wish.holder
    in_turn = next(n for n in range(holder.count()) if holder.itemText(n).startswith("In turn:"))
    holder.setFocus()
    while holder.currentIndex() != in_turn:
        desk.press("Down")
    desk.wait(lambda: page._check.spread.people == 3, "the dry run is made anew")
    page.foot.button.setFocus()
    desk.press("Ctrl+Enter")
    desk.wait(page.end.isVisible, "the list is in")


def work_off(desk: OfficeDesk, how: str) -> None:
    """One ticket of the Navigator, by the keys that its result takes."""
    page = desk.page_of("today", NavigatorPage)
    desk.wait(lambda: page.ticket is not None and page.side.phone.hasFocus(), "a ticket in front")
    task = page.ticket.id
    desk.press("c")
    desk.clock.advance(seconds=40)
    match how:
        case "missed":
            desk.press("3", "Tab", "Ctrl+Enter")
        case "refused":
            desk.press("6")
            desk.dialog(RefusalDialog)
            desk.press("1")
            desk.write("Prints elsewhere")
            desk.press("Ctrl+Enter")
        case _:
            desk.press("1")
            desk.write("Wants a price")
            desk.press("Tab", "n", "Ctrl+Enter")
    desk.wait(lambda: not desk.row(Task, task).is_open, f"{how}: the touch is done")
    desk.wait(lambda: page.ticket is None or page.ticket.id != task, "the next one slides in")


def convert(desk: OfficeDesk, lead: UUID) -> None:
    """Make a deal of a lead whose script is answered, on its card."""
    wanted = {"title": "Leaflets A5, 2,000 pcs"}
    desk.shop.run(lambda uow: leads.change_lead(uow, lead_id=lead, fields=wanted))
    desk.shop.run(lambda uow: finish_script(uow, lead))
    desk.navigator.open("lead", lead)
    page = desk.page_of("the card", LeadPage)
    desk.wait(lambda: page.feed.card is not None and page.feed.card.id == lead, "it is read")
    desk.wait(lambda: page.to_deal.convert.isEnabled(), "it may be converted")
    page.focus_first()
    desk.press("Ctrl+Enter")
    desk.dialog(ConversionDialog)
    desk.press("Ctrl+Enter")
    desk.wait(lambda: desk.row(Lead, lead).deal_id is not None, "it is a deal")


def hand_all_over(desk: OfficeDesk, name: str) -> None:
    """The head gives everything of a colleague to the others, from the agenda."""
    desk.navigator.open("agenda")
    page = desk.page_of("the agenda", AgendaPage)
    desk.wait(lambda: page.who.findText(name) >= 0, "the colleagues are there")
    page.who.setFocus()
    while page.who.currentText() != name:
        desk.press("Down" if page.who.currentIndex() < page.who.findText(name) else "Up")
    desk.settle()
    page.focus_first()
    desk.press("h")
    form = page.hand_panel.form
    desk.wait(lambda: form.plan is not None and page.hand_panel.isVisible(), "the panel is filled")
    form.comment.setFocus()
    desk.write("Tom goes to sea")
    desk.press("Ctrl+Enter")
    desk.wait(lambda: page.hand_panel.isHidden(), "the panel closes")
    desk.settle()


def test_a_cold_list_is_called_handed_over_and_counted_and_no_card_is_left_without_a_touch(
    tmp_path, shop
):
    """Covers: A6, A7, B2, B4, B5, D1, D2, D4, E1, M3."""
    tom, dina, eve = (shop.a_user(name=name) for name in ("Tom Ferris", "Dina Okafor", "Eve Quill"))
    head = OfficeDesk(tmp_path, shop, shop.me).open()
    take_the_list_in(head, a_list(tmp_path))
    head.close()
    shares = Counter(one.holder_id for one in shop.rows(Lead))
    assert shares.keys() == {tom, dina, eve}
    assert sorted(shares.values()) == [666, 667, 667]
    assert shop.count(Contact, Contact.name == "Пётр Щукин 7") == 1
    assert_nobody_is_forgotten(shop)

    shop.clock.advance(days=1)
    mine = OfficeDesk(tmp_path, shop, tom).open()
    ways = ["agreed"] * (AGREED + CONVERTED) + ["missed"] * MISSED + ["refused"] * REFUSED
    random.Random(1).shuffle(ways)
    for how in ways:
        work_off(mine, how)
    assert_nobody_is_forgotten(shop)
    agreed = shop.rows(Activity, Activity.outcome == "agreed")[:CONVERTED]
    for talk in agreed:
        convert(mine, talk.card_id)
    mine.close()
    assert_nobody_is_forgotten(shop)
    assert Counter(one.outcome for one in shop.rows(Activity)) == {
        "agreed": AGREED + CONVERTED, "no_answer": MISSED, "refused": REFUSED,
    }  # fmt: skip

    before = open_touches(shop, tom)
    head = OfficeDesk(tmp_path, shop, shop.me).open()
    hand_all_over(head, "Tom Ferris")
    assert not open_touches(shop, tom)
    assert not cards_of(shop, tom)
    assert before == {
        key: due
        for who in (dina, eve)
        for key, due in open_touches(shop, who).items()
        if key in before
    }, "every touch goes along with its date"
    told = {one.card_id for one in shop.rows(Comment, Comment.text.contains("Tom goes to sea"))}
    assert len(told) == shares[tom] - REFUSED
    assert_nobody_is_forgotten(shop)

    head.navigator.open("control")
    page = head.page_of("the sheet", ControlPage)
    head.wait(lambda: page.sheet.team.people, "the sheet is there")
    figures = {one.user_id: one for one in page.sheet.team.people}
    calls = AGREED + MISSED + REFUSED + CONVERTED
    assert figures[tom].noted == Amounts(dials=calls, talks=calls - MISSED)
    assert figures[dina].noted == figures[eve].noted == Amounts()
    assert not [row for row in page.sheet.rows if row.trouble is Trouble.NO_COMMENT]

    head.undo()
    head.wait(lambda: open_touches(shop, tom) == before, "one step back gives all of it back")
    assert_nobody_is_forgotten(shop)
    head.close()


def open_touches(shop: OpenShop, person: UUID) -> dict[UUID, Any]:
    """The open touches of a person, with their times."""
    found = shop.rows(
        Task, Task.holder_id == person, Task.done_at.is_(None), Task.archived_at.is_(None)
    )
    return {one.id: one.due_at for one in found}


def cards_of(shop: OpenShop, person: UUID) -> list[Any]:
    """The open cards that a person answers for."""
    return [
        one
        for cls in (Lead, Deal)
        for one in shop.rows(cls, cls.holder_id == person, cls.stage_kind == "open")
    ]
