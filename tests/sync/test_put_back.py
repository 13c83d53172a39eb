# SPDX-License-Identifier: Apache-2.0
"""A hub, or a desk, that goes back to an older state: nothing is lost, nothing stands twice, all come to the same."""

import pytest
from sqlalchemy import func, select, update

from desktop.commands import clients
from desktop.domain.bookkeeping import Conflict
from desktop.domain.people import Contact
from desktop.storage import desk_memory, outgoing
from desktop.storage.tables import outbox, refused, sent
from desktop.sync.hub.desk_side import HubAway
from desktop.values.changes import Label, Origin
from tests.sync.test_round import name_of, rename, stamp_of


def add(desk, *names):
    return [desk.do(lambda uow, n=n: clients.add_contact(uow, name=n)) for n in names]


def names(desk):
    return set(desk.read(lambda r: r.connection.scalars(select(Contact.name)).all()))


def meet(*desks, rounds=3):
    for _round in range(rounds):
        for desk in desks:
            desk.sync()


def are_one(hub, *desks):
    """All desks have what the hub has, and owe it nothing."""
    there = hub.digest()
    for desk in desks:
        here = desk.documents()
        assert desk.read(lambda r: outgoing.waits(r.connection)) == 0
        assert {key for key in here if key not in there} == set()
        assert {key: doc for key, doc in here.items() if there[key] != doc} == {}
        assert len(here) == len(there)
    return True


def conflicts(desk):
    found = desk.read(lambda r: r.connection.execute(select(Conflict.fields)).all())
    return [(f, one["lost"], one["won"]) for row in found for f, one in row.fields.items()]


def test_what_was_sent_is_kept_for_a_hub_that_may_be_put_back(desks):
    """Each operation has a place of its own for ever, also after the outbox was empty. Covers: N2."""
    (anna,) = desks("anna")
    before = anna.read(lambda r: r.connection.scalar(select(func.count()).select_from(sent)))
    for name in ("Priya", "Nora", "Ines"):
        add(anna, name)
        anna.sync()
    kept = anna.read(lambda r: r.connection.scalar(select(func.count()).select_from(sent)))
    assert kept == before + 3


def test_a_hub_put_back_to_an_older_state_is_given_again_what_it_lost(desks, hub):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    (priya,) = add(anna, "Priya")
    anna.sync()
    ben.sync()
    rename(ben, priya, "Priya of Ben")
    add(ben, "Nora")
    ben.sync()
    anna.sync()
    rename(anna, priya, "Priya of Anna")
    anna.sync()
    hub.restore(dump)
    add(anna, "Ines")
    meet(ben, anna)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "Priya of Anna"
    assert {"Priya of Anna", "Nora", "Ines"} <= names(anna)
    assert conflicts(anna) == []


@pytest.mark.parametrize("first", ["anna", "ben", "clara"])
def test_who_comes_first_to_a_hub_that_was_put_back_changes_nothing(desks, hub, first):
    """Each edit was made on top of the one before, with clocks that are years off. Covers: N2, N3."""
    people = dict(zip(("anna", "ben", "clara"), desks("anna", "ben", "clara"), strict=True))
    anna, ben, clara = people.values()
    (priya,) = add(anna, "Priya")
    meet(*people.values())
    dump = hub.dump()
    for desk, years in ((ben, -1), (clara, -3), (anna, -2)):
        desk.clock.advance(days=years * 365)
        rename(desk, priya, f"Priya of {desk.name}")
        meet(*people.values(), rounds=2)
    hub.restore(dump)
    order = [people.pop(first), *people.values()]
    meet(*order)
    assert are_one(hub, *order)
    assert name_of(ben, priya) == "Priya of anna"


