-- Many new rows at once are placed and checked together (008_push_new.sql): what is asked once a row is for the others.
-- SPDX-License-Identifier: Apache-2.0

-- Every writer takes the kind from the row of it, and none is ever deleted: to look each up once more was a twentieth of a push.
ALTER TABLE state DROP CONSTRAINT state_entity_fkey;

-- A row that comes with its card was placed by push_new(), which alone says one.
DROP TRIGGER placed ON state;
CREATE TRIGGER placed BEFORE INSERT ON state FOR EACH ROW WHEN (NEW.card IS NULL) EXECUTE FUNCTION place_row();
CREATE TRIGGER placed_anew BEFORE UPDATE OF doc ON state FOR EACH ROW EXECUTE FUNCTION place_row();
