# SPDX-License-Identifier: Apache-2.0
"""Mail settings by keys against a real mail server: each step in words, the password in the password store only."""

import pytest
from PySide6.QtCore import Qt

from desktop.domain.firm import Preference, preference_id
from desktop.models.settings import MAIL_PASSWORD, Section
from desktop.values.rows.outbox import MAIL
from tests.settings_desk import focus, pass_time, replace_text, tab_to, type_text
from tests.shell import press
from tests.smtp_server import PostOffice

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LOGIN, PASSWORD = "office@rook.example", "sesame seed 9"


@pytest.fixture
def office(tmp_path):
    with PostOffice(tmp_path / "post", login=LOGIN, password=PASSWORD) as made:
        yield made


def stored(desk) -> dict:
    return desk.shop.row(Preference, preference_id(MAIL)).value


def fill_in(desk, office, password: str = PASSWORD):
    """Type the settings of this server, as an admin does."""
    view = desk.open(Section.MAIL)
    tab_to(view._server.control("host"))
    type_text("localhost")
    tab_to(view._server.control("login"))
    type_text(LOGIN)
    press(Key.Key_Tab)
    desk.settle()
    type_text(password)
    press(Key.Key_Tab)
    replace_text(str(office.port))
    press(Key.Key_Tab)
    type_text(str(office.ca_file))
    tab_to(view._sender.control("from_address"))
    type_text("office@rook.example")
    press(Key.Key_Tab)
    desk.settle()
    return view


def test_what_is_not_filled_in_yet_is_named_before_anything_is_tried(desk, password_store):
    """Covers: I1, N8."""
    view = desk.open(Section.MAIL)
    press(Key.Key_Return, CTRL)
    assert view.trial.steps == [(False, "Name the server first. Nothing was tried.")]
    tab_to(view._server.control("host"))
    type_text("localhost")
    press(Key.Key_Tab)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: "address your letters come from" in view.trial.steps[0][1])
    assert not [told for told in desk.errors if "Outbox" in str(told)]


def test_the_server_is_asked_step_by_step_in_words(desk, office, password_store):
    """Covers: I1."""
    view = fill_in(desk, office)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: len(view.trial.steps) == 5, "five steps")
    assert all(passed for passed, _sentence in view.trial.steps)
    words = [sentence for _passed, sentence in view.trial.steps]
    assert words[0] == "The server localhost was found."
    assert words[3] == "The server accepted the login office@rook.example."


def test_the_password_lies_in_the_password_store_and_in_no_file(
    desk, office, password_store, tmp_path
):
    """Covers: I1, N4."""
    view = fill_in(desk, office)
    desk.wait(lambda: password_store.kept)
    assert list(password_store.kept.values()) == [PASSWORD]
    assert view.password.edit.text() == ""
    assert "password" not in stored(desk)
    desk.settle()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path


def test_a_wrong_password_is_named(desk, office, password_store):
    """Covers: I1, N8."""
    view = fill_in(desk, office, password="something else")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: len(view.trial.steps) == 4)
    passed, sentence = view.trial.steps[-1]
    assert not passed
    assert "password" in sentence
    tab_to(view.password.edit)
    type_text(PASSWORD)
    press(Key.Key_Tab)
    desk.wait(lambda: not view.trial.steps, "what was found of the old password goes")


def test_a_test_letter_really_arrives(desk, office, password_store):
    """Covers: I1."""
    view = fill_in(desk, office)
    tab_to(view.trial.to)
    type_text("maya@rook.example")
    press(Key.Key_Return)
    desk.wait(lambda: office.letters, "a letter")
    letter = office.letters[0]
    assert letter.recipients == ("maya@rook.example",)
    assert letter.message["Subject"] == "Test letter of Counterfoil"
    assert str(letter.message["From"]) == "Rook Lane Print <office@rook.example>"
    desk.wait(lambda: "has taken the letter" in view.trial._sent.text())


def test_a_server_that_is_gone_leaves_a_sentence_without_an_outbox(desk, office, password_store):
    """Covers: I1, N8."""
    view = fill_in(desk, office)
    tab_to(view._server.control("port"))
    replace_text("1")
    tab_to(view.trial.to)
    type_text("maya@rook.example")
    press(Key.Key_Return)
    desk.wait(lambda: view.trial._sent.text().startswith("localhost"))
    assert "Outbox" not in view.trial._sent.text()


def test_protection_brings_its_usual_port(desk, password_store):
    view = desk.open(Section.MAIL)
    tab_to(view._server.control("security"))
    press(Key.Key_Down)
    desk.settle()
    assert (stored(desk)["security"], stored(desk)["port"]) == ("tls", 465)
    assert view._server.control("port").text() == "465"


def test_who_may_not_change_the_server_still_enters_the_password(make_desk, password_store):
    """Covers: N4."""
    desk = make_desk(roles=("manager",))
    view = desk.open(Section.MAIL)
    assert view._server.control("host").isReadOnly()
    assert not view._server.control("security").isEnabled()
    assert view._closed.isVisible()
    assert view.password.edit.isEnabled()
    assert focus() is not None


def test_a_letter_without_its_password_leads_to_the_field_of_it(desk, password_store):
    """Covers: I1, N1."""
    desk.navigator.open("settings", MAIL_PASSWORD)
    assert focus() is desk.page.view.password.edit


def test_a_locked_password_store_says_so(desk, password_store):
    """Covers: N4."""
    view = desk.open(Section.MAIL)
    tab_to(view._server.control("host"))
    type_text("smtp.rook.example")
    tab_to(view._server.control("login"))
    type_text(LOGIN)
    press(Key.Key_Tab)
    desk.settle()
    password_store.locked = True
    type_text(PASSWORD)
    press(Key.Key_Tab)
    desk.wait(lambda: "Unlock it" in view.password.field.error())


def test_what_is_typed_without_a_pause_is_all_kept(desk, office, password_store):
    """An answer from before a field was left does not take its value back. Covers: N2, I1."""
    view = desk.open(Section.MAIL)
    for name, text in (("host", "localhost"), ("login", LOGIN)):
        tab_to(view._server.control(name))
        type_text(text)
    press(Key.Key_Tab)
    type_text(PASSWORD)
    press(Key.Key_Tab)
    replace_text(str(office.port))
    press(Key.Key_Tab)
    type_text(str(office.ca_file))
    for name, text in (("from_name", "Rook Lane"), ("from_address", LOGIN)):
        tab_to(view._sender.control(name))
        replace_text(text)
        pass_time(0)
    press(Key.Key_Tab)
    desk.settle()
    found = stored(desk)
    assert (found["host"], found["port"], found["login"]) == ("localhost", office.port, LOGIN)
    assert (found["from_name"], found["from_address"]) == ("Rook Lane", LOGIN)
    desk.wait(lambda: PASSWORD in password_store.kept.values(), "the password is kept")
