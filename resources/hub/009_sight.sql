-- Own, team, all: of the cards that people hold, each desk is given those that its people see and what hangs on them.
-- SPDX-License-Identifier: Apache-2.0
-- What a role or a person sees is a preference "sees:<role or id>", so that it is chosen where people are managed; the program
-- reckons the same (desktop/values/sight.py). A login reads what all people of its desk see: that lies on its disk anyway.
-- It writes only on cards that its own person sees.

ALTER TABLE entity ADD held_by text[] NOT NULL DEFAULT '{}',  -- of a card: the fields that name who holds it
                   ADD follows text,                          -- of what hangs on one: the field that names the row it follows
                   ADD till    text;                          -- the field that names the shift, or the desk of a shift
ALTER TABLE state  ADD card uuid,                             -- null: for everybody
                   ADD till text;                             -- the desk whose drawer this is about
CREATE INDEX state_card ON state (card) WHERE card IS NOT NULL;
ALTER TABLE employee ADD sees  uuid[],                        -- whose cards this person sees; null: all
                     ADD reads uuid[];                        -- the same of everybody at the same desk together

CREATE TABLE place (               -- in whose hands a card is; nobody's is for everybody
  card    uuid PRIMARY KEY,
  held_by uuid[] NOT NULL,
  seq     bigint NOT NULL DEFAULT 0  -- since when in other hands than at its making
);
CREATE INDEX place_feed ON place (seq);
CREATE TABLE gone (                -- in whose hands it was before, for desks that have to let go of it
  card    uuid,
  held_by uuid[],
  seq     bigint NOT NULL,
  PRIMARY KEY (card, held_by)
);
CREATE INDEX gone_feed ON gone (seq);

CREATE FUNCTION reads_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT coalesce((SELECT reads IS NULL FROM employee WHERE role_name = session_user AND active), false) $$;
CREATE FUNCTION my_people() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT coalesce((SELECT reads FROM employee WHERE role_name = session_user AND active), '{}') $$;
CREATE FUNCTION my_desks() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT ARRAY(SELECT DISTINCT desk_code FROM device WHERE role_name = session_user) $$;

ALTER TABLE place ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_place ON place FOR SELECT USING (
  (SELECT reads_all()) OR held_by = '{}' OR held_by && ((SELECT my_people())::uuid[]));
DROP POLICY read_realm ON state;
-- Who reads all is asked first, once a statement: to them a row costs no more than before.
CREATE POLICY read_realm ON state FOR SELECT USING (realm = ANY ((SELECT my_realms())::int[]) AND (
  (SELECT reads_all()) OR card IS NULL OR EXISTS (SELECT 1 FROM place p WHERE p.card = state.card)
  OR till = ANY ((SELECT my_desks())::text[])));

-- Puts a row where its card is. What a hub is given again comes in any order: what follows a row that is not there yet waits
-- under its id, where only those see it who see all.
CREATE FUNCTION place_row() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE en record; held uuid[]; was uuid[]; to_row uuid; at_till text;
BEGIN
  IF NEW.doc ? 'erased' THEN RETURN NEW; END IF;           -- it holds nothing any more, what hangs on it does
  SELECT held_by, follows, till, refs INTO en FROM entity WHERE name = NEW.entity;
  IF en.till IS NOT NULL THEN
    at_till := NEW.doc->>en.till;
    IF at_till IS NOT NULL AND en.till = ANY (en.refs) THEN
      SELECT till INTO at_till FROM state WHERE id = at_till::uuid;
    END IF;
    NEW.till := at_till;
  END IF;
  IF en.held_by <> '{}' THEN
    NEW.card := NEW.id;
    held := ARRAY(SELECT DISTINCT (NEW.doc->>f)::uuid FROM unnest(en.held_by) f WHERE NEW.doc->>f IS NOT NULL ORDER BY 1);
    SELECT held_by INTO was FROM place WHERE card = NEW.id;
    IF NOT FOUND THEN
      INSERT INTO place VALUES (NEW.id, held, CASE WHEN EXISTS (SELECT 1 FROM state WHERE card = NEW.id) THEN NEW.seq ELSE 0 END);
      -- Made for somebody else: its maker's desk has to let go of it.
      INSERT INTO gone SELECT NEW.id, ARRAY[employee_id], NEW.seq FROM employee
        WHERE role_name = session_user AND active AND held <> '{}' AND NOT sees && held ON CONFLICT DO NOTHING;
    ELSIF was <> held THEN
      INSERT INTO gone VALUES (NEW.id, was, NEW.seq) ON CONFLICT (card, held_by) DO UPDATE SET seq = EXCLUDED.seq;
      UPDATE place SET held_by = held, seq = NEW.seq WHERE card = NEW.id;
    END IF;
    RETURN NEW;
  END IF;
  IF en.follows IS NOT NULL THEN
    to_row := (NEW.doc->>en.follows)::uuid;
    NEW.card := NULL;
    IF to_row IS NOT NULL THEN
      SELECT s.card, coalesce(NEW.till, s.till) INTO NEW.card, NEW.till FROM state s WHERE id = to_row;
      IF NOT FOUND THEN NEW.card := to_row; END IF;
    END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT 1 FROM state WHERE card = NEW.id) THEN
      PERFORM bring_along(NEW.id, NEW.id, NEW.card, NEW.till, NEW.seq);
    END IF;
  ELSIF OLD.card IS DISTINCT FROM NEW.card THEN
    PERFORM bring_along(NEW.id, OLD.card, NEW.card, NEW.till, NEW.seq);
    UPDATE place SET seq = NEW.seq WHERE card IN (OLD.card, NEW.card);
  END IF;
  RETURN NEW;
