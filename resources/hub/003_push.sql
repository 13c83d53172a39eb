-- The whole write surface of the hub. SPDX-License-Identifier: Apache-2.0
--   op: {n: number within the device, t: group, e: entity, i: id, new: makes the row, h: hlc, d: {field: value}, b: {field: who wrote what was seen},
--   again: the hub had taken it before it was put back to an older state, moved: a copy of the desk may have sent it too}
--   z: what the hub had taken under this number and sealed itself, in place of e, i, d and b (019_seals.sql).
--   What is given again about a card that its author does not see, as the hub stands, waits until they do (013_out_of_sight.sql).
--   A d may hold $number: the place in a series of legal papers that is wanted or held (005_numbers.sql).
-- A group is taken whole or refused whole; a refused group never holds up those behind it. What was answered once is answered
-- the same again. Errors of its own: CR001 unknown person or device, CR002 update first, CR003 forked device, CR004 gap in the numbers.

-- Whether a value is of a form, as every desk has to read it (desktop/storage/readable.py asks the same). A form that
-- nobody knows is one of a newer program: nothing in it may be too large or too deep to be read at all.
CREATE FUNCTION is_plain(v jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_typeof(v) IN ('string', 'boolean', 'null')
  OR NOT jsonb_path_exists(v, 'strict $.**{12 to last}') AND NOT jsonb_path_exists(v,
    'strict $.** ? (@.type() == "number" && (@ >= 1000000000000000 || @ <= -1000000000000000))');
CREATE FUNCTION fits(form text, may_be_empty boolean, v jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(v) = 'null' THEN coalesce(may_be_empty, true) ELSE CASE form
  WHEN 'text' THEN jsonb_typeof(v) = 'string'
  WHEN 'boolean' THEN jsonb_typeof(v) = 'boolean'
  WHEN 'number' THEN v::text ~ '^-?[0-9]{1,15}$'
  WHEN 'id' THEN v::text ~ '^"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$'
  WHEN 'time' THEN v::text ~ '^"([12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29)T([01][0-9]|2[0-3])(:[0-5][0-9]){2}[.][0-9]{6}Z"$'
  WHEN 'day' THEN v::text ~ '^"([12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29)"$'
  WHEN 'exact' THEN v::text ~ '^"-?[0-9]{1,15}([.][0-9]{1,40})?(E(-[0-9]{1,2}|[+][0-9]))?"$'
  WHEN 'document' THEN jsonb_typeof(v) = 'object' AND is_plain(v)
  WHEN 'words' THEN jsonb_typeof(v) = 'object' AND NOT jsonb_path_exists(v, 'strict $.* ? (@.type() != "string")')
  WHEN 'names' THEN jsonb_typeof(v) = 'array' AND NOT jsonb_path_exists(v, 'strict $[*] ? (@.type() != "string")')
  WHEN 'rows' THEN jsonb_typeof(v) = 'array' AND NOT jsonb_path_exists(v, 'strict $[*] ? (@.type() != "object")') AND is_plain(v)
  ELSE is_plain(v) END END;

-- What may be asked under $number (005_numbers.sql).
CREATE FUNCTION is_asking(ask jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ask IS NULL OR coalesce(length(ask->>'series') BETWEEN 1 AND 100 AND fits('id', false, ask->'for')
  AND coalesce(ask->>'place', '0') ~ '^[0-9]{1,9}$' AND coalesce(ask->>'past', '0') ~ '^[0-9]{1,9}$'
  AND coalesce(ask->>'width', '0') ~ '^[0-9]{1,2}$' AND fits('words', false, coalesce(ask->'into', '{}')), false);

-- What is wrong with the fields of an operation; a new row brings all that has no default, but for what the hub fills in.
CREATE FUNCTION check_fields(kind text, d jsonb, is_new boolean) RETURNS text LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT CASE
    WHEN jsonb_typeof(d) IS DISTINCT FROM 'object' OR NOT is_asking(d->'$number') THEN 'malformed'
    WHEN octet_length(d::text) > 1000000 THEN 'bad_value'
    WHEN EXISTS (SELECT 1 FROM jsonb_each(d - '$number') x LEFT JOIN field f ON f.entity = kind AND f.name = x.key
      WHERE NOT fits(f.form, f.may_be_empty, x.value)) THEN 'bad_value'
    WHEN is_new AND EXISTS (SELECT 1 FROM field f WHERE f.entity = kind AND f.is_needed AND NOT d ? f.name
      AND NOT coalesce(d->'$number'->'into' ? f.name, false)) THEN 'bad_value' END
$$;
-- A place in a series is for papers, and for who may make those that are numbered: nobody else uses one up.
CREATE FUNCTION may_number(em employee, en entity) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT en.name IN ('document', 'invoice_issue')
    AND coalesce((SELECT write_cap = ANY (em.caps) FROM entity WHERE name = 'invoice_issue'), true)
$$;
CREATE FUNCTION check_op(em employee, en entity, op jsonb) RETURNS text LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE f text; d jsonb := op->'d'; is_new boolean := coalesce((op->>'new')::boolean, false);
BEGIN
  IF en.name IS NULL THEN RETURN 'unknown_entity'; END IF;
  IF coalesce(op->>'h', '') !~ '^[0-9a-f]{16}$' THEN RETURN 'malformed'; END IF;   -- every desk has to read it
  IF NOT en.realm = ANY (em.realms) THEN RETURN 'forbidden'; END IF;
  IF en.write_cap IS NOT NULL AND NOT en.write_cap = ANY (em.caps)
     AND (is_new OR EXISTS (SELECT 1 FROM jsonb_object_keys(d) k WHERE NOT en.protected ? k)) THEN RETURN 'forbidden'; END IF;
  IF en.protected <> '{}' THEN
    FOR f IN SELECT k FROM jsonb_object_keys(d) k WHERE en.protected ? k LOOP
      -- A new row may carry the empty value of a field that it takes a right to fill.
      CONTINUE WHEN is_new AND d->f IN ('null', '""', 'false', '0');
      IF NOT (en.protected->>f) = ANY (em.caps) THEN RETURN 'forbidden'; END IF;
      IF f = ANY (en.own) AND (op->>'i')::uuid <> em.employee_id AND NOT coalesce(en.write_cap = ANY (em.caps), false) THEN
        RETURN 'forbidden';
      END IF;
    END LOOP;
  END IF;
  f := check_fields(en.name, d, is_new);
  IF f IS NOT NULL THEN RETURN f; END IF;
  IF d ? '$number' AND NOT may_number(em, en) THEN RETURN 'forbidden'; END IF;
  IF en.name = 'planned_handover' AND may_plan(em, op) IS NOT TRUE THEN RETURN 'forbidden'; END IF;   -- 018_planned.sql
  IF EXISTS (SELECT 1 FROM erasure x WHERE x.id IN ((op->>'i')::uuid, CASE WHEN en.name = 'contact_phone' THEN (d->>'contact_id')::uuid END,
      CASE WHEN en.name = 'contact_phone' THEN (d->>'company_id')::uuid END)) THEN RETURN 'erased'; END IF;
  IF op ? 'again' THEN RETURN NULL; END IF;              -- what it names is still to be given again, by whoever made it
  FOREACH f IN ARRAY en.refs LOOP
    IF d->>f IS NOT NULL AND NOT EXISTS (SELECT 1 FROM state WHERE id = (d->>f)::uuid) THEN RETURN 'missing_ref'; END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- One link of the chain over the log. It holds the hash of the change, so that erasing a person's data leaves it whole.
CREATE FUNCTION link(chain bytea, code text, n bigint, entity text, id uuid, hlc text, verdict text, sha bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS
  $$ SELECT sha256(chain || convert_to(concat_ws('|', code, n, entity, id, hlc, verdict), 'UTF8') || sha) $$;

-- Who wrote with this stamp.
CREATE FUNCTION person_of(stamp text) RETURNS uuid LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT e.employee_id FROM device v JOIN employee e USING (role_name) WHERE v.code = split_part(wrote(stamp), '.', 1)
$$;

-- What was overwritten unseen, for both to look at: one notice for each field, or for those that merge together, because
-- each may have been another's and each is settled by itself. Who overwrote himself from another desk needs not look, but at a
-- lead that became two deals: of these one has to go.
CREATE FUNCTION conflicts_of(en entity, on_id uuid, lost jsonb) RETURNS TABLE (unit text, notice jsonb)
LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  WITH each_unit AS (
    SELECT coalesce(en.units->>key, key) AS unit, jsonb_object_agg(key, value) AS fields,
           min(value->>'by') AS lost_by, min(value->>'won_by') AS won_by,
           to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
    FROM jsonb_each(lost) GROUP BY 1 ORDER BY 1
  )
  SELECT unit, jsonb_build_object('on_kind', en.name, 'on_id', on_id, 'fields', fields,
    'loser_id', person_of(lost_by), 'winner_id', person_of(won_by), 'found_at', at,
    'settled_at', CASE WHEN person_of(lost_by) = person_of(won_by) AND NOT (en.name = 'lead' AND fields ? 'deal_id') THEN at END, 'settled_by', NULL, 'archived_at', NULL)
  FROM each_unit
$$;

-- Merges a write into the row that stands; `s` is the hub's place in the order, counted up for each row that is written.
CREATE FUNCTION settle(en entity, cur state, d jsonb, base jsonb, eff text, again boolean, INOUT s bigint, OUT verdict text)
LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE m record; one record; key uuid;
BEGIN
  verdict := 'ok';
  m := merge(en, cur.doc, cur.ver, d, base, eff, again);
  IF m.touched THEN
    s := s + 1; UPDATE state SET doc = m.doc, ver = m.ver, seq = s WHERE id = cur.id;
    IF again THEN s := build_on(cur.id, wrote(eff), s); END IF;
  ELSE verdict := 'dup'; END IF;                         -- what stands is not what the desk has: it reads the row once more
  IF m.lost <> '{}' THEN
    verdict := 'merged';
    FOR one IN SELECT * FROM conflicts_of(en, cur.id, m.lost) LOOP
      s := s + 1;
      -- The same where it comes about again: what was done with the notice finds it.
      key := md5(concat_ws('|', cur.id, wrote(eff), one.unit))::uuid;
      IF EXISTS (SELECT 1 FROM state WHERE id = key) THEN key := gen_random_uuid(); END IF;
      INSERT INTO state VALUES (key, 'conflict', en.realm, s, one.notice, jsonb_build_object('*', eff));
      s := unpark(key, s);
    END LOOP;
  END IF;
END $$;

-- What was built on a write and given again before it: now that the write is there, it stands above it as it did before.
CREATE FUNCTION build_on(p_id uuid, p_writer text, INOUT s bigint) LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE l record; en entity; cur state; part jsonb;
BEGIN
  FOR l IN SELECT p.*, v.code FROM log p JOIN device v USING (device_id)
           WHERE p.id = p_id AND p.again AND p.verdict IN ('ok', 'merged', 'dup', 'parked') AND p.patch IS NOT NULL
             AND p_writer IN (SELECT value FROM jsonb_each_text(coalesce(p.base, '{}')))
             AND NOT EXISTS (SELECT 1 FROM held w WHERE (w.device_id, w.dseq) = (p.device_id, p.dseq)) ORDER BY p.seq LOOP
    SELECT * INTO cur FROM state WHERE id = p_id;
    SELECT * INTO en FROM entity WHERE name = cur.entity;
    SELECT jsonb_object_agg(key, value) INTO part FROM jsonb_each(l.patch) WHERE l.base->>coalesce(en.units->>key, key) = p_writer;
    CONTINUE WHEN part IS NULL;
    s := (settle(en, cur, part, l.base, least(l.hlc, now_hlc()) || '-' || l.code || '.' || l.dseq, true, s)).s;
  END LOOP;
END $$;

-- A row is there that edits were given again for before it was.
CREATE FUNCTION unpark(p_id uuid, INOUT s bigint) LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE l record; en entity; cur state;
BEGIN
  FOR l IN SELECT p.*, v.code FROM log p JOIN device v USING (device_id)
           WHERE p.id = p_id AND p.verdict = 'parked' AND p.patch IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM held w WHERE (w.device_id, w.dseq) = (p.device_id, p.dseq)) ORDER BY p.seq LOOP
    SELECT * INTO cur FROM state WHERE id = p_id;
    SELECT * INTO en FROM entity WHERE name = cur.entity;
    CONTINUE WHEN en.kind = 'fact' OR en.name <> l.entity;
    s := (settle(en, cur, l.patch, coalesce(l.base, '{}'), least(l.hlc, now_hlc()) || '-' || l.code || '.' || l.dseq, true, s)).s;
  END LOOP;
  s := let_through(p_id, s);
END $$;

-- The hub's time: no write is later than that.
CREATE FUNCTION now_hlc() RETURNS text LANGUAGE sql VOLATILE SET search_path = crm, pg_temp AS
  $$ SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16 | 65535), 16, '0') $$;

-- Whether an operation is the one that was answered under its number, and not another one of a copy of the desk.
CREATE FUNCTION is_same_op(l log, op jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS $$
  SELECT l.hlc IS NOT DISTINCT FROM op->>'h' AND CASE
    WHEN l.verdict NOT IN ('ok', 'dup', 'merged', 'parked') THEN l.patch->>'i' = op->>'i' AND l.patch->'d' = op->'d'
    ELSE l.id = (op->>'i')::uuid AND (op->'d' ? '$number' OR l.patch_sha = sha256(convert_to((op->'d')::text, 'UTF8'))) END
$$;

-- Whether a group leaves two pipelines, two stages of one pipeline or two reasons of one list with the same name in use; a desk
-- lets nobody publish that (desktop/storage/name_rules.py). What the same push already stands on is taken all the same: to refuse
-- it would take the cards along, and a name can be changed.
CREATE FUNCTION names_twice(grp jsonb, p_ops jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE mine state;
BEGIN
  FOR mine IN SELECT s.* FROM jsonb_array_elements(grp) x JOIN state s ON s.id = (x->>'i')::uuid
      WHERE x->>'e' IN ('pipeline', 'stage', 'refusal_reason') AND NOT x ?| '{again,moved}'
        AND (x->'d') ?| '{name,archived_at,pipeline_id,for_deals,for_leads}' AND s.doc->>'archived_at' IS NULL
        AND NOT (x ? 'new' AND EXISTS (SELECT 1 FROM jsonb_array_elements(p_ops) y CROSS JOIN LATERAL jsonb_each_text(y->'d') v
          WHERE y->'t' IS DISTINCT FROM x->'t' AND v.value = x->>'i')) LOOP
    IF EXISTS (SELECT 1 FROM state o WHERE o.entity = mine.entity AND o.id <> mine.id AND o.doc->>'archived_at' IS NULL
        AND lower(btrim(o.doc->>'name')) = lower(btrim(mine.doc->>'name')) AND CASE mine.entity
          WHEN 'stage' THEN o.doc->'pipeline_id' = mine.doc->'pipeline_id'
          WHEN 'refusal_reason' THEN (o.doc->'for_deals' = 'true' AND mine.doc->'for_deals' = 'true')
            OR (o.doc->'for_leads' = 'true' AND mine.doc->'for_leads' = 'true')
          ELSE true END) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Keeps an operation that was refused, whole and about no row; returns the chain with it.
CREATE FUNCTION refuse(dv device, n bigint, s bigint, op jsonb, verdict text, chain bytea) RETURNS bytea LANGUAGE plpgsql
SET search_path = crm, pg_temp AS $$
DECLARE nobody uuid := '00000000-0000-0000-0000-000000000000'; sha bytea := sha256(convert_to(op::text, 'UTF8'));
BEGIN
  INSERT INTO log VALUES (dv.device_id, n, s, now(), session_user, coalesce(op->>'e', '?'), nobody, coalesce(op->>'h', ''), op, sha, op->'b', verdict);
  RETURN link(chain, dv.code, n, coalesce(op->>'e', '?'), nobody, coalesce(op->>'h', ''), verdict, sha);
END $$;

CREATE FUNCTION push(p_device uuid, p_schema int, p_version text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE
  em employee; proven employee; h hub; dv device; en entity; cur state; grp record; op jsonb; d jsonb; m record;
  s bigint; s0 bigint; want bigint; want0 bigint; first_want bigint; n bigint; row_id uuid; verdict text; fail text; eff text; nowhlc text;
  waits jsonb; holds boolean; bad jsonb := '[]'; bad0 jsonb; given jsonb := '[]'; given0 jsonb; prev log; chain0 bytea; sha bytea;
BEGIN
  IF jsonb_array_length(p_ops) > 5000 THEN RAISE EXCEPTION 'too many operations in one push' USING ERRCODE = 'CR005'; END IF;
  IF (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
  SELECT * INTO h FROM hub FOR UPDATE;                     -- the order of everything, held to the commit
  em := me();                                              -- under the lock: rights that were taken meanwhile hold here
  IF em.role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
  IF p_schema < h.min_schema THEN RAISE EXCEPTION 'this version is too old to send' USING ERRCODE = 'CR002'; END IF;
  SELECT * INTO dv FROM device WHERE device_id = p_device AND role_name = session_user AND NOT revoked FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'unknown or revoked device' USING ERRCODE = 'CR001'; END IF;
  IF dv.may_bring THEN em.caps := ARRAY(SELECT DISTINCT capability FROM role_right); END IF;
  s := h.seq; want := dv.last_dseq + 1; first_want := want;
  nowhlc := now_hlc();
  holds := EXISTS (SELECT 1 FROM held);
  IF jsonb_path_exists(p_ops, 'strict $[*] ? (exists(@.z) || exists(@.proved) || exists(@.shut))') THEN  -- sealed by the hub itself (019_seals.sql)
    SELECT jsonb_agg(CASE WHEN x ? 'z' THEN unsealed(p_device, x) ELSE x - '{proved,shut}'::text[] END) INTO p_ops FROM jsonb_array_elements(p_ops) x;
  END IF;
  proven := em; proven.caps := ARRAY(SELECT DISTINCT capability FROM role_right); proven.realms := ARRAY(SELECT DISTINCT realm FROM entity);

  FOR grp IN
    SELECT x->'t' AS t, jsonb_agg(x ORDER BY (x->>'n')::bigint) AS ops, min((x->>'n')::bigint) AS n0
    FROM jsonb_array_elements(p_ops) x GROUP BY 1 ORDER BY 3
  LOOP
    s0 := s; want0 := want; bad0 := bad; given0 := given; chain0 := h.chain; fail := NULL;
    BEGIN
      waits := CASE WHEN em.sees IS NOT NULL AND NOT dv.may_bring THEN out_of_sight_in(em, grp.ops) ELSE '{}' END;
      FOR op IN SELECT x FROM jsonb_array_elements(grp.ops) x LOOP
        n := (op->>'n')::bigint; d := op->'d';
        IF n < want THEN                                   -- again, because the answer was lost
          SELECT * INTO prev FROM log l WHERE l.device_id = p_device AND l.dseq = n;
          IF NOT coalesce(is_same_op(prev, op), false) THEN
            RAISE EXCEPTION 'forked at %', n USING ERRCODE = 'CR003', DETAIL = n;
          END IF;
          IF prev.verdict <> 'ok' THEN bad := bad || jsonb_build_array(jsonb_build_array(n, prev.verdict)); END IF;
          IF prev.verdict IN ('ok', 'dup', 'merged', 'parked') AND d->'$number' ? 'into' AND NOT prev.patch ? '$number' THEN
            given := given || jsonb_build_array(jsonb_build_array(n, number_again(d->'$number', prev.patch)));
          END IF;
          CONTINUE;
        END IF;
        IF n > want THEN RAISE EXCEPTION 'gap: have %, got %', want - 1, n USING ERRCODE = 'CR004'; END IF;
        IF op ? 'shut' THEN                                -- alone: the others of its group were taken with it once
          want := want + 1; s := s + 1; h.chain := refuse(dv, n, s, op, 'unopened', h.chain);
          bad := bad || jsonb_build_array(jsonb_build_array(n, 'unopened'));
          CONTINUE;
        END IF;
        want := want + 1; verdict := 'ok'; row_id := (op->>'i')::uuid; eff := least(op->>'h', nowhlc) || '-' || dv.code || '.' || n;
        SELECT * INTO en FROM entity WHERE name = op->>'e';
        fail := coalesce(waits->>'fail', check_op(CASE WHEN op ? 'proved' THEN proven ELSE em END, en, op));
        IF fail IS NULL AND d ? '$number' AND NOT (waits ? n::text AND is_of_another(em, d)) THEN
          m := give_number(d); d := m.d;
          IF m.given IS NOT NULL THEN given := given || jsonb_build_array(jsonb_build_array(n, m.given)); END IF;
        END IF;
        IF fail IS NULL AND waits ? n::text THEN
          verdict := 'parked';
        ELSIF fail IS NULL THEN
          SELECT * INTO cur FROM state WHERE id = row_id;
          IF FOUND AND cur.entity <> en.name THEN fail := 'id_reused';
          ELSIF NOT FOUND AND NOT coalesce((op->>'new')::boolean, false) THEN
            IF op ? 'again' THEN verdict := 'parked'; ELSE fail := 'missing_row'; END IF;
          ELSIF NOT FOUND THEN
            s := s + 1;
            INSERT INTO state VALUES (row_id, en.name, en.realm, s, d, jsonb_build_object('*', eff));
            IF EXISTS (SELECT 1 FROM log WHERE id = row_id AND log.verdict = 'parked') THEN s := unpark(row_id, s); END IF;
          ELSIF en.kind = 'fact' THEN
            IF en.meets OR cur.doc @> d THEN verdict := 'dup'; ELSE fail := 'fact_changed'; END IF;
          ELSE
            sha := sha256(convert_to(d::text, 'UTF8'));
            IF (op ? 'again' OR op ? 'moved') AND EXISTS (SELECT 1 FROM log l WHERE l.id = row_id AND l.hlc = op->>'h'
                AND l.patch_sha = sha AND l.verdict IN ('ok', 'dup', 'merged', 'parked')) THEN
              verdict := 'dup';
            ELSIF op ? 'again' AND (op->>'new')::boolean AND en.held_by <> '{}'
                AND person_of(cur.ver->>'*') IS DISTINCT FROM em.employee_id THEN
              -- While the hub had lost a card somebody else made one under its id: it is whose it was.
              s := give_back(cur, d, eff, s); holds := true;
            ELSE
              m := settle(en, cur, d, coalesce(op->'b', '{}'), eff, op ? 'again', s); s := m.s; verdict := m.verdict;
            END IF;
          END IF;
        END IF;
        IF fail IS NOT NULL THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'CR008'; END IF;
        s := s + 1; sha := sha256(convert_to(d::text, 'UTF8'));
        INSERT INTO log VALUES (p_device, n, s, now(), session_user, en.name, row_id, op->>'h', d, sha, op->'b', verdict, op ? 'again');
        h.chain := link(h.chain, dv.code, n, en.name, row_id, op->>'h', verdict, sha);
        IF verdict <> 'ok' THEN bad := bad || jsonb_build_array(jsonb_build_array(n, verdict)); END IF;
        IF waits ? n::text THEN
          INSERT INTO held VALUES (p_device, n, row_id, (waits->>n::text)::uuid, coalesce((op->>'new')::boolean, false));
          holds := true;
        ELSIF holds THEN s := let_through(row_id, s); END IF;
      END LOOP;
      IF want > want0 AND NOT dv.may_bring AND names_twice(grp.ops, p_ops) THEN
        fail := 'name_taken'; RAISE EXCEPTION 'refused' USING ERRCODE = 'CR008';
      END IF;
    EXCEPTION
      -- The last five are whole classes of errors: they say something of the server, nothing of what was sent.
      WHEN SQLSTATE 'CR003' OR SQLSTATE 'CR004' OR query_canceled OR lock_not_available OR insufficient_resources
        OR transaction_rollback OR operator_intervention OR system_error OR internal_error THEN RAISE;
      WHEN OTHERS THEN                                     -- this group alone is refused
        s := s0; want := want0; bad := bad0; given := given0; h.chain := chain0;
        verdict := coalesce(fail, 'error:' || SQLSTATE);
        FOR op IN SELECT x FROM jsonb_array_elements(grp.ops) x LOOP
          n := (op->>'n')::bigint;
          CONTINUE WHEN n < want;
          want := want + 1; s := s + 1; h.chain := refuse(dv, n, s, op, verdict, h.chain);
          bad := bad || jsonb_build_array(jsonb_build_array(n, verdict));
        END LOOP;
    END;
  END LOOP;

  IF want > first_want THEN
    INSERT INTO mark(seq, device_id, first_n, last_n, chain) VALUES (s, p_device, first_want, want - 1, h.chain);
    UPDATE hub SET seq = s, chain = h.chain;
    PERFORM pg_notify('crm_head', s::text);
  END IF;
  UPDATE device SET last_dseq = want - 1, last_seen = now(), app_version = p_version, schema = p_schema WHERE device_id = p_device;
  RETURN jsonb_build_object('acked', want - 1, 'head', s, 'epoch', h.epoch, 'now', nowhlc, 'bad', bad, 'numbers', given);
END $$;

-- Which mark stood at a place in the order: the same for whoever has read up to there, unless the hub was put back since.
CREATE FUNCTION mark_at(p_seq bigint) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT mark FROM mark WHERE seq <= p_seq AND (me()).role_name IS NOT NULL ORDER BY seq DESC LIMIT 1 $$;
