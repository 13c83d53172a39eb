# SPDX-License-Identifier: Apache-2.0
"""A card as a whole: its history, papers and work, the way to the next card, small windows, other people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from desktop import commands, queries
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.touch import Comment
from desktop.models.timeline import Kind
from desktop.values.rows.card import DealCard
from desktop.values.states import ProductionState
from desktop.views import theme
from desktop.views.card import work
from desktop.views.card.columns import FACTS, MIDDLE, STEPS
from desktop.views.card.composed import Way
from desktop.views.card.papers_panel import SAVE
from desktop.views.card.taken_dialog import TakenDialog
from desktop.views.widgets.timeline import EntryPainter
from tests.board_desk import chord
from tests.shell import press

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = Mod.ControlModifier, Mod.AltModifier
ENTRIES = 1000
MOST_LAID_OUT = 100


def open_card(desk, *args, **wishes):
    deal = desk.shop.a_deal(*args, **wishes)
    desk.open(deal)
    return deal


def comment(desk, deal, text):
    desk.tasks.run(lambda uow: commands.touches.comment(uow, card_id=deal, text=text))
    desk.wait(lambda: text in " ".join(desk.history()), "the history shows it")


# The list it came from


def test_alt_arrows_walk_through_the_list_and_keep_what_is_typed(desk):
    """Covers: C8, M3."""
    deals = [desk.shop.a_deal(title=title) for title in ("First", "Second", "Third")]
    desk.walk.start(deals, deals[0])
    desk.open(deals[0])
    assert desk.page.head._place.text() == "1 of 3"
    chord("1", ALT)
    desk.type("Half a sentence")
    chord(Key.Key_Down, ALT)
    desk.wait(lambda: desk.card is not None and desk.card.title == "Second", "the next one opens")
    assert desk.page.composer.is_empty
    assert desk.page.head._place.text() == "2 of 3"
    chord(Key.Key_Up, ALT)
    desk.wait(lambda: desk.card is not None and desk.card.title == "First", "and the one before")
    desk.wait(lambda: desk.page.composer.text.text() == "Half a sentence", "with its draft")
    chord(Key.Key_Up, ALT)
    assert desk.told == ["There is no other card in this list."]


def test_back_goes_to_the_list(desk):
    """Covers: C8."""
    open_card(desk)
    desk.page.head.back.click()
    assert desk.navigator.step.kind == "deals"


# The history


def test_the_history_is_filtered_and_its_counts_add_up(desk):
    """Covers: B3."""
    deal = open_card(desk)
    comment(desk, deal, "Logo needs a redraw")
    desk.tasks.run(
        lambda uow: commands.touches.log_call(
            uow, card_id=deal, outcome="agreed", comment="White vinyl", direction="in"
        )
    )
    desk.wait(lambda: any("White vinyl" in line for line in desk.history()), "the call")
    filters = desk.page.talk.filters
    filters.chips[Kind.CALLS].setFocus()
    press(Key.Key_Space)
    said = " ".join(desk.history())
    assert "White vinyl" in said
    assert "Logo needs a redraw" not in said
    counts = {kind: int(chip.text().rsplit(" ", 1)[1]) for kind, chip in filters.chips.items()}
    assert counts[Kind.CALLS] == 1
    assert counts.pop(Kind.ALL) == sum(counts.values())
    filters.chips[Kind.ALL].click()
    assert "Logo needs a redraw" in " ".join(desk.history())


def test_ctrl_f_finds_words_in_the_history(desk):
    """Covers: B3, M3."""
    deal = open_card(desk)
    comment(desk, deal, "Logo needs a redraw")
    comment(desk, deal, "Vinyl is agreed")
    chord("F", CTRL)
    filters = desk.page.talk.filters
    assert filters.field.hasFocus()
    desk.type("vinyl")
    found = [line for line in desk.history() if "Logo" in line or "Vinyl" in line]
    assert len(found) == 1
    press(Key.Key_Return)
    assert desk.page.talk.history.hasFocus()
    filters.field.setFocus()
    press(Key.Key_Escape)
    assert not filters.field.isVisible()
    assert len([line for line in desk.history() if "Logo" in line or "Vinyl" in line]) == 2


def test_a_long_entry_folds_and_space_unfolds_it(desk):
    """Covers: B3."""
    deal = open_card(desk)
    comment(desk, deal, "\n".join(f"Line {n} of what was said" for n in range(12)))
    history = desk.page.talk.history
    row = next(n for n, line in enumerate(desk.history()) if "Line 11" in line)
    index = desk.page.lines.index(row)
    folded = history.visualRect(index).height()
    history.setFocus()
    history.setCurrentIndex(index)
    press(Key.Key_Space)
    desk.wait(lambda: history.visualRect(index).height() > folded, "it is shown whole")
    chord("C", CTRL)
    assert "Line 11" in QGuiApplication.clipboard().text()


def test_of_a_history_of_a_thousand_entries_only_what_is_seen_is_laid_out_first(desk, monkeypatch):
    """Covers: H2."""
    deal = desk.shop.a_deal()

    def plant(uow):
        for n in range(ENTRIES):
            text = f"Entry {n} with a line or two of what was said " * 2
            uow.add(Comment(card_id=deal, text=text, at=uow.now - timedelta(minutes=n)))

    desk.shop._plant(plant)
    other = desk.shop.a_deal(title="Another")
    desk.open(other)
    read: list[DealCard] = []
    desk.tasks.fetch("long", lambda r: queries.card.deal(r, deal_id=deal), then=read.append)
    desk.wait(lambda: read, "it is read")
    [card] = read
    desk.page.feed.deal_id = deal
    laid_out = set()
    height = EntryPainter.height
    monkeypatch.setattr(
        EntryPainter,
        "height",
        lambda self, width: laid_out.add(self.entry.key) or height(self, width),
    )
    desk.page.feed._take(card.id, card)
    desk.page.talk.history.repaint()
    assert desk.page.lines.rowCount() > ENTRIES
    assert 0 < len(laid_out) <= MOST_LAID_OUT


# Papers


@pytest.fixture
def opened(monkeypatch):
    """What was handed to the system's programs."""
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url) or True)
    return urls


