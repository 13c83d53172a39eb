# SPDX-License-Identifier: Apache-2.0
"""What waits to be looked at, worked through by keys in a window over a real shop."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from desktop.domain.bookkeeping import REFUSED, Conflict, Finding, double_id, refused_id
from desktop.domain.deal import Deal
from desktop.domain.payment import Payment, Reversal
from desktop.domain.touch import Comment, Task
from desktop.storage.tables import confirmed, device, refused
from desktop.values.rows.to_look_at import ConflictRow, DoubleRow, FindingRow, RefusedRow
from desktop.views.questions.ask_colleague import AskDialog
from desktop.views.questions.touch import TouchDialog
from desktop.views.to_look_at.dialogs import ReverseDialog
from desktop.views.to_look_at.page import LookPage
from tests.settings_desk import SettingsDesk, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class LookDesk(SettingsDesk):
    """The page in front; what the hub would bring is planted."""

    key = "to_look_at"

    def _make_page(self, context):
        return LookPage(context)

    def stamp(self, minutes, code="TM"):
        at = self.clock.now() - timedelta(minutes=minutes)
        return f"{int(at.timestamp() * 1000) << 16:016x}-{code}.1"

    def a_conflict(self, deal, field="note", lost="mine", won="theirs", by=None, **more):
        """A change of mine that a colleague's overwrote."""
        other = by or self.shop.a_user("manager", "Tom Ferris")
        value = {
            "lost": lost, "by": self.stamp(30, "AC"), "won": won, "won_by": self.stamp(20)
        }  # fmt: skip

        def plant(uow):
            uow.get(Deal, deal).note = won if field == "note" else uow.get(Deal, deal).note
            return uow.add(
                Conflict(
                    on_kind="deal", on_id=deal, fields={field: value}, found_at=uow.now,
                    loser_id=self.shop.me, winner_id=other, **more,
                )
            ).id  # fmt: skip

        return self.shop._plant(plant)

    def a_refusal(self, deal, text, step=70):
        """A comment of mine that the hub did not take."""
        desk, doc = uuid4(), {"card_kind": "deal", "card_id": str(deal), "text": text}

        def plant(uow):
            doc.update(at=uow.now.isoformat().replace("+00:00", "Z"), by=str(self.shop.me))
            uow.connection.execute(
                insert(refused).values(
                    n=step, device_id=desk, dseq=step, step=step, kind="comment", id=uuid4(),
                    is_new=True, hlc="0" * 16, doc=json.dumps(doc), base="{}",
                    verdict="missing_ref", refused_at=uow.now,
                )
            )  # fmt: skip
            uow.add(
                Finding(
                    id=refused_id(desk, step), card_kind=REFUSED, card_id=desk, rule=str(step),
                    found_at=uow.now, holder_id=self.shop.me,
                )
            )  # fmt: skip

        self.shop._plant(plant)

    def two_payments(self, deal, amount=21000):
        """The same sum from two desks, as the hub brings it."""
        ids = [self.shop.a_payment(deal, amount, confirmed=False) for _one in range(2)]

        def plant(uow):
            uow.connection.execute(
                insert(device).values(
                    id=uuid4(), user_id=self.shop.me, login="x", code="AC", is_main=True
                )
            )
            for payment, code in zip(ids, ("AC", "TM"), strict=True):
                ver = json.dumps({"*": self.stamp(5, code)})
                uow.connection.execute(
                    insert(confirmed).values(id=payment, kind="payment", seq=1, ver=ver)
                )

        self.shop._plant(plant)
        return ids

    def ready(self, rows):
        """The rows are there, with the focus in the first one."""
        self.page.refresh()
        self.wait(lambda: len(self.page.list.items) == rows, "the rows")
        self.page.focus_first()

    def rows(self, kind):
        return [row.entry for row in self.page.list.items if isinstance(row.entry, kind)]


@pytest.fixture
def desk(qapp, tmp_path):
    opened = LookDesk(tmp_path)
    yield opened
    opened.close()


def test_a_row_is_kept_by_one_key_and_the_next_takes_its_place(desk):
    """Covers: N2."""
    tom = desk.shop.a_user("manager", "Tom Ferris")
    deals = [desk.shop.a_deal(title=f"Boxes {n}") for n in range(3)]
    kept = [desk.a_conflict(deal, by=tom) for deal in deals]
    desk.ready(3)
    press(Key.Key_Down)
    second = desk.page.list.current()
    press(Key.Key_K, text="k")
    desk.wait(lambda: len(desk.page.list.items) == 2, "one is gone")
    assert desk.shop.row(Conflict, second.id).settled_by == desk.shop.me
    assert desk.page.list.current().id in set(kept) - {second.id}
    assert desk.window.focusWidget() is desk.page.list.items[1]
    desk.undo()
    desk.wait(lambda: len(desk.page.list.items) == 3, "it is back")


def test_mine_is_put_back_by_one_key_also_below_what_stands(desk):
    """Covers: N2."""
    deal, other = desk.shop.a_deal(), desk.shop.a_deal()
    desk.a_conflict(deal)
    desk.ready(1)
    press(Key.Key_M, text="m")
    desk.wait(lambda: desk.shop.row(Deal, deal).note == "mine", "put back")
    desk.wait(lambda: not desk.page.list.items, "settled")
    assert not desk.page.empty.isHidden()
    desk.a_conflict(other)
    desk.ready(1)
    press(Key.Key_I, text="i")
    desk.wait(lambda: desk.shop.row(Deal, other).note == "theirs\n\nmine", "added below")


