# SPDX-License-Identifier: Apache-2.0
"""Templates are filled, and checked before use."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor

from desktop import i18n
from desktop.documents import template
from desktop.documents.fields import Picture
from desktop.documents.template.findings import Fault, FindingKind
from desktop.documents.template.highlight import DOUBT_TINT, FIELD_TINT
from tests.documents.child_side import asked, filled, findings_of, one, with_member
from tests.documents.examples import english, russian, text_of
from tests.documents.examples import template as made

# Filling


def test_a_template_is_filled_in_a_child_process(tmp_path: Path) -> None:
    """Covers: G2."""
    path = made(tmp_path, "Contract {{ contract.number }}, {{ client.name }}")
    done = template.fill(path, english(), tmp_path / "out" / "paper.docx", language="en")
    assert text_of(done.path) == "Contract 215/26, Oak & Lime Bakery Ltd"
    assert done.warnings == ()


def test_sums_dates_and_numbers_read_as_the_paper_s_language_writes_them(tmp_path: Path) -> None:
    """Covers: G3."""
    texts = (
        "{{ totals.total }}",
        "{{ totals.total|words }}",
        "{{ contract.date }}",
        "{{ deal.ready_at|date('weekday') }}",
        "{{ terms.prepay_percent|percent }}",
        "{{ lines[0].price }}",
        "{{ lines[0].quantity }}",
        "{{ client.signatory.name|genitive }}",
    )
    assert filled(made(tmp_path, *texts), english()).splitlines() == [
        "£365.00",
        "Three hundred and sixty-five pounds 00 pence",
        "15\u00a0October 2026",
        "Monday 19\u00a0October 2026, 12:00",
        "100%",
        "£0.064",
        "5,000",
        "Paul Hartwell",
    ]
    assert filled(made(tmp_path, *texts), russian(), "ru").splitlines() == [
        "18\u00a0200,00\u00a0руб.",
        "Восемнадцать тысяч двести рублей 00 копеек",
        "15\u00a0октября 2026\u00a0г.",
        "понедельник, 19\u00a0октября 2026\u00a0г., 12:00",
        "50\u00a0%",
        "3,20\u00a0руб.",
        "5\u00a0000",
        "Липиной Марии Олеговны",
    ]


def test_the_lines_of_the_order_fill_the_rows_of_a_table(tmp_path: Path) -> None:
    rows = (
        ("{%tr for line in lines %}", ""),
        ("{{ line.name }}", "{{ line.sum }}"),
        ("{%tr endfor %}", ""),
    )
    assert filled(made(tmp_path, "Lines", rows=rows), english()).splitlines() == [
        "Lines",
        "Sticker labels Ø 60",
        "£320.00",
        "Layout by designer, two rounds of edits",
        "£45.00",
    ]


def test_signs_that_xml_and_jinja_use_come_through_as_they_are(tmp_path: Path) -> None:
    name = "A < B & C > D {{ deal.number }} {% if %} \x07\x00"
    fields = english()
    odd = dataclasses.replace(fields, client=dataclasses.replace(fields.client, name=name))
    assert (
        filled(made(tmp_path, "{{ client.name }}"), odd)
        == "A < B & C > D {{ deal.number }} {% if %} "
    )


def test_typographic_quotes_dashes_and_spaces_inside_tags_do_no_harm(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "{{ contract.date|date(«short») }} {{\u00a0client.name\u00a0}} «{{ deal.number }}»",
        "{% if client.kind != “x” –%}ok{% endif %}".replace("client.kind", "deal.number"),
    )
    assert filled(path, english()).startswith("15/10/2026 Oak & Lime Bakery Ltd «D-2041»")


def test_a_tag_cut_into_several_runs_by_word_is_read_as_one(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ client", ".na", "me|upper }", "} and ", "{{ deal", ".number }}"):
        run = paragraph.add_run(piece)
        run.font.color.rgb = RGBColor(len(piece), 0, 0)
    path = tmp_path / "runs.docx"
    document.save(str(path))
    assert filled(path, english()) == "OAK & LIME BAKERY LTD and D-2041"


def test_headers_footers_and_the_title_are_filled_too(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ firm.name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ contract.number }}"
    document.core_properties.title = "Contract {{ contract.number }}"
    path = tmp_path / "parts.docx"
    document.save(str(path))
    _head, paper = asked(path, "fill", english(), "en")
    done = Document(io.BytesIO(paper))
    assert done.sections[0].header.paragraphs[0].text == "Rook Lane Print Ltd"
    assert done.sections[0].footer.paragraphs[0].text == "215/26"
    assert done.core_properties.title == "Contract 215/26"


def test_a_stamp_floats_behind_the_text_and_a_missing_one_leaves_no_gap(tmp_path: Path) -> None:
    """Covers: G6."""
    from PIL import Image

    Image.new("RGBA", (60, 60), (0, 0, 200, 120)).save(tmp_path / "stamp.png")
    path = made(tmp_path, "before{{ firm.stamp }}after")
    fields = english()
    stamped = dataclasses.replace(
        fields,
        firm=dataclasses.replace(
            fields.firm, stamp=Picture(tmp_path / "stamp.png", 30, floats=True)
        ),
    )
    _head, paper = asked(path, "fill", stamped, "en")
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert 'behindDoc="1"' in xml
    assert "<wp:wrapNone/>" in xml
    assert filled(path, stamped) == filled(path, fields) == "beforeafter"


def test_the_preview_tints_what_comes_from_the_card_and_underlines_what_is_in_doubt(
    tmp_path: Path,
) -> None:
    path = made(tmp_path, "To {{ client.name }} by {{ deal.proof_by }} at {{ deal.delivery }}.")
    out = tmp_path / "preview.docx"
    template.fill(path, english(), out, language="en", highlight=True, doubts=["deal.proof_by"])
    shown = [run for run in Document(str(out)).paragraphs[0].runs if run.text]
    runs = [(run.text, (run._r.xpath("./w:rPr/w:shd/@w:fill") or [""])[0]) for run in shown]
    lined = [run.text for run in shown if run._r.xpath("./w:rPr/w:u[@w:val='thick']")]
    assert lined == ["16\u00a0October 2026, 12:00", "[deal.delivery]"]
    assert runs == [
        ("To ", ""),
        ("Oak & Lime Bakery Ltd", FIELD_TINT),
        (" by ", ""),
        ("16\u00a0October 2026, 12:00", DOUBT_TINT),
        (" at ", ""),
        ("[deal.delivery]", DOUBT_TINT),
        (".", ""),
    ]


def test_the_same_paper_twice_is_the_same(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ client.name }}")
    assert filled(path, english()) == filled(path, english())


# What a check finds


def test_a_good_template_has_no_findings(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "{{ client.name }} {% if client.kpp %}{{ client.kpp }}{% else %}{{ firm.name }}{% endif %}",
        "{% set who = client %}{{ who.name }}{% for part in totals.taxes %}{{ loop.index }}{{ part.tax }}{% endfor %}",
        "{{ lines|length }} {{ (lines|first).name }} {{ client.kpp|default('no KPP') }}",
        "{{ 'a' if totals.tax else 'b' }}",
        "{# {{ nothing }} #}",
    )
    assert findings_of(path, english()) == []


def test_an_unknown_field_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    """Covers: G2."""
    finding = one(made(tmp_path, "first", "The buyer is {{ client.nmae }} here"))
    assert (finding.kind, finding.suggestion) == (FindingKind.UNKNOWN, "client.name")
    assert finding.sentence == (
        "There is no field “client.nmae”. Did you mean “client.name”? "
        "In the paragraph “The buyer is {{ client.nmae }} here”."
    )


@pytest.mark.parametrize(
    ("text", "kind", "tag"),
    [
        ("{% for line in lines %}{{ line.nmae }}{% endfor %}", FindingKind.UNKNOWN, "lines[].nmae"),
        ("{% for x in linez %}{% endfor %}", FindingKind.UNKNOWN, "linez"),
        ("{% if client.vip %}x{% endif %}", FindingKind.UNKNOWN, "client.vip"),
        ("{{ clіent.name }}", FindingKind.MIXED_SCRIPT, "clіent.name"),
        ("{{ клиент }}", FindingKind.UNKNOWN, "клиент"),
        ("{{ client }}", FindingKind.BROKEN, "client"),
        ("{{ lines }}", FindingKind.BROKEN, "lines"),
        ("{{ client.name|mony }}", FindingKind.BROKEN, "mony"),
        ("Dear {client.name}", FindingKind.SINGLE_BRACES, "{client.name}"),
        ("{{ client.name", FindingKind.BROKEN, "{{ client.name"),
        ("{{ client.name }", FindingKind.BROKEN, "{{ client.name }"),
        ("client.name }}", FindingKind.BROKEN, "}}"),
        ("{{ client. name. }}", FindingKind.BROKEN, "{{ client. name. }}"),
        ("{{ client name }}", FindingKind.BROKEN, "{{ client name }}"),
        ("{{ }}", FindingKind.BROKEN, "{{ }}"),
        ("{% if client.kpp %}never closed", FindingKind.BROKEN, "{% if client.kpp %}"),
        ("{% for line in lines %}never closed", FindingKind.BROKEN, "{% for line in lines %}"),
        ("closed {% endif %}", FindingKind.BROKEN, "{% endif %}"),
        ("{% else %}", FindingKind.BROKEN, "{% else %}"),
        ("{% if %}{% endif %}", FindingKind.BROKEN, "{% if %}"),
        ("{%tr for line in lines %}", FindingKind.BROKEN, "{%tr for line in lines %}"),
    ],
)  # fmt: skip
def test_each_fault_is_found_and_told_in_a_sentence(
    tmp_path: Path, text: str, kind: FindingKind, tag: str
) -> None:
    """Covers: G2, N8."""
    found = [finding for finding in findings_of(made(tmp_path, text)) if finding.kind is kind]
    assert tag in [finding.tag for finding in found]
    for finding in found:
        assert finding.sentence.endswith("."), finding.sentence
        assert finding.where


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    found = findings_of(
        made(tmp_path, "{{ client. }}", "{{ deal.", "{{ firm.name }}", "}} {% endfor %}")
    )
    assert len(found) == 4


def test_a_name_with_a_cyrillic_letter_in_it_is_told_by_its_latin_twin(tmp_path: Path) -> None:
    finding = one(made(tmp_path, "{{ сlient.nаme }}"))
    assert (finding.kind, finding.suggestion) == (FindingKind.MIXED_SCRIPT, "client.name")


def test_an_empty_field_counts_only_where_it_would_leave_a_gap(tmp_path: Path) -> None:
    """Covers: G2."""
    path = made(
        tmp_path,
        "KPP {{ client.kpp }}",
        "{% if client.inn %}INN {{ client.inn }}{% endif %}",
        "{% if client.is_company %}{{ client.name }}{% else %}{{ client.identity.number }}{% endif %}",
        "{{ client.vat_no|default('none') }}",
        rows=(
            ("{%tr for line in lines %}", ""),
            ("{{ line.name }}", "{{ line.tax }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    found = findings_of(path, english())
    assert [(finding.tag, finding.line) for finding in found] == [
        ("client.kpp", 0),
        ("lines[].tax", 1),
        ("lines[].tax", 2),
    ]
    assert not any(finding.stops for finding in found)
    assert "client: KPP" in found[0].sentence
    assert "line 2" in found[2].sentence


def test_without_a_deal_nothing_counts_as_missing(tmp_path: Path) -> None:
    assert findings_of(made(tmp_path, "{{ client.kpp }}")) == []


def test_fields_in_comments_and_endnotes_are_pointed_out(tmp_path: Path) -> None:
    path = made(tmp_path, "text")
    with_member(
        path,
        "word/endnotes.xml",
        '<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote><w:p><w:r>'
        "<w:t>{{ client.name }}</w:t></w:r></w:p></w:endnote></w:endnotes>",
    )
    assert one(path).fault is Fault.NOT_HERE


def test_a_condition_across_cells_is_refused_because_it_would_tear_the_table(
    tmp_path: Path,
) -> None:
    path = made(
        tmp_path,
        "x",
        rows=(("{% if client.kpp %}a", "b{% endif %}"), ("c", "d{% if client.inn %}")),
    )
    assert findings_of(path)[0].fault is Fault.NO_END
    path = made(tmp_path, "{% if client.inn %}a", rows=(("b{% endif %}", "c"),))
    head, paper = asked(path, "fill", english(), "en")
    assert not paper
    assert template._findings(json.loads(head))[0].fault is Fault.XML


def test_the_sentences_speak_the_window_s_language(tmp_path: Path) -> None:
    i18n.switch("ru")
    sentence = one(made(tmp_path, "Здесь {{ client.nmae }}")).sentence
    assert (
        sentence
        == "Поля «client.nmae» нет. Возможно, имелось в виду «client.name»? Абзац «Здесь {{ client.nmae }}»."
    )


def test_the_fields_a_template_uses_are_listed(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ client.name }} {% for line in lines %}{{ line.sum }}{% endfor %}")
    assert template.used_fields(path) == ["client.name", "lines", "lines[].sum"]
