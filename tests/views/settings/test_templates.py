# SPDX-License-Identifier: Apache-2.0
"""Templates by keys: looked through before they are taken, previewed on a real deal, their fields copied."""

from pathlib import Path

import pytest
from docx import Document as Word
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop import paths
from desktop.documents import pdf_pages, programs
from desktop.domain.document import Template
from desktop.flows import new_shop, own_template
from desktop.models.settings import Section
from desktop.storage import blobs
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.widgets.dialog import open_over
from tests.settings_desk import replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier

has_office = pytest.mark.skipif(programs.find().soffice is None, reason="LibreOffice is not here")


@pytest.fixture
def desk(desk):
    """A shop with the shipped templates, as a first start leaves it."""
    from desktop.commands.templates import add_template

    for one in new_shop.shipped_templates(desk.shop.folder):
        desk.shop.run(
            lambda uow, one=one: add_template(
                uow,
                kind=one.kind,
                language=one.language,
                name=one.name,
                blob=one.blob,
                size=one.size,
                is_shipped=True,
            )
        )
    return desk


def a_docx(folder: Path, *lines: str, name: str = "Our contract.docx") -> Path:
    word = Word()
    for line in lines:
        word.add_paragraph(line)
    path = folder / name
    word.save(str(path))
    return path


def own(desk) -> list[Template]:
    found = desk.shop.rows(Template, Template.is_shipped.is_(False))
    return [one for one in found if one.archived_at is None]


def test_a_whole_template_is_taken_and_chosen(desk, tmp_path):
    """Covers: G2."""
    view = desk.open(Section.TEMPLATES)
    dialog = view.add(a_docx(tmp_path, "{{ firm.name }} and {{ client.name }}"))
    desk.wait(dialog.button.isEnabled)
    assert dialog.note.text() == "Every field is known, every tag is whole."
    tab_to(dialog.name)
    replace_text("Frame contract")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: own(desk))
    desk.wait(lambda: view.chosen() is not None and view.chosen().name == "Frame contract")
    assert (own(desk)[0].kind, own(desk)[0].language) == ("contract_firm", "en")
    assert blobs.has(desk.shop.folder, own(desk)[0].blob)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ firm.nmae }}", "There is no field “firm.nmae”. Did you mean “firm.name”?"),
        ("{{ firm.name ", "has no end"),
        ("{{ ''.__class__ }}", "asks for code"),
        ("{% for one in lines %}{{ one.name }}", "never closed"),
    ],
)
def test_a_template_that_cannot_work_is_refused_in_words(desk, tmp_path, line, said):
    """Covers: G2, N8."""
    view = desk.open(Section.TEMPLATES)
    dialog = view.add(a_docx(tmp_path, line))
    desk.wait(lambda: dialog.findings)
    assert any(said in one.sentence for one in dialog.findings)
    assert not dialog.button.isEnabled()
    press(Key.Key_Return, CTRL)
    press(Key.Key_Escape)
    assert not own(desk)


def test_what_is_no_word_file_says_so(desk, tmp_path):
    """Covers: N8."""
    path = tmp_path / "letter.docx"
    path.write_text("just text")
    view = desk.open(Section.TEMPLATES)
    dialog = view.add(path)
    desk.wait(lambda: "is not a Word document" in dialog.note.text())
    assert not dialog.button.isEnabled()
    press(Key.Key_Escape)


def test_another_file_is_checked_like_a_new_one(desk, tmp_path):
    """Covers: G2."""
    view = desk.open(Section.TEMPLATES)
    before = view.chosen()
    dialog = view.replace(a_docx(tmp_path, "{{ nothing.here }}"))
    desk.wait(lambda: dialog.findings)
    press(Key.Key_Escape)
    assert desk.shop.row(Template, before.id).blob == before.blob
    dialog = view.replace(a_docx(tmp_path, "Contract {{ contract.number }}"))
    desk.wait(dialog.button.isEnabled)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.row(Template, before.id).blob != before.blob)
    assert desk.shop.row(Template, before.id).is_shipped is False
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: desk.shop.row(Template, before.id).blob == before.blob)


def test_a_template_is_renamed_and_removed_by_keys(desk):
    """Covers: G2."""
    view = desk.open(Section.TEMPLATES)
    first = view.chosen()
    tab_to(view.buttons[3])
    press(Key.Key_Space, text=" ")
    assert isinstance(open_over(desk.window), NameDialog)
    replace_text("For firms")
    press(Key.Key_Return)
    desk.wait(lambda: desk.shop.row(Template, first.id).name == "For firms")
    tab_to(view.table)
    press(Key.Key_Delete)
    desk.wait(lambda: desk.shop.row(Template, first.id).archived_at is not None)
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: desk.shop.row(Template, first.id).archived_at is None)


def test_a_copy_is_saved_to_be_edited(desk, tmp_path):
    """Covers: G2."""
    view = desk.open(Section.TEMPLATES)
    target = tmp_path / "copy.docx"
    view.save_copy(target)
    desk.wait(lambda: "copy.docx" in view.note.text())
    shipped = paths.resource("templates", "en", "contract_firm.docx")
    assert target.read_bytes() == shipped.read_bytes()


@has_office
def test_a_template_is_looked_at_on_a_real_deal(desk):
    """Covers: G2."""
    company = desk.shop.a_company("Oak & Lime Bakery Ltd")
    desk.shop.a_deal(company=company, title="Sticker labels")
    view = desk.open(Section.TEMPLATES)
    press(Key.Key_Return)
    dialog = open_over(desk.window)
    for _try in range(6):
        try:
            desk.wait(lambda: dialog.shown is not None)
            break
        except AssertionError:
            continue
    assert dialog.shown.pdf is not None, dialog.note.text()
    assert "Oak & Lime Bakery Ltd" in pdf_pages.text(dialog.shown.pdf)
    desk.wait(lambda: not dialog.picture.pixmap().isNull())
    first = dialog.picture.accessibleName()
    press(Key.Key_PageDown)
    assert first.startswith("Page 1 of")
    folder = dialog._folder
    press(Key.Key_Escape)
    assert not folder.exists()
    assert not own(desk)
    assert view.table.hasFocus()


def test_without_a_deal_the_preview_says_what_to_do(desk):
    desk.open(Section.TEMPLATES)
    press(Key.Key_Return)
    dialog = open_over(desk.window)
    desk.wait(lambda: "no deal with a sum" in dialog.note.text())
    press(Key.Key_Escape)


def test_fields_are_found_by_words_and_copied(desk):
    """Covers: G2."""
    view = desk.open(Section.TEMPLATES)
    tab_to(view.fields.search)
    type_text("sum words")
    tags = [row.tag for row in view.fields.model.rows]
    assert tags == ["{{ totals.total|words }}"]
    tab_to(view.fields.table)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "{{ totals.total|words }}"


def test_a_broken_template_is_refused_below_the_window_too(desk, tmp_path):
    """Covers: G2, N8."""
    from desktop.errors import UserError

    with pytest.raises(UserError, match="cannot be used yet"):
        own_template.add_template(
            desk.shop.direct(),
            path=a_docx(tmp_path, "{{ firm.nmae }}"),
            kind="contract_firm",
            language="en",
            name="Ours",
        )
    assert not own(desk)


def test_the_lists_of_templates_and_fields_are_sound_models(desk):
    view = desk.open(Section.TEMPLATES)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(one, fatal) for one in (view.model, view.fields.model)]
    view.fields.model.narrow("client")
    view.fields.model.narrow("")
    words = view.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Contract with a firm, Contract with a firm, English, used first"
    for tester in testers:
        tester.deleteLater()