def drop(page, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, Mod.NoModifier)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPoint(300, 300), copy, data, left, Mod.NoModifier))


def test_dropped_files_stand_among_the_documents_and_open(desk, tmp_path, opened):
    """Covers: G6."""
    deal = open_card(desk)
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg/>")
    brief = tmp_path / "brief.txt"
    brief.write_text("Five thousand")
    drop(desk.page, logo, brief)
    desk.wait(lambda: len(desk.page.papers.rows) == 2, "both are there")
    desk.wait(desk.page.papers.rows[0].isVisible, "both are shown")
    assert sum(change.undoable for change in desk.changes) == 1, "in one step"
    desk.page.focus_first()
    chord("D", CTRL)
    assert desk.page.papers.rows[0].hasFocus()
    press(Key.Key_Return)
    desk.wait(lambda: opened, "the file is opened")
    path = Path(opened[0].toLocalFile())
    assert path.read_text() in {"<svg/>", "Five thousand"}
    press(Key.Key_Delete)
    desk.wait(lambda: len(desk.page.papers.rows) == 1, "one is taken off")
    desk.undo()
    desk.wait(lambda: len(desk.page.papers.rows) == 2, "undo brings it back")
    assert len(desk.rows(Attachment, Attachment.card_id == deal)) == 2


def test_a_paper_is_offered_to_be_saved_at_home_under_a_name_that_a_disk_takes(
    desk, tmp_path, monkeypatch
):
    """Covers: G6, N8. Contracts are numbered 118/26."""
    open_card(desk)
    (tmp_path / "brief.txt").write_text("Five thousand")
    drop(desk.page, tmp_path / "brief.txt")
    desk.wait(lambda: desk.card.papers, "it is there")
    asked = []
    monkeypatch.setattr(
        work.QFileDialog, "getSaveFileName", lambda _page, _title, name: (asked.append(name), "")
    )
    paper = replace(desk.card.papers[0], name="Contract 118/26", file_name="", pdf_blob="f00d")
    desk.page.papers.acted.emit(paper, SAVE)
    assert asked == [str(Path.home() / "Contract 118_26.pdf")]


def test_a_folder_is_no_file(desk, tmp_path):
    """Covers: G6, K4."""
    open_card(desk)
    drop(desk.page, tmp_path)
    desk.wait(lambda: desk.errors, "it says why")
    assert "Choose files, not folders" in desk.errors[0].sentence
    assert desk.page.papers.rows == []


def test_the_invoice_is_issued_once(desk):
    """Covers: H1."""
    company = desk.shop.a_company()
    deal = open_card(desk, company=company)
    assert desk.page.money.chip.accessibleName() == "not invoiced"
    chord("I", CTRL)
    desk.wait(lambda: desk.card.invoice_number, "the invoice has a number")
    assert len(desk.rows(InvoiceIssue)) == 1
    assert desk.page.money.chip.accessibleName() == desk.card.invoice_number
    assert not desk.page.money.invoice.isEnabled()
    assert desk.page.money.invoice.toolTip() == "The invoice stands."
    assert desk.row(Deal, deal).amount == desk.card.invoiced


def test_an_order_without_a_sum_gets_no_invoice(desk):
    """Covers: H1."""
    open_card(desk, lines=())
    assert not desk.page.money.invoice.isEnabled()
    assert desk.page.money.invoice.toolTip() == "The order has no sum yet. Add its lines first."


def test_payments_fill_the_bar(desk):
    """Covers: B3."""
    deal = desk.shop.a_deal(amount=10000)
    desk.shop.a_payment(deal, 2500)
    desk.shop.a_payment(deal, 5000, confirmed=False)
    desk.open(deal)
    assert desk.page.money._sum.text() == "£25.00 of £100.00"
    assert [row.isVisible() for row in desk.page.money._payments] == [True, True]


