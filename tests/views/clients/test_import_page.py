# SPDX-License-Identifier: Apache-2.0
"""A list taken in through the window: dry run, choices, import, stop, undo."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from desktop.channels.spreadsheets import read_table
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import list_entries
from desktop.flows.import_list import import_list
from desktop.storage import undo_parts
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import Verdict
from desktop.values.rows.past_imports import ImportCards, Standing
from desktop.views import awake
from desktop.views.clients import import_page
from desktop.views.clients.import_side import SHOWN
from desktop.views.clients.past_imports_dialog import PastImportsDialog, TakeBackDialog
from desktop.views.palette_commands import commands_like
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from tests.clients_desk import ClientsDesk
from tests.shell import press

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Company;Contact;Tel;Mail;Wants\n"
    "Café Éclair;Ana Müller;(020) 7946-0277;ana@eclair.example;menus\n"
    "Hotel Brüggen;Piet Ørsted;020 7946 0281;;sleeves\n"
    "Oak;P. Hartwell;07700 900342;p@oak.example;labels\n"
    "Señal Tours;Inés;12;;maps\n"
)


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[ClientsDesk]:
    made = ClientsDesk(tmp_path)
    yield made
    made.close()


def a_list(tmp_path: Path, text: str = TEXT, encoding: str = "utf-8") -> Path:
    path = tmp_path / "expo.csv"
    path.write_bytes(text.encode(encoding))
    return path


def checked(desk: ClientsDesk, path: Path) -> ClientsDesk:
    desk.open("client_import")
    desk.importing.read(path)
    desk.wait(lambda: desk.importing._check is not None, "the dry run")
    return desk


def test_control_i_on_the_clients_leads_to_the_import(desk: ClientsDesk) -> None:
    """Covers: A6."""
    desk.open()
    press(ord("I"), CTRL)
    assert desk.went == [("client_import", None)]
    assert desk.importing.choose_button.isVisible()


@pytest.mark.parametrize("is_begun", [False, True])
def test_in_the_smallest_window_nothing_is_beside_the_page(
    desk: ClientsDesk, tmp_path: Path, is_begun: bool
) -> None:
    """It may scroll down, but not across. Covers: M4."""
    if is_begun:
        checked(desk, a_list(tmp_path))
    else:
        desk.open("client_import")
    page = desk.importing
    page.window().setMinimumSize(0, 0)
    page.window().resize(640, 360)
    page.adapt(QSize(640, 360))
    desk.wait(lambda: page.minimumSizeHint().width() <= 640 - 56, "it becomes narrow")
    assert page.choose_button.isVisible() is not is_begun
    if is_begun:
        assert page.foot.quiet.y() > page.foot.strong.y(), "the words stand below one another"
        assert not page.foot.quiet.text().startswith("·")


def test_the_dry_run_shows_numbers_and_names_the_count(desk: ClientsDesk, tmp_path: Path) -> None:
    """Covers: A6."""
    desk.add(name="Priya Hartwell", phone="07700 900342")
    checked(desk, a_list(tmp_path))
    page = desk.importing
    QAbstractItemModelTester(
        page.preview.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page
    )
    assert {key: tile.accessibleName() for key, tile in page.strip.numbers.items()} == {
        "rows": "Rows 4",
        "new": "New clients 2",
        "known": "Already known 1",
        "bad": "Bad 1",
    }
    assert page.foot.button.text() == "Import 3 clients"
    page.side_panels.leaves.setChecked(True)
    assert page.foot.button.text() == "Import 2 clients"
    assert "1 bad row stays out" in page.foot.quiet.text()
    assert desk.shop.count(Contact) == 1


def test_a_list_that_comes_while_another_page_is_shown_takes_no_keys_there(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Else Enter on that page would import what nobody has looked at. Covers: A6."""
    desk.open("client_import")
    importing = desk.importing
    desk.go("leads", None)
    importing.read(a_list(tmp_path))
    desk.wait(lambda: importing._check is not None, "the dry run")
    has_keys = importing.window().focusWidget()
    assert has_keys is None or not importing.isAncestorOf(has_keys)


