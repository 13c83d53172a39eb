# SPDX-License-Identifier: Apache-2.0
"""What has to hold after a kill: each check tells what was broken, in sentences, and counts how often it was asked."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from desktop.storage import blobs
from desktop.storage.backup import backups, quick_check
from desktop.values.states import MessageState
from devtools.kill_found import Found, FoundDraft
from devtools.kill_plan import BEAT_MS, CLIENTS_IN_LIST
from tests.smtp_server import PostOffice

LOST_MS: Final = 2000
"""What may be lost of a form: what was typed in the last two seconds before the kill."""

_HAS_NOT_LEFT: Final = (MessageState.WAITING, MessageState.FAILED, MessageState.WITHDRAWN)
Line = dict[str, Any]
Check = Callable[["Told", Found], Iterator[str]]


@dataclass
class Told:
    """Everything the program has told, in all rounds; `asked` counts how often each promise could be checked."""

    lines: list[Line] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    def all(self, word: str) -> list[Line]:
        """The lines that say this."""
        return [line for line in self.lines if word in line]

    def values(self, word: str, promise: str) -> list[str]:
        """What these lines say, counted as asked."""
        found = [str(line[word]) for line in self.lines if word in line]
        self.asked[promise] += len(found)
        return found


def whole(told: Told, found: Found) -> Iterator[str]:
    """The database is whole, as the program's own check of it says."""
    told.asked["the shop is whole"] += 1
    if found.faults:
        yield f"the shop is not whole: {found.faults[:5]}"


def orders(told: Told, found: Found) -> Iterator[str]:
    """Every order that was told as saved is there, and what was handed over is handed over and paid."""
    for order in told.values("saved", "an order is there"):
        if order not in found.deals:
            yield f"the order {order} was told as saved and is gone"
    for order in told.values("handed", "an order stays handed over"):
        deal = found.deals[order]
        if not deal.is_handed_over or deal.paid != deal.amount:
            yield f"the order {order} was handed over and paid: {deal}"


def placed(told: Told, found: Found) -> Iterator[str]:
    """An order that is stored is as it was typed, paid once, and no draft any more.

    One that was cut before it was stored is taken up and placed again, with another note: the last one counts.
    """
    for line in {line["placing"]: line for line in told.all("placing")}.values():
        deal = found.deals.get(line["placing"])
        if deal is None:
            continue
        if deal.note != line["note"].strip():
            yield f"the order {line['placing']} has the note {deal.note!r}, not {line['note']!r}"
        if not 0 < deal.paid <= deal.amount:
            yield f"of the order {line['placing']} {deal.paid} of {deal.amount} are paid"
        if found.draft(f"order {line['placing']}"):
            yield f"the order {line['placing']} is stored, and offered as a draft as well"


def deals(told: Told, found: Found) -> Iterator[str]:
    """Every deal is there, and not before the stage it was told to have reached."""
    for line in told.all("title"):
        deal = found.deals.get(line["deal"])
        if deal is None or deal.title != line["title"]:
            yield f"the deal {line['title']} is gone"
    told.asked["a deal is there"] += len(told.all("title"))
    for line in told.all("stage"):
        if found.deals[line["moved"]].place < found.places[line["stage"]]:
            yield f"the deal {line['moved']} has fallen back behind {line['stage']}"


def comments(told: Told, found: Found) -> Iterator[str]:
    """A comment that was stored is there once, and no draft of it is left."""
    stored = set(told.values("stored", "a comment is there"))
    for line in told.all("storing"):
        times = found.comments[line["storing"], line["text"]]
        draft = found.draft(f"composer {line['storing']}")
        if times > 1 or (line["storing"] in stored and not times):
            yield f"the comment “{line['text']}” is there {times} times"
        if times and draft is not None and line["text"] in draft.text:
            yield f"the comment “{line['text']}” is stored, and offered as a draft as well"


def papers(told: Told, found: Found) -> Iterator[str]:
    """Contracts and invoices are numbered from one on, without a gap and none twice."""
    for kind, numbers in found.papers.items():
        if kind in {"contract", "invoice"}:
            told.asked["a paper has its number"] += len(numbers)
            places = sorted(int(one.removeprefix("I-").partition("/")[0]) for one in numbers)
            if places != list(range(1, len(places) + 1)):
                yield f"the numbers of the papers {kind} have gaps or doubles: {places}"


def clients(told: Told, found: Found) -> Iterator[str]:
    """An import that was cut off and repeated brings every client once."""
    twice = [mail for mail, times in found.clients.items() if times > 1 and "@list" in mail]
    if twice:
        yield f"clients were taken in twice: {twice[:5]}"
    for name in told.values("whole", "a list is whole"):
        ending = f"@{Path(name).stem}.example"
        there = sum(mail.endswith(ending) for mail in found.clients)
        if there != CLIENTS_IN_LIST:
            yield f"of the list {name} {there} clients are there"
    for line in told.all("taken"):
        ending = f"@{Path(line['list']).stem}.example"
        if sum(mail.endswith(ending) for mail in found.clients) < line["taken"]:
            yield f"fewer clients of {line['list']} are there than were told: {line['taken']}"


