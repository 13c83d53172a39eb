# SPDX-License-Identifier: Apache-2.0
"""What the Navigator's ticket says: the script takes the card's own figures and leaves out what it cannot fill."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from desktop.models.ticket_words import (
    buyer_reason,
    facts,
    place_words,
    prefers_words,
    script,
    waited_words,
    when_chip,
)
from desktop.values.rows.navigator import Past, Ticket
from desktop.values.touch_plans import Plan

NOW = datetime(2026, 10, 15, 11, 40, tzinfo=UTC)


def a_ticket(**wishes):
    given = {
        "id": UUID(int=1), "kind": "call", "goal": "Price", "due_at": NOW, "agreed": False, "note": "",
        "postponed": 0, "postpone_reason": "", "holder_id": None, "stamp": "1", "card_kind": "deal",
        "card_id": UUID(int=2), "contact": "Anna Whitlow", "title": "Catalogue 24 pp.", "firm": "Rook Lane",
        **wishes,
    }  # fmt: skip
    return Ticket(**given)


def said(ticket):
    return ["".join(text for text, _strong in one) for one in script(ticket, "Maya Lindqvist", NOW)]


def test_the_script_says_what_it_knows_and_leaves_out_the_rest():
    """Covers: A3, E1."""
    plan = Plan(
        say=(
            "Hello {contact}, {me} from {firm}. You asked for {title}.",
            "{title} comes to {sum}, ready on {due}.",
            "{title}: {sum}.",
            "Shall I write to {email}?",
            "A brace {alone",
        )
    )
    first = "Hello Anna, Maya from Rook Lane. You asked for Catalogue 24 pp."
    assert said(a_ticket(plan=plan)) == [first, "A brace {alone"]
    priced = a_ticket(plan=plan, amount=28400, currency="GBP", contact="Dr Norah Gates")
    assert said(priced)[0].startswith("Hello Dr Norah Gates, Maya")
    assert said(priced)[1] == "Catalogue 24 pp.: £284."


def test_a_ticket_says_how_late_it_is_and_how_often_it_waited():
    """Covers: D2."""
    late = a_ticket(due_at=NOW.replace(day=13), postponed=3, postpone_reason="At a fair", passes=2)
    assert when_chip(late, NOW) == ("2\N{NO-BREAK SPACE}d late", "danger")
    assert when_chip(a_ticket(), NOW)[0] == "Now · 11:40"
    assert when_chip(a_ticket(), NOW + timedelta(minutes=59)) == ("Now · 11:40", "warning")
    assert when_chip(a_ticket(), NOW + timedelta(hours=9)) == (
        "9\N{NO-BREAK SPACE}h late",
        "danger",
    )
    assert waited_words(late) == "postponed 3 times: At a fair · passed over 2 times"
    assert when_chip(a_ticket(agreed=True), NOW)[0] == "Now · 11:40, agreed"
    assert place_words(a_ticket(note="asked for a price"), 12, 28) == "12 of 28 · asked for a price"
    assert place_words(a_ticket(goal="Price"), 12, 28) == "12 of 28 · Price"


def test_the_facts_say_how_a_client_pays_and_when_they_are_reached():
    """Covers: E1."""
    past = Past(
        orders=2, total=29200, currency="GBP", since=NOW, last_at=NOW, last_title="Menus",
        last_amount=14600, best_hour=11, pays_after=0, pays_by="card",
    )  # fmt: skip
    lines = {line.label: line.value for line in facts(a_ticket(past=past), NOW)}
    assert lines["Pays"] == "same day, by card"
    assert lines["Best time"] == "11:00–12:00, before lunch"
    slow_past = replace(past, pays_after=9, pays_by="transfer", best_hour=16)
    slow = {line.label: line.value for line in facts(a_ticket(past=slow_past), NOW)}
    assert slow["Pays"] == "in 9 days, by transfer"
    assert slow["Best time"] == "16:00–17:00, after lunch"


def test_a_way_of_being_told_is_named_only_where_it_is_not_the_usual_one():
    """Covers: E1."""
    assert prefers_words(a_ticket(prefers="sms")) == ("", "")
    assert prefers_words(a_ticket(prefers="whatsapp")) == ("whatsapp-logo", "prefers WhatsApp")
    assert prefers_words(a_ticket(prefers="call")) == ("phone", "prefers a call")


def test_why_a_client_is_such_a_buyer_names_the_day_where_it_is_near():
    """Covers: E1."""

    def why(**before):
        return buyer_reason(a_ticket(past=Past(orders=2, last_at=NOW - timedelta(**before))), NOW)

    assert why(hours=3) == "2 orders, the last one today"
    assert why(hours=20) == "2 orders, the last one yesterday"
    assert why(days=12) == "2 orders, the last one 12 days ago"
    assert buyer_reason(a_ticket(), NOW) == "They have not ordered yet."