def test_the_import_is_made_by_one_chord_and_undone_by_another(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: A6."""
    checked(desk, a_list(tmp_path))
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.importing.end.isVisible())
    assert "3 clients were added" in desk.told[0]
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.went == [("clients", None)])
    desk.wait(lambda: len(desk.names()) == 3)
    desk.undo()
    desk.wait(lambda: desk.names() == [])


def test_the_page_of_an_import_that_is_undone_no_longer_offers_to_take_it_back(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: A6."""
    checked(desk, a_list(tmp_path))
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.importing.end.isVisible())
    assert "takes the whole import back" in desk.importing.end.accessibleName()
    desk.undo()
    desk.wait(lambda: "The import is taken back" in desk.importing.end.accessibleName())
    assert "takes the whole import back" not in desk.importing.end.accessibleName()


def test_columns_are_mapped_by_hand_where_their_names_say_nothing(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Name;Number\nAna;020 7946 0277\n", encoding="utf-8")
    checked(desk, path)
    page = desk.importing
    assert (
        page.columns.mapping.fields() == {0: "name", 1: ""}
        or page.columns.mapping.fields()[0] == "name"
    )
    combo = page.columns.mapping._combos[1]
    combo.setCurrentIndex(combo.findData("phone"))
    combo.activated.emit(combo.currentIndex())
    desk.wait(lambda: page._check.columns[1].field == "phone")
    assert page._check.lines[0].phone == "020 7946 0277"


def test_garbled_letters_are_said_and_read_anew_by_one_press(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: N8."""
    rows = "".join(f"Алёна Ёжикова {n};+7 900 000-03-{n}\n" for n in range(10, 40))
    checked(desk, a_list(tmp_path, f"Имя;Телефон\n{rows}", "cp1251"))
    page = desk.importing
    assert page.columns.encodings.current() == "cp1251"
    page.read_as("cp866")
    desk.wait(lambda: page._check.encoding == "cp866")
    assert page._check.wrong_encoding
    assert page.banner.isVisible()
    assert not page.foot.button.isEnabled() or page.foot.button.toolTip()
    page.banner.pressed.emit()
    desk.wait(lambda: page._check.encoding == "cp1251")
    assert not page.banner.isVisible()


def test_a_file_that_is_no_list_is_said_and_another_can_be_chosen(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: N8."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    desk.open("client_import")
    desk.importing.read(path)
    desk.wait(lambda: "PDF" in desk.importing.start.accessibleName())
    desk.importing.read(a_list(tmp_path))
    desk.wait(lambda: desk.importing._check is not None, "a good one")
    desk.importing.read(path)
    assert "Reading paper.pdf" in desk.importing.start.accessibleName()
    assert not desk.importing.strip.isVisible(), "the numbers of the one before are no longer there"
    desk.wait(lambda: "PDF" in desk.importing.start.accessibleName())
    assert desk.errors == []
    assert desk.importing.choose_button.isVisible()


def test_a_file_in_another_place_is_chosen_with_the_system_dialog(
    desk: ClientsDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_list(tmp_path)
    monkeypatch.setattr(
        import_page.QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), "")
    )
    desk.open("client_import")
    press(ord("O"), CTRL)
    desk.wait(lambda: desk.importing._check is not None)
    assert desk.importing.strip.file_name.text() == "expo.csv"


def test_a_banner_takes_its_room_from_the_bad_rows_and_nothing_has_to_be_scrolled(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: A6."""
    desk.add(company="Oak", name="P. Hartwell", phone="07700 900342")
    path = a_list(tmp_path)
    bad = "".join(f"Firm {n};Ann;07700 900 4;firm{n}@@example;\n" for n in range(9))
    path.write_text(path.read_text(encoding="utf-8") + bad, encoding="utf-8")
    checked(desk, path)
    desk.window.resize(1440, 750)
    work, check = desk.importing._desk, desk.importing._check
    assert check is not None
    area = work._side_area
    for said in ("", "What is in stays. " * 20):
        work.set_stopped(said)
        work.show_check(check, desk.importing.wish())
        desk.settle()
        assert work.banner.isVisible() is bool(said)
        shown = work.side_panels._shown
        assert area.verticalScrollBar().maximum() == 0, (said, shown)
    assert shown < SHOWN


def test_bad_rows_are_saved_as_a_file(
    desk: ClientsDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    target = tmp_path / "bad.csv"
    monkeypatch.setattr(
        import_page.QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), "")
    )
    checked(desk, a_list(tmp_path))
    desk.importing.side_panels.save_button.click()
    desk.wait(lambda: desk.told)
    assert [row.cells[0] for row in read_table(target).rows] == ["Señal Tours"]


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of many whole parts would take long to test."""
    monkeypatch.setattr(list_entries, "CHUNK", 50)
    monkeypatch.setattr(undo_parts, "PART_OF_LIST", 1_000)


def stopped_by_esc(desk: ClientsDesk, path: Path) -> int:
    """A long list whose import somebody stops by the key as soon as the page says how far it is; how many are in."""
    desk.open("lead_import")
    page = desk.importing_leads
    page.read(path)
    desk.wait(lambda: page._check is not None, "the dry run")

    def press_esc(done: int, of: int) -> None:
        if not pressed:
            pressed.append((done, of))
            press(Qt.Key.Key_Escape)

    pressed: list[tuple[int, int]] = []
    page.runs.progressed.connect(press_esc, Qt.ConnectionType.BlockingQueuedConnection)
    press(Qt.Key.Key_Return, CTRL)
    assert not page.columns.isEnabled(), "what is chosen cannot be changed under way"
    desk.wait(lambda: desk.told, "it says how it ended")
    assert pressed == [(50, LONG)]
    assert desk.told[0].startswith("Stopped:")
    return len(desk.rows(Lead))


LONG = 200


@pytest.mark.usefixtures("short_parts")
def test_esc_stops_a_long_import_and_the_page_says_what_is_in_and_brings_the_rest(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Covers: A6, M3."""
    rows = "".join(f"Firm {n};Person {n};020 7946 {n:04};;\n" for n in range(LONG))
    there = stopped_by_esc(desk, a_list(tmp_path, "Company;Contact;Tel;Mail;Wants\n" + rows))
    page = desk.importing_leads
    assert there == len(desk.rows(Task)) == len(desk.rows(Contact)) == 50
    desk.wait(lambda: page._check.count(Verdict.NEW) == LONG - there, "the rest is offered")
    said = page.banner.accessibleName()
    assert f"{there} leads were added, each whole" in said
    assert "The button below brings the rest" in said
    assert page.banner.isVisible()
    assert page.state.isHidden(), "nobody says that nothing is changed"
    assert page.foot.button.hasFocus()
    press(Qt.Key.Key_Escape)
    desk.settle()
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(page.end.isVisible, "the rest is in")
    assert len(desk.rows(Lead)) == LONG
    assert "stands by itself in Past imports" in page.end.accessibleName()
    page._ended.past_button.click()
    dialog = desk.dialog(PastImportsDialog)
    desk.wait(lambda: len(dialog._cards) == 2, "the cards are counted")
    assert any(f"Stopped after {there} of 200 rows" in text for text in texts(dialog))
    assert dialog.buttons[0].hasFocus(), "the keys are in the list"
    dialog.buttons[1].click()
    desk.dialog(TakeBackDialog)
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: dialog.buttons[1].text() == "Bring back", "what came first is taken back")
    assert len(desk.rows(Lead, Lead.archived_at.is_(None))) == LONG - there
    press(Qt.Key.Key_Escape)
    desk.answered()


