-- Many new rows at once: a shop that is brought along, a long import. SPDX-License-Identifier: Apache-2.0
-- The checks of push() are asked of all operations together. If all is plain, all is taken by three statements; whatever is
-- not (a row that is there already, a right that lacks, a number to be given, an answer that was lost) goes through push(),
-- so that a verdict never depends on the way. An answer with `all_new` says that the k-th row stands at head - 2 * (count - k) - 1
-- as it was sent.

CREATE FUNCTION push_new(p_device uuid, p_schema int, p_version text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE
  em employee; h hub; dv device; nowhlc text; count int := jsonb_array_length(p_ops); last_n bigint; o record; shas bytea[]; links bytea[]; one bytea;
BEGIN
  IF (me()).role_name IS NULL THEN RETURN push(p_device, p_schema, p_version, p_ops); END IF;
  SELECT * INTO h FROM hub FOR UPDATE;                     -- the order of everything, held to the commit
  em := me();                                              -- under the lock, as in push()
  SELECT * INTO dv FROM device WHERE device_id = p_device AND role_name = session_user AND NOT revoked FOR UPDATE;
  IF em.role_name IS NULL OR dv.device_id IS NULL OR p_schema < h.min_schema OR count > 5000 THEN
    RETURN push(p_device, p_schema, p_version, p_ops);
  END IF;
  o := plain_ops(em, dv, p_ops);
  IF NOT o.are_plain THEN RETURN push(p_device, p_schema, p_version, p_ops); END IF;
  nowhlc := now_hlc();
  last_n := dv.last_dseq + count;

  -- What follows a row that stands lies where that lies; whatever else is placed by the trigger, row by row (009_sight.sql).
  INSERT INTO state
    SELECT n.i, n.e, en.realm, h.seq + 2 * n.k - 1, n.d, jsonb_build_object('*', least(n.h, nowhlc) || '-' || dv.code || '.' || n.n), t.card, t.till
    FROM unnest(o.ns, o.kinds, o.ids, o.hlcs, o.docs) WITH ORDINALITY n(n, e, i, h, d, k) JOIN entity en ON en.name = n.e
    LEFT JOIN state t ON en.follows IS NOT NULL AND en.held_by = '{}' AND en.till IS NULL AND NOT n.d ? 'erased'
      AND t.id = (n.d->>en.follows)::uuid
    ORDER BY n.k;
  SELECT array_agg(sha ORDER BY k), array_agg(convert_to(concat_ws('|', dv.code, n.n, n.e, n.i, n.h, 'ok'), 'UTF8') || sha ORDER BY k)
    INTO shas, links
    FROM unnest(o.ns, o.kinds, o.ids, o.hlcs, o.texts) WITH ORDINALITY n(n, e, i, h, said, k), sha256(convert_to(n.said, 'UTF8')) sha;
  INSERT INTO log (device_id, dseq, seq, role_name, entity, id, hlc, patch, patch_sha, verdict)
    SELECT p_device, n.n, h.seq + 2 * n.k, session_user, n.e, n.i, n.h, n.d, n.sha, 'ok'
    FROM unnest(o.ns, o.kinds, o.ids, o.hlcs, o.docs, shas) WITH ORDINALITY n(n, e, i, h, d, sha, k) ORDER BY n.k;
  FOREACH one IN ARRAY links LOOP h.chain := sha256(h.chain || one); END LOOP;   -- as link() does

  INSERT INTO mark(seq, device_id, first_n, last_n, chain) VALUES (h.seq + 2 * count, p_device, dv.last_dseq + 1, last_n, h.chain);
  UPDATE hub SET seq = h.seq + 2 * count, chain = h.chain;
  PERFORM pg_notify('crm_head', (h.seq + 2 * count)::text);
  UPDATE device SET last_dseq = last_n, last_seen = now(), app_version = p_version, schema = p_schema WHERE device_id = p_device;
  RETURN jsonb_build_object('acked', last_n, 'head', h.seq + 2 * count, 'epoch', h.epoch, 'now', nowhlc, 'bad', '[]'::jsonb,
    'numbers', '[]'::jsonb, 'all_new', true);
END $$;

-- The same as fits() for what can be told faster by a cast; an error says no, and push() says what is wrong.
CREATE FUNCTION fits_at_once(form text, may_be_empty boolean, v jsonb) RETURNS boolean LANGUAGE sql STABLE
RETURN CASE jsonb_typeof(v)
  WHEN 'string' THEN CASE form
    WHEN 'text' THEN true
    WHEN 'id' THEN (v #>> '{}')::uuid::text = v #>> '{}'
    WHEN 'time' THEN to_char((v #>> '{}')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') = v #>> '{}'
      AND length(v #>> '{}') = 27 AND substr(v #>> '{}', 1, 1) IN ('1', '2')
    ELSE fits(form, may_be_empty, v) END
  WHEN 'null' THEN coalesce(may_be_empty, true)
  ELSE fits(form, may_be_empty, v) END;

-- Whether push() would answer 'ok' to each of these operations and do no more than put the row in; and these, taken apart once.
-- What is asked of every field is asked in sums, for which the server reads `field` once and not once a value.
CREATE FUNCTION plain_ops(em employee, dv device, p_ops jsonb, OUT are_plain boolean, OUT ns bigint[], OUT kinds text[], OUT ids uuid[],
  OUT hlcs text[], OUT docs jsonb[], OUT texts text[]) LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE all_new boolean;
BEGIN
  are_plain := false;
  IF em.sees IS NOT NULL AND NOT dv.may_bring THEN RETURN; END IF;   -- push() looks at each group as it comes
  IF dv.may_bring THEN em.caps := ARRAY(SELECT DISTINCT capability FROM role_right); END IF;
  SELECT array_agg((x->>'n')::bigint), array_agg(x->>'e'), array_agg((x->>'i')::uuid), array_agg(x->>'h'), array_agg(x->'d'),
      array_agg((x->'d')::text), bool_and((x->>'new')::boolean IS TRUE)
    INTO ns, kinds, ids, hlcs, docs, texts, all_new FROM jsonb_array_elements(p_ops) x;
  IF all_new IS NOT TRUE THEN RETURN; END IF;
  WITH o AS MATERIALIZED (
    SELECT * FROM unnest(ns, kinds, ids, hlcs, docs) WITH ORDINALITY a(n, e, i, h, d, k)
  ), named AS MATERIALIZED (
    SELECT (o.d->>f)::uuid AS id, min(o.n) AS n FROM o JOIN entity en ON en.name = o.e CROSS JOIN LATERAL unnest(en.refs) f
    WHERE o.d->>f IS NOT NULL GROUP BY 1
  ), needs AS (
    SELECT entity, array_agg(name) AS names FROM field WHERE is_needed GROUP BY 1
  )
  SELECT bool_and(o.n = dv.last_dseq + o.k AND o.h ~ '^[0-9a-f]{16}$' AND jsonb_typeof(o.d) = 'object'
      AND NOT o.d ? '$number' AND en.name IS NOT NULL AND en.realm = ANY (em.realms) AND o.d ?& coalesce(needs.names, '{}')
      AND (dv.may_bring OR o.e NOT IN ('pipeline', 'stage', 'refusal_reason'))   -- push() asks whether a name stands twice
      AND (en.write_cap IS NULL OR en.write_cap = ANY (em.caps))
      AND (en.protected = '{}' OR check_op(em, en, p_ops->(o.k::int - 1)) IS NULL))
    AND (SELECT max(octet_length(said)) FROM unnest(texts) said) <= 1000000
    AND (SELECT coalesce(bool_and(fits_at_once(f.form, f.may_be_empty, x.value) IS TRUE), true)
      FROM o CROSS JOIN LATERAL jsonb_each(o.d) x LEFT JOIN field f ON f.entity = o.e AND f.name = x.key)
    AND count(DISTINCT o.i) = count(*)
    AND NOT EXISTS (SELECT 1 FROM o made JOIN state s ON s.id = made.i)
    AND NOT EXISTS (SELECT 1 FROM o made JOIN state s ON s.card = made.i)
    AND NOT EXISTS (SELECT 1 FROM o made JOIN log l ON l.id = made.i AND l.verdict = 'parked')
    AND NOT EXISTS (SELECT 1 FROM held w JOIN o made ON w.waits = made.i OR made.e IN ('user', 'preference'))
    AND NOT EXISTS (SELECT 1 FROM erasure x WHERE x.id IN (SELECT id FROM named UNION ALL SELECT i FROM o))
    AND NOT EXISTS (SELECT 1 FROM named m WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.id = m.id)
      AND NOT EXISTS (SELECT 1 FROM o made WHERE made.i = m.id AND made.n < m.n))
    INTO are_plain FROM o LEFT JOIN entity en ON en.name = o.e LEFT JOIN needs ON needs.entity = o.e;
  are_plain := coalesce(are_plain, false);
EXCEPTION WHEN data_exception THEN are_plain := false;
END $$;
