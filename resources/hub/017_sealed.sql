-- What a desk may not keep, because the card has left it, and yet has to give again to a hub that was put back to an older state:
-- the hub seals what it has taken, the desk keeps that and can read nothing of it. SPDX-License-Identifier: Apache-2.0

CREATE TABLE seal (one boolean PRIMARY KEY DEFAULT true CHECK (one), secret bytea NOT NULL);
INSERT INTO seal(secret) VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- Hides bytes under a key, and shows them again: the hashes of the counted key laid over them. A key serves once.
CREATE FUNCTION veil(p_bytes bytea, p_key bytea) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS $$
  WITH stream AS MATERIALIZED (
    SELECT string_agg(sha256(p_key || int4send(i)), ''::bytea ORDER BY i) AS s FROM generate_series(0, length(p_bytes) / 32) i
  )
  SELECT decode(string_agg(lpad(to_hex(get_byte(p_bytes, k) # get_byte(s, k)), 2, '0'), '' ORDER BY k), 'hex')
  FROM stream, generate_series(0, length(p_bytes) - 1) k
$$;

-- By which the hub knows that it has sealed this itself.
CREATE FUNCTION seal_of(p_plain bytea, p_nonce bytea) RETURNS bytea LANGUAGE sql STABLE SET search_path = crm, pg_temp AS
  $$ SELECT sha256(secret || sha256(secret || p_nonce || p_plain)) FROM seal $$;

-- Of a device's own operations those that the hub has taken, as its log holds them and as nobody else can read them.
CREATE FUNCTION sealed(p_device uuid, p_ns bigint[]) RETURNS TABLE (n bigint, what text) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = crm, pg_temp AS $$
  WITH mine AS MATERIALIZED (
    SELECT l.dseq, uuid_send(gen_random_uuid()) AS nonce, convert_to((jsonb_build_object('device', l.device_id, 'n', l.dseq, 'op',
      jsonb_build_object('e', l.entity, 'i', l.id, 'h', l.hlc, 'd', l.patch)
        || CASE WHEN l.base IS NULL THEN '{"new": true}' ELSE jsonb_build_object('b', l.base) END))::text, 'UTF8') AS plain
    FROM log l JOIN device v USING (device_id)
    WHERE l.device_id = p_device AND l.dseq = ANY (p_ns) AND v.role_name = session_user AND (me()).role_name IS NOT NULL
      AND l.verdict IN ('ok', 'dup', 'merged', 'parked') AND l.patch IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM held w WHERE (w.device_id, w.dseq) = (l.device_id, l.dseq))
  )
  SELECT dseq, translate(encode(nonce || seal_of(plain, nonce) || veil(plain, sha256(nonce || secret)), 'base64'), E'\n', '') FROM mine, seal
$$;

-- The operation that was sealed, where it is the hub's own seal, of this device and this number; else the empty line that came.
-- What the hub has taken once it takes again, whatever its author sees or may do as the hub stands now: `proved`.
CREATE FUNCTION unsealed(p_device uuid, op jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE came bytea; nonce bytea; plain bytea; found jsonb;
BEGIN
  came := decode(op->>'z', 'base64'); op := op - 'z' - 'proved';
  nonce := substr(came, 1, 16);
  plain := veil(substr(came, 49), (SELECT sha256(nonce || secret) FROM seal));
  IF seal_of(plain, nonce) IS DISTINCT FROM substr(came, 17, 32) THEN RETURN op; END IF;
  found := convert_from(plain, 'UTF8')::jsonb;
  IF found->>'device' <> p_device::text OR found->'n' <> op->'n' THEN RETURN op; END IF;
  RETURN (op - 'b') || (found->'op') || '{"again": true, "proved": true}';
EXCEPTION WHEN invalid_parameter_value OR data_exception THEN RETURN op - 'z' - 'proved';
END $$;
