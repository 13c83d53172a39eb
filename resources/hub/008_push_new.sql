-- Many new rows at once: a shop that is brought along, a long import. SPDX-License-Identifier: Apache-2.0
-- The checks of push() are asked of all operations together. If all is plain, all is taken by three statements; whatever is
-- not (a row that is there already, a right that lacks, a number to be given, an answer that was lost) goes through push(),
-- so that a verdict never depends on the way. An answer with `all_new` says that the k-th row stands at head - 2 * (count - k) - 1
-- as it was sent.

CREATE FUNCTION push_new(p_device uuid, p_schema int, p_version text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE
  em employee; h hub; dv device; nowhlc text; count int := jsonb_array_length(p_ops); last_n bigint;
  ns bigint[]; kinds text[]; ids uuid[]; hlcs text[]; docs jsonb[]; links bytea[]; shas bytea[]; one bytea;
BEGIN
  IF (me()).role_name IS NULL THEN RETURN push(p_device, p_schema, p_version, p_ops); END IF;
  SELECT * INTO h FROM hub FOR UPDATE;                     -- the order of everything, held to the commit
  em := me();                                              -- under the lock, as in push()
  SELECT * INTO dv FROM device WHERE device_id = p_device AND role_name = session_user AND NOT revoked FOR UPDATE;
  IF em.role_name IS NULL OR dv.device_id IS NULL OR p_schema < h.min_schema OR count > 5000
     OR NOT all_plain(em, dv, p_ops) THEN
    RETURN push(p_device, p_schema, p_version, p_ops);
  END IF;
  nowhlc := now_hlc();
  SELECT array_agg(n), array_agg(e), array_agg(i), array_agg(h_), array_agg(d), array_agg(sha256(convert_to(d::text, 'UTF8')))
    INTO ns, kinds, ids, hlcs, docs, shas
    FROM (SELECT (x->>'n')::bigint AS n, x->>'e' AS e, (x->>'i')::uuid AS i, x->>'h' AS h_, x->'d' AS d
          FROM jsonb_array_elements(p_ops) x) o;
  last_n := dv.last_dseq + count;

  INSERT INTO state
    SELECT o.i, o.e, en.realm, h.seq + 2 * o.k - 1, o.d, jsonb_build_object('*', least(o.h, nowhlc) || '-' || dv.code || '.' || o.n)
    FROM unnest(ns, kinds, ids, hlcs, docs) WITH ORDINALITY o(n, e, i, h, d, k) JOIN entity en ON en.name = o.e ORDER BY o.k;
  INSERT INTO log (device_id, dseq, seq, role_name, entity, id, hlc, patch, patch_sha, verdict)
    SELECT p_device, o.n, h.seq + 2 * o.k, session_user, o.e, o.i, o.h, o.d, o.sha, 'ok'
    FROM unnest(ns, kinds, ids, hlcs, docs, shas) WITH ORDINALITY o(n, e, i, h, d, sha, k) ORDER BY o.k;
  SELECT array_agg(convert_to(concat_ws('|', dv.code, o.n, o.e, o.i, o.h, 'ok'), 'UTF8') || o.sha ORDER BY o.k) INTO links
    FROM unnest(ns, kinds, ids, hlcs, shas) WITH ORDINALITY o(n, e, i, h, sha, k);
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
RETURN CASE WHEN jsonb_typeof(v) <> 'string' THEN fits(form, may_be_empty, v) ELSE CASE form
  WHEN 'id' THEN (v #>> '{}')::uuid::text = v #>> '{}'
  WHEN 'time' THEN to_char((v #>> '{}')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') = v #>> '{}'
    AND length(v #>> '{}') = 27 AND substr(v #>> '{}', 1, 1) IN ('1', '2')
  ELSE fits(form, may_be_empty, v) END END;

-- Whether push() would answer 'ok' to each of these operations and do no more than put the row in.
CREATE FUNCTION all_plain(em employee, dv device, p_ops jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE is_so boolean;
BEGIN
  IF em.sees IS NOT NULL AND NOT dv.may_bring THEN RETURN false; END IF;   -- push() looks at each group as it comes
  IF dv.may_bring THEN em.caps := ARRAY(SELECT DISTINCT capability FROM role_right); END IF;
  WITH o AS MATERIALIZED (
    SELECT (x->>'n')::bigint AS n, x->>'e' AS e, (x->>'i')::uuid AS i, x->'d' AS d, (x->>'new')::boolean AS is_new, x->>'h' AS h, x, k
    FROM jsonb_array_elements(p_ops) WITH ORDINALITY a(x, k)
  ), named AS MATERIALIZED (
    SELECT (o.d->>f)::uuid AS id, min(o.n) AS n FROM o JOIN entity en ON en.name = o.e CROSS JOIN LATERAL unnest(en.refs) f
    WHERE o.d->>f IS NOT NULL GROUP BY 1
  )
  SELECT count(*) > 0
    AND bool_and(o.n = dv.last_dseq + o.k AND o.is_new IS TRUE AND o.h ~ '^[0-9a-f]{16}$' AND jsonb_typeof(o.d) = 'object'
      AND NOT o.d ? '$number' AND octet_length(o.d::text) <= 1000000 AND en.name IS NOT NULL AND en.realm = ANY (em.realms)
      AND (en.write_cap IS NULL OR en.write_cap = ANY (em.caps))
      AND (en.protected = '{}' OR check_op(em, en, o.x) IS NULL))
    AND NOT EXISTS (SELECT 1 FROM o CROSS JOIN LATERAL jsonb_each(o.d) x LEFT JOIN field f ON f.entity = o.e AND f.name = x.key
      WHERE fits_at_once(f.form, f.may_be_empty, x.value) IS NOT TRUE)
    AND NOT EXISTS (SELECT 1 FROM o JOIN field f ON f.entity = o.e AND f.is_needed WHERE NOT o.d ? f.name)
    AND count(DISTINCT o.i) = count(*)
    AND NOT EXISTS (SELECT 1 FROM o made JOIN state s ON s.id = made.i)
    AND NOT EXISTS (SELECT 1 FROM o made JOIN log l ON l.id = made.i AND l.verdict = 'parked')
    AND NOT EXISTS (SELECT 1 FROM held w JOIN o made ON w.waits = made.i OR made.e IN ('user', 'preference'))
    AND NOT EXISTS (SELECT 1 FROM erasure x WHERE x.id IN (SELECT id FROM named UNION ALL SELECT i FROM o))
    AND NOT EXISTS (SELECT 1 FROM named m WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.id = m.id)
      AND NOT EXISTS (SELECT 1 FROM o made WHERE made.i = m.id AND made.n < m.n))
    INTO is_so FROM o LEFT JOIN entity en ON en.name = o.e;
  RETURN coalesce(is_so, false);
EXCEPTION WHEN data_exception THEN RETURN false;
END $$;
