-- Numbers of legal papers: places of a series, given inside push, so that a refused group leaves no hole.
-- SPDX-License-Identifier: Apache-2.0
--   wanted: {series, for: the paper's id, width, into: {number: "I-{n}", name: "Invoice I-{n}"}, past: the highest place the desk has seen}
--   held:   {series, for, place}: what was given before and stands on paper, or what a desk took of its own series

-- The fields with the place written into them. Only these two: nothing that it takes a right to fill is filled here.
CREATE FUNCTION number_fields(ask jsonb, place bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(key, replace(value, '{n}',
    lpad(place::text, greatest(length(place::text), coalesce((ask->>'width')::int, 0)), '0'))), '{}')
  FROM jsonb_each_text(ask->'into') WHERE key IN ('number', 'name')
$$;

-- A paper that was given a place keeps it, whoever asks again. A hub that was put back to an older state may have forgotten
-- places that a desk has seen: it goes on behind them. A place that a desk holds already is written down and never given again.
CREATE FUNCTION give_number(INOUT d jsonb, OUT given jsonb) LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE ask jsonb := d->'$number'; place bigint := (ask->>'place')::bigint; past bigint := coalesce((ask->>'past')::bigint, 0);
BEGIN
  d := d - '$number';
  IF place IS NULL THEN
    SELECT min(u.place) INTO place FROM number_used u WHERE u.series = ask->>'series' AND u.id = (ask->>'for')::uuid;
    IF place IS NULL THEN
      INSERT INTO counter AS c VALUES (ask->>'series', past + 2)
        ON CONFLICT (series) DO UPDATE SET next = greatest(c.next, past + 1) + 1 RETURNING c.next - 1 INTO place;
    END IF;
    d := d || number_fields(ask, place);
    given := jsonb_build_object('place', place, 'fields', number_fields(ask, place));
  ELSE
    INSERT INTO counter AS c VALUES (ask->>'series', place + 1)
      ON CONFLICT (series) DO UPDATE SET next = greatest(c.next, place + 1);
  END IF;
  INSERT INTO number_used VALUES (ask->>'series', place, (ask->>'for')::uuid) ON CONFLICT DO NOTHING;
END $$;

-- What was given, once more, because the answer was lost.
CREATE FUNCTION number_again(ask jsonb, patch jsonb) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT jsonb_build_object(
    'place', (SELECT min(place) FROM number_used WHERE series = ask->>'series' AND id = (ask->>'for')::uuid),
    'fields', (SELECT coalesce(jsonb_object_agg(k, patch->k), '{}') FROM jsonb_object_keys(ask->'into') k))
$$;

-- A shop that began on one computer brings its counters along, before anybody else may ask.
CREATE FUNCTION bring_counters(p_device uuid, p_next jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM device WHERE device_id = p_device AND role_name = session_user AND may_bring AND NOT revoked)
     OR (me()).role_name IS NULL THEN
    RAISE EXCEPTION 'this device brings nothing along' USING ERRCODE = 'CR010';
  END IF;
  INSERT INTO counter AS c SELECT key, value::bigint FROM jsonb_each_text(p_next)
    ON CONFLICT (series) DO UPDATE SET next = greatest(c.next, EXCLUDED.next);
END $$;
