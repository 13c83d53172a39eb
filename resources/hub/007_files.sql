-- Files by their SHA-256, in parts, resumed where they were cut; whole only once the hub has counted the hash itself.
-- SPDX-License-Identifier: Apache-2.0

CREATE FUNCTION demand_person() RETURNS void LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
BEGIN
  IF (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
END $$;

-- Of how many bytes a part of a file of this size is: all of 256 KB but the last; nothing where there is no such part.
CREATE FUNCTION part_size(p_size bigint, p_n int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_n >= 0 AND p_n * 262144::bigint < p_size THEN least(262144, p_size - p_n * 262144::bigint) END;

-- Which parts are here already. Who says another size than was said before begins anew: one of the two is not this file,
-- and only the hash will tell.
CREATE FUNCTION blob_begin(p_sha bytea, p_size bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob;
BEGIN
  PERFORM demand_person();
  IF p_size NOT BETWEEN 0 AND 268435456 THEN RAISE EXCEPTION 'a file is too large' USING ERRCODE = 'CR005'; END IF;
  INSERT INTO blob VALUES (p_sha, p_size, false, session_user) ON CONFLICT DO NOTHING;
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR UPDATE;
  IF NOT b.complete AND b.size <> p_size THEN
    DELETE FROM blob_part WHERE sha = p_sha;
    UPDATE blob SET size = p_size, by_role = session_user WHERE sha = p_sha;
  END IF;
  RETURN jsonb_build_object('complete', b.complete, 'parts', CASE WHEN b.complete THEN '[]'::jsonb
    ELSE (SELECT coalesce(jsonb_agg(n ORDER BY n), '[]') FROM blob_part WHERE sha = p_sha) END);
END $$;

-- A part of another length than the file's size leaves for it is refused: no more lies here than was said.
CREATE FUNCTION blob_put(p_sha bytea, p_n int, p_data bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob;
BEGIN
  PERFORM demand_person();
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR SHARE;
  IF NOT FOUND OR b.complete THEN RETURN; END IF;
  IF length(p_data) IS DISTINCT FROM part_size(b.size, p_n) THEN
    RAISE EXCEPTION 'not the part that was said' USING ERRCODE = 'CR011', DETAIL = p_n;
  END IF;
  INSERT INTO blob_part VALUES (p_sha, p_n, p_data) ON CONFLICT DO NOTHING;
END $$;

-- False: what came does not make this file; its parts are gone and it is sent again.
CREATE FUNCTION blob_end(p_sha bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob; has bytea; many bigint;
BEGIN
  PERFORM demand_person();
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR UPDATE;
  IF NOT FOUND OR b.complete THEN RETURN coalesce(b.complete, false); END IF;
  SELECT sha256(coalesce(string_agg(data, ''::bytea ORDER BY n), ''::bytea)), coalesce(sum(length(data)), 0) INTO has, many
    FROM blob_part WHERE sha = p_sha;
  IF has = p_sha AND many = b.size THEN UPDATE blob SET complete = true WHERE sha = p_sha;
  ELSE DELETE FROM blob_part WHERE sha = p_sha; END IF;
  RETURN has = p_sha AND many = b.size;
END $$;

CREATE FUNCTION blob_get(p_sha bytea, p_n int) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT p.data FROM blob_part p JOIN blob b USING (sha) WHERE p.sha = p_sha AND p.n = p_n AND b.complete AND (me()).role_name IS NOT NULL
$$;

CREATE FUNCTION blobs_there(p_shas bytea[]) RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT sha FROM blob WHERE sha = ANY (p_shas) AND complete AND (me()).role_name IS NOT NULL
$$;
