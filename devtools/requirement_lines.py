# SPDX-License-Identifier: Apache-2.0
"""What the program must do: one line for each id, and what of it is not there yet.

A line without "not yet" is whole once tests cover it; "nearly all of it" means that they prove its groundwork only.
"""

from typing import Final

_MISSING: Final = "    not yet: "

SECTIONS: Final = {
    "A": "Taking in: no enquiry is lost",
    "B": "Leads",
    "C": "Deals and pipelines",
    "D": "Rules of the house",
    "E": "Touches, the day and reminders",
    "F": "What happens by itself",
    "G": "Contracts and other papers",
    "H": "Invoices and money",
    "I": "Talking to clients",
    "J": "Production",
    "K": "Repeat business",
    "L": "Control and insight",
    "M": "Ease",
    "N": "Offline, together, safe",
}

LINES: Final = """
A1  An enquiry becomes a card at once and keeps for good how and where it came from.
    not yet: channels that bring enquiries by themselves
A2  A counter order is taken in one form by keys: client, product, price, due time, money, ticket; drafts survive.
A3  Each channel has a script that says what to say, ask and fill, and holds back an order without its required answers.
    not yet: nearly all of it
A4  Orders from the website and the mailbox arrive by themselves, each exactly once.
A5  Probable duplicates are shown while typing and on import, and can be joined and parted again.
    not yet: joining and parting
A6  A list of clients is taken in from a file: tried first with bad rows named, then in one step that can be undone.
    not yet: vCard, exports of other programs by name, a choice of columns by hand
A7  Leads are given out by the head or by rule, and everyone sees who has had one for how long.
B1  One funnel of leads whose stages the head edits: name, what goes on, what is asked, how long.
B2  A lost card carries a reason and a comment; a reason called "Other" is refused in every language.
B3  A card shows people, requisites, channel, wishes, holder, timeline and its next touch.
B4  A lead becomes a deal with its timeline and files in one step that can be undone.
B5  Cards are handed over one by one or in bulk, with their history and open tasks.
C1  Any number of pipelines, each with stages that can be renamed, reordered, merged and retired.
C2  A deal has a contact, one with a firm has the company too, and a controller beside its holder.
C3  A deal has lines with product, quantity, options, price, discount and tax; money is exact and knows its currency.
C4  A board of columns with counts and sums: cards dragged or moved by keys, several at once, filtered, sorted, undone.
    not yet: filters kept under a name
C5  A stage can demand fields, papers, money or a role; what is missing is asked in place, and no path goes round it.
C6  How long a card stands in its stage, and whether that is too long, is seen; the history of stages is kept.
C7  A deal ends won or lost, and a lost one says why.
C8  Next and previous card within the list, a waiting card with its reason, and the same cards as a table.
    not yet: choice of columns, edit in bulk
D1  A call cannot be kept without a comment.
D2  Every open card has a dated next touch with a goal, whoever wrote it; dates are typed as people say them.
    not yet: touch plans by RFM segment; a new deal begins with a touch of its own, not with the first of its plan
D3  Only calls that the telephone system confirms count towards norms.
D4  Norms a day by role and segment, with the pace to the hour and the head's control sheet.
    not yet: nearly all of it
D5  The program writes its own handbook for the staff, with pictures of this installation.
E1  The day's touches come one after another on one screen and are worked off by keys.
E2  Finishing a touch plans the next one, and the chain is seen on the card.
E3  The program reminds at the agreed time, after sleep and restart too, never twice.
    not yet: an incoming call and a paid invoice as pop-ups
E4  Tasks are of named kinds with holder, due time, repeats and steps, in a list and an agenda by day and week.
    not yet: a length of one's own for each task
E5  Proposed dates fall into working hours and know public holidays and the shop's own days off.
F1  Robots under a stage make tasks, letters, moves and papers when a card enters or waits too long.
F2  A stage explains itself to a newcomer.
    not yet: tasks of a stage, and showing its text
F3  A robot runs once for each entry, and says what it did or why not.
    not yet: nearly all of it
F4  Clients are told when the state of their order changes, within quiet hours and if they want it.
    not yet: all but the templates' missing fields
G1  From requisites to contract, letter, payment and work in steps that can be left and resumed and lose nothing.
G2  Templates are ordinary .docx files that are checked before use and cannot run code.
    not yet: offer and act of acceptance
G3  Sums are written in words and Russian names and posts in their case; dates and money by language.
G4  Tax numbers, bank codes, accounts and IBANs are checked by their check digits.
G5  PDFs come from Word or LibreOffice, and from a simple form of our own where neither is there, said plainly.
    not yet: Word on macOS
G6  Every version of a paper is kept with who, when and to whom; what was sent is frozen.
    not yet: stamp and signature by role, watching the opened file
H1  Invoices are made from the lines, with numbers nobody else has and a code to pay by.
    not yet: numbers of many desks
H2  Bank statements are taken in and matched, and only the accountant confirms a payment.
    not yet: statements and matching
H3  Money at the till counts in an open shift; change, refunds and the day's cash are there.
    not yet: the fiscal receipt's number
H4  Regular deals make themselves and their invoices on time, once.
H5  Who owes how much, and since when.
H6  Order numbers carry the desk's code and never change; paper carries digits with a check digit.
H7  Our own firm with requisites, bank, tax and signatory; tax is by line, included, rounded half up.
    not yet: several firms in one shop
I1  Letters leave through an outbox over SMTP, survive restarts and are never sent twice.
    not yet: reading replies, signatures
I2  SMS leave through a gateway, with their delivery on the timeline.
I3  A number is called with one key, with a timer and an outcome.
I4  The telephone system's events and records find their cards.
J1  A price list with breaks, options, express and imposition, taken in from a spreadsheet.
    not yet: the calculator of formats and paper on screen
J2  A ticket with a code on A5, A6 or a roll, printed or as PDF; scanning it opens the order.
J3  Each line goes through layout, proof, printing and finishing, with queues for machines and people.
    not yet: all but ready and handed over
J4  Ready with a shelf place, handed over when the rest is paid, to whom is kept.
    not yet: proofs, parts of an order, delivery, uncollected orders
J5  An honest due time by load, several quantities in one quote, repeats in two keys, a price that explains itself.
    not yet: load, quotes side by side
K1  One page for each client: people, requisites, deals, papers, payments and what happened.
K2  Recency, frequency and money show who buys, and open the clients behind each cell.
K3  Who will need more soon is forecast, and the forecast shows how often it was right.
K4  Regular clients get an offer when they pass a threshold.
K5  Consent by channel, and one person's data exported or erased on request.
    not yet: consent, the export, an erasure in the program's own pages or of what others wrote about the person
L1  My month: target, closed, awaited, and the deals that can close the gap.
L2  Conversion, sources, reasons and norms as figures that open the cards behind them.
L3  How many touches a sale takes, and where chains break.
M1  The first start asks for language, demo shop or one of your own, and is done in a minute.
M2  English and Russian switched live, with dates, money and plurals of the language.
    not yet: Traditional Chinese
M3  Everything goes by keys: search as you type in any notation and layout, undo of many steps; light and dark.
M4  Screen readers get names and roles, text sizes follow, and nothing is out of reach down to 640×360.
M5  The program brings its database up to date by itself, with a backup first.
    not yet: installers
M6  Help inside the program.
N1  All of this works without a network.
N2  Several desks join through a hub, and what was typed offline is merged without loss.
N3  Replicas that have seen the same changes are equal.
N4  What a role may not do is refused wherever it comes from; passwords are in the system's store only.
N5  People change places at a counter by PIN.
    not yet: a password after five wrong tries (an invite or the admin opens the entry)
N6  Backups make and check themselves, restore in two clicks, and a damaged database is noticed.
N7  Every change is kept with who, when, and from what to what.
    not yet: own and team visibility, the bin
N8  Bad input of any kind is named in a sentence and changes nothing.
N9  Everything out as CSV with the files, and into an empty shop again with the same counts.
N10 Check, export, import, backup and restore work without the window.
"""


def lines() -> dict[str, tuple[str, str]]:
    """What each id asks for and what of it is missing, in their order."""
    found: dict[str, tuple[str, str]] = {}
    for line in filter(None, LINES.splitlines()):
        if line.startswith(_MISSING):
            last = list(found)[-1]
            found[last] = (found[last][0], line.removeprefix(_MISSING))
        else:
            id_, _, text = line.partition(" ")
            found[id_] = (text.strip(), "")
    return found
