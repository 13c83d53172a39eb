# SPDX-License-Identifier: Apache-2.0
"""The settings: each section over a shop of its own, set up as a new one is."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

import docx
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop import commands, i18n
from desktop.background.backup_loop import BackupLoop
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.domain.rights import rights_of
from desktop.flows import new_shop
from desktop.flows.own_template import examine
from desktop.models.settings import Section
from desktop.queries.people import first_people
from desktop.settings import Settings
from desktop.storage.database import Database
from desktop.values.rows.backups import Backup, Damage
from desktop.values.rows.hub import Checked, HubHere, Mark, OpenInvite, OwnSeat, SeatRow, Step
from desktop.values.rows.search import Found
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator
from desktop.views.page import Page
from desktop.views.rescue import DamageDialog, RescueWindow
from desktop.views.session import Person
from desktop.views.settings.backup import BackupSection
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.people import PeopleSection
from desktop.views.settings.prices import PricesSection
from desktop.views.settings.templates import TemplatesSection
from desktop.views.widgets.toast import Toast
from devtools import scenes, scratch
from devtools.scenes.frame import fill_status, page_specs, words
from tests.fakes import FakeClock

_shops: dict[str, Path] = {}


class Desk(MainWindow):
    """A window over a real shop, closed with it."""

    tasks: Tasks
    pages: Navigator

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.tasks.close()


def window(section: Section) -> MainWindow:
    """The settings of a shop that was just set up, at this section."""

    def make(context: Context, backups: BackupLoop) -> Page:
        return SettingsPage(context, backups=backups, restore=lambda _path: None)

    return desk("settings", make, section.id)


def desk(kind: str, make: Callable[[Context, BackupLoop], Page], id: UUID | None) -> Desk:
    """A page of a shop that was just set up."""
    clock = FakeClock()
    folder = scratch.folder() / "shop"
    shutil.copytree(_shop(clock), folder)
    hub = ChangeHub()
    tasks = Tasks(
        open_database=lambda: _opened(folder, clock),
        hub=hub,
        clock=clock,
        folder=folder,
        stray=_raise,
    )
    row = first_people(folder / "shop.sqlite")[0]
    person = Person(row.id, row.name, frozenset(map(str, rights_of(row.roles))))
    tasks.act_as(row.id, row.roles)
    settings = Settings(folder.parent / "settings.json")
    backups = BackupLoop(tasks, settings, clock, told=_raise, parent=tasks)
    context = Context(
        tasks=tasks,
        hub=hub,
        settings=settings,
        person=person,
        clock=clock,
        go=lambda _kind, _id: None,
        tell=lambda _sentence: None,
    )
    navigator = Navigator(page_specs({kind: lambda: make(context, backups)}), person)
    made = Desk(
        navigator=navigator,
        person=person,
        settings=settings,
        hub=hub,
        search=lambda _text, then: then(Found()),
        undo=lambda: None,
    )
    made.tasks, made.pages = tasks, navigator
    navigator.setParent(made)
    fill_status(made)
    navigator.open(kind, id)
    return made


def _shop(clock: FakeClock) -> Path:
    """A shop in the language of the picture, made once."""
    language = i18n.language()
    if language not in _shops:
        folder = scratch.folder() / "shop"
        new_shop.make(
            folder,
            clock,
            language=language,
            firm=words("Rook Lane Print", "Типография «Грачёвский двор»"),
            person=words("Gwen Aldous", "Гвен Олдос"),
            country=words("GB", "RU"),
        )
        _shops[language] = folder
    return _shops[language]


def _opened(folder: Path, clock: FakeClock) -> Database:
    database = Database(folder, clock)
    database.open()
    return database


def _raise(error: BaseException) -> None:
    raise error


def settled(window: QWidget) -> SettingsPage:
    """Let what was asked for come back; returns the page."""
    assert isinstance(window, Desk)
    let_work()
    page = window.pages.page
    assert isinstance(page, SettingsPage)
    return page


def let_work() -> None:
    """Let what was asked for or written come back."""
    # A nested event loop lets the workers run; QTest.qWait would not.
    loop = QEventLoop()
    QTimer.singleShot(1200, loop.quit)
    loop.exec()


def _new_person(window: QWidget) -> None:
    view = settled(window).view
    assert isinstance(view, PeopleSection)
    view.add()


def _price_list(window: QWidget) -> None:
    view = settled(window).view
    assert isinstance(view, PricesSection)
    path = scratch.folder() / words("Prices 2026.csv", "Прайс 2026.csv")
    heads = words("Product;Quantity from;Price", "Изделие;Тираж от;Цена")
    card, hanger = words("Business cards,Door hangers", "Визитки,Хенгеры").split(",")
    rows = (f"{card};100;0,70", f"{card};500;0,30", f"{hanger};100;0,30", f"{hanger};ten;9,00")
    path.write_text("\n".join((heads, *rows)) + "\n", encoding="utf-8")
    view.take_in(path)
    let_work()


def _template(window: QWidget) -> None:
    view = settled(window).view
    assert isinstance(view, TemplatesSection)
    word = docx.Document()
    for line in ("{{ firm.nmae }}", "{{ client.nam\u0435 }}", "{{ contract.number }}"):
        word.add_paragraph(line)
    path = scratch.folder() / words("Frame contract.docx", "Рамочный договор.docx")
    word.save(str(path))
    examine(path, language=i18n.language())  # The first time it takes seconds.
    view.add(path)
    let_work()


def _backup_list(window: QWidget) -> BackupSection:
    view = settled(window).view
    assert isinstance(view, BackupSection)
    view.back_up()
    let_work()
    return view


def _restore(window: QWidget) -> None:
    _backup_list(window).ask_restore()
    let_work()


def _damage() -> Damage:
    made = dt.datetime(2026, 10, 14, 18, 30, tzinfo=dt.UTC)
    copy = Backup(Path("shop-2026-10-14.sqlite"), made, 4_812_800, 37, is_good=True)
    return Damage(("database disk image is malformed",), copy)


def _rescue() -> RescueWindow:
    return RescueWindow(_damage(), now=FakeClock().now(), folder=Path(tempfile.gettempdir()))


def _damaged(window: QWidget) -> None:
    settled(window)
    DamageDialog(window, _damage(), now=FakeClock().now()).open()


def _people_hub(window: QWidget) -> PeopleSection:
    """The colleagues of the reference day, and a hub where all but one have been today."""
    view = settled(window).view
    assert isinstance(view, PeopleSection)
    names = words(
        "Maya Lindqvist,Tom Ferris,Dina Okafor,Ivo Marek,Rhea Kestler,Sana Prewett,Ned Farrow,Lena Voss",
        "Майя Линд,Том Феррис,Дина Окунева,Иво Марек,Рея Кесслер,Сана Прюэтт,Ефим Грачёв,Лена Восс",
    ).split(",")
    roles: list[tuple[str, ...]] = [("manager",)] * 8
    roles[3:7] = ("manager", "production"), ("operator",), ("accountant",), ("operator",)
    signs = "maya,tom,dina,ivo,rhea,sana,ned,lena".split(",")
    for name, held, sign in zip(names, roles, signs, strict=True):
        pin, email = "" if sign == "ned" else "4829", f"{sign}@rooklane.example"
        view.run(partial(commands.people.add_person, name=name, roles=held, pin=pin, email=email))
    for _turn in range(100):
        if len(view.model.rows) == len(names) + 1:
            break
        let_work()
    leaves, front = view.model.rows[-1].id, words("Front", "Зал")
    teams = {"team": front}
    for row, sees in zip(
        view.model.rows[1:], ("own", "own", "own", "team", "team", "all", "team"), strict=False
    ):
        team = teams.get(sees, "")
        view.run(partial(commands.sight.set_person, user_id=row.id, sees=sees, team=team))
    let_work()
    view.run(lambda uow: commands.people.dismiss_person(uow, user_id=leaves))
    let_work()
    seats = tuple(OwnSeat(row.id, "K7", True) for row in view.model.rows[:1])
    view.hub.is_asking = True  # there is no hub to ask; its answer would come over the pictured one
    view.hub.show_hub(HubHere("db.rooklane.example", 5432, "shop", seats))
    let_work()
    view.hub.show_checked(_checked(view))
    invited = view.model.rows[7]
    till = FakeClock().now() + dt.timedelta(days=3)
    view.hub.ticket.show_invite(OpenInvite(invited.id, invited.name, till, "{}"))
    for toast in window.findChildren(Toast):
        toast.hide()
    view.table.selectRow(4)
    view.table.setFocus()
    let_work()
    return view


def _checked(view: PeopleSection) -> Checked:
    now = FakeClock().now()
    ago = [0.5, 2, 1, 26 * 60, 1, 1, 4]
    desks = [
        "COUNTER-PC",
        "MAYA-LAPTOP",
        "TOM-PC",
        "DINA-MAC",
        "PRESS-PC",
        "COUNTER-PC",
        "ACCOUNTS-PC",
    ]
    seats = [
        SeatRow(
            f"K{n}00",
            desk,
            desk,
            row.id,
            now - dt.timedelta(minutes=minutes),
            "",
            False,
            7 * (n == 3),
        )
        for n, (row, minutes, desk) in enumerate(zip(view.model.rows, ago, desks, strict=False))
    ]
    seats.append(SeatRow("K900", "OLD", "OLD-FRONT", view.model.rows[-1].id, now, "", True, 0))
    good = Mark.GOOD
    steps = (
        Step("port", good, i18n._("Hub answers"), "4 ms"),
        Step("certificate", good, i18n._("Certificate is the one that was agreed")),
        Step("login", good, i18n._("The login is let in")),
        Step("hub", good, i18n._("The hub is set up and up to date")),
        Step("history", good, i18n._("This desk may not change history")),
        Step("write", good, i18n._("Wrote to the hub and read it back"), "12 ms"),
        Step("clocks", good, i18n._("Clocks differ by"), "0.4 s"),
        Step("backup", Mark.DOUBT, i18n._("Backup of the hub"), words("26 h ago", "26 ч назад")),
    )
    return Checked(steps, tuple(seats), now)


def _roles_see(window: QWidget) -> None:
    _people_hub(window).person.ask_roles()
    let_work()


def _hub_tab(window: QWidget) -> None:
    tabs = _people_hub(window).tabs
    tabs.choose("hub")
    tabs.chosen.emit("hub")


def _hub_server(window: QWidget) -> None:
    view = settled(window).view
    assert isinstance(view, PeopleSection)
    view.hub.set_up()
    let_work()


for _section in Section:
    scenes.add(f"settings-{_section.key}", partial(window, _section), prepare=settled)
for _name, _section, _prepare in (
    ("settings-people-new", Section.PEOPLE, _new_person),
    ("settings-people-hub", Section.PEOPLE, _people_hub),
    ("settings-people-server", Section.PEOPLE, _hub_server),
    ("settings-people-roles", Section.PEOPLE, _roles_see),
    ("settings-prices-import", Section.PRICES, _price_list),
    ("settings-templates-findings", Section.TEMPLATES, _template),
    ("settings-backup-list", Section.BACKUP, _backup_list),
    ("settings-backup-restore", Section.BACKUP, _restore),
    ("damage", Section.START, _damaged),
):
    scenes.add(_name, partial(window, _section), prepare=_prepare)
scenes.add(
    "settings-people-tab", partial(window, Section.PEOPLE), size=(1200, 800), prepare=_hub_tab
)
scenes.add("rescue", _rescue, size=(960, 600))
scenes.add("rescue-smallest", _rescue, size=(640, 360))