def test_what_is_written_before_a_hub_that_was_put_back_is_read_again_follows_what_stood(
    desks, hub, monkeypatch
):
    """Anna's own write is owed again, and Ben's had won over it: that is what she still sees. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    dump = hub.dump()
    rename(anna, priya, "first of Anna")
    ben.clock.advance(minutes=5)
    rename(ben, priya, "of Ben")
    meet(anna, ben)
    hub.restore(dump)

    def cut(*_asked):
        monkeypatch.undo()
        raise HubAway("cut before it was given again")

    monkeypatch.setattr(type(anna.connection), "push", cut)
    with pytest.raises(HubAway):
        anna.sync()
    assert name_of(anna, priya) == "of Ben"
    rename(anna, priya, "second of Anna")
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "second of Anna"
    assert "first of Anna" in [lost for _field, lost, _won in conflicts(ben)]


def test_a_form_that_was_open_when_an_own_write_came_again_follows_what_it_showed(desks, hub):
    """Ben had won over it, and has not given his write again yet. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    dump = hub.dump()
    rename(anna, priya, "first of Anna")
    ben.clock.advance(minutes=5)
    rename(ben, priya, "of Ben")
    meet(anna, ben)
    opened = stamp_of(anna, priya)
    hub.restore(dump)
    anna.sync()
    assert name_of(anna, priya) == "first of Anna"
    rename(anna, priya, "second of Anna", seen=opened)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "second of Anna"
    assert [lost for _field, lost, _won in conflicts(ben)] == ["first of Anna"]


def test_a_form_that_was_open_when_an_own_write_won_once_more_follows_what_it_showed(desks, hub):
    """It had won over Ben's first and lost to his second, which is still to be given again. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    rename(ben, priya, "first of Ben")
    anna.clock.advance(minutes=5)
    rename(anna, priya, "first of Anna")
    ben.sync()
    dump = hub.dump()
    ben.clock.advance(minutes=10)
    rename(ben, priya, "second of Ben")
    meet(anna, ben)
    opened = stamp_of(anna, priya)
    assert name_of(anna, priya) == "second of Ben"
    hub.restore(dump)
    anna.sync()
    assert name_of(anna, priya) == "first of Anna"
    rename(anna, priya, "second of Anna", seen=opened)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "second of Anna"
    assert {lost for _field, lost, _won in conflicts(ben)} == {"first of Ben", "first of Anna"}


def test_a_desk_whose_clock_is_months_ahead_for_a_while_still_gives_again_what_was_lost(desks, hub):
    """How long a backup may be old is the hub's time. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    anna.clock.advance(days=200)
    add(anna, "Nora")
    meet(anna, ben)
    hub.restore(dump)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "Priya"


def test_others_may_have_written_past_the_place_where_a_desk_had_read(desks, hub):
    """The head alone would not tell that the hub was put back. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    (priya,) = add(ben, "Priya")
    ben.sync()
    anna.sync()
    hub.restore(dump)
    ben.database.close()  # whose disk is gone
    ben.open_again()
    add(anna, *(f"Client {n}" for n in range(9)))
    anna.sync()
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(anna, priya) == "Priya"


def test_a_hub_put_back_between_two_steps_of_a_round_is_noticed(desks, hub, monkeypatch):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    add(ben, "Priya")
    ben.sync()
    add(anna, "Nora")
    anna.sync()
    pull = type(anna.connection).pull

    def put_back_first(connection, *place):
        monkeypatch.undo()
        hub.restore(dump)
        add(ben, *(f"Client {n}" for n in range(20)))
        ben.sync()
        return pull(connection, *place)

    monkeypatch.setattr(type(anna.connection), "pull", put_back_first)
    anna.sync()
    meet(ben, anna)
    assert are_one(hub, anna, ben)
    assert {"Priya", "Nora", "Client 19"} <= names(anna)


def test_an_edit_of_a_row_that_is_still_to_be_given_again_waits_for_it(desks, hub):
    """Anna's edit and what she wrote about Ben's client come before the client does. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    (priya,) = add(ben, "Priya")
    meet(ben, anna)
    rename(anna, priya, "Priya of Anna")
    anna.do(lambda uow: clients.add_phone(uow, contact_id=priya, phone="07700900123"))
    meet(anna, ben)
    hub.restore(dump)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "Priya of Anna"
    assert anna.read(lambda r: r.connection.execute(select(refused)).all()) == []


