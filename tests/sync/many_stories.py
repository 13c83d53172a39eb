# SPDX-License-Identifier: Apache-2.0
"""What the hub asks before it takes many new rows at once, or gives a number, as stories."""

from itertools import count

import psycopg
from psycopg.types.json import Jsonb

from desktop.sync.hub import declared
from tests.sync.hub_stories import row, story, without_refs

CASES = {}


def case(make):
    """What somebody sends of new rows, and why it is not plain; who sends it comes first."""
    CASES[make.__name__] = make
    return make


def outcome(bench, function, who, ops):
    """What the hub says to it, and what stands there then; nothing of it stays."""
    try:
        with bench.connection.transaction(force_rollback=True):
            bench.run(f'SET LOCAL SESSION AUTHORIZATION "{bench.login(who)}"')
            device = row(f"device of {who}")
            answer = bench.one(
                f"SELECT crm.{function}(%s, 1, 'test', %s)", device, Jsonb(list(ops))
            )
            bench.run("RESET SESSION AUTHORIZATION")
            stands = bench.run(
                "SELECT id, entity, realm, doc, card, till FROM crm.state ORDER BY id"
            )
            log = bench.run(
                "SELECT dseq, entity, id, hlc, patch, verdict FROM crm.log ORDER BY seq"
            )
            held = bench.run("SELECT device_id, dseq, waits FROM crm.held ORDER BY 1, 2")
            return answer["bad"], answer["acked"], answer["numbers"], stands, log, held
    except psycopg.Error as error:
        return error.sqlstate


@story
def many_new_rows_are_judged_as_each_alone(bench):
    """Of what is not plain the quick way says what the other one does."""
    clients = [bench.op("ben", "contact", name, {"name": name}, new=True) for name in ("a", "b")]
    assert outcome(bench, "push_new", "ben", clients) == outcome(bench, "push", "ben", clients)
    with bench.connection.transaction(force_rollback=True):
        bench.run(f'SET LOCAL SESSION AUTHORIZATION "{bench.login("ben")}"')
        asked = "SELECT crm.push_new(%s, 1, 'test', %s)", row("device of ben"), Jsonb(clients)
        assert bench.one(*asked)["all_new"]
    without_refs(bench)
    for name, make in CASES.items():
        with bench.connection.transaction(force_rollback=True):
            bench.numbers = {who: count(1) for who in ("anna", "ben")}
            who, *ops = make(bench)
            quick, alone = (outcome(bench, how, who, ops) for how in ("push_new", "push"))
            assert quick == alone, name


def own_alone(bench):
    """Ben sees his own cards."""
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))


def a_card(bench, who="anna", name="deal"):
    holder = {"title": "Cards", "holder_id": row(who), "controller_id": None, "created_by": None}
    return bench.op("anna", "deal", name, holder, new=True)


def word(bench, **more):
    said = {"card_id": row("deal"), "text": "mine"}
    return bench.op("ben", "comment", "word", said, new=True, **more)


def client(bench, name="priya", **more):
    return bench.op("ben", "contact", name, {"name": "Priya"}, new=True, **more)


@case
def a_card_out_of_sight(bench):
    own_alone(bench)
    bench.push("anna", a_card(bench))
    return "ben", word(bench)


@case
def an_edit_of_what_is_not_there(bench):
    op = client(bench)
    del op["new"]
    return "ben", op


@case
def a_gap_in_the_numbers(bench):
    return "ben", client(bench, n=2)


@case
def a_time_that_is_none(bench):
    return "ben", client(bench) | {"h": "noon"}


@case
def a_number_that_is_asked_for(bench):
    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name = 'invoice_issue'")
    ask = {"series": "I", "for": row("paper"), "width": 1, "past": 0, "into": {"number": "I-{n}"}}
    return "anna", bench.op("anna", "invoice_issue", "issue", {"$number": ask}, new=True)


@case
def another_realm(bench):
    bench.run("UPDATE crm.entity SET realm = 7 WHERE name = 'contact'")
    return "ben", client(bench)


def with_fields(bench):
    for values in declared.fields():
        bench.run(declared.FIELD, *values)


@case
def a_field_that_is_missing(bench):
    with_fields(bench)
    return "ben", bench.op("ben", "contact", "priya", {"comment": "who?"}, new=True)


