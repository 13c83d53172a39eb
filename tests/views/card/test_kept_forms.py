# SPDX-License-Identifier: Apache-2.0
"""What is typed in a form of a card outlives it; what somebody else has changed meanwhile is said, not written over."""

from decimal import Decimal

from PySide6.QtCore import Qt

from desktop import commands, queries
from desktop.domain.deal import DealLine
from desktop.i18n import language, switch
from desktop.values.drafts.deal import LineDraft
from desktop.views.card.deal_dialog import NOTE, TITLE, DealDialog
from desktop.views.card.line_editor import DETAILS, PRICE, QUANTITY
from desktop.views.card.line_editor import TITLE as WHAT
from desktop.views.card.lines_dialog import LinesDialog
from desktop.views.card.requisites_dialog import RequisitesDialog
from desktop.views.widgets.banner import Banner
from tests.board_desk import CTRL, chord
from tests.shell import press

Key = Qt.Key
BACK = "What you had typed here is back."


def kept(desk, kind):
    return desk.in_turn(lambda shop: shop.read(lambda r: queries.drafts.drafts(r, kind=kind)))


def leave(desk, kind):
    """Esc, and what was typed is on the disk."""
    press(Key.Key_Escape)
    desk.answered()
    desk.wait(lambda: kept(desk, kind), "it is kept")


def banner(dialog) -> Banner | None:
    """What stands above the fields, once the draft is back."""
    return next((one for one in dialog.findChildren(Banner) if one.isVisible()), None)


def said(dialog) -> str:
    """Its sentence."""
    shown = banner(dialog)
    return shown.accessibleName() if shown is not None else ""


def ask_deal(desk) -> DealDialog:
    desk.page.steps.change_deal()
    return desk.dialog(DealDialog)


def test_a_deals_form_is_back_with_its_choices_and_says_what_a_colleague_changed(desk):
    """Covers: C6, N2."""
    rowan = desk.shop.a_user(name="Rowan Blake")
    deal = desk.shop.a_deal(title="Business cards")
    desk.open(deal)
    form = ask_deal(desk)
    form.title_edit.setFocus()
    desk.type(" 90 × 50")
    form.heat.step(1)
    heat = form.heat.current()
    leave(desk, "deal")
    desk.tasks.act_as(rowan, ("manager",))
    desk.tasks.run(
        lambda uow: commands.deals.change_deal(
            uow, deal_id=deal, fields={NOTE: "Ring the back door", TITLE: "Cards"}
        )
    )
    desk.wait(lambda: desk.card.title == "Cards", "the card follows")
    desk.tasks.act_as(desk.person.id, ("manager",))
    form = ask_deal(desk)
    desk.wait(lambda: said(form), "it is back")
    assert said(form) == f"{BACK} Changed meanwhile: Title. Your values stay until you save."
    assert (form.title_edit.text(), form.heat.current()) == ("Business cards 90 × 50", heat)
    assert form.note.text() == "Ring the back door", "what was not touched follows"
    leave(desk, "deal")
    form = ask_deal(desk)
    desk.wait(lambda: "Changed meanwhile: Title" in said(form), "it is said until it is settled")
    banner(form).pressed.emit()
    assert form.title_edit.text() == "Cards"
    assert form.heat.current() != heat
    desk.wait(lambda: not kept(desk, "deal"), "nothing of it is kept any more")


def test_a_day_is_not_called_changed_because_the_language_is_another(desk):
    """Covers: M2, N2."""
    deal = desk.shop.a_deal(due_at=desk.clock.now())
    desk.open(deal)
    form = ask_deal(desk)
    form.due.setFocus()
    form.due.selectAll()
    desk.type("+5")
    leave(desk, "deal")
    before = language()
    switch("ru")
    try:
        form = ask_deal(desk)
        desk.wait(lambda: said(form), "it is back")
        assert "Тем временем" not in said(form)
    finally:
        switch(before)
    press(Key.Key_Escape)
    desk.answered()


def lines_dialog(desk) -> LinesDialog:
    desk.page.order.rows[0].click()
    return desk.dialog(LinesDialog)


def edit(dialog, place, name):
    return dialog.editors[place].fields[name].control


def retype(desk, control, text):
    control.setFocus()
    control.selectAll()
    desk.type(text)


