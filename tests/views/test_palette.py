# SPDX-License-Identifier: Apache-2.0
"""Ctrl K, a few letters, one key: the palette by keys as a person would."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from desktop.values.rows.hits import REPEAT_ORDER, Hit, HitGroup
from desktop.values.rows.search import Found
from desktop.views.actions import HAND_OVER
from tests.shell import SANA, Shell, press

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = Mod.ControlModifier, Mod.AltModifier

OAK = Hit(
    HitGroup.CLIENTS, "company", "Oak & Lime Bakery", "user-circle", UUID(int=1),
    "Priya Hartwell · 07700 900342", "", "Priya Hartwell", "447700900342", UUID(int=1),
    last_order="3 Aug",
)  # fmt: skip
JOINERY = Hit(HitGroup.CLIENTS, "company", "Oakfield Joinery", "user-circle", UUID(int=2))
LABELS = Hit(HitGroup.DEALS, "deal", "Sticker labels", "columns", UUID(int=3), trail="£365.00")


@pytest.fixture
def shell(qtbot, tmp_path) -> Shell:
    made = Shell(tmp_path, hits=[OAK, JOINERY, LABELS])
    qtbot.addWidget(made.window)
    return made


def open_and_type(text: str) -> None:
    press(Key.Key_K, CTRL)
    for sign in text:
        press(sign)


def shown(shell: Shell) -> list[str]:
    model = shell.window.finder.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_ctrl_k_finds_and_enter_opens(shell):
    """Covers: M3."""
    open_and_type("342")
    assert shell.searched == ["3", "34", "342"]
    assert shown(shell)[:3] == ["Clients", "Oak & Lime Bakery", "Oakfield Joinery"]
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert (shell.navigator.step.kind, shell.navigator.step.id) == ("deal", LABELS.id)
    assert not shell.window.finder.isVisible()


def test_the_arrows_go_round_and_leave_captions_out(shell):
    open_and_type("oak")
    assert shell.window.finder.current() == OAK
    press(Key.Key_Up)
    assert shell.window.finder.current().group == HitGroup.DO
    press(Key.Key_Down)
    assert shell.window.finder.current() == OAK


def test_alt_c_calls_in_the_russian_layout_too(shell, qtbot):
    open_and_type("oak")
    with qtbot.waitSignal(shell.window.finder.call_wanted) as called:
        press(0x0421, ALT, scan=46 + 8, text="с")
    assert called.args == [OAK]


def test_alt_o_and_f2_take_an_order_for_the_client(shell, qtbot):
    for key, mods in ((Key.Key_O, ALT), (Key.Key_F2, Mod.NoModifier)):
        open_and_type("oak")
        with qtbot.waitSignal(shell.window.finder.order_wanted) as wanted:
            press(key, mods)
        assert wanted.args[0].client_id == OAK.client_id


def test_alt_1_repeats_the_last_order_of_the_client_found(shell, qtbot):
    """Covers: A2."""
    open_and_type("oak")
    with qtbot.waitSignal(shell.window.finder.order_wanted) as wanted:
        press(Key.Key_1, ALT)
    assert (wanted.args[0].kind, wanted.args[0].detail) == (REPEAT_ORDER, "3 Aug")
    assert wanted.args[0].client_id == OAK.client_id


def test_tab_walks_through_what_can_be_done_with_a_line(shell, qtbot):
    open_and_type("oak")
    press(Key.Key_Tab)
    with qtbot.waitSignal(shell.window.finder.call_wanted):
        press(Key.Key_Return)


def test_a_client_without_a_phone_is_not_called(shell, qtbot):
    shell.hits = [JOINERY]
    open_and_type("joinery")
    with qtbot.assertNotEmitted(shell.window.finder.call_wanted):
        press(Key.Key_C, ALT)
    assert shell.window.finder.isVisible()


def test_who_may_not_take_orders_is_not_offered_one(qtbot, tmp_path):
    shell = Shell(tmp_path, SANA, hits=[OAK])
    qtbot.addWidget(shell.window)
    open_and_type("oak")
    assert shown(shell) == ["Clients", "Oak & Lime Bakery", "Do", "Call Priya Hartwell"]


def test_more_than_sign_looks_in_commands_only_and_runs_them(shell):
    """Covers: M3."""
    open_and_type(">run")
    assert shell.searched == []
    assert shown(shell) == ["Do", "Run it"]
    press(Key.Key_Return)
    assert shell.board.done == ["run"]
    assert shell.board.rows.hasFocus()


def test_commands_are_found_beside_records(shell):
    shell.hits = []
    open_and_type("today")
    assert shown(shell) == ["Do", "Today"]
    press(Key.Key_Return)
    assert shell.navigator.step.kind == "today"


def test_a_number_sign_is_handed_to_the_search_and_finds_no_commands(shell):
    shell.hits = []
    open_and_type("#418")
    assert shell.searched[-1] == "#418"
    assert shown(shell) == []


def test_esc_gives_the_focus_back(shell):
    shell.board.filter.setFocus()
    open_and_type("oak")
    press(Key.Key_Escape)
    assert shell.board.filter.hasFocus()


def test_the_windows_keys_wait_while_it_is_open(shell):
    open_and_type("oak")
    press(Key.Key_1, CTRL)
    assert shell.navigator.step.kind == "deals"


def test_a_late_answer_to_an_older_text_is_dropped(qtbot, tmp_path):
    answers = []
    shell = Shell(tmp_path)
    qtbot.addWidget(shell.window)
    shell.window.finder._search = lambda text, then: answers.append((text, then))
    open_and_type("oa")
    (_, first), (_, second) = answers
    second(Found((OAK,), "oa"))
    first(Found((LABELS,), "o"))
    assert "Oak & Lime Bakery" in shown(shell)


def test_the_chosen_line_stays_chosen_when_the_next_answer_has_it_too(shell):
    open_and_type("o")
    press(Key.Key_Down)
    assert shell.window.finder.current() == JOINERY
    press("a")
    assert shell.window.finder.current() == JOINERY


def test_it_keeps_inside_the_smallest_window(shell, qtbot):
    """Covers: M4."""
    shell.window.resize(640, 360)
    open_and_type("oak")
    panel = shell.window.finder._panel
    assert shell.window.rect().contains(panel.geometry())
    shell.window.resize(1440, 900)
    qtbot.waitUntil(lambda: panel.width() == 680)
    assert (panel.x(), panel.y()) == (380, 96)


def test_a_screen_reader_hears_the_chosen_line(shell):
    """Covers: M4."""
    open_and_type("oak")
    field = shell.window.finder._field
    assert field.accessibleName() == "Search and commands"
    assert field.accessibleDescription() == "Oak & Lime Bakery, Priya Hartwell · 07700 900342"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ORDER hand", "in any case and order of words"),
        ("рфтв щмук", "in the other keyboard layout"),
        ("handd over", "with a slip of the finger"),
    ],
)
def test_commands_are_found_as_forgivingly_as_clients(shell, typed, why):
    """Covers: M3."""
    shell.hits = []
    shell.window.bind(HAND_OVER, lambda: None)
    press(Key.Key_K, CTRL)
    shell.window.finder.ask(typed)
    assert "Hand over an order" in shown(shell), why


def test_a_slip_is_seen_through_only_where_nothing_fits_as_typed(shell):
    shell.hits = []
    press(Key.Key_K, CTRL)
    shell.window.finder.ask("dark")
    assert shown(shell) == ["Do", "Dark theme"]


def test_enter_pressed_before_the_answer_takes_the_answer_not_what_stood_there(shell):
    """Covers: M3."""
    press(Key.Key_K, CTRL)
    answers: list = []
    shell.window.finder._search = lambda _text, then: answers.append(then)
    for sign in "lab":
        press(sign)
    press(Key.Key_Return)
    assert shell.navigator.step.kind == "deals", "nothing is opened yet"
    answers[-1](Found((LABELS,), "lab"))
    assert (shell.navigator.step.kind, shell.navigator.step.id) == ("deal", LABELS.id)


def test_what_is_only_near_does_not_stand_before_the_command_that_was_typed(shell):
    """Covers: M3."""
    shell.hits, shell.is_near = [LABELS], True
    open_and_type("today")
    assert shown(shell) == ["Do", "Today"]
    press(Key.Key_Escape)
    open_and_type("todai")
    assert "Sticker labels" in shown(shell), "where neither has the word, both are guesses"


def test_the_command_named_as_typed_stands_first_and_is_the_one_that_enter_takes(shell):
    """Covers: M3."""
    shell.hits = []
    open_and_type("th")
    assert shown(shell)[1:3] == ["Theme of the system", "Filter of the page"]
    press(Key.Key_Escape)
    open_and_type("to l")
    assert shell.window.finder.current().title == "To look at", "not what came first for the t"
