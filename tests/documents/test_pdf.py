# SPDX-License-Identifier: Apache-2.0
"""A PDF is made by Word, else LibreOffice, else in the built-in form, and it is said which."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop.documents import builtin_form, pdf, pdf_pages, template, word
from desktop.documents.pdf import Maker, make_pdf
from desktop.documents.programs import Programs, find
from desktop.errors import UserError
from desktop.paths import resource
from tests.documents.examples import english, russian
from tests.documents.examples import template as made

NOTHING = Programs("linux")


@pytest.fixture(scope="session")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own folder, made once: its first start takes the longest."""
    return tmp_path_factory.mktemp("libreoffice")


def _program(tmp_path: Path, name: str, script: str) -> str:
    path = tmp_path / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def _pdf_file(tmp_path: Path) -> Path:
    path = tmp_path / "ready.pdf"
    path.write_bytes(builtin_form.invoice(english(), "en"))
    return path


# LibreOffice


def test_libreoffice_makes_the_russian_contract(tmp_path: Path, profiles: Path) -> None:
    """Covers: G5, G3."""
    docx = tmp_path / "Договор № 215.docx"
    template.fill(resource("templates", "ru", "contract_firm.docx"), russian(), docx, language="ru")
    done = make_pdf(docx, tmp_path / "out" / "Договор.pdf", programs=find(), profiles=profiles)
    assert (done.made_by, done.told) == (Maker.LIBREOFFICE, "")
    text = " ".join(pdf_pages.text(done.path).split())
    assert "Договор № 215/26" in text
    assert "в лице директора Липиной Марии Олеговны, действующей на основании устава" in text
    assert "Восемнадцать тысяч двести рублей 00 копеек" in text
    assert "в том числе НДС 22 % — 3 281,97 руб." in text
    assert pdf_pages.page_count(done.path) == 2


def test_two_papers_at_once_both_become_pdfs(tmp_path: Path, profiles: Path) -> None:
    docx = made(tmp_path, "Two at once")
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda name: make_pdf(docx, tmp_path / name, programs=find(), profiles=profiles),
                ("a.pdf", "b.pdf"),
            )
        )
    assert [one.made_by for one in done] == [Maker.LIBREOFFICE] * 2
    assert all("Two at once" in pdf_pages.text(one.path) for one in done)


def test_a_profile_in_use_by_another_program_is_left_alone(tmp_path: Path) -> None:
    with pdf._profile(tmp_path) as one, pdf._profile(tmp_path) as other:
        assert one != other
    with pdf._profile(tmp_path) as again:
        assert again == one


def test_garbage_is_no_paper_and_the_sentence_says_so(tmp_path: Path, profiles: Path) -> None:
    """Covers: N8."""
    docx = tmp_path / "paper.docx"
    docx.write_bytes(b"no document at all")
    with pytest.raises(UserError, match="LibreOffice could not make a PDF of this paper"):
        make_pdf(docx, tmp_path / "paper.pdf", programs=find(), profiles=profiles)
    assert not (tmp_path / "paper.pdf").exists()


def test_a_libreoffice_that_hangs_is_stopped_and_the_next_one_works(
    tmp_path: Path, profiles: Path
) -> None:
    docx = made(tmp_path, "After the hang")
    hanging = Programs("linux", soffice=_program(tmp_path, "soffice", "sleep 60"))
    began = time.monotonic()
    with pytest.raises(UserError, match="LibreOffice did not finish in 1 seconds and was stopped"):
        make_pdf(docx, tmp_path / "a.pdf", programs=hanging, seconds=1, profiles=profiles)
    assert time.monotonic() - began < 20
    assert make_pdf(docx, tmp_path / "a.pdf", programs=find(), profiles=profiles).path.exists()


def test_half_a_pdf_is_none(tmp_path: Path) -> None:
    script = 'eval out=\\${$(($#-1))}\nprintf "%%PDF-1.4 half" > "$out/paper.pdf"'
    programs = Programs("linux", soffice=_program(tmp_path, "soffice", script))
    with pytest.raises(UserError, match="could not make a PDF"):
        make_pdf(made(tmp_path, "x"), tmp_path / "a.pdf", programs=programs)


