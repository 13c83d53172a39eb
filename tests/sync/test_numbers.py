# SPDX-License-Identifier: Apache-2.0
"""Numbers of legal papers where desks meet: without a gap from the hub, unique without it, never taken back."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop import secrets
from desktop.commands import clients, deals, documents, to_look_at
from desktop.commands.shop import set_preference
from desktop.documents.programs import Programs
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.pipeline import Pipeline
from desktop.errors import UserError
from desktop.flows import hub_numbers, hub_place, hub_rounds, make_contract, paper_making
from desktop.flows.make_contract import Wish
from desktop.flows.shop import DirectShop
from desktop.storage import blobs
from desktop.storage.tables import refused
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import HubAway
from desktop.values.drafts.touch import TouchDraft
from desktop.values.paper_numbers import NUMBERS
from tests.flows.contracts import paper_shop, the_deal
from tests.sync.hub_desks import EVERY_ROLE, Desk, Office, TestHub

_OPEN = select(Finding.card_id, Finding.rule).where(Finding.settled_at.is_(None))
NOTHING = paper_making.Office(Programs("linux"))


@pytest.fixture(scope="module")
def set_up(server, tmp_path_factory):
    """Two desks at a hub that share a shop with four deals: made once, every test begins with a copy."""
    folder = tmp_path_factory.mktemp("office")
    shop = paper_shop(folder)
    sold = [the_deal(shop) for _n in range(4)]
    shop.close()
    first = Desk(
        folder, TestHub(server, "numbers"), "shop", EVERY_ROLE, user_id=shop.me, brings=True
    )
    second = first.colleague(folder, "ben", EVERY_ROLE)
    return Office(first, second), first.folder / blobs.FOLDER, sold


@pytest.fixture
def office(set_up, tmp_path):
    copies, files, sold = set_up
    copies.open()
    desks = [copies.desk(name, tmp_path) for name in copies.desks]
    for desk in desks:
        shutil.copytree(files, desk.folder / blobs.FOLDER)
    yield *desks, sold
    for desk in desks:
        desk.close()


def issue(desk, deal):
    desk.do(lambda uow: documents.issue_invoice(uow, deal_id=deal))


def direct(desk):
    return DirectShop(desk.database, Actor(desk.user_id, desk.roles))


def settle(desk):
    """What follows an issue on a desk, with a round on the test's own line."""
    hub_numbers.settle(direct(desk), make_round=lambda _shop: desk.sync())


def order(desk):
    """One more deal of somebody new."""
    stage = desk.read(
        lambda r: r.connection.scalar(
            select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
        )
    )
    contact = desk.do(lambda uow: clients.add_contact(uow, name="Ida Quill"))
    touch = TouchDraft(due_at=desk.clock.now() + timedelta(hours=1), goal="Ask", kind="call")
    desk.do(
        lambda uow: deals.new_deal(
            uow, title="Labels", pipeline_id=stage, contact_id=contact, touch=touch
        )
    )


def numbers(desk):
    """Every invoice's number as it stands on this desk."""
    return desk.read(lambda r: sorted(r.connection.scalars(select(InvoiceIssue.number))))


def cut(desk):
    """Let the line to the hub be gone; returns what brings it back."""
    desk.connection.close()
    desk.connection._address = replace(desk.address(), port=1)

    def mend():
        desk.connection._address = desk.address()

    return mend


def test_two_desks_that_are_online_number_invoices_without_a_gap(office):
    """Covers: H6."""
    anna, ben, sold = office
    for desk, deal in zip((anna, ben, anna, ben), sold, strict=True):
        issue(desk, deal)
    assert numbers(anna) == ["", ""]
    settle(ben)
    settle(anna)
    ben.sync()
    assert numbers(anna) == numbers(ben) == ["I-0001", "I-0002", "I-0003", "I-0004"]
    assert anna.documents() == ben.documents()


def test_a_desk_that_the_hub_does_not_reach_takes_numbers_of_its_own(office):
    """Covers: H6, N1."""
    anna, ben, sold = office
    mends = [cut(anna), cut(ben)]
    issue(anna, sold[0])
    issue(ben, sold[1])
    settle(anna)
    settle(ben)
    own = {f"I-{anna.database.desk}-0001", f"I-{ben.database.desk}-0001"}
    assert {*numbers(anna), *numbers(ben)} >= own
    mends[0]()
    mends[1]()
    for desk in (anna, ben, anna):
        desk.sync()
    assert set(numbers(anna)) == set(numbers(ben)) == own
    issue(ben, sold[2])
    settle(ben)
    assert "I-0001" in numbers(ben)


