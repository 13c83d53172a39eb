-- The hub's tables. Run once, as the owner, in an empty schema crm (see docs/hub.md). SPDX-License-Identifier: Apache-2.0
-- Nobody but the owner may change a row: desks write through push() and read what the policies let them read.

CREATE TABLE hub (                 -- exactly one row; its row lock is the order of everything that is written
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  hub_id     uuid NOT NULL DEFAULT gen_random_uuid(),
  epoch      int NOT NULL DEFAULT 1,
  seq        bigint NOT NULL DEFAULT 0,
  chain      bytea NOT NULL DEFAULT sha256(''::bytea),
  version    int NOT NULL DEFAULT 0,     -- of these files
  min_schema int NOT NULL DEFAULT 1      -- older desks go on working and are told to update before they may send
) WITH (fillfactor = 10);
INSERT INTO hub DEFAULT VALUES;

CREATE TABLE mark (                -- one line a push: tells a restored hub from the one a desk knows, and carries the chain
  seq       bigint PRIMARY KEY,
  mark      uuid NOT NULL DEFAULT gen_random_uuid(),
  device_id uuid NOT NULL,
  first_n   bigint NOT NULL,
  last_n    bigint NOT NULL,
  chain     bytea NOT NULL
);

CREATE TABLE role_right (role text, capability text, PRIMARY KEY (role, capability));
CREATE TABLE realm_right (realm int PRIMARY KEY, capability text NOT NULL);  -- realm 0 takes no right
CREATE TABLE backup_made (at timestamptz NOT NULL DEFAULT now(), role_name name NOT NULL DEFAULT session_user);

CREATE TABLE employee (
  role_name   name PRIMARY KEY,          -- the login: one for each person at each desk
  employee_id uuid NOT NULL,             -- the person's record
  caps        text[] NOT NULL DEFAULT '{}',
  realms      int[] NOT NULL DEFAULT '{0}',
  active      boolean NOT NULL DEFAULT true
);

CREATE INDEX employee_person ON employee (employee_id);

CREATE TABLE desk (                -- one computer
  code   text PRIMARY KEY CHECK (code ~ '^[0-9A-Z]{2}$'),
  n      int NOT NULL UNIQUE,            -- the digits that stand for it on paper
  name   text NOT NULL DEFAULT ''
);

CREATE TABLE device (              -- one person at one computer
  device_id   uuid PRIMARY KEY,
  role_name   name NOT NULL REFERENCES employee,
  desk_code   text NOT NULL REFERENCES desk,
  code        text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-Z]{2,4}$'),
  last_dseq   bigint NOT NULL DEFAULT 0,
  pulled_seq  bigint NOT NULL DEFAULT 0,
  app_version text NOT NULL DEFAULT '',
  schema      int NOT NULL DEFAULT 0,
  may_bring   boolean NOT NULL DEFAULT false,  -- brings a whole shop along: what is in it was let through where it was written
  last_seen   timestamptz,
  revoked     boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX device_of ON device (role_name, desk_code) WHERE NOT revoked;

CREATE TABLE invite (
  secret_sha  bytea PRIMARY KEY,
  role_name   name NOT NULL REFERENCES employee,
  may_bring   boolean NOT NULL DEFAULT false,
  made_at     timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz
);

CREATE TABLE entity (              -- what the hub must know of a class; made from the declarations on the classes
  name      text PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('record', 'fact')),
  meets     boolean NOT NULL DEFAULT false,   -- a fact whose id is derived: the first copy stays, a later one is the same
  realm     int NOT NULL DEFAULT 0,
  write_cap text,
  protected jsonb NOT NULL DEFAULT '{}',      -- field -> the capability that changing it takes
  own       text[] NOT NULL DEFAULT '{}',     -- protected fields that a person may change on their own record only
  refs      text[] NOT NULL DEFAULT '{}',     -- fields that name another row
  units     jsonb NOT NULL DEFAULT '{}',      -- field -> the first field of the group it merges with
  terminal  jsonb,                            -- {"unit": …, "field": …, "open": …}: what is closed beats what is open
  quiet     text[] NOT NULL DEFAULT '{}'      -- fields whose overwriting makes no notice
);

CREATE TABLE field (               -- what a field of a class holds; made from its columns
  entity       text REFERENCES entity,
  name         text,
  form         text NOT NULL,
  may_be_empty boolean NOT NULL,
  is_needed    boolean NOT NULL,              -- has no default: a new row has to bring it
  PRIMARY KEY (entity, name)
);

