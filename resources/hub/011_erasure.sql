-- A person's data is erased: the row is blank at the hub and at every desk, and what was refused of it keeps no text.
-- SPDX-License-Identifier: Apache-2.0

ALTER TABLE log ADD erased jsonb;  -- of a refused line that held such data: {on: whose, i: the row, d: the hash of what it said}
CREATE INDEX erasure_of ON erasure (id);

-- Whose erased data an operation holds; a phone is its owner's.
CREATE FUNCTION erased_of(op jsonb) RETURNS uuid LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT x.id FROM erasure x WHERE x.id::text IN (lower(op->>'i'),
    CASE WHEN op->>'e' = 'contact_phone' THEN lower(op->'d'->>'contact_id') END,
    CASE WHEN op->>'e' = 'contact_phone' THEN lower(op->'d'->>'company_id') END) LIMIT 1
$$;
CREATE FUNCTION hash_of(d jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS
  $$ SELECT encode(sha256(convert_to(coalesce(d, 'null')::text, 'UTF8')), 'hex') $$;
CREATE FUNCTION rest_of(op jsonb) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS
  $$ SELECT jsonb_build_object('on', erased_of(op), 'i', op->>'i', 'd', hash_of(op->'d')) $$;

-- What comes for an erased row from a desk that did not know is refused (003_push.sql) and not kept.
CREATE FUNCTION keep_no_text() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  IF erased_of(NEW.patch) IS NOT NULL THEN
    NEW.erased := rest_of(NEW.patch); NEW.patch := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_of_erased BEFORE INSERT ON log FOR EACH ROW
  WHEN (NEW.id = '00000000-0000-0000-0000-000000000000' AND NEW.patch IS NOT NULL) EXECUTE FUNCTION keep_no_text();

-- As they were (001_tables.sql, 003_push.sql), and what is left of an erased refused line may be written and told by.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  IF TG_LEVEL = 'ROW' AND TG_OP = 'UPDATE' AND current_setting('crm.erasing', true) = 'yes'
     AND to_jsonb(NEW) - '{patch,erased}'::text[] = to_jsonb(OLD) - '{patch,erased}'::text[] AND NEW.patch IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'CR009';
END $$;
CREATE OR REPLACE FUNCTION is_same_op(l log, op jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS $$
  SELECT l.hlc IS NOT DISTINCT FROM op->>'h' AND CASE
    WHEN l.erased IS NOT NULL THEN l.erased->>'i' = op->>'i' AND l.erased->>'d' = hash_of(op->'d')
    WHEN l.verdict NOT IN ('ok', 'dup', 'merged', 'parked') THEN l.patch->>'i' = op->>'i' AND l.patch->'d' = op->'d'
    ELSE l.id = (op->>'i')::uuid AND (op->'d' ? '$number' OR l.patch_sha = sha256(convert_to((op->'d')::text, 'UTF8'))) END
$$;

-- A whole document without what it said, so that a desk of any version takes it in: texts and documents are empty, what may be
-- missing is, figures, times and names of other rows that must be there stay.
CREATE FUNCTION blank(en entity, doc jsonb) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  WITH at AS (SELECT to_jsonb(to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS time),
  fields AS (
    SELECT f.name, CASE
      WHEN f.name = 'archived_at' THEN at.time
      WHEN en.name = 'contact_phone' AND f.form = 'id' THEN doc->f.name   -- by its owner a desk finds what to forget
      WHEN f.may_be_empty THEN 'null'
      WHEN f.form = 'text' AND f.name IS DISTINCT FROM en.terminal->>'field' THEN '""'
      WHEN f.form IN ('document', 'words') THEN '{}'
      WHEN f.form IN ('names', 'rows') THEN '[]'
      ELSE doc->f.name END AS value
    FROM field f, at WHERE f.entity = en.name
  )
  SELECT jsonb_build_object('erased', true) || CASE WHEN en.name = 'conflict'
    THEN doc || jsonb_build_object('fields', '{}'::jsonb, 'settled_at', at.time, 'archived_at', at.time)
    ELSE (SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM fields WHERE value IS NOT NULL) END
  FROM at
$$;

-- Erases a row, the phones that are its, and the notices of what was overwritten in them, in state and history alike; the chain
-- stays whole because it was made over hashes. Returns how many rows there were.
CREATE FUNCTION erase(p_id uuid, p_why text) RETURNS int LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE h hub; ids uuid[]; one record; n int := 0;
BEGIN
  SELECT * INTO h FROM hub FOR UPDATE;
  ids := ARRAY(SELECT id FROM state WHERE entity = 'contact_phone' AND p_id::text IN (doc->>'contact_id', doc->>'company_id')) || p_id;
  ids := ids || ARRAY(SELECT id FROM state WHERE entity = 'conflict' AND (doc->>'on_id')::uuid = ANY (ids));
  INSERT INTO erasure(id, role_name, why) SELECT id, session_user, p_why FROM unnest(ids) id;
  PERFORM set_config('crm.erasing', 'yes', true);
  UPDATE log SET patch = NULL WHERE id = ANY (ids) AND patch IS NOT NULL;
  UPDATE log SET erased = rest_of(patch), patch = NULL
    WHERE id = '00000000-0000-0000-0000-000000000000' AND patch IS NOT NULL AND erased_of(patch) IS NOT NULL;
  PERFORM set_config('crm.erasing', '', true);
  FOR one IN SELECT s.id, s.doc, e AS en FROM state s JOIN entity e ON e.name = s.entity WHERE s.id = ANY (ids) ORDER BY s.seq LOOP
    n := n + 1;
    UPDATE state SET doc = blank(one.en, one.doc), seq = h.seq + n WHERE id = one.id;
  END LOOP;
  UPDATE hub SET seq = h.seq + n;
  PERFORM pg_notify('crm_head', (h.seq + n)::text);
  RETURN n;
END $$;

CREATE OR REPLACE FUNCTION purge(p_id uuid, p_why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE em employee;
BEGIN
  em := me();
  IF em.role_name IS NULL OR NOT 'edit_people' = ANY (em.caps) THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'CR010'; END IF;
  PERFORM erase(p_id, p_why);
END $$;