def test_order_lines_are_back_with_sums_new_lines_and_those_taken_out(desk):
    """Covers: B3, N2."""
    deal = desk.shop.a_deal(lines=[("Cards", 500, 4500), ("Layout", 1, 4500), ("Box", 2, 300)])
    desk.open(deal)
    form = lines_dialog(desk)
    retype(desk, edit(form, 0, QUANTITY), "1000")
    form.add_line()
    for name, text in ((WHAT, "Stickers"), (QUANTITY, "200"), (PRICE, "0.50")):
        retype(desk, edit(form, 3, name), text)
    form.editors[1]._remove.click()
    total = form._total.text()
    leave(desk, "lines")
    form = lines_dialog(desk)
    desk.wait(lambda: said(form) == BACK, "they are back")
    assert [one.texts()[WHAT] for one in form.editors] == ["Cards", "Box", "Stickers"]
    assert form._total.text() == total
    chord(Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: not kept(desk, "lines"), "nothing of it is kept any more")
    stored = desk.rows(DealLine, DealLine.deal_id == deal, DealLine.archived_at.is_(None))
    assert {(one.title, one.quantity) for one in stored} == {
        ("Cards", 1000), ("Box", 2), ("Stickers", 200),
    }  # fmt: skip


def test_a_line_that_changed_or_went_meanwhile_is_named(desk):
    """Covers: B3, N2."""
    deal = desk.shop.a_deal(lines=[("Cards", 500, 4500), ("Layout", 1, 4500), ("Box", 2, 300)])
    desk.open(deal)
    form = lines_dialog(desk)
    retype(desk, edit(form, 0, QUANTITY), "1000")
    retype(desk, edit(form, 1, DETAILS), "3 rounds")
    form.editors[2]._remove.click()
    leave(desk, "lines")
    first, _second, third = sorted(
        desk.rows(DealLine, DealLine.deal_id == deal), key=lambda line: line.position
    )
    theirs = [
        LineDraft(
            id=first.id, title="Cards", quantity=900, unit_price=Decimal("0.09"), amount=8100
        ),
        LineDraft(
            id=third.id, title="Crate", quantity=2, unit_price=Decimal("1.50"), amount=300
        ),
    ]  # fmt: skip
    desk.tasks.run(lambda uow: commands.deals.change_lines(uow, deal_id=deal, lines=theirs))
    desk.wait(lambda: len(desk.card.lines) == 2, "the card follows")
    form = lines_dialog(desk)
    desk.wait(lambda: said(form), "they are back")
    assert said(form).startswith(
        f"{BACK} Changed meanwhile: Cards: Quantity, Layout: removed, Crate."
    )
    assert edit(form, 0, QUANTITY).text() == "1000"
    assert [one.texts()[WHAT] for one in form.editors] == ["Cards", "Crate", "Layout"]
    banner(form)._action.setFocus()
    press(Key.Key_Space)
    assert [one.texts()[WHAT] for one in form.editors] == ["Cards", "Crate"]
    assert desk.window.focusWidget() is edit(form, 0, WHAT), "the keys go on in the first line"
    assert edit(form, 0, QUANTITY).text() == "900"
    press(Key.Key_Escape)
    desk.answered()


def test_a_line_taken_out_here_stays_out_when_a_colleague_changes_another(desk):
    """Covers: C6."""
    deal = desk.shop.a_deal(lines=[("Cards", 500, 4500), ("Layout", 1, 4500)])
    desk.open(deal)
    form = lines_dialog(desk)
    form.editors[1]._remove.click()
    first, second = sorted(
        desk.rows(DealLine, DealLine.deal_id == deal), key=lambda line: line.position
    )
    theirs = [
        LineDraft(id=first.id, title="Menus", quantity=500, unit_price=Decimal("0.09"), amount=4500),
        LineDraft(id=second.id, title="Layout", quantity=1, unit_price=Decimal(45), amount=4500),
    ]  # fmt: skip
    desk.tasks.run(lambda uow: commands.deals.change_lines(uow, deal_id=deal, lines=theirs))
    desk.wait(lambda: edit(form, 0, WHAT).text() == "Menus", "what was not touched follows")
    assert len(form.editors) == 1
    press(Key.Key_Escape)
    desk.answered()


def test_requisites_are_back_for_the_client_and_not_for_another(desk):
    """Covers: G1, N2."""
    company = desk.shop.a_company()
    deal, other = desk.shop.a_deal(company=company), desk.shop.a_deal()
    desk.open(deal)
    desk.page.steps.change_requisites()
    form = desk.dialog(RequisitesDialog)
    retype(desk, form.fields["address"].control, "12 Mill Lane, Ashford")
    form.paste.set_text("Oak & Lime Bakery Ltd, half of a card")
    leave(desk, "requisites")
    desk.show(other)
    desk.page.steps.change_requisites()
    form = desk.dialog(RequisitesDialog)
    desk.in_turn(lambda _shop: None)
    desk.settle()
    assert not said(form)
    press(Key.Key_Escape)
    desk.answered()
    desk.show(deal)
    desk.page.steps.change_requisites()
    form = desk.dialog(RequisitesDialog)
    desk.wait(lambda: said(form) == BACK, "it is back")
    assert form.texts()["address"] == "12 Mill Lane, Ashford"
    assert form.paste.text() == "Oak & Lime Bakery Ltd, half of a card"
    press(Key.Key_Escape)
    desk.answered()