END $$;

-- What follows a row goes where the row is.
CREATE FUNCTION bring_along(p_row uuid, p_from uuid, p_to uuid, p_till text, p_seq bigint) RETURNS void
LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  UPDATE state s SET card = p_to, till = coalesce(s.till, p_till) FROM entity e
    WHERE s.card = p_from AND e.name = s.entity AND s.id <> p_row AND (s.doc->>e.follows)::uuid = p_row;
  IF FOUND THEN UPDATE place SET seq = p_seq WHERE card = p_to; END IF;
END $$;
CREATE TRIGGER placed BEFORE INSERT OR UPDATE OF doc ON state FOR EACH ROW EXECUTE FUNCTION place_row();

-- Of rows that came before classes said whose they are, or in a version that said it otherwise: again is no harm.
CREATE FUNCTION place_all() RETURNS void LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE moved bigint := 1;
BEGIN
  UPDATE state s SET till = s.doc->>e.till FROM entity e
    WHERE e.name = s.entity AND e.till IS NOT NULL AND NOT e.till = ANY (e.refs) AND s.till IS DISTINCT FROM s.doc->>e.till;
  UPDATE state s SET till = t.till FROM entity e, state t
    WHERE e.name = s.entity AND e.till = ANY (e.refs) AND t.id = (s.doc->>e.till)::uuid AND s.till IS DISTINCT FROM t.till;
  UPDATE state s SET card = s.id FROM entity e WHERE e.name = s.entity AND e.held_by <> '{}' AND s.card IS DISTINCT FROM s.id;
  INSERT INTO place (card, held_by)
    SELECT s.id, ARRAY(SELECT DISTINCT (s.doc->>f)::uuid FROM unnest(e.held_by) f WHERE s.doc->>f IS NOT NULL ORDER BY 1)
    FROM state s JOIN entity e ON e.name = s.entity AND e.held_by <> '{}' ON CONFLICT DO NOTHING;
  WHILE moved > 0 LOOP                                     -- a reversal follows a payment, which follows a card
    UPDATE state s SET card = t.card, till = coalesce(s.till, t.till) FROM entity e, state t
      WHERE e.name = s.entity AND e.follows IS NOT NULL AND t.id = (s.doc->>e.follows)::uuid AND NOT s.doc ? 'erased'
        AND (s.card IS DISTINCT FROM t.card OR (s.till IS NULL AND t.till IS NOT NULL));
    GET DIAGNOSTICS moved = ROW_COUNT;
  END LOOP;
END $$;

-- Whose cards a person sees; null: all. Who is not known yet, because the shop is still on its way, by their rights.
CREATE FUNCTION sees_of(p_person uuid, p_caps text[]) RETURNS uuid[] LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE roles jsonb; own jsonb; chosen text; mates uuid[] := '{}'; said boolean;
BEGIN
  IF 'edit_people' = ANY (p_caps) THEN RETURN NULL; END IF;
  SELECT doc->'roles' INTO roles FROM state WHERE id = p_person AND entity = 'user';
  WITH kept AS (
    SELECT substr(doc->>'key', 6) AS whose, doc->'value' AS value FROM state
    WHERE entity = 'preference' AND doc->>'key' LIKE 'sees:%' AND coalesce(doc->'archived_at', 'null') = 'null'
  )
  SELECT count(*) > 0, (SELECT value FROM kept WHERE whose = p_person::text),
    (SELECT CASE WHEN roles IS NULL OR jsonb_array_length(roles) = 0 THEN 'own'
       WHEN bool_or(coalesce(k.value->>'sees', 'all') NOT IN ('own', 'team')) THEN 'all'
       WHEN bool_or(k.value->>'sees' = 'team') THEN 'team' ELSE 'own' END
     FROM jsonb_array_elements_text(coalesce(roles, '[]')) r LEFT JOIN kept k ON k.whose = r)
    INTO said, own, chosen FROM kept;
  IF roles IS NULL AND NOT said THEN RETURN NULL; END IF;
  IF own->>'sees' IN ('own', 'team', 'all') THEN chosen := own->>'sees'; END IF;
  IF chosen = 'all' THEN RETURN NULL; END IF;
  IF chosen = 'team' AND coalesce(own->>'team', '') <> '' THEN
    mates := ARRAY(SELECT substr(doc->>'key', 6)::uuid FROM state WHERE entity = 'preference' AND doc->>'key' LIKE 'sees:%'
      AND doc->'value'->>'team' = own->>'team' AND coalesce(doc->'archived_at', 'null') = 'null');
  END IF;
  RETURN ARRAY(SELECT DISTINCT one FROM unnest(mates || p_person) one ORDER BY 1);