def letters(told: Told, found: Found) -> Iterator[str]:
    """Every letter is there; where it was sent its deal has gone on, and the wizard does not offer it again."""
    there = {one.id for one in found.letters}
    for letter in told.values("letter", "a letter is there"):
        if letter not in there:
            yield f"the letter {letter} is gone"
    for one in found.letters:
        if one.state == MessageState.SENT and found.deals[one.deal].place < one.moves_to:
            yield f"the letter {one.id} was sent, and its deal did not go on"
    for draft in found.drafts:
        if draft.kind == "contract" and draft.body.get("letter_id") in there:
            yield f"the letter of {draft.name} is in the outbox, and offered as a draft as well"


CHECKS: Final[tuple[Check, ...]] = (
    whole, orders, placed, deals, comments, papers, clients, letters,
)  # fmt: skip


def arrived(told: Told, found: Found, post: PostOffice) -> Iterator[str]:
    """No letter arrived twice; one that is called sent did arrive, and one that is said to be here did not."""
    came = Counter(str(one.message["Message-ID"]) for one in post.letters)
    told.asked["a letter arrives once"] += len(came)
    for message_id, times in came.items():
        if times > 1:
            yield f"the letter {message_id} arrived {times} times"
    for one in found.letters:
        times = came[one.message_id]
        if one.state == MessageState.SENT and not times:
            yield f"the letter {one.id} is called sent and did not arrive"
        if one.state in _HAS_NOT_LEFT and times:
            yield f"the letter {one.id} is called {one.state} and arrived"


def backed_up(told: Told, shop: Path) -> Iterator[str]:
    """A backup that is listed is whole, with its files; one that was made is there, or a later one."""
    target = shop / "backups"
    listed = backups(target)
    for one in listed:
        told.asked["a backup is whole"] += 1
        if faults := quick_check(one.path):
            yield f"the backup {one.path.name} is damaged: {faults}"
        held = json.loads(one.path.with_suffix(".json").read_text(encoding="utf-8"))["files"]
        lacking = [blob for blob in held if not blobs.is_sound(target, blob)]
        if lacking:
            yield f"the backup {one.path.name} lacks {lacking[:3]}"
    made = max((line["backup"] for line in told.all("backup")), default="")
    if made and (not listed or listed[0].path.name < made):
        yield f"the backup {made} is gone"


def kept(told: Told, said: list[Line], found: Found) -> Iterator[str]:
    """What was typed more than two seconds before the kill is in its form's draft, or its record is stored.

    The seconds are the program's own: beats of its window, the last of them answered by the thread that writes.
    A machine that keeps the program waiting stretches them for the typing and the keeping alike.
    """
    written = max((line["written"] for line in said if "written" in line), default=0)
    for line in said:
        if "draft" not in line or line["beat"] + LOST_MS // BEAT_MS >= written:
            continue
        if line["draft"].removeprefix("order ") in found.deals:
            continue  # the order was placed: `orders` looks whether it is as it was typed
        told.asked[f"what was typed is kept, {line['draft'].partition(' ')[0]}"] += 1
        if _bare(line["holds"]) not in _bare(_held(line["draft"], found)):
            yield f"“{line['holds']}” of {line['draft']} is lost: {_held(line['draft'], found)!r}"


def _bare(text: str) -> str:
    """The text without its spaces: a phone is kept as people read it, whoever typed it."""
    return "".join(text.split())


def _held(name: str, found: Found) -> str:
    """Everything that is on disk of a form: its draft, and the record that was made of it."""
    _kind, _space, key = name.partition(" ")
    draft, deal = found.draft(name), found.deals.get(key)
    parts = [draft.text] if draft is not None else []
    if deal is not None:
        parts += [deal.requisites, *(text for card, text in found.comments if card == key)]
    return "\n".join(parts)


def offered(told: Told, said: list[Line], before: Found) -> Iterator[str]:
    """Every form that was left is offered at the next start, as it was left."""
    left = {one.key: one for one in before.drafts if one.kind == "order"}
    for line in said:
        if "offered" in line:
            told.asked["an order is offered"] += len(left)
            if set(line["offered"]) != set(left):
                yield f"the orders {sorted(left)} were left, {line['offered']} are offered"
            if line["banner"] != any(not one.body.get("parked") for one in left.values()):
                yield f"the banner says {line['banner']} of the orders {left}"
        if "resumed" in line:
            draft = before.draft(line["resumed"])
            told.asked[f"a form comes back, {line['resumed'].partition(' ')[0]}"] += 1
            missing = [text for text in _texts(draft) if text not in line["shows"]]
            if missing:
                yield f"{line['resumed']} comes back without {missing}: “{line['shows']}”"


def _texts(draft: FoundDraft | None) -> list[str]:
    """What a person typed into a form, as it is shown again."""
    if draft is None:
        return []
    body = draft.body
    if draft.kind == "order":
        texts = [body["order"]["note"], body["order"]["name"]]
    elif draft.kind == "composer":
        texts = [body["text"]]
    else:
        texts = [(body["requisites"] or {}).get("signatory_name")]
    return [text.strip() for text in texts if text]


def asked_about(said: list[Line], before: Found) -> Iterator[str]:
    """Every letter of which nobody knows is asked about, and no other."""
    unsure = {one.id for one in before.letters if one.is_unsure}
    for line in said:
        if "asked" in line and set(line["asked"]) != unsure:
            yield f"the letters {unsure} are unsure, {line['asked']} are asked about"
