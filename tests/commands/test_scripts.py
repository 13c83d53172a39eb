# SPDX-License-Identifier: Apache-2.0
"""Scripts: answers land in their fields, required ones hold on every path, versions are kept with what was answered."""

import pytest

from desktop import queries
from desktop.commands import card_moves, history, lead_conversion, leads, moves, scripts
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.script import Script, ScriptAnswer
from desktop.errors import UserError
from desktop.storage.scripts import answered_under, answers_of, missing_of, script_for
from desktop.values.changes import Origin
from desktop.values.demands import DemandsUnmet, demand_label
from desktop.values.drafts.lead import ConversionDraft, LeadDraft
from desktop.values.scripts import Fill, ScriptStep, own_key
from desktop.values.states import Channel
from tests.lead_shop import ANSWERS, LEADS, a_lead, finish_script
from tests.shop import open_shop
from tests.stage_drafts import change_stage


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def held(shop, channel="phone"):
    return shop.read(lambda r: script_for(r.connection, channel))


def missing(shop, lead):
    channel = shop.row(Lead, lead).channel
    found = shop.read(lambda r: missing_of(r.connection, [(lead, channel)]))[lead]
    return [one.field for one in found]


def answer(shop, lead, field, value):
    shop.run(lambda uow: scripts.answer(uow, lead_id=lead, field=field, value=value))


def convert(shop, lead):
    draft = ConversionDraft(pipeline_id=shop.pipeline())
    return shop.run(lambda uow: lead_conversion.convert_lead(uow, lead_id=lead, draft=draft))


def publish(shop, steps, channel="phone", based_on=None, by=None):
    return shop.run(
        lambda uow: scripts.publish_script(uow, channel=channel, steps=steps, based_on=based_on),
        by=by,
    )


def test_every_channel_comes_with_a_script_that_asks_the_same_in_both_languages(tmp_path):
    """Covers: A3, A1."""
    shops = [open_shop(tmp_path / code, language=code) for code in ("en", "ru")]
    for channel in Channel:
        english, russian = (held(one, channel.value) for one in shops)
        assert [step.fill for step in english.steps] == [step.fill for step in russian.steps]
        assert english.required()
        assert english.steps[0].title != russian.steps[0].title
        assert english.id is None
    for one in shops:
        one.close()


def test_each_answer_stands_in_the_field_it_is_about(shop):
    """Covers: A3, B3."""
    lead = a_lead(shop, title="")
    for field, value in ANSWERS.items():
        answer(shop, lead, field, value)
    for field, value in {
        "person": "Ella M. Marsh", "email": "ella@marsh.example", "company": "Marsh School", "paper": "150 gsm, matt",
        "budget": 60_000, "delivery": "courier", "site": "marsh.example", "note": "Ring after two",
    }.items():  # fmt: skip
        answer(shop, lead, field, value)
    row = shop.row(Lead, lead)
    assert (row.title, row.quantity, row.due_at) == ("Catalogue 24 pp", 300, ANSWERS["due"])
    assert (row.artwork, row.prepayment, row.paper) == ("ready", "half", "150 gsm, matt")
    assert (row.expected_amount, row.source, row.buys) == (60_000, "Oak & Lime", "yes")
    decider = shop.row(Contact, row.decider_id)
    assert (decider.name, decider.email) == ("Ella M. Marsh", "ella@marsh.example")
    digits = {one.digits for one in shop.rows(ContactPhone, ContactPhone.contact_id == decider.id)}
    assert "447700900556" in digits
    answers = shop.read(lambda r: answers_of(r.connection, [lead]))[lead]
    assert {"person", "company", "next_touch", "budget", *ANSWERS} <= answers.keys()
    assert not missing(shop, lead)


def test_a_lead_does_not_become_a_deal_without_the_required_answers_and_they_are_named(shop):
    """Covers: A3, B4."""
    lead = a_lead(shop)
    assert missing(shop, lead) == ["quantity", "due", "prepayment"]
    with pytest.raises(DemandsUnmet, match="Quantity, Needed by, Prepayment") as told:
        convert(shop, lead)
    assert next(iter(told.value.missing)) == "answer:quantity"
    assert shop.count(Deal) == 0
    shop.run(lambda uow: finish_script(uow, lead))
    deal = shop.row(Deal, convert(shop, lead))
    assert deal.due_at == ANSWERS["due"]
    assert deal.answers == {"quantity": "300", "prepayment": "half"}


