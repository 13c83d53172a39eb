# SPDX-License-Identifier: Apache-2.0
"""The tour's first part: an empty shop of one's own, its requisites, and its mail server."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QGuiApplication

from desktop import secrets
from desktop.models.settings import Section
from desktop.queries import outbox as outbox_query
from desktop.queries import settings as settings_query
from desktop.views.first_run import FirstRun
from desktop.views.main_window import MainWindow
from devtools.tour_desk import LOGIN, PASSWORD, Tour

FIRM, PERSON = "Rook Lane Print", "Maya Lindqvist"
COMPANY_CARD = """Rook Lane Print Ltd
Company number: 00000118
VAT: GB000000118
Address: 3 Rook Lane, Eastham
Director: Ada Rook
Bank: Ford Bank
Account: 00000342
"""


def first_start(tour: Tour) -> None:
    """An empty shop, by name of firm and person."""
    hands, window = tour.hands, tour.desk.window
    assert isinstance(window, FirstRun)
    tour.report.check("nothing was there", tour.shop.exists(), False)
    hands.reach("Demo print shop")
    hands.press("Right")
    hands.fill({"Name of the firm": FIRM, "Your name": PERSON})
    tour.picture("first-start")
    hands.press("Return")
    hands.wait(lambda: isinstance(tour.desk.window, MainWindow), "the main window", 60)
    tour.fit()
    firms = tour.read(settings_query.firms)
    tour.report.check("the shop is there with its firm", [one.name for one in firms], [FIRM])


def firm(tour: Tour) -> None:
    """Legal name, numbers, address and bank as they came in a letter; post and name of who signs."""
    hands = tour.hands
    open_section(tour, "Firm")
    hands.press("Return")
    hands.fill({"Phone": "07700 900118", "E-mail": LOGIN, "Where orders": "3 Rook Lane, Eastham"})
    hands.press("Tab")
    QGuiApplication.clipboard().setText(COMPANY_CARD)
    hands.press("Ctrl+Shift+V")
    tour.until("the requisites are stored", lambda: len(_missing(tour)) == 0)
    hands.reach("Sort code")
    hands.write("00-00-42")
    hands.press("Tab")
    tour.until("the sort code is stored", lambda: "sort_code" in str(_accounts(tour)))
    tour.picture("settings-firm")
    stored = tour.read(settings_query.firms)[0].requisites
    bank = {"bank": "Ford Bank", "account": "00000342", "sort_code": "00-00-42"}
    tour.report.check("the bank account", [dict(one) for one in _accounts(tour)], [bank])
    tour.report.check("the legal name", stored.legal_name, "Rook Lane Print Ltd")
    tour.report.check(
        "who signs", (stored.signatory_name, stored.signatory_post), ("Ada Rook", "director")
    )


def _accounts(tour: Tour) -> Sequence[Mapping[str, object]]:
    return tour.read(settings_query.firms)[0].bank_accounts


def _missing(tour: Tour) -> tuple[str, ...]:
    return tuple(tour.read(settings_query.firms)[0].lacking)


def mail(tour: Tour) -> None:
    """The server on loopback, its certificate, login and password; the check goes through all its steps."""
    hands = tour.hands
    open_section(tour, "Mail")
    hands.press("Return")
    hands.fill({"Server": "localhost", "Login": LOGIN, "Password": PASSWORD})
    hands.fill({"Port": str(tour.post.port), "Certificate of": str(tour.post.ca_file)})
    hands.fill({"Name": FIRM, "Address": LOGIN})
    hands.press("Tab")
    tour.until("the address is stored", lambda: tour.read(outbox_query.mail_settings).from_address)
    hands.press("Ctrl+Return")
    hands.wait(lambda: hands.shows("Letters may be sent from"), "the check of the server")
    tour.picture("settings-mail")
    stored = tour.read(outbox_query.mail_settings)
    tour.report.check("the mail server", (stored.host, stored.port), ("localhost", tour.post.port))
    tour.report.check("the password lies in the keyring", secrets.get(stored.secret), PASSWORD)
    database = (tour.shop / "shop.sqlite").read_bytes() + (
        tour.shop / "shop.sqlite-wal"
    ).read_bytes()
    tour.report.check("and nowhere in the shop", PASSWORD.encode() in database, False)


def open_section(tour: Tour, section: str) -> None:
    """Find the settings through the palette, and a section by its arrows."""
    hands = tour.hands
    hands.press("Ctrl+K")
    hands.wait(lambda: hands.name() == "Search and commands", "the palette")
    hands.write(">settings")
    hands.press("Return")
    hands.wait(lambda: "Settings" in tour.title(), "the settings")
    hands.wait(lambda: hands.name() in {one.label() for one in Section}, "the list of sections")
    hands.press(*["Up"] * 12)
    for _step in range(12):
        if hands.name().startswith(section):
            return
        hands.press("Down")
    raise AssertionError(f"There is no section {section}")
