-- What a desk may not keep, because the card has left it or a right was taken, and yet has to give again to a hub that was put
-- back to an older state: the hub seals what it has taken (019_seals.sql), the desk keeps that and can read nothing of it.
-- SPDX-License-Identifier: Apache-2.0

-- Nobody but the owner reads it. It goes with the tables into every dump and comes back with it, on another server too.
CREATE TABLE seal (one boolean PRIMARY KEY DEFAULT true CHECK (one), secret bytea NOT NULL);
INSERT INTO seal(secret) VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
