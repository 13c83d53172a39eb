-- How two writes of one row become one. Pure: the whole rule in one place, tested as a table. SPDX-License-Identifier: Apache-2.0

-- A stamp is hlc16hex-CODE.n: left of the dash stands the time, right of it who wrote.
CREATE FUNCTION wrote(stamp text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT split_part(stamp, '-', 2) $$;

-- Whether a write is in the history; a hub that was put back to an older state does not know all that its desks have seen.
CREATE FUNCTION is_known(writer text, OUT known boolean, OUT again boolean, OUT base jsonb, OUT what text) LANGUAGE plpgsql STABLE
SET search_path = crm, pg_temp AS $$
BEGIN
  known := false;
  IF writer ~ '^[0-9A-Z]{2,4}[.][0-9]{1,18}$' THEN
    SELECT true, l.again, l.base, concat_ws('|', l.id, l.hlc, l.patch_sha) INTO known, again, base, what FROM device v JOIN log l USING (device_id)
      WHERE v.code = split_part(writer, '.', 1) AND l.dseq = split_part(writer, '.', 2)::bigint;
    known := coalesce(known, false);
  END IF;
END $$;

-- Whether a write was made on top of another one, by its author or by way of what others made between the two.
CREATE FUNCTION is_built_on(late text, early text, unit text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE found record; writer text := late;
BEGIN
  FOR i IN 1..100 LOOP
    found := is_known(writer);
    writer := coalesce(found.base->>unit, found.base->>'*');
    IF writer IS NULL OR writer = early THEN RETURN writer IS NOT NULL; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Takes a patch into a row, unit by unit. `base` names for each field the write its author was looking at.
--   base is what stands      -> the patch follows it and wins, whatever any clock says
--   same value               -> nothing to settle
--   one side closed the card -> closed beats open
--   else                     -> the later stamp wins
-- A write that is given `again` comes in any order to a hub that lost it: what stands may have been built on it, and what it
-- was built on may not be there yet. One that a copy of its desk had given before the hub was put back comes as if it were new:
-- what was built on it stands, and the notice is kept, for nobody but its author can say that it was this one.
-- `lost` holds every value that was overwritten without having been seen: {field: {lost, by, won}}; of a row that was removed
-- before the change came, that it was there.
CREATE FUNCTION merge(
  e entity, INOUT doc jsonb, INOUT ver jsonb, patch jsonb, base jsonb, stamp text, again boolean,
  OUT lost jsonb, OUT touched boolean
) LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE
  key text; fields text[]; stands text; seen text; part jsonb; now_there jsonb; is_same boolean; follows boolean; is_later boolean; is_older boolean;
  wins boolean; f text;
BEGIN
  lost := '{}'; touched := false;
  FOR key, fields IN
    SELECT coalesce(e.units->>k, k), array_agg(k ORDER BY k) FROM jsonb_object_keys(patch) k GROUP BY 1 ORDER BY 1
  LOOP
    SELECT max(coalesce(ver->>k, ver->>'*') COLLATE "C"), jsonb_object_agg(k, patch->k), jsonb_object_agg(k, doc->k)
      INTO stands, part, now_there FROM unnest(fields) k;
    seen := coalesce(base->>key, base->>fields[1], base->>'*');
    is_same := part = now_there;
    follows := coalesce(wrote(stands) = seen, false); is_later := false;
    IF NOT follows AND NOT is_same AND seen IS NOT NULL THEN
      -- Copies of a desk give the same write under names of their own.
      follows := coalesce((is_known(wrote(stands))).what = (is_known(seen)).what, false);
    END IF;
    is_older := NOT follows AND NOT is_same AND is_built_on(wrote(stands), wrote(stamp), key);
    CONTINUE WHEN again AND is_older;
    IF again AND NOT follows AND NOT is_same THEN
      is_later := seen IS NOT NULL AND NOT (is_known(seen)).known AND NOT coalesce((is_known(wrote(stands))).again, false);
    END IF;
    wins := follows OR is_same OR is_later OR (NOT is_older AND stamp COLLATE "C" > stands);
    IF NOT follows AND NOT is_same AND NOT is_later AND NOT is_older AND e.terminal->>'unit' = key
       AND (doc->(e.terminal->>'field') = e.terminal->'open') <> (part->(e.terminal->>'field') = e.terminal->'open') THEN
      wins := doc->(e.terminal->>'field') = e.terminal->'open';
    END IF;
    IF NOT follows AND NOT is_same THEN
      FOREACH f IN ARRAY fields LOOP
        CONTINUE WHEN doc->f IS NOT DISTINCT FROM patch->f OR f = ANY (e.quiet);
        lost := lost || jsonb_build_object(f, CASE WHEN wins
          THEN jsonb_build_object('lost', doc->f, 'by', stands, 'won', patch->f, 'won_by', stamp)
          ELSE jsonb_build_object('lost', patch->f, 'by', stamp, 'won', doc->f, 'won_by', stands) END);
      END LOOP;
    END IF;
    IF wins THEN
      doc := doc || part;
      ver := ver || (SELECT jsonb_object_agg(k, stamp) FROM unnest(fields) k);
      touched := true;
    END IF;
  END LOOP;
  -- Who changes what somebody has removed meanwhile would never see it again.
  IF touched AND NOT again AND NOT patch ? 'archived_at' AND coalesce(doc->'archived_at', 'null') <> 'null'
     AND EXISTS (SELECT 1 FROM jsonb_object_keys(patch) k WHERE NOT k = ANY (e.quiet)) THEN
    lost := lost || jsonb_build_object('archived_at', jsonb_build_object('lost', NULL, 'by', stamp,
      'won', doc->'archived_at', 'won_by', coalesce(ver->>'archived_at', ver->>'*')));
  END IF;
END $$;
