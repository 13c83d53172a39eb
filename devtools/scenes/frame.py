# SPDX-License-Identifier: Apache-2.0
"""The window around a page: rail, status bar, and the people and figures of the reference day."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.change_hub import ChangeHub
from desktop.errors import Bug, UserError
from desktop.settings import Settings
from desktop.values.rows.search import Found
from desktop.views import actions
from desktop.views.errors import Errors
from desktop.views.first_run import FirstRun
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.palette import Search
from desktop.views.session import Person
from desktop.views.sign_in import SignIn
from desktop.views.status_bar import KeptState, Segment
from devtools import scenes, scratch

COUNTS = {"today": 17, "payments": 4}
RIGHTS = frozenset({"sell", "take_orders", "take_money", "confirm_payments"})


def words(english: str, russian: str) -> str:
    """Sample data in the language of the picture."""
    return russian if i18n.language() == "ru" else english


def person() -> Person:
    """Who sits at the desk in the pictures."""
    return Person(UUID(int=6), words("Maya Lindqvist", "Лада Соколова"), RIGHTS)


def page_specs(own: Mapping[str, Callable[[], Page]] | None = None) -> list[PageSpec]:
    """Every page of the rail; those that are not given are empty."""
    own = own or {}

    def maker(kind: str, title: str) -> Callable[[], Page]:
        return own.get(kind, lambda: Page(title))

    work, shop = RailGroup.WORK, RailGroup.SHOP
    return [
        PageSpec("today", "Today", "compass", maker("today", "Today"), work, 1, counter="today"),
        PageSpec("touches", "All touches", "list", maker("touches", "All touches"), under="today"),
        PageSpec("leads", "Leads", "funnel", maker("leads", "Leads"), work, 3),
        PageSpec("lead", "Lead", "funnel", maker("lead", "Lead"), under="leads"),
        PageSpec("deals", "Deals", "columns", maker("deals", "Deals"), work, 4),
        PageSpec("clients", "Clients", "users-three", maker("clients", "Clients"), work, 5),
        PageSpec(
            "counter", "Counter order", "storefront", maker("counter", "Counter order"), shop, 1,
            action=actions.NEW_ORDER.id,
        ),
        PageSpec(
            "payments", "Payments", "bank", maker("payments", "Payments"), shop, 3,
            counter="payments",
        ),
        PageSpec(
            "stages", "Stages, scripts", "sliders-horizontal", maker("stages", "Stages"),
            RailGroup.MANAGE, 3, rights=("edit_stages",),
        ),
        PageSpec(
            "settings", "Settings", "gear-six", maker("settings", "Settings"), RailGroup.FOOT
        ),
    ]  # fmt: skip


def in_window(
    kind: str,
    make: Callable[[], Page] | None = None,
    *,
    search: Search | None = None,
    specs: Sequence[PageSpec] = (),
    who: Person | None = None,
) -> MainWindow:
    """The whole window with this page in front, as a scene of the page wants it."""
    who = who or person()
    pages = list(specs) or page_specs({kind: make} if make else None)
    navigator = Navigator(pages, who)
    settings = Settings(scratch.folder() / "settings.json")
    nothing = search or (lambda _text, then: then(Found()))
    window = MainWindow(
        navigator=navigator,
        person=who,
        settings=settings,
        hub=ChangeHub(),
        search=nothing,
        undo=lambda: None,
    )
    navigator.setParent(window)
    window.set_counts(COUNTS)
    fill_status(window)
    navigator.open(kind)
    return window


def fill_status(window: MainWindow) -> None:
    """The state and the figures of the reference day, for a manager."""
    saved = words("Synced 2 min ago", "Синхронизировано 2 мин назад")
    window.status.set_state(KeptState("cloud-check", saved), opens=True)
    window.status.set_place(words("Office hub · COUNTER-PC", "Офисный узел · STOIKA-PC"))
    norms = words("Dials {done}/65", "Наборы {done}/65")
    talks = words("Talks {done}/35", "Разговоры {done}/35")
    leads = words("New leads {done}/10", "Новые лиды {done}/10")
    touch = words("Next touch {time} Harbour Café", "Следующее касание {time} «Гавань»")
    window.status.set_segments(
        [
            Segment(norms, {"done": "41"}, ("done",)),
            Segment(talks, {"done": "18"}, ("done",)),
            Segment(leads, {"done": "6"}, ("done",)),
            Segment(touch, {"time": "11:40"}, ("time",), rule=True),
        ]
    )


scenes.add("frame", lambda: in_window("deals"))
scenes.add("frame-narrow", lambda: in_window("deals"), size=(1093, 614))
scenes.add("frame-smallest", lambda: in_window("deals"), size=(640, 360))


def _open_keys(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    QTest.keyClick(window, Qt.Key.Key_Question)


def _toast(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    said = words("Moved to Awaiting payment", "Перенесено в «Ждём оплату»")
    window.toaster.tell(said, icon="check-circle", undo=True)


def _notice(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    errors = Errors(window)
    errors.attach(window.page_area)
    sentence = words(
        "E-mail did not go out: the server did not accept the password. The letter waits in "
        "Outbox, nothing is lost. Check the password in Settings, Mail.",
        "Письмо не ушло: сервер не принял пароль. Оно ждёт в исходящих, ничего не потеряно. "
        "Проверьте пароль в настройках, «Почта».",
    )
    errors.tell(UserError(sentence))


def _bug(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    errors = Errors(window)
    errors.attach(window.page_area)
    errors.show(Bug(ValueError("unexpected"), "window", "ValueError: unexpected"))


def _people(count: int = 5) -> list[Person]:
    names = words(
        "Maya Lindqvist,Tom Ferris,Dina Okafor,Ivo Marek,Rhea Kestler,Sana Prewett,Ned Farrow,Lena Voss",
        "Лада Соколова,Егор Титов,Нина Белова,Марк Ким,Рита Кедрова,Инга Адашева,Ефим Грачёв,Лена Восс",
    )
    return [
        Person(UUID(int=6 + number), name, has_pin=number % 2 == 0)
        for number, name in enumerate(names.split(","))
    ][:count]


def _sign_in() -> SignIn:
    return SignIn(_people(), check=lambda _person, _pin, then, _failed: then(False))


def _joined_sign_in(count: int = 5) -> SignIn:
    return SignIn(
        _people(count),
        check=lambda _person, _pin, then, _failed: then(False),
        sit_down=lambda _path, _then, _failed: None,
    )


def _with_invite(widget: QWidget) -> None:
    """Somebody who was never at this desk."""
    assert isinstance(widget, SignIn)
    widget.newcomer.click()


def _wrong_pin(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_1)
    for _digit in range(4):
        QTest.keyClick(widget.focusWidget(), Qt.Key.Key_7)
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_7)


scenes.add("keys", lambda: in_window("deals"), prepare=_open_keys)
scenes.add("keys-smallest", lambda: in_window("deals"), size=(640, 360), prepare=_open_keys)
scenes.add("toast", lambda: in_window("deals"), prepare=_toast)
scenes.add("notice", lambda: in_window("deals"), prepare=_notice)
scenes.add("bug", lambda: in_window("deals"), prepare=_bug)


def _empty_shop(widget: QWidget) -> None:
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_Return)


scenes.add("first-run", FirstRun)
scenes.add("first-run-empty", FirstRun, prepare=_empty_shop)
scenes.add("first-run-smallest", FirstRun, size=(640, 360), prepare=_empty_shop)
scenes.add("sign-in", _sign_in, size=(720, 560))
scenes.add("sign-in-invite", _joined_sign_in, size=(720, 560), prepare=_with_invite)
scenes.add("sign-in-many", lambda: _joined_sign_in(8), size=(720, 618))
scenes.add("sign-in-pin", _sign_in, size=(720, 560), prepare=_wrong_pin)
