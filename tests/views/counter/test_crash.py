# SPDX-License-Identifier: Apache-2.0
"""The program dies while an order is typed: at most its last two seconds are lost, and it is offered again."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.counter_desk import CounterDesk
from tests.fakes import FakeClock
from tests.shop import open_shop

ROOT = Path(__file__).resolve().parents[3]
MOST_LOST_S = 2.0


def typed_until_killed(folder, user, field, *, after):
    """What a person typed, each sign with its moment, and the moment of the kill -9."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.views.counter.typing_child", str(folder), str(user), field],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        told = [child.stdout.readline()]
        assert told[0], child.stderr.read()
        begun = time.monotonic()
        while time.monotonic() - begun < after:
            told.append(child.stdout.readline())
        child.kill()
        killed = time.monotonic()
        told += child.stdout.read().splitlines()
    pairs = [line.split() for line in told if line.count(" ") == 1]
    return [(sign, float(at)) for sign, at in pairs], killed


@pytest.mark.parametrize(("field", "after"), [("note", 2.6), ("client", 3.3)])
def test_a_crash_loses_two_seconds_at_most_and_the_order_is_offered_again(
    qtbot, tmp_path, field, after
):
    """Covers: A2, N1."""
    shop = open_shop(tmp_path)
    me = shop.me
    shop.close()
    typed, killed = typed_until_killed(tmp_path, me, field, after=after)
    again = open_shop(tmp_path, FakeClock(), is_empty=True)
    again.me = me
    desk = CounterDesk(tmp_path, shop=again)
    try:
        desk.open().at_counter()
        desk.wait(desk.page.left.isVisible, "the order is offered")
        assert desk.page.form.draft.is_empty
        desk.page.left.pressed.emit()
        desk.settle()
        draft = desk.page.form.draft
        kept = draft.note if field == "note" else draft.typed
        assert "".join(sign for sign, _at in typed).startswith(kept)
        lost_since = typed[len(kept)][1] if len(kept) < len(typed) else killed
        assert killed - lost_since <= MOST_LOST_S
        if field == "note":
            assert (draft.name, draft.lines[0].quantity) == ("Priya", 500)
            assert desk.page.client.phone.text() == "07700 900 999"
            desk.press("F12")
            assert desk.placed().amount == 11900
        else:
            assert desk.page.client.phone.text() == kept
    finally:
        desk.close()
        again.close()