@pytest.mark.parametrize("count", [1, 6])
def test_nor_do_leads_that_are_written_as_converted_however_many_at_once(shop, count):
    """Covers: A3, C5."""
    found = [a_lead(shop, phone=f"+44 7700 90070{n}") for n in range(count)]
    won, deals = shop.stage("Converted", LEADS), [shop.a_deal() for _lead in found]

    def put(uow):
        for lead, deal in zip(found, deals, strict=True):
            card = uow.get(Lead, lead)
            card.deal_id = deal
            card_moves.change_stage(uow, card, uow.get(Stage, won))

    with pytest.raises(DemandsUnmet):
        shop.run(put)


def test_no_other_path_takes_a_lead_to_its_end_without_them(shop):
    """Covers: A3, C5. In bulk those that lack an answer stay and are named; undo and what the hub let through pass."""
    lead, whole = a_lead(shop), a_lead(shop, phone="+44 7700 900777")
    shop.run(lambda uow: finish_script(uow, whole))
    won = shop.stage("Converted", LEADS)
    with pytest.raises(UserError, match="converted by making its deal"):
        shop.run(lambda uow: moves.move_card(uow, card_id=lead, stage_id=won))
    ready = shop.stage("Request ready", LEADS)
    change_stage(shop, ready, demands=["script"])
    done = shop.run(lambda uow: moves.move_cards(uow, card_ids=[lead, whole], stage_id=ready))
    assert done.moved == (whole,)
    [(stayed, lacks)] = done.stayed
    assert stayed == lead
    assert [demand_label(one) for one in lacks] == ["Quantity", "Needed by", "Prepayment"]
    convert(shop, whole)
    steps = [ScriptStep("Ask it all", fill=(Fill("delivery", required=True),))]
    publish(shop, steps)
    shop.run(history.undo, origin=Origin.UNDO)
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Lead, whole).stage_id == ready, (
        "undo brings a lead back, whatever is asked by now"
    )


def test_an_import_writes_leads_whatever_their_script_lacks(shop):
    """Covers: A3, A6."""
    draft = LeadDraft(channel="cold_list", phone="+44 7700 900888", name="Rob Hale")
    lead = shop.run(
        lambda uow: leads.new_lead(uow, draft=draft, is_automatic=True), origin=Origin.IMPORT
    )
    assert "decider" in missing(shop, lead)


def test_a_published_script_is_a_new_version_and_answers_keep_the_one_they_were_asked_by(shop):
    """Covers: A3."""
    lead = a_lead(shop)
    answer(shop, lead, "quantity", 300)
    own, how_many = own_key(), Fill("quantity", required=True)
    steps = [
        ScriptStep("Greet", say="Hello", fill=(Fill("person"),)),
        ScriptStep("Ask", ask="How many?", fill=(how_many, Fill(own, required=True, label="Who packs?"))),
    ]  # fmt: skip
    first = publish(shop, steps)
    assert missing(shop, lead) == [own], "what was answered stays answered"
    answer(shop, lead, own, "  ")
    assert missing(shop, lead) == [own], "blanks are no answer"
    answer(shop, lead, own, "They do ")
    assert shop.row(Lead, lead).answers == {own: "They do"}
    second = publish(shop, steps[1:], based_on=first)
    assert (held(shop).id, held(shop).version) == (second, 2)
    under = shop.read(lambda r: answered_under(r.connection, lead))
    assert {field: version for field, (version, _by) in under.items()} == {
        "quantity": None,
        own: first,
    }
    assert convert(shop, lead)
    assert shop.row(Deal, shop.row(Lead, lead).deal_id).answers[own] == "They do"


def test_undo_takes_back_an_answer_and_a_version(shop):
    """Covers: A3, N7."""
    lead = a_lead(shop)
    answer(shop, lead, "quantity", 300)
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Lead, lead).quantity is None
    assert shop.read(lambda r: answered_under(r.connection, lead)) == {}
    assert shop.count(ScriptAnswer) == 1, "the fact itself is kept"
    publish(shop, [ScriptStep("Only this")])
    shop.run(history.undo, origin=Origin.UNDO)
    assert held(shop).id is None


def test_a_script_published_as_shipped_is_given_back_to_what_any_later_program_ships(shop):
    """Covers: A3."""
    shipped = held(shop)
    own = publish(shop, [ScriptStep("Only this")])
    publish(shop, shipped.steps, based_on=own)
    assert held(shop) == shipped
    assert sorted(len(one.steps) for one in shop.rows(Script)) == [0, 1], "no copy of it is kept"
    publish(shop, [ScriptStep("Only that")])
    assert held(shop).steps == (ScriptStep("Only that"),)