def test_a_number_that_was_refused_is_not_sent_again_and_keeps_its_place(desks, hub):
    """Covers: N2."""
    (anna,) = desks("anna")
    dump = hub.dump()
    add(anna, "Priya")
    hub.sql("UPDATE crm.entity SET write_cap = 'nobody' WHERE name = 'contact'")
    add(anna, "Nora")
    anna.sync()
    hub.sql("UPDATE crm.entity SET write_cap = NULL WHERE name = 'contact'")
    (ines,) = add(anna, "Ines")
    anna.sync()
    hub.restore(dump)
    rename(anna, ines, "Ines of Anna")
    meet(anna)
    assert are_one(hub, anna)
    lines = anna.read(lambda r: r.connection.execute(select(refused)).all())
    assert len({line.dseq for line in lines}) == len(lines)
    assert "Nora" not in names(anna)
    assert {"Ines of Anna"} <= names(anna)


def test_a_second_refusal_is_kept_beside_the_first(desks, hub):
    """Covers: N2."""
    (anna,) = desks("anna")
    hub.sql("UPDATE crm.entity SET write_cap = 'nobody' WHERE name = 'contact'")
    for name in ("Priya", "Nora"):
        add(anna, name)
        anna.sync()
    lines = anna.read(lambda r: r.connection.execute(select(refused.c.doc)).all())
    assert len(lines) >= 2
    assert {"Priya", "Nora"}.isdisjoint(names(anna))


def test_a_copied_desk_goes_on_under_names_of_its_own(desks, hub, tmp_path):
    """Both computers live on, each with its own numbers, on papers too. Covers: N2, N3, H6."""
    anna, ben = desks("anna", "ben")
    add(anna, "Priya")
    twin = anna.copy(tmp_path, "twin")
    add(anna, "Nora")
    add(twin, "Ines")
    meet(anna, twin, ben)
    assert are_one(hub, anna, ben, twin)
    assert {"Priya", "Nora", "Ines"} <= names(ben)
    assert anna.device_id != twin.device_id
    codes = {one.read(lambda r: desk_memory.desk_code(r.connection)) for one in (anna, twin)}
    assert len(codes) == 2
    add(anna, "Zoe")
    add(twin, "Yann")
    meet(anna, twin, ben)
    assert are_one(hub, anna, ben, twin)
    assert {"Zoe", "Yann"} <= names(ben)


def test_a_copied_desk_gets_its_names_in_the_round_that_compares_with_the_hub(desks, hub, tmp_path):
    """Covers: N2, N3. What its person may read was asked under the name it had."""
    (anna,) = desks("anna")
    anna.sync()
    twin = anna.copy(tmp_path, "twin")
    add(anna, "Nora")
    add(twin, "Ines")
    anna.sync()
    twin.clock.advance(days=8)
    twin.sync()
    meet(anna, twin)
    assert are_one(hub, anna, twin)
    assert anna.device_id != twin.device_id


def test_a_copy_that_only_read_meanwhile_takes_no_colleagues_write_for_its_own(
    desks, hub, tmp_path
):
    """Covers: N2, N3."""
    (anna,) = desks("anna")
    priya, nora = add(anna, "Priya", "Nora")
    anna.sync()
    twin = anna.copy(tmp_path, "twin")
    twin.sync()
    rename(anna, priya, "Priya of Anna")
    anna.sync()
    twin.sync()
    rename(twin, priya, "Priya of the twin")
    rename(twin, nora, "Nora of the twin")
    meet(twin, anna)
    assert are_one(hub, anna, twin)
    assert name_of(anna, priya) == "Priya of the twin"
    assert conflicts(anna) == []


def test_a_desk_put_back_to_an_older_file_goes_on_and_gets_back_what_it_had_sent(desks, hub):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    add(anna, "Priya")
    file = anna.file()
    add(anna, "Nora")
    meet(anna, ben)
    anna.put_back(file)
    add(anna, "Ines")
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert {"Priya", "Nora", "Ines"} <= names(ben)


