-- Files by their SHA-256, in parts, resumed where they were cut; whole only once the hub has counted the hash itself.
-- SPDX-License-Identifier: Apache-2.0

CREATE FUNCTION demand_person() RETURNS void LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
BEGIN
  IF (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
END $$;

-- Which parts are here already.
CREATE FUNCTION blob_begin(p_sha bytea, p_size bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE is_complete boolean;
BEGIN
  PERFORM demand_person();
  IF p_size > 268435456 THEN RAISE EXCEPTION 'a file is too large' USING ERRCODE = 'CR005'; END IF;
  INSERT INTO blob VALUES (p_sha, p_size, false, session_user) ON CONFLICT DO NOTHING;
  SELECT complete INTO is_complete FROM blob WHERE sha = p_sha;
  RETURN jsonb_build_object('complete', is_complete, 'parts', CASE WHEN is_complete THEN '[]'::jsonb
    ELSE (SELECT coalesce(jsonb_agg(n ORDER BY n), '[]') FROM blob_part WHERE sha = p_sha) END);
END $$;

CREATE FUNCTION blob_put(p_sha bytea, p_n int, p_data bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
BEGIN
  PERFORM demand_person();
  IF length(p_data) > 1048576 OR p_n NOT BETWEEN 0 AND 1023 THEN RAISE EXCEPTION 'a part is too large' USING ERRCODE = 'CR005'; END IF;
  INSERT INTO blob_part SELECT p_sha, p_n, p_data FROM blob WHERE sha = p_sha AND NOT complete ON CONFLICT DO NOTHING;
END $$;

-- False: what came does not make this file; its parts are gone and it is sent again.
CREATE FUNCTION blob_end(p_sha bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob; has bytea;
BEGIN
  PERFORM demand_person();
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR UPDATE;
  IF NOT FOUND OR b.complete THEN RETURN coalesce(b.complete, false); END IF;
  SELECT sha256(coalesce(string_agg(data, ''::bytea ORDER BY n), ''::bytea)) INTO has FROM blob_part WHERE sha = p_sha;
  IF has = p_sha THEN UPDATE blob SET complete = true WHERE sha = p_sha; ELSE DELETE FROM blob_part WHERE sha = p_sha; END IF;
  RETURN has = p_sha;
END $$;

CREATE FUNCTION blob_get(p_sha bytea, p_n int) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT p.data FROM blob_part p JOIN blob b USING (sha) WHERE p.sha = p_sha AND p.n = p_n AND b.complete AND (me()).role_name IS NOT NULL
$$;

CREATE FUNCTION blobs_there(p_shas bytea[]) RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT sha FROM blob WHERE sha = ANY (p_shas) AND complete AND (me()).role_name IS NOT NULL
$$;