# Work


def test_production_is_ticked_and_the_last_hand_over_asks_who_took_it(desk):
    """Covers: B3, A6."""
    deal = open_card(desk, lines=[("Business cards", 500, 4500)])
    rows = desk.page.production.rows
    assert [row.box.isChecked() for row in rows] == [False, False, False]
    rows[1].box.setFocus()
    press(Key.Key_Space)

    def state():
        return desk.rows(DealLine, DealLine.deal_id == deal)[0].production_state

    desk.wait(lambda: state() == ProductionState.READY, "it is ready")
    desk.wait(lambda: desk.page.production._count.text() == "2 of 3", "the steps before it too")
    rows[1].box.setFocus()
    press(Key.Key_Space)
    desk.wait(lambda: state() == ProductionState.IN_WORK, "a tick taken away goes one step back")
    desk.settle()
    rows[2].box.click()
    dialog = desk.dialog(TakenDialog)
    assert dialog.who.text() == "Priya Hartwell"
    dialog.who.clear()
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "somebody took it"
    desk.type("The courier")
    chord(Key.Key_Return, CTRL)
    desk.wait(dialog.reason_field.error, "the rest is not paid")
    desk.type("Pays by transfer on Friday")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: state() == ProductionState.HANDED_OVER, "it is handed over")
    assert desk.row(Deal, deal).handed_over_to == "The courier"


# Others, and the window


def test_changes_of_others_appear_while_the_card_is_seen_and_when_it_is_seen_again(desk):
    """Covers: C4."""
    deal = open_card(desk, title="Menus")
    rename = {"title": "Menus and cards"}
    desk.tasks.run(lambda uow: commands.deals.change_deal(uow, deal_id=deal, fields=rename))
    desk.wait(lambda: desk.page.header.title() == "Menus and cards", "the header follows")
    desk.navigator.open("deals")
    again = {"title": "Menus, cards, flags"}
    desk.tasks.run(lambda uow: commands.deals.change_deal(uow, deal_id=deal, fields=again))
    desk.settle()
    desk.navigator.open("deal", deal)
    desk.wait(lambda: desk.page.header.title() == "Menus, cards, flags", "seen again")


@pytest.mark.parametrize("size", [(1093, 614), (640, 360)])
def test_everything_is_reachable_in_a_small_window(make_desk, size):
    """Covers: M2."""
    desk = make_desk(size=size)
    deal = desk.shop.a_deal()
    desk.open(deal)
    columns = desk.page.columns
    for part in (FACTS, MIDDLE, STEPS):
        columns.reveal(part)
        QApplication.processEvents()
        assert columns.parts[part].isVisible(), part
        assert columns.parts[part].width() <= desk.page.width()
        for button in columns.parts[part].findChildren(QAbstractButton):
            if button.isVisibleTo(columns.parts[part]):
                assert within_scroll(button, desk.page), button.accessibleName()
    chord("1", ALT)
    assert desk.page.composer.text.hasFocus()
    assert columns.parts[MIDDLE].isVisible()


def within_scroll(button, page) -> bool:
    """Whether a control stands inside the page, or in something that scrolls to it."""
    parent = button.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            content = parent.widget()
            right = button.mapTo(content, QPoint(button.width(), 0)).x()
            return right <= content.width() + 1 and content.width() <= parent.width()
        parent = parent.parentWidget()
    return page.rect().contains(button.mapTo(page, QPoint(0, 0)))


def test_every_composer_tab_opens_by_its_key(desk):
    """Covers: M3."""
    open_card(desk)
    composer = desk.page.composer
    for key, way in zip("12345", Way, strict=True):
        chord(key, ALT)
        assert composer.way() is way
        begins = composer.call.outcomes if way is Way.CALL else composer.text
        focus = QApplication.focusWidget()
        assert focus is begins or begins.isAncestorOf(focus)


def test_panes_are_walked_by_f6(desk):
    """Covers: M3, M4."""
    open_card(desk)
    seen = []
    for _turn in range(4):
        press(Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert desk.page.composer.text in seen
    assert desk.page.next.main in seen


def test_words_to_find_have_room_in_a_small_window(make_desk, qapp):
    """Covers: M4."""
    desk = make_desk(size=(640, 360))
    open_card(desk, title="Labels")
    filters = desk.page.talk.filters
    filters.begin_find()
    desk.wait(lambda: filters.field.width() >= 120, "the field is long enough to read")
    assert filters.chips[Kind.CALLS].isVisible()
    theme.apply(qapp, "light", 150)
    desk.wait(lambda: not filters.chips[Kind.CALLS].isVisible(), "larger text leaves none for both")
    assert filters.chips[Kind.ALL].isVisible()
    assert filters.field.width() >= 180
    filters.end_find()
    assert filters.chips[Kind.CALLS].isVisible()
