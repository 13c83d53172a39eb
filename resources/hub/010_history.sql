-- Who wrote what on some rows, from the log, for whoever may see these rows. SPDX-License-Identifier: Apache-2.0

CREATE FUNCTION history(p_ids uuid[]) RETURNS TABLE (seq bigint, at timestamptz, code text, dseq bigint, person uuid, desk text, entity text,
  id uuid, hlc text, patch jsonb, verdict text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT l.seq, l.at, v.code, l.dseq, e.employee_id, d.name, l.entity, l.id, l.hlc, l.patch, l.verdict
  FROM log l JOIN device v USING (device_id) JOIN desk d ON d.code = v.desk_code JOIN employee e ON e.role_name = v.role_name
  JOIN state s ON s.id = l.id AND s.realm = ANY (my_realms()) AND NOT EXISTS (SELECT 1 FROM out_of_sight(ARRAY[s.id]))
  WHERE l.id = ANY (p_ids) AND l.verdict IN ('ok', 'merged', 'parked') AND l.patch IS NOT NULL AND (me()).role_name IS NOT NULL
  ORDER BY l.seq LIMIT 2000
$$;