def test_who_overwrote_it_sees_the_other_value_and_may_put_it_back(desk):
    """Covers: N2."""
    deal = desk.shop.a_deal()
    tom = desk.shop.a_user("manager", "Tom Ferris")
    key = desk.a_conflict(deal, by=desk.shop.me)
    desk.shop._plant(lambda uow: setattr(uow.get(Conflict, key), "loser_id", tom))
    desk.ready(1)
    (row,) = desk.rows(ConflictRow)
    assert row.won_by.is_me
    assert "Put the other back" in [
        child.accessibleName() for child in desk.page.list.items[0].findChildren(object)
        if hasattr(child, "accessibleName")
    ]  # fmt: skip


def test_what_was_refused_is_copied_discarded_and_brought_back(desk):
    """Covers: N2."""
    deal = desk.shop.a_deal(title="Flyers")
    desk.a_refusal(deal, "Client asks for 50 more")
    desk.ready(1)
    press(Key.Key_C, text="c")
    assert "Client asks for 50 more" in QApplication.clipboard().text()
    press(Key.Key_X, text="x")
    desk.wait(lambda: not desk.page.list.items, "discarded")
    desk.undo()
    desk.wait(lambda: desk.rows(RefusedRow), "brought back")
    desk.page.focus_first()
    press(Key.Key_R, text="r")
    desk.wait(lambda: desk.shop.count(Comment) == 1, "taken up again")
    desk.wait(lambda: not desk.page.list.items, "settled")


def test_the_other_one_is_asked_on_the_card(desk):
    """Covers: N2."""
    deal = desk.shop.a_deal()
    tom = desk.shop.a_user("manager", "Tom Ferris")
    desk.a_conflict(deal, by=tom)
    desk.ready(1)
    press(Key.Key_A, text="a")
    desk.wait(lambda: desk.window.findChild(AskDialog) is not None, "the question")
    type_text(" Which one?")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.count(Task, Task.holder_id == tom) == 1, "asked")
    assert "Which one?" in desk.shop.rows(Comment)[0].text
    assert desk.rows(ConflictRow)


def test_one_of_two_payments_is_reversed_or_both_are_called_real(desk):
    """Covers: H3, N2."""
    deal = desk.shop.a_deal(amount=21000)
    ids = desk.two_payments(deal)
    desk.ready(1)
    assert desk.rows(DoubleRow)
    press(Key.Key_B, text="b")
    desk.wait(lambda: not desk.page.list.items, "both are real")
    assert desk.shop.row(Conflict, double_id(*ids)).settled_by == desk.shop.me
    desk.undo()
    desk.wait(lambda: desk.rows(DoubleRow), "asked about again")
    desk.page.focus_first()
    press(Key.Key_E, text="e")
    desk.wait(lambda: desk.window.findChild(ReverseDialog) is not None, "which one")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.count(Reversal) == 1, "reversed")
    desk.wait(lambda: not desk.page.list.items, "settled")
    assert desk.shop.count(Payment) == 2


def test_a_card_without_a_touch_gets_one_here(desk):
    """Covers: N2, D1."""
    deal = desk.shop.a_deal()

    def plant(uow):
        uow.add(
            Finding(
                card_kind="deal", card_id=deal, rule="next_touch", found_at=uow.now,
                holder_id=desk.shop.me,
            )
        )  # fmt: skip

    desk.shop._plant(plant)
    desk.shop._plant(lambda uow: setattr(uow.get(Deal, deal), "holder_id", desk.shop.me))
    desk.ready(1)
    assert desk.rows(FindingRow)
    press(Key.Key_T, text="t")
    desk.wait(lambda: desk.window.findChild(TouchDialog) is not None, "the touch")


def test_several_fields_of_a_card_share_its_name_and_the_panel_opens_on_space(desk):
    """Covers: N2."""
    deal = desk.shop.a_deal(title="Boxes")
    tom = desk.shop.a_user("manager", "Tom Ferris")
    desk.a_conflict(deal, by=tom)
    desk.a_conflict(deal, "source", "Fair", "Friend", by=tom)
    desk.window.resize(1093, 614)
    desk.ready(2)
    assert [row.shows_object for row in desk.page.list.items] == [True, False]
    assert not desk.page.side.isVisible()
    press(Key.Key_Space, text=" ")
    assert desk.page.side.isVisible()
    assert "mine" in desk.page.side.accessibleName()


def test_what_was_settled_earlier_can_still_be_put_back(desk):
    """Covers: N2."""
    deal = desk.shop.a_deal()
    key = desk.a_conflict(deal)
    desk.ready(1)
    press(Key.Key_K, text="k")
    desk.wait(lambda: not desk.page.list.items, "kept")
    desk.page.earlier.click()
    desk.wait(lambda: desk.page.list.items, "the settled one")
    desk.page.focus_first()
    press(Key.Key_M, text="m")
    desk.wait(lambda: desk.shop.row(Deal, deal).note == "mine", "put back all the same")
    assert isinstance(key, UUID)
