# SPDX-License-Identifier: Apache-2.0
"""The real program started on a shop: the board is painted before anything heavy is loaded, then all of it works."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import paths
from desktop.clock import SystemClock
from desktop.domain.deal import Deal
from desktop.flows.keep_holidays import keep_holidays
from tests.shop import open_shop

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    *("sqlalchemy", "alembic", "psycopg", "docx", "docxtpl", "keyring", "openpyxl", "babel"),
    *("holidays", "python_calamine", "reportlab", "lxml", "smtplib", "pypdfium2", "pymorphy3"),
}


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """The program as it is started on an ordinary morning; what it told, and the shop it left."""
    folder = tmp_path_factory.mktemp("start")
    shop = open_shop(folder, SystemClock())
    first = shop.a_deal("Brief & calculation")
    shop.a_deal("Quote sent")
    # As the start before left it.
    keep_holidays(shop.direct())
    shop.close()
    env = {**os.environ, paths.HOME_VARIABLE: str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip

    # The start that set the shop up has left the language's symbols in the cache.
    assert run("desktop", "check", "--data", str(shop.folder)).returncode == 0
    ended = run("tests.start_side", str(shop.folder))
    assert ended.returncode == 0, ended.stderr
    shop.database.open()
    yield json.loads(ended.stdout), shop, first
    shop.close()


def test_nothing_heavy_is_loaded_at_the_first_paint_of_the_board(started):
    """Covers: N1."""
    told, _shop, _deal = started
    loaded = [name.split(".") for name in told["modules"]]
    assert {parts[0] for parts in loaded} & HEAVY == set()
    layers = {parts[1] for parts in loaded if parts[0] == "desktop" and len(parts) > 1}
    assert layers & {"channels", "flows"} == set()


def test_what_the_first_paint_does_not_show_is_not_loaded_for_it(started):
    """Covers: N1."""
    told, _shop, _deal = started
    later = (
        "views.awake", "views.board.quick_look", "views.board.table", "views.counter", "views.error_box",
        "views.outbox_dialog", "views.palette", "views.reminder_popup", "views.widgets.toast",
        "models.lead_words", "models.record_words", "values.demands", "values.phone", "values.rows.counter",
        "values.rows.settings", "values.requisites",
    )  # fmt: skip
    assert {f"desktop.{name}" for name in later} & set(told["modules"]) == set()


def test_no_type_of_qt_with_many_names_is_made_that_the_first_paint_can_do_without(started):
    """Each name of an enumeration is an object that the binding makes at every start. Covers: N1."""
    told, _shop, _deal = started
    assert "QPainter" in told["types"]
    assert {"QGradient", "QTextCharFormat"} & set(told["types"]) == set()


STYLE = """
from PySide6 import QtWidgets
from desktop.views import theme
app = QtWidgets.QApplication(["counterfoil", *theme.arguments()])
theme.apply(app, "light")
is_made = "QStyle" in vars(QtWidgets)
app.setStyleSheet("")  # with a sheet the style is Qt's own wrapper
print(is_made, app.style().name(), app.arguments()[1:])
"""


def test_the_application_has_its_style_without_the_binding_making_five_hundred_names_for_it():
    """Covers: N1."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", STYLE], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["False", "fusion", "[]"]


def test_a_shop_alone_loads_nothing_of_the_hub_and_no_library_that_it_does_not_use_yet(started):
    """The memory of an old office computer. Covers: N1."""
    told, _shop, _deal = started
    loaded = set(told["modules_later"])
    assert "sqlalchemy.orm" in loaded
    unused = (HEAVY - {"sqlalchemy"}) | {
        "cryptography",
        "ssl",
        "_hashlib",
        "http",
        "concurrent.futures.process",
    }
    assert {name for name in loaded if name.partition(".")[0] in unused or name in unused} == set()
    assert {"asyncio.events", "email.message", "urllib.request"} & loaded == set()
    of_the_hub = (
        "desktop.sync",
        "desktop.background.sync_thread",
        "desktop.flows.hub_",
        "desktop.flows.join_hub",
    )
    assert {name for name in loaded if name.startswith(of_the_hub)} == set()


def test_the_first_paint_shows_every_card_in_its_column(started):
    """Covers: C4."""
    told, _shop, _deal = started
    assert sum(told["cards_painted"]) == 2


def test_after_the_first_paint_a_card_is_moved_and_kept(started):
    """Covers: C4."""
    told, shop, deal = started
    assert told["label"] == ["Moved {card} to {stage}"]
    assert sum(told["cards_later"]) == 2
    assert shop.row(Deal, deal).stage_id != shop.stage("Brief & calculation")
