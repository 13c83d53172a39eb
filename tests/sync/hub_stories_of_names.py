# SPDX-License-Identifier: Apache-2.0
"""The hub's promise about the names that the shop chooses from, told as the others are (hub_stories)."""

from tests.sync.hub_stories import row, story


@story
def two_of_one_name_are_not_published(bench):
    reasons = {"for_deals": True, "for_leads": False}

    def named(kind, name, called, **more):
        return bench.op("anna", kind, name, {"name": called, **more}, new=True)

    bench.push(
        "anna",
        named("pipeline", "tender", "Tender"),
        named("stage", "first", "First", pipeline_id=row("tender")),
        named("refusal_reason", "small", "Too small", **reasons),
    )
    answer = bench.push(
        "anna",
        named("pipeline", "other", "Bids"),
        named("stage", "same", "First", pipeline_id=row("other")),
        named("refusal_reason", "of leads", "Too small", for_deals=False, for_leads=True),
        named("pipeline", "twice", " TENDER"),
        named("stage", "beside", "first", pipeline_id=row("tender")),
        named("refusal_reason", "again", "too small", **reasons),
        bench.op("anna", "pipeline", "other", {"name": "tender"}, h=200, b={"name": "AA00.4"}),
        bench.op("anna", "stage", "same", {"name": "Same"}, h=200, b={"name": "AA00.5"}),
    )
    assert answer["bad"] == dict.fromkeys(range(7, 11), "name_taken")
    assert bench.doc("twice") is None
    swap = bench.push(
        "anna",
        bench.op("anna", "pipeline", "tender", {"name": "Bids"}, h=300, b={"name": "AA00.1"}, t=99),
        bench.op(
            "anna", "pipeline", "other", {"name": "Tender"}, h=300, b={"name": "AA00.4"}, t=99
        ),
        named("pipeline", "used", "tender"),
        bench.op("anna", "lead", "lead", {"pipeline_id": row("used")}, new=True),
    )
    assert swap["bad"] == {}, "what a card stands on already is taken with it"
