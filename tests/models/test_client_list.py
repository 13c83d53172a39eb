# SPDX-License-Identifier: Apache-2.0
"""What a list that is taken in says of itself in words."""

from collections import Counter
from datetime import date
from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester

from desktop.models import client_list
from desktop.models.client_list import ListLinesModel
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.first_touches import Spread
from desktop.values.rows.client_list import ListCheck, ListLine, ListTaken, Verdict

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def a_check(*verdicts: Verdict, about: str = "No phone.", **fields: object) -> ListCheck:
    lines = tuple(
        ListLine(
            n + 2,
            verdict,
            name=f"Client {n}",
            about=about if verdict == "bad" else "",
            fault="phone",
        )
        for n, verdict in enumerate(verdicts)
    )
    bad = tuple(line for line in lines if line.verdict is Verdict.BAD)
    known = tuple(line for line in lines if line.verdict in {Verdict.ADDS, Verdict.KNOWN})
    faults = Counter(line.fault for line in bad)
    counted = {"counts": Counter(verdicts), "bad": bad, "faults": faults, "known": known}
    return ListCheck(Path("expo.csv"), (212_000, 0), (), lines, **counted, **fields)


NEW, ADDS, KNOWN, BAD = Verdict.NEW, Verdict.ADDS, Verdict.KNOWN, Verdict.BAD


def test_the_button_names_what_would_be_taken_in() -> None:
    check = a_check(NEW, NEW, ADDS, KNOWN, BAD)
    skips = ListWish(known=Known.SKIP)
    assert client_list.import_text(check, ListWish()) == "Import 3 clients"
    assert client_list.import_text(check, skips) == "Import 2 clients"
    assert client_list.summary(check, ListWish()) == (
        "2 new clients, 1 card gets additions",
        "1 bad row stays out · the whole import can be undone",
    )
    leads = ListWish(channel="cold_list", decided={5: Known.LEAD})
    assert client_list.import_text(check, leads) == "Import 3 leads"
    assert client_list.summary(check, leads)[0] == "3 new leads, 1 card gets additions"


def test_the_arithmetic_of_the_first_touches_stands_in_words() -> None:
    """Covers: A6, D2."""
    lying = Spread(3, 40, 1231, 11, date(2026, 10, 19), date(2026, 11, 2))
    assert client_list.spread_text(lying) == (
        "3 × 40 = 120 a day: 1,231 leads take 11 working days, the last on Mon 2 Nov."
    )
    alone = Spread(1, 0, 1, 1, date(2026, 10, 19), date(2026, 10, 19), is_booked=True)
    assert client_list.spread_text(alone) == (
        "By their norms: 1 lead takes 1 working day, the last on Mon 19 Oct. "
        "Calls that are planned already take their room."
    )
    nobody = Spread(1, 0, 0, 0, date(2026, 10, 19), date(2026, 10, 19))
    assert client_list.spread_text(nobody) == "No row becomes a lead."


def test_how_it_ended_says_the_way_back() -> None:
    whole = client_list.taken_text(ListTaken(new=2, added=1, left_out=0))
    assert (
        whole
        == "2 clients were added, 1 card was completed. Ctrl\N{NO-BREAK SPACE}Z takes the whole import back."
    )
    stopped = client_list.taken_text(ListTaken(new=100, added=0, left_out=0, is_whole=False))
    assert stopped.startswith("Stopped: 100 clients were added, each whole.")
    none = client_list.taken_text(ListTaken(new=0, added=0, left_out=0, is_whole=False))
    assert none == "Stopped before anything was taken in. Nothing was changed."
    gone = client_list.taken_text(ListTaken(new=2, added=0, left_out=0, gone=1))
    assert "1 row stayed out, as its client was archived or joined meanwhile" in gone


def test_a_file_says_its_size_and_shape() -> None:
    tabs = a_check(NEW, delimiter="\t")
    assert client_list.file_text(tabs) == "212\u00a0KB · separator “tab” · first row is names"
    sheet = a_check(NEW, sheet="Fair")
    assert "sheet “Fair”" in client_list.file_text(sheet)


def test_bad_rows_beyond_those_shown_are_summed_up_by_reason() -> None:
    check = a_check(*[BAD] * 8)
    assert client_list.more_bad(check, 5) == "and 3 more: 3 phones"
    assert client_list.more_bad(check, 7) == "and 1 more: 1 phone"
    assert client_list.more_bad(check, 8) == ""


def test_the_rows_that_are_kept_are_shown(qapp: object) -> None:
    model = ListLinesModel()
    QAbstractItemModelTester(model, FATAL, model)
    model.show(a_check(*[NEW] * 50))
    assert model.rowCount() == 50
    assert model.index(0, 5).data() == "new"