END $$;

CREATE FUNCTION reckon_sight() RETURNS void LANGUAGE sql SET search_path = crm, pg_temp AS $$
  UPDATE employee SET sees = sees_of(employee_id, caps) WHERE sees IS DISTINCT FROM sees_of(employee_id, caps);
  WITH desk_of AS (SELECT DISTINCT role_name, desk_code FROM device WHERE NOT revoked),
  together AS (
    SELECT e.role_name, m.sees FROM employee e JOIN employee m ON m.role_name = e.role_name OR (m.active AND EXISTS (
      SELECT 1 FROM desk_of a JOIN desk_of b USING (desk_code) WHERE a.role_name = e.role_name AND b.role_name = m.role_name))
  ), united AS (
    SELECT role_name, CASE WHEN bool_or(sees IS NULL) THEN NULL ELSE
      ARRAY(SELECT DISTINCT one FROM together t, unnest(t.sees) one WHERE t.role_name = together.role_name ORDER BY 1) END AS reads
    FROM together GROUP BY role_name
  )
  UPDATE employee e SET reads = u.reads FROM united u WHERE u.role_name = e.role_name AND e.reads IS DISTINCT FROM u.reads
$$;

CREATE FUNCTION sight_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS
  $$ BEGIN PERFORM reckon_sight(); RETURN NULL; END $$;
CREATE TRIGGER sight_said AFTER INSERT OR UPDATE OF doc ON state FOR EACH ROW
  WHEN (NEW.entity = 'preference' AND NEW.doc->>'key' LIKE 'sees:%') EXECUTE FUNCTION sight_changed();
-- Whenever a person's record is written, their rights are written anew (follow_person).
CREATE TRIGGER sight_of_login AFTER INSERT OR UPDATE OF active, caps ON employee FOR EACH STATEMENT EXECUTE FUNCTION sight_changed();
CREATE TRIGGER sight_of_seat AFTER INSERT OR UPDATE OF revoked ON device FOR EACH STATEMENT EXECUTE FUNCTION sight_changed();

-- Which cards a desk gets or loses since a place in the order, as they stand now; one that it had never seen is not named.
CREATE FUNCTION moved(p_seq bigint) RETURNS TABLE (head bigint, card uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = crm, pg_temp AS $$
  SELECT h.seq, m.card FROM hub h LEFT JOIN LATERAL (
    SELECT p.card FROM place p WHERE p.seq > p_seq AND (p.held_by = '{}' OR p.held_by && my_people())
    UNION SELECT g.card FROM gone g WHERE g.seq > p_seq AND (g.held_by = '{}' OR g.held_by && my_people())
  ) m ON true WHERE (me()).role_name IS NOT NULL
$$;

-- Of rows that a desk has and was not given now: those that are there. Whatever is not there a hub may have lost, and stays.
CREATE FUNCTION out_of_sight(p_ids uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT s.id FROM state s WHERE s.id = ANY (p_ids) AND s.card IS NOT NULL AND NOT reads_all() AND (me()).role_name IS NOT NULL
    AND NOT coalesce(s.till = ANY (my_desks()), false)
    AND NOT EXISTS (SELECT 1 FROM place p WHERE p.card = s.card AND (p.held_by = '{}' OR p.held_by && my_people()))
$$;

-- As it was (004_desk.sql), and by which sign a desk notices that it is to see other cards than before.
CREATE OR REPLACE FUNCTION device_facts(p_device uuid) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT jsonb_build_object('hub_id', h.hub_id, 'epoch', h.epoch, 'head', h.seq, 'min_schema', h.min_schema, 'device_id', v.device_id,
    'code', v.code, 'desk_n', d.n, 'employee_id', e.employee_id, 'acked', v.last_dseq, 'realms', CASE WHEN e.active THEN e.realms ELSE '{}' END,
    'sight', CASE WHEN e.reads IS NULL THEN 'all' ELSE md5(e.reads::text) END)
  FROM hub h, device v JOIN desk d ON d.code = v.desk_code JOIN employee e USING (role_name)
  WHERE v.device_id = p_device AND v.role_name = session_user
$$;