def test_a_shop_that_wants_its_numbers_from_the_hub_alone_waits_for_them(office):
    """Covers: H6."""
    anna, _ben, sold = office
    anna.do(lambda uow: set_preference(uow, key=NUMBERS, value={"invoice": "hub_only"}))
    mend = cut(anna)
    issue(anna, sold[0])
    settle(anna)
    assert numbers(anna) == [""]
    mend()
    settle(anna)
    assert numbers(anna) == ["I-0001"]


def test_a_number_that_may_have_been_given_is_not_replaced_by_the_desk(office):
    """Covers: H6, N3."""
    anna, ben, sold = office
    issue(anna, sold[0])
    push = anna.connection.push

    def answer_lost(device, ops):
        push(device, ops)
        raise HubAway("cut before the answer came")

    anna.connection.push = answer_lost
    with pytest.raises(HubAway):
        anna.sync()
    anna.connection.push = push
    mend = cut(anna)
    settle(anna)
    assert numbers(anna) == [""]
    issue(ben, sold[1])
    settle(ben)
    mend()
    anna.open_again()
    settle(anna)
    assert numbers(anna) == ["I-0001", "I-0002"]
    assert anna.hub.sql("SELECT next FROM crm.counter WHERE series LIKE 'invoice%'") == [(3,)]


def test_a_program_that_ends_between_the_answer_and_its_own_note_gets_the_same_number(office):
    """Covers: H6, N3."""
    anna, ben, sold = office
    issue(anna, sold[0])
    write = anna.write

    def dies(command, **told):
        if anna.hub.sql("SELECT 1 FROM crm.number_used"):
            raise KeyboardInterrupt
        return write(command, **told)

    anna.write = dies
    with pytest.raises(KeyboardInterrupt):
        anna.sync()
    anna.write = write
    anna.open_again()
    issue(ben, sold[1])
    settle(ben)
    settle(anna)
    assert numbers(anna) == ["I-0001", "I-0002"]


def test_a_group_that_the_hub_refuses_leaves_no_hole(office):
    """Covers: H6, N4."""
    anna, ben, sold = office
    issue(anna, sold[0])
    ben.hub.sql(
        "UPDATE crm.employee SET caps = array_remove(caps, 'issue_invoices') WHERE role_name = %s",
        anna.seat.login,
    )
    anna.sync()
    assert numbers(anna) == []
    issue(ben, sold[1])
    settle(ben)
    assert numbers(ben) == ["I-0001"]
    anna.hub.sql(
        "UPDATE crm.employee SET caps = caps || '{issue_invoices}' WHERE role_name = %s",
        anna.seat.login,
    )
    step = anna.read(lambda r: r.connection.scalar(select(refused.c.step)))
    again = {"device_id": anna.device_id, "step": step, "what": "the invoice"}
    anna.do(lambda uow: to_look_at.try_again(uow, **again))
    settle(anna)
    assert numbers(anna) == ["I-0001", "I-0002"]


def test_a_hub_from_a_backup_learns_what_stands_on_paper_and_goes_on_behind_it(office):
    """Covers: H6, N2."""
    anna, ben, sold = office
    issue(anna, sold[0])
    settle(anna)
    ben.sync()
    backup = anna.hub.dump()
    issue(anna, sold[1])
    settle(anna)
    ben.sync()
    anna.hub.restore(backup)
    issue(ben, sold[2])
    settle(ben)
    assert numbers(ben) == ["I-0001", "I-0002", "I-0003"]
    anna.sync()
    ben.sync()
    issue(anna, sold[3])
    settle(anna)
    ben.sync()
    assert numbers(anna) == numbers(ben) == ["I-0001", "I-0002", "I-0003", "I-0004"]
    assert anna.documents() == ben.documents()


def test_two_papers_with_one_number_are_to_be_looked_at(office):
    """The hub forgot a number that no other desk had seen.

    Covers: H6, N2.
    """
    anna, ben, sold = office
    backup = anna.hub.dump()
    issue(anna, sold[0])
    settle(anna)
    anna.hub.restore(backup)
    issue(ben, sold[1])
    settle(ben)
    anna.sync()
    ben.sync()
    assert numbers(anna) == numbers(ben) == ["I-0001", "I-0001"]
    for desk in (anna, ben):
        found = desk.read(lambda r: r.connection.execute(_OPEN).all())
        assert {tuple(one) for one in found} == {
            (sold[0], "number_twice"),
            (sold[1], "number_twice"),
        }


