# SPDX-License-Identifier: Apache-2.0
"""What was typed of a refusal is there again: after a kill, after Esc; and gone once it is saved."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.domain.deal import Deal
from desktop.storage import drafts
from desktop.values.drafts.refusal import DRAFT
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.widgets.banner import Banner
from tests.board_desk import CTRL, SHIFT, BoardDesk, chord
from tests.fakes import FakeClock
from tests.settings_desk import type_text
from tests.shell import press
from tests.shop import open_shop
from tests.views.board.refusal_child import WORDS

QUOTE = "Quote sent"
ROOT = Path(__file__).resolve().parents[3]
DEADLINE_S = 60
Key = Qt.Key


def ask(desk, deal):
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    return desk.dialog(RefusalDialog)


def kept(shop):
    return shop.read(lambda r: drafts.drafts(r.connection, kind=DRAFT))


def is_kept(folder):
    """Whether the child's words are on the disk."""
    [path] = (folder / "shop").glob("*.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT body FROM draft WHERE kind = ?", (DRAFT,)).fetchall()
    return any(WORDS in body for (body,) in rows)


def test_a_refusal_that_was_typed_survives_a_kill_of_the_program(qtbot, tmp_path):
    """Covers: B2, N1."""
    shop = open_shop(tmp_path)
    me, deal = shop.me, shop.a_deal(QUOTE, title="Price boards")
    shop.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.views.board.refusal_child", str(tmp_path), str(me), str(deal)],
        cwd=ROOT,
    )  # fmt: skip
    with child:
        deadline = time.monotonic() + DEADLINE_S
        while not is_kept(tmp_path):
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        child.kill()
    again = open_shop(tmp_path, FakeClock(), is_empty=True)
    again.me = me
    desk = BoardDesk(tmp_path, shop=again).open()
    try:
        assert desk.stage_of(deal) == QUOTE
        dialog = ask(desk, deal)
        desk.wait(lambda: dialog._comment.text() == WORDS, "the words are there again")
        chord(Key.Key_Return, CTRL)
        desk.wait(lambda: desk.column(QUOTE) == [], "with the reason that was chosen")
        assert desk.row(Deal, deal).refusal_comment == WORDS
        assert not kept(again)
    finally:
        desk.close()
        again.close()


def test_esc_keeps_what_was_typed_and_an_emptied_comment_is_kept_no_more(desk):
    """Covers: B2, N1."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    ask(desk, deal)
    press("2")
    type_text("Too late")
    press(Key.Key_Escape)
    desk.answered()
    dialog = ask(desk, deal)
    desk.wait(lambda: dialog._comment.text() == "Too late")
    [said] = dialog.findChildren(Banner)
    assert said.isVisible()
    said.pressed.emit()
    assert (dialog._comment.text(), dialog._reason) == ("", None)
    assert not said.isVisible()
    press(Key.Key_Escape)
    desk.answered()
    desk.settle()
    assert not kept(desk.shop)