CREATE TABLE state (               -- what stands now: feed of the pull and snapshot of the first one alike
  id     uuid PRIMARY KEY,
  entity text NOT NULL REFERENCES entity,
  realm  int NOT NULL,
  seq    bigint NOT NULL,
  doc    jsonb NOT NULL,
  ver    jsonb NOT NULL                       -- field -> stamp of its last write, "*" -> stamp of the row's making
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX state_feed ON state (seq) INCLUDE (realm, entity);
CREATE INDEX state_kind ON state (entity, seq);  -- a desk that joins reads kind by kind
ALTER TABLE state SET (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE log (                 -- history; nothing on the way of a push or a pull reads more of it than one device's numbers
  device_id uuid NOT NULL,
  dseq      bigint NOT NULL,
  seq       bigint NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  role_name name NOT NULL,
  entity    text NOT NULL,
  id        uuid NOT NULL,
  hlc       text NOT NULL,
  patch     jsonb,                            -- may be erased; its hash stays
  patch_sha bytea NOT NULL,
  base      jsonb,
  verdict   text NOT NULL,
  again     boolean NOT NULL DEFAULT false,   -- given once more to a hub that was put back to an older state
  PRIMARY KEY (device_id, dseq)
);
CREATE INDEX log_row ON log (id, seq);
CREATE INDEX log_parked ON log (id) WHERE verdict = 'parked';

CREATE TABLE counter (series text PRIMARY KEY, next bigint NOT NULL DEFAULT 1);
CREATE TABLE number_used (         -- which paper holds which place of a series; of two that hold one, the first
  series text, place bigint, id uuid NOT NULL, PRIMARY KEY (series, place)
);
CREATE INDEX number_used_of ON number_used (series, id);
CREATE TABLE claim (               -- who does what must be done once: a letter, a delayed effect of a robot
  kind text, id uuid, device_id uuid NOT NULL, until timestamptz NOT NULL, done_at timestamptz, PRIMARY KEY (kind, id)
);
CREATE TABLE blob (
  sha bytea PRIMARY KEY CHECK (length(sha) = 32), size bigint NOT NULL, complete boolean NOT NULL DEFAULT false, by_role name NOT NULL
);
CREATE TABLE blob_part (sha bytea REFERENCES blob, n int, data bytea NOT NULL, PRIMARY KEY (sha, n));
ALTER TABLE blob_part ALTER data SET STORAGE EXTERNAL;
CREATE TABLE erasure (id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(), role_name name NOT NULL, why text NOT NULL);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  -- An erasure is the one change there is: it blanks a patch and leaves its hash.
  IF TG_LEVEL = 'ROW' AND TG_OP = 'UPDATE' AND current_setting('crm.erasing', true) = 'yes'
     AND to_jsonb(NEW) - 'patch' = to_jsonb(OLD) - 'patch' AND NEW.patch IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'CR009';
END $$;
CREATE TRIGGER log_stays BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_stays BEFORE UPDATE OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_is_not_emptied BEFORE TRUNCATE ON mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who asks. Inside a SECURITY DEFINER function current_user is the owner, session_user stays the login.
CREATE FUNCTION me() RETURNS employee LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT e FROM employee e WHERE role_name = session_user AND active $$;
CREATE FUNCTION my_realms() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crm, pg_temp AS
  $$ SELECT coalesce((SELECT realms FROM employee WHERE role_name = session_user AND active), '{}') $$;

ALTER TABLE state ENABLE ROW LEVEL SECURITY;
-- The sub-select is evaluated once a statement, not once a row.
CREATE POLICY read_realm ON state FOR SELECT USING (realm = ANY ((SELECT my_realms())::int[]));

-- A person's capabilities and realms follow from the roles on their record, so that people are managed where they are seen.
CREATE FUNCTION caps_of(roles jsonb) RETURNS text[] LANGUAGE sql STABLE SET search_path = crm, pg_temp AS
  $$ SELECT ARRAY(SELECT DISTINCT capability FROM role_right WHERE role = '*' OR roles ? role ORDER BY 1) $$;
CREATE FUNCTION realms_of(caps text[]) RETURNS int[] LANGUAGE sql STABLE SET search_path = crm, pg_temp AS
  $$ SELECT ARRAY(SELECT 0 UNION SELECT realm FROM realm_right WHERE capability = ANY (caps) ORDER BY 1) $$;
CREATE FUNCTION follow_person() RETURNS trigger LANGUAGE plpgsql SET search_path = crm, pg_temp AS $$
BEGIN
  UPDATE employee SET
    active = coalesce((NEW.doc->>'is_active')::boolean, true) AND NEW.doc->>'archived_at' IS NULL AND NOT NEW.doc ? 'erased',
    caps = caps_of(NEW.doc->'roles'), realms = realms_of(caps_of(NEW.doc->'roles'))
  WHERE employee_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER person_changed AFTER INSERT OR UPDATE ON state FOR EACH ROW WHEN (NEW.entity = 'user')
  EXECUTE FUNCTION follow_person();