def texts(dialog: QWidget) -> list[str]:
    return [one.text() for one in dialog.findChildren(Label)]


@pytest.mark.usefixtures("short_parts")
def test_while_a_list_comes_in_no_other_file_is_read_and_no_second_import_begins(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Neither on that page nor on the other one, which says why. Covers: A6."""
    rows = "".join(f"Firm {n};Person {n};020 7946 {n:04};;\n" for n in range(150))
    path = a_list(tmp_path, "Company;Contact;Tel;Mail;Wants\n" + rows)
    checked(desk, path)
    desk.navigator.open("lead_import")
    leads = desk.importing_leads
    leads.read(path)
    desk.wait(lambda: leads._check is not None, "the dry run")
    told: list[UserError] = []
    leads.runs.failed.connect(told.append)

    def meddle(done: int, _of: int) -> None:
        if done == 50:
            desk.importing.check()
            desk.importing.take_in()
            leads.take_in()

    waits = Qt.ConnectionType.BlockingQueuedConnection
    desk.importing.runs.progressed.connect(meddle, waits)
    desk.importing.take_in()
    desk.wait(lambda: not desk.importing.runs.is_taking and told, "it is in")
    assert "lists go one after the other" in told[0].sentence
    assert leads.banner.accessibleName() == told[0].sentence
    assert (len(desk.rows(Contact)), len(desk.rows(Lead))) == (150, 0)
    leads.check()
    desk.wait(lambda: not leads.runs.is_checking and leads._check.count(Verdict.NEW) == 0, "known")


def test_a_list_that_is_another_one_than_was_shown_is_not_taken_in(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Somebody saved it anew, or chose another file and pressed before that was looked through. Covers: A6."""
    path = a_list(tmp_path)
    checked(desk, path)
    page = desk.importing
    path.write_text("Contact;Tel\nOne;020 7946 0001\nTwo;020 7946 0002\n", encoding="utf-8")
    page.take_in()
    desk.wait(lambda: "was changed since it was looked through" in page.banner.accessibleName())
    assert desk.rows(Contact) == []
    page.check()
    desk.wait(lambda: page._check.rows == 2, "it is looked through anew")
    page.take_in()
    desk.wait(page.end.isVisible, "the list is in")
    assert len(desk.rows(Contact)) == 2


def test_a_list_with_nothing_new_cannot_be_imported(desk: ClientsDesk, tmp_path: Path) -> None:
    desk.add(company="Fern School")
    checked(desk, a_list(tmp_path, "Company\nFern School\n"))
    page = desk.importing
    page.take_in()
    desk.settle()
    assert desk.changes == []
    assert page.foot.button.text() == "Import 0 clients"


def test_a_cold_list_is_worked_through_by_keys_and_becomes_leads(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Whose they are, who is known, and the way back are all chosen without the mouse. Covers: A6, A7, D2, M3."""
    tom = desk.shop.a_user("manager", "Tom Ferris")
    dina = desk.shop.a_user("manager", "Dina Okafor")
    desk.add(name="Priya Hartwell", phone="07700 900342")
    desk.open("lead_import")
    page = desk.importing_leads
    page.read(a_list(tmp_path))
    desk.wait(lambda: page._check is not None, "the dry run")
    assert page.foot.button.text() == "Import 2 leads"
    assert page.steps.accessibleName() == "Step 2 of 3: Columns and check"
    holder = page.side_panels.wish.holder
    row = next(n for n in range(holder.count()) if holder.itemText(n).startswith("In turn:"))
    holder.setFocus()
    while holder.currentIndex() != row:
        press(Qt.Key.Key_Down)
    desk.wait(lambda: page._check.spread.people == 2, "the dry run is made anew")
    press(ord("K"), Qt.KeyboardModifier.AltModifier)
    dialog = desk.dialog()
    (combo,) = dialog.findChildren(ComboBox)
    combo.setCurrentIndex(combo.findText("Make a lead"))
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: page.foot.button.text() == "Import 3 leads", "what was decided counts")
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(page.end.isVisible)
    assert "3 leads were added" in page.end.accessibleName()
    assert {one.holder_id for one in desk.shop.rows(Lead)} == {desk.shop.me, tom, dina}
    desk.undo()
    desk.wait(lambda: desk.shop.count(Lead, Lead.archived_at.is_(None)) == 0)


def test_the_window_lives_while_a_long_list_is_checked_and_taken_in(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """Events of the window are handled between the parts, and Stop is heard. Covers: A6."""
    rows = "".join(f"Firm {n};Person {n};020 7946 {n:04};;\n" for n in range(3000))
    desk.open("lead_import")
    page = desk.importing_leads
    page.read(a_list(tmp_path, "Company;Contact;Tel;Mail;Wants\n" + rows))
    desk.wait(lambda: page._check is not None, "the dry run")
    ticks: list[int] = []
    timer = QTimer(page)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    page.runs.progressed.connect(lambda _done, _of: ticks and page.foot.progress.stopped.emit())
    page.take_in()
    desk.wait(lambda: desk.told, "it says how it ended")
    assert ticks, "the window was asked for nothing while the list came in"
    assert "Stopped" in desk.told[0]
    taken = desk.shop.count(Lead)
    assert 0 < taken < 3000
    assert desk.shop.count(Task) == taken, "each that is in is whole"
    desk.wait(lambda: page._check.count(Verdict.NEW) == 3000 - taken, "the rest is offered")


def test_past_imports_are_listed_and_an_older_one_goes_and_comes_back(
    desk: ClientsDesk, tmp_path: Path
) -> None:
    """What stays is said before, and Esc stops what is under way. Covers: A6, M3."""
    wish, steps = ListWish(channel="cold_list"), []
    for number, name in enumerate(("older.csv", "newer.csv")):
        path = tmp_path / name
        path.write_text(f"Contact;Tel\nAna {number};020 7946 000{number}\n\n;12\n", "utf-8")
        steps.append(import_list(desk.shop.direct(), path=path, wish=wish).step)
    worked = desk.shop.rows(Lead)[0]
    desk.open("lead_import")
    desk.importing_leads._begin.past_button.click()
    dialog = desk.dialog(PastImportsDialog)
    desk.wait(lambda: len(dialog._cards) == 2, "the cards are counted")
    labels = [one.text() for one in dialog.findChildren(Label)]
    assert labels.index("newer.csv") < labels.index("older.csv")
    assert any("1 new, 0 known, 1 bad" in one for one in labels)
    dialog.buttons[1].click()
    question = desk.dialog(TakeBackDialog)
    said = " ".join(one.text() for one in question.findChildren(Label))
    assert "1 lead goes, with its client and its touch." in said
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: dialog.buttons[1].text() == "Bring back", "the older one is gone")
    assert desk.row(Lead, worked.id).archived_at is not None
    assert len(desk.rows(Lead, Lead.archived_at.is_(None))) == 1
    dialog.buttons[1].click()
    desk.wait(lambda: dialog.buttons[1].text() == "Take back…", "it is there again")
    assert desk.row(Lead, worked.id).archived_at is None
    rows = dialog._rows
    dialog.show_rows(tuple(replace(one, standing=Standing.COMES, rows=1, of=9) for one in rows))
    dialog.show_cards(dialog._rows[0], ImportCards(are_leads=True, made=1, there=1, twice=1))
    assert not [one for one in dialog.list.findChildren(Button) if one.isVisible()], (
        "what is being taken in is neither taken back nor thinned out, and hangs over no line"
    )
    desk.settle()
    assert "Is being taken in just now: 1 of 9 rows so far." in texts(dialog), "and is not counted"
    dialog.show_rows(rows)
    dialog.buttons[0].click()
    assert dialog.progress.accessibleName().startswith("Counting what would go")
    press(Qt.Key.Key_Escape)
    desk.wait(lambda: not dialog._is_busy, "the count has ended")
    assert desk.dialog(PastImportsDialog) is dialog, (
        "nobody is asked who did not wait for the count"
    )
    dialog._begin(is_counting=False)
    in_sight = dialog.progress.visibleRegion
    desk.wait(lambda: in_sight().boundingRect().height() >= dialog.progress.height(), "how far")
    press(Qt.Key.Key_Escape)
    assert dialog._has_stopped(), "what is under way is stopped, and the list stays"
    assert dialog.isVisible()
    dialog._set_busy(is_on=False)
    press(Qt.Key.Key_Escape)
    desk.answered()


def test_the_palette_finds_the_import_and_the_list_of_past_ones_on_any_page(
    desk: ClientsDesk,
) -> None:
    """Covers: A6."""
    desk.open("deal")
    awake._bind_imports(desk.make_context(), desk.window)
    found = {hit.title for hit in commands_like(desk.window._palette_actions(), "import")}
    assert found == {"Import a list…", "Past imports…"}
    awake._bind_settings(desk.make_context(), desk.window)
    (hours,) = commands_like(desk.window._palette_actions(), "lunch")
    assert hours.title == "Working hours"
    action = desk.window.action("import.past")
    assert action is not None
    action.trigger()
    dialog = desk.dialog(PastImportsDialog)
    desk.wait(lambda: dialog._rows == (), "nothing was taken in yet")