def test_a_form_open_at_a_desk_put_back_does_not_cover_what_it_had_written_since(desks, hub):
    """Nobody at this desk sees any more what was written under its own name. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    file = anna.file()
    anna.sync()
    rename(anna, priya, "first of Anna")
    anna.sync()
    anna.put_back(file)
    opened = stamp_of(anna, priya)
    anna.sync()
    rename(anna, priya, "second of Anna", seen=opened)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert {lost for _field, lost, _won in conflicts(ben)} | {name_of(ben, priya)} == {
        "first of Anna",
        "second of Anna",
    }


def test_what_was_handed_over_from_a_former_device_waits_for_the_numbers_below_its_own(desks):
    """It is older than what was written under them, and another device's writes lie between. Covers: N2."""
    (anna,) = desks("anna")
    add(anna, "Priya", "Nora", "Ines")
    mine = outbox.c.device_id == anna.device_id

    def hand_over(uow):
        old, others, new = uow.connection.execute(
            select(outbox.c.n, outbox.c.dseq).where(mine).order_by(outbox.c.n)
        ).all()
        for line, values in (
            (others, {"device_id": anna.user_id}),
            (old, {"dseq": new.dseq + 1}),
            (new, {"dseq": others.dseq}),
        ):
            uow.connection.execute(update(outbox).where(outbox.c.n == line.n).values(values))

    anna.write(hand_over, origin=Origin.SYNC, label=Label(""))
    owner, run = anna.read(lambda r: outgoing.next_run(r.connection))
    assert owner == anna.device_id
    assert [op["d"]["name"] for op in run] == ["Ines", "Priya"]


def test_a_form_open_while_an_older_hub_is_read_again_follows_what_it_showed(desks, hub):
    """The field is one that nobody has written there since the row was made. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    ben.clock.advance(days=-900)
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    dump = hub.dump()
    rename(anna, priya, "of Anna")
    meet(anna, ben)
    opened = stamp_of(ben, priya)
    hub.restore(dump)
    ben.sync()
    assert name_of(ben, priya) == "Priya"
    rename(ben, priya, "of Ben", seen=opened)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert name_of(anna, priya) == "of Ben"


def test_a_fork_whose_answer_was_lost_is_asked_for_again(desks, hub, monkeypatch):
    """Covers: N2."""
    (anna,) = desks("anna")
    known = hub.sql("SELECT count(*) FROM crm.device")[0][0]
    file = anna.file()
    add(anna, "Nora")
    anna.sync()
    anna.put_back(file)
    add(anna, "Ines")
    fork = type(anna.connection).fork

    def cut(*asked, **how):
        fork(*asked, **how)
        monkeypatch.undo()
        raise HubAway("cut before the answer came")

    monkeypatch.setattr(type(anna.connection), "fork", cut)
    with pytest.raises(HubAway):
        anna.sync()
    meet(anna)
    assert are_one(hub, anna)
    assert {"Nora", "Ines"} <= names(anna)
    assert hub.sql("SELECT count(*) FROM crm.device")[0][0] == known + 1


def test_a_copy_whose_hub_forgot_it_is_known_again(desks, hub, tmp_path):
    """What was written under the first names is given again as well. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    dump = hub.dump()
    add(anna, "Priya")
    anna.sync()
    twin = anna.copy(tmp_path, "twin")
    add(anna, "Nora")
    anna.sync()
    add(twin, "Ines")
    meet(twin, ben)
    hub.restore(dump)
    meet(twin)
    assert {"Priya", "Ines"} <= {doc.get("name") for doc in hub.digest().values()}
    meet(anna, ben, twin)
    assert are_one(hub, anna, ben, twin)
    assert {"Priya", "Nora", "Ines"} <= names(ben)