# Word


def test_word_is_asked_first_and_gets_the_files_by_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: G5."""
    script = f'test -s "$COUNTERFOIL_SOURCE" && cp {_pdf_file(tmp_path)} "$COUNTERFOIL_TARGET"'
    _program(tmp_path, "powershell.exe", script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    programs = Programs("win32", word=True, soffice="/nowhere/soffice")
    done = make_pdf(made(tmp_path, "x"), tmp_path / "a.pdf", programs=programs)
    assert (done.made_by, done.told) == (Maker.WORD, "")
    assert pdf_pages.page_count(done.path) == 1


@pytest.mark.parametrize("trouble", ["exit 1", "exit 0", "sleep 30"])
def test_where_word_fails_libreoffice_takes_over(
    tmp_path: Path, profiles: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """Covers: G5."""
    _program(tmp_path, "powershell.exe", trouble)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    ready = _pdf_file(tmp_path)
    script = f'eval out=\\${{$(($#-1))}}\ncp {ready} "$out/paper.pdf"'
    programs = Programs("win32", word=True, soffice=_program(tmp_path, "soffice", script))
    done = make_pdf(made(tmp_path, "x"), tmp_path / "a.pdf", programs=programs, seconds=2)
    assert done.made_by is Maker.LIBREOFFICE


def test_the_scripts_close_no_word_of_the_person_and_run_no_macro() -> None:
    windows = word.command("win32")
    assert windows[0] == "powershell.exe"
    assert "if ($own) { $word.Quit(0) }" in windows[-1]
    assert "$word.AutomationSecurity = 3" in windows[-1]
    macos = word.command("darwin")
    assert macos[:3] == ["/usr/bin/osascript", "-l", "JavaScript"]
    assert "if (!wasRunning) word.quit" in macos[-1]


def test_word_on_macos_works_in_the_folder_it_may_read(tmp_path: Path) -> None:
    group = tmp_path / "Library" / "Group Containers" / "UBF8T346G9.Office"
    assert word.work_folder("darwin", tmp_path) is None
    group.mkdir(parents=True)
    assert word.work_folder("darwin", tmp_path) == group
    assert word.work_folder("win32", tmp_path) is None


# Neither


def test_without_any_office_the_invoice_gets_its_simplified_form(tmp_path: Path) -> None:
    """Covers: G5."""
    done = make_pdf(
        made(tmp_path, "x"),
        tmp_path / "invoice.pdf",
        programs=NOTHING,
        built_in=lambda: builtin_form.invoice(english(), "en"),
    )
    assert done.made_by is Maker.BUILT_IN
    assert done.told.startswith("Neither Word nor LibreOffice is on this computer")
    assert "Invoice I-0873" in pdf_pages.text(done.path)


def test_without_any_office_a_contract_says_what_to_do(tmp_path: Path) -> None:
    """Covers: G5, N8."""
    docx = made(tmp_path, "x")
    with pytest.raises(UserError, match=r"no PDF can be made of this paper\. The \.docx is kept"):
        make_pdf(docx, tmp_path / "contract.pdf", programs=NOTHING)
    assert docx.exists()


def test_a_broken_office_leads_to_the_simplified_form_and_is_named(tmp_path: Path) -> None:
    programs = Programs("linux", soffice=_program(tmp_path, "soffice", "exit 77"))
    done = make_pdf(
        made(tmp_path, "x"),
        tmp_path / "a.pdf",
        programs=programs,
        built_in=lambda: b"%PDF-1.4 %%EOF",
    )
    assert done.told.startswith("LibreOffice could not make the PDF")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Covers: N8."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="this folder cannot be written"):
        make_pdf(
            made(tmp_path, "x"),
            tmp_path / "file" / "a.pdf",
            programs=NOTHING,
            built_in=lambda: b"%PDF-1.4 %%EOF",
        )
