-- How two writes of one row become one. Pure: the whole rule in one place, tested as a table. SPDX-License-Identifier: Apache-2.0

-- A stamp is hlc16hex-CODE.n: left of the dash stands the time, right of it who wrote.
CREATE FUNCTION wrote(stamp text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT split_part(stamp, '-', 2) $$;

-- Takes a patch into a row, unit by unit. `base` names for each field the write its author was looking at.
--   base is what stands      -> the patch follows it and wins, whatever any clock says
--   same value               -> nothing to settle
--   one side closed the card -> closed beats open
--   else                     -> the later stamp wins
-- `lost` holds every value that was overwritten without having been seen: {field: {lost, by, won}}.
CREATE FUNCTION merge(
  e entity, INOUT doc jsonb, INOUT ver jsonb, patch jsonb, base jsonb, stamp text, OUT lost jsonb, OUT touched boolean
) LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE
  key text; fields text[]; stands text; seen text; part jsonb; now_there jsonb; is_same boolean; follows boolean; wins boolean; f text;
BEGIN
  lost := '{}'; touched := false;
  FOR key, fields IN
    SELECT coalesce(e.units->>k, k), array_agg(k ORDER BY k) FROM jsonb_object_keys(patch) k GROUP BY 1 ORDER BY 1
  LOOP
    SELECT max(coalesce(ver->>k, ver->>'*') COLLATE "C"), jsonb_object_agg(k, patch->k), jsonb_object_agg(k, doc->k)
      INTO stands, part, now_there FROM unnest(fields) k;
    seen := coalesce(base->>key, base->>fields[1], base->>'*');
    is_same := part = now_there;
    follows := seen IS NOT NULL AND wrote(stands) = seen;
    wins := follows OR is_same OR stamp COLLATE "C" > stands;
    IF NOT follows AND NOT is_same AND e.terminal->>'unit' = key
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
END $$;
