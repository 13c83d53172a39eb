# SPDX-License-Identifier: Apache-2.0
"""A new computer joins by keys alone: invite, copying, board. What breaks off is taken up at the next start."""

import json

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop import i18n
from desktop.domain import pin
from desktop.models.board import BoardModel
from desktop.sync import bootstrap
from desktop.sync.hub.desk_side import Hub, HubAway
from desktop.views import theme
from desktop.views.first_run import FirstRun
from desktop.views.look import speak
from desktop.views.main_window import MainWindow
from desktop.views.sign_in import SignIn
from tests.journeys.test_first_start import Program
from tests.settings_desk import pass_time
from tests.shell import press
from tests.shop import open_shop
from tests.sync import live_desks
from tests.sync.conftest import EVERY_ROLE
from tests.sync.hub_desks import Desk, TestHub

Key = Qt.Key


@pytest.fixture
def hub(server):
    return TestHub(server, "first_join")


@pytest.fixture
def invite(tmp_path, hub, monkeypatch, password_store):
    """A file for Maya, whose shop is at the hub; the next file dialog gives it."""
    shop = open_shop(tmp_path, folder="office")
    shop.a_deal(title="Business cards 500", contact=shop.a_contact("Priya Hartwell"))
    shop.a_deal("won", title="Long ago")
    shop.close()
    desk = Desk(tmp_path, hub, "office", EVERY_ROLE, user_id=shop.me, brings=True)
    desk.close()
    path = tmp_path / "maya.counterfoil-invite"
    made = live_desks.invite(hub, shop.me, "Maya Lindqvist", EVERY_ROLE, brings=False)
    made.write(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    return path


@pytest.fixture
def program(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(i18n, "best_language", lambda *_wishes: "en")
    made = Program(qapp, tmp_path / "new")
    yield made
    made.end()
    theme.apply(qapp, "light")
    i18n.switch("en")
    speak(qapp)


def to_joining(program) -> FirstRun:
    program.begin(FirstRun)
    page = program.desk.window
    page._demo.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Right)
    press(Key.Key_Return)
    assert page.is_joining
    return page


def start(page):
    return page._foot.start


def test_a_new_computer_joins_by_keys_alone(program, invite):
    """Covers: M1, N2."""
    page = to_joining(program)
    press(Key.Key_Return)
    program.wait(lambda: start(page).isEnabled(), "the hub to answer")
    assert page.joining.person.control.text() == "Maya Lindqvist"
    assert start(page).text() == "Join the hub"
    press(Key.Key_Return)
    program.wait(
        lambda: start(page).text() == "Open Counterfoil" and start(page).isEnabled(), "the records"
    )
    assert all(line.endswith("Done") for line in page.joining.copying.sentences)
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    program.settle_window()
    assert sorted(program.rows("SELECT title FROM deal")) == [
        ("Business cards 500",),
        ("Long ago",),
    ]
    program.desk._navigator.open("deals")
    program.wait(lambda: "Business cards 500" in titles(program), "the card on the board")
    left = {path.name for path in program.folder.glob("shop.sqlite*")}
    assert left <= {"shop.sqlite", "shop.sqlite-wal", "shop.sqlite-shm"}
    assert not start_is_joining(program)


def titles(program):
    board = next(iter(program.desk.window.findChildren(BoardModel)), None)
    return set() if board is None else {card.title for card in board.all_cards()}


def start_is_joining(program):
    return (program.folder / "shop.sqlite.joining").exists()


@pytest.mark.parametrize("after", [0, 4, 30])
def test_a_copy_that_broke_off_is_taken_up_at_the_next_start(program, invite, monkeypatch, after):
    """Covers: M1, N2. Before the first row, among the open cards, among the rest."""
    copy, calls = Hub.copy, []

    def breaks(hub, wanted, after_n, most):
        calls.append(wanted.kind)
        if len(calls) > after:
            raise HubAway("the line broke")
        return copy(hub, wanted, after_n, most)

    monkeypatch.setattr(bootstrap, "PIECE", 3)
    monkeypatch.setattr(Hub, "copy", breaks)
    page = to_joining(program)
    press(Key.Key_Return)
    program.wait(lambda: start(page).isEnabled(), "the hub to answer")
    press(Key.Key_Return)
    program.wait(lambda: page.joining.copying.trouble, "the break")
    assert page.joining.copying.trouble.startswith("The line to the hub broke")
    assert not (program.folder / "shop.sqlite").exists()
    page.hide()
    program.desk.end()
    monkeypatch.setattr(Hub, "copy", copy)
    again = Program(program.app, program.folder)
    again.begin(FirstRun)
    page = again.desk.window
    again.wait(
        lambda: start(page).text() == "Open Counterfoil" and start(page).isEnabled(), "the rest"
    )
    press(Key.Key_Return)
    again.wait(lambda: isinstance(again.desk.window, MainWindow), "the window")
    assert sorted(again.rows("SELECT title FROM deal")) == [("Business cards 500",), ("Long ago",)]
    again.end()


def test_a_server_that_dies_while_the_first_copy_comes_costs_nothing(
    program, invite, server, monkeypatch
):
    """Covers: M1, N2. As by a power cut; it is told, tried in vain, and goes on once the server is there again."""
    copy, calls = Hub.copy, []

    def dies(hub, wanted, after_n, most):
        calls.append(wanted.kind)
        if len(calls) == 12:
            server.stop(immediate=True)
        return copy(hub, wanted, after_n, most)

    monkeypatch.setattr(bootstrap, "PIECE", 3)
    monkeypatch.setattr(Hub, "copy", dies)
    page = to_joining(program)
    press(Key.Key_Return)
    program.wait(lambda: start(page).isEnabled(), "the hub to answer")
    press(Key.Key_Return)
    try:
        program.wait(lambda: page.joining.copying.trouble, "the break")
        assert start(page).text() == "Try again"
        press(Key.Key_Return)
        program.wait(lambda: start(page).isEnabled(), "the answer that it is away")
        assert "The line to the hub broke" in page.joining.copying.trouble
    finally:
        server.start()
    press(Key.Key_Return)
    program.wait(
        lambda: start(page).text() == "Open Counterfoil" and start(page).isEnabled(), "the records"
    )
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    program.settle_window()
    assert sorted(program.rows("SELECT title FROM deal")) == [
        ("Business cards 500",),
        ("Long ago",),
    ]


def test_the_pin_that_is_typed_holds_though_the_copy_breaks_off(program, invite, hub, monkeypatch):
    """Covers: M1, N5. It is refused where it is too easy, asked for at the door, and goes to the hub."""
    copy, wanted_kinds = Hub.copy, []

    def breaks(hub, wanted, after_n, most):
        wanted_kinds.append(wanted.kind)
        if len(wanted_kinds) == 1:
            raise HubAway("the line broke")
        return copy(hub, wanted, after_n, most)

    monkeypatch.setattr(Hub, "copy", breaks)
    page = to_joining(program)
    press(Key.Key_Return)
    program.wait(lambda: start(page).isEnabled(), "the hub to answer")
    form = page.joining
    press(Key.Key_Tab)
    for typed, sentence in (("12", "4 digits"), ("1234", "easy to guess")):
        assert form.pin.control.hasFocus()
        for digit in typed:
            press(digit)
        press(Key.Key_Return)
        program.wait(lambda part=sentence: part in form.pin.error(), sentence)
        assert start(page).isEnabled()
    for digit in "4829":
        press(digit)
    press(Key.Key_Return)
    program.wait(lambda: form.copying.trouble, "the break")
    press(Key.Key_Return)
    program.wait(
        lambda: start(page).text() == "Open Counterfoil" and start(page).isEnabled(), "the records"
    )
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, SignIn), "the door")
    program.settle_window()
    door = program.desk.window
    press(str([person.name for person in door._people].index("Maya Lindqvist") + 1))
    for digit in "4829":
        press(digit)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    at_hub = "SELECT doc->>'pin' FROM crm.state WHERE entity = 'user' AND doc->>'name' LIKE 'Maya%'"
    program.wait(lambda: pin.matches("4829", hub.sql(at_hub)[0][0]), "the PIN at the hub")


def test_a_bad_invite_gives_a_sentence_and_leaves_nothing(program, tmp_path, monkeypatch, invite):
    """Covers: M1, N8. No invite at all, one of a server that is away, one of another server, one that was used."""
    page = to_joining(program)
    text, stranger = invite.read_text(), trustme.CA().cert_pem.bytes().decode()
    for content, sentence in (
        ("{}", "is no invite"),
        (text.replace('"port": ', '"port": "x", "gate": '), "is not whole"),
        (text.replace('"port": ', '"port": 1'), "The hub does not answer"),
        (json.dumps({**json.loads(text), "ca": stranger}), "does not show the hub's certificate"),
        (text.replace('"password": "', '"password": "x'), "This invite has been used"),
    ):
        invite.write_text(content)
        page.joining.choose.setFocus()
        press(Key.Key_Return)
        program.wait(lambda part=sentence: part in page.joining.trouble, sentence)
        assert not start(page).isEnabled()
        pass_time(20)
    press(Key.Key_Escape)
    assert not page.is_joining
    assert not list(program.folder.glob("shop.sqlite*"))
