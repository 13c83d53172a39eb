-- What kinds say of themselves the hub keeps in a copy, made anew whenever it is brought up (desktop/sync/hub/declared.py).
-- SPDX-License-Identifier: Apache-2.0
-- A change of it by which push answers otherwise has a number here, or a hub that was told less would pass for up to date.
-- Two desks that give a lent card back apart say one word of it, and that a loan has ended is nothing to look at.
UPDATE entity SET meets = true WHERE name = 'comment';
UPDATE entity SET quiet = '{ended_at,card_kind,card_id}' WHERE name = 'loan';
