# SPDX-License-Identifier: Apache-2.0
"""The counter order follows the walk-in script: the order of its blocks, what is said, what must be answered."""

from desktop.commands import scripts
from desktop.domain.deal import Deal
from desktop.domain.script import ScriptAnswer
from desktop.values.scripts import Fill, ScriptStep

PICKS_UP = "own:1"
SCRIPT = (
    ScriptStep("When", say="By when do you need it?", fill=(Fill("due", required=True),)),
    ScriptStep("Who", fill=(Fill("phone"),)),
    ScriptStep("What", fill=(Fill("product", required=True), Fill("quantity", required=True))),
    ScriptStep("Money", fill=(Fill("prepayment", required=True),)),
    ScriptStep("End", fill=(Fill(PICKS_UP, required=True, label="Who picks it up?"),)),
)


def publish(desk):
    return desk.shop.run(
        lambda uow: scripts.publish_script(uow, channel="walk_in", steps=SCRIPT, based_on=None)
    )


def test_the_blocks_stand_in_the_order_of_the_script_with_its_words(desk):
    """Covers: A3, A2."""
    publish(desk)
    page = desk.open().at_counter().page
    assert page.by_script.order == ("due", "client", "product", "ready")
    blocks = sorted((page.due, page.client, page.product, page.ready), key=lambda one: one.y())
    assert blocks == [page.due, page.client, page.product, page.ready]
    assert page.due._hint.text() == "“By when do you need it?”"
    assert page.due.due.hasFocus()


def test_an_order_is_not_taken_without_what_the_script_must_know(desk):
    """Covers: A3, A2."""
    version = publish(desk)
    desk.shop.an_open_shift()
    page = desk.open().at_counter().page
    page.client.toggle_anonymous()
    desk.press("1", "Enter", "5", "0", "0", "F12")
    desk.wait(lambda: "prepayment" in page.due.problems(), "the prepayment is asked for")
    assert not desk.rows(Deal)
    desk.press("F9", "Enter", "F12")
    question = page.ready.own.fields[PICKS_UP]
    desk.wait(lambda: question.field.error(), "the own question is asked")
    assert question.has_cursor()
    desk.write("Anna")
    desk.press("F12")
    desk.wait(lambda: desk.rows(Deal), "the order is taken")
    [deal] = desk.rows(Deal)
    assert deal.answers == {PICKS_UP: "Anna"}
    assert [one.script_id for one in desk.rows(ScriptAnswer)] == [version]
    assert page.ready.own.fields[PICKS_UP].control.text() == ""
