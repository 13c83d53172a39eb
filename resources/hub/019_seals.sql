-- How the hub seals. SPDX-License-Identifier: Apache-2.0
-- Nothing but the server's sha256(), for an owner who is no superuser may not have pgcrypto. Put together of known parts alone:
--   HMAC-SHA256 (RFC 2104, FIPS 198-1): mac();
--   keys of the one secret, as HKDF-Expand makes them (RFC 5869, 2.3): seal_key(), one to hide, one to prove, one to compare;
--   hiding: HMAC-SHA256 as a pseudo-random function in counter mode (NIST SP 800-38A, 6.5), under a key of each line alone that is
--     made of the device, the number and a nonce of 122 random bits: seal_stream(); spaces up to a multiple of 256 bytes hide the length;
--   proving: encrypt-then-MAC (Bellare and Namprempre, 2000; as in RFC 7366) over device, number, nonce and what was hidden: seal_proof().
-- A line is base64(nonce 16, proof 32, hidden). It is opened only for the device and the number that it was sealed for, and only
-- once it is proved; whatever is wrong with one is answered alike. The secret leaves the database in dumps alone: who has one
-- has everything anyway. A hub that was put back to before it had a secret gets another, and opens no older seal: 'unopened'.

-- Eight bytes from the k-th on, as a number.
CREATE FUNCTION eight(b bytea, k int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || encode(substr(b, k, 8), 'hex'))::bit(64)::bigint;
-- Bytes laid over one another (XOR), of one length that is a multiple of eight.
CREATE FUNCTION laid_over(a bytea, b bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(int8send(eight(a, k) # eight(b, k)), ''::bytea ORDER BY k) FROM generate_series(1, length(a), 8) k);
-- A key of 32 bytes as an HMAC lays it before what is hashed.
CREATE FUNCTION mac_pad(p_key bytea, p_with bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int8send(eight(p_key, 1) # p_with) || int8send(eight(p_key, 9) # p_with) || int8send(eight(p_key, 17) # p_with)
  || int8send(eight(p_key, 25) # p_with) || int8send(p_with) || int8send(p_with) || int8send(p_with) || int8send(p_with);
CREATE FUNCTION mac_inside(p_key bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mac_pad(p_key, x'3636363636363636'::bigint);
CREATE FUNCTION mac_outside(p_key bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mac_pad(p_key, x'5c5c5c5c5c5c5c5c'::bigint);
CREATE FUNCTION mac(p_key bytea, p_said bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(mac_outside(p_key) || sha256(mac_inside(p_key) || p_said));
CREATE FUNCTION seal_key(p_what_for text) RETURNS bytea LANGUAGE sql STABLE
RETURN (SELECT mac(secret, convert_to('seal: ' || p_what_for, 'UTF8') || '\x01') FROM seal);
-- The mac() of 1, 2, 3 … one after the other.
CREATE FUNCTION seal_stream(p_key bytea, p_length int) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(sha256(outside || sha256(inside || int4send(k))), ''::bytea ORDER BY k)
  FROM (SELECT mac_inside(p_key) AS inside, mac_outside(p_key) AS outside OFFSET 0) pads, generate_series(1, p_length / 32) k);

-- What a seal is bound to, of one length always.
CREATE FUNCTION seal_head(p_device uuid, p_n bigint, p_nonce bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN uuid_send(p_device) || int8send(p_n) || p_nonce;
-- Hides bytes, and shows them again.
CREATE FUNCTION seal_veil(p_head bytea, p_bytes bytea) RETURNS bytea LANGUAGE sql STABLE
RETURN laid_over(p_bytes, seal_stream(mac(seal_key('hide'), p_head), length(p_bytes)));
CREATE FUNCTION seal_proof(p_head bytea, p_hidden bytea) RETURNS bytea LANGUAGE sql STABLE
RETURN mac(seal_key('prove'), p_head || p_hidden);

CREATE FUNCTION seal_up(p_device uuid, p_n bigint, p_op jsonb) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = crm, pg_temp AS $$
DECLARE nonce bytea := uuid_send(gen_random_uuid()); head bytea; said bytea := convert_to(p_op::text, 'UTF8'); hidden bytea;
BEGIN
  head := seal_head(p_device, p_n, nonce);
  hidden := seal_veil(head, said || convert_to(repeat(' ', 256 - length(said) % 256), 'UTF8'));
  RETURN translate(encode(nonce || seal_proof(head, hidden) || hidden, 'base64'), E'\n', '');
END $$;

-- What was sealed for this number of this device; null where this is no seal of this hub for it.
CREATE FUNCTION opened(p_device uuid, p_n bigint, p_what text) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE came bytea; head bytea; hidden bytea; key bytea := seal_key('compare');
BEGIN
  IF p_what IS NULL OR p_what !~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' THEN RETURN NULL; END IF;
  came := decode(p_what, 'base64');
  head := seal_head(p_device, p_n, substr(came, 1, 16)); hidden := substr(came, 49);
  -- Compared under a key: the time that it takes says nothing of how much of a forged proof is right.
  IF mac(key, seal_proof(head, hidden)) IS DISTINCT FROM mac(key, substr(came, 17, 32)) THEN RETURN NULL; END IF;
  RETURN convert_from(seal_veil(head, hidden), 'UTF8')::jsonb;
END $$;

-- Of a device's own operations those that the hub has taken, as its log holds them and as nobody else can read them; with the
-- place in a series that a paper holds, for a hub that was put back has to learn it again (005_numbers.sql). What waited until its
-- author sees the card (013_out_of_sight.sql) `waits` once more.
CREATE OR REPLACE FUNCTION sealed(p_device uuid, p_ns bigint[]) RETURNS TABLE (n bigint, what text) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = crm, pg_temp AS $$
  SELECT l.dseq, seal_up(l.device_id, l.dseq, jsonb_build_object('e', l.entity, 'i', l.id, 'h', l.hlc,
      'd', l.patch || CASE WHEN paper.number IS NULL THEN '{}' ELSE jsonb_build_object('$number', paper.number) END)
    || CASE WHEN l.base IS NULL THEN '{"new": true}' ELSE jsonb_build_object('b', l.base) END
    || CASE WHEN EXISTS (SELECT 1 FROM held w WHERE (w.device_id, w.dseq) = (l.device_id, l.dseq)) THEN '{"waits": true}'::jsonb ELSE '{}' END)
  FROM log l JOIN device v USING (device_id) LEFT JOIN LATERAL (
    SELECT jsonb_build_object('series', u.series, 'for', u.id, 'place', u.place) AS number FROM number_used u
    WHERE l.base IS NULL AND u.id = CASE l.entity WHEN 'document' THEN l.id WHEN 'invoice_issue' THEN (l.patch->>'invoice_id')::uuid END
    ORDER BY u.series, u.place LIMIT 1) paper ON true
  WHERE l.device_id = p_device AND l.dseq = ANY (p_ns) AND v.role_name = session_user AND (me()).role_name IS NOT NULL
    AND l.verdict IN ('ok', 'dup', 'merged', 'parked') AND l.patch IS NOT NULL
$$;

-- For a desk that goes on as another device, because a copy of it has taken its numbers: what it holds sealed, sealed anew for
-- the numbers that it gets (`n` becomes `to`). What was built on a line that goes along names it as it is called then. Of nobody
-- but a person's own devices; what they had given before stands in the log, and comes to nothing if it is given once more.
CREATE FUNCTION sealed_anew(p_from uuid, p_to uuid, p_moves jsonb) RETURNS TABLE (n bigint, what text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = crm, pg_temp AS $$
DECLARE was text; becomes text; names jsonb; one record; op jsonb;
BEGIN
  SELECT o.code, v.code INTO was, becomes FROM device o JOIN employee e USING (role_name), device v
    WHERE o.device_id = p_from AND e.employee_id = (me()).employee_id AND v.device_id = p_to AND v.role_name = session_user AND NOT v.revoked;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(jsonb_object_agg(was || '.' || x.n, becomes || '.' || x."to"), '{}') INTO names
    FROM jsonb_to_recordset(p_moves) x(n bigint, "to" bigint);
  FOR one IN SELECT * FROM jsonb_to_recordset(p_moves) x(n bigint, "to" bigint, z text) WHERE x.z IS NOT NULL LOOP
    op := opened(p_from, one.n, one.z);
    CONTINUE WHEN op IS NULL;
    IF op ? 'b' THEN
      op := op || jsonb_build_object('b', (SELECT coalesce(jsonb_object_agg(key, coalesce(names->>value, value)), '{}') FROM jsonb_each_text(op->'b')));
    END IF;
    n := one.n; what := seal_up(p_to, one."to", op);
    RETURN NEXT;
  END LOOP;
END $$;

-- The operation that was sealed, where it is the hub's own seal for this device and this number: what the hub has taken once it
-- takes again, whatever its author sees or may do as the hub stands now (`proved`), unless it waited. Else the line is `shut`.
CREATE OR REPLACE FUNCTION unsealed(p_device uuid, op jsonb) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT CASE WHEN was IS NULL THEN op - '{z,proved}'::text[] || '{"shut": true}'
    ELSE jsonb_build_object('n', op->'n', 't', op->'t') || (was - 'waits') || jsonb_build_object('again', true)
      || CASE WHEN was ? 'waits' THEN '{}' ELSE '{"proved": true}'::jsonb END END
  FROM (SELECT opened(p_device, (op->>'n')::bigint, op->>'z') AS was OFFSET 0) one
$$;

-- From which of a device's numbers on the hub has something else than the desk: a copy wrote under them after the hub was put back.
-- Of what it holds sealed a desk knows the time alone, and says `z`.
CREATE OR REPLACE FUNCTION differs_at(p_device uuid, p_known jsonb) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT min(k.n) FROM jsonb_to_recordset(p_known) AS k(n bigint, h text, i uuid, z text)
  JOIN log l ON l.device_id = p_device AND l.dseq = k.n JOIN device v ON v.device_id = l.device_id AND v.role_name = session_user
  WHERE (l.hlc, l.id) IS DISTINCT FROM (k.h, coalesce(k.i, (opened(p_device, k.n, k.z)->>'i')::uuid, l.id)) AND (me()).role_name IS NOT NULL
$$;
