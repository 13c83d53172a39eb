-- Who does not see a card neither writes on it nor reads of it, whichever way they go. SPDX-License-Identifier: Apache-2.0
-- A hub that was put back to an older state may not know yet that a card was in its author's hands: what is given again about
-- a card that they do not see waits, is nowhere to be read, and is taken once they see it. `hub status` names what still waits.

CREATE FUNCTION is_hidden(p_sees uuid[], p_card uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT p_card IS NOT NULL AND NOT EXISTS (SELECT 1 FROM place p WHERE p.card = p_card AND (p.held_by = '{}' OR p.held_by && p_sees))
$$;

-- What an operation waits for until its author may write it: the card of the row, or of a row that it names, which they do not
-- see; or the row that it changes or follows, where that is not there (`missing`) and not made before it. Null: nothing.
CREATE FUNCTION waits_for(em employee, op jsonb, made uuid[], OUT waits uuid, OUT missing boolean) LANGUAGE plpgsql STABLE
SET search_path = crm, pg_temp AS $$
DECLARE en entity; own uuid := (op->>'i')::uuid; named uuid; lies uuid; f text;
BEGIN
  missing := false;
  SELECT * INTO en FROM entity WHERE name = op->>'e';
  IF en.name IS NULL OR (en.held_by = '{}' AND en.follows IS NULL) THEN RETURN; END IF;
  SELECT card INTO lies FROM state WHERE id = own;
  IF NOT FOUND AND NOT coalesce((op->>'new')::boolean, false) AND NOT own = ANY (made) THEN
    waits := own; missing := true; RETURN;
  END IF;
  IF is_hidden(em.sees, lies) THEN waits := lies; RETURN; END IF;
  FOREACH f IN ARRAY en.refs || en.follows || '$number'::text LOOP
    named := CASE WHEN f = '$number' THEN op->'d'->f->>'for' ELSE op->'d'->>f END::uuid;
    CONTINUE WHEN named IS NULL OR named = own OR named = ANY (made);
    SELECT card INTO lies FROM state WHERE id = named;
    IF FOUND AND is_hidden(em.sees, lies) THEN waits := lies; RETURN; END IF;
    -- Of other rows that are named and missing nobody knows whether they come again.
    IF NOT FOUND AND (f = en.follows OR f = '$number') THEN waits := named; missing := true; RETURN; END IF;
  END LOOP;
END $$;

-- The operations of a group that are about cards that their author does not see, and what each waits for; where one of them
-- is not given again, why the group fails. Asked before the group, for within it a card may be made for somebody else, or
-- handed over with a word about it.
CREATE FUNCTION out_of_sight_in(em employee, p_ops jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE op jsonb; made uuid[] := '{}'; lies uuid; missing boolean; found jsonb := '{}';
BEGIN
  FOR op IN SELECT x FROM jsonb_array_elements(p_ops) x LOOP
    SELECT w.waits, w.missing INTO lies, missing FROM waits_for(em, op, made) w WHERE NOT op ? 'proved';
    IF lies IS NULL THEN
      IF (op->>'new')::boolean THEN made := made || (op->>'i')::uuid; END IF;
    ELSIF op ? 'again' THEN found := found || jsonb_build_object(op->>'n', lies);
    ELSIF NOT missing THEN RETURN '{"fail": "unseen"}';
    ELSIF lies <> (op->>'i')::uuid THEN RETURN '{"fail": "missing_ref"}'; END IF;
  END LOOP;
  RETURN found;
END $$;

-- Whether the paper that a number is for lies on a card out of sight. Of any other the place is kept at once, though the paper
-- waits: it may be printed, and nobody else is to be given it.
CREATE FUNCTION is_of_another(em employee, d jsonb) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM state WHERE id = (d->'$number'->>'for')::uuid AND is_hidden(em.sees, card))
$$;

-- The hub's time at a moment, as now_hlc() tells the present one.
CREATE FUNCTION hlc_at(p_at timestamptz) RETURNS text LANGUAGE sql STABLE SET search_path = crm, pg_temp AS
  $$ SELECT lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint << 16 | 65535), 16, '0') $$;

