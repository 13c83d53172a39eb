-- A planned handover is carried out later at any desk, by what the person there may do: so the hub asks of whoever writes it what
-- they may do themselves. SPDX-License-Identifier: Apache-2.0

-- Whether this person may write this of a plan. In somebody else's name nobody plans, but who brings a whole shop along. Cards
-- that came to the giver meanwhile go along only where the giver plans it, or who hands cards over (as touches: a protected field);
-- cards that its author does not see go with no plan. Of one that is there its author may change all but the name, who hands cards
-- over too; the giver may call it off, as may whoever lets a colleague go.
CREATE FUNCTION may_plan(em employee, op jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE d jsonb := op->'d'; cur state; author uuid; doc jsonb; hands_over boolean := 'hand_cards_over' = ANY (em.caps);
BEGIN
  IF em.caps @> ARRAY(SELECT DISTINCT capability FROM role_right) THEN RETURN true; END IF;
  SELECT * INTO cur FROM state WHERE id = (op->>'i')::uuid;
  IF FOUND THEN
    IF d ? 'by' AND d->'by' IS DISTINCT FROM cur.doc->'by' THEN RETURN false; END IF;
    author := person_of(cur.ver->>'*'); doc := cur.doc || d;
  ELSIF coalesce((op->>'new')::boolean, false) THEN
    author := em.employee_id; doc := d;
    IF coalesce(d->>'by', em.employee_id::text) <> em.employee_id::text THEN RETURN false; END IF;
  ELSE
    -- Given again before the plan itself: only what ends it.
    RETURN NOT EXISTS (SELECT 1 FROM jsonb_object_keys(d) k WHERE k NOT IN ('archived_at', 'done_at'));
  END IF;
  IF NOT EXISTS (SELECT 1 FROM jsonb_object_keys(d) k WHERE k <> 'archived_at') THEN
    RETURN hands_over OR 'edit_people' = ANY (em.caps) OR em.employee_id IN (author, (cur.doc->>'giver_id')::uuid);
  END IF;
  IF NOT 'sell' = ANY (em.caps) OR NOT (hands_over OR author IS NOT DISTINCT FROM em.employee_id) THEN RETURN false; END IF;
  IF coalesce((doc->>'takes_new')::boolean, false) AND NOT hands_over AND doc->>'giver_id' IS DISTINCT FROM em.employee_id::text THEN
    RETURN false;
  END IF;
  -- Every card by the one spelling of its id: by another it would be looked up here in vain, and found by a desk.
  RETURN em.sees IS NULL OR NOT d ? 'shares' OR NOT EXISTS (
    SELECT 1 FROM jsonb_path_query(d->'shares', 'lax $[*].cards[*]') c WHERE NOT fits('id', false, c)) AND NOT EXISTS (
    SELECT 1 FROM jsonb_path_query(d->'shares', 'lax $[*].cards[*]') c JOIN state s ON s.id::text = c #>> '{}' WHERE is_hidden(em.sees, s.card));
END $$;

-- Whether it is this person's to carry out, and so to claim; one that the hub has not got yet is about to come.
CREATE FUNCTION may_begin(p_plan uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM state WHERE id = p_plan AND entity = 'planned_handover'
    AND person_of(ver->>'*') IS DISTINCT FROM (me()).employee_id AND NOT 'hand_cards_over' = ANY ((me()).caps))
$$;
