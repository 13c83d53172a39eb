-- What a desk asks of the hub beside writing: joining, help when somebody holds the lock.
-- SPDX-License-Identifier: Apache-2.0
-- Errors of its own: CR001 unknown person or device, CR006 invite used or expired, CR007 the desk's code is taken, CR010 not allowed.

CREATE FUNCTION two_signs(k int) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = crm, pg_temp AS $$
  SELECT substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', k / 36 + 1, 1) || substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', k % 36 + 1, 1)
$$;

-- A person sits down at a desk for the first time: the secret of an invite, once and in time, and a code that no other desk has.
-- Who comes again with the same device, because the answer was lost, is answered again. At a desk where others sit already only
-- who has its disk sits down, for what these people read they read too: they name a device of it, which nobody is told.
CREATE FUNCTION join_desk(p_secret text, p_device uuid, p_code text, p_name text, p_beside uuid DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE em employee; h hub; theirs text; brings boolean;
BEGIN
  em := me();
  IF em.role_name IS NULL THEN RAISE EXCEPTION 'unknown or inactive person' USING ERRCODE = 'CR001'; END IF;
  SELECT * INTO h FROM hub FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM device WHERE device_id = p_device AND role_name = session_user AND NOT revoked) THEN
    UPDATE invite SET used_at = now()
      WHERE secret_sha = sha256(convert_to(p_secret, 'UTF8')) AND role_name = session_user AND used_at IS NULL AND expires_at > now()
      RETURNING may_bring INTO brings;
    IF NOT FOUND THEN RAISE EXCEPTION 'this invite is used or has expired' USING ERRCODE = 'CR006'; END IF;
    SELECT name INTO theirs FROM desk WHERE code = p_code;
    IF NOT FOUND THEN
      INSERT INTO desk(code, n, name) VALUES (p_code, (SELECT coalesce(max(n), 0) + 1 FROM desk), p_name);
    ELSIF theirs <> p_name OR NOT EXISTS (SELECT 1 FROM device WHERE device_id = p_beside AND desk_code = p_code) THEN
      RAISE EXCEPTION 'another desk has the code %', p_code USING ERRCODE = 'CR007';
    END IF;
    PERFORM new_device(p_device, p_code);
    UPDATE device SET may_bring = brings WHERE device_id = p_device;
  END IF;
  RETURN device_facts(p_device);
END $$;