def test_a_copy_that_took_the_numbers_of_a_hub_that_was_put_back_takes_nothing_away(
    desks, hub, tmp_path
):
    """What stood under them is given again under new ones. Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    twin = anna.copy(tmp_path, "twin")
    dump = hub.dump()
    add(twin, "Ines", "Yann")
    meet(twin, ben)
    hub.restore(dump)
    add(anna, "Nora", "Zoe", "Priya")
    anna.sync()
    meet(twin, anna, ben)
    assert are_one(hub, anna, ben, twin)
    assert {"Ines", "Yann", "Nora", "Zoe", "Priya"} <= names(ben)


def test_what_is_written_while_a_push_is_under_way_is_not_taken_for_sent(
    desks, hub, tmp_path, monkeypatch
):
    """The hub answers with all it has under this device, a copy's writes too. Covers: N2."""
    (anna,) = desks("anna")
    add(anna, "Priya")
    twin = anna.copy(tmp_path, "twin")
    add(anna, "Nora", "Zoe")
    anna.sync()
    push = type(twin.connection).push

    def write_meanwhile(*asked):
        monkeypatch.undo()
        answer = push(*asked)
        add(twin, "Ines")
        return answer

    monkeypatch.setattr(type(twin.connection), "push", write_meanwhile)
    meet(twin, anna)
    assert are_one(hub, anna, twin)
    assert {"Priya", "Nora", "Zoe", "Ines"} <= names(anna)


def test_steps_that_went_on_while_others_began_are_sent(desks, hub):
    """Covers: N2."""
    from desktop.storage.unit_of_work import Actor

    (anna,) = desks("anna")
    actor = Actor(anna.user_id, anna.roles)

    def write(name, step=None):
        return anna.database.write(
            actor, lambda uow: clients.add_contact(uow, name=name), step=step
        )[1].step

    step = write("Priya")
    write("Nora")
    write("Ines", step)
    anna.sync()
    assert are_one(hub, anna)


def test_a_step_larger_than_a_push_is_sent(desks, hub, monkeypatch):
    """As one where the hub takes so much at once, else in parts. Covers: N2."""
    (anna,) = desks("anna")
    monkeypatch.setattr(outgoing, "MOST_AT_ONCE", 30)
    add(anna, "Priya", "Nora")
    anna.do(lambda uow: uow.add_many(Contact, [{"name": f"Client {n}"} for n in range(100)]))
    add(anna, "Ines")
    while run := anna.read(lambda r: outgoing.next_run(r.connection, 10)):
        anna.syncer._push(anna.read(lambda r: outgoing.devices(r.connection))[0], run[1])
    meet(anna)
    assert are_one(hub, anna)
    assert len(names(anna)) >= 103


def test_a_sign_that_the_hub_cannot_keep_holds_up_nothing(desks, hub):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    add(anna, "Pri\0ya")
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert "Priya" in names(ben)


def test_a_time_that_is_none_is_refused(desks, hub):
    """Every other desk would have to read it. Covers: N3, N4."""
    (anna,) = desks("anna")
    n = anna.read(lambda r: outgoing.acked(r.connection, anna.device_id)) + 1
    op = {
        "n": n,
        "t": 1,
        "e": "contact",
        "i": str(anna.user_id),
        "new": True,
        "h": "now",
        "d": {"name": "Priya"},
    }
    assert anna.connection.push(anna.device_id, [op]).bad == {n: "malformed"}


def test_a_notice_of_a_hub_that_was_put_back_comes_about_again_with_what_was_done_with_it(
    desks, hub
):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    dump = hub.dump()
    rename(anna, priya, "Priya of Anna")
    rename(ben, priya, "Priya of Ben")
    meet(anna, ben)
    (conflict,) = anna.read(lambda r: r.connection.scalars(select(Conflict.id)).all())

    def settle(uow):
        found = uow.get(Conflict, conflict)
        found.settled_at, found.settled_by = uow.now, anna.user_id

    anna.do(settle)
    meet(anna, ben)
    hub.restore(dump)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert ben.read(lambda r: r.connection.scalars(select(Conflict.settled_by)).all()) == [
        anna.user_id
    ]
    assert ben.read(lambda r: r.connection.scalar(select(func.count()).select_from(outbox))) == 0
    assert stamp_of(ben, priya)
