-- Who does what may be done only once: a letter, later a delayed effect of a robot. SPDX-License-Identifier: Apache-2.0
-- Each attempt is claimed by itself, so that a claim is never given back: who tries again claims the next one.

CREATE FUNCTION my_desk(p_device uuid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = crm, pg_temp AS $$
DECLARE found_code text;
BEGIN
  SELECT desk_code INTO found_code FROM device WHERE device_id = p_device AND role_name = session_user AND NOT revoked;
  IF found_code IS NULL OR (me()).role_name IS NULL THEN RAISE EXCEPTION 'unknown or revoked device' USING ERRCODE = 'CR001'; END IF;
  RETURN found_code;
END $$;

-- 'mine': do it. 'taken': another desk is at it. 'done': it was done or given up. 'lapsed': another desk was at it and has not come
-- back in time; nobody knows how far it came, so it is yours to ask about, not to do. What lies on a card that this desk does not
-- see is for others to do: 'taken'. No claim holds them up for more than an hour.
CREATE FUNCTION claim(p_device uuid, p_kind text, p_id uuid, p_attempt int, p_seconds int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE c claim; mine text := my_desk(p_device); again_until timestamptz := clock_timestamp() + make_interval(secs => least(p_seconds, 3600));
BEGIN
  IF EXISTS (SELECT 1 FROM state WHERE id = p_id AND NOT may_read(realm, card)) THEN RETURN 'taken'; END IF;
  IF p_kind = 'planned_handover' AND NOT may_begin(p_id) THEN RETURN 'taken'; END IF;   -- 018_planned.sql
  INSERT INTO claim (kind, id, attempt, device_id, until) VALUES (p_kind, p_id, p_attempt, p_device, again_until) ON CONFLICT DO NOTHING;
  IF FOUND THEN RETURN 'mine'; END IF;
  SELECT * INTO c FROM claim WHERE (kind, id, attempt) = (p_kind, p_id, p_attempt) FOR UPDATE;
  IF c.done_at IS NOT NULL THEN RETURN 'done'; END IF;
  IF mine <> (SELECT desk_code FROM device WHERE device_id = c.device_id) THEN
    IF c.until > clock_timestamp() THEN RETURN 'taken'; END IF;
    UPDATE claim SET device_id = p_device, until = again_until WHERE (kind, id, attempt) = (p_kind, p_id, p_attempt);
    RETURN 'lapsed';
  END IF;
  UPDATE claim SET until = again_until WHERE (kind, id, attempt) = (p_kind, p_id, p_attempt);
  RETURN 'mine';
END $$;

CREATE FUNCTION claim_done(p_device uuid, p_kind text, p_id uuid, p_attempt int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp AS $$
DECLARE mine text := my_desk(p_device);
BEGIN
  UPDATE claim c SET done_at = now() FROM device v
    WHERE (c.kind, c.id, c.attempt) = (p_kind, p_id, p_attempt) AND v.device_id = c.device_id AND v.desk_code = mine;
END $$;
