# SPDX-License-Identifier: Apache-2.0
"""The hub's functions keep their promises, and every way to break one is noticed: each mutant turns its story red."""

import psycopg
import pytest

from desktop import paths
from tests.sync import (  # noqa: F401 - told with the others
    hub_stories_of_names,
    many_stories,
    seal_stories,
)
from tests.sync.hub_desks import TestHub
from tests.sync.hub_stories import TOLD, Bench

MERGE, PUSH, MANY, HELD, SEALS = (
    "002_merge", "003_push", "008_push_new", "013_out_of_sight", "019_seals",
)  # fmt: skip
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
    "a_seal_is_made_as_it_says": (
        (SEALS, "x'3636363636363636'", "x'5c5c5c5c5c5c5c5c'"),
        (SEALS, "mac(seal_key('hide'), p_head)", "seal_key('hide')"),
        (SEALS, "mac(seal_key('hide'), p_head)", "mac(seal_key('prove'), p_head)"),
        (SEALS, "sha256(inside || int4send(k))", "sha256(inside)"),
        (SEALS, "DECLARE nonce bytea := uuid_send(gen_random_uuid());", "DECLARE nonce bytea := uuid_send(p_device);"),
        (SEALS, "said || convert_to(repeat(' ', 256 - length(said) % 256), 'UTF8')",
         "said || convert_to(repeat(' ', 8 - length(said) % 8), 'UTF8')"),
    ),
    "a_seal_is_opened_for_its_own_number_of_its_own_device_alone": (
        (SEALS, "IF mac(key, seal_proof(head, hidden)) IS DISTINCT FROM mac(key, substr(came, 17, 32))", "IF false"),
        (SEALS, "RETURN uuid_send(p_device) || int8send(p_n) || p_nonce", "RETURN int8send(p_n) || p_nonce"),
        (SEALS, "RETURN uuid_send(p_device) || int8send(p_n) || p_nonce", "RETURN uuid_send(p_device) || p_nonce"),
        (SEALS, "mac(seal_key('prove'), p_head || p_hidden)", "mac(seal_key('prove'), p_head)"),
    ),
    "what_was_sealed_is_taken_again_whatever_its_author_may_do_now": (
        (SEALS, "ELSE '{\"proved\": true}'::jsonb END", "ELSE '{}'::jsonb END"),
        (PUSH, "ELSE x - '{proved,shut}'::text[] END", "ELSE x END"),
        (PUSH, "ELSE x - '{proved,shut}'::text[] END", "ELSE x - 'proved' END"),
        (PUSH, "check_op(CASE WHEN op ? 'proved' THEN proven ELSE em END, en, op)", "check_op(em, en, op)"),
        (PUSH, " proven.realms := ARRAY(SELECT DISTINCT realm FROM entity);", ""),
        (HELD, "FROM waits_for(em, op, made) w WHERE NOT op ? 'proved';", "FROM waits_for(em, op, made) w;"),
    ),
    "what_cannot_be_opened_holds_up_nothing_of_its_group": (
        (PUSH, "IF op ? 'shut' THEN", "IF false THEN"),
        (PUSH, "refuse(dv, n, s, op, 'unopened', h.chain);", "h.chain;"),
    ),
    "only_what_was_taken_of_an_own_device_is_sealed": (
        (SEALS, "l.dseq = ANY (p_ns) AND v.role_name = session_user AND", "l.dseq = ANY (p_ns) AND"),
        (SEALS, "AND (me()).role_name IS NOT NULL\n    AND l.verdict", "\n    AND l.verdict"),
        (SEALS, "AND l.verdict IN ('ok', 'dup', 'merged', 'parked') AND l.patch", "AND l.patch"),
    ),
    "what_waited_waits_once_more_though_it_was_sealed": (
        (SEALS, "THEN '{\"waits\": true}'::jsonb ELSE '{}' END)", "THEN '{}'::jsonb ELSE '{}' END)"),
        (SEALS, "CASE WHEN was ? 'waits' THEN '{}' ELSE", "CASE WHEN false THEN '{}' ELSE"),
    ),
    "a_paper_that_is_sealed_keeps_its_place": (
        (SEALS, "WHERE l.base IS NULL AND u.id =", "WHERE false AND u.id ="),
    ),
    "what_was_sealed_goes_along_with_its_author_and_with_nobody_else": (
        (SEALS, "AND e.employee_id = (me()).employee_id AND", "AND"),
        (SEALS, "v.device_id = p_to AND v.role_name = session_user AND", "v.device_id = p_to AND"),
        (SEALS, "coalesce(names->>value, value)", "value"),
    ),
    "a_copys_write_is_told_from_what_is_sealed_under_its_number": (
        (SEALS, "coalesce(k.i, (opened(p_device, k.n, k.z)->>'i')::uuid, l.id)", "coalesce(k.i, l.id)"),
    ),
    "who_makes_no_legal_papers_uses_up_no_number": (
        (PUSH, "SELECT en.name IN ('document', 'invoice_issue')\n    AND coalesce(", "SELECT coalesce("),
        (PUSH, "(SELECT write_cap = ANY (em.caps) FROM entity WHERE name = 'invoice_issue')", "true"),
        (PUSH, "IF d ? '$number' AND NOT may_number(em, en) THEN", "IF false THEN"),
    ),
    "many_new_rows_are_judged_as_each_alone": (
        (MANY, "IF em.sees IS NOT NULL AND NOT dv.may_bring THEN RETURN; END IF;", ""),
        (MANY, "IF all_new IS NOT TRUE THEN RETURN; END IF;", ""),
        (MANY, "o.n = dv.last_dseq + o.k AND", ""),
        (MANY, "o.h ~ '^[0-9a-f]{16}$' AND", ""),
        (MANY, "      AND NOT o.d ? '$number' AND", "      AND"),
        (MANY, "en.realm = ANY (em.realms) AND", ""),
        (MANY, " AND o.d ?& coalesce(needs.names, '{}')", ""),
        (MANY, "AND (dv.may_bring OR o.e NOT IN ('pipeline', 'stage', 'refusal_reason'))", ""),
        (MANY, "AND (en.write_cap IS NULL OR en.write_cap = ANY (em.caps))", ""),
        (MANY, "AND (en.protected = '{}' OR check_op(em, en, p_ops->(o.k::int - 1)) IS NULL)", ""),
        (MANY, "<= 1000000", "<= 100000000"),
        (MANY, "fits_at_once(f.form, f.may_be_empty, x.value) IS TRUE", "true"),
        (MANY, "AND count(DISTINCT o.i) = count(*)", ""),
        (MANY, "AND NOT EXISTS (SELECT 1 FROM o made JOIN state s ON s.id = made.i)\n", "\n"),
        (MANY, "AND NOT EXISTS (SELECT 1 FROM o made JOIN state s ON s.card = made.i)", ""),
        (MANY, "AND NOT EXISTS (SELECT 1 FROM o made JOIN log l ON l.id = made.i AND l.verdict = 'parked')", ""),
        (MANY, "WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.id = m.id)", "WHERE false"),
        (MANY, "made.n < m.n", "true"),
        (MANY, "w.waits = made.i OR made.e IN ('user', 'preference')", "made.e IN ('user', 'preference')"),
        (MANY, "w.waits = made.i OR made.e IN ('user', 'preference')", "w.waits = made.i"),
        (MANY, "FROM erasure x WHERE x.id IN (SELECT id FROM named UNION ALL SELECT i FROM o)", "WHERE false"),
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