-- All that was to be brought is here; from now on this device has its person's rights alone.
CREATE FUNCTION brought(p_device uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ UPDATE device SET may_bring = false WHERE device_id = p_device AND role_name = session_user $$;

-- A device that was copied, or went back to an older file, goes on under a new line of numbers. The other copy may be alive
-- and keeps the old one. `p_fresh`: the desk is a copy too and takes a code that no other has for the numbers on its papers.
-- Who else writes at this desk follows it to that code, and goes to no other desk's.
CREATE FUNCTION fork_device(p_old uuid, p_new uuid, p_code text, p_fresh boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE theirs text; was text;
BEGIN
  PERFORM 1 FROM hub FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM device WHERE device_id = p_new AND role_name = session_user AND NOT revoked) THEN
    SELECT d.name, d.code INTO theirs, was FROM device v JOIN desk d ON d.code = v.desk_code
      WHERE device_id = p_old AND role_name = session_user AND NOT revoked;
    IF NOT FOUND OR (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown device' USING ERRCODE = 'CR001'; END IF;
    IF NOT EXISTS (SELECT 1 FROM desk WHERE code = p_code) THEN
      INSERT INTO desk(code, n, name, copy_of) VALUES (p_code, (SELECT coalesce(max(n), 0) + 1 FROM desk), theirs, was);
    ELSIF p_fresh OR NOT is_copy_of(p_code, was) THEN
      RAISE EXCEPTION 'another desk has the code %', p_code USING ERRCODE = 'CR007';
    END IF;
    PERFORM new_device(p_new, p_code);
  END IF;
  RETURN device_facts(p_new);
END $$;

-- Whether a desk goes on where another one was, or is that one.
CREATE FUNCTION is_copy_of(p_code text, p_was text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE at text := p_code;
BEGIN
  FOR i IN 1..100 LOOP
    EXIT WHEN at IS NULL OR at = p_was;
    SELECT copy_of INTO at FROM desk WHERE code = at;
  END LOOP;
  RETURN coalesce(at = p_was, false);
END $$;

CREATE FUNCTION new_device(p_device uuid, p_code text) RETURNS void LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  -- The one before is told apart by its own code, so that its stamps keep their meaning.
  UPDATE device SET revoked = true WHERE desk_code = p_code AND role_name = session_user AND NOT revoked;
  INSERT INTO device(device_id, role_name, desk_code, code)
    SELECT p_device, session_user, p_code, p_code || two_signs(k) FROM generate_series(0, 1295) k
    WHERE NOT EXISTS (SELECT 1 FROM device WHERE code = p_code || two_signs(k)) LIMIT 1;
END $$;

CREATE FUNCTION device_facts(p_device uuid) RETURNS jsonb LANGUAGE sql STABLE SET search_path = crm, pg_temp AS $$
  SELECT jsonb_build_object('hub_id', h.hub_id, 'epoch', h.epoch, 'head', h.seq, 'min_schema', h.min_schema, 'device_id', v.device_id,
    'code', v.code, 'desk_n', d.n, 'employee_id', e.employee_id, 'acked', v.last_dseq, 'realms', CASE WHEN e.active THEN e.realms ELSE '{}' END)
  FROM hub h, device v JOIN desk d ON d.code = v.desk_code JOIN employee e USING (role_name)
  WHERE v.device_id = p_device AND v.role_name = session_user
$$;

-- Where this device stands with the hub: a restored hub is known by a mark that is no longer there. The desk says how far it has
-- read, which tells the admin what it lacks; that is noted once a minute at most, so that asking costs no write.
CREATE FUNCTION hello(p_device uuid, p_seq bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
BEGIN
  UPDATE device SET pulled_seq = p_seq, last_seen = now() WHERE device_id = p_device AND role_name = session_user AND NOT revoked
    AND (pulled_seq <> p_seq OR last_seen IS NULL OR last_seen < now() - interval '1 minute');
  RETURN device_facts(p_device) || jsonb_build_object('revoked', (SELECT revoked FROM device WHERE device_id = p_device),
    'mark', (SELECT mark FROM mark WHERE seq <= p_seq ORDER BY seq DESC LIMIT 1), 'now', to_char(clock_timestamp() AT TIME ZONE 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
END $$;

-- Desks and people, for names in lists: who wrote under which code, where files may still lie, when somebody was last here.
CREATE FUNCTION devices() RETURNS TABLE (code text, desk_code text, desk_n int, desk_name text, employee_id uuid, last_seen timestamptz,
  app_version text, revoked boolean, active boolean, pulled_seq bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT v.code, v.desk_code, d.n, d.name, e.employee_id, v.last_seen, v.app_version, v.revoked, e.active, v.pulled_seq
  FROM device v JOIN desk d ON d.code = v.desk_code JOIN employee e USING (role_name) WHERE (me()).role_name IS NOT NULL ORDER BY d.n, v.code
$$;

-- The script that copies this database notes that it is done (docs/hub.md), so that a backup that no longer runs is seen.
CREATE FUNCTION backup_age() RETURNS interval LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT clock_timestamp() - max(at) FROM backup_made WHERE (me()).role_name IS NOT NULL
$$;

-- Ends sessions that hold up all pushes by an open transaction. The owner needs pg_signal_backend and pg_read_all_stats for it;
-- where a provider does not give these, it ends nobody and the admin's console is left.
CREATE FUNCTION unblock() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
  SELECT count(*)::int FROM (
    SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l USING (pid)
    WHERE l.relation = 'crm.hub'::regclass AND a.state = 'idle in transaction' AND a.state_change < clock_timestamp() - interval '2 seconds'
      AND (me()).role_name IS NOT NULL AND a.pid <> pg_backend_pid()
  ) ended
$$;