-- Something came about a row: takes what waited for it and may be taken now, and what waited for that in turn. A change of
-- people, or of what they see, may be about whatever waits.
CREATE FUNCTION let_through(p_row uuid, INOUT s bigint) LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE l record; em employee; en entity; cur state; d jsonb; lies uuid; stamp text; is_of_people boolean;
BEGIN
  SELECT entity IN ('user', 'preference') INTO is_of_people FROM state WHERE id = p_row;
  FOR l IN SELECT w.waits, w.is_new, v.code, v.role_name AS login, p.* FROM held w JOIN log p USING (device_id, dseq) JOIN device v USING (device_id)
           WHERE w.waits = p_row OR w.id = p_row OR is_of_people ORDER BY p.seq LOOP
    SELECT * INTO em FROM employee WHERE role_name = l.login;
    SELECT * INTO en FROM entity WHERE name = l.entity;
    lies := (waits_for(em, jsonb_build_object('e', l.entity, 'i', l.id, 'd', l.patch, 'new', l.is_new), '{}')).waits;
    -- Who sees all waits for nothing but the row that they change.
    IF em.sees IS NULL AND (l.is_new OR lies IS DISTINCT FROM l.id) THEN lies := NULL; END IF;
    IF lies IS NOT NULL AND l.patch IS NOT NULL THEN
      UPDATE held SET waits = lies WHERE (device_id, dseq) = (l.device_id, l.dseq) AND waits <> lies;
      CONTINUE;
    END IF;
    DELETE FROM held WHERE (device_id, dseq) = (l.device_id, l.dseq);
    CONTINUE WHEN NOT FOUND OR l.patch IS NULL;            -- taken meanwhile, or erased
    d := CASE WHEN l.patch ? '$number' THEN (give_number(l.patch)).d ELSE l.patch END;
    SELECT * INTO cur FROM state WHERE id = l.id;
    -- It counts as of when it was given, however long it waited.
    stamp := least(l.hlc, hlc_at(l.at)) || '-' || l.code || '.' || l.dseq;
    IF NOT FOUND THEN
      s := s + 1;
      INSERT INTO state VALUES (l.id, en.name, en.realm, s, d, jsonb_build_object('*', stamp));
      s := unpark(l.id, s);
    ELSIF en.kind = 'record' AND cur.entity = en.name THEN
      s := (settle(en, cur, d, coalesce(l.base, '{}'), stamp, true, s)).s;
      s := let_through(l.id, s);
    END IF;
  END LOOP;
END $$;

-- A card that was made under another's id while the hub had lost it becomes its maker's. What the other one wrote on it waits
-- as if it had come now; what colleagues had built on the maker's own stands on it.
CREATE FUNCTION give_back(cur state, d jsonb, eff text, INOUT s bigint) LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  INSERT INTO held SELECT l.device_id, l.dseq, l.id, l.id, false FROM log l JOIN device v USING (device_id)
    JOIN employee e ON e.role_name = v.role_name
    WHERE l.id = cur.id AND e.employee_id = person_of(cur.ver->>'*') AND l.verdict IN ('ok', 'merged', 'dup', 'parked')
    ON CONFLICT DO NOTHING;
  s := s + 1;
  UPDATE state SET doc = d, ver = jsonb_build_object('*', eff), seq = s WHERE id = cur.id;
  s := unpark(cur.id, build_on(cur.id, wrote(eff), s));
END $$;

-- As it was (010_history.sql), without what waits.
CREATE OR REPLACE FUNCTION history(p_ids uuid[]) RETURNS TABLE (seq bigint, at timestamptz, code text, dseq bigint, person uuid, desk text,
  entity text, id uuid, hlc text, patch jsonb, verdict text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT l.seq, l.at, v.code, l.dseq, e.employee_id, d.name, l.entity, l.id, l.hlc, l.patch, l.verdict
  FROM log l JOIN device v USING (device_id) JOIN desk d ON d.code = v.desk_code JOIN employee e ON e.role_name = v.role_name
  JOIN state s ON s.id = l.id AND s.realm = ANY (my_realms()) AND NOT EXISTS (SELECT 1 FROM out_of_sight(ARRAY[s.id]))
  WHERE l.id = ANY (p_ids) AND l.verdict IN ('ok', 'merged', 'parked') AND l.patch IS NOT NULL AND (me()).role_name IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM held w WHERE (w.device_id, w.dseq) = (l.device_id, l.dseq))
  ORDER BY l.seq LIMIT 2000
$$;

-- The same as the policies say (009_sight.sql), but for the drawer, where a function is asked past them.
CREATE FUNCTION may_read(p_realm int, p_card uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT p_realm = ANY (my_realms()) AND (reads_all() OR NOT is_hidden(my_people(), p_card))
$$;

-- A file is given to whoever reads a row that names it: to know its hash from a card that has left is not enough.
CREATE FUNCTION may_have(p_sha bytea) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT (me()).role_name IS NOT NULL AND (reads_all() OR EXISTS (SELECT 1 FROM state s
    WHERE s.doc ?| '{blob,pdf_blob,stamp_blob,signature_blob,attachments}' AND files_of(s.doc) @> ARRAY[encode(p_sha, 'hex')]
      AND may_read(s.realm, s.card)))
$$;
CREATE OR REPLACE FUNCTION blob_get(p_sha bytea, p_n int) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT p.data FROM blob_part p JOIN blob b USING (sha) WHERE p.sha = p_sha AND p.n = p_n AND b.complete AND may_have(p_sha)
$$;
CREATE OR REPLACE FUNCTION blobs_there(p_shas bytea[]) RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT sha FROM blob WHERE sha = ANY (p_shas) AND complete AND may_have(sha)
$$;
