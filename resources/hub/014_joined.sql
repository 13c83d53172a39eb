-- A person who was joined from several cards is erased with all of them, and with what was noted for taking them apart.
-- SPDX-License-Identifier: Apache-2.0

-- The cards that are one client by now: those that were joined to this one, and the one it was joined to.
CREATE FUNCTION joined_with(p_id uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE found uuid[] := ARRAY[p_id]; more uuid[] := ARRAY[p_id];
BEGIN
  WHILE cardinality(more) > 0 LOOP
    more := ARRAY(SELECT id FROM (
      SELECT id FROM state WHERE entity IN ('contact', 'company') AND doc->>'joined_to' = ANY (more::text[])
      UNION SELECT (doc->>'joined_to')::uuid FROM state WHERE id = ANY (more) AND doc->>'joined_to' IS NOT NULL
    ) n WHERE NOT id = ANY (found));
    found := found || more;
  END LOOP;
  RETURN found;
END $$;

-- As it was (011_erasure.sql), of all these cards.
CREATE OR REPLACE FUNCTION erase(p_id uuid, p_why text) RETURNS int LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
DECLARE h hub; ids uuid[]; one record; n int := 0;
BEGIN
  SELECT * INTO h FROM hub FOR UPDATE;
  ids := joined_with(p_id);
  ids := ids || ARRAY(SELECT id FROM state WHERE entity = 'contact_phone'
    AND (doc->>'contact_id' = ANY (ids::text[]) OR doc->>'company_id' = ANY (ids::text[])));
  ids := ids || ARRAY(SELECT id FROM state WHERE entity = 'pairing'
    AND (doc->>'kept_id' = ANY (ids::text[]) OR doc->>'other_id' = ANY (ids::text[])));
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