@case
def a_value_of_another_form(bench):
    with_fields(bench)
    return "ben", bench.op("ben", "contact", "priya", {"name": "Priya", "post": 5}, new=True)


@case
def a_text_that_is_too_long(bench):
    return "ben", bench.op("ben", "contact", "priya", {"name": "x" * 1_000_000}, new=True)


@case
def a_right_that_is_missing(bench):
    return "ben", bench.op("ben", "product", "product", {"name": "Mine"}, new=True)


@case
def a_name_that_stands_twice(bench):
    def stage(name):
        doc = {"name": "Cutting", "pipeline_id": row("pipeline"), "archived_at": None}
        return bench.op("anna", "stage", name, doc, new=True)

    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name = 'stage'")
    bench.push("anna", stage("one"))
    return "anna", stage("other")


@case
def a_field_that_takes_a_right(bench):
    bench.run("UPDATE crm.employee SET caps = '{edit_people}' WHERE employee_id = %s", row("ben"))
    return "ben", bench.op(
        "ben", "user", "nora", {"name": "Nora", "pin": "1", "roles": []}, new=True
    )


@case
def one_row_twice(bench):
    return "ben", client(bench), client(bench)


@case
def a_row_that_is_there(bench):
    bench.push("anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True))
    return "ben", client(bench)


@case
def a_row_on_which_another_one_hangs(bench):
    off = {"fact_kind": "comment", "fact_id": row("word"), "is_on": True}
    bench.push("anna", a_card(bench), bench.op("anna", "voided", "off", off, new=True, again=True))
    return "ben", word(bench)


@case
def a_row_that_an_edit_waits_for(bench):
    edit = bench.op("anna", "contact", "priya", {"name": "Nora"}, b={"name": "BB00.1"}, again=True)
    bench.push("anna", edit)
    return "ben", client(bench)


@case
def a_row_that_is_named_and_not_there(bench):
    phone = {"contact_id": row("priya"), "phone": "1"}
    return "ben", bench.op("ben", "contact_phone", "phone", phone, new=True)


@case
def a_row_that_is_named_before_it_is_made(bench):
    return *a_row_that_is_named_and_not_there(bench), client(bench)


@case
def a_card_that_a_word_waits_for(bench):
    own_alone(bench)
    bench.push("ben", word(bench, again=True))
    return "anna", a_card(bench, "ben")


@case
def a_say_that_lets_a_word_through(bench):
    bench.push("anna", a_card(bench))
    bench.push(
        "anna",
        bench.op(
            "anna", "preference", "of the role",
            {"key": "sees:manager", "value": {"sees": "own"}}, new=True,
        ),
    )  # fmt: skip
    bench.run(
        "UPDATE crm.employee SET sees = ARRAY[%s::uuid] WHERE employee_id = %s",
        row("ben"),
        row("ben"),
    )
    bench.push("ben", word(bench, again=True))
    more = {"key": f"sees:{row('ben')}", "value": {"sees": "all", "team": ""}}
    return "anna", bench.op("anna", "preference", "sees", more, new=True)


@case
def a_phone_of_somebody_erased(bench):
    bench.push("anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True))
    bench.run(
        "INSERT INTO crm.erasure (id, role_name, why) VALUES (%s, 'anna', 'asked')", row("priya")
    )
    return a_row_that_is_named_and_not_there(bench)


@story
def who_makes_no_legal_papers_uses_up_no_number(bench):
    without_refs(bench)
    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name IN ('document', 'comment')")
    bench.run("UPDATE crm.employee SET caps = '{sell}' WHERE employee_id = %s", row("ben"))

    def asking(who, kind, name):
        ask = {"series": "I", "for": row(name), "width": 1, "past": 0, "into": {"number": "I-{n}"}}
        return bench.op(who, kind, name, {"$number": ask}, new=True)

    assert "issue_invoices" not in bench.one(
        "SELECT caps FROM crm.employee WHERE employee_id = %s", row("ben")
    )
    assert bench.push("ben", asking("ben", "document", "mine"))["bad"] == {1: "forbidden"}
    told = bench.push(
        "anna", asking("anna", "comment", "word"), asking("anna", "document", "paper")
    )
    assert told["bad"] == {1: "forbidden"}
    assert bench.doc("paper") == {"number": "I-1"}
    assert bench.one("SELECT array_agg(id) FROM crm.number_used")[0] == bench.one(
        "SELECT id FROM crm.state WHERE id = %s", row("paper")
    )
