# SPDX-License-Identifier: Apache-2.0
"""The demo shop: believable on any day, and as the pictures show it on theirs."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from desktop.commands import history, moves
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Document
from desktop.domain.invoice import Invoice
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Activity, Task
from desktop.domain.user import User
from desktop.flows import demo_shop
from desktop.queries.contract import contract
from desktop.queries.drafts import drafts
from desktop.storage.check import check
from desktop.storage.database import Database
from desktop.storage.work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.order import OrderDraft
from tests.fakes import FakeClock
from tests.shop import OpenShop

PICTURES = dt.datetime(2026, 10, 15, 11, 42, tzinfo=ZoneInfo("Europe/London"))
OTHER_DAYS = (
    dt.datetime(2026, 11, 1, 0, 20, tzinfo=ZoneInfo("Europe/London")),
    dt.datetime(2027, 1, 2, 23, 50, tzinfo=ZoneInfo("Asia/Vladivostok")),
    dt.datetime(2027, 3, 29, 7, 5, tzinfo=ZoneInfo("America/New_York")),
)


def demo(folder, now, language):
    clock = FakeClock(now, now.tzinfo)
    database = Database(folder, clock)
    database.open()
    new = demo_shop.fill(database, language=language)
    return OpenShop(database, clock, new)


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    shop = demo(tmp_path_factory.mktemp("demo"), PICTURES, "en")
    yield shop
    shop.close()


def query(shop, statement):
    return shop.read(lambda reader: reader.connection.exec_driver_sql(statement).all())


def board(shop, currency_unit=100):
    return [
        (name, count, amount // currency_unit)
        for name, count, amount in query(
            shop,
            "SELECT stage.name, count(*), sum(amount) FROM deal "
            "JOIN stage ON stage.id = stage_id JOIN pipeline ON pipeline.id = deal.pipeline_id "
            "WHERE pipeline.position = 0 AND stage_kind = 'open' GROUP BY stage.id ORDER BY stage.position",
        )
    ]


def month(shop):
    start = shop.clock.now().astimezone(shop.clock.zone).replace(day=1, hour=0, minute=0)
    text = start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M")
    rows = query(
        shop,
        "SELECT stage_kind, count(*), sum(amount) FROM deal JOIN pipeline ON pipeline.id = pipeline_id "
        f"WHERE position = 0 AND stage_kind <> 'open' AND closed_at >= '{text}' GROUP BY 1 ORDER BY 1",
    )
    return {kind: (count, amount) for kind, count, amount in rows}


def test_the_board_is_the_one_of_the_picture(english):
    """Covers: M1, C4."""
    assert board(english) == [
        ("Brief & calculation", 6, 3788),
        ("Quote sent", 5, 6240),
        ("Contract & invoice", 3, 3095),
        ("Awaiting payment", 4, 5870),
        ("Proof & production", 6, 3355),
    ]
    assert month(english)["won"] == (12, 814_000)
    assert month(english)["lost"][0] == 4


def test_the_russian_board_is_the_one_of_the_picture(tmp_path):
    """Covers: M1, C4."""
    shop = demo(tmp_path, PICTURES, "ru")
    assert board(shop) == [
        ("Бриф и расчёт", 6, 121_000),
        ("КП отправлено", 5, 214_900),
        ("Договор и счёт", 3, 152_700),
        ("Ждём оплату", 4, 293_500),
        ("Макет и печать", 6, 167_700),
    ]
    assert month(shop)["won"] == (12, 40_700_000)
    counted = query(
        shop,
        "SELECT count(*), sum(amount) FROM deal WHERE is_counter AND created_at >= '2026-10-15'",
    )
    assert counted == [(22, 5_730_000)]
    shop.close()


def test_the_counter_of_this_morning_is_the_one_of_the_picture(english):
    """Covers: M1, A2."""
    today = "2026-10-14T23:00"
    counted = query(
        english,
        f"SELECT count(*), sum(amount) FROM deal WHERE is_counter AND created_at >= '{today}'",
    )
    assert counted == [(22, 114_600)]
    ((opening, shift),) = query(
        english, "SELECT opening_cash, id FROM shift WHERE closed_at IS NULL"
    )
    cash = query(
        english,
        "SELECT coalesce(sum(amount), 0), shift_id FROM payment WHERE method = 'cash' GROUP BY 2",
    )
    assert opening + next(amount for amount, where in cash if where == shift) == 21_460


def test_the_size_is_believable(english):
    """Covers: M1."""
    clients = english.count(Company) + english.count(Contact, Contact.company_id.is_(None))
    assert 400 <= clients <= 460
    assert 880 <= english.count(Deal) <= 940
    oldest = min(deal.created_at for deal in english.rows(Deal))
    assert 180 < (english.clock.now() - oldest).days < 230
    assert english.count(User) == 9
    assert {one.int % 6 for one in (user.id for user in english.rows(User))} == set(range(6))


def test_the_stickers_tell_their_whole_story(english):
    """Covers: B3, D1."""
    (deal,) = english.rows(Deal, Deal.number == "D-2041")
    assert english.row(Stage, deal.stage_id).name == "Contract & invoice"
    lines = english.rows(DealLine, DealLine.deal_id == deal.id)
    assert sorted(line.amount for line in lines) == [4500, 32000]
    (call,) = english.rows(Activity, Activity.card_id == deal.id, Activity.kind == "call")
    assert (call.duration_s, call.direction) == (252, "in")
    touch = english.row(Task, english.next_touch(deal.id))
    assert touch.goal == "Send contract and invoice"
    assert touch.due_at == PICTURES.replace(hour=13, minute=0).astimezone(dt.UTC)
    papers = {
        paper.kind: paper.number for paper in english.rows(Document, Document.card_id == deal.id)
    }
    assert papers == {"quote": "Q-2038", "contract_firm": "215/26"}
    assert english.row(Company, deal.company_id).requisites["legal_name"] == "Oak & Lime Bakery Ltd"


def test_what_gets_its_contract_is_paid_before_it_is_due(english):
    """Covers: M1, G1."""
    ahead = {
        one.id: one.due_at
        for one in english.rows(Deal, Deal.stage_kind == "open")
        if english.row(Stage, one.stage_id).purpose == "contract" and one.due_at
    }
    assert ahead
    for deal_id, due_at in ahead.items():
        card = english.read(lambda r, id_=deal_id: contract(r, deal_id=id_))
        assert card.pay_by < due_at.date(), card.title


def test_an_invoice_of_the_demo_shop_is_still_that_of_its_deal(english):
    """Nobody changed the lines since, so making the papers again finds it. Covers: M1, G1."""
    asked = {one.deal_id: one.id for one in english.rows(Invoice)}
    open_ones = [
        deal.id for deal in english.rows(Deal, Deal.stage_kind == "open") if deal.id in asked
    ]
    assert open_ones
    for deal_id in open_ones:
        card = english.read(lambda reader, which=deal_id: contract(reader, deal_id=which))
        assert card.invoice is not None, card.title
        assert english.row(Document, card.invoice.document_id).invoice_id == asked[deal_id]


def test_one_card_has_no_next_touch_and_lies_among_the_findings(english):
    """Covers: D2."""
    (finding,) = english.rows(Finding)
    assert finding.rule == "next_touch"
    assert english.row(Deal, finding.card_id).title.startswith("Appointment cards")


def test_the_demo_shop_is_sound_and_can_be_worked_in(english):
    """Covers: M1, N10."""
    report = english.read(lambda reader: check(reader.connection, english.folder))
    assert report.faults == ()
    maya = english.rows(User, User.name == "Maya Lindqvist")[0].id
    (deal,) = english.rows(Deal, Deal.number == "D-2041")
    target = english.stage("Quote sent")
    english.run(lambda uow: moves.move_card(uow, card_id=deal.id, stage_id=target), by=maya)
    english.run(history.undo, by=maya, origin=Origin.UNDO)
    (parked,) = english.read(lambda reader: drafts(reader, kind="order"), by=Actor())
    assert parked.body["parked"]
    assert OrderDraft.from_document(parked.body["order"]).real_lines[0].quantity == 100


@pytest.mark.parametrize("now", OTHER_DAYS, ids=str)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_on_any_other_day_nothing_lies_in_the_future_and_the_month_adds_up(tmp_path, now, language):
    """Covers: M1."""
    shop = demo(tmp_path, now, language)
    found = shop.rows(Deal)
    for deal in found:
        assert deal.created_at <= deal.stage_since <= shop.clock.now(), deal.title
    moves = query(
        shop,
        "SELECT max(at) FROM stage_move UNION SELECT max(at) FROM activity "
        "UNION SELECT max(at) FROM payment",
    )
    assert all(dt.datetime.fromisoformat(at) <= shop.clock.now() for (at,) in moves)
    assert month(shop)["won"][0] == 12
    assert month(shop)["lost"][0] == 4
    assert shop.count(Finding) == 1
    report = shop.read(lambda reader: check(reader.connection, shop.folder))
    assert report.faults == ()
    assert shop.count(Pipeline) == 5
    shop.close()
