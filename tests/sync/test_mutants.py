# SPDX-License-Identifier: Apache-2.0
"""The hub's functions keep their promises, and every way to break one is noticed: each mutant turns its story red."""

import psycopg
import pytest

from desktop import paths
from tests.sync import hub_stories_of_names  # noqa: F401 - told with the others
from tests.sync.hub_desks import TestHub
from tests.sync.hub_stories import TOLD, Bench

MERGE, PUSH, HELD = "002_merge", "003_push", "013_out_of_sight"
MUTANTS = {
    "what_was_overwritten_unseen_is_kept": (
        (PUSH, "IF m.lost <> '{}' THEN", "IF false THEN"),
        (MERGE, 'stamp COLLATE "C" > stands', 'stamp COLLATE "C" < stands'),
        (MERGE, "'lost', doc->f, 'by', stands", "'lost', patch->f, 'by', stands"),
        (PUSH, "IF verdict <> 'ok' THEN bad", "IF false THEN bad"),
    ),
    "the_value_that_was_seen_gives_way_whatever_the_clocks_say": (
        (MERGE, "wins := follows OR is_same", "wins := is_same"),
    ),
    "no_time_is_later_than_the_hubs": (
        (PUSH, "eff := least(op->>'h', nowhlc)", "eff := (op->>'h')"),
    ),
    "fields_that_belong_together_merge_as_one": (
        (MERGE, "SELECT coalesce(e.units->>k, k), array_agg", "SELECT k, array_agg"),
    ),
    "a_closed_card_stays_closed": (
        (MERGE, "AND NOT is_older AND e.terminal", "AND false AND e.terminal"),
    ),
    "a_quiet_field_makes_no_notice_and_its_loser_reads_the_row_again": (
        (MERGE, " OR f = ANY (e.quiet)", ""),
        (PUSH, "ELSE verdict := 'dup'; END IF;  ", "END IF;  "),
    ),
    "what_is_sent_again_is_answered_the_same_and_stands_once": (
        (PUSH, "IF n < want THEN", "IF false THEN"),
        (PUSH, "IF prev.verdict <> 'ok' THEN", "IF false THEN"),
    ),
    "another_operation_under_the_same_number_is_a_copy_of_the_desk": (
        (PUSH, "IF NOT coalesce(is_same_op(prev, op), false) THEN", "IF false THEN"),
        (PUSH, "l.id = (op->>'i')::uuid AND (op->'d'", "(op->'d'"),
        (PUSH, "OR l.patch_sha = sha256(convert_to((op->'d')::text, 'UTF8'))", "OR true"),
    ),
    "a_missing_number_is_noticed": (
        (PUSH, "IF n > want THEN", "IF false THEN"),
    ),
    "a_group_is_taken_whole_or_not_at_all": (
        (
            PUSH,
            "RAISE EXCEPTION 'refused' USING ERRCODE = 'CR008'; END IF;",
            "verdict := fail; fail := NULL; END IF;",
        ),
        (PUSH, "want := want0;", ""),
        (PUSH, "h.chain := chain0;", ""),
    ),
    "what_cannot_be_read_is_refused_alone": (
        (PUSH, "WHEN OTHERS THEN", "WHEN division_by_zero THEN"),
    ),
    "a_time_that_is_none_is_refused": (
        (PUSH, "IF coalesce(op->>'h', '') !~ '^[0-9a-f]{16}$' THEN", "IF false THEN"),
    ),
    "a_fact_does_not_change": (
        (PUSH, "IF en.meets OR cur.doc @> d THEN", "IF true THEN"),
        (PUSH, "ELSIF en.kind = 'fact' THEN", "ELSIF false THEN"),
    ),
    "two_who_confirm_one_payment_meet": (
        (PUSH, "IF en.meets OR cur.doc @> d THEN", "IF cur.doc @> d THEN"),
    ),
    "an_edit_of_what_is_not_there_leaves_no_stub": (
        (PUSH, "ELSIF NOT FOUND AND NOT coalesce((op->>'new')::boolean, false) THEN", "ELSIF false THEN"),
    ),
    "what_no_desk_could_read_is_refused": (
        (PUSH, "IF f IS NOT NULL THEN RETURN f; END IF;", ""),
        (PUSH, "WHERE NOT fits(f.form, f.may_be_empty, x.value)) THEN 'bad_value'", "WHERE false) THEN 'bad_value'"),
        (PUSH, "WHEN octet_length(d::text) > 1000000 THEN 'bad_value'", ""),
        (PUSH, "OR NOT is_asking(d->'$number') THEN", "THEN"),
        (PUSH, "AND f.is_needed AND NOT d ? f.name", "AND false"),
        (PUSH, "  ELSE is_plain(v) END END;", "  ELSE true END END;"),
    ),
    "an_id_stays_of_one_kind": (
        (PUSH, "IF FOUND AND cur.entity <> en.name THEN", "IF false THEN"),
    ),
    "two_of_one_name_are_not_published": (
        (PUSH, "AND names_twice(grp.ops, p_ops) THEN", "AND false THEN"),
        (PUSH, "WHEN 'stage' THEN o.doc->'pipeline_id' = mine.doc->'pipeline_id'", ""),
        (PUSH, "AND v.value = x->>'i'", "AND false"),
    ),
    "what_a_row_names_has_to_be_there": (
        (PUSH, "THEN RETURN 'missing_ref'; END IF;", "THEN RETURN NULL; END IF;"),
    ),
    "who_may_not_is_refused": (
        (PUSH, "IF NOT (en.protected->>f) = ANY (em.caps) THEN RETURN 'forbidden'; END IF;", ""),
        (PUSH, "IF en.write_cap IS NOT NULL AND", "IF false AND"),
        (PUSH, "IF f = ANY (en.own) AND", "IF false AND"),
    ),
    "another_realm_is_closed": (
        (PUSH, "IF NOT en.realm = ANY (em.realms) THEN", "IF false THEN"),
    ),
    "nobody_writes_as_a_colleague": (
        (PUSH, "AND role_name = session_user AND NOT revoked FOR UPDATE;", "AND NOT revoked FOR UPDATE;"),
        (
            PUSH,
            "AND role_name = session_user AND NOT revoked FOR UPDATE;",
            "AND role_name = session_user FOR UPDATE;",
        ),
    ),
    "an_old_program_is_told_to_update": (
        (PUSH, "IF p_schema < h.min_schema THEN", "IF false THEN"),
    ),
    "every_push_leaves_a_mark": (
        (
            PUSH,
            (
                "INSERT INTO mark(seq, device_id, first_n, last_n, chain) "
                "VALUES (s, p_device, first_want, want - 1, h.chain);"
            ),
            "",
        ),
    ),
    "every_row_is_read_on_by_who_has_read_to_the_head": (
        (PUSH, "UPDATE state SET doc = m.doc, ver = m.ver, seq = s", "UPDATE state SET doc = m.doc, ver = m.ver"),
        (PUSH, "UPDATE hub SET seq = s, chain = h.chain;", "UPDATE hub SET chain = h.chain;"),
    ),
    "the_history_is_a_chain": (
        (PUSH, "UPDATE hub SET seq = s, chain = h.chain;", "UPDATE hub SET seq = s;"),
        (PUSH, "sha256(chain || convert_to(", "sha256(convert_to("),
    ),
    "an_edit_that_comes_before_its_row_waits_for_it": (
        (PUSH, "IF op ? 'again' THEN verdict := 'parked'; ELSE", "IF false THEN NULL; ELSE"),
        (PUSH, "AND log.verdict = 'parked') THEN s := unpark", "AND false) THEN s := unpark"),
    ),
    "what_was_built_on_a_write_beats_it_though_it_came_first": (
        (MERGE, "CONTINUE WHEN again AND is_older;", ""),
        (MERGE, " OR is_later OR", " OR"),
    ),
    "what_was_built_on_a_write_stands_though_that_comes_as_if_it_were_new": (
        (MERGE, "(NOT is_older AND stamp", "(stamp"),
    ),
    "a_chain_that_comes_in_any_order_ends_with_its_last": (
        (PUSH, "IF again THEN s := build_on(cur.id, wrote(eff), s); END IF;", ""),
    ),
    "copies_give_one_write_twice": (
        (PUSH, "IF (op ? 'again' OR op ? 'moved') AND", "IF false AND"),
    ),
    "a_copy_goes_on_from_what_the_other_has_given_too": (
        (MERGE, "follows := coalesce((is_known(wrote(stands))).what = (is_known(seen)).what, false);", ""),
    ),
    "a_notice_is_the_same_where_it_comes_about_again": (
        (PUSH, "key := md5(concat_ws('|', cur.id, wrote(eff), one.unit))::uuid;", "key := gen_random_uuid();"),
    ),
    "numbers_have_no_gap_and_are_given_once": (
        (PUSH, "given := given0;", ""),
        (
            PUSH,
            "given := given || jsonb_build_array(jsonb_build_array(n, number_again(d->'$number', prev.patch)));",
            "",
        ),
    ),
    "a_card_that_the_hub_had_lost_is_its_makers_whoever_uses_its_id": (
        (PUSH, "AND person_of(cur.ver->>'*') IS DISTINCT FROM em.employee_id THEN", "AND false THEN"),
    ),
    "what_is_given_again_about_a_card_out_of_sight_waits_until_it_is_seen": (
        (PUSH, "CASE WHEN em.sees IS NOT NULL AND NOT dv.may_bring THEN", "CASE WHEN false THEN"),
        (PUSH, "IF fail IS NULL AND waits ? n::text THEN", "IF false THEN"),
        (
            PUSH,
            "FROM jsonb_each_text(coalesce(p.base, '{}')))\n             AND NOT EXISTS (SELECT 1 FROM held w",
            "FROM jsonb_each_text(coalesce(p.base, '{}')))\n             AND true OR EXISTS (SELECT 1 FROM held w",
        ),
        (PUSH, "ELSIF holds THEN s := let_through(row_id, s); END IF;", "END IF;"),
        (HELD, "IF is_hidden(em.sees, lies) THEN waits := lies; RETURN; END IF;", ""),
        (HELD, "IF FOUND AND is_hidden(em.sees, lies) THEN waits := lies; RETURN; END IF;", ""),
        (HELD, "IF NOT FOUND AND (f = en.follows OR f = '$number') THEN", "IF false THEN"),
        (HELD, "      s := unpark(l.id, s);\n", ""),
    ),
}  # fmt: skip
"""By the story that notices it: a file of the hub, what stands in it, and what would stand there then."""


@pytest.fixture(scope="module")
def bare(server):
    return TestHub(server, "mutants")


@pytest.fixture
def bench(bare):
    """The hub as it is, for one test; nothing of it stays."""
    with (
        bare.server.connect(bare.name) as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute("SET LOCAL search_path = crm, pg_temp")
        yield Bench(bare, connection)


@pytest.mark.parametrize("name", TOLD)
def test_the_hub_keeps_its_promises(bench, name):
    """Covers: N2, N3, N4, N7."""
    TOLD[name](bench)


@pytest.mark.parametrize(
    ("told_by", "file", "was", "becomes"),
    [
        pytest.param(told_by, *one, id=f"{told_by}-{n}")
        for told_by, changes in MUTANTS.items()
        for n, one in enumerate(changes)
    ],
)
def test_a_hub_that_breaks_one_is_noticed(bench, told_by, file, was, becomes):
    """Covers: N2, N3."""
    text = (paths.resource("hub") / f"{file}.sql").read_text(encoding="utf-8")
    assert text.count(was) == 1
    changed = text.replace(was, becomes).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    bench.run(changed)
    with pytest.raises((AssertionError, psycopg.Error, pytest.fail.Exception)):
        TOLD[told_by](bench)
