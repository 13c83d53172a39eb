-- Files by their SHA-256, in parts, resumed where they were cut; whole only once the hub has counted the hash itself.
-- SPDX-License-Identifier: Apache-2.0

CREATE FUNCTION demand_person() RETURNS void LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
BEGIN
  IF (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
END $$;

-- Of how many bytes a part of a file of this size is: all of 256 KB but the last; nothing where there is no such part.
CREATE FUNCTION part_size(p_size bigint, p_n int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_n >= 0 AND p_n * 262144::bigint < p_size THEN least(262144, p_size - p_n * 262144::bigint) END;

-- Which parts are here already. They are their sender's (016_parts_by_sender.sql): of two who say different sizes one has not this
-- file, only the hash will tell which, and till then neither takes the other's away. Who says another size than before begins anew.
CREATE FUNCTION blob_begin(p_sha bytea, p_size bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob;
BEGIN
  PERFORM demand_person();
  IF p_size NOT BETWEEN 0 AND 268435456 THEN RAISE EXCEPTION 'a file is too large' USING ERRCODE = 'CR005'; END IF;
  INSERT INTO blob VALUES (p_sha, p_size, false, session_user) ON CONFLICT DO NOTHING;
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR UPDATE;
  IF b.complete THEN RETURN '{"complete": true, "parts": []}'; END IF;
  IF said_size(p_sha) <> p_size THEN DELETE FROM blob_part WHERE sha = p_sha AND by_role = session_user; END IF;
  INSERT INTO blob_coming VALUES (p_sha, session_user, p_size) ON CONFLICT (sha, by_role) DO UPDATE SET size = EXCLUDED.size;
  RETURN jsonb_build_object('complete', false, 'parts',
    (SELECT coalesce(jsonb_agg(n ORDER BY n), '[]') FROM blob_part WHERE sha = p_sha AND by_role = session_user));
END $$;

-- How large the one who asks has said that a file is that they send.
CREATE FUNCTION said_size(p_sha bytea) RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS
  $$ BEGIN RETURN (SELECT size FROM blob_coming WHERE sha = p_sha AND by_role = session_user); END $$;

-- A part of another length than the file's size leaves for it is refused: no more lies here than was said.
CREATE FUNCTION blob_put(p_sha bytea, p_n int, p_data bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob;
BEGIN
  PERFORM demand_person();
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR SHARE;
  IF NOT FOUND OR b.complete THEN RETURN; END IF;
  IF length(p_data) IS DISTINCT FROM part_size(said_size(p_sha), p_n) THEN
    RAISE EXCEPTION 'not the part that was said' USING ERRCODE = 'CR011', DETAIL = p_n;
  END IF;
  INSERT INTO blob_part (sha, n, data, by_role) VALUES (p_sha, p_n, p_data, session_user) ON CONFLICT DO NOTHING;
END $$;

-- False: what came does not make this file; its sender's parts are gone and it is sent again. Of a whole one the others' go.
CREATE FUNCTION blob_end(p_sha bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE b blob; has bytea; many bigint; is_whole boolean;
BEGIN
  PERFORM demand_person();
  SELECT * INTO b FROM blob WHERE sha = p_sha FOR UPDATE;
  IF NOT FOUND OR b.complete THEN RETURN coalesce(b.complete, false); END IF;
  SELECT sha256(coalesce(string_agg(data, ''::bytea ORDER BY n), ''::bytea)), coalesce(sum(length(data)), 0) INTO has, many
    FROM blob_part WHERE sha = p_sha AND by_role = session_user;
  is_whole := coalesce(has = p_sha AND many = said_size(p_sha), false);
  DELETE FROM blob_part WHERE sha = p_sha AND (by_role = session_user) <> is_whole;
  IF is_whole THEN
    DELETE FROM blob_coming WHERE sha = p_sha;
    UPDATE blob SET complete = true, size = many, by_role = session_user WHERE sha = p_sha;
  END IF;
  RETURN is_whole;
END $$;

CREATE FUNCTION blob_get(p_sha bytea, p_n int) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT p.data FROM blob_part p JOIN blob b USING (sha) WHERE p.sha = p_sha AND p.n = p_n AND b.complete AND (me()).role_name IS NOT NULL
$$;

CREATE FUNCTION blobs_there(p_shas bytea[]) RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT sha FROM blob WHERE sha = ANY (p_shas) AND complete AND (me()).role_name IS NOT NULL
$$;