def test_only_whoever_edits_stages_publishes_and_nobody_over_a_version_they_have_not_seen(shop):
    """Covers: A3, N4."""
    seller = shop.a_user("manager")
    with pytest.raises(UserError, match="closed to your role"):
        publish(shop, [ScriptStep("Mine")], by=seller)
    publish(shop, [ScriptStep("First")])
    with pytest.raises(UserError, match="meanwhile"):
        publish(shop, [ScriptStep("Second")])


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "needs a step"),
        ([ScriptStep(" ")], "needs a title"),
        ([ScriptStep("Ask", fill=(Fill("own:1"),))], "needs its words"),
        ([ScriptStep("Ask", fill=(Fill("due"),)), ScriptStep("Again", fill=(Fill("due"),))], "twice"),
    ],
)  # fmt: skip
def test_a_script_that_nobody_could_follow_is_not_published(shop, steps, sentence):
    """Covers: A3, N8."""
    with pytest.raises(UserError, match=sentence):
        publish(shop, steps)
    assert shop.count(Script) == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("quantity", 0, "above 0"),
        ("prepayment", "gold", "Choose one"),
        ("phone", "12", "10–15 digits"),
        ("person", " ", "cannot be empty"),
        ("moon", "x", "newer program"),
    ],
)
def test_an_answer_that_cannot_be_is_told_at_its_field_and_nothing_is_written(
    shop, field, value, sentence
):
    """Covers: A3, N8."""
    lead = a_lead(shop)
    with pytest.raises(UserError, match=sentence):
        answer(shop, lead, field, value)
    assert shop.count(ScriptAnswer) == 0


def test_a_stage_keeps_its_limit_to_the_minute(shop):
    """Covers: B1, C6."""
    first = shop.stage("Contact received", LEADS)
    assert shop.row(Stage, first).limit == 15
    change_stage(shop, first, limit=90)
    row = shop.row(Stage, first)
    assert (row.limit_hours, row.limit_minutes) == (1, 30)


def choose(shop, card, script, kind="lead"):
    shop.run(lambda uow: scripts.choose_script(uow, card_kind=kind, card_id=card, script=script))


def test_a_lead_may_follow_the_script_of_another_channel_and_still_came_by_its_own(shop):
    """Covers: A1, A3. What is missing, and which version an answer was given under, are that script's."""
    steps = (ScriptStep("Post", fill=(Fill("delivery", required=True),)),)
    version = publish(shop, steps, channel="mailing")
    lead = a_lead(shop)
    own = [one.field for one in shop.read(lambda r: queries.scripts.of_lead(r, lead)).missing]
    choose(shop, lead, "mailing")
    part = shop.read(lambda r: queries.scripts.of_lead(r, lead))
    assert (part.script.channel, part.channel) == ("mailing", "phone")
    assert [one.field for one in part.missing] == ["delivery"]
    assert shop.row(Lead, lead).channel == "phone"
    answer(shop, lead, "delivery", "courier")
    [given] = shop.rows(ScriptAnswer, ScriptAnswer.card_id == lead)
    assert given.script_id == version
    shop.run(history.undo, origin=Origin.UNDO)
    shop.run(history.undo, origin=Origin.UNDO)
    back = shop.read(lambda r: queries.scripts.of_lead(r, lead))
    assert [one.field for one in back.missing] == own
    choose(shop, lead, "phone")
    assert not shop.row(Lead, lead).script, "its own is no choice"


def test_the_guard_asks_what_the_chosen_script_asks(shop):
    """Covers: A3, F3."""
    steps = (ScriptStep("Post", fill=(Fill("delivery", required=True),)),)
    publish(shop, steps, channel="mailing")
    lead = a_lead(shop)
    choose(shop, lead, "mailing")
    with pytest.raises(DemandsUnmet) as told:
        convert(shop, lead)
    assert told.value.missing == ("answer:delivery",)
    answer(shop, lead, "delivery", "courier")
    convert(shop, lead)
    assert not shop.row(Lead, lead).is_open


def test_a_script_that_there_is_not_is_not_chosen(shop):
    """Covers: A3."""
    lead, deal = a_lead(shop), shop.a_deal()
    for card, kind in ((lead, "lead"), (deal, "deal")):
        with pytest.raises(UserError):
            choose(shop, card, "by pigeon", kind)
