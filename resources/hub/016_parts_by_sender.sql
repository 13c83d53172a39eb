-- Parts of a file are their sender's until the hub has counted its hash (007_files.sql): nobody takes a colleague's away.
-- SPDX-License-Identifier: Apache-2.0

CREATE TABLE blob_coming (         -- who sends a file, and how large they say that it is
  sha bytea REFERENCES blob, by_role name, size bigint NOT NULL, PRIMARY KEY (sha, by_role)
);
INSERT INTO blob_coming SELECT sha, by_role, size FROM blob WHERE NOT complete;

ALTER TABLE blob_part ADD by_role name;
UPDATE blob_part p SET by_role = b.by_role FROM blob b WHERE b.sha = p.sha;
ALTER TABLE blob_part DROP CONSTRAINT blob_part_pkey, ADD PRIMARY KEY (sha, by_role, n);