def test_papers_are_made_with_the_numbers_the_hub_gave(office):
    """Covers: H6, G1."""
    anna, ben, sold = office
    issue(ben, sold[1])
    settle(ben)
    made = make_contract.make(
        direct(anna),
        deal_id=sold[0],
        wish=Wish(),
        office_=NOTHING,
        number=lambda _shop: settle(anna),
    )
    assert (made.contract.title, made.invoice.title) == ("Contract 1/26", "Invoice I-0002")
    anna.sync()
    ben.sync()
    kept = ben.read(
        lambda r: r.connection.execute(
            select(Document.name, Document.number).order_by(Document.name)
        ).all()
    )
    assert [tuple(one) for one in kept] == [("Contract 1/26", "1/26"), ("Invoice I-0002", "I-0002")]


def test_no_paper_is_made_before_it_has_its_number(office):
    """Covers: H6, G1."""
    anna, _ben, sold = office
    anna.do(lambda uow: set_preference(uow, key=NUMBERS, value={"contract": "hub_only"}))
    anna.sync()
    mend = cut(anna)
    wanted = {"deal_id": sold[0], "wish": Wish(), "office_": NOTHING}
    with pytest.raises(UserError, match="its papers wait"):
        make_contract.make(direct(anna), **wanted, number=lambda _shop: settle(anna))
    assert anna.read(lambda r: r.connection.scalar(select(DocumentVersion.id))) is None
    mend()
    made = make_contract.make(direct(anna), **wanted, number=lambda _shop: settle(anna))
    assert made.contract.title == "Contract 1/26"
    assert made.invoice.title == f"Invoice I-{anna.database.desk}-0001"


def test_a_desk_from_an_older_backup_goes_on_behind_its_own_numbers(office):
    """Covers: H6, N6."""
    anna, _ben, _sold = office
    older = anna.file()
    order(anna)
    anna.sync()
    anna.put_back(older)
    anna.sync()
    order(anna)
    given = anna.read(lambda r: list(r.connection.scalars(select(Deal.number))))
    assert len(set(given)) == len(given) == 6


@pytest.fixture
def anna_at_her_hub(office, password_store):
    """The first desk with what the program knows of the way to its hub."""
    anna, _ben, sold = office
    address = anna.address()
    shutil.copy(address.ca, anna.folder / hub_place.CA_FILE)
    where = hub_place.Place(address.host, address.port, address.database)
    anna.do(lambda uow: hub_place.keep_place(uow, where))
    secrets.put(hub_place.secret(address.login), anna.seat.password)
    return anna, sold


def while_another_round_goes_on(desk, monkeypatch, *happens):
    """Issue's second half; each time that it asks how long it has waited one more thing happens."""
    turn = hub_rounds._turns[desk.folder]
    turn.acquire()
    to_come, monotonic = [*happens], desk.clock.monotonic

    def look():
        if to_come:
            to_come.pop(0)(turn)
        return monotonic()

    monkeypatch.setattr(desk.clock, "monotonic", look)
    hub_numbers.settle(direct(desk))
    monkeypatch.undo()
    if turn.locked():
        turn.release()
    assert to_come == []


def nothing(_turn):
    """It goes on."""


def test_a_paper_waits_for_the_hub_while_another_round_goes_on_and_takes_no_number_of_its_own(
    anna_at_her_hub, monkeypatch
):
    """Covers: H6."""
    anna, sold = anna_at_her_hub
    issue(anna, sold[0])
    lasts_long = lambda _turn: anna.clock.advance(seconds=hub_numbers.PATIENCE_S * 3)  # noqa: E731
    while_another_round_goes_on(
        anna, monkeypatch, nothing, nothing, lasts_long, nothing, lambda turn: turn.release()
    )
    assert numbers(anna) == ["I-0001"]
    issue(anna, sold[1])
    while_another_round_goes_on(anna, monkeypatch, nothing, nothing, lambda _turn: anna.sync())
    assert numbers(anna) == ["I-0001", "I-0002"]
    issue(anna, sold[2])
    too_long = lambda _turn: anna.clock.advance(seconds=hub_numbers.TURN_S * 2)  # noqa: E731
    while_another_round_goes_on(anna, monkeypatch, nothing, nothing, too_long)
    assert numbers(anna) == ["", "I-0001", "I-0002"]  # the hub is there: no reason for its own
    anna.sync()
    assert numbers(anna) == ["I-0001", "I-0002", "I-0003"]
