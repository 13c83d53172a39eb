-- Tables for what waits until its author may write it (013_out_of_sight.sql), and what desks, claims and files need for the same.
-- SPDX-License-Identifier: Apache-2.0

CREATE TABLE held (
  device_id uuid NOT NULL,
  dseq      bigint NOT NULL,
  id        uuid NOT NULL,                    -- the row it is about
  waits     uuid NOT NULL,                    -- the card that is out of its author's sight, or a row that is not there yet
  is_new    boolean NOT NULL,
  PRIMARY KEY (device_id, dseq)               -- of its line in the log
);
CREATE INDEX held_for ON held (waits);
CREATE INDEX held_on ON held (id);

-- Desks that were copied before it was noted of which one: by the name, which a copy takes over.
ALTER TABLE desk ADD copy_of text;
UPDATE desk d SET copy_of = (SELECT o.code FROM desk o WHERE o.name = d.name AND o.n < d.n ORDER BY o.n DESC LIMIT 1);

ALTER TABLE claim ADD attempt int NOT NULL DEFAULT 0;
ALTER TABLE claim DROP CONSTRAINT claim_pkey, ADD PRIMARY KEY (kind, id, attempt);

-- The files that a row names.
CREATE FUNCTION files_of(doc jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(ARRAY[doc->>'blob', doc->>'pdf_blob', doc->>'stamp_blob', doc->>'signature_blob'], NULL)
  || ARRAY(SELECT jsonb_path_query(doc, 'lax $.attachments[*].blob') #>> '{}');
CREATE INDEX state_file ON state USING gin (files_of(doc))
  WHERE doc ?| '{blob,pdf_blob,stamp_blob,signature_blob,attachments}';
