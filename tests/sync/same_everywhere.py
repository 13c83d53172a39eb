# SPDX-License-Identifier: Apache-2.0
"""What has to be true in the end of what happened to many desks. The hub's own history says what was taken."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from desktop.storage.tables import confirmed, refused, sent

TAKEN = ("ok", "dup", "merged", "parked")


@dataclass(frozen=True)
class Edit:
    """A value somebody typed, and the one their screen showed."""

    value: str
    on: str
    key: UUID


class Promises:
    """The promises, asked of a model of what people did."""

    def _check(self):
        hub = self.hub.digest()
        for desk in self.desks:
            here = desk.documents()
            owed = desk.read(
                lambda r: r.connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
            )
            assert owed == 0, (desk.name, owed)
            assert not (found := differences(here, hub)), (
                desk.name,
                len(found),
                found[:4],
                self._story(found[0][0]),
            )
        with self.hub.admin() as admin:
            assert admin.broken_links() == []
        self._check_money(hub)
        self._check_words(hub)
        self._check_edits(hub)
        self._check_numbers()
        self._count()

    def _story(self, key):
        """What the hub's history says of a row, and what the desks still have of it."""
        told = self.hub.sql(
            "SELECT l.seq, v.code || '.' || l.dseq, l.hlc, l.verdict, l.again, l.patch, l.base FROM crm.log l "
            "JOIN crm.device v USING (device_id) WHERE l.id = %s OR l.patch->>'i' = %s ORDER BY l.seq",
            key, str(key),
        )  # fmt: skip
        kept = []
        for desk in self.desks:
            with desk.database.reader.connect() as connection:
                kept += [
                    (desk.name, table.name, row._mapping)
                    for table in (sent, refused, confirmed)
                    for row in connection.execute(select(table).where(table.c.id == key))
                ]
        typed = [edit for edit in self.edits.values() if edit.key == key]
        return told, kept, typed

    def _check_money(self, hub):
        paid = self.hub.sql(
            "SELECT id, (doc->>'amount')::int FROM crm.state WHERE entity = 'payment'"
        )
        odd = set(dict(paid)) ^ set(self.payments)
        assert not odd, [(key in self.payments, key, self._story(key)) for key in odd]
        assert dict(paid) == self.payments

    def _check_words(self, hub):
        said = {
            one[0]
            for one in self.hub.sql("SELECT doc->>'text' FROM crm.state WHERE entity = 'comment'")
        }
        assert self.comments <= said, self.comments - said
        confirmed = {
            UUID(one[0])
            for one in self.hub.sql(
                "SELECT doc->>'payment_id' FROM crm.state WHERE entity = 'confirmation'"
            )
        }
        halves = {text for text in self.joint if text in said and self.joint[text] not in confirmed}
        assert not halves, halves
        kept = set()
        for desk in self.desks:
            kept |= {
                row.doc
                for row in desk.read(lambda r: r.connection.execute(select(refused.c.doc)).all())
            }
        if not any(desk.was_put_back for desk in self.desks):
            lost = {
                text for text in self.joint.keys() - said if not any(text in doc for doc in kept)
            }
            assert not lost, lost

    def _check_numbers(self):
        """From the hub, each once and without a gap; one that went back may give a place twice, which is told."""
        given = self.hub.sql(
            "SELECT doc->>'number' FROM crm.state WHERE entity = 'invoice_issue' ORDER BY 1"
        )
        places = sorted(int(number.rpartition("-")[2]) for (number,) in given)
        self.seen["numbers"] += len(places)
        assert self.went_back or places == list(range(1, len(places) + 1)), given

    def _check_edits(self, hub):
        """A causally later edit always wins, and whatever did not win is seen and kept."""
        taken = self.hub.sql(
            "SELECT DISTINCT id, coalesce(patch->>'name', patch->>'title') FROM crm.log "
            "WHERE entity IN ('contact', 'deal') AND verdict = ANY (%s)", list(TAKEN),
        )  # fmt: skip
        lost = self.hub.sql(
            "SELECT DISTINCT (doc->>'on_id')::uuid, value->>'lost' FROM crm.state, jsonb_each(doc->'fields') "
            "WHERE entity = 'conflict' AND key IN ('name', 'title')"
        )
        self.seen["conflicts"] += len(lost)
        taken, lost = set(taken), set(lost)
        for key in {key for key, _value in taken} - self.unsure:
            final = hub[key].get("name") or hub[key].get("title")
            mine = {one for at, one in taken if at == key and one in self.edits}
            covered = {self.edits[one].on for one in mine}
            later = [x for x in mine if final in self._chain(self.edits[x].on)]
            assert not later, (key, final, later, self._story(key))
            gone = [x for x in mine if x != final and x not in covered and (key, x) not in lost]
            assert not gone, (key, final, gone, self.edits[gone[0]], self._story(key))

    def _chain(self, text):
        """A value and all that it was written on top of."""
        while text:
            yield text
            text = self.edits[text].on if text in self.edits else ""

    def _count(self):
        verdicts = self.hub.sql(
            "SELECT verdict, count(*) FROM crm.log WHERE patch <> '{}' GROUP BY 1"
        )
        again = self.hub.sql("SELECT count(*) FROM crm.log WHERE again AND entity <> ''")[0][0]
        forks = self.hub.sql("SELECT count(*) FROM crm.device")[0][0] - len(self.office.desks)
        self.seen.update({f"verdict {name}": n for name, n in verdicts})
        self.seen.update(
            {
                "given again": again,
                "forks": forks,
                "payments": len(self.payments),
                "edits": len(self.edits),
            }
        )


def differences(here, there):
    """What differs between two sets of documents: the row, the field, and both values."""
    return [
        (key, name, mine.get(name, "-"), other.get(name, "-"))
        for key in here.keys() | there.keys()
        for mine, other in [(here.get(key, {}), there.get(key, {}))]
        for name in mine.keys() | other.keys()
        if mine.get(name, "-") != other.get(name, "-")
    ]
